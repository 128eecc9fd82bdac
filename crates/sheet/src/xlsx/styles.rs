//! Which cell styles show a number as a date, a time or a length of time.

use std::collections::BTreeMap;

use super::walker::{Step, Walker};
use crate::date::DateForm;
use crate::error::ReadError;

/// For each cell style, in the order of the part, what its number format makes of a number.
#[derive(Default)]
pub struct Styles {
    forms: Vec<Option<DateForm>>,
}

impl Styles {
    /// `None` for a plain number, and for a style that is not there.
    pub fn form(&self, style: usize) -> Option<DateForm> {
        self.forms.get(style).copied().flatten()
    }
}

/// Reads the part of styles.
pub fn read(walker: &mut Walker<'_>) -> Result<Styles, ReadError> {
    let mut own_formats = BTreeMap::new();
    let mut styles = Styles::default();
    loop {
        match walker.step()? {
            Step::Open => match walker.name() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number(walker, "numFmtId")?, walker.attribute("formatCode")?) {
                        own_formats.insert(id, form_of_code(&code));
                    }
                }
                "cellXfs" => cell_styles(walker, &own_formats, &mut styles)?,
                "styleSheet" | "numFmts" => {}
                _ => walker.skip()?,
            },
            Step::End => return Ok(styles),
            Step::Text | Step::Close => {}
        }
    }
}

fn cell_styles(
    walker: &mut Walker<'_>,
    own_formats: &BTreeMap<u32, Option<DateForm>>,
    styles: &mut Styles,
) -> Result<(), ReadError> {
    let inside = walker.depth();
    while walker.depth() >= inside {
        if walker.step()? == Step::Open {
            if walker.name() == "xf" {
                let id = number(walker, "numFmtId")?.unwrap_or(0);
                styles.forms.push(own_formats.get(&id).copied().unwrap_or_else(|| form_of_builtin(id)));
            }
            walker.skip()?;
        }
    }
    Ok(())
}

fn number(walker: &Walker<'_>, attribute: &str) -> Result<Option<u32>, ReadError> {
    Ok(walker.attribute(attribute)?.and_then(|text| text.trim().parse().ok()))
}

/// The formats that have a number and no code, those of Chinese, Japanese and Korean Excel among them.
///
/// Source: ECMA-376 part 1, 18.8.30.
fn form_of_builtin(id: u32) -> Option<DateForm> {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Some(DateForm::Date),
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Some(DateForm::Time),
        22 => Some(DateForm::DateTime),
        46 => Some(DateForm::Elapsed),
        _ => None,
    }
}

/// What a format code shows, by the letters that stand outside quotes, brackets and escapes in its first section.
fn form_of_code(code: &str) -> Option<DateForm> {
    let (mut date, mut time, mut m) = (false, false, false);
    let mut characters = code.chars().peekable();
    while let Some(character) = characters.next() {
        match character.to_ascii_lowercase() {
            ';' => break,
            '"' => while characters.next().is_some_and(|quoted| quoted != '"') {},
            '\\' | '_' | '*' => {
                characters.next();
            }
            '[' => {
                let bracket: String = characters.by_ref().take_while(|&inner| inner != ']').collect();
                let letters = bracket.to_ascii_lowercase();
                if !letters.is_empty() && ["h", "m", "s"].iter().any(|unit| letters.replace(unit, "").is_empty()) {
                    return Some(DateForm::Elapsed);
                }
            }
            // AM/PM and A/P: the M is no month.
            'a' => {
                time |= characters.peek().is_some_and(|next| matches!(next, '/' | 'm' | 'M'));
                while characters.next_if(|next| matches!(next, '/' | 'm' | 'M' | 'p' | 'P')).is_some() {}
            }
            'e' if matches!(characters.peek(), Some('+' | '-')) => return None,
            // "General" begins so; an era (g, gg, ggg) does too.
            'g' if matches!(characters.peek(), Some('e' | 'E')) => return None,
            'y' | 'd' | 'e' => date = true,
            'h' | 's' => time = true,
            'm' => m = true,
            _ => {}
        }
    }
    match (date, time, m) {
        (true, true, _) => Some(DateForm::DateTime),
        (true, false, _) | (false, false, true) => Some(DateForm::Date),
        (false, true, _) => Some(DateForm::Time),
        (false, false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_is_a_date_by_the_letters_that_are_shown() {
        let cases = [
            ("General", None),
            ("0.00", None),
            ("0.00E+00", None),
            ("#,##0.00\"days\"", None),
            ("[Red]0.0;[Blue]-0.0", None),
            ("0\\d", None),
            ("@", None),
            ("yyyy-mm-dd", Some(DateForm::Date)),
            ("yyyy\"年\"m\"月\"d\"日\";@", Some(DateForm::Date)),
            ("[$-804]yyyy年m月d日", Some(DateForm::Date)),
            ("[$-F800]dddd, mmmm dd, yyyy", Some(DateForm::Date)),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"", Some(DateForm::Date)),
            ("mmm", Some(DateForm::Date)),
            ("e/m/d", Some(DateForm::Date)),
            ("h:mm AM/PM", Some(DateForm::Time)),
            ("h:mm A/P", Some(DateForm::Time)),
            ("上午/下午h\"时\"mm\"分\"", Some(DateForm::Time)),
            ("mm:ss.0", Some(DateForm::Time)),
            ("yyyy/m/d h:mm", Some(DateForm::DateTime)),
            ("[h]:mm:ss", Some(DateForm::Elapsed)),
            ("[mm]:ss", Some(DateForm::Elapsed)),
        ];
        for (code, form) in cases {
            assert_eq!(form_of_code(code), form, "{code}");
        }
    }
}
