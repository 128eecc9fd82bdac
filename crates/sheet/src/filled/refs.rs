//! References to cells, and what becomes of them when rows are put in.
//!
//! A range whose last row is the last free one grows with it, so that a sum over the free rows stays a sum over all of them.

use quick_xml::escape::{partial_escape, unescape};

/// Rows are put in behind `last`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    pub last: u32,
    pub by: u32,
}

/// One corner of a reference: `$C$4` is column `$C`, row 4, fixed. A whole row has no column.
struct Corner<'a> {
    column: &'a str,
    fixed: bool,
    row: u32,
}

impl Shift {
    pub fn row(self, row: u32) -> u32 {
        if row > self.last { row.saturating_add(self.by) } else { row }
    }

    fn range(self, top: u32, bottom: u32, is_wide: bool) -> (u32, u32) {
        let grows = bottom >= self.last && !(top == bottom && is_wide);
        (self.row(top), if grows { bottom.saturating_add(self.by) } else { self.row(bottom) })
    }

    /// References with spaces between them, as `sqref` has them.
    pub fn references(self, text: &str) -> String {
        let shifted = text.split_ascii_whitespace().map(|one| self.formula(one, &|sheet| sheet.is_none()));
        shifted.collect::<Vec<_>>().join(" ")
    }

    /// A formula. `is_meant` says whether a reference that names a sheet, or none, is one to the sheet where rows are put in.
    pub fn formula(self, text: &str, is_meant: &dyn Fn(Option<&str>) -> bool) -> String {
        rewritten(text, &|sheet, top, bottom| match (is_meant(sheet), bottom) {
            (false, bottom) => (top.row, bottom.map(|bottom| bottom.row)),
            (true, None) => (self.row(top.row), None),
            (true, Some(bottom)) => {
                let (one, other) = self.range(top.row, bottom.row, top.column != bottom.column);
                (one, Some(other))
            }
        })
    }
}

/// A formula as it reads so many rows further down.
pub fn moved_down(text: &str, by: u32) -> String {
    let moved = |corner: &Corner<'_>| if corner.fixed { corner.row } else { corner.row.saturating_add(by) };
    rewritten(text, &|_, top, bottom| (moved(top), bottom.map(moved)))
}

/// The same for a formula as XML has it.
pub fn in_xml(text: &str, change: impl FnOnce(&str) -> String) -> String {
    match unescape(text) {
        Ok(plain) => partial_escape(change(&plain)).into_owned(),
        Err(_) => text.to_owned(),
    }
}

type Change<'a> = &'a dyn Fn(Option<&str>, &Corner<'_>, Option<&Corner<'_>>) -> (u32, Option<u32>);

fn rewritten(text: &str, change: Change<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut sheet: Option<String> = None;
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '"' => quoted(rest, '"'),
            '\'' => quoted(rest, '\''),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            _ if is_word(sign) => rest.find(|sign| !is_word(sign)).unwrap_or(rest.len()),
            _ => sign.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        if behind.starts_with('!') && (is_word(sign) || sign == '\'') {
            let name = token.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(token);
            // A sheet of another workbook is none of ours, whatever its name.
            let foreign = if out.ends_with(']') { "]" } else { "" };
            sheet = Some(format!("{foreign}{}", name.replace("''", "'")));
            out.push_str(token);
            out.push('!');
            rest = behind.get(1..).unwrap_or_default();
            continue;
        }
        rest = behind;
        let corner = is_word(sign).then(|| corner(token)).flatten().filter(|_| !behind.starts_with('('));
        let Some(top) = corner else {
            out.push_str(token);
            sheet = None;
            continue;
        };
        let second = behind.strip_prefix(':').and_then(|behind| {
            let length = behind.find(|sign| !is_word(sign)).unwrap_or(behind.len());
            let (token, behind) = behind.split_at(length);
            let bottom = corner_like(token, &top)?;
            Some((bottom, behind))
        });
        if top.column.is_empty() && second.is_none() {
            out.push_str(token); // a number
        } else {
            let (row, other) = change(sheet.as_deref(), &top, second.as_ref().map(|(bottom, _)| bottom));
            put(&mut out, &top, row);
            if let (Some((bottom, behind)), Some(row)) = (&second, other) {
                out.push(':');
                put(&mut out, bottom, row);
                rest = behind;
            }
        }
        sheet = None;
    }
    out
}

fn put(out: &mut String, corner: &Corner<'_>, row: u32) {
    out.push_str(corner.column);
    if corner.fixed {
        out.push('$');
    }
    out.push_str(&row.to_string());
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '$' | '_' | '.' | '\\')
}

/// Up to the quote that closes; a doubled one begins the next piece, which is the same.
fn quoted(rest: &str, quote: char) -> usize {
    rest.get(1..).and_then(|inside| inside.find(quote)).map_or(rest.len(), |end| end + 2)
}

fn corner_like<'a>(token: &'a str, other: &Corner<'_>) -> Option<Corner<'a>> {
    corner(token).filter(|corner| corner.column.is_empty() == other.column.is_empty())
}

/// `C4`, `$C$4`, and the `4` of `4:6`.
fn corner(token: &str) -> Option<Corner<'_>> {
    let digits = token.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, row) = token.split_at(token.len() - digits);
    let (column, fixed) = before.strip_suffix('$').map_or((before, false), |column| (column, true));
    let letters = column.strip_prefix('$').unwrap_or(column);
    let is_column = letters.len() <= 3 && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_sound = is_column && !(letters.is_empty() && column.starts_with('$'));
    Some(Corner { column, fixed, row: row.parse().ok().filter(|_| is_sound)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIFT: Shift = Shift { last: 10, by: 5 };

    fn own(text: &str) -> String {
        SHIFT.formula(text, &|sheet| sheet.is_none_or(|sheet| sheet == "月报 表"))
    }

    #[test]
    fn a_sum_over_the_free_rows_grows_and_what_stands_below_moves() {
        for (before, after) in [
            ("SUM(C4:C10)", "SUM(C4:C15)"),
            ("SUM($C$4:$C$9)", "SUM($C$4:$C$9)"),
            ("C11/D10", "C16/D10"),
            ("SUM(B10:F10)", "SUM(B10:F10)"),
            ("SUM(B11:F11)", "SUM(B16:F16)"),
            ("SUM(C10:C10)", "SUM(C10:C15)"),
            ("SUM(4:10)+10+LOG10(A12)", "SUM(4:15)+10+LOG10(A17)"),
            ("IF(A12=\"A12:\"\"A13\",'月报 表'!A12,别表!A12)", "IF(A17=\"A12:\"\"A13\",'月报 表'!A17,别表!A12)"),
            ("[1]月报!A12+C:C+TRUE+表A12", "[1]月报!A12+C:C+TRUE+表A12"),
            ("1.5E12+合计11", "1.5E12+合计11"),
        ] {
            assert_eq!(own(before), after);
        }
        assert_eq!(SHIFT.references("A4:C10  E11 F4:F9"), "A4:C15 E16 F4:F9");
    }

    #[test]
    fn a_formula_further_down_reads_its_own_row() {
        assert_eq!(moved_down("C4/$D$4+SUM(A4:B$4)", 3), "C7/$D$4+SUM(A7:B$4)");
        assert_eq!(in_xml("IF(A4&lt;1,\"a&amp;b\",A4)", |text| moved_down(text, 1)), "IF(A5&lt;1,\"a&amp;b\",A5)");
    }
}
