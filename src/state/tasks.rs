//! Tasks of the desk worker, as the page gives them.
//!
//! Not here: what it does (`worker::desk`).

use record::Timestamp;

use crate::platform::files::ChosenFile;
use crate::platform::idb::ReadError;
use crate::platform::worker::WorkerError;
use crate::platform::{clock, local, timer, veil, worker};
use crate::worker::desk::{Done, Failure, Order, Task, Told};
use crate::worker::{Answer, Question};

/// How often one looks, each time with the patience of a read: 20 s.
const LOOKS: usize = 6;
/// A worker that is ended says nothing new after so long.
const ON_ITS_WAY_MS: u32 = 500;

/// Has the desk worker do something; `on_told` hears what it tells meanwhile.
///
/// # Errors
/// [`Failure`]; nothing has changed then, but what was cut off ([`is_cut_off`]) may have come to be nonetheless.
pub async fn done(task: Task, files: &[ChosenFile], on_told: impl Fn(Told) + 'static) -> Result<Done, Failure> {
    done_at(clock::now(), task, files, on_told).await
}

/// The same without files, for who hears of so many of so many steps alone.
///
/// # Errors
/// As for [`done`].
pub async fn counted(task: Task, on_progress: impl Fn(usize, usize) + 'static) -> Result<Done, Failure> {
    let told = move |told: Told| {
        if let Told::Progress { done, of } = told {
            on_progress(done, of);
        }
    };
    done(task, &[], told).await
}

/// The same for who knows by the time what came of it.
///
/// # Errors
/// As for [`done`].
pub async fn done_at(
    now: Timestamp,
    task: Task,
    files: &[ChosenFile],
    on_told: impl Fn(Told) + 'static,
) -> Result<Done, Failure> {
    let key = veil::current().map(|veil| veil.key());
    let order = Order { database: local::database(), key, now, task };
    let told = move |answer: Answer| {
        if let Answer::Told(told) = answer {
            on_told(told);
        }
    };
    match worker::ask_desk(&Question::Desk(Box::new(order)), files, told).await {
        Ok(Answer::Desk(done)) => match *done {
            Done::Failed(failure) => Err(failure),
            done => Ok(done),
        },
        Err(WorkerError::Stopped) => Err(Failure::Stopped),
        _ => Err(Failure::Worker),
    }
}

/// Whether the worker was ended in the middle, by a person or by what it was given, so that nobody was told what became of its
/// transaction.
pub fn is_cut_off(failure: Failure) -> bool {
    matches!(failure, Failure::Stopped | Failure::Worker)
}

/// Looks whether what was cut off came to be nonetheless: the browser completes a transaction that was sent whole, whoever sent it.
/// `look` reads what it would have written, and so has to wait until it has ended.
///
/// # Errors
/// [`Failure::Unclear`]
pub async fn came_nonetheless<T>(look: impl AsyncFn() -> Result<Option<T>, ReadError>) -> Result<Option<T>, Failure> {
    for _ in 0..LOOKS {
        match look().await {
            Ok(Some(found)) => return Ok(Some(found)),
            // It may take longer than a read has patience for.
            Err(ReadError::NoAnswer) => {}
            Err(_) => return Err(Failure::Unclear),
            // What the worker sent last may be on its way yet.
            Ok(None) => {
                timer::sleep(ON_ITS_WAY_MS).await;
                return look().await.map_err(|_| Failure::Unclear);
            }
        }
    }
    Err(Failure::Unclear)
}

/// Has the desk worker forget the files that were looked at. One that does not run remembers none.
pub async fn clear() {
    if worker::has_desk() {
        // Where it fails the worker is gone, and with it what it had looked at.
        let _ = done(Task::Clear, &[], |_| ()).await;
    }
}

/// Ends whatever the desk worker does. Whoever gave it its task is told [`Failure::Stopped`], and looks whether it came too late.
pub fn stop() {
    worker::stop_desk();
}
