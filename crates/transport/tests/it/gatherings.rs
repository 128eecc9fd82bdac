//! What others sent is gathered file by file: whatever stops it, what came is here, and the next time brings the rest.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use record::{Sha256, Timestamp};
use transport::{
    Folder, Gathered, Gathering, Known, MOST_TRIES, Method, Parcel, Request, Step, Trouble, Upload, Work, first_missing,
};

use crate::shelf::{Fault, Manner, Marks, Shelf, faults, other_parcel, parcel, run};

/// The desk that fetches wrote there too.
const OWN: u8 = 3;
const WRITTEN: [(u8, u64); 7] = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (OWN, 1), (4, 1)];

struct Zone {
    shelf: Shelf,
    own: Folder,
    /// What others wrote.
    others: Vec<Parcel>,
}

/// What came of one try.
#[derive(Debug, Default)]
struct Try {
    files: Vec<Sha256>,
    listed: Option<(usize, usize, usize)>,
    damaged: usize,
    withheld: usize,
    unchanged: usize,
    left: usize,
    stopped: Option<Trouble>,
}

fn zone(manner: Manner) -> Zone {
    let mut shelf = Shelf::new(manner);
    let mut parcels = Vec::new();
    for (device, number) in WRITTEN {
        let (file, parcel) = parcel(device, number);
        assert!(matches!(
            run(&mut shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None),
            Step::Done(_)
        ));
        parcels.push((device, parcel));
    }
    shelf.asked.clear();
    let own = parcels.iter().find(|(device, _)| *device == OWN).expect("it wrote").1.name().folder.clone();
    let others = parcels.into_iter().filter(|(device, _)| *device != OWN).map(|(_, parcel)| parcel).collect();
    Zone { shelf, own, others }
}

impl Zone {
    /// One try, with `fault` for each request; killed after so many of them.
    fn fetched(&mut self, here: &BTreeSet<Sha256>, most: usize, fault: impl FnMut(&Request) -> Fault) -> Try {
        let gathering = Gathering::new("zone", self.own.clone(), here.clone());
        self.gathered(gathering, most, fault).0
    }

    /// The same of a gathering that knows something, and what it knows then.
    fn gathered(
        &mut self,
        mut gathering: Gathering,
        most: usize,
        mut fault: impl FnMut(&Request) -> Fault,
    ) -> (Try, BTreeMap<Folder, Known>) {
        let now = Timestamp::new(self.shelf.clock_ms, 480);
        let remote = self.shelf.remote();
        let mut tried = Try::default();
        let mut requests = 0;
        let mut step = gathering.ask(&remote, now);
        loop {
            step = match step {
                Step::Ask(_) if requests == most => break,
                Step::Ask(request) => {
                    requests += 1;
                    let reply = self.shelf.answer(&request, b"", fault(&request));
                    gathering.answered(&remote, &reply, now, 1)
                }
                Step::Wait(..) => gathering.ask(&remote, now),
                Step::Stopped(trouble) => {
                    tried.stopped = Some(trouble);
                    break;
                }
                Step::Done(Gathered::End) => break,
                Step::Done(gathered) => {
                    match gathered {
                        Gathered::Listed { devices, files, withheld, unchanged } => {
                            tried.listed = Some((devices, files, withheld));
                            tried.unchanged = unchanged;
                        }
                        Gathered::File(name, bytes) => {
                            assert_eq!(Sha256::of(&bytes), name.hash, "what is given is whole");
                            assert_ne!(name.folder, self.own, "nobody fetches their own");
                            tried.files.push(name.hash);
                        }
                        Gathered::Damaged(_) => tried.damaged += 1,
                        Gathered::Withheld => tried.withheld += 1,
                        Gathered::End => {}
                    }
                    gathering.ask(&remote, now)
                }
            };
        }
        tried.left = gathering.left();
        (tried, gathering.known().clone())
    }

    /// Somebody else writes a file.
    fn writes(&mut self, device: u8, number: u64, content: u8) {
        let (file, parcel) = other_parcel(device, number, content);
        if self.others.iter().any(|known| known.name() == parcel.name()) {
            return;
        }
        let sent = run(&mut self.shelf, &file.bytes, &mut Upload::new(parcel.clone()), || Fault::None);
        assert!(matches!(sent, Step::Done(_)), "{sent:?}");
        self.others.push(parcel);
    }

    fn whole(&mut self) -> Try {
        self.fetched(&BTreeSet::new(), usize::MAX, |_| Fault::None)
    }

    fn path(&self, at: usize) -> String {
        self.others[at].name().path()
    }
}

fn is_about(request: &Request, path: &str) -> bool {
    request.method == Method::Get && request.url.ends_with(path)
}

#[test]
fn what_others_wrote_comes_from_a_store_of_any_kind() {
    for manner in Manner::ALL {
        let mut zone = zone(manner);
        let tried = zone.whole();
        let wanted: Vec<Sha256> = zone.others.iter().map(|parcel| parcel.name().hash).collect();
        assert_eq!(tried.files.iter().collect::<BTreeSet<_>>(), wanted.iter().collect(), "{manner:?}");
        assert_eq!((tried.files.len(), tried.listed), (6, Some((3, 6, 0))), "{manner:?}");
        assert_eq!((tried.damaged, tried.withheld, tried.left, tried.stopped), (0, 0, 0, None), "{manner:?}");
    }
}

#[test]
fn what_is_here_is_not_fetched_again() {
    let mut zone = zone(Manner::Nginx);
    let here = zone.others.iter().take(4).map(|parcel| parcel.name().hash).collect();
    assert_eq!(zone.fetched(&here, usize::MAX, |_| Fault::None).files.len(), 2);
    assert_eq!(zone.shelf.asked.iter().filter(|(method, _)| *method == Method::Get).count(), 2);
}

#[test]
fn what_came_before_it_stopped_is_here_and_why_it_stopped_has_a_name() {
    for (fault, trouble) in [
        (Fault::Lost, Trouble::Unreachable),
        (Fault::Says(503), Trouble::Busy),
        (Fault::Says(401), Trouble::Refused),
        (Fault::Says(507), Trouble::CannotStore),
    ] {
        let mut zone = zone(Manner::Nginx);
        let path = zone.path(2);
        let tried = zone
            .fetched(&BTreeSet::new(), usize::MAX, |asked| if is_about(asked, &path) { fault } else { Fault::None });
        assert_eq!(tried.stopped, Some(trouble), "{fault:?}");
        assert_eq!(tried.files.len() + tried.left, 6, "{fault:?}");
        assert!(!tried.files.is_empty() || tried.left == 6, "{fault:?}");
    }
}

#[test]
fn an_answer_about_one_file_or_folder_holds_up_no_other() {
    for status in [403, 404, 409, 412, 413, 418] {
        let mut zone = zone(Manner::Nginx);
        let path = zone.path(1);
        let fault = |asked: &Request| if is_about(asked, &path) { Fault::Says(status) } else { Fault::None };
        let tried = zone.fetched(&BTreeSet::new(), usize::MAX, fault);
        assert_eq!((tried.files.len(), tried.withheld, tried.left, tried.stopped), (5, 1, 0, None), "{status}");
    }
    for status in [404, 409, 412] {
        let mut zone = zone(Manner::Nginx);
        let folder = format!("{}/", zone.others[0].name().folder.path());
        let fault = |asked: &Request| {
            if asked.method == Method::Propfind && asked.url.ends_with(&folder) {
                Fault::Says(status)
            } else {
                Fault::None
            }
        };
        let tried = zone.fetched(&BTreeSet::new(), usize::MAX, fault);
        assert_eq!((tried.files.len(), tried.listed, tried.stopped), (3, Some((3, 3, 1)), None), "{status}");
    }
}

#[test]
fn what_a_line_makes_up_once_is_asked_again() {
    for status in [404, 409, 412, 418] {
        let mut zone = zone(Manner::Nginx);
        let mut left = 1;
        let fault = |_: &Request| if std::mem::take(&mut left) == 1 { Fault::Says(status) } else { Fault::None };
        let tried = zone.fetched(&BTreeSet::new(), usize::MAX, fault);
        assert_eq!(
            (tried.files.len(), tried.withheld, tried.stopped),
            (6, 0, None),
            "{status} to the listing of the zone"
        );
    }
    for status in [409, 412, 418] {
        let mut zone = zone(Manner::Nginx);
        let mut left = 2;
        let path = zone.path(3);
        let fault = |asked: &Request| match is_about(asked, &path) && left > 0 {
            true => {
                left -= 1;
                Fault::Says(status)
            }
            false => Fault::None,
        };
        let tried = zone.fetched(&BTreeSet::new(), usize::MAX, fault);
        assert_eq!((tried.files.len(), tried.withheld, tried.stopped), (6, 0, None), "{status}");
    }
}

#[test]
fn a_store_that_gives_nothing_is_asked_for_three_and_not_for_all() {
    let mut zone = zone(Manner::Nginx);
    let fault = |asked: &Request| if asked.method == Method::Get { Fault::Says(418) } else { Fault::None };
    let tried = zone.fetched(&BTreeSet::new(), usize::MAX, fault);
    assert_eq!((tried.files.len(), tried.withheld, tried.stopped), (0, 2, Some(Trouble::Strange(418))));
    assert_eq!(tried.left, 4);
}

#[test]
fn a_file_that_lies_there_twice_comes_once() {
    let mut zone = zone(Manner::CreateOnly);
    let whole = zone.shelf.files[&zone.path(2)].clone();
    // Its first name was taken by an upload that was cut.
    let next = zone.path(2).replace("00000003-", "00000004-");
    zone.shelf.files.insert(next.clone(), whole.clone());
    let tried = zone.whole();
    assert_eq!((tried.files.len(), tried.damaged), (6, 0));
    zone.shelf.files.insert(zone.path(2), whole[..100].to_vec());
    let tried = zone.whole();
    assert_eq!((tried.files.len(), tried.damaged), (6, 1));
}

proptest! {
    /// Each try ends at any request (somebody stops it) or by itself. What it gave stays, and one try over a line that is whole
    /// brings the rest: each file comes once.
    #[test]
    fn each_file_comes_once_in_any_order_of_answers(
        manner in prop::sample::select(Manner::ALL.to_vec()),
        goes in prop::collection::vec((prop::collection::vec(faults(), 0..40), 1_usize..60), 0..6),
    ) {
        let mut zone = zone(manner);
        let mut here: BTreeSet<Sha256> = BTreeSet::new();
        for (faults, most) in goes {
            let mut faults = faults.into_iter();
            let wanted = zone.others.len() - here.len();
            let tried = zone.fetched(&here, most, |_| faults.next().unwrap_or(Fault::None));
            if let Some((_, files, _)) = tried.listed {
                prop_assert!(files <= wanted);
                prop_assert_eq!(tried.files.len() + tried.damaged + tried.withheld + tried.left, files);
            }
            for hash in tried.files {
                prop_assert!(here.insert(hash), "it was here already");
            }
        }
        let tried = zone.fetched(&here, usize::MAX, |_| Fault::None);
        prop_assert_eq!(tried.stopped, None);
        here.extend(tried.files.iter());
        prop_assert_eq!(here, zone.others.iter().map(|parcel| parcel.name().hash).collect());
    }

    /// A desk that goes by what it knows of folders gets what one gets that lists everything: whatever comes when, under whatever number and
    /// over whatever line, however its fetching ends, and whatever a server's marks are worth; what came is taken in, or lost with the page.
    #[test]
    fn whoever_leaves_out_what_is_known_gets_the_same(
        manner in prop::sample::select(Manner::ALL.to_vec()),
        marks in prop::sample::select(vec![Marks::Nothing, Marks::Told, Marks::Frozen]),
        goes in prop::collection::vec(
            (
                prop::collection::vec((1_u8..4, 1_u64..9, 0_u8..2), 0..3),
                // Several things within the second in which a mark stays the same.
                prop_oneof![3 => 0_i64..300, 1 => 0_i64..9_000],
                prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(faults(), 0..12)],
                prop_oneof![3 => Just(usize::MAX), 1 => 1_usize..30],
                prop::bool::weighted(0.8),
            ),
            1..16,
        ),
    ) {
        let mut zone = zone(manner);
        zone.shelf.tells_marks = marks;
        let (mut here, mut waiting): (BTreeSet<Sha256>, BTreeSet<Sha256>) = Default::default();
        let mut known = BTreeMap::new();
        let mut gather = |zone: &mut Zone, here: &BTreeSet<Sha256>, waiting: &BTreeSet<Sha256>, most, faults: Vec<Fault>| {
            let mut held: BTreeMap<Folder, BTreeSet<u64>> = BTreeMap::new();
            for name in zone.others.iter().map(Parcel::name).filter(|name| here.contains(&name.hash)) {
                held.entry(name.folder.clone()).or_default().insert(name.number);
            }
            let firsts = held.iter().map(|(folder, held)| (folder.clone(), first_missing(held))).collect();
            let gathering = Gathering::new("zone", zone.own.clone(), here.clone());
            let gathering = gathering.knowing(known.clone(), firsts).beside(waiting.clone());
            let mut faults = faults.into_iter();
            let (tried, now_known) = zone.gathered(gathering, most, |_| faults.next().unwrap_or(Fault::None));
            known = now_known;
            tried
        };
        for (written, ms, faults, most, is_taken) in goes {
            // In the midst of a second, and of what is fetched.
            zone.shelf.clock_ms += ms;
            written.into_iter().filter(|(device, ..)| *device != OWN).for_each(|(device, number, content)| zone.writes(device, number, content));
            let tried = gather(&mut zone, &here, &waiting, most, faults);
            for hash in tried.files {
                prop_assert!(!here.contains(&hash) && waiting.insert(hash), "it was here already");
            }
            if is_taken {
                here.append(&mut waiting);
            }
            waiting.clear();
        }
        let wanted: BTreeSet<Sha256> = zone.others.iter().map(|parcel| parcel.name().hash).collect();
        // What is seen within a day: all but what an S3 store was not asked for, as a number that was taken in came a second time.
        zone.shelf.clock_ms += 5_000;
        let tried = gather(&mut zone, &here, &waiting, usize::MAX, Vec::new());
        prop_assert_eq!(tried.stopped, None);
        here.extend(tried.files);
        if !zone.shelf.is_s3() {
            prop_assert_eq!(&here, &wanted);
        }
        zone.shelf.clock_ms += 24 * 3_600_000;
        here.extend(gather(&mut zone, &here, &waiting, usize::MAX, Vec::new()).files);
        prop_assert_eq!(&here, &wanted);
        // And in the end a server whose marks tell is asked once, whatever lies there.
        if !zone.shelf.is_s3() && marks == Marks::Told {
            for round in 0..6 {
                zone.shelf.clock_ms += 5_000;
                if round < 2 {
                    [1, 2, 4, 5].into_iter().for_each(|device| zone.writes(device, 20 + round, 0));
                }
                zone.shelf.asked.clear();
                let tried = gather(&mut zone, &here, &waiting, usize::MAX, Vec::new());
                here.extend(tried.files);
                if round > 3 {
                    prop_assert_eq!((tried.unchanged, zone.shelf.asked.len()), (4, 1));
                }
            }
        }
    }

    /// However a store answers, a try is over after so many requests.
    #[test]
    fn a_try_comes_to_an_end(
        manner in prop::sample::select(Manner::ALL.to_vec()),
        faults in prop::collection::vec(faults(), 1..12),
    ) {
        let mut zone = zone(manner);
        // A zone is asked for three times at most, and a bucket in pages of two.
        let things = 3 + zone.others.len() + WRITTEN.len();
        let mut faults = faults.into_iter().cycle();
        let most = things * 4 * MOST_TRIES as usize;
        zone.fetched(&BTreeSet::new(), most, |_| faults.next().unwrap_or(Fault::None));
        prop_assert!(zone.shelf.asked.len() < most);
    }
}
