//! What others sent is gathered file by file: whatever stops it, what came is here, and the next time brings the rest.

use std::collections::BTreeSet;

use proptest::prelude::*;
use record::Sha256;
use transport::{Folder, Gathered, Gathering, MOST_TRIES, Method, Parcel, Request, Step, Trouble, Upload, Work};

use crate::shelf::{Fault, Manner, Shelf, faults, now, parcel, run};

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
    fn fetched(&mut self, here: &BTreeSet<Sha256>, most: usize, mut fault: impl FnMut(&Request) -> Fault) -> Try {
        let mut gathering = Gathering::new("zone", self.own.clone(), here.clone());
        let remote = self.shelf.remote();
        let mut tried = Try::default();
        let mut requests = 0;
        let mut step = gathering.ask(&remote, now());
        loop {
            step = match step {
                Step::Ask(_) if requests == most => break,
                Step::Ask(request) => {
                    requests += 1;
                    let reply = self.shelf.answer(&request, b"", fault(&request));
                    gathering.answered(&remote, &reply, now(), 1)
                }
                Step::Wait(..) => gathering.ask(&remote, now()),
                Step::Stopped(trouble) => {
                    tried.stopped = Some(trouble);
                    break;
                }
                Step::Done(Gathered::End) => break,
                Step::Done(gathered) => {
                    match gathered {
                        Gathered::Listed { devices, files, withheld } => {
                            tried.listed = Some((devices, files, withheld));
                        }
                        Gathered::File(name, bytes) => {
                            assert_eq!(Sha256::of(&bytes), name.hash, "what is given is whole");
                            assert_ne!(name.folder, self.own, "nobody fetches their own");
                            tried.files.push(name.hash);
                        }
                        Gathered::Damaged => tried.damaged += 1,
                        Gathered::Withheld => tried.withheld += 1,
                        Gathered::End => {}
                    }
                    gathering.ask(&remote, now())
                }
            };
        }
        tried.left = gathering.left();
        tried
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
