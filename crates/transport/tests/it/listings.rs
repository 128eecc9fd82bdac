//! What lies on a store is found, page by page, and what is none of ours is left alone.

use std::collections::BTreeSet;

use record::Timestamp;
use transport::{Kind, Known, Listed, Listing, Name, Right, Step, Trouble, Upload, Work, first_missing};

use crate::shelf::{Fault, Manner, Marks, Shelf, now, parcel, run};

fn filled(manner: Manner) -> (Shelf, Vec<Name>) {
    let mut shelf = Shelf::new(manner);
    let mut names = Vec::new();
    for (device, number) in [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (2, 1), (3, 1)] {
        let (file, parcel) = parcel(device, number);
        names.push(parcel.name().clone());
        assert!(matches!(run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || Fault::None), Step::Done(_)));
    }
    (shelf, names)
}

fn listed(shelf: &mut Shelf, mut listing: Listing) -> Listed {
    match run(shelf, b"", &mut listing, || Fault::None) {
        Step::Done(listed) => listed,
        other => panic!("{other:?}"),
    }
}

#[test]
fn devices_and_their_files_are_found_on_a_store_of_any_kind() {
    for manner in Manner::ALL {
        let (mut shelf, names) = filled(manner);
        let folders: BTreeSet<_> = names.iter().map(|name| name.folder.clone()).collect();
        let found = listed(&mut shelf, Listing::of_zone("zone"));
        assert_eq!((found.folders.iter().cloned().collect::<BTreeSet<_>>(), found.strange), (folders, 0), "{manner:?}");
        let found = listed(&mut shelf, Listing::of_folder(names[0].folder.clone(), 1));
        let seen: Vec<&Name> = found.files.iter().map(|seen| &seen.name).collect();
        assert_eq!(seen, names.iter().take(5).collect::<Vec<_>>(), "{manner:?}");
        assert!(found.files.iter().all(|seen| seen.length.is_some()), "{manner:?}");
    }
}

#[test]
fn what_is_known_is_not_asked_for_again_where_a_store_can_leave_it_out() {
    for manner in Manner::ALL {
        let (mut shelf, names) = filled(manner);
        let found = listed(&mut shelf, Listing::of_folder(names[0].folder.clone(), 4));
        let seen: Vec<&Name> = found.files.iter().map(|seen| &seen.name).collect();
        let left_out = if shelf.is_s3() { 3 } else { 0 };
        assert_eq!(seen, names.iter().take(5).skip(left_out).collect::<Vec<_>>(), "{manner:?}");
    }
}

#[test]
fn a_folder_that_is_as_it_was_is_not_listed_where_a_server_says_so() {
    let (mut shelf, names) = filled(Manner::Nginx);
    let folder = names[0].folder.clone();
    let mut known: Option<Known> = None;
    let mut clock = now();
    let mut seen = |shelf: &mut Shelf, known: &mut Option<Known>, seconds: i64| {
        clock = Timestamp::new(clock.unix_ms() + seconds * 1_000, 480);
        shelf.clock_ms = clock.unix_ms();
        shelf.asked.clear();
        let mut listing = Listing::of_folder(folder.clone(), 1).unless(known.clone());
        let remote = shelf.remote();
        let mut step = listing.ask(&remote, clock);
        let found = loop {
            step = match step {
                Step::Ask(request) => {
                    let reply = shelf.answer(&request, b"", Fault::None);
                    listing.answered(&remote, &reply, clock, 1)
                }
                Step::Done(found) => break found,
                other => panic!("{other:?}"),
            };
        };
        if !found.is_unchanged {
            *known = Some(Known::listed(known.as_ref(), found.mark, &found.files, true, clock));
        }
        (shelf.asked.len(), found.files.len())
    };
    // What its marks are worth is not known before one changed.
    for _ in 0..3 {
        assert_eq!(seen(&mut shelf, &mut known, 10), (2, 5));
    }
    let (file, parcel) = parcel(1, 6);
    run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || Fault::None);
    assert_eq!(seen(&mut shelf, &mut known, 0), (2, 6), "something came");
    assert_eq!(seen(&mut shelf, &mut known, 1), (2, 6), "within the second something more may have come");
    assert_eq!(seen(&mut shelf, &mut known, 10), (2, 6), "now it is settled");
    assert_eq!(seen(&mut shelf, &mut known, 10), (1, 0));
    assert_eq!(seen(&mut shelf, &mut known, 3_600), (1, 0));
    assert_eq!(seen(&mut shelf, &mut known, 24 * 3_600), (2, 6), "once a day it is not believed");
    shelf.tells_marks = Marks::Frozen;
    for seconds in [10, 10, 10] {
        assert_eq!(seen(&mut shelf, &mut known, seconds).0, 2, "another mark that was not seen to tell anything");
    }
}

#[test]
fn what_is_none_of_ours_is_counted_and_left_alone() {
    for manner in Manner::ALL {
        let (mut shelf, names) = filled(manner);
        let folder = names[0].folder.path();
        for strange in ["readme.txt", "00000006-0123.batch.age", "6-x.batch.age", "00000006-.age"] {
            shelf.files.insert(format!("{folder}/{strange}"), Vec::new());
        }
        let found = listed(&mut shelf, Listing::of_folder(names[0].folder.clone(), 1));
        assert_eq!((found.files.len(), found.strange), (5, 4), "{manner:?}");
    }
}

#[test]
fn a_zone_where_nobody_wrote_is_empty_and_an_address_where_nothing_is_is_told() {
    for manner in Manner::ALL {
        let mut shelf = Shelf::new(manner);
        assert_eq!(listed(&mut shelf, Listing::of_zone("zone")), Listed::default(), "{manner:?}");
    }
    let mut shelf = Shelf::new(Manner::Nginx);
    let told = run(&mut shelf, b"", &mut Listing::of_zone("zone"), || Fault::Says(404));
    assert_eq!(told, Step::Stopped(Trouble::NotFound));
    let told = run(&mut shelf, b"", &mut Listing::of_zone("zone"), || Fault::Says(403));
    assert_eq!(told, Step::Stopped(Trouble::NoRight(Right::List)), "it knows who asks");
    for status in [405, 501] {
        let told = run(&mut shelf, b"", &mut Listing::of_zone("zone"), || Fault::Says(status));
        assert_eq!(told, Step::Stopped(Trouble::Unreadable), "a server that gives out pages and knows no WebDAV");
    }
}

#[test]
fn a_server_behind_another_one_may_say_its_own_way_there() {
    let (mut shelf, names) = filled(Manner::Nginx);
    let remote = shelf.remote();
    for inner in ["/", "/a/much/longer/way/", "http://inner.example:8080/sync/"] {
        let mut listing = Listing::of_folder(names[0].folder.clone(), 1);
        let Step::Ask(request) = transport::Work::ask(&listing, &remote, crate::shelf::now()) else { panic!() };
        let transport::Reply::Response(mut response) = shelf.answer(&request, b"", Fault::None) else { panic!() };
        let body =
            String::from_utf8(response.body).expect("a text").replace("<D:href>/sync/", &format!("<D:href>{inner}"));
        response.body = body.into_bytes();
        let reply = transport::Reply::Response(response);
        let step = transport::Work::answered(&mut listing, &remote, &reply, crate::shelf::now(), 1);
        let Step::Done(found) = step else { panic!("{step:?}") };
        assert_eq!((found.files.len(), found.strange), (5, 0), "{inner}");
    }
}

#[test]
fn what_cannot_be_read_is_no_empty_list() {
    let mut shelf = Shelf::new(Manner::Nginx);
    for body in [
        "",
        "<html></html>",
        "<D:multistatus xmlns:D=\"DAV:\">",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><multistatus xmlns=\"DAV:\"/>",
        &"<a>".repeat(40),
    ] {
        let response = transport::Response { status: 207, body: body.into(), ..Default::default() };
        let mut listing = Listing::of_zone("zone");
        let step = transport::Work::answered(
            &mut listing,
            &shelf.remote(),
            &transport::Reply::Response(response),
            crate::shelf::now(),
            5,
        );
        assert_eq!(step, Step::Wait(5, Trouble::Unreadable), "{body}");
    }
    assert_eq!(run(&mut shelf, b"", &mut Listing::of_zone("zone"), || Fault::None), Step::Done(Listed::default()));
}

#[test]
fn a_name_is_read_as_it_is_written_and_in_no_other_way() {
    let (_, parcel) = parcel(1, 42);
    let name = parcel.name();
    assert!(name.file().starts_with("00000042-") && name.file().ends_with(".batch.age"));
    assert_eq!(name.kind, Kind::Batch);
    for kind in [Kind::Batch, Kind::Pack, Kind::Since(7), Kind::Since(1_772_326_800), Kind::Receipt, Kind::Blob] {
        let name = Name { kind, ..name.clone() };
        assert_eq!(Name::listed(&name.folder, &name.file()), Ok(name));
    }
    let desk = batch::DeviceKey::from_bytes([9; 32]).device();
    let marked = Name { kind: Kind::Receipt, by: Some(transport::Mark::of(&desk)), ..name.clone() };
    assert_eq!(Name::listed(&name.folder, &marked.file()), Ok(marked.clone()));
    assert_eq!(Name::hash_in(&marked.file()), Some(marked.hash));
    assert!(!marked.file().contains(&desk.as_str()[..8]), "no key is told");
    for other in [marked.file().replace(".by-", ".by-0"), marked.file().replace(".by-", ".by-.by-")] {
        assert!(Name::listed(&name.folder, &other).is_err(), "{other}");
    }
    let since = Name { kind: Kind::Since(7), ..name.clone() }.file();
    assert!(since.ends_with(".since-00000007.age"), "{since}");
    assert!(Name::listed(&name.folder, &since.replace("-00000007", "-7")).is_err());
    for other in [name.file().to_uppercase(), name.file().replace("00000042", "42"), format!("{}.part", name.file())] {
        assert!(Name::listed(&name.folder, &other).is_err(), "{other}");
    }
    let path = name.path();
    assert!(
        path.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || b"-./".contains(&sign)),
        "{path}"
    );
    assert!(!path.contains("zone"), "neither zone nor device is told");
}

#[test]
fn a_listing_begins_before_the_first_that_is_missing() {
    for (held, first) in [(&[][..], 1), (&[1, 2, 3], 4), (&[1, 3], 2), (&[2, 3], 1)] {
        assert_eq!(first_missing(&held.iter().copied().collect()), first);
    }
}
