//! Which files bring a tablet to the newest pack.

use record::Sha256;
use transport::{Folder, Kind, Name, Newest, Seen};

fn file(number: u64, kind: Kind, length: Option<u64>) -> Seen {
    let hash = Sha256::of(format!("{number}{kind}").as_bytes());
    Seen { name: Name { folder: Folder::down_to_all("zone"), number, hash, kind, by: None }, length }
}

fn pack(number: u64) -> Seen {
    file(number, Kind::Pack, Some(1_000))
}

fn since(base: u64, number: u64) -> Seen {
    file(number, Kind::Since(base), Some(100))
}

/// The numbers of what would be fetched.
fn taken(seen: &[Seen], held: Option<u64>) -> Vec<u64> {
    let newest = Newest::of(seen, held, 2).expect("something lies there");
    let fetched = if newest.since.is_empty() { vec![newest.whole] } else { newest.since };
    fetched.into_iter().map(|seen| seen.name.number).collect()
}

#[test]
fn who_holds_the_pack_before_takes_the_difference_and_everybody_else_the_whole() {
    let lying = [pack(10), pack(20), since(10, 20)];
    assert_eq!(taken(&lying, Some(10)), [20]);
    let newest = Newest::of(&lying, Some(10), 2).unwrap();
    assert_eq!((newest.since.len(), newest.bytes(), newest.whole.name.number), (1, Some(100), 20));
    for other in [None, Some(9), Some(11), Some(20)] {
        let newest = Newest::of(&lying, other, 2).unwrap();
        assert_eq!((newest.since.len(), newest.bytes()), (0, Some(1_000)), "{other:?}");
    }
    assert_eq!(Newest::of(&[since(10, 20)], Some(10), 2), None);
}

#[test]
fn who_missed_some_takes_one_after_the_other_as_long_as_that_is_less() {
    let mut lying: Vec<Seen> = (1..=20).map(|at| pack(at * 10)).collect();
    lying.extend((1..20).map(|at| since(at * 10, at * 10 + 10)));
    assert_eq!(taken(&lying, Some(170)), [180, 190, 200]);
    assert_eq!(taken(&lying, Some(120)), [130, 140, 150, 160, 170, 180, 190, 200]);
    // Nine of them are no longer taken.
    assert_eq!(Newest::of(&lying, Some(110), 2).unwrap().since, []);
    // One is missing.
    lying.retain(|seen| seen.name.kind != Kind::Since(180));
    assert_eq!(Newest::of(&lying, Some(170), 2).unwrap().since, []);
    assert_eq!(taken(&lying, Some(190)), [200]);
    // Together they are no less than the whole.
    let large =
        [pack(10), pack(20), file(20, Kind::Since(10), Some(600)), file(30, Kind::Since(20), Some(400)), pack(30)];
    assert_eq!(Newest::of(&large, Some(10), 2).unwrap().since, []);
    assert_eq!(taken(&large, Some(20)), [30]);
}

#[test]
fn a_number_that_was_taken_breaks_no_chain() {
    // The second of these could not have 20 and has 21; the third builds upon what was made at 20.
    let lying = [pack(10), pack(21), since(10, 21), pack(30), since(20, 31)];
    assert_eq!(taken(&lying, Some(10)), [21, 31]);
    // Two that were made one right after the other are not taken for one.
    let quick = [pack(10), pack(13), pack(16), since(10, 13), since(13, 16)];
    assert_eq!(taken(&quick, Some(10)), [13, 16]);
    assert_eq!(taken(&quick, Some(13)), [16]);
}

#[test]
fn where_no_length_is_told_the_difference_is_believed() {
    let lying = [file(20, Kind::Pack, None), file(20, Kind::Since(10), None)];
    let newest = Newest::of(&lying, Some(10), 2).unwrap();
    assert_eq!((newest.since.len(), newest.bytes()), (1, None));
}

#[test]
fn files_that_lie_about_what_they_build_upon_lead_nowhere_and_round_no_circle() {
    let lying = [pack(30), since(10, 10), since(10, 9), since(10, 15), since(15, 14), since(14, 15)];
    assert_eq!(Newest::of(&lying, Some(10), 2).unwrap().since, []);
    let far = [pack(u64::MAX), since(u64::MAX, u64::MAX), since(0, u64::MAX)];
    assert_eq!(Newest::of(&far, Some(0), 2).unwrap().since.len(), 1);
}

#[test]
fn what_lies_there_under_a_later_number_hides_nothing() {
    let lying = [pack(10), pack(20), since(10, 20), pack(u64::MAX)];
    let all: Vec<(u64, usize)> =
        Newest::all(&lying, Some(10), 2).map(|newest| (newest.whole.name.number, newest.since.len())).collect();
    assert_eq!(all, [(u64::MAX, 0), (20, 1), (10, 0)]);
    assert_eq!(Newest::of(&lying, Some(10), 2), Newest::all(&lying, Some(10), 2).next());
}
