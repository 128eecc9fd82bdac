//! An empty table for a form, to be filled elsewhere: headings, examples below them, choices to pick from, and how to fill it.

use form::definition::DataType;
use sheet::{HeadColumn, Heading, Offered, Put, SheetKey, What, WriteError, Writer};

use super::asked::Asked;

/// Names of the sheets and of what stands on them, in the language of who fills it.
pub struct Names<'a> {
    pub sheet: &'a str,
    pub guide: &'a str,
    pub choices: &'a str,
    /// For texts that are too long for a cell.
    pub rest: &'a str,
    /// Headings of the guide: what the column is called, whether it must be filled, how.
    pub columns: [&'a str; 3],
}

/// What the guide says of one question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guided {
    pub needed: String,
    pub how: String,
}

/// What the template shows as an example of an answer.
pub fn example(question: &Asked) -> String {
    match question.data_type {
        DataType::Integer => "例：120".to_owned(),
        DataType::Decimal => "例：3500".to_owned(),
        DataType::Date => "例：2023-10-31".to_owned(),
        _ => match question.choices.first() {
            Some((_, label)) => format!("例：{label}"),
            None => format!("例：{}", question.label),
        },
    }
}

/// Writes the template. `guide` has a line for each question.
///
/// # Errors
/// As [`Writer::finish`].
pub fn write_template(asked: &[Asked], guide: &[Guided], names: &Names<'_>) -> Result<Vec<u8>, WriteError> {
    let mut book = Writer::new(names.rest, names.columns[0], names.columns[2]);
    let titled = |title: &str, width| HeadColumn { title: title.to_owned(), width, ..HeadColumn::default() };
    let choosing: Vec<&Asked> = asked.iter().filter(|question| !question.choices.is_empty()).collect();
    // Behind the sheet to fill, which is the first, and the guide.
    let lists = SheetKey::behind(2);
    let column = |question: &Asked| {
        let place = choosing.iter().position(|other| other.path == question.path);
        let offered = place.and_then(|place| {
            let rows = u32::try_from(question.choices.len()).ok()?;
            Some(Offered { from: lists, column: u16::try_from(place).ok()?, first: 0, rows })
        });
        let is_code = matches!(question.data_type, DataType::Text | DataType::Barcode | DataType::Date);
        let width = u16::try_from(question.label.chars().count().saturating_mul(2).clamp(12, 40)).unwrap_or(20);
        let needed = if question.required { "*" } else { "" };
        HeadColumn { title: format!("{}{needed}", question.label), width, is_code, offered }
    };
    let columns = asked.iter().map(column).collect();
    let sheet = book.sheet(Heading { sheet: names.sheet.to_owned(), columns, frozen: 0, filters: false })?;
    book.row(sheet, asked.iter().map(|question| Put::from(What::Code(example(question).into()))))?;
    let widths = names.columns.iter().zip([28, 12, 90]);
    let columns = widths.map(|(title, width)| titled(title, width)).collect();
    let guided = book.sheet(Heading { sheet: names.guide.to_owned(), columns, frozen: 0, filters: false })?;
    for (question, line) in asked.iter().zip(guide) {
        book.row(guided, [question.label.as_str(), &line.needed, &line.how])?;
    }
    let columns = choosing.iter().map(|question| titled(&question.label, 20)).collect();
    let lists = book.sheet(Heading { sheet: names.choices.to_owned(), columns, frozen: 0, filters: false })?;
    let longest = choosing.iter().map(|question| question.choices.len()).max().unwrap_or_default();
    for row in 0..longest {
        let label = |question: &&Asked| question.choices.get(row).map(|(_, label)| label.clone()).unwrap_or_default();
        book.row(lists, choosing.iter().map(|question| Put::from(What::Text(label(question).into()))))?;
    }
    book.finish()
}
