//! The forms of this device: those shipped with the app, those a person opened, and drafts begun from them.
//!
//! A form is kept as its workbook (or document) and files, byte for byte; what is parsed from them is a cache. Forms shipped with the
//! app come with their cache, so that the first question needs no reader of workbooks.
//!
//! Not here: filling (`filling`), what is wrong in a workbook (`form`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use form::{FormDefinition, Instance, Moment, Package, Problem};
use futures_util::future::{LocalBoxFuture, join};
use record::{DraftId, FormHash, FormRef, Listing, RecordId};
use serde::Deserialize;
use store::forms::{self, Form, FormBytes};
use store::{Draft, DraftState, Key, Store, layout};

use super::device::{Device, Failure, LoadError, is_shown};
use super::filling::Filling;
use super::host::DeviceHost;
use super::start::REST_MS;
use crate::later::{NotHere, later};
use crate::platform::fetch::{self, FetchError};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::platform::{clock, document, entropy, timer};
use crate::worker::{Answer, FileBytes, Question};

/// What the first question may need of the pack that comes with the app, as `pack.json` lists it. Addresses are beside the
/// page's own.
#[derive(Deserialize)]
struct Pack {
    /// The forms for every day.
    forms: Vec<Shipped>,
    /// How the hashes of the other forms begin.
    others: Vec<String>,
    /// Where all forms are listed, with what they were made from.
    all: String,
}

#[derive(Deserialize)]
struct Shipped {
    form: FormRef,
    title: String,
    listing: Listing,
    /// The compiled form.
    package: String,
    /// Attached files by name.
    files: Vec<String>,
}

/// A form in the list of all.
#[derive(Deserialize)]
struct Whole {
    shipped: Shipped,
    workbook: String,
    /// Where its files are, in their order.
    files: Vec<String>,
}

/// Why the shipped forms are not all here. Those that are can be used; the rest is tried at the next start.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error("this build lists no forms")]
    NoList,
    #[error("the list of forms cannot be read")]
    List(#[from] serde_json::Error),
    #[error("a file of the pack did not come")]
    Fetch(#[from] FetchError),
    #[error("what came is not the form")]
    Foreign,
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// Why a form that a person chose was not taken. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenFormError {
    /// Not one of the chosen files is a workbook or a document, or more than one is.
    #[error("{0} forms among the chosen files")]
    Workbooks(usize),
    /// The reader of foreign files gave up: the file is damaged, hostile, or far too large.
    #[error("the workbook could not be read")]
    Worker(#[from] WorkerError),
    #[error("file '{file}' cannot be read{problem}")]
    Unreadable { file: String, problem: Problem },
    /// It was read, and cannot be filled as it is.
    #[error("the form has problems")]
    Problems(Vec<Problem>),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
}

/// A form that a person opened, and what its author may want to mend.
pub struct OpenedForm {
    pub form: Form,
    pub warnings: Vec<Problem>,
    /// The version that is no longer offered from now on.
    pub replaced: Option<Form>,
}

/// Why a draft could not be begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    #[error("the form is not here, or this version cannot read it")]
    NoForm,
    /// Consent to the record was withdrawn: nothing is left to be edited or copied.
    #[error("the record was erased")]
    Erased,
    /// A record names who filled it: say so in the settings first.
    #[error("nobody said who fills")]
    NoOfficer,
    /// This page shows somebody else: another one changed who fills.
    #[error("another tab changed who fills")]
    OfficerChanged,
    #[error("the browser has no source of randomness")]
    Entropy(#[from] entropy::NoEntropy),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

thread_local! {
    /// The form that was opened last, as it was compiled: mostly it is begun next.
    static OPENED: RefCell<Option<(FormHash, Vec<u8>)>> = const { RefCell::new(None) };
    /// All shipped forms stand in the list of forms, and each can be begun; one tab has one database.
    static ARE_ALL_HERE: Cell<bool> = const { Cell::new(false) };
}

/// How long a chosen workbook may take to read.
const OPEN_TIMEOUT_MS: u32 = 30_000;

/// How the shipped forms stood at a start.
#[derive(Clone, Copy, Default)]
pub struct Installed {
    /// Some were new.
    pub is_news: bool,
    /// There is nothing left to [`complete`].
    pub is_complete: bool,
}

/// Takes in the forms for every day that are shipped with this version, as far as beginning one needs them: by their names. A
/// form itself comes when it is begun, and the other forms with the rest are [`complete`]d later.
///
/// # Errors
/// [`InstallError`]
pub async fn install(device: &Device) -> Result<Installed, InstallError> {
    let keys = device.database.keys(Store::Forms, &Key(Vec::new())).await?;
    let Pack { forms, mut others, .. } = pack().await?;
    let is_news = take_in(device, &keys, &forms).await?;
    others.extend(forms.iter().map(|shipped| shipped.form.hash.to_string()));
    Ok(Installed { is_news, is_complete: others.iter().all(|beginning| is_whole(&keys, beginning)) })
}

/// Whether compiled form and workbook are here of a form whose hash begins so.
fn is_whole(keys: &[Key], beginning: &str) -> bool {
    let is_it = |key: &&Key| key.is_head() && key.text(0).is_some_and(|hash| hash.starts_with(beginning));
    let hash = keys.iter().find(is_it).and_then(|key| key.text(0)?.parse::<FormHash>().ok());
    hash.is_some_and(|hash| {
        let parts = [layout::form_cache(hash, form::CACHE_VERSION), layout::form_workbook(hash)];
        parts.iter().all(|part| keys.contains(part))
    })
}

/// Puts those of the shipped forms into the list of forms that are not in it, in one write however many they are. Whether
/// there were any.
async fn take_in(device: &Device, keys: &[Key], shipped: &[Shipped]) -> Result<bool, InstallError> {
    let new: Vec<_> = shipped.iter().filter(|shipped| !keys.contains(&layout::form(shipped.form.hash))).collect();
    if new.is_empty() {
        return Ok(false);
    }
    let known = listed(device, keys).await?;
    let plan = new.into_iter().fold(store::Transaction::new(), |plan, shipped| {
        let Shipped { form, title, listing, files, .. } = shipped;
        let head = head(form.clone(), title.clone(), listing.clone(), files.clone());
        plan.and(forms::change(&head)).and(retired(&known, form))
    });
    device.run(plan).await?;
    Ok(true)
}

/// Fetches a shipped form as it was compiled. What came instead of it, a portal's page for one, is not kept.
async fn fetch_compiled(device: &Device, shipped: &Shipped) -> Result<Package, InstallError> {
    let compiled = fetch::bytes(&shipped.package).await?;
    let package = Package::from_bytes(&compiled).map_err(|_| InstallError::Foreign)?;
    device.run(forms::cache(shipped.form.hash, form::CACHE_VERSION, compiled)).await?;
    Ok(package)
}

/// A form to be filled. One that came with the app is fetched where it has not come yet. `None`: it is not to be had.
///
/// # Errors
/// [`LoadError`]
pub async fn package(device: &Device, hash: FormHash) -> Result<Option<Package>, LoadError> {
    let opened = OPENED.take().filter(|(opened, _)| *opened == hash);
    if let Some(package) = opened.and_then(|(_, bytes)| Package::from_bytes(&bytes).ok()) {
        return Ok(Some(package));
    }
    if let Some(package) = device.cached_package(hash).await? {
        return Ok(Some(package));
    }
    let daily = pack().await.map(|pack| pack.forms).unwrap_or_default();
    if let Some(shipped) = daily.iter().find(|shipped| shipped.form.hash == hash)
        && let Ok(package) = fetch_compiled(device, shipped).await
    {
        return Ok(Some(package));
    }
    // Without a network it is compiled from its workbook, if that has come.
    device.package(hash).await
}

/// Puts all shipped forms into the list of forms, also those that are not for every day, once each can be begun. Whether any
/// were new.
///
/// # Errors
/// [`InstallError`]
pub async fn install_all(device: &Device) -> Result<bool, InstallError> {
    if ARE_ALL_HERE.get() {
        return Ok(false);
    }
    let keys = device.database.keys(Store::Forms, &Key(Vec::new())).await?;
    let shipped: Vec<Shipped> = compiled(device, &keys).await?.into_iter().map(|whole| whole.shipped).collect();
    let keys = device.database.keys(Store::Forms, &Key(Vec::new())).await?;
    let is_news = take_in(device, &keys, &shipped).await?;
    ARE_ALL_HERE.set(true);
    Ok(is_news)
}

/// Fetches what [`install`] left for later: the shipped forms, and their workbooks and files, which packs and newer versions
/// read.
///
/// # Errors
/// [`InstallError`]
pub async fn complete(device: &Device) -> Result<(), InstallError> {
    let keys = device.database.keys(Store::Forms, &Key(Vec::new())).await?;
    for Whole { shipped, workbook, files } in compiled(device, &keys).await? {
        let hash = shipped.form.hash;
        if !keys.contains(&layout::form_workbook(hash)) {
            let workbook = fetch::bytes(&workbook).await?;
            let mut attached = Vec::new();
            for (name, address) in shipped.files.into_iter().zip(files) {
                attached.push((name, fetch::bytes(&address).await?));
            }
            if forms::hash(&workbook, &attached) != hash {
                return Err(InstallError::Foreign);
            }
            device.run(forms::keep_source(hash, &workbook, &attached)).await?;
        }
    }
    Ok(())
}

later! {
    /// [`install_all`] and [`complete`] for the start of the app: whether the list of forms has become longer. What did not come
    /// is tried again at the next one.
    pub fn completing(device: Rc<Device>) -> Result<LocalBoxFuture<'static, bool>, NotHere> {
        Ok(Box::pin(async move {
            let is_longer = install_all(&device).await.unwrap_or_default();
            let _ = complete(&device).await;
            let has_renewed = super::holidays::catch_up(&device).await.unwrap_or_default() > 0;
            is_longer || has_renewed
        }))
    }
}

/// Fetches every shipped form that is not among the keys of what is here, as it was compiled, and gives the list of all.
async fn compiled(device: &Device, keys: &[Key]) -> Result<Vec<Whole>, InstallError> {
    let all = whole().await?;
    for Whole { shipped, .. } in &all {
        let cache = layout::form_cache(shipped.form.hash, form::CACHE_VERSION);
        if !keys.contains(&cache) {
            fetch_compiled(device, shipped).await?;
        }
    }
    Ok(all)
}

async fn pack() -> Result<Pack, InstallError> {
    let list = document::fact("taizhang-pack").ok_or(InstallError::NoList)?;
    Ok(serde_json::from_slice(&fetch::bytes(&list).await?)?)
}

async fn whole() -> Result<Vec<Whole>, InstallError> {
    Ok(serde_json::from_slice(&fetch::bytes(&pack().await?.all).await?)?)
}

/// The forms that can be begun, by the place they give themselves and then by title.
///
/// # Errors
/// [`ReadError`]
pub async fn offered(device: &Device) -> Result<Vec<Form>, ReadError> {
    let mut offered = all(device).await?;
    offered.retain(|form| form.offered);
    offered.sort_by(|left, right| (left.listing.place(), &left.title).cmp(&(right.listing.place(), &right.title)));
    Ok(offered)
}

/// The form of this id that can be begun. On a first visit those that come with the app may not be here yet; the page of forms
/// brings those that are not for every day.
///
/// # Errors
/// [`ReadError`]
pub async fn find(device: &Device, id: &str) -> Result<Option<Form>, ReadError> {
    let found = |offered: Vec<Form>| offered.into_iter().find(|form| form.form.id == id);
    if let Some(form) = found(offered(device).await?) {
        return Ok(Some(form));
    }
    // What does not come is not to be had now.
    let _ = install(device).await;
    Ok(found(offered(device).await?))
}

/// Whether a file is a form, and not a list that goes with one. A damaged workbook is still meant as one.
fn is_form(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_lowercase();
    form::Source::is_form(bytes) || [".xlsx", ".xlsm", ".md"].iter().any(|ending| name.ends_with(ending))
}

/// Reads a workbook or a document with the files chosen beside it, and keeps the form if it can be filled.
///
/// # Errors
/// [`OpenFormError`]
pub async fn open(device: &Device, chosen: Vec<(String, Vec<u8>)>) -> Result<OpenedForm, OpenFormError> {
    let (mut workbooks, files): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(name, bytes)| is_form(name, bytes));
    let (Some((name, workbook)), true) = (workbooks.pop(), workbooks.is_empty()) else {
        return Err(OpenFormError::Workbooks(workbooks.len()));
    };
    let (ready, known) = join(compile(name, workbook, files), all(device)).await;
    keep(device, ready?, &known?).await
}

/// A form that was compiled and is not kept yet.
pub struct Ready {
    bytes: FormBytes,
    package: Vec<u8>,
    warnings: Vec<Problem>,
}

impl Ready {
    pub fn form(&self) -> &FormRef {
        &self.bytes.form.form
    }

    /// What it asks. `None`, which nobody has seen: it cannot be read again.
    pub fn package(&self) -> Option<Package> {
        Package::from_bytes(&self.package).ok()
    }

    /// What has it kept, and older versions among the known ones no longer offered.
    pub(super) fn plan(&self, known: &[Form]) -> store::Transaction {
        let cached = forms::cache(self.form().hash, form::CACHE_VERSION, self.package.clone());
        forms::keep(&self.bytes).and(cached).and(retired(known, self.form()))
    }
}

/// Compiles a form. `name` is that of its own file.
pub(super) async fn compile(
    name: String,
    workbook: Vec<u8>,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Ready, OpenFormError> {
    let attached = files.iter().map(|(name, bytes)| (name.clone(), FileBytes(bytes.clone()))).collect();
    let question = Question::CompileForm { workbook: FileBytes(workbook.clone()), files: attached };
    match worker::ask(&question, OPEN_TIMEOUT_MS).await? {
        Answer::Form { form: Some(compiled), problems } => {
            let form = FormRef { id: compiled.id, version: compiled.version, hash: compiled.hash };
            let names = files.iter().map(|(name, _)| name.clone()).collect();
            let form = head(form, compiled.title, compiled.listing, names);
            let bytes = FormBytes { form, workbook, files };
            Ok(Ready { bytes, package: compiled.package.0, warnings: problems })
        }
        Answer::Form { form: None, problems } => Err(OpenFormError::Problems(problems)),
        Answer::Unreadable { file, problem } => Err(OpenFormError::Unreadable { file: file.unwrap_or(name), problem }),
        _ => Err(OpenFormError::Worker(WorkerError::Trapped)),
    }
}

pub(super) async fn keep(device: &Device, ready: Ready, known: &[Form]) -> Result<OpenedForm, OpenFormError> {
    device.run(ready.plan(known)).await?;
    let Ready { bytes, package, warnings } = ready;
    let form = bytes.form;
    let is_older = |old: &&Form| old.form.id == form.form.id && old.form.hash != form.form.hash && old.offered;
    let replaced = known.iter().find(is_older).cloned();
    OPENED.set(Some((form.form.hash, package)));
    Ok(OpenedForm { form, warnings, replaced })
}

/// What a form was read from. `None`: its workbook has not come yet.
///
/// # Errors
/// [`ReadError`]
pub(super) async fn source(device: &Device, hash: FormHash) -> Result<Option<FormBytes>, ReadError> {
    let rows = device.database.range(Store::Forms, &layout::form(hash)).await?;
    Ok(forms::read_bytes(hash, &rows).ok())
}

/// Begins a draft. It is safe once this is done.
///
/// # Errors
/// [`BeginError`]
pub async fn begin(device: &Rc<Device>, form: &Form) -> Result<DraftId, BeginError> {
    let id = entropy::draft_id(clock::now())?;
    let new = |opening: Opening| Ok(Instance::new(opening.definition, opening.host, opening.moment));
    begin_as(device, Beginning { id, form: &form.form, title: &form.title, begun_from: None }, new).await
}

/// All that an instance is made with.
pub(super) struct Opening {
    pub definition: Rc<FormDefinition>,
    pub host: Rc<DeviceHost>,
    pub moment: Moment,
}

/// The draft that is begun.
pub(super) struct Beginning<'a> {
    pub id: DraftId,
    pub form: &'a FormRef,
    pub title: &'a str,
    pub begun_from: Option<RecordId>,
}

/// Begins a draft of a form with the instance that `open` makes.
pub(super) async fn begin_as(
    device: &Rc<Device>,
    beginning: Beginning<'_>,
    open: impl FnOnce(Opening) -> Result<Instance, BeginError>,
) -> Result<DraftId, BeginError> {
    let Beginning { id, form, title, begun_from } = beginning;
    let (package, settings) = join(package(device, form.hash), device.settings()).await;
    let (package, settings) = (package?.ok_or(BeginError::NoForm)?, settings?.ok_or(BeginError::NoForm)?);
    let officer = settings.officer.ok_or(BeginError::NoOfficer)?.id;
    if !is_shown(&officer) {
        return Err(BeginError::OfficerChanged);
    }
    let host = Rc::new(DeviceHost::load(device, &package, &officer).await?);
    let now = clock::now();
    let moment = Moment { now, seed: entropy::seed()? };
    let instance = open(Opening { definition: Rc::new(package.definition), host, moment })?;
    let draft = Draft {
        id,
        form: form.clone(),
        officer,
        title: title.to_owned(),
        created_at: now,
        changed_at: now,
        answered: u32::try_from(instance.answered()).unwrap_or(u32::MAX),
        at_path: None,
        begun_from,
        state: DraftState::Open,
        epoch: 1,
    };
    Filling::begin(device, draft, instance).await?;
    let device = device.clone();
    timer::spawn(async move {
        // Behind the first question, for which somebody waits.
        timer::sleep(REST_MS).await;
        device.refresh_canary().await;
    });
    Ok(id)
}

pub(super) async fn all(device: &Device) -> Result<Vec<Form>, ReadError> {
    let keys = device.database.keys(Store::Forms, &Key(Vec::new())).await?;
    listed(device, &keys).await
}

/// The forms among these keys. A form's bytes lie under its head, and may be large: they are not read.
async fn listed(device: &Device, keys: &[Key]) -> Result<Vec<Form>, ReadError> {
    let heads = keys.iter().filter(|key| key.is_head()).cloned().collect();
    Ok(forms::list(&device.database.several(Store::Forms, heads).await?).0)
}

fn head(form: FormRef, title: String, listing: Listing, files: Vec<String>) -> Form {
    Form { form, title, listing, added_at: clock::now(), files, offered: true }
}

/// Older versions of a form stay for their drafts and records, and are no longer offered.
pub(super) fn retired(known: &[Form], newer: &FormRef) -> store::Transaction {
    let older = known.iter().filter(|old| old.form.id == newer.id && old.form.hash != newer.hash && old.offered);
    older.fold(store::Transaction::new(), |plan, old| plan.and(forms::change(&Form { offered: false, ..old.clone() })))
}
