//! Lists as expressions see them: each as an instance `root/item` of forms is, with the columns that some expression reads.
//!
//! A column that no row fills is there and blank, so that `to_date = ''` holds.
//!
//! A list whose rows name several others in one property can be had cut by it, as `activities/enterprise_ids`: an item for each
//! name of each row, with all that the row says and the name as `word`. So who is named where is found by an index.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use record::ListName;
use xpath::{NodeKind, Tree};

use crate::register::{Column, Register};

/// The lists of a desk, by name.
#[derive(Clone, Default)]
pub struct Lists<'a>(pub BTreeMap<&'a str, &'a Register>);

impl<'a> Lists<'a> {
    pub(super) fn get(&self, list: &ListName) -> Option<&'a Register> {
        self.0.get(list.as_str()).copied()
    }
}

/// A place in a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Spot {
    List(u32),
    Root(u32),
    Item(u32, u32),
    Field(u32, u32, u32),
    Text(u32, u32, u32),
}

/// Lists, each with some of its columns.
pub struct Sheets<'a> {
    sheets: Vec<Sheet<'a>>,
}

struct Sheet<'a> {
    name: String,
    columns: Vec<ColumnOf<'a>>,
    rows: usize,
}

struct ColumnOf<'a> {
    name: String,
    cells: Cells<'a>,
    /// Rows in the order of what stands there, made when somebody first looks for one.
    index: OnceCell<Vec<u32>>,
}

enum Cells<'a> {
    Of(Vec<&'a str>),
    Blank,
}

const ID: &str = "name";
const LABEL: &str = "label";
/// Of a list that is cut by a property: the one name that an item is of.
pub(super) const WORD: &str = "word";

/// The list and the property of a list that is cut by one.
pub(super) fn cut_by(name: &str) -> Option<(&str, &str)> {
    name.split_once('/')
}

impl<'a> Sheets<'a> {
    /// The lists with the columns that are wanted of each.
    pub fn of(lists: &Lists<'a>, wanted: &BTreeMap<String, BTreeSet<String>>) -> Self {
        let sheet = |(name, columns): (&String, &BTreeSet<String>)| {
            let (list, property) = cut_by(name).unwrap_or((name, ""));
            let register = lists.0.get(list).copied();
            let items = register.filter(|_| !property.is_empty()).map(|register| items(register, property));
            let column = |name: &String| {
                let cells = match (&items, register) {
                    (_, None) => Cells::Blank,
                    (None, Some(register)) => cells(register, name),
                    (Some(items), Some(_)) if name == WORD => Cells::Of(items.iter().map(|(_, word)| *word).collect()),
                    (Some(items), Some(register)) => match cells(register, name) {
                        Cells::Of(rows) => Cells::Of(
                            items.iter().map(|(row, _)| rows.get(*row).copied().unwrap_or_default()).collect(),
                        ),
                        Cells::Blank => Cells::Blank,
                    },
                };
                ColumnOf { name: name.clone(), cells, index: OnceCell::new() }
            };
            let rows = items.as_ref().map(Vec::len).or_else(|| register.map(Register::len));
            Sheet { name: name.clone(), columns: columns.iter().map(column).collect(), rows: rows.unwrap_or_default() }
        };
        Self { sheets: wanted.iter().map(sheet).collect() }
    }

    /// One row of figures by their names.
    pub fn figures(figures: &'a [(String, String)]) -> Self {
        let column = |(name, text): &'a (String, String)| ColumnOf {
            name: name.clone(),
            cells: Cells::Of(vec![text]),
            index: OnceCell::new(),
        };
        let sheet = Sheet { name: String::new(), columns: figures.iter().map(column).collect(), rows: 1 };
        Self { sheets: vec![sheet] }
    }

    pub fn list(&self, name: &str) -> Option<Spot> {
        let place = self.sheets.iter().position(|sheet| sheet.name == name)?;
        u32::try_from(place).ok().map(Spot::List)
    }

    /// A row of a list.
    pub fn item(&self, list: &str, row: usize) -> Option<Spot> {
        let Some(Spot::List(list)) = self.list(list) else { return None };
        Some(Spot::Item(list, u32::try_from(row).ok()?))
    }

    /// What stands in a row under a column.
    pub fn field(&self, item: Spot, column: &str) -> Option<&'a str> {
        let Spot::Item(list, row) = item else { return None };
        let sheet = self.sheets.get(list as usize)?;
        let place = sheet.place(column)?;
        Some(sheet.cell(row, place))
    }

    fn sheet(&self, list: u32) -> Option<&Sheet<'a>> {
        self.sheets.get(list as usize)
    }

    fn cell(&self, list: u32, row: u32, column: u32) -> &'a str {
        self.sheet(list).map(|sheet| sheet.cell(row, column)).unwrap_or_default()
    }
}

/// Each name that stands in a property of a row, with the row's place.
fn items<'a>(register: &'a Register, property: &str) -> Vec<(usize, &'a str)> {
    let Cells::Of(rows) = cells(register, property) else { return Vec::new() };
    rows.iter().enumerate().flat_map(|(row, text)| text.split_whitespace().map(move |word| (row, word))).collect()
}

fn cells<'a>(register: &'a Register, name: &str) -> Cells<'a> {
    match name {
        ID => Cells::Of(register.ids().collect()),
        LABEL => Cells::Of(register.titles().collect()),
        name => match Column::of(name) {
            Some(column) if register.has(&column) => Cells::Of(register.texts(&column)),
            _ => Cells::Blank,
        },
    }
}

impl<'a> Sheet<'a> {
    fn place(&self, name: &str) -> Option<u32> {
        let place = self.columns.binary_search_by(|column| column.name.as_str().cmp(name)).ok();
        // Figures stand in the order of the board.
        let place = place.or_else(|| self.columns.iter().position(|column| column.name == name));
        u32::try_from(place?).ok()
    }

    fn cell(&self, row: u32, column: u32) -> &'a str {
        match self.columns.get(column as usize).map(|column| &column.cells) {
            Some(Cells::Of(cells)) => cells.get(row as usize).copied().unwrap_or_default(),
            _ => "",
        }
    }

    /// The rows that say exactly this, in their order.
    fn rows_of(&self, column: u32, text: &str) -> &[u32] {
        let Some(found) = self.columns.get(column as usize) else { return &[] };
        let index = found.index.get_or_init(|| {
            let mut rows: Vec<u32> = (0..self.rows).map_while(|row| u32::try_from(row).ok()).collect();
            rows.sort_by_key(|row| self.cell(*row, column));
            rows
        });
        let start = index.partition_point(|row| self.cell(*row, column) < text);
        let count = index[start..].partition_point(|row| self.cell(*row, column) == text);
        &index[start..start + count]
    }
}

impl Tree for Sheets<'_> {
    type Node = Spot;

    fn kind(&self, spot: Spot) -> NodeKind {
        match spot {
            Spot::List(_) => NodeKind::Document,
            Spot::Root(_) | Spot::Item(..) | Spot::Field(..) => NodeKind::Element,
            Spot::Text(..) => NodeKind::Text,
        }
    }

    fn name(&self, spot: Spot) -> &str {
        match spot {
            Spot::Root(_) => "root",
            Spot::Item(..) => "item",
            Spot::Field(list, _, column) => {
                let column = self.sheet(list).and_then(|sheet| sheet.columns.get(column as usize));
                column.map(|column| column.name.as_str()).unwrap_or_default()
            }
            Spot::List(_) | Spot::Text(..) => "",
        }
    }

    fn parent(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::List(_) => None,
            Spot::Root(list) => Some(Spot::List(list)),
            Spot::Item(list, _) => Some(Spot::Root(list)),
            Spot::Field(list, row, _) => Some(Spot::Item(list, row)),
            Spot::Text(list, row, column) => Some(Spot::Field(list, row, column)),
        }
    }

    fn first_child(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::List(list) => Some(Spot::Root(list)),
            Spot::Root(list) => self.sheet(list).filter(|sheet| sheet.rows > 0).map(|_| Spot::Item(list, 0)),
            Spot::Item(list, row) => {
                self.sheet(list).filter(|sheet| !sheet.columns.is_empty()).map(|_| Spot::Field(list, row, 0))
            }
            Spot::Field(list, row, column) => {
                (!self.cell(list, row, column).is_empty()).then_some(Spot::Text(list, row, column))
            }
            Spot::Text(..) => None,
        }
    }

    fn last_child(&self, spot: Spot) -> Option<Spot> {
        let last = |count: usize| u32::try_from(count.checked_sub(1)?).ok();
        match spot {
            Spot::Root(list) => Some(Spot::Item(list, last(self.sheet(list)?.rows)?)),
            Spot::Item(list, row) => Some(Spot::Field(list, row, last(self.sheet(list)?.columns.len())?)),
            only => self.first_child(only),
        }
    }

    fn next_sibling(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Item(list, row) => {
                let next = row.checked_add(1)?;
                ((next as usize) < self.sheet(list)?.rows).then_some(Spot::Item(list, next))
            }
            Spot::Field(list, row, column) => {
                let next = column.checked_add(1)?;
                ((next as usize) < self.sheet(list)?.columns.len()).then_some(Spot::Field(list, row, next))
            }
            _ => None,
        }
    }

    fn previous_sibling(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Item(list, row) => Some(Spot::Item(list, row.checked_sub(1)?)),
            Spot::Field(list, row, column) => Some(Spot::Field(list, row, column.checked_sub(1)?)),
            _ => None,
        }
    }

    fn attributes(&self, _: Spot, _: &mut Vec<Spot>) {}

    fn string_value(&self, spot: Spot, text: &mut String) {
        match spot {
            Spot::Field(list, row, column) | Spot::Text(list, row, column) => {
                text.push_str(self.cell(list, row, column));
            }
            above => {
                let mut next = self.first_child(above);
                while let Some(child) = next {
                    self.string_value(child, text);
                    next = self.next_sibling(child);
                }
            }
        }
    }

    fn order(&self, left: Spot, right: Spot) -> Ordering {
        // What is above comes first; a text stands below its field.
        let path = |spot: Spot| match spot {
            Spot::List(list) => (list, None, None, 0),
            Spot::Root(list) => (list, None, None, 1),
            Spot::Item(list, row) => (list, Some(row), None, 0),
            Spot::Field(list, row, column) => (list, Some(row), Some(column), 0),
            Spot::Text(list, row, column) => (list, Some(row), Some(column), 1),
        };
        path(left).cmp(&path(right))
    }

    fn text(&self, spot: Spot) -> Option<&str> {
        match spot {
            Spot::Field(list, row, column) | Spot::Text(list, row, column) => Some(self.cell(list, row, column)),
            _ => None,
        }
    }

    fn position(&self, spot: Spot) -> usize {
        match spot {
            Spot::Item(_, row) => row as usize + 1,
            _ => 1,
        }
    }

    fn children_named(&self, spot: Spot, name: &str, found: &mut Vec<Spot>) {
        match spot {
            Spot::List(list) if name == "root" => found.push(Spot::Root(list)),
            Spot::Root(list) if name == "item" => {
                let rows = self.sheet(list).map(|sheet| sheet.rows).unwrap_or_default();
                found.extend((0..rows).map_while(|row| u32::try_from(row).ok()).map(|row| Spot::Item(list, row)));
            }
            Spot::Item(list, row) => {
                let place = self.sheet(list).and_then(|sheet| sheet.place(name));
                found.extend(place.map(|place| Spot::Field(list, row, place)));
            }
            _ => {}
        }
    }

    fn lookup(&self, parent: Spot, item: &str, key: &str, value: &str, found: &mut Vec<Spot>) -> bool {
        let Spot::Root(list) = parent else { return false };
        let Some(sheet) = self.sheet(list).filter(|_| item == "item") else { return false };
        let Some(place) = sheet.place(key) else { return false };
        if let Some(Cells::Blank) = sheet.columns.get(place as usize).map(|column| &column.cells) {
            return false;
        }
        found.extend(sheet.rows_of(place, value).iter().map(|row| Spot::Item(list, *row)));
        true
    }
}
