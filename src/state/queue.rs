//! Journal entries on their way to the database, and when they set out.
//!
//! Choices, dates and photos set out at once. Typing waits until it rests, but never long: at most a second of it can be
//! lost if the browser itself dies. Pure, so that a test can turn the clock.
//!
//! Not here: how they are written (`platform::idb`), or kept meanwhile (`store::tail`).

use store::Entry;

/// Typing rests when nothing was typed for so long.
pub const REST_MS: f64 = 250.0;
/// The first unsaved key waits at most this long, however one types on.
pub const LONGEST_WAIT_MS: f64 = 1_000.0;

/// How soon an entry has to be safe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Urgency {
    Now,
    /// One text being typed: a later entry with the same name takes the place of one that still waits.
    WhenTypingRests(String),
    /// It goes along with whatever is written next, and asks for no write of its own.
    WithTheNext,
}

/// Entries that the database has not acknowledged, in order.
#[derive(Default)]
pub struct Queue {
    waiting: Vec<Entry>,
    /// The text that the last waiting entry is about, if it is one being typed.
    typing: Option<String>,
    /// When the first entry began to wait, and when the last was added.
    since_ms: f64,
    last_ms: f64,
    is_urgent: bool,
    /// Of the last waiting entries, how many only go along.
    along: usize,
    /// While something is being written: how many of the first entries are. None of them is where only the place goes.
    under_way: Option<usize>,
}

impl Queue {
    /// Whether the next typed text continues the last waiting entry, whose sequence it then keeps.
    pub fn continues(&self, urgency: &Urgency) -> Option<u64> {
        let Urgency::WhenTypingRests(name) = urgency else { return None };
        let is_same = self.typing.as_ref() == Some(name) && self.waiting.len() > self.under_way.unwrap_or(0);
        is_same.then(|| self.waiting.last().map(|entry| entry.seq)).flatten()
    }

    /// Adds an entry, or puts it in the place of the one that it continues.
    pub fn push(&mut self, entry: Entry, urgency: Urgency, now_ms: f64) {
        if self.waiting.len() == self.under_way.unwrap_or(0).max(self.along) {
            self.since_ms = now_ms; // the first to wait; one that takes its place waits no longer for that
        }
        if self.continues(&urgency) == Some(entry.seq) {
            self.waiting.pop();
        }
        self.waiting.push(entry);
        if urgency == Urgency::WithTheNext {
            // What is typed on after it is another entry, so that the order stays.
            self.typing = None;
            self.along += 1;
            return;
        }
        (self.last_ms, self.along) = (now_ms, 0);
        match urgency {
            Urgency::Now => (self.is_urgent, self.typing) = (true, None),
            Urgency::WhenTypingRests(name) => self.typing = Some(name),
            Urgency::WithTheNext => {}
        }
    }

    /// In how many milliseconds the waiting entries set out; 0 is now. `None`: nothing waits, or a write is under way.
    pub fn due_in(&self, now_ms: f64) -> Option<f64> {
        if self.is_safe() || self.under_way.is_some() {
            return None;
        }
        let rest = (self.last_ms + REST_MS).min(self.since_ms + LONGEST_WAIT_MS);
        Some(if self.is_urgent { 0.0 } else { (rest - now_ms).max(0.0) })
    }

    /// All that waits sets out, be it nothing. `None` if a write is under way: one at a time, so that what comes back says
    /// which entries it speaks of.
    pub fn set_out(&mut self) -> Option<Vec<Entry>> {
        if self.under_way.is_some() {
            return None;
        }
        (self.under_way, self.is_urgent, self.typing) = (Some(self.waiting.len()), false, None);
        Some(self.waiting.clone())
    }

    /// The write is complete. Gives the last sequence that the database now has, if entries were among it.
    pub fn arrived(&mut self, now_ms: f64) -> Option<u64> {
        let under_way = self.under_way.take().unwrap_or(0);
        let arrived = self.waiting.drain(..under_way).next_back().map(|entry| entry.seq);
        self.along = self.along.min(self.waiting.len());
        self.since_ms = now_ms;
        arrived
    }

    /// The write failed: everything waits again.
    pub fn turned_back(&mut self) {
        self.under_way = None;
        self.is_urgent = true;
    }

    /// Nothing waits and nothing is under way: what is shown is safe.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Every answer is in the database: nothing waits but what goes along with the next.
    pub fn is_safe(&self) -> bool {
        self.waiting.len() == self.along
    }

    pub fn waiting(&self) -> &[Entry] {
        &self.waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: u64) -> Entry {
        Entry { seq, at: record::Timestamp::new(0, 0), seed: seq, epoch: 1, action: format!("{{\"n\":{seq}}}") }
    }

    fn typed(name: &str) -> Urgency {
        Urgency::WhenTypingRests(name.to_owned())
    }

    #[test]
    fn typing_sets_out_when_it_rests_and_after_a_second_at_most() {
        let mut queue = Queue::default();
        queue.push(entry(1), typed("/data/a"), 0.0);
        assert_eq!(queue.due_in(0.0), Some(250.0));
        for key in 1..=9 {
            queue.push(entry(1), typed("/data/a"), f64::from(key) * 100.0);
        }
        assert_eq!(queue.due_in(900.0), Some(100.0), "one types on, but a second is a second");
        assert_eq!(queue.waiting().len(), 1);
    }

    #[test]
    fn a_choice_takes_the_typing_before_it_along_at_once() {
        let mut queue = Queue::default();
        queue.push(entry(1), typed("/data/a"), 0.0);
        queue.push(entry(2), Urgency::Now, 10.0);
        assert_eq!(queue.due_in(10.0), Some(0.0));
        assert_eq!(queue.set_out(), Some(vec![entry(1), entry(2)]));
    }

    #[test]
    fn what_is_typed_while_a_write_is_under_way_waits_for_it_and_keeps_its_order() {
        let mut queue = Queue::default();
        queue.push(entry(1), Urgency::Now, 0.0);
        assert_eq!(queue.set_out(), Some(vec![entry(1)]));
        queue.push(entry(2), typed("/data/a"), 5.0);
        assert_eq!((queue.due_in(500.0), queue.set_out()), (None, None));
        assert_eq!(queue.arrived(20.0), Some(1));
        assert_eq!(queue.due_in(20.0), Some(235.0));
        assert_eq!(queue.set_out(), Some(vec![entry(2)]));
    }

    #[test]
    fn an_entry_under_way_is_never_replaced() {
        let mut queue = Queue::default();
        queue.push(entry(1), typed("/data/a"), 0.0);
        queue.set_out();
        assert_eq!(queue.continues(&typed("/data/a")), None);
        queue.push(entry(2), typed("/data/a"), 1.0);
        assert_eq!(queue.continues(&typed("/data/a")), Some(2));
        assert_eq!(queue.continues(&typed("/data/b")), None);
    }

    #[test]
    fn a_place_that_is_written_alone_takes_no_answer_along() {
        let mut queue = Queue::default();
        assert_eq!(queue.set_out(), Some(vec![]));
        queue.push(entry(1), Urgency::Now, 1.0);
        assert_eq!((queue.due_in(1.0), queue.set_out()), (None, None), "the answer waits for the place");
        assert_eq!(queue.arrived(5.0), None);
        assert!(!queue.is_empty(), "and is not safe with it");
        assert_eq!((queue.due_in(5.0), queue.set_out()), (Some(0.0), Some(vec![entry(1)])));
        assert_eq!(queue.arrived(9.0), Some(1));
        assert!(queue.is_empty());
    }

    #[test]
    fn what_only_goes_along_asks_for_no_write_and_is_in_the_next() {
        let mut queue = Queue::default();
        queue.push(entry(1), Urgency::WithTheNext, 0.0);
        assert_eq!((queue.due_in(9_000.0), queue.is_safe(), queue.is_empty()), (None, true, false));
        queue.push(entry(2), typed("/data/a"), 9_000.0);
        assert_eq!((queue.due_in(9_000.0), queue.is_safe()), (Some(250.0), false));
        queue.push(entry(3), Urgency::WithTheNext, 9_100.0);
        assert_eq!(queue.continues(&typed("/data/a")), None, "what is typed on comes after the note");
        assert_eq!(queue.set_out(), Some(vec![entry(1), entry(2), entry(3)]));
        queue.push(entry(4), Urgency::WithTheNext, 9_200.0);
        assert_eq!(queue.arrived(9_300.0), Some(3));
        assert_eq!((queue.due_in(9_999.0), queue.is_safe()), (None, true));
        assert_eq!(queue.set_out(), Some(vec![entry(4)]), "whoever leaves takes it along");
    }

    #[test]
    fn a_note_after_an_answer_under_way_leaves_the_answer_unsafe_until_it_arrives() {
        let mut queue = Queue::default();
        queue.push(entry(1), Urgency::Now, 0.0);
        queue.set_out();
        queue.push(entry(2), Urgency::WithTheNext, 1.0);
        assert!(!queue.is_safe());
        queue.turned_back();
        assert_eq!((queue.due_in(2.0), queue.set_out()), (Some(0.0), Some(vec![entry(1), entry(2)])));
    }

    #[test]
    fn after_a_failed_write_everything_waits_again_in_order() {
        let mut queue = Queue::default();
        queue.push(entry(1), Urgency::Now, 0.0);
        queue.set_out();
        queue.push(entry(2), Urgency::Now, 1.0);
        queue.turned_back();
        assert!(!queue.is_empty());
        assert_eq!(queue.set_out(), Some(vec![entry(1), entry(2)]));
        assert_eq!(queue.arrived(2.0), Some(2));
        assert!(queue.is_empty());
    }
}
