//! Prints a profile of the present version, for `releases/<version>/profile.json` on the day of a release:
//! a device with drafts, records that wait and records that went, a form, a photo, a batch taken in, and a full bin.
#![allow(clippy::unwrap_used)]

#[path = "../tests/it/sample.rs"]
mod sample;

use store::forms::{Form, FormBytes};
use store::settings::Officer;
use store::{Snapshot, Store, bin, blobs, draft, forms, layout, outbox, quarantine, records, settings};

use crate::sample::{Device, at, export, form, record_no, revision};

fn main() {
    let mut device = Device::new();
    let officer =
        Officer { id: record::OfficerId::new("样例01"), name: "样例甲".into(), unit: "样例街道".into() };
    let head =
        Form { form: form(), title: "样例走访表".into(), added_at: at(0), files: Vec::new(), offered: true };
    let bytes = FormBytes { form: head, workbook: b"workbook".to_vec(), files: Vec::new() };
    device.run(&settings::set_officer(&officer)).unwrap();
    device.run(&forms::keep(&bytes)).unwrap();
    device.run(&forms::cache(form().hash, 1, vec![0, 159, 146, 150])).unwrap();
    device.run(&blobs::write(&[0xff, 0xd8, 0xff, 0xe0]).1).unwrap();

    let sent = [device.finalized(1), device.finalized(2)];
    let (standings, _) = records::standings(&device.memory.all(Store::States));
    device.run(&outbox::mark_exported(&export(1, &sent), &standings)).unwrap();
    device.finalized(3);
    device.take_in(1, &[revision(record_no(20), 1, "样例来件"), revision(record_no(21), 2, "样例来件二")]).unwrap();

    let long = device.filled(4, 70);
    let snapshot = Snapshot { seq: 64, instance: r#"{"note":"样例64"}"#.into() };
    device.run(&draft::checkpoint(&long, 0, &snapshot)).unwrap();
    let reopened = device.filled(5, 3);
    device.run(&draft::take_over(&reopened, &[]).1).unwrap();
    let thrown = device.filled(6, 2);
    let mut rows = device.memory.under(Store::Drafts, &layout::draft(thrown.id));
    rows.extend(device.memory.under(Store::Journal, &layout::draft(thrown.id)));
    device.run(&bin::discard(&thrown, &rows, "", at(9))).unwrap();
    let aside = quarantine::Quarantined::of_file("样例.json", b"{}", "unknown_device", at(9));
    device.run(&quarantine::keep(&aside, b"{}")).unwrap();
    print!("{}", device.memory.dump().text());
}
