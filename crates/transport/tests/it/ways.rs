//! Files get there, whatever happens on the way, and are never said to be there when they are not.

use proptest::prelude::*;
use transport::{Download, Fetched, Method, Name, Sent, Step, Trouble, Upload};

use crate::shelf::{Fault, Manner, Shelf, faults, parcel, run};

fn lies_there(shelf: &Shelf, name: &Name, bytes: &[u8]) -> bool {
    shelf.files.get(&name.path()).is_some_and(|lying| lying == bytes)
}

#[test]
fn a_file_gets_to_a_store_of_any_kind_and_back() {
    for manner in Manner::ALL {
        let mut shelf = Shelf::new(manner);
        let (file, parcel) = parcel(1, 1);
        let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
        assert_eq!(sent, Step::Done(Sent::Stored), "{manner:?}");
        assert!(lies_there(&shelf, parcel.name(), &file.bytes), "{manner:?}");
        let fetched = run(&mut shelf, b"", &mut Download::new(parcel.name().clone()), || Fault::None);
        assert_eq!(fetched, Step::Done(Fetched::Whole(file.bytes.clone())), "{manner:?}");

        let before = shelf.asked.len();
        let again = run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
        assert_eq!(again, Step::Done(Sent::Stored), "{manner:?}: it was there already");
        let asked: Vec<Method> = shelf.asked[before..].iter().map(|(method, _)| *method).collect();
        assert_eq!(asked, [Method::Put, Method::Get], "{manner:?}");
        assert_eq!(shelf.files.len(), 1, "{manner:?}");
    }
}

#[test]
fn what_is_not_sealed_is_no_parcel() {
    let (sealed, parcel) = parcel(1, 1);
    let name = parcel.name();
    let clear = batch::File { bytes: b"{\"format\":\"taizhang-batch\"}".to_vec(), ..sealed };
    assert_eq!(transport::Parcel::of(&clear, name.folder.clone(), 1, name.kind), None);
}

#[test]
fn a_cut_upload_that_stayed_there_is_replaced() {
    let mut shelf = Shelf::new(Manner::LeavesCuts);
    let (file, parcel) = parcel(1, 1);
    run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
    shelf.files.insert(parcel.name().path(), file.bytes[..100].to_vec());
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
    assert_eq!(sent, Step::Done(Sent::Stored));
    assert!(lies_there(&shelf, parcel.name(), &file.bytes));
}

#[test]
fn where_nothing_can_be_replaced_the_file_goes_under_the_next_number() {
    let mut shelf = Shelf::new(Manner::CreateOnly);
    let (file, first) = parcel(1, 1);
    shelf.files.insert(first.name().path(), file.bytes[..100].to_vec());
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(first), || Fault::None);
    assert_eq!(sent, Step::Done(Sent::NameTaken));
}

#[test]
fn a_name_is_not_given_up_because_what_came_back_was_damaged_on_the_way() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (file, parcel) = parcel(1, 1);
    run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
    // It lies there; what is read is damaged, and replacing it is refused.
    let mut bad = [Fault::None, Fault::Damages, Fault::Says(412)].into_iter();
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || bad.next().unwrap_or(Fault::None));
    assert_eq!(sent, Step::Done(Sent::Stored));
    assert_eq!(shelf.files.len(), 1);
}

#[test]
fn a_name_is_not_given_up_because_what_came_back_was_damaged_twice_in_two_ways() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (file, parcel) = parcel(1, 1);
    let mut bad = [Fault::None, Fault::Damages, Fault::Says(412), Fault::Flips(70)].into_iter();
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || bad.next().unwrap_or(Fault::None));
    assert_eq!(sent, Step::Done(Sent::Stored));
    assert_eq!(shelf.files.len(), 1);
}

#[test]
fn a_line_that_damages_whatever_it_carries_each_time_otherwise_is_not_asked_for_ever() {
    let mut shelf = Shelf::new(Manner::CreateOnly);
    let (file, parcel) = parcel(1, 1);
    run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
    let before = shelf.asked.len();
    let mut at = 0..;
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || at.next().map_or(Fault::None, Fault::Flips));
    assert_eq!(sent, Step::Stopped(Trouble::NotKept));
    assert!(shelf.asked.len() - before < 10);
}

#[test]
fn a_store_that_says_it_has_a_file_and_has_not_is_not_believed() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (file, parcel) = parcel(1, 1);
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::Lies);
    assert_eq!(sent, Step::Stopped(Trouble::NotKept));
    let mut lies = [Fault::Lies, Fault::None].into_iter();
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || lies.next().unwrap_or(Fault::None));
    assert_eq!(sent, Step::Done(Sent::Stored), "it said so once, and is asked again");
}

#[test]
fn of_a_long_file_the_length_is_read_back_and_not_the_whole() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (mut file, _) = parcel(1, 1);
    file.bytes.resize((1 << 20) + 1, 0);
    file.file_hash = record::Sha256::of(&file.bytes);
    let key = batch::DeviceKey::from_bytes([1; 32]).device();
    let folder = transport::Folder::of("zone", &key);
    let parcel = transport::Parcel::of(&file, folder, 1, transport::Kind::Batch).expect("it is sealed");
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || Fault::None);
    assert_eq!(sent, Step::Done(Sent::Stored));
    assert_eq!(shelf.asked.last().map(|(method, _)| *method), Some(Method::Head));
}

#[test]
fn what_comes_damaged_is_not_taken_and_what_went_is_told() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (file, parcel) = parcel(1, 1);
    run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
    let fetched = run(&mut shelf, b"", &mut Download::new(parcel.name().clone()), || Fault::Damages);
    assert_eq!(fetched, Step::Done(Fetched::Damaged));
    shelf.files.clear();
    let fetched = run(&mut shelf, b"", &mut Download::new(parcel.name().clone()), || Fault::None);
    assert_eq!(fetched, Step::Done(Fetched::Gone));
}

/// Besides what befalls any request: of a file another byte comes back.
fn bad_line() -> impl Strategy<Value = Fault> {
    prop_oneof![8 => faults(), 1 => (0_usize..400).prop_map(Fault::Flips)]
}

proptest! {
    /// Each go ends at any request (the tablet is killed) or by itself. What is said to be stored is, and in the end all is.
    #[test]
    fn nothing_is_lost_or_doubled_in_any_order_of_answers(
        manner in prop::sample::select(Manner::ALL.to_vec()),
        goes in prop::collection::vec((prop::collection::vec(bad_line(), 0..12), 1_usize..12), 0..6),
    ) {
        let mut shelf = Shelf::new(manner);
        let (file, parcel) = parcel(1, 1);
        let is_stored = |shelf: &Shelf| lies_there(shelf, parcel.name(), &file.bytes);
        for (faults, killed_after) in goes {
            let mut faults = faults.into_iter();
            let mut upload = Upload::new(parcel.clone());
            let remote = shelf.remote();
            let mut step = transport::Work::ask(&upload, &remote, crate::shelf::now());
            for _ in 0..killed_after {
                step = match step {
                    Step::Ask(request) => {
                        let fault = faults.next().unwrap_or(Fault::None);
                        let reply = shelf.answer(&request, &file.bytes, fault);
                        transport::Work::answered(&mut upload, &remote, &reply, crate::shelf::now(), 1)
                    }
                    Step::Wait(..) => transport::Work::ask(&upload, &remote, crate::shelf::now()),
                    Step::Done(Sent::Stored) => { prop_assert!(is_stored(&shelf)); break }
                    Step::Done(Sent::NameTaken) | Step::Stopped(_) => break,
                };
            }
        }
        match run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None) {
            Step::Done(Sent::Stored) => prop_assert!(is_stored(&shelf)),
            // A store that leaves what was cut and lets nobody replace it was not made yet; the next number is free there.
            Step::Done(Sent::NameTaken) => prop_assert_eq!(manner, Manner::CreateOnly),
            other => prop_assert!(false, "{other:?}"),
        }
        prop_assert!(shelf.files.len() <= 1);
    }
}
