//! Each thing that goes wrong by its name.

use transport::{MOST_TRIES, Reply, Response, Right, Sent, Step, Trouble, Upload, Work};

use crate::shelf::{Fault, Manner, Shelf, now, parcel, run, s3_error, says};

/// What comes of an upload whose first answer is this one.
fn first(manner: Manner, reply: &Reply) -> Step<Sent> {
    let shelf = Shelf::new(manner);
    let mut upload = Upload::new(parcel(1, 1).1);
    upload.answered(&shelf.remote(), reply, now(), 1_500)
}

#[test]
fn what_only_a_person_can_mend_stops_at_once() {
    for (status, trouble) in
        [(401, Trouble::Refused), (413, Trouble::TooLarge), (507, Trouble::CannotStore), (405, Trouble::Strange(405))]
    {
        assert_eq!(first(Manner::Nginx, &says(status)), Step::Stopped(trouble), "{status}");
    }
    for (status, code, trouble) in [
        (403, "SignatureDoesNotMatch", Trouble::Refused),
        (403, "InvalidAccessKeyId", Trouble::Refused),
        (403, "AccessDenied", Trouble::Denied),
        (404, "NoSuchBucket", Trouble::NotFound),
        (400, "EntityTooLarge", Trouble::TooLarge),
    ] {
        assert_eq!(first(Manner::S3, &s3_error(status, code)), Step::Stopped(trouble), "{code}");
    }
}

#[test]
fn what_may_pass_is_waited_for_and_a_store_that_says_how_long_is_heard() {
    for status in [408, 423, 425, 429, 500, 502, 503, 504] {
        assert_eq!(first(Manner::Nginx, &says(status)), Step::Wait(1_500, Trouble::Busy), "{status}");
    }
    assert_eq!(first(Manner::Nginx, &Reply::Unreachable), Step::Wait(1_500, Trouble::Unreachable));
    assert_eq!(first(Manner::Nginx, &Reply::TimedOut), Step::Wait(1_500, Trouble::Unreachable));
    let asked = Reply::Response(Response { status: 429, retry_after: Some(7), ..Response::default() });
    assert_eq!(first(Manner::Nginx, &asked), Step::Wait(7_000, Trouble::Busy));
}

#[test]
fn it_is_tried_so_often_and_no_more() {
    for (fault, trouble) in [(Fault::Lost, Trouble::Unreachable), (Fault::Says(503), Trouble::Busy)] {
        let mut shelf = Shelf::new(Manner::Nginx);
        let (file, parcel) = parcel(1, 1);
        assert_eq!(run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || fault), Step::Stopped(trouble));
        assert_eq!(shelf.asked.len(), MOST_TRIES as usize);
        assert!(trouble.passes());
    }
}

#[test]
fn a_store_that_fails_five_times_running_is_full_and_not_busy() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (file, parcel) = parcel(1, 1);
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || Fault::Says(500));
    assert_eq!(sent, Step::Stopped(Trouble::CannotStore));
    assert_eq!(shelf.asked.len(), 5);
}

#[test]
fn a_wrong_clock_is_set_by_the_stores_once() {
    let shelf = Shelf::new(Manner::S3);
    let remote = shelf.remote();
    let skewed = |date| {
        let Reply::Response(response) = s3_error(403, "RequestTimeTooSkewed") else { unreachable!() };
        Reply::Response(Response { date, ..response })
    };
    let mut upload = Upload::new(parcel(1, 1).1);
    let an_hour = 3_600_000;
    let step = upload.answered(&remote, &skewed(Some(now().unix_ms() + an_hour)), now(), 1);
    let Step::Ask(request) = step else { panic!("{step:?}") };
    assert_eq!(request.header("x-amz-date"), Some("20260301T020000Z"));
    let step = upload.answered(&remote, &skewed(Some(now().unix_ms() + an_hour)), now(), 1);
    assert_eq!(step, Step::Stopped(Trouble::Clock));
    // Where the browser hides the store's clock.
    assert_eq!(first(Manner::S3, &skewed(None)), Step::Stopped(Trouble::Clock));
    assert_eq!(first(Manner::S3, &s3_error(400, "InvalidRequest")), Step::Stopped(Trouble::Clock));
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let mut shelf = Shelf::new(Manner::Apache);
    let (file, parcel) = parcel(1, 1);
    let mut faults = [Fault::None, Fault::Says(409)].into_iter();
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || faults.next().unwrap_or(Fault::None));
    assert_eq!(sent, Step::Stopped(Trouble::NoFolder));
    assert!(shelf.files.is_empty());
}

#[test]
fn who_may_put_nothing_anywhere_is_told_so() {
    let mut shelf = Shelf::new(Manner::Nginx);
    let (file, parcel) = parcel(1, 1);
    let mut faults = [Fault::Says(403), Fault::Says(403)].into_iter();
    let sent = run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || faults.next().unwrap_or(Fault::None));
    assert_eq!(sent, Step::Stopped(Trouble::NoRight(Right::Put)));
}

#[test]
fn a_trouble_is_found_again_by_its_word() {
    let rights = [Right::List, Right::Put, Right::Read].map(Trouble::NoRight);
    let others = [Trouble::Unreachable, Trouble::Refused, Trouble::Denied, Trouble::NotKept, Trouble::CannotStore];
    for trouble in rights.into_iter().chain(others) {
        assert_eq!(Trouble::called(trouble.word()), Some(trouble));
    }
    assert_eq!(Trouble::called("no-right"), Some(Trouble::NoRight(Right::Put)), "as logs of 0.3.0 have it");
    assert_eq!(Trouble::called(Trouble::Strange(418).word()), Some(Trouble::Strange(0)), "which answer is not kept");
    assert_eq!(Trouble::called("costs"), None);
}

#[test]
fn what_comes_down_lies_in_no_folder_of_a_device() {
    let device = batch::DeviceKey::from_bytes([1; 32]).device();
    let own = transport::Folder::of("zone", &device);
    let (down, all) = (transport::Folder::down("zone", &device), transport::Folder::down_to_all("zone"));
    let zone = transport::Folder::zone_path("zone");
    assert!(own.path().starts_with(&zone) && !down.path().starts_with(&zone) && !all.path().starts_with(&zone));
    assert_ne!(down, all);
    assert_ne!(down, transport::Folder::down("another", &device));
}
