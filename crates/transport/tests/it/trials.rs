//! A store as it is tried on the page: what it does not let somebody do has a name.

use transport::{Probe, Right, Step, Trial, Trouble, Upload, Work};

use crate::shelf::{Fault, Manner, Shelf, now, parcel, run, s3_error};

const RIGHTS: [Right; 3] = [Right::List, Right::Put, Right::Read];

fn tried(shelf: &mut Shelf) -> Step<usize> {
    let mut trial = Trial::new("zone", &batch::DeviceKey::from_bytes([1; 32]).device());
    run(shelf, &Probe::bytes(), &mut trial, || Fault::None)
}

fn lacking(manner: Manner, forbids: &[Right]) -> Step<usize> {
    let mut shelf = Shelf::new(manner);
    shelf.forbids.extend(forbids);
    tried(&mut shelf)
}

#[test]
fn a_store_that_lets_do_all_says_how_many_devices_have_written_there() {
    for manner in Manner::ALL {
        let mut shelf = Shelf::new(manner);
        assert_eq!(tried(&mut shelf), Step::Done(0), "{manner:?}");
        for device in [1, 2] {
            let (file, parcel) = parcel(device, 1);
            run(&mut shelf, &file.bytes, &mut Upload::new(parcel), || Fault::None);
        }
        assert_eq!(tried(&mut shelf), Step::Done(2), "{manner:?}");
    }
}

#[test]
fn the_one_right_that_is_lacking_is_named() {
    for manner in Manner::ALL {
        for right in RIGHTS {
            assert_eq!(lacking(manner, &[right]), Step::Stopped(Trouble::NoRight(right)), "{manner:?}");
        }
    }
}

#[test]
fn of_several_the_first_is_named_and_a_key_that_may_do_nothing_is_told_that() {
    for manner in Manner::ALL {
        let nothing = if Shelf::new(manner).is_s3() { Trouble::Denied } else { Trouble::NoRight(Right::List) };
        let first = |forbids| match lacking(manner, forbids) {
            Step::Stopped(trouble) => trouble,
            step => panic!("{manner:?}: {step:?}"),
        };
        assert_eq!(first(&[Right::List, Right::Read]), Trouble::NoRight(Right::List), "{manner:?}");
        assert_eq!(first(&[Right::Put, Right::Read]), Trouble::NoRight(Right::Put), "{manner:?}");
        assert_eq!(first(&[Right::List, Right::Put]), nothing, "{manner:?}");
        assert_eq!(first(&RIGHTS), nothing, "{manner:?}");
    }
}

#[test]
fn a_key_that_is_not_known_is_asked_for_nothing_else() {
    for code in ["InvalidAccessKeyId", "SignatureDoesNotMatch"] {
        let mut trial = Trial::new("zone", &batch::DeviceKey::from_bytes([1; 32]).device());
        let step = trial.answered(&Shelf::new(Manner::S3).remote(), &s3_error(403, code), now(), 1);
        assert_eq!(step, Step::Stopped(Trouble::Refused), "{code}");
    }
}
