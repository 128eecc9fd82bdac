//! All tablets send what waits: some at a time, each the oldest first, each by itself.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use transport::{Folder, Kind, Parcel, Sent, Upload};

use crate::course::{Asker, Chance, CourseError};
use crate::line::Line;
use crate::outbox::Outbox;
use crate::sealing::ZONE;
use crate::words::Store;

/// So many lines tell how far it is.
const TOLD: usize = 60;
/// One tablet of so many is ended in the midst of one of its files, the store having answered, and begun anew.
const KILLED: usize = 4;

/// A tablet, and what it asks with.
struct Tablet<'a> {
    outbox: Outbox,
    asker: Asker<'a>,
    /// It will be ended at this file.
    dies_at: Option<u64>,
}

/// Sends all that waits. Ended at any moment and begun anew, it goes on.
pub fn send(out: &Path, store: &Store, at_once: usize) -> Result<Value, CourseError> {
    let line = Line::new();
    let tablets = Outbox::all(out)?.into_iter().enumerate().map(|(place, outbox)| {
        let chance = Chance(place as u64);
        let dies_at = (place % KILLED == 0).then(|| outbox.waiting.iter().nth(outbox.waiting.len() / 2).copied());
        // Shared out over the nodes.
        let asker = Asker { line: &line, store, node: place, chance };
        Tablet { outbox, asker, dies_at: dies_at.flatten() }
    });
    let queue: VecDeque<Tablet<'_>> = tablets.collect();
    let of: usize = queue.iter().map(|tablet| tablet.outbox.count).sum();
    let waiting: usize = queue.iter().map(|tablet| tablet.outbox.waiting.len()).sum();
    let sent = AtomicUsize::new(of - waiting);
    let queue = Mutex::new(queue);
    let take = || queue.lock().unwrap_or_else(|broken| broken.into_inner()).pop_front();
    let put_back = |tablet| queue.lock().unwrap_or_else(|broken| broken.into_inner()).push_back(tablet);
    let told = |sent: usize| json!({ "sent": sent, "of": of, "counts": line.counts().told() });
    let work = || -> Result<(), CourseError> {
        while let Some(mut tablet) = take() {
            if tablet.one()? {
                let sent = sent.fetch_add(1, Ordering::Relaxed) + 1;
                if sent.is_multiple_of((of / TOLD).max(1)) {
                    println!("{}", told(sent));
                }
            }
            if !tablet.outbox.waiting.is_empty() {
                put_back(tablet);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..at_once.max(1)).map(|_| scope.spawn(work)).collect();
        all.into_iter().try_for_each(|one| one.join().unwrap_or(Ok(())))
    })?;
    Ok(told(sent.into_inner()))
}

impl Tablet<'_> {
    /// Sends the oldest file that waits. False: there is none.
    fn one(&mut self) -> Result<bool, CourseError> {
        let Some(number) = self.outbox.waiting.first().copied() else { return Ok(false) };
        let file = self.outbox.file(number)?;
        let folder = Folder::of(ZONE, &self.outbox.device);
        let parcel = Parcel::of(&file, folder, number, Kind::Batch);
        let parcel = parcel.ok_or_else(|| CourseError::NotSealed(format!("{} {number}", self.outbox.device)))?;
        if self.dies_at == Some(number) {
            self.dies_at = None;
            self.asker.killed(&Upload::new(parcel.clone()), &file.bytes);
        }
        match self.asker.done(|| Upload::new(parcel.clone()), &file.bytes)? {
            Sent::Stored => self.outbox.note_sent(number)?,
            Sent::NameTaken => return Err(CourseError::NameTaken(parcel.name().to_string())),
        }
        Ok(true)
    }
}
