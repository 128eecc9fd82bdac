//! The lock over all that this device keeps: turned on and off, opened, closed again when nobody is there.
//!
//! Turning it on or off moves everything to another database, sealed or open, and comes back to a page that begins anew. Until the
//! old one says that it was left, it is the one that counts; so whatever stops the move, one of the two is whole. Start at [`unlock`].
//!
//! Not here: sealing (`batch::lock`, `platform::veil`), what a start waits for (`start`), the pages.

use std::cell::RefCell;
use std::rc::Rc;

use batch::lock::{DataKey, UnwrapError, Work, Worth, Wrapped};
use batch::seal::Passphrase;
use serde::{Deserialize, Serialize};
use store::layout::{self, meta};
use store::lock::Lock;
use store::log::Step;
use store::{Key, Row, RowError, Store, Transaction};

use super::access;
use super::device::Device;
use super::sync::automatic;
use super::{flush, start};
use crate::later::{NotHere, later};
use crate::platform::entropy::{self, NoEntropy};
use crate::platform::idb::{self, Database, OpenError, ReadError, RunError};
use crate::platform::lifecycle::{self, Listening};
use crate::platform::locks::{self, Take};
use crate::platform::veil::{self, Veil};
use crate::platform::{busy, clock, document, local, timer, worker};
use crate::worker::locks::{Ask, Told};
use crate::worker::{Answer, Question};

/// Why the lock is not as somebody wanted it. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("the passphrase is another one")]
    Wrong,
    /// Too many wrong ones: so many seconds are to be waited.
    #[error("not before {0} s")]
    TooOften(u32),
    #[error("the passphrase is worth nothing")]
    Weak,
    #[error("the row of the lock cannot be read")]
    Damaged(#[from] RowError),
    /// Another tab shows the same database.
    #[error("another tab is open")]
    OtherTabs,
    #[error("not all that was typed is saved")]
    NotSaved,
    #[error("no room for everything once more")]
    Full,
    /// What was written could not be read back as it was.
    #[error("the copy is another one")]
    NotTheSame,
    #[error("the worker does not answer")]
    Worker,
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[source] RunError),
    #[error("the database cannot be opened")]
    Open(#[from] OpenError),
}

impl From<RunError> for LockError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Quota => Self::Full,
            error => Self::Write(error),
        }
    }
}

impl From<UnwrapError> for LockError {
    fn from(error: UnwrapError) -> Self {
        match error {
            UnwrapError::Wrong => Self::Wrong,
            UnwrapError::Unreadable => Self::Damaged(RowError::Missing("lock")),
        }
    }
}

/// Whether the database is locked when nobody works in it.
pub fn is_on() -> bool {
    veil::current().is_some()
}

// Opening

/// What one try with a passphrase may take in the worker. Tablets are slow, and the work is chosen to take a second.
const TRY_PATIENCE_MS: u32 = 60_000;
/// So long one try is to take: long for who tries thousands, short for who tries one.
const WANTED_MS: u32 = 750;

/// Opens the database for this page, and lets its start go on.
///
/// # Errors
/// [`LockError`]
pub async fn unlock(database: &Database, passphrase: Passphrase) -> Result<(), LockError> {
    let row = database.get(Store::Meta, &meta::LOCK.into()).await?.ok_or(RowError::Missing("lock"))?;
    let key = tried(&row, passphrase).await?;
    let veil = veil::of(key)?;
    veil::set(Some(veil.clone()));
    database.set_veil(Some(veil));
    watch();
    start::go_on();
    automatic::wake();
    Ok(())
}

/// The key that a passphrase opens, if it is time for another try.
async fn tried(row: &[u8], passphrase: Passphrase) -> Result<DataKey, LockError> {
    let mut tries = Tries::read();
    let left_ms = tries.until_ms - clock::now().unix_ms();
    if left_ms > 0 && left_ms <= MOST_WAIT_MS {
        return Err(LockError::TooOften(u32::try_from(left_ms.div_euclid(1_000)).unwrap_or_default() + 1));
    }
    let opened = asked(Ask::Unwrap { passphrase, wrapped: wrapped(&Lock::read(row)?)? }).await;
    match &opened {
        Ok(Told::Opened(_)) => tries = Tries::default(),
        Err(LockError::Wrong) => tries.fail(clock::now().unix_ms()),
        _ => {}
    }
    tries.keep();
    match opened? {
        Told::Opened(key) => Ok(key),
        _ => Err(LockError::Worker),
    }
}

async fn asked(ask: Ask) -> Result<Told, LockError> {
    match worker::ask(&Question::Lock(Box::new(ask)), TRY_PATIENCE_MS).await {
        Ok(Answer::Lock(told)) => match *told {
            Told::Refused(error) => Err(error.into()),
            told => Ok(told),
        },
        _ => Err(LockError::Worker),
    }
}

/// Wrong passphrases in a row. It only slows who types: who has the disk tries elsewhere.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Tries {
    wrong: u32,
    until_ms: i64,
}

const TRIES: &str = "lock-tries";
/// So many wrong ones cost nothing.
const FREE_TRIES: u32 = 3;
const FIRST_WAIT_MS: i64 = 5_000;
const MOST_WAIT_MS: i64 = 300_000;

impl Tries {
    fn read() -> Self {
        local::preference(TRIES).unwrap_or_default()
    }

    fn keep(self) {
        let _ = local::set_preference(TRIES, &self);
    }

    fn fail(&mut self, now_ms: i64) {
        self.wrong = self.wrong.saturating_add(1);
        if let Some(over) = self.wrong.checked_sub(FREE_TRIES) {
            self.until_ms = now_ms + (FIRST_WAIT_MS << over.min(10)).min(MOST_WAIT_MS);
        }
    }
}

fn wrapped(lock: &Lock) -> Result<Wrapped, LockError> {
    let Lock { memory_kib, passes, salt, nonce, sealed } = lock.clone();
    let damaged = |_| RowError::Missing("lock");
    Ok(Wrapped {
        work: Work { memory_kib, passes },
        salt: salt.try_into().map_err(damaged)?,
        nonce: nonce.try_into().map_err(damaged)?,
        sealed,
    })
}

/// The key under this passphrase, with as much work as this device does in the wanted time.
async fn wrap(passphrase: &Passphrase, key: &DataKey) -> Result<Lock, LockError> {
    let ask = async |work| -> Result<Wrapped, LockError> {
        let (salt, nonce) = (entropy::bytes()?, entropy::bytes()?);
        let ask = Ask::Wrap { passphrase: passphrase.clone(), key: key.clone(), work, salt, nonce };
        match asked(ask).await? {
            Told::Wrapped(wrapped) => Ok(wrapped),
            _ => Err(LockError::Worker),
        }
    };
    // Once to have the worker there, once to see how long it takes, once for good.
    ask(Work::LEAST).await?;
    let begun = clock::monotonic_ms();
    ask(Work::LEAST).await?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // some hundred milliseconds
    let took_ms = (clock::monotonic_ms() - begun) as u32;
    let Wrapped { work, salt, nonce, sealed } = ask(Work::LEAST.taking(took_ms, WANTED_MS)).await?;
    let Work { memory_kib, passes } = work;
    Ok(Lock { memory_kib, passes, salt: salt.to_vec(), nonce: nonce.to_vec(), sealed })
}

// Changing

/// Locks everything from now on. The page begins anew, and asks.
///
/// # Errors
/// [`LockError`]
pub async fn turn_on(device: &Device, passphrase: Passphrase) -> Result<(), LockError> {
    if Worth::of(&passphrase) == Worth::None {
        return Err(LockError::Weak);
    }
    let key = DataKey::from_bytes(entropy::bytes()?);
    let lock = wrap(&passphrase, &key).await?;
    moved(device, Some((veil::of(key)?, lock))).await
}

/// Keeps everything open from now on.
///
/// # Errors
/// [`LockError`]
pub async fn turn_off(device: &Device, passphrase: Passphrase) -> Result<(), LockError> {
    tried(&own_row(device).await?, passphrase).await?;
    moved(device, None).await
}

/// Another passphrase from now on. What is sealed stays as it is.
///
/// # Errors
/// [`LockError`]
pub async fn change(device: &Device, old: Passphrase, new: Passphrase) -> Result<(), LockError> {
    if Worth::of(&new) == Worth::None {
        return Err(LockError::Weak);
    }
    let key = tried(&own_row(device).await?, old).await?;
    let lock = wrap(&new, &key).await?;
    device.database.run(store::lock::set(&lock)).await?;
    access::note(device, Step::PassphraseChanged, "", 1).await;
    Ok(())
}

async fn own_row(device: &Device) -> Result<Vec<u8>, LockError> {
    Ok(device.database.get(Store::Meta, &meta::LOCK.into()).await?.ok_or(RowError::Missing("lock"))?)
}

/// Moves everything to a database of its own, and begins anew in it.
async fn moved(device: &Device, locked: Option<(Rc<dyn Veil>, Lock)>) -> Result<(), LockError> {
    if !flush::all().await {
        return Err(LockError::NotSaved);
    }
    start::let_go();
    // No other tab writes meanwhile, and none begins before it hears where everything is.
    let Some(held) = alone().await else {
        start::share().await;
        return Err(LockError::OtherTabs);
    };
    worker::stop_desk();
    // Nor does anything of this tab: it would be written where nobody looks any more.
    device.database.freeze(true);
    let (old, new) = (local::database_number(), free_number().await);
    let copied = copied(&device.database, old, new, locked).await;
    // A write that gave no answer may have happened.
    let rows = device.database.all(Store::Meta).await;
    match (copied, rows.map(|rows| store::lock::moved(&rows).is_some())) {
        (Err(error), Ok(false)) => {
            let _ = idb::delete(&local::database_name(new)).await;
            drop(held);
            start::share().await;
            device.database.freeze(false);
            return Err(error);
        }
        (Ok(()), _) | (_, Ok(true)) => {
            let _ = local::use_database(new); // where it is not kept, the old one leads there
            let _ = local::set_preference(BEGUN, &None::<u32>);
        }
        // The next start sees what the old one says.
        (Err(_), Err(_)) => {}
    }
    drop(held);
    document::reload();
    Ok(())
}

/// The browser takes a moment to let go of what this tab itself shared.
const ALONE_TRIES: u32 = 10;
const ALONE_STEP_MS: u32 = 100;

async fn alone() -> Option<locks::Held> {
    for _ in 0..ALONE_TRIES {
        if let Ok(held) = locks::hold(start::OPEN_LOCK, Take::IfFree, || ()).await {
            return Some(held);
        }
        timer::sleep(ALONE_STEP_MS).await;
    }
    None
}

/// The number of a database that everything is being moved to.
const BEGUN: &str = "lock-begun";

/// A number that no database has; what an attempt before this one left half done is deleted first. Another one is somebody's.
async fn free_number() -> u32 {
    let used = local::database_number();
    if let Some(left) = local::preference::<Option<u32>>(BEGUN).flatten().filter(|left| *left != used) {
        let _ = idb::delete(&local::database_name(left)).await;
    }
    let names = idb::names().await;
    let free = |number: &u32| !names.contains(&local::database_name(*number));
    let number = (used + 1..used + MOST_MOVES).find(free).unwrap_or(used + 1);
    let _ = local::set_preference(BEGUN, &number);
    number
}

/// What is written at a time.
const PORTION_ROWS: usize = 200;
const PORTION_BYTES: usize = 8 << 20;

async fn copied(from: &Database, old: u32, new: u32, locked: Option<(Rc<dyn Veil>, Lock)>) -> Result<(), LockError> {
    let name = local::database_name(new);
    let to = idb::open_named(&name, || (), |_| ()).await?;
    let (veil, lock) = locked.unzip();
    to.set_veil(veil);
    for store in Store::ALL.into_iter().filter(|store| *store != Store::Ballast) {
        let keys = from.keys(store, &Key(Vec::new())).await?;
        for keys in keys.chunks(PORTION_ROWS) {
            let mut portion = Vec::new();
            for row in from.several(store, keys.to_vec()).await? {
                portion.push(row);
                if portion.iter().map(|row: &Row| row.value.len()).sum::<usize>() > PORTION_BYTES {
                    written(&to, std::mem::take(&mut portion)).await?;
                }
            }
            written(&to, portion).await?;
        }
    }
    to.run(store::lock::arrive(old, lock.as_ref())).await?;
    to.close();
    from.run_frozen(store::lock::leave(new)).await?;
    Ok(())
}

/// Writes rows of one store, and reads them back.
async fn written(to: &Database, rows: Vec<Row>) -> Result<(), LockError> {
    let Some(store) = rows.first().map(|row| row.store) else { return Ok(()) };
    let keys = rows.iter().map(|row| row.key.clone()).collect();
    let plan = rows.iter().fold(Transaction::new(), |plan, row| plan.put(store, row.key.clone(), row.value.clone()));
    to.run(plan).await?;
    if to.several(store, keys).await? == rows { Ok(()) } else { Err(LockError::NotTheSame) }
}

// What a start asks for

/// So long the old database is kept: until the browser has written down which one is used, and not so long that it never goes where
/// the device is locked again after a minute.
const KEPT_MS: u32 = 30_000;

later! {
    /// Deletes the database that all of this one came from, in a while.
    pub fn forgetting(database: Database, old: u32) -> Result<(), NotHere> {
        timer::spawn(async move {
            timer::sleep(KEPT_MS).await;
            // While nothing says that this one is used, only the old one leads here.
            if local::database_number() != old && idb::delete(&local::database_name(old)).await.is_ok() {
                scrub().await;
                if database.run(store::lock::forget_old()).await.is_ok() {
                    // Once, and only where it came to be.
                    let step = if is_on() { Step::Locked } else { Step::LockOpened };
                    access::note(&Device::new(database), step, "", 1).await;
                }
            }
        });
        Ok(())
    }

    /// Looks for a database that was used and whose number was forgotten: the newest that there is. Says it to who opens next.
    pub fn search() -> Result<futures_util::future::LocalBoxFuture<'static, bool>, NotHere> {
        Ok(Box::pin(async {
            let names = idb::names().await;
            let used = local::database_number();
            let newest = (used + 1..used + MOST_MOVES).rev().find(|number| names.contains(&local::database_name(*number)));
            newest.is_some_and(|number| local::use_database(number).is_ok())
        }))
    }
}

/// What a browser deletes it takes off the disk when it puts its files in order, which it does when there is enough to be put. So as
/// much as that is written here, and deleted; seen in Chromium, where 32 MB were too little.
async fn scrub() {
    let name = format!("{}-scrub", layout::DATABASE);
    if let Ok(noise) = idb::open_named(&name, || (), |_| ()).await {
        noise.set_veil(None);
        for portion in 0..SCRUB_PORTIONS {
            let row = |plan: Transaction, number: u64| {
                let noise = entropy::many_bytes(SCRUB_ROW_BYTES).unwrap_or_default();
                plan.put(Store::Ballast, Key::from("noise").then(portion).then(number), noise)
            };
            if noise.run((0..SCRUB_ROWS).fold(Transaction::new(), row)).await.is_err() {
                break; // no room: what there is has to do
            }
        }
        noise.close();
    }
    let _ = idb::delete(&name).await;
}

/// A larger value would lie in a file of its own.
const SCRUB_ROW_BYTES: usize = 50_000;
const SCRUB_ROWS: u64 = 20;
const SCRUB_PORTIONS: u64 = 96;

/// More often nobody turns the lock on and off.
const MOST_MOVES: u32 = 100;

// Closing

/// After so many minutes without a touch it locks by itself.
pub const MINUTES: [u32; 4] = [1, 5, 15, 30];
const USUAL_MINUTES: u32 = 5;
const MINUTES_KEPT: &str = "lock-minutes";
const LOOK_MS: u32 = 5_000;

pub fn minutes() -> u32 {
    local::preference(MINUTES_KEPT).filter(|kept| MINUTES.contains(kept)).unwrap_or(USUAL_MINUTES)
}

pub fn set_minutes(minutes: u32) {
    let _ = local::set_preference(MINUTES_KEPT, &minutes);
}

thread_local! {
    static TOUCHED: RefCell<Option<(f64, Listening)>> = const { RefCell::new(None) };
}

/// Locks when nobody has touched the page for long, from now on.
fn watch() {
    let touched =
        || TOUCHED.with_borrow_mut(|touched| touched.iter_mut().for_each(|(at, _)| *at = clock::monotonic_ms()));
    TOUCHED.set(Some((clock::monotonic_ms(), lifecycle::on_touch(touched))));
    timer::spawn(async {
        loop {
            timer::sleep(LOOK_MS).await;
            let since_ms =
                TOUCHED.with_borrow(|touched| touched.as_ref().map_or(0.0, |(at, _)| clock::monotonic_ms() - at));
            let is_left = since_ms > f64::from(minutes()) * 60_000.0;
            if is_left && !worker::is_desk_at_work() && !busy::is_any() {
                let _ = lock_now().await; // what is not saved yet is tried again
            }
        }
    });
}

/// Forgets the key, and with it all that the page shows.
///
/// # Errors
/// [`LockError::NotSaved`]; then it stays open.
pub async fn lock_now() -> Result<(), LockError> {
    if !flush::all().await {
        return Err(LockError::NotSaved);
    }
    document::reload();
    Ok(())
}

/// Gives up what is locked here, for who has forgotten the passphrase: this device begins as a new one. Nobody reads any more what
/// was not exported.
///
/// # Errors
/// [`LockError`]
pub async fn give_up(database: &Database) -> Result<(), LockError> {
    database.close();
    // Those before it too, whose rows may lie open.
    for number in 1..=local::database_number() {
        idb::delete(&local::database_name(number)).await?;
    }
    local::forget_all();
    document::reload();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_passphrase_after_the_second_costs_twice_the_time_of_the_one_before_up_to_five_minutes() {
        let mut tries = Tries::default();
        let waits: Vec<i64> = (0..12)
            .map(|_| {
                tries.fail(1_000_000);
                (tries.until_ms - 1_000_000).max(0) / 1_000
            })
            .collect();
        assert_eq!(waits, [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]);
    }
}
