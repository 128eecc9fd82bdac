//! Where rows go: the same tables as a workbook, as delimited text, as lines, as places.

use serde_json::{Map, Value};
use sheet::{
    CsvWriter, GeoJsonWriter, Guard, HeadColumn, Heading, Put, SheetKey, What, WriteError, Writer, write_archive,
};

use super::column::Column;
use super::{Caption, Captions, Format};

/// A report as a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    /// Without its dot.
    pub ending: &'static str,
    pub media_type: &'static str,
}

/// One of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TableKey(usize);

pub enum Out {
    Workbook { book: Box<Writer>, sheets: Vec<SheetKey> },
    Csv { guard: Guard, tables: Vec<(String, CsvWriter)> },
    Lines { text: Vec<u8>, tables: usize },
    Map { map: GeoJsonWriter, tables: usize },
}

impl Out {
    pub fn new(format: Format, guard: Guard, captions: &Captions) -> Self {
        let caption = |caption| captions.get(caption);
        match format {
            Format::Workbook => {
                let (long, cell, text) = (caption(Caption::LongTexts), caption(Caption::Cell), caption(Caption::Text));
                Self::Workbook { book: Box::new(Writer::new(long, cell, text)), sheets: Vec::new() }
            }
            Format::Csv => Self::Csv { guard, tables: Vec::new() },
            Format::JsonLines => Self::Lines { text: Vec::new(), tables: 0 },
            Format::GeoJson => Self::Map { map: GeoJsonWriter::default(), tables: 0 },
        }
    }

    /// Begins a table.
    pub fn table(&mut self, title: &str, columns: Vec<HeadColumn>) -> Result<TableKey, WriteError> {
        match self {
            Self::Workbook { book, sheets } => {
                let key = TableKey(sheets.len());
                sheets.push(book.sheet(Heading { sheet: title.to_owned(), columns, frozen: 1, filters: true })?);
                Ok(key)
            }
            Self::Csv { guard, tables } => {
                let key = TableKey(tables.len());
                let mut table = CsvWriter::new(*guard);
                table.row(columns.iter().map(|column| column.title.as_str()));
                tables.push((title.to_owned(), table));
                Ok(key)
            }
            Self::Lines { tables, .. } | Self::Map { tables, .. } => {
                *tables += 1;
                Ok(TableKey(*tables - 1))
            }
        }
    }

    /// What a table is called in the file.
    pub fn name(&self, table: TableKey) -> &str {
        match self {
            Self::Workbook { book, sheets } => sheets.get(table.0).map(|sheet| book.name(*sheet)).unwrap_or_default(),
            Self::Csv { tables, .. } => tables.get(table.0).map(|(title, _)| title.as_str()).unwrap_or_default(),
            Self::Lines { .. } | Self::Map { .. } => "",
        }
    }

    /// Words at the foot of each page, where there are pages.
    pub fn foot(&mut self, words: &str) {
        if let Self::Workbook { book, .. } = self {
            book.foot(words);
        }
    }

    /// Words at the top of each page of a table, where there are pages.
    pub fn head(&mut self, table: TableKey, words: &str) {
        if let Self::Workbook { book, sheets } = self
            && let Some(sheet) = sheets.get(table.0)
        {
            book.head(*sheet, words);
        }
    }

    /// Whether one more table changes nothing for who reads the others.
    pub fn has_room(&self) -> bool {
        match self {
            Self::Workbook { .. } => true,
            Self::Csv { tables, .. } => tables.len() > 1,
            Self::Lines { .. } | Self::Map { .. } => false,
        }
    }

    /// Whether there are tables with rows, and not records or places as they are.
    pub fn has_tables(&self) -> bool {
        matches!(self, Self::Workbook { .. } | Self::Csv { .. })
    }

    pub fn is_lines(&self) -> bool {
        matches!(self, Self::Lines { .. })
    }

    pub fn is_map(&self) -> bool {
        matches!(self, Self::Map { .. })
    }

    pub fn row(&mut self, table: TableKey, cells: Vec<What<'_>>) -> Result<(), WriteError> {
        match self {
            Self::Workbook { book, sheets } => {
                sheets.get(table.0).map_or(Ok(()), |sheet| book.row(*sheet, cells.into_iter().map(Put::from)))
            }
            Self::Csv { tables, .. } => {
                if let Some((_, table)) = tables.get_mut(table.0) {
                    table.row(cells);
                }
                Ok(())
            }
            Self::Lines { .. } | Self::Map { .. } => Ok(()),
        }
    }

    /// One JSON value as a line, whatever line ends it was written with.
    pub fn line(&mut self, json: &str) -> Result<(), WriteError> {
        if let Self::Lines { text, .. } = self {
            // Within a JSON text a line can only end between its tokens.
            text.extend(json.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')));
            text.push(b'\n');
        }
        Ok(())
    }

    /// A place with what its columns show.
    pub fn feature<'a>(
        &mut self,
        id: &str,
        place: Option<&Value>,
        columns: impl Iterator<Item = &'a Column>,
        cells: Vec<What<'_>>,
    ) {
        let Self::Map { map, .. } = self else { return };
        let mut properties = Map::new();
        for (column, cell) in columns.zip(cells) {
            let value = match cell {
                What::Blank => continue,
                What::Text(text) | What::Code(text) | What::Date(text) => Value::String(text.into_owned()),
                // Whole numbers without a point, as records have them.
                #[allow(clippy::cast_possible_truncation)]
                What::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Value::from(number as i64),
                What::Number(number) => Value::from(number),
                What::Bool(value) => Value::Bool(value),
            };
            properties.insert(column.name.clone(), value);
        }
        map.feature(id, place, properties);
    }

    pub fn finish(self) -> Result<Made, WriteError> {
        match self {
            Self::Workbook { book, .. } => Ok(Made {
                bytes: book.finish()?,
                ending: "xlsx",
                media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }),
            Self::Csv { mut tables, .. } => match tables.as_mut_slice() {
                [(_, only)] => Ok(Made { bytes: only.take(), ending: "csv", media_type: "text/csv" }),
                tables => {
                    let names: Vec<String> = tables.iter().map(|(title, _)| file_name(title)).collect();
                    let file = |(place, (_, table)): (usize, &mut (String, CsvWriter))| {
                        let name = names.get(place).cloned().unwrap_or_default();
                        let is_taken = names.iter().take(place).any(|other| *other == name);
                        let ending = if is_taken { format!(" ({})", place + 1) } else { String::new() };
                        (format!("{name}{ending}.csv"), table.take())
                    };
                    let files: Vec<_> = tables.iter_mut().enumerate().map(file).collect();
                    Ok(Made { bytes: write_archive(files)?, ending: "zip", media_type: "application/zip" })
                }
            },
            Self::Lines { text, .. } => Ok(Made { bytes: text, ending: "jsonl", media_type: "application/x-ndjson" }),
            Self::Map { map, .. } => {
                Ok(Made { bytes: map.finish(), ending: "geojson", media_type: "application/geo+json" })
            }
        }
    }
}

/// A title as a name that every system takes for a file.
fn file_name(title: &str) -> String {
    let taken = |character: char| character.is_control() || "\\/:*?\"<>|".contains(character);
    title.chars().map(|character| if taken(character) { ' ' } else { character }).collect::<String>().trim().to_owned()
}
