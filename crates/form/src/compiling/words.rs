//! Words that workbooks and documents have in common: appearances, data types, metadata.

use crate::definition::{DataType, Preload};

/// Attributes of controls, and the parameters that they are in a workbook.
pub(crate) const PARAMETERS: &[(&str, &str)] = &[
    ("rows", "rows"),
    ("start", "start"),
    ("end", "end"),
    ("step", "step"),
    ("accuracyThreshold", "capture-accuracy"),
    ("unacceptableAccuracyThreshold", "warning-accuracy"),
    ("incremental", "incremental"),
];

/// Words of an appearance; a call such as `search('x', 'y')` is one word.
pub(crate) fn appearance_words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut depth = 0_usize;
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if character.is_whitespace() && depth == 0 {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Data types under the names that binds use.
pub(crate) fn data_type(name: &str) -> Option<DataType> {
    Some(match name {
        "string" => DataType::Text,
        "int" => DataType::Integer,
        "decimal" => DataType::Decimal,
        "date" => DataType::Date,
        "time" => DataType::Time,
        "dateTime" => DataType::DateTime,
        "geopoint" => DataType::Geopoint,
        "geotrace" => DataType::Geotrace,
        "geoshape" => DataType::Geoshape,
        "barcode" => DataType::Barcode,
        "binary" => DataType::Binary,
        _ => return None,
    })
}

/// The metadata that `jr:preload` and `jr:preloadParams` ask for.
pub(crate) fn preload(preload: &str, parameter: &str) -> Option<Preload> {
    Some(match (preload, parameter) {
        ("timestamp", "start") => Preload::Start,
        ("timestamp", "end") => Preload::End,
        ("date", "today") => Preload::Today,
        ("property", "deviceid") => Preload::DeviceId,
        ("property", "username") => Preload::Username,
        ("property", "email") => Preload::Email,
        ("property", "phonenumber") => Preload::PhoneNumber,
        ("uid", _) => Preload::InstanceId,
        _ => return None,
    })
}

/// What begins an XML name.
pub(crate) fn starts_name(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// What goes on with it.
pub(crate) fn continues_name(c: char) -> bool {
    starts_name(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}
