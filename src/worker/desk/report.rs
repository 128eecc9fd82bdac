//! Reports: what the desk has as a file for other programs, made without holding more than a few hundred rows at once.
//!
//! Entities are read first for what they are called and which properties they have, then once more where their lists are
//! wanted, then records. Stopped on the way, there is no file, and nothing has changed.
//!
//! Not here: what the tables look like (`ledger::report`), who asks (`pages::exports`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::{CACHE_VERSION, Package};
use ledger::report::viewer::board::Board;
use ledger::report::viewer::{self, Viewer};
use ledger::report::{Captions, Class, EntityFile, Mark, Order, Report, Titles};
use ledger::{EntityHistory, Joined, Standing, Words};
use record::{Day, FormHash, Revision, Timestamp};
use serde::{Deserialize, Serialize};
use sheet::{CsvWriter, Guard, WriteError};
use store::forms::Form;
use store::{Key, Row, Settings, Store, layout, records};

use super::intake::settings;
use super::known;
use super::tray::ENTERPRISES;
use super::{Failure, Tell, Told};
use crate::platform::idb::{Database, Portions};
use crate::worker::forms::compile;
use crate::worker::{Answer, CompiledForm, FileBytes};

/// A report to be made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ReportOrder {
    pub contents: Contents,
    pub order: Order,
    pub captions: Captions,
    /// What lists are called in it.
    pub lists: BTreeMap<String, String>,
    /// Why it is made, and by whom. Without it nothing is made that has personal data.
    pub mark: Option<Mark>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Contents {
    /// All lists, and all records by form.
    Ledger,
    List(String),
    /// The records of a form, whatever its version.
    Form(String),
    /// A list in the shape in which forms of the field read one (`name`, `label`, properties).
    FieldList(String),
    /// The choice lists of a form, in the shape of its sheet `choices`.
    FieldChoices(String),
    /// What a leader may see of all of it (`ledger::report::viewer`), with sums by this property of enterprises and the board as of
    /// a day.
    Viewer {
        by: String,
        day: Day,
    },
}

impl ReportOrder {
    /// Whether it does not say why, and has to.
    fn lacks_purpose(&self) -> bool {
        self.contents.is_personal() && !self.mark.as_ref().is_some_and(Mark::is_sound)
    }
}

impl Contents {
    /// Whether it may have personal data: any text that somebody typed may.
    pub fn is_personal(&self) -> bool {
        !matches!(self, Self::FieldChoices(_) | Self::Viewer { .. })
    }
}

/// What is here.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stock {
    /// Names of lists, with how many entities each has.
    pub lists: Vec<(String, usize)>,
    /// What forms call them.
    pub names: BTreeMap<String, String>,
    /// Ids and titles of forms.
    pub forms: Vec<(String, String)>,
    /// Names and titles of what figures of enterprises can be added up by.
    pub groupings: Vec<(String, String)>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MadeReport {
    pub file: FileBytes,
    pub ending: String,
    pub media_type: String,
    /// How widely it may be read.
    pub class: Class,
    /// Records and entities in it.
    pub rows: u64,
    /// Rows of the database that could not be read, and so are not.
    pub unreadable: u64,
}

impl From<WriteError> for Failure {
    /// What cannot be written is too much for such a file.
    fn from(_: WriteError) -> Self {
        Self::Worker
    }
}

/// What reports there can be, with titles in a language.
///
/// # Errors
/// [`Failure`]
pub async fn stock(database: &Database, language: &str) -> Result<Stock, Failure> {
    let mut lists: BTreeMap<String, usize> = BTreeMap::new();
    let mut portions = database.portions(Store::Entities).await?;
    while let Some(rows) = portions.next(database).await? {
        for row in rows {
            if let Some(list) = row.key.text(0).filter(|list| !list.starts_with("__")) {
                *lists.entry(list.to_owned()).or_default() += 1;
            }
        }
    }
    let mut forms: Vec<(String, String)> = Vec::new();
    for form in heads(database).await? {
        if forms.iter().all(|(id, _)| *id != form.form.id) {
            let title = form.listing.title(language).unwrap_or(&form.title).to_owned();
            forms.push((form.form.id, title));
        }
    }
    let compiled = Forms::read(database).await?;
    let names: BTreeSet<&str> = lists.keys().map(String::as_str).collect();
    let groupings = viewer::groupings(ENTERPRISES, &compiled.all(), &names, language);
    let names = list_names(&compiled.all(), language);
    Ok(Stock { lists: lists.into_iter().collect(), names, forms, groupings })
}

/// What forms call the lists that they begin.
fn list_names(packages: &[&Package], language: &str) -> BTreeMap<String, String> {
    let mut words = Words::default();
    packages.iter().for_each(|package| words.learn(&package.definition, &BTreeMap::new(), language));
    let begun = packages.iter().flat_map(|package| &package.definition.entities).map(|entity| &entity.list);
    begun.filter_map(|list| Some((list.clone(), words.list(list)?.to_owned()))).collect()
}

/// Makes a report. A viewer's file has the board in it.
///
/// # Errors
/// [`Failure`]; nothing has changed either way.
pub async fn make(
    database: &Database,
    (wanted, board): (&ReportOrder, Option<Board>),
    now: Timestamp,
    tell: Tell<'_>,
) -> Result<MadeReport, Failure> {
    if wanted.lacks_purpose() {
        return Err(Failure::NoPurpose);
    }
    let settings = settings(database).await?;
    let forms = Forms::read(database).await?;
    if let Contents::FieldChoices(form) = &wanted.contents {
        return Ok(choices(&forms, form, &wanted.order));
    }
    let joined = known::joined(database).await?;
    let mut work = Work { database, settings, tell, entities: Known::default(), done: 0, of: 0, unreadable: 0, joined };
    work.expect(wanted).await?;
    work.learn().await?;
    if let Contents::FieldList(list) = &wanted.contents {
        return work.field_list(list, wanted.order.bare).await;
    }
    if let Contents::Viewer { by, .. } = &wanted.contents {
        return work.viewer((wanted, board), by, &forms.all(), now).await;
    }
    let titles: Titles = work.entities.titles.clone().into_iter().map(|(list, names)| (list, Rc::new(names))).collect();
    let mut report = Report::new(wanted.order.clone(), wanted.captions.clone(), titles);
    if let Some(mark) = &wanted.mark {
        report.mark(mark.clone());
    }
    let packages = forms.all();
    let names = list_names(&packages, &wanted.order.language);
    for (list, properties) in &work.entities.properties {
        if matches!(&wanted.contents, Contents::Ledger) || wanted.contents == Contents::List(list.clone()) {
            let title = wanted.lists.get(list).or(names.get(list)).unwrap_or(list);
            report.add_list(list, title, properties.iter().map(String::as_str), &packages)?;
        }
    }
    for (id, title, versions) in &forms.by_id {
        let is_wanted = matches!(&wanted.contents, Contents::Ledger) || wanted.contents == Contents::Form(id.clone());
        if is_wanted && !versions.is_empty() {
            report.add_form(id, title, &versions.iter().collect::<Vec<_>>())?;
        }
    }
    if !matches!(wanted.contents, Contents::Form(_)) {
        work.entities(&mut report).await?;
    }
    if !matches!(wanted.contents, Contents::List(_)) {
        work.records(&mut report, &wanted.contents, &forms).await?;
    }
    let (rows, class) = (report.rows(), report.class());
    let made = report.finish()?;
    Ok(MadeReport {
        class,
        file: FileBytes(made.bytes),
        ending: made.ending.to_owned(),
        media_type: made.media_type.to_owned(),
        rows,
        unreadable: work.unreadable,
    })
}

fn choices(forms: &Forms, form: &str, order: &Order) -> MadeReport {
    let newest = forms.by_id.iter().find(|(id, ..)| id == form).and_then(|(.., versions)| versions.first());
    let table = newest.map(|package| ledger::report::choices(&package.definition)).unwrap_or_default();
    let mut csv = CsvWriter::new(if order.bare { Guard::None } else { Guard::Apostrophe });
    csv.row(table.columns.iter().map(String::as_str));
    table.rows.iter().for_each(|row| csv.row(row));
    delimited(csv.take(), Class::General, table.rows.len() as u64, 0)
}

fn delimited(bytes: Vec<u8>, class: Class, rows: u64, unreadable: u64) -> MadeReport {
    let (ending, media_type) = ("csv".to_owned(), "text/csv".to_owned());
    MadeReport { file: FileBytes(bytes), ending, media_type, class, rows, unreadable }
}

/// The forms of this device: each id with its title and what could be read of its versions, the newest first.
pub struct Forms {
    by_id: Vec<(String, String, Vec<Package>)>,
}

impl Forms {
    pub async fn read(database: &Database) -> Result<Self, Failure> {
        let mut by_id: Vec<(String, String, Vec<Package>)> = Vec::new();
        for form in heads(database).await? {
            let package = package(database, form.form.hash).await?;
            match by_id.iter_mut().find(|(id, ..)| *id == form.form.id) {
                Some((.., versions)) => versions.extend(package),
                None => by_id.push((form.form.id.clone(), form.title, package.into_iter().collect())),
            }
        }
        Ok(Self { by_id })
    }

    fn title<'a>(&'a self, id: &'a str) -> &'a str {
        self.by_id.iter().find(|(known, ..)| known == id).map_or(id, |(_, title, _)| title)
    }

    pub fn all(&self) -> Vec<&Package> {
        self.by_id.iter().flat_map(|(.., versions)| versions).collect()
    }

    /// What they call things: the newest of each, and what only older ones have a word for.
    pub fn words(&self, language: &str) -> Words {
        let mut words = Words::default();
        let newest = self.by_id.iter().filter_map(|(.., versions)| versions.first());
        newest.for_each(|package| words.learn(&package.definition, &package.files, language));
        let older = self.by_id.iter().flat_map(|(.., versions)| versions.iter().skip(1));
        older.for_each(|package| words.learn_older(&package.definition, &package.files, language));
        words
    }
}

/// Every version of every form, those that are offered first, then the latest.
async fn heads(database: &Database) -> Result<Vec<Form>, Failure> {
    let mut keys = database.keys(Store::Forms, &Key(Vec::new())).await?;
    keys.retain(Key::is_head);
    let (mut forms, _) = store::forms::list(&database.several(Store::Forms, keys).await?);
    forms.sort_by_key(|form| (!form.offered, std::cmp::Reverse(form.added_at)));
    Ok(forms)
}

/// The form of this version, if it is here.
pub(super) async fn package_of(database: &Database, hash: FormHash) -> Result<Option<Package>, Failure> {
    let head = database.get(Store::Forms, &layout::form(hash)).await?;
    if head.is_none() { Ok(None) } else { package(database, hash).await }
}

/// A form as it was compiled, or compiled again.
async fn package(database: &Database, hash: FormHash) -> Result<Option<Package>, Failure> {
    let cached = database.get(Store::Forms, &layout::form_cache(hash, CACHE_VERSION)).await?;
    if let Some(package) = cached.and_then(|bytes| Package::from_bytes(&bytes).ok()) {
        return Ok(Some(package));
    }
    let rows = database.range(Store::Forms, &layout::form(hash)).await?;
    let Ok(source) = store::forms::read_bytes(hash, &rows) else { return Ok(None) };
    let files: Vec<_> = source.files.into_iter().map(|(name, bytes)| (name, FileBytes(bytes))).collect();
    match compile(&FileBytes(source.workbook), &files, Some(hash)) {
        Answer::Form { form: Some(CompiledForm { package, .. }), .. } => Ok(Package::from_bytes(&package.0).ok()),
        _ => Ok(None),
    }
}

/// What is known of all entities before the first row is written.
#[derive(Default)]
struct Known {
    titles: BTreeMap<String, BTreeMap<String, String>>,
    properties: BTreeMap<String, BTreeSet<String>>,
}

/// A report under way.
struct Work<'a> {
    database: &'a Database,
    settings: Settings,
    tell: Tell<'a>,
    entities: Known,
    done: usize,
    of: usize,
    unreadable: u64,
    joined: Joined,
}

impl Work<'_> {
    /// Reckons how many portions there will be, so that whoever waits knows how long.
    async fn expect(&mut self, wanted: &ReportOrder) -> Result<(), Failure> {
        let entities = self.database.portions(Store::Entities).await?.progress().1;
        let records = self.database.portions(Store::Records).await?.progress().1;
        self.of = match wanted.contents {
            Contents::Ledger => 2 * entities + records,
            Contents::List(_) | Contents::FieldList(_) | Contents::Viewer { .. } => 2 * entities,
            Contents::Form(_) => entities + records,
            Contents::FieldChoices(_) => 0,
        };
        Ok(())
    }

    async fn portion(&mut self, portions: &mut Portions) -> Result<Option<Vec<Row>>, Failure> {
        let rows = portions.next(self.database).await?;
        if rows.is_some() {
            self.done = (self.done + 1).min(self.of);
            (self.tell)(Told::Progress { done: self.done, of: self.of });
        }
        Ok(rows)
    }

    /// The entities of a portion; a row that cannot be read is counted.
    fn histories(&mut self, rows: &[Row]) -> Vec<EntityHistory> {
        let read: Vec<EntityHistory> =
            rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.value).ok()).collect();
        self.unreadable += (rows.len() - read.len()) as u64;
        let shown = read.into_iter().filter(EntityHistory::is_shown);
        if self.joined.joins().is_empty() {
            return shown.collect();
        }
        shown.filter_map(|history| self.joined.shown(history)).collect()
    }

    async fn learn(&mut self) -> Result<(), Failure> {
        let mut portions = self.database.portions(Store::Entities).await?;
        while let Some(rows) = self.portion(&mut portions).await? {
            for history in self.histories(&rows) {
                let key = history.key();
                let state = history.state();
                let list = state.list.to_string();
                self.entities.properties.entry(list.clone()).or_default().extend(state.properties.keys().cloned());
                let titles = self.entities.titles.entry(list).or_default();
                // Records go on to name the id that was there when they were filled.
                for member in self.joined.joins().members(&key) {
                    titles.insert(member.entity.to_string(), state.title().to_owned());
                }
            }
        }
        self.unreadable = 0; // they are met again
        Ok(())
    }

    async fn entities(&mut self, report: &mut Report) -> Result<(), Failure> {
        let mut portions = self.database.portions(Store::Entities).await?;
        while let Some(rows) = self.portion(&mut portions).await? {
            for history in self.histories(&rows) {
                report.entity(&history.state())?;
            }
        }
        Ok(())
    }

    async fn field_list(&mut self, list: &str, bare: bool) -> Result<MadeReport, Failure> {
        let properties = self.entities.properties.get(list).cloned().unwrap_or_default();
        let class = Class::of_list(list, properties.iter().map(String::as_str));
        let mut file = EntityFile::new(properties, if bare { Guard::None } else { Guard::Apostrophe });
        let mut portions = self.database.portions(Store::Entities).await?;
        while let Some(rows) = self.portion(&mut portions).await? {
            for history in self.histories(&rows).iter().filter(|history| history.list.as_str() == list) {
                file.entity(&history.state());
            }
        }
        let rows = file.rows();
        Ok(delimited(file.finish(), class, rows, self.unreadable))
    }

    async fn viewer(
        &mut self,
        (wanted, board): (&ReportOrder, Option<Board>),
        by: &str,
        forms: &[&Package],
        now: Timestamp,
    ) -> Result<MadeReport, Failure> {
        let mut viewer = Viewer::new(wanted.captions.clone(), &wanted.order.language, ENTERPRISES, by);
        board.into_iter().for_each(|board| viewer.set_board(board));
        let lists: BTreeSet<&str> = self.entities.properties.keys().map(String::as_str).collect();
        // What desks say of records and pairs is no list of theirs.
        let mut shown: Vec<&str> = lists.iter().copied().filter(|list| !list.starts_with("__")).collect();
        shown.sort_by_key(|list| (*list != ENTERPRISES, *list));
        let names = list_names(forms, &wanted.order.language);
        for list in shown {
            let name = wanted.lists.get(list).or(names.get(list));
            viewer.add_list(list, name.map_or(list, String::as_str), forms, &lists);
        }
        let mut portions = self.database.portions(Store::Entities).await?;
        while let Some(rows) = self.portion(&mut portions).await? {
            self.histories(&rows).iter().for_each(|history| viewer.entity(&history.state()));
        }
        let officer = self.settings.officer.as_ref();
        let made_by = officer.map_or_else(String::new, |officer| format!("{} ({})", officer.name, officer.id));
        let rows = viewer.count();
        Ok(MadeReport {
            file: FileBytes(viewer.finish(&made_by, now)),
            ending: "html".to_owned(),
            media_type: "text/html".to_owned(),
            class: Class::Internal,
            rows,
            unreadable: self.unreadable,
        })
    }

    async fn records(&mut self, report: &mut Report, contents: &Contents, forms: &Forms) -> Result<(), Failure> {
        let mut portions = self.database.portions(Store::Records).await?;
        // The revisions of a record lie together, and a portion may end between them.
        let mut waiting: Vec<Revision> = Vec::new();
        while let Some(rows) = self.portion(&mut portions).await? {
            let (revisions, damaged) = records::list(&rows);
            self.unreadable += damaged.len() as u64;
            for revision in revisions {
                let form = &revision.submission().form.id;
                let is_wanted = matches!(contents, Contents::Ledger) || *contents == Contents::Form(form.clone());
                if is_wanted && revision.erasure().is_none() && !report.has_form(form) {
                    report.add_form(form, forms.title(form), &[])?; // no version of it can be read here
                }
                let same = |other: &Revision| other.submission().record == revision.submission().record;
                if waiting.first().is_some_and(|first| !same(first)) {
                    self.record(report, std::mem::take(&mut waiting))?;
                }
                waiting.push(revision);
            }
        }
        self.record(report, waiting)
    }

    /// One line for a record, however often it was edited. What another officer of this tablet recorded is that officer's.
    fn record(&self, report: &mut Report, revisions: Vec<Revision>) -> Result<(), Failure> {
        let Some(standing) = Standing::of(revisions).map_err(|_| Failure::Worker)? else { return Ok(()) };
        if self.settings.other_owner(&standing.revision.submission().officer).is_none() {
            report.record(&standing)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_with_personal_data_is_refused_without_a_purpose_and_a_viewers_file_needs_none() {
        let order = |contents: Contents, purpose: Option<&str>| ReportOrder {
            contents,
            order: Order::default(),
            captions: Captions::read(""),
            lists: BTreeMap::new(),
            mark: purpose.map(|purpose| Mark {
                purpose: purpose.to_owned(),
                made_by: String::new(),
                made_at: String::new(),
                serial: String::new(),
            }),
        };
        let name = || "talents".to_owned();
        for contents in [Contents::Ledger, Contents::List(name()), Contents::Form(name()), Contents::FieldList(name())]
        {
            assert!(order(contents.clone(), None).lacks_purpose());
            assert!(order(contents.clone(), Some("  ")).lacks_purpose());
            assert!(!order(contents, Some("月度核对")).lacks_purpose());
        }
        for contents in [Contents::Viewer { by: "chain".to_owned(), day: Day(20_000) }, Contents::FieldChoices(name())]
        {
            assert!(!order(contents, None).lacks_purpose());
        }
    }
}
