//! Tasks of the desk worker, as the page gives them.
//!
//! Not here: what it does (`worker::desk`).

use crate::platform::files::ChosenFile;
use crate::platform::{clock, local, veil, worker};
use crate::worker::desk::{Done, Failure, Order, Task, Told};
use crate::worker::{Answer, Question};

/// Has the desk worker do something; `on_told` hears what it tells meanwhile.
///
/// # Errors
/// [`Failure`]; nothing has changed then.
pub async fn done(task: Task, files: &[ChosenFile], on_told: impl Fn(Told) + 'static) -> Result<Done, Failure> {
    let key = veil::current().map(|veil| veil.key());
    let order = Order { database: local::database(), key, now: clock::now(), task };
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
        _ => Err(Failure::Worker),
    }
}

/// Has the desk worker forget the files that were looked at. One that does not run remembers none.
pub async fn clear() {
    if worker::has_desk() {
        // Where it fails the worker is gone, and with it what it had looked at.
        let _ = done(Task::Clear, &[], |_| ()).await;
    }
}

/// Ends whatever the desk worker does. Nothing of it has happened then.
pub fn stop() {
    worker::stop_desk();
}
