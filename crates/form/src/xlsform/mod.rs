//! XLSForm: the sheets of a workbook to a form definition, with every problem found on the way.
//!
//! ```text
//! sheets -> grids -> drafts -> tree -> nodes
//!  sheets   columns  survey    tree    nodes, texts, expressions (refs), entities
//! ```
//!
//! Start at [`compile`]. The reference for what is taken and what is refused is the field's own converter, pyxform;
//! where an expression cannot be run at all we refuse as the validator behind it does.
//!
//! Not here: the definition itself (`definition`), running it (`instance`).

mod absolute;
mod allocation;
mod appearances;
mod choice_table;
mod choices;
mod columns;
mod drafts;
mod entities;
mod expressions;
mod externals;
mod fields;
mod grid;
pub mod known;
mod languages;
mod lex;
mod lists;
mod names;
mod nodes;
mod parameters;
mod range;
mod refs;
mod selects;
mod settings;
mod sheets;
mod survey;
mod texts;
mod tree;
mod types;

use std::collections::BTreeMap;

use sheet::{Table, Workbook};

use crate::compiling::findings::Findings;
use crate::compiling::{Compiled, files as attached, findings, nearest};
use crate::definition::{DataType, FormDefinition, NodeDef};
use crate::follow_up;
use crate::limits::{EXPRESSION_BYTES, SURVEY_ROWS, TEXTS};
use crate::problem::Message;
use crate::withdrawal;
use crate::xlsform::choices::Lists;
use crate::xlsform::drafts::{Draft, Shape};
use crate::xlsform::entities::Declarations;
use crate::xlsform::expressions::Expressions;
use crate::xlsform::externals::Instances;
use crate::xlsform::fields::Fields;
use crate::xlsform::grid::Grid;
use crate::xlsform::languages::Languages;
use crate::xlsform::names::has_mention;
use crate::xlsform::nodes::Builder;
use crate::xlsform::refs::{Focus, Names};
use crate::xlsform::settings::{Settings, is_no};
use crate::xlsform::sheets::Sheets;
use crate::xlsform::survey::{Reader, Survey};
use crate::xlsform::texts::Texts;
use crate::xlsform::tree::Tree;
use crate::xlsform::types::{Ask, Kind};

pub use self::choice_table::{NewCell, choice_table, with_choices};

/// Reads a workbook as a form. Never fails: all that is wrong is collected, each with its place.
///
/// `files` are the attached tables by file name; they are looked at to say what is missing, never needed.
pub fn compile(workbook: &Workbook, files: &BTreeMap<String, Table>) -> Compiled {
    let mut findings = Findings::default();
    let form = read(workbook, files, &mut findings);
    let place = |node: &NodeDef| findings::sheet("survey").row(node.row);
    Compiled::new(form, findings, place)
}

fn read(workbook: &Workbook, files: &BTreeMap<String, Table>, findings: &mut Findings) -> Option<FormDefinition> {
    let sheets = Sheets::find(workbook, findings);
    let mut grid = |name, sheet: Option<&sheet::Sheet>, columns| {
        sheet.map(|sheet| Grid::read(name, sheet, columns, findings)).filter(|grid| !grid.headings.is_empty())
    };
    let settings_grid = grid("settings", sheets.settings, &columns::SETTINGS);
    let mut choices_grid = grid("choices", sheets.choices, &columns::CHOICES);
    let mut external_grid = grid("external_choices", sheets.external_choices, &columns::CHOICES);
    let entities_grid = grid("entities", sheets.entities, &columns::ENTITIES);
    let osm_grid = grid("osm", sheets.osm, &columns::CHOICES);
    let Some(survey_grid) = grid("survey", sheets.survey, &columns::SURVEY) else {
        if sheets.survey.is_some() {
            let message = Message::ColumnMissing { column: "type".to_owned() };
            findings.error(findings::sheet("survey"), message);
        }
        return None;
    };
    let mut settings = settings_grid.as_ref().map(|grid| Settings::read(grid, findings)).unwrap_or_default();
    let headings = || [Some(&survey_grid), choices_grid.as_ref()].into_iter().flatten().flat_map(|grid| &grid.headings);
    let all_headings: Vec<_> = headings().collect();
    let languages = Languages::collect(all_headings.iter().copied(), settings.get("default_language"));
    let allow_twice = settings.is_yes("allow_choice_duplicates");
    let grids: Vec<&Grid> =
        [Some(&survey_grid), choices_grid.as_ref(), external_grid.as_ref()].into_iter().flatten().collect();
    if let Some(message) = too_much(&survey_grid, &grids, &languages) {
        findings.error(findings::sheet("survey"), message);
        return None;
    }
    let mut read_lists = |grid: &mut Option<Grid>| {
        grid.as_mut().map(|grid| Lists::read(grid, &languages, allow_twice, findings)).filter(|lists| !lists.is_empty())
    };
    let mut lists = read_lists(&mut choices_grid).unwrap_or_default();
    let mut external_lists = read_lists(&mut external_grid);
    let declarations = entities_grid.as_ref().map(|grid| Declarations::read(grid, findings)).unwrap_or_default();

    if !survey_grid.has_column(&["type"]) {
        let message = Message::ColumnMissing { column: "type".to_owned() };
        findings.error(findings::sheet("survey"), message);
    }
    let cleans = !settings.get("clean_text_values").is_some_and(is_no);
    let fields = Fields::new(&survey_grid, &languages, cleans, findings);
    let tags = osm_grid.as_ref().map(|grid| choices::read_tags(grid, findings));
    let mut survey =
        Reader::new(&survey_grid, &fields, &mut lists, external_lists.as_ref(), &sheets.names, &mut settings, findings)
            .read(tags.as_deref());
    warn_of_languages(&survey_grid, choices_grid.as_ref(), &languages, &survey, findings);

    if !settings.is_yes("omit_instanceID") {
        *survey.named.entry("instanceID".to_owned()).or_default() += 1;
    }
    check_references(&survey_grid, &fields, choices_grid.as_ref(), settings_grid.as_ref(), &survey, findings);
    if let Some(grid) = &entities_grid {
        entities::check_references(grid, &survey.named, findings);
    }

    let mut instances = Instances::default();
    lists::declare_files(&survey.children, &survey_grid, &mut instances, findings);
    let mentions_id = mentions_instance_id(workbook);
    entities::check_files(&survey.children, &declarations, &survey_grid, findings);
    let children = with_metadata(&mut survey, mentions_id);
    let tree = Tree::plant(children, &lists);
    if let Some(message) = &tree.full {
        findings.error(findings::sheet("survey"), message.clone());
        return None;
    }
    let names = Names::new(&tree, settings.get("name").unwrap_or("data"));
    check_kept(&survey_grid, &fields, &names, &survey.named, findings);
    let mut expressions = Expressions::new(&names, &survey.named, findings);
    let texts = Texts { languages: &languages };
    let mut builder = Builder {
        tree: &tree,
        grid: &survey_grid,
        lists: &lists,
        external_lists: external_lists.as_ref(),
        texts: &texts,
        instances: &mut instances,
        expressions: &mut expressions,
        asked_columns: Vec::new(),
    };
    let mut nodes = builder.build();
    let asked_columns = builder.asked_columns;
    let entities = declarations.compile(&tree, &survey_grid, &mut nodes, &mut expressions);
    let instance_name = settings.raw("instance_name").and_then(|raw| {
        let place = findings::sheet("settings").row(settings.row).column("instance_name");
        expressions.condition(&grid::plain(&raw.text), Focus::Anywhere, &place)
    });
    if let Some(at) = instances.find("__last-saved").filter(|_| expressions.reads_last_saved()) {
        let name = instances.externals[at].instance.clone();
        expressions.findings.error(findings::sheet("survey"), Message::InstanceTwice { name });
    }
    let internal = lists::compile(&mut lists, "choices", choices_grid.as_ref(), &texts, &mut expressions);
    let external = external_lists
        .as_mut()
        .map(|lists| lists::compile(lists, "external_choices", external_grid.as_ref(), &texts, &mut expressions));
    let hashes = expressions.hashes();
    lists::check_instances(&lists, &survey.geometries, &tree, &declarations, &instances, findings);
    let own_lists: Vec<&str> = declarations.rows.iter().map(|row| row.list.as_str()).collect();
    attached::check(&instances.externals, files, &asked_columns, &own_lists, &findings::sheet("survey"), findings);

    let id = settings.get("id_string").unwrap_or("data").to_owned();
    if id.is_empty() || id == "None" {
        findings.error(findings::sheet("settings").row(settings.row.max(1)).column("form_id"), Message::FormIdMissing);
    }
    let form = FormDefinition {
        version: settings.get("version").unwrap_or_default().to_owned(),
        title: settings.get("title").unwrap_or(&id).to_owned(),
        id,
        instance_name,
        default_language: languages.default_index(),
        languages: languages.names,
        settings: settings.rest(),
        style: settings.get("style").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        nodes,
        lists: internal.into_iter().chain(external.into_iter().flatten()).collect(),
        externals: instances.externals,
        entities,
        texts: BTreeMap::new(),
        hashes,
    };
    follow_up::check(&form, findings);
    withdrawal::check(&form, findings);
    Some(form)
}

/// The limit that is met by how much there is.
fn too_much(survey: &Grid, grids: &[&Grid], languages: &Languages) -> Option<Message> {
    if survey.rows.len() > SURVEY_ROWS {
        return Some(Message::FileRowsTooMany { limit: SURVEY_ROWS as u64 });
    }
    let rows: usize = grids.iter().map(|grid| grid.rows.len()).sum();
    if rows * languages.count() > TEXTS {
        return Some(Message::TextsTooMany { limit: TEXTS });
    }
    let cells = grids.iter().flat_map(|grid| &grid.rows).flat_map(|row| &row.cells);
    let mentioning: usize = cells.filter(|cell| has_mention(&cell.text)).map(|cell| cell.text.len()).sum();
    (mentioning > EXPRESSION_BYTES).then_some(Message::ExpressionsTooLong { limit: EXPRESSION_BYTES })
}

/// Says which languages lack columns that others have, and which have no code.
fn warn_of_languages(
    survey: &Grid,
    choices: Option<&Grid>,
    languages: &Languages,
    read: &Survey,
    findings: &mut Findings,
) {
    for grid in [Some(survey), choices].into_iter().flatten() {
        for (language, columns) in languages::gaps(&grid.headings) {
            findings.warning(findings::sheet(grid.sheet).row(1), Message::LanguageIncomplete { language, columns });
        }
    }
    for language in languages.names.iter().filter(|name| !languages::has_code(name)) {
        let message = Message::LanguageWithoutCode { language: language.clone() };
        findings.warning(findings::sheet("survey").row(1), message);
    }
    if read.has_other && languages.any() {
        findings.warning(findings::sheet("survey"), Message::OtherWithLanguages);
    }
}

/// Reports what cells mention that the survey does not name once, also in columns that nobody reads.
fn check_references(
    survey: &Grid,
    fields: &Fields,
    choices: Option<&Grid>,
    settings: Option<&Grid>,
    read: &Survey,
    findings: &mut Findings,
) {
    let mut check = |grid: &Grid, takes: &dyn Fn(usize) -> bool| {
        for row in &grid.rows {
            for cell in row.cells.iter().filter(|cell| takes(cell.heading)) {
                if has_mention(&cell.text) {
                    refs::check(&cell.text, &grid.place(row.number, cell.heading), &read.named, findings);
                }
            }
        }
    };
    if let Some(grid) = settings {
        check(grid, &|_| true);
    }
    check(survey, &|heading| fields.takes_references(heading));
    if let Some(grid) = choices {
        check(grid, &|heading| grid.headings[heading].words[0] == "label");
        // In a picture's name only a reference that is well formed is one.
        let has_media = grid.headings.iter().any(|heading| heading.words[0] == "media");
        for row in grid.rows.iter().filter(|_| has_media) {
            for cell in row.cells.iter().filter(|cell| grid.headings[cell.heading].words[0] == "media") {
                if names::mentions(&cell.text).iter().all(|mention| mention.name.is_some()) {
                    refs::check(&cell.text, &grid.place(row.number, cell.heading), &read.named, findings);
                }
            }
        }
    }
}

/// Reports what columns mention that are only kept, where the survey names it once and yet no node has that name.
fn check_kept(grid: &Grid, fields: &Fields, names: &Names, named: &BTreeMap<String, usize>, findings: &mut Findings) {
    for row in &grid.rows {
        for cell in row.cells.iter().filter(|cell| fields.is_kept(cell.heading) && has_mention(&cell.text)) {
            for name in names::mentions(&cell.text).iter().filter_map(|mention| mention.name) {
                if named.get(name) == Some(&1) && names.find(name).is_err() && name != "instanceID" && name != "audit" {
                    let place = grid.place(row.number, cell.heading);
                    findings.error(place, Message::ReferenceUnknown { name: name.to_owned() });
                }
            }
        }
    }
}

const AUDIT: Kind = Kind {
    name: "audit",
    data: DataType::Binary,
    ask: Ask::Preload(crate::definition::Preload::Audit),
    constraint: None,
};
const INSTANCE_ID: Kind = Kind {
    name: "instanceID",
    data: DataType::Text,
    ask: Ask::Preload(crate::definition::Preload::InstanceId),
    constraint: None,
};

/// The survey's drafts, and behind them the group `meta` where something in it is asked for.
fn with_metadata(survey: &mut Survey, instance_id: bool) -> Vec<Draft> {
    let mut children = std::mem::take(&mut survey.children);
    let mut meta = Draft { name: "meta".to_owned(), ..Draft::default() };
    if let Some(audit) = survey.audit.take() {
        meta.children.push(Draft { shape: Shape::Question(const { &AUDIT }), ..audit });
    }
    if instance_id {
        let shape = Shape::Question(const { &INSTANCE_ID });
        meta.children.push(Draft { name: "instanceID".to_owned(), shape, ..Draft::default() });
    }
    if !meta.children.is_empty() {
        children.push(meta);
    }
    children
}

/// Whether some expression may ask for the record's own id.
fn mentions_instance_id(workbook: &Workbook) -> bool {
    let cells = workbook.sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    let mentions = |text: &str| text.contains('I') && text.contains("instanceID");
    cells.map(|cell| cell.value.text()).any(|text| mentions(&text))
}
