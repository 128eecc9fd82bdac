//! How the app starts: open the database, compare it with the canary, set it up on a first run, then register for
//! offline use. Every step that fails ends in a state that has words of its own.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::join;
use store::canary::{Canary, Finding};
use store::settings::{OwnDevice, SecretKey};
use store::{Row, Settings, Store, lock};

use super::device::{Device, last_canary, show_officer, tell_canary};
use super::session::{SessionAction, SessionDispatcher, Storage, StorageFailure, Update};
use super::texts;
use super::{flush, library};
use crate::platform::idb::{self, Database, DatabaseEvent, OpenError, ReadError, RunError};
use crate::platform::locks::{self, Held, Take};
use crate::platform::update::{self, UpdateError, UpdateEvent};
use crate::platform::{clock, document, entropy, lifecycle, local, timer, veil, worker};
use crate::text::{Language, Text};

const LANGUAGE: &str = "language";

/// What nobody waits for begins so long after the page can be used, or a draft was begun: until then a tap has all of the
/// processor.
pub(super) const REST_MS: u32 = 1_000;

/// Starts. Called once, while the shell is drawn for the first time.
pub async fn begin(session: SessionDispatcher) {
    listen(&session);
    if let Some(language) = local::preference::<Language>(LANGUAGE).filter(|language| *language != Language::Chinese) {
        change_language(language, &session).await;
    }
    let is_known = local::canary().is_some();
    let storage = open(&session).await;
    let started = prepare(storage, is_known, &session).await;
    if register(&session, started.clone()).await.is_err() {
        // Refused or unavailable: the page says "not kept for offline use", which is what it is.
        fetch_the_rest(started, session).await;
    }
}

/// What a start has found.
#[derive(Clone, Default)]
struct Started {
    /// `None`: nothing can be filled.
    device: Option<Rc<Device>>,
    /// Nothing is left to be fetched for offline use.
    is_complete: bool,
}

/// Tells where the database stands, and gets a usable one ready for filling. One that is known has its forms already.
async fn prepare(storage: Storage, is_known: bool, session: &SessionDispatcher) -> Started {
    // Only where everything can be done: a cleared database is left as it is until a person has read that it is.
    let device = match &storage {
        Storage::Ready(database) => Some(Rc::new(Device::new(database.clone()))),
        _ => None,
    };
    session.dispatch(SessionAction::Storage(storage));
    let Some(device) = device else { return Started::default() };
    if is_known {
        timer::sleep(REST_MS).await;
    }
    // What did not come is tried again at the next start; the forms that are here can be filled.
    let installed = library::install(&device).await.unwrap_or_default();
    if installed.is_news {
        session.dispatch(SessionAction::FormsInstalled);
    }
    device.refresh_canary().await;
    device.lay_ballast().await;
    if let Some(old) = CAME_FROM.take() {
        // The next start does it, where the second part has not come.
        let _ = super::lock::forgetting(device.database.clone(), old).await;
    }
    Started { device: Some(device), is_complete: installed.is_complete }
}

/// Shows the page in another language from now on.
pub async fn change_language(language: Language, session: &SessionDispatcher) {
    let text = match language {
        Language::Chinese => Some(Text::default()),
        Language::English => texts::of_page(language).await.ok(),
    };
    let Some(text) = text else { return session.dispatch(SessionAction::LanguageFailed) };
    document::set_language(language.tag(), language.direction(), &text.get(crate::text::Key::AppName));
    // A preference that is not kept is asked for again; nothing depends on it.
    let _ = local::set_preference(LANGUAGE, &language);
    session.dispatch(SessionAction::Text(text));
}

fn listen(session: &SessionDispatcher) {
    let online = session.clone();
    lifecycle::on_network(move |is_online| online.dispatch(SessionAction::Online(is_online))).for_ever();
    let told = session.clone();
    lifecycle::on_told(local::OFFICERS, move || {
        let told = told.clone();
        timer::spawn(async move {
            if let Some(database) = OPEN.with_borrow(Clone::clone) {
                reread_settings(&database, &told).await;
            }
        });
    })
    .for_ever();
    lifecycle::on_leave(|| {
        timer::spawn(async {
            let _ = flush::all().await;
        })
    })
    .for_ever();
}

/// Opens the database and says where it stands.
async fn open(session: &SessionDispatcher) -> Storage {
    match connect(session).await {
        Ok(database) => settle(database, session).await,
        Err(OpenError::Newer) => match idb::open_read_only(|_| ()).await {
            Ok(database) => read_only(database, session).await,
            Err(error) => Storage::Failed(failure(&error)),
        },
        Err(error) => Storage::Failed(failure(&error)),
    }
}

async fn connect(session: &SessionDispatcher) -> Result<Database, OpenError> {
    let (blocked, events) = (session.clone(), session.clone());
    let opening = idb::open(
        move || blocked.dispatch(SessionAction::Storage(Storage::Blocked)),
        move |event| timer::spawn(follow(event, events.clone())),
    );
    // Nothing is read before both are there.
    join(opening, share()).await.0
}

async fn follow(event: DatabaseEvent, session: SessionDispatcher) {
    match event {
        DatabaseEvent::NewerWaits => {
            flush::all().await;
            OPEN.with_borrow(|database| database.as_ref().map(Database::close));
            session.dispatch(SessionAction::Storage(Storage::UpdatedElsewhere));
        }
        DatabaseEvent::Lost => Box::pin(regain(&session)).await,
    }
}

/// How long is waited before a lost database is tried again, doubling up to the longest.
const FIRST_REGAIN_MS: u32 = 500;
const LONGEST_REGAIN_MS: u32 = 30_000;

/// Opens a lost database again. What is open on the page goes on over the new connection and sends what it could not;
/// the page changes only where the data is not what it was. Until then it says that nothing is being saved.
async fn regain(session: &SessionDispatcher) {
    let Some(lost) = OPEN.with_borrow(Clone::clone) else { return };
    let mut wait_ms = FIRST_REGAIN_MS;
    let newer = loop {
        match connect(session).await {
            Ok(newer) => break newer,
            Err(_) => timer::sleep(wait_ms).await,
        }
        wait_ms = wait_ms.saturating_mul(2).min(LONGEST_REGAIN_MS);
    };
    // Whoever clears the site's data takes the canary away too; what it said is remembered here.
    if let (None, Some(canary)) = (local::canary(), last_canary()) {
        let _ = local::set_canary(&canary.text());
    }
    match settle(newer.clone(), session).await {
        Storage::Ready(_) => {
            lost.renew(&newer);
            OPEN.set(Some(lost));
            flush::all().await;
        }
        other => session.dispatch(SessionAction::Storage(other)),
    }
}

/// Leaves a database alone that cannot be opened, and begins one of another name. Nothing is deleted: help may still read
/// the old one.
pub async fn start_apart(session: &SessionDispatcher) {
    if local::use_database(local::database_number().saturating_add(1)).is_err() {
        return session.dispatch(SessionAction::Storage(Storage::Failed(StorageFailure::Unavailable)));
    }
    let storage = match connect(session).await {
        // One that was begun before, and whose name was forgotten, is gone on with.
        Ok(database) => match settings_of(unlocked(&database, session).await) {
            Ok(Some(settings)) => {
                OPEN.set(Some(database.clone()));
                ready(database, settings, session)
            }
            Ok(None) => {
                OPEN.set(Some(database.clone()));
                set_up(database, session).await
            }
            Err(failure) => Storage::Failed(failure),
        },
        Err(error) => Storage::Failed(failure(&error)),
    };
    prepare(storage, false, session).await;
}

/// A person has read that the data was cleared: the empty database becomes this device's.
pub async fn start_anew(database: Database, session: &SessionDispatcher) {
    let storage = set_up(database, session).await;
    prepare(storage, false, session).await;
}

thread_local! {
    /// The connection to let go of when a newer version waits for it.
    static OPEN: std::cell::RefCell<Option<Database>> = const { std::cell::RefCell::new(None) };
    static SHARE: Cell<Option<Held>> = const { Cell::new(None) };
    /// Tells that the database was unlocked.
    static UNLOCKED: Cell<Option<oneshot::Sender<()>>> = const { Cell::new(None) };
    /// The database that all of this one came from, while that is there.
    static CAME_FROM: Cell<Option<u32>> = const { Cell::new(None) };
    /// What was left for later is being fetched, or was.
    static IS_COMPLETING: Cell<bool> = const { Cell::new(false) };
}

/// The database, once it is open. A locked one may still wait for its passphrase.
pub(super) fn opened() -> Option<Database> {
    OPEN.with_borrow(Clone::clone)
}

/// Shared by all tabs while they have the database open; who moves all of it to another has it alone.
pub(super) const OPEN_LOCK: &str = "open";

/// Lets the other tabs know that this one has the database open.
pub(super) async fn share() {
    // Without locks the lock over the database cannot be turned on, and nothing else needs them.
    SHARE.set(locks::hold(OPEN_LOCK, Take::Shared, || ()).await.ok());
}

/// This tab has it open no longer.
pub(super) fn let_go() {
    SHARE.set(None);
}

/// Somebody has unlocked the database: the start goes on.
pub(super) fn go_on() {
    if let Some(waiting) = UNLOCKED.take() {
        let _ = waiting.send(());
    }
}

/// Waits until somebody has unlocked the database, and follows it where all of it was moved.
async fn unlocked(database: &Database, session: &SessionDispatcher) -> Result<Vec<Row>, StorageFailure> {
    let mut rows = read_meta(database).await?;
    if lock::of(&rows).is_some() && veil::current().is_none() {
        session.dispatch(SessionAction::Storage(Storage::Locked(database.clone())));
        let (sender, receiver) = oneshot::channel();
        UNLOCKED.set(Some(sender));
        let _ = receiver.await;
        rows = read_meta(database).await?;
    }
    if let Some(number) = lock::moved(&rows)
        && local::use_database(number).is_ok()
    {
        document::reload();
        std::future::pending::<()>().await;
    }
    CAME_FROM.set(lock::came_from(&rows));
    Ok(rows)
}

/// An open database: is it the one we know, a new one, or an emptied one?
async fn settle(database: Database, session: &SessionDispatcher) -> Storage {
    OPEN.set(Some(database.clone()));
    let settings = match settings_of(unlocked(&database, session).await) {
        Ok(settings) => settings,
        Err(failure) => return Storage::Failed(failure),
    };
    let canary = local::canary().and_then(|text| Canary::read(&text));
    match store::canary::compare(canary.as_ref(), settings.as_ref().map(|settings| settings.generation.as_str())) {
        Finding::Wiped(lost) => {
            // Where everything lies may be what was forgotten.
            if let Ok(searching) = super::lock::search().await
                && searching.await
            {
                document::reload();
                std::future::pending::<()>().await;
            }
            Storage::Wiped { database, lost }
        }
        Finding::Fine | Finding::FirstRun => match settings {
            Some(settings) => ready(database, settings, session),
            None => set_up(database, session).await,
        },
    }
}

async fn read_only(database: Database, session: &SessionDispatcher) -> Storage {
    if let Ok(Some(settings)) = settings_of(unlocked(&database, session).await) {
        shown(settings, session);
    }
    Storage::ReadOnly(database)
}

/// Makes the empty database this device's.
async fn set_up(database: Database, session: &SessionDispatcher) -> Storage {
    let (Ok(random), Ok(secret)) = (entropy::bytes::<16>(), entropy::bytes::<32>()) else {
        return Storage::Failed(StorageFailure::Unavailable);
    };
    let own = OwnDevice { key: SecretKey(secret), label: String::new(), made_at: clock::now() };
    let transaction = store::settings::set_up(&store::canary::generation(random), &own);
    match database.run(transaction).await {
        // Another tab was first: its device is ours.
        Ok(()) | Err(RunError::Guard { .. } | RunError::KeyTaken) => {}
        Err(RunError::Quota) => return Storage::Failed(StorageFailure::Full),
        Err(_) => return Storage::Failed(StorageFailure::Broken),
    }
    match read_settings(&database).await {
        Ok(Some(settings)) => ready(database, settings, session),
        Ok(None) => Storage::Failed(StorageFailure::Broken),
        Err(failure) => Storage::Failed(failure),
    }
}

fn ready(database: Database, settings: Settings, session: &SessionDispatcher) -> Storage {
    if local::canary().and_then(|text| Canary::read(&text)).is_none_or(|it| it.generation != settings.generation) {
        // Without a canary a wiped database looks like a first run; everything else works.
        let generation = settings.generation.clone();
        tell_canary(Canary { generation, unsent: 0, newest_unsent: None, drafts: 0, exported_at: None });
    }
    shown(settings, session);
    Storage::Ready(database)
}

fn shown(settings: Settings, session: &SessionDispatcher) {
    show_officer(&settings);
    session.dispatch(SessionAction::Settings(Rc::new(settings)));
}

/// Reads again what the device knows about itself, after something of it was written.
pub async fn reread_settings(database: &Database, session: &SessionDispatcher) -> bool {
    let Ok(Some(settings)) = read_settings(database).await else { return false };
    shown(settings, session);
    true
}

async fn read_settings(database: &Database) -> Result<Option<Settings>, StorageFailure> {
    settings_of(read_meta(database).await)
}

async fn read_meta(database: &Database) -> Result<Vec<Row>, StorageFailure> {
    database.all(Store::Meta).await.map_err(|_: ReadError| StorageFailure::Broken)
}

fn settings_of(rows: Result<Vec<Row>, StorageFailure>) -> Result<Option<Settings>, StorageFailure> {
    Settings::read(&rows?).map_err(|_| StorageFailure::Broken)
}

fn failure(error: &OpenError) -> StorageFailure {
    match error {
        OpenError::Unavailable => StorageFailure::Unavailable,
        OpenError::Quota => StorageFailure::Full,
        OpenError::Newer | OpenError::NoAnswer | OpenError::Broken(_) => StorageFailure::Broken,
    }
}

/// Keeps the app for offline use. Comes last: the first visit should not wait for it.
async fn register(session: &SessionDispatcher, started: Started) -> Result<(), UpdateError> {
    let (events, has_started) = (session.clone(), started.device.is_some());
    let on_event = move |event| match event {
        UpdateEvent::OfflineReady => {
            events.dispatch(SessionAction::OfflineReady);
            timer::spawn(fetch_the_rest(started.clone(), events.clone()));
        }
        UpdateEvent::Ready => events.dispatch(SessionAction::Update(Update::Ready)),
        UpdateEvent::Switching => events.dispatch(SessionAction::Update(Update::Switching)),
        UpdateEvent::Stayed => events.dispatch(SessionAction::UpdateStayed),
    };
    let flush = Rc::new(|| -> std::pin::Pin<Box<dyn Future<Output = bool>>> { Box::pin(flush::all()) });
    let updates = update::register(flush, on_event).await?;
    if has_started {
        updates.started_ok().await;
    }
    session.dispatch(SessionAction::Updates(updates));
    Ok(())
}

/// What no first question waits for. On a first visit the page cannot start the worker from what the service worker keeps,
/// so that is fetched while there is a network.
async fn fetch_the_rest(started: Started, session: SessionDispatcher) {
    // An active worker is told of when it becomes so, and when it is asked.
    let is_due = !started.is_complete && !IS_COMPLETING.replace(true);
    if let Some(device) = started.device.filter(|_| is_due)
        && let Ok(completing) = library::completing(device).await
        && completing.await
    {
        session.dispatch(SessionAction::FormsInstalled);
    }
    if !update::is_served_offline() {
        worker::warm();
    }
}
