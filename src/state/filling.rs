//! One draft being filled: each action goes to the engine, to the tail and to the database, in that order.
//!
//! Start at [`Filling::open`]. [`Filling::act`] is a keystroke's whole way: the engine answers at once, the tail has the
//! entry before the page is drawn, the journal gets it when the queue says so, and only the transaction's `complete`
//! makes it [`Saving::Saved`]. After a crash, snapshot, journal and tail give the same instance again, because every
//! entry carries the moment in which its action happened.
//!
//! Not here: how a draft becomes a record (`finalize`), what an action does (`form`), when entries set out (`queue`), how a
//! page looks (`pages::fill`).

mod finalize;

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use form::definition::Preload;
use form::view::{NodeId, NodeView, PageView};
use form::{Action, ActionError, Changes, FollowUp, Instance, Moment};
use futures_util::future::join;
use record::DraftId;
use store::draft::{self, CHECKPOINT_EVERY};
use store::{Draft, Entry, RowError, Snapshot, Store, Transaction, journal, layout, quarantine, tail};

use super::device::{Device, Failure, LoadError, short_of_room};
use super::host::DeviceHost;
use super::library;
use super::queue::{Queue, Urgency};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::locks::{self, Held, LockError, Take};
use crate::platform::timer::{self, Timer};
use crate::platform::{clock, entropy, local};

pub use finalize::{FinalizeError, Onward};

/// What the page shows beside the form's title.
#[derive(Clone, PartialEq, Debug)]
pub enum Saving {
    Saving,
    Saved,
    /// The database did not take it. It stands in the tail and on the page, and is tried again.
    Failed(RunError),
    /// Another tab writes this draft now. This one shows what it has and writes nothing.
    TakenOver,
}

/// Why a draft could not be opened. Nothing of it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("there is no such draft")]
    NoDraft,
    #[error("another tab is filling this draft")]
    Held,
    /// The draft stays as it is, for export and help.
    #[error("the draft cannot be read")]
    Damaged(#[source] RowError),
    #[error("the form of the draft is not on this device")]
    NoForm,
    #[error("the snapshot does not fit the form")]
    Snapshot(#[source] form::RestoreError),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("the database cannot be written")]
    Write(#[from] RunError),
}

impl From<ReadError> for OpenError {
    fn from(error: ReadError) -> Self {
        Self::Load(error.into())
    }
}

/// What was found and put right while opening.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovery {
    /// Answers that only the tail had.
    pub recovered: usize,
    /// Entries that could not be read, done again, or are missing; and those of a tab that was taken over from.
    pub damaged: usize,
}

/// A draft that this tab fills. Clones are the same draft.
#[derive(Clone)]
pub struct Filling(Rc<RefCell<Inner>>);

struct Inner {
    device: Rc<Device>,
    draft: Draft,
    instance: Instance,
    seq: u64,
    snapshot_seq: u64,
    queue: Queue,
    saving: Saving,
    retries: u32,
    timer: Option<Timer>,
    on_change: yew::Callback<()>,
    on_saving: yew::Callback<()>,
    /// Of each node that is drawn, in its place, whom to tell: the last who asked.
    watchers: Vec<Option<(u64, yew::Callback<()>)>>,
    watches: u64,
    _lock: Option<Held>,
}

impl PartialEq for Filling {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

thread_local! {
    /// The draft that was begun last, for the page that opens it.
    static BEGUN: RefCell<Option<Filling>> = const { RefCell::new(None) };
}

/// What keeps other tabs from a draft, and whom to tell once one of them has taken it nevertheless.
struct Lock {
    held: Option<Held>,
    loser: Rc<RefCell<Weak<RefCell<Inner>>>>,
}

impl Lock {
    async fn take(draft: DraftId, take: Take) -> Result<Self, OpenError> {
        let loser = Rc::new(RefCell::new(Weak::<RefCell<Inner>>::new()));
        let losing = loser.clone();
        let on_lost = move || {
            if let Some(inner) = losing.borrow().upgrade() {
                Filling(inner).taken_over();
            }
        };
        match locks::hold(&format!("draft:{draft}"), take, on_lost).await {
            Ok(held) => Ok(Self { held: Some(held), loser }),
            Err(LockError::Held) => Err(OpenError::Held),
            // The epoch alone keeps a stale tab from overwriting.
            Err(LockError::Unavailable | LockError::Broken(_)) => Ok(Self { held: None, loser }),
        }
    }
}

impl Filling {
    /// Writes a new draft down and hands it on to whoever opens it in this tab: what is kept of it says the same, and to
    /// read it again takes as long as to make it.
    ///
    /// # Errors
    /// [`Failure`]; then there is no such draft.
    pub async fn begin(device: &Rc<Device>, draft: Draft, instance: Instance) -> Result<(), Failure> {
        let id = draft.id;
        let snapshot = Snapshot { seq: 0, instance: serde_json::to_string(&instance.snapshot()).unwrap_or_default() };
        let plan = draft::begin(&draft, &snapshot);
        let (written, lock) = join(device.run(plan), Lock::take(id, Take::IfFree)).await;
        written?;
        // What a tab has left behind under this name is for an opening to look at.
        if let (Ok(lock), true) = (lock, local::tail(id).is_empty()) {
            BEGUN.set(Some(Self::new(device.clone(), draft, instance, 0, 0, lock)));
        }
        Ok(())
    }

    /// A draft as it was begun here a moment ago. It is there once.
    pub fn take_begun(id: &str) -> Option<Self> {
        BEGUN.take().filter(|begun| begun.0.borrow().draft.id.to_string() == id)
    }

    /// Opens a draft where it was left.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::Held`] can be overcome with [`Take::Steal`].
    pub async fn open(device: Rc<Device>, id: DraftId, take: Take) -> Result<(Self, Recovery), OpenError> {
        let lock = Lock::take(id, take).await?;
        let database = &device.database;
        let head = database.get(Store::Drafts, &layout::draft(id)).await?.ok_or(OpenError::NoDraft)?;
        let draft = draft::read(&head).map_err(OpenError::Damaged)?;
        let snapshot = database.get(Store::Drafts, &layout::snapshot(id)).await?.ok_or(OpenError::NoDraft)?;
        let snapshot = draft::read_snapshot(&snapshot).map_err(OpenError::Damaged)?;
        let rows = database.range(Store::Journal, &layout::draft(id)).await?;
        let replay = journal::replay(snapshot.seq, draft.epoch, &rows, &local::tail(id));
        let mut instance = restored(&device, &draft, &snapshot).await?;
        let mut undone = Vec::new();
        for entry in &replay.entries {
            let moment = Moment { now: entry.at, seed: entry.seed };
            let done = serde_json::from_str::<Action>(&entry.action).ok().map(|action| instance.apply(&action, moment));
            if !matches!(done, Some(Ok(_))) {
                undone.push(entry.clone());
            }
        }
        let unusable = replay.damaged.len() + replay.missing.len() + replay.stale.len() + undone.len();
        let recovery = Recovery { recovered: replay.recovered.len(), damaged: unusable };
        // A new epoch for each opening: whoever wrote before cannot any more, and what only the tail had is journalled.
        // What cannot be done again lies aside from here on: the journal and the tail will not keep it for ever.
        let (draft, plan) = draft::take_over(&draft, &replay.recovered);
        let aside = quarantine::keep_entries(draft.id, &replay, &undone);
        device.run(plan.and(aside)).await.map_err(|failure| match failure {
            // Another tab opened it in this very moment.
            Failure::Conflict(_) => OpenError::Held,
            Failure::Run(error) => OpenError::Write(error),
        })?;
        let _ = local::set_tail(id, "");
        let seq = replay.entries.last().map_or(snapshot.seq, |entry| entry.seq);
        Ok((Self::new(device, draft, instance, seq, snapshot.seq, lock), recovery))
    }

    fn new(
        device: Rc<Device>,
        draft: Draft,
        instance: Instance,
        seq: u64,
        snapshot_seq: u64,
        Lock { held, loser }: Lock,
    ) -> Self {
        let inner = Rc::new(RefCell::new(Inner {
            device,
            draft,
            instance,
            seq,
            snapshot_seq,
            queue: Queue::default(),
            saving: Saving::Saved,
            retries: 0,
            timer: None,
            on_change: yew::Callback::noop(),
            on_saving: yew::Callback::noop(),
            watchers: Vec::new(),
            watches: 0,
            _lock: held,
        }));
        loser.replace(Rc::downgrade(&inner));
        Self(inner)
    }

    /// Whom to call whenever something may have changed that is shown beside the nodes: which pages there are, whether it can
    /// be written.
    pub fn on_change(&self, on_change: yew::Callback<()>) {
        self.0.borrow_mut().on_change = on_change;
    }

    /// Whom to call whenever [`Filling::saving`] may have changed: twice for each answer, mostly with nothing else new.
    pub fn on_saving(&self, on_saving: yew::Callback<()>) {
        self.0.borrow_mut().on_saving = on_saving;
    }

    /// Whom to call whenever a node's view has changed, until the watch is dropped.
    pub fn watch(&self, node: NodeId, on_change: yew::Callback<()>) -> Watch {
        let mut inner = self.0.borrow_mut();
        inner.watches += 1;
        let number = inner.watches;
        let at = node.0 as usize;
        if inner.watchers.len() <= at {
            inner.watchers.resize(at + 1, None);
        }
        inner.watchers[at] = Some((number, on_change));
        Watch { filling: Rc::downgrade(&self.0), node, number }
    }

    pub fn device(&self) -> Rc<Device> {
        self.0.borrow().device.clone()
    }

    pub fn draft(&self) -> Draft {
        self.0.borrow().draft.clone()
    }

    pub fn saving(&self) -> Saving {
        self.0.borrow().saving.clone()
    }

    pub fn pages(&self) -> Vec<PageView> {
        self.0.borrow().instance.pages()
    }

    pub fn view(&self, node: NodeId) -> Option<Rc<NodeView>> {
        self.0.borrow().instance.view(node)
    }

    /// Hidden questions that wait for the place where the device is. Each is told once.
    pub fn take_places_wanted(&self) -> Vec<NodeId> {
        self.0.borrow_mut().instance.take_places_wanted()
    }

    /// The next question without an answer, from where one is.
    pub fn next_open(&self) -> Option<NodeId> {
        let inner = self.0.borrow();
        let at = inner.draft.at_path.as_deref().and_then(|path| inner.instance.node_at(path));
        inner.instance.next_open(at)
    }

    /// The first question that stops the record from being finished.
    pub fn first_stopping(&self) -> Option<NodeId> {
        self.0.borrow().instance.first_stopping()
    }

    /// Questions whose label has every word of the search in it, the first `most` of them.
    pub fn find(&self, search: &str, most: usize) -> Vec<(NodeId, String)> {
        self.0.borrow().instance.find_labels(search, most)
    }

    /// Places whose expression took more than it may and is blank for that; with none, the cheap answer.
    pub fn unfinished(&self) -> Vec<String> {
        let inner = self.0.borrow();
        inner.instance.unfinished().into_iter().map(|node| inner.instance.path(node)).collect()
    }

    pub fn node_at(&self, path: &str) -> Option<NodeId> {
        self.0.borrow().instance.node_at(path)
    }

    pub fn page_of(&self, node: NodeId) -> Option<usize> {
        self.0.borrow().instance.page_of(node)
    }

    pub fn languages(&self) -> Vec<String> {
        self.0.borrow().instance.form().languages.clone()
    }

    /// Whether the form says of other ones that they are begun from it.
    pub fn may_be_followed(&self) -> bool {
        self.0.borrow().instance.form().has_follow_ups()
    }

    /// Whether there is reason to begin one, as the answers are now.
    pub fn is_followed(&self) -> bool {
        self.0.borrow().instance.is_followed()
    }

    /// The forms that there is reason to begin, as the answers are now.
    pub fn follow_ups(&self) -> Vec<FollowUp> {
        self.0.borrow().instance.follow_ups()
    }

    /// Which of [`Filling::languages`] is shown.
    pub fn language(&self) -> usize {
        self.0.borrow().instance.language()
    }

    pub fn title(&self) -> String {
        let inner = self.0.borrow();
        inner.instance.form().title_in(inner.instance.language())
    }

    /// Shows the form in another of its languages. No answer changes.
    pub fn set_language(&self, language: usize) {
        // An action like any other: calculations may read the language. A language that is not there changes nothing.
        if language != self.language() {
            let _ = self.act(&Action::Language { language }, Urgency::Now);
        }
    }

    /// Does something to the instance and has it kept.
    ///
    /// # Errors
    /// [`ActionError`] if the engine does not know the place; then nothing has changed.
    pub fn act(&self, action: &Action, urgency: Urgency) -> Result<Changes, ActionError> {
        let now_ms = clock::monotonic_ms();
        let changes = {
            let mut inner = self.0.borrow_mut();
            let inner = &mut *inner;
            if inner.saving == Saving::TakenOver {
                // Another tab writes: nothing that could not be kept is shown as answered here.
                return Ok(Changes::default());
            }
            // Without chance nothing new can be made safely; a fixed seed still keeps the answer itself.
            let moment = Moment { now: clock::now(), seed: entropy::seed().unwrap_or_default() };
            let changes = inner.instance.apply(action, moment)?;
            inner.seq = inner.queue.continues(&urgency).unwrap_or(inner.seq + 1);
            let entry = Entry {
                seq: inner.seq,
                at: moment.now,
                seed: moment.seed,
                epoch: inner.draft.epoch,
                action: serde_json::to_string(action).unwrap_or_default(),
            };
            // A full or missing localStorage is no reason to stop: the database is the plan.
            let _ = local::set_tail(inner.draft.id, &tail::append(&local::tail(inner.draft.id), &entry));
            inner.queue.push(entry, urgency, now_ms);
            inner.draft.changed_at = moment.now;
            inner.draft.answered = u32::try_from(inner.instance.answered()).unwrap_or(u32::MAX);
            if inner.saving == Saving::Saved && !inner.queue.is_safe() {
                inner.saving = Saving::Saving;
            }
            changes
        };
        self.schedule();
        self.tell(&changes.nodes);
        Ok(changes)
    }

    /// Whether the form asks for something that goes on beside the filling: an audit of it, or a recording.
    pub fn is_accompanied(&self) -> bool {
        self.has_preload(Preload::Audit) || self.has_preload(Preload::BackgroundAudio)
    }

    pub fn has_preload(&self, wanted: Preload) -> bool {
        self.0.borrow().instance.form().has_preload(wanted)
    }

    /// The hidden questions that are answered with what is recorded meanwhile.
    pub fn recorded_at(&self) -> Vec<NodeId> {
        self.0.borrow().instance.recorded_at()
    }

    /// The draft as it stands here, whatever the database says: what a copy of it is made from when nothing can be written.
    pub fn copy(&self) -> Option<(Draft, Snapshot)> {
        let inner = self.0.borrow();
        let instance = serde_json::to_string(&inner.instance.snapshot()).ok()?;
        Some((inner.draft.clone(), Snapshot { seq: inner.seq, instance }))
    }

    /// Remembers the question that one is at, for the next start.
    pub fn arrive(&self, path: &str) {
        let is_news = {
            let mut inner = self.0.borrow_mut();
            let is_news = inner.draft.at_path.as_deref() != Some(path);
            inner.draft.at_path = Some(path.to_owned());
            is_news && inner.queue.is_safe() && inner.saving == Saving::Saved
        };
        // With answers that wait it goes along anyway.
        if is_news {
            self.set_out();
        }
    }

    /// Starts what waits, without waiting for it: the page is being left, or a button was pressed.
    pub fn flush(&self) {
        let is_due = {
            let mut inner = self.0.borrow_mut();
            inner.timer = None;
            !inner.queue.is_empty() && inner.saving != Saving::TakenOver
        };
        if is_due {
            self.set_out();
        }
    }

    /// Writes what waits, unless a write is under way: then that one's end sees to it.
    fn set_out(&self) {
        let setting_out = self.0.borrow_mut().queue.set_out();
        if let Some(entries) = setting_out {
            let this = self.clone();
            timer::spawn(async move { this.write(entries).await });
        }
    }

    /// Waits until everything is in the database, or cannot get there now.
    pub async fn settled(&self) -> Saving {
        loop {
            self.flush();
            let saving = self.saving();
            if saving != Saving::Saving {
                return saving;
            }
            timer::sleep(SETTLE_STEP_MS).await;
        }
    }
}

/// Somebody hears of a node's changes until this is dropped.
pub struct Watch {
    filling: Weak<RefCell<Inner>>,
    node: NodeId,
    number: u64,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(inner) = self.filling.upgrade() {
            let mut inner = inner.borrow_mut();
            if let Some(watcher) = inner.watchers.get_mut(self.node.0 as usize)
                && watcher.as_ref().is_some_and(|(number, _)| *number == self.number)
            {
                *watcher = None;
            }
        }
    }
}

/// How often [`Filling::settled`] looks.
const SETTLE_STEP_MS: u32 = 20;
/// A failed write is tried again after so long, doubling up to the longest.
const FIRST_RETRY_MS: u32 = 500;
const LONGEST_RETRY_MS: u32 = 30_000;

impl Filling {
    /// Sets the clock for what waits.
    fn schedule(&self) {
        let due = self.0.borrow().queue.due_in(clock::monotonic_ms());
        let Some(due_ms) = due else { return };
        if due_ms <= 0.0 {
            return self.flush();
        }
        let this = self.clone();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most a second
        let timer = timer::after(due_ms as u32 + 1, move || this.flush());
        self.0.borrow_mut().timer = Some(timer);
    }

    /// Writes entries and the draft's head in one transaction, and a snapshot once enough has come together.
    async fn write(&self, entries: Vec<Entry>) {
        let (device, draft) = {
            let inner = self.0.borrow();
            (inner.device.clone(), inner.draft.clone())
        };
        let result = match device.run(draft::append(&draft, &entries)).await {
            // An earlier write that was given up did arrive after all: only what is lacking goes again.
            Err(Failure::Run(RunError::KeyTaken)) => {
                match device.database.range(Store::Journal, &layout::draft(draft.id)).await {
                    Ok(rows) => device.run(draft::append(&draft, &journal::lacking(&entries, &rows))).await,
                    Err(_) => Err(Failure::Run(RunError::KeyTaken)),
                }
            }
            result => result,
        };
        match result {
            Ok(()) => self.arrived(&device, draft.id).await,
            Err(Failure::Conflict(_)) => self.taken_over(),
            Err(Failure::Run(error)) => self.failed(error),
        }
    }

    async fn arrived(&self, device: &Device, draft: DraftId) {
        let (was_saving, checkpoint) = {
            let mut inner = self.0.borrow_mut();
            if let Some(seq) = inner.queue.arrived(clock::monotonic_ms()) {
                let _ = local::set_tail(draft, &tail::acknowledge(&local::tail(draft), seq));
            }
            inner.retries = 0;
            let saving = if inner.queue.is_safe() { Saving::Saved } else { Saving::Saving };
            (std::mem::replace(&mut inner.saving, saving), inner.checkpoint())
        };
        match was_saving {
            Saving::Saving | Saving::Saved if short_of_room().is_none() => self.told(),
            _ => self.changed(),
        }
        if let Some((plan, seq)) = checkpoint {
            match device.run(plan).await {
                Ok(()) => self.0.borrow_mut().snapshot_seq = seq,
                Err(Failure::Conflict(_)) => self.taken_over(),
                // The journal has everything; the next entry tries again.
                Err(Failure::Run(_)) => {}
            }
        }
        self.schedule();
    }

    fn failed(&self, error: RunError) {
        let wait_ms = {
            let mut inner = self.0.borrow_mut();
            inner.queue.turned_back();
            if inner.queue.is_safe() {
                return; // only the place was under way; it goes along with the next answer
            }
            inner.saving = Saving::Failed(error);
            inner.retries += 1;
            FIRST_RETRY_MS.saturating_mul(1 << inner.retries.min(10)).min(LONGEST_RETRY_MS)
        };
        let this = self.clone();
        let timer = timer::after(wait_ms, move || this.flush());
        self.0.borrow_mut().timer = Some(timer);
        self.changed();
    }

    fn taken_over(&self) {
        {
            let mut inner = self.0.borrow_mut();
            inner.saving = Saving::TakenOver;
            inner.timer = None;
        }
        self.changed();
    }

    /// Something beside the nodes may look different now.
    fn changed(&self) {
        let on_change = self.0.borrow().on_change.clone();
        on_change.emit(());
        self.told();
    }

    /// What is saved may be another now.
    fn told(&self) {
        let on_saving = self.0.borrow().on_saving.clone();
        on_saving.emit(());
    }

    /// These nodes may look different now, and what is beside them.
    fn tell(&self, nodes: &[NodeId]) {
        let watchers: Vec<_> = {
            let inner = self.0.borrow();
            let watcher = |node: &NodeId| Some(inner.watchers.get(node.0 as usize)?.as_ref()?.1.clone());
            nodes.iter().filter_map(watcher).collect()
        };
        watchers.iter().for_each(|watcher| watcher.emit(()));
        self.changed();
    }
}

/// The instance as its snapshot keeps it.
async fn restored(device: &Device, draft: &Draft, snapshot: &Snapshot) -> Result<Instance, OpenError> {
    let package = library::package(device, draft.form.hash).await?.ok_or(OpenError::NoForm)?;
    let host = DeviceHost::load(device, &package, &draft.officer).await?;
    let stored = serde_json::from_str(&snapshot.instance).map_err(|json| OpenError::Damaged(RowError::Json(json)))?;
    Instance::restore(Rc::new(package.definition), Rc::new(host), &stored).map_err(OpenError::Snapshot)
}

impl Inner {
    /// A snapshot, once the journal is long enough and nothing is on its way: the snapshot must not be ahead of it.
    fn checkpoint(&self) -> Option<(Transaction, u64)> {
        if !self.queue.is_empty() || self.seq - self.snapshot_seq < CHECKPOINT_EVERY {
            return None;
        }
        let instance = serde_json::to_string(&self.instance.snapshot()).ok()?;
        let snapshot = Snapshot { seq: self.seq, instance };
        Some((draft::checkpoint(&self.draft, self.snapshot_seq, &snapshot), self.seq))
    }
}
