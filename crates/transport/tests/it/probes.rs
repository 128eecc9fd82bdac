//! Trying a store: it is written to and read back, and what stands in the way has a name.

use transport::{Listing, Probe, Right, Step, Trouble};

use crate::shelf::{Fault, Manner, Shelf, run};

fn probe() -> Probe {
    Probe::new("zone", &batch::DeviceKey::from_bytes([1; 32]).device())
}

fn tried(shelf: &mut Shelf, faults: impl IntoIterator<Item = Fault>) -> Step<()> {
    let mut faults = faults.into_iter();
    run(shelf, &Probe::bytes(), &mut probe(), || faults.next().unwrap_or(Fault::None))
}

#[test]
fn a_store_of_any_kind_that_keeps_it_is_good_however_often_it_is_tried() {
    for manner in Manner::ALL {
        let mut shelf = Shelf::new(manner);
        for _ in 0..3 {
            assert_eq!(tried(&mut shelf, []), Step::Done(()), "{manner:?}");
        }
        assert_eq!(shelf.files.len(), 1, "{manner:?}");
    }
}

#[test]
fn nobody_takes_it_for_a_device_or_a_file_of_one() {
    let mut shelf = Shelf::new(Manner::Apache);
    tried(&mut shelf, []);
    let Step::Done(listed) = run(&mut shelf, &[], &mut Listing::of_zone("zone"), || Fault::None) else { panic!() };
    assert_eq!((listed.folders.len(), listed.files.len()), (0, 0));
}

#[test]
fn who_may_look_and_not_write_is_told_so() {
    for says in [401, 403, 405, 501] {
        let mut shelf = Shelf::new(Manner::Nginx);
        assert_eq!(tried(&mut shelf, [Fault::Says(says)]), Step::Stopped(Trouble::NoRight(Right::Put)), "{says}");
        assert!(shelf.files.is_empty());
    }
}

#[test]
fn a_full_disk_is_told_at_once() {
    for says in [500, 507] {
        let mut shelf = Shelf::new(Manner::Nginx);
        assert_eq!(tried(&mut shelf, [Fault::Says(says)]), Step::Stopped(Trouble::CannotStore), "{says}");
        assert_eq!(shelf.asked.len(), 1);
    }
}

#[test]
fn a_store_that_only_says_it_kept_it_is_not_believed() {
    let mut shelf = Shelf::new(Manner::Nginx);
    assert_eq!(tried(&mut shelf, [Fault::Lies]), Step::Stopped(Trouble::NotKept));
    assert_eq!(tried(&mut shelf, [Fault::None, Fault::Damages]), Step::Stopped(Trouble::NotKept));
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let mut shelf = Shelf::new(Manner::Apache);
    assert_eq!(tried(&mut shelf, [Fault::None, Fault::Says(409)]), Step::Stopped(Trouble::NoFolder));
}
