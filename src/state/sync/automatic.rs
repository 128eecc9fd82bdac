//! What waits goes by itself: at the start, when the network returns, after a record is finished. Off until somebody turns it on.
//!
//! Start at [`begin`] and [`wake`]. A run is what a tap does, sending and then hearing; only one is under way, whichever tab it is in,
//! and one whose page is left is stopped at its next request. What arrived is found again.
//!
//! Not here: whether it may go (`transport::turn`), how long is waited in between (`transport::Backoff`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use store::server::{self, Automatic, LastRun};
use store::{Store, layout};
use transport::{Circumstances, Runs, Trouble, Turn, turn};

use super::log::{self, By};
use super::{Alone, Reach, SyncError, alone, hear, hurry, known, send, stop};
use crate::platform::idb::ReadError;
use crate::platform::{clock, lifecycle, network, timer};
use crate::state::device::{Device, Failure};
use crate::state::start;

/// The page comes first.
const AFTER_START_MS: u32 = 4_000;

/// A record that is finished waits a little for what is finished right after it.
const REST_MS: u32 = 2_000;

thread_local! {
    static HAS_BEGUN: Cell<bool> = const { Cell::new(false) };
    static RUNS: Cell<Runs> = const { Cell::new(Runs::new()) };
    /// Who wants to hear that a run began or ended.
    static WATCHING: RefCell<Watchers> = const { RefCell::new(Watchers { next: 0, all: Vec::new() }) };
}

/// Each under a number of its own.
struct Watchers {
    next: u64,
    all: Vec<(u64, Rc<dyn Fn()>)>,
}

/// Heard for as long as it lives.
pub struct Watching(u64);

impl Drop for Watching {
    fn drop(&mut self) {
        WATCHING.with_borrow_mut(|watchers| watchers.all.retain(|(number, _)| *number != self.0));
    }
}

/// What is set, and how the last run went.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Course {
    pub set: Automatic,
    pub last: Option<LastRun>,
}

/// The word for a line that costs, over which nobody has allowed photos to go: records went.
pub const COSTS: &str = "costs";

/// Listens from now on, once for each page.
pub fn begin() {
    if HAS_BEGUN.replace(true) {
        return;
    }
    lifecycle::on_network(|is_online| {
        if is_online {
            hurry();
            wake();
        }
    })
    .for_ever();
    lifecycle::on_return(wake).for_ever();
    lifecycle::on_leave(|| {
        if RUNS.get().is_running() {
            stop();
        }
    })
    .for_ever();
    timer::after(AFTER_START_MS, wake).forget();
}

/// Something may wait: what does goes, if it may.
pub fn wake() {
    // Nobody listens in a worker, or in a test.
    if !HAS_BEGUN.get() {
        return;
    }
    let mut runs = RUNS.get();
    let begins = runs.called();
    RUNS.set(runs);
    if begins {
        timer::spawn(run());
    }
}

/// Calls back whenever a run begins or ends here.
pub fn watch(told: impl Fn() + 'static) -> Watching {
    WATCHING.with_borrow_mut(|watchers| {
        watchers.next += 1;
        watchers.all.push((watchers.next, Rc::new(told)));
        Watching(watchers.next)
    })
}

/// What is set on this device, and how the last run of any of its tabs went.
///
/// # Errors
/// [`ReadError`]
pub async fn course(device: &Device) -> Result<Course, ReadError> {
    let rows =
        device.database.several(Store::Meta, vec![layout::meta::AUTOMATIC.into(), layout::meta::LAST_RUN.into()]);
    let rows = rows.await?;
    Ok(Course { set: server::automatic(&rows), last: server::last_run(&rows) })
}

/// Turns it on or off, or says that it may go over a line that costs.
///
/// # Errors
/// [`Failure`]; then it is as before.
pub async fn set(device: &Device, to: Automatic) -> Result<(), Failure> {
    device.run(server::set_automatic(to)).await?;
    if to.is_on {
        wake();
    }
    Ok(())
}

async fn run() {
    loop {
        timer::sleep(REST_MS).await;
        if let Some(database) = start::opened() {
            let device = Device::new(database);
            // What cannot be read, as while the database is locked, says that nothing is to be done.
            if let Ok(course) = course(&device).await {
                go(&device, course).await;
            }
        }
        let mut runs = RUNS.get();
        let goes_on = runs.ended();
        RUNS.set(runs);
        tell();
        if !goes_on {
            return;
        }
    }
}

async fn go(device: &Device, course: Course) {
    let now = Circumstances {
        is_on: course.set.is_on && matches!(known(device).await, Ok(Some(_))),
        is_online: lifecycle::is_online(),
        is_in_sight: lifecycle::is_in_sight(),
        saves_data: network::saves_data(),
        may_cost: course.set.may_cost,
    };
    let note = async |files: usize, trouble: Option<&str>| {
        let last = LastRun { at: clock::now(), files: files as u64, trouble: trouble.map(str::to_owned) };
        // That it could not be noted is no reason to do anything else.
        let _ = device.run(server::ran(&last)).await;
    };
    match turn(now) {
        Turn::Go | Turn::Records => {}
        Turn::Off | Turn::Offline | Turn::Left => return,
    }
    // Another tab does it, or somebody taps.
    let Ok(_alone): Result<Alone, _> = alone().await else { return };
    tell();
    let reach = if turn(now) == Turn::Go { Reach::All } else { Reach::Records };
    let sent = send(device, reach, |_| ()).await;
    log::note_result(device, By::Itself, &sent).await;
    let files = sent.as_ref().map_or(0, |went| went.files + went.photos);
    let costs = reach == Reach::Records && sent.as_ref().is_ok_and(|went| went.photos_left > 0);
    let refused = sent.as_ref().ok().and_then(|went| went.refused.first()).map(|(_, trouble)| *trouble);
    let ended = match sent {
        Ok(_) => {
            let heard = hear(device, |_| ()).await;
            log::note_result(device, By::Itself, &heard).await;
            heard.map(drop)
        }
        Err(error) => Err(error),
    };
    match ended {
        Ok(()) => note(files, refused.map(Trouble::word).or(costs.then_some(COSTS))).await,
        // Its page was left: it goes on when that is back.
        Err(SyncError::Stopped) => {}
        Err(error) => note(files, Some(error.word())).await,
    }
}

fn tell() {
    // Copied out first: whoever is told may begin or end to watch.
    let all: Vec<Rc<dyn Fn()>> =
        WATCHING.with_borrow(|watchers| watchers.all.iter().map(|(_, told)| told.clone()).collect());
    all.iter().for_each(|told| told());
}

/// Whether a run is under way here.
pub fn is_running() -> bool {
    RUNS.get().is_running()
}
