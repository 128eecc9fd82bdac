//! How a typed text is read as a type: what expressions see of it, and what the record holds.
//!
//! A text that cannot be read stays as it was typed and is blank to everyone else; nothing here changes an answer.
//! Start at [`read`].
//!
//! Not here: whether a select offers the choice (`choices`), constraints (`validate`).

use std::borrow::Cow;

use serde_json::{Map, Number, Value, json};

use crate::definition::DataType;

/// Whole numbers up to here are exact in JSON wherever it is read.
const MAX_INTEGER: i64 = (1 << 53) - 1;

/// What expressions see of a text, or `None` if it cannot be read as the type. A blank text is blank in every type.
pub(crate) fn read(data_type: DataType, text: &str) -> Option<Cow<'_, str>> {
    if text.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    match data_type {
        DataType::Text | DataType::Barcode | DataType::Binary => Some(Cow::Borrowed(text)),
        DataType::SelectOne => Some(Cow::Borrowed(text.trim())),
        DataType::SelectMultiple | DataType::Rank => Some(single_spaced(text)),
        DataType::Integer => blank_or(text, |text| integer(text).map(|number| number.to_string())),
        DataType::Decimal => blank_or(text, |text| decimal(text).map(number_text)),
        DataType::Date => blank_or(text, |text| date_part(text).map(str::to_owned)),
        DataType::Time => blank_or(text, |text| is_time(text).then(|| text.to_owned())),
        DataType::DateTime => blank_or(text, |text| is_date_time(text).then(|| text.to_owned())),
        DataType::Geopoint => blank_or(text, |text| point(text).map(|point| point.text())),
        DataType::Geotrace | DataType::Geoshape => {
            blank_or(text, |text| points(text).map(|points| points_text(&points)))
        }
    }
}

/// The result of a calculation as its node's type keeps it: a whole number loses its fraction, a date its time of day.
pub(crate) fn cast(data_type: DataType, text: String) -> String {
    match data_type {
        DataType::Integer => match decimal(&half_width(text.trim())) {
            Some(number) if number.abs() <= MAX_INTEGER as f64 => number_text(number.trunc()),
            _ => text,
        },
        DataType::Date => date_part(text.trim()).map(str::to_owned).unwrap_or(text),
        _ => text,
    }
}

/// The value in the shape of the record. `seen` is what [`read`] gave; `offset_minutes` completes a time without a zone.
pub(crate) fn to_json(data_type: DataType, seen: &str, offset_minutes: i16) -> Value {
    if seen.is_empty() {
        return Value::Null;
    }
    let text = || Value::String(seen.to_owned());
    match data_type {
        DataType::Integer => seen.parse::<i64>().map(Value::from).unwrap_or_else(|_| text()),
        DataType::Decimal => seen.parse().ok().and_then(Number::from_f64).map(Value::Number).unwrap_or_else(text),
        DataType::Time => Value::String(complete_time(seen, offset_minutes)),
        DataType::DateTime => Value::String(complete_date_time(seen, offset_minutes)),
        DataType::Geopoint => point(seen).map(|point| point.json()).unwrap_or_else(text),
        DataType::Geotrace => points(seen).map(|points| line_json(&points)).unwrap_or_else(text),
        DataType::Geoshape => points(seen).map(|points| area_json(&points)).unwrap_or_else(text),
        _ => text(),
    }
}

/// What a record would hold for a text of a type, such as a property of an entity: the text itself where it is none.
pub fn recorded(data_type: DataType, text: &str, offset_minutes: i16) -> Value {
    match read(data_type, text) {
        Some(seen) => to_json(data_type, &seen, offset_minutes),
        None => Value::String(text.to_owned()),
    }
}

/// The inverse of [`to_json`]: what would be typed for a value of a record.
pub(crate) fn from_json(data_type: DataType, value: &Value) -> String {
    match (data_type, value) {
        (_, Value::Null) => String::new(),
        (_, Value::String(text)) => text.clone(),
        (DataType::Decimal, Value::Number(number)) => number.as_f64().map(number_text).unwrap_or_default(),
        (_, Value::Number(number)) => number.to_string(),
        (DataType::Geopoint | DataType::Geotrace | DataType::Geoshape, place) => {
            places(place).iter().map(Point::text).collect::<Vec<_>>().join(";")
        }
        _ => String::new(),
    }
}

/// The text that an XForms record would hold: as expressions see it, but that a decimal always shows its point.
pub(crate) fn saved_text(data_type: DataType, seen: &str) -> String {
    match data_type {
        DataType::Decimal => seen.parse().map(pointed).unwrap_or_else(|_| seen.to_owned()),
        _ => seen.to_owned(),
    }
}

/// A number as XPath writes it.
pub(crate) fn number_text(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { format!("{number}") }
}

fn pointed(number: f64) -> String {
    let text = number_text(number);
    if text.contains('.') || !number.is_finite() { text } else { text + ".0" }
}

fn blank_or(text: &str, read: impl Fn(&str) -> Option<String>) -> Option<Cow<'_, str>> {
    let text = half_width(text.trim());
    if text.is_empty() { Some(Cow::Borrowed("")) } else { read(&text).map(Cow::Owned) }
}

/// Chinese input methods give full-width digits and signs; they mean the same.
fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let narrow = |character: char| match character {
        '０'..='９' | '．' | '－' | '＋' | '：' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        other => other,
    };
    Cow::Owned(text.chars().map(narrow).collect())
}

fn single_spaced(text: &str) -> Cow<'_, str> {
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn integer(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_whole = !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0');
    let number = whole.parse::<i64>().ok().filter(|_| is_whole)?;
    (number.abs() <= MAX_INTEGER).then_some(number)
}

fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// The date at the start of a date or a date and time.
fn date_part(text: &str) -> Option<&str> {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    (is_date(date) && time.is_none_or(is_time)).then_some(date)
}

fn is_date_time(text: &str) -> bool {
    date_part(text).is_some()
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| -> Option<u32> {
        let part =
            parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse().ok()
    };
    let (Some(year), Some(month), Some(day)) = (number(4), number(2), number(2)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day) && parts.next().is_none()
}

fn is_time(text: &str) -> bool {
    let (clock, zone) = split_zone(text);
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, fraction)| (clock, Some(fraction)));
    let limits = [24, 60, 61];
    let parts: Vec<&str> = clock.split(':').collect();
    let two_digits = |part: &str, limit| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number < limit);
    let clock_is_good =
        (2..=3).contains(&parts.len()) && parts.iter().zip(limits).all(|(part, limit)| two_digits(part, limit));
    let fraction_is_good = fraction.is_none_or(|digits| {
        parts.len() == 3 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let zone_is_good = match zone {
        None | Some("Z") => true,
        Some(zone) => {
            let digits: String = zone.chars().skip(1).filter(|&character| character != ':').collect();
            matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
    };
    clock_is_good && fraction_is_good && zone_is_good
}

/// A time of day and its zone, if it names one.
fn split_zone(text: &str) -> (&str, Option<&str>) {
    match text.find(['Z', '+', '-']) {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    }
}

fn complete_time(text: &str, offset_minutes: i16) -> String {
    let (clock, zone) = split_zone(text);
    if zone.is_some() {
        return text.to_owned();
    }
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    let fraction = if clock.contains('.') { "" } else { ".000" };
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let offset = offset_minutes.unsigned_abs();
    format!("{clock}{seconds}{fraction}{sign}{:02}:{:02}", offset / 60, offset % 60)
}

fn complete_date_time(text: &str, offset_minutes: i16) -> String {
    let (date, time) = text.split_once('T').unwrap_or((text, "00:00"));
    format!("{date}T{}", complete_time(time, offset_minutes))
}

/// Latitude and longitude in degrees, altitude and accuracy in metres.
struct Point {
    latitude: f64,
    longitude: f64,
    altitude: f64,
    accuracy: f64,
}

impl Point {
    fn text(&self) -> String {
        let numbers = [self.latitude, self.longitude, self.altitude, self.accuracy];
        numbers.map(pointed).join(" ")
    }

    fn coordinates(&self) -> Value {
        json!([self.longitude, self.latitude, self.altitude])
    }

    fn json(&self) -> Value {
        json!({
            "type": "Point",
            "coordinates": self.coordinates(),
            "properties": { "accuracy": self.accuracy },
        })
    }
}

fn point(text: &str) -> Option<Point> {
    let numbers: Vec<f64> = text.split_whitespace().map(decimal).collect::<Option<_>>()?;
    let (&latitude, &longitude) = (numbers.first()?, numbers.get(1)?);
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0.0);
    let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && numbers.len() <= 4;
    on_earth.then(|| Point { latitude, longitude, altitude: at(2), accuracy: at(3) })
}

fn points(text: &str) -> Option<Vec<Point>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let points: Vec<Point> = parts.map(point).collect::<Option<_>>()?;
    (!points.is_empty()).then_some(points)
}

fn points_text(points: &[Point]) -> String {
    points.iter().map(Point::text).collect::<Vec<_>>().join(";")
}

/// The points of a GeoJSON geometry of the kinds written here.
fn places(geometry: &Value) -> Vec<Point> {
    let coordinates = &geometry["coordinates"];
    let accuracies = &geometry["properties"]["accuracies"];
    let (positions, accuracies): (Vec<&Value>, Vec<f64>) = match geometry["type"].as_str() {
        Some("Point") => (vec![coordinates], vec![geometry["properties"]["accuracy"].as_f64().unwrap_or_default()]),
        Some("LineString") => {
            let accuracies = accuracies.as_array().map(Vec::as_slice).unwrap_or_default();
            let accuracies = accuracies.iter().map(|accuracy| accuracy.as_f64().unwrap_or_default());
            (coordinates.as_array().into_iter().flatten().collect(), accuracies.collect())
        }
        Some("Polygon") => (coordinates[0].as_array().into_iter().flatten().collect(), Vec::new()),
        _ => (Vec::new(), Vec::new()),
    };
    let point = |(at, position): (usize, &&Value)| {
        let degrees = |place: usize| position[place].as_f64();
        let (longitude, latitude) = (degrees(0)?, degrees(1)?);
        let accuracy = accuracies.get(at).copied().unwrap_or_default();
        Some(Point { latitude, longitude, altitude: degrees(2).unwrap_or_default(), accuracy })
    };
    positions.iter().enumerate().filter_map(point).collect()
}

fn line_json(points: &[Point]) -> Value {
    let coordinates: Vec<Value> = points.iter().map(Point::coordinates).collect();
    let accuracies: Vec<f64> = points.iter().map(|point| point.accuracy).collect();
    json!({ "type": "LineString", "coordinates": coordinates, "properties": { "accuracies": accuracies } })
}

fn area_json(points: &[Point]) -> Value {
    let mut geometry = Map::new();
    let ring: Vec<Value> = points.iter().map(Point::coordinates).collect();
    geometry.insert("type".to_owned(), "Polygon".into());
    geometry.insert("coordinates".to_owned(), Value::Array(vec![Value::Array(ring)]));
    Value::Object(geometry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(data_type: DataType, text: &str) -> Option<String> {
        read(data_type, text).map(Cow::into_owned)
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let cases = [
            ("12", Some("12")),
            (" 007 ", Some("7")),
            ("１２", Some("12")),
            ("－3", Some("-3")),
            ("12.0", Some("12")),
            ("12.", None),
            ("1.5", None),
            ("1,5", None),
            ("9007199254740992", None),
            ("", Some("")),
            ("  ", Some("")),
        ];
        for (text, expected) in cases {
            assert_eq!(seen(DataType::Integer, text).as_deref(), expected, "{text}");
        }
        let cases =
            [("3", Some("3")), ("1.50", Some("1.5")), ("1e3", Some("1000")), (".5", Some("0.5")), ("inf", None)];
        for (text, expected) in cases {
            assert_eq!(seen(DataType::Decimal, text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_no_date() {
        for good in ["2024-02-29", "2026-01-15T10:30:00.000Z"] {
            assert!(seen(DataType::Date, good).is_some(), "{good}");
        }
        for bad in ["2026-02-29", "2026-1-5", "2026-13-01", "15/01/2026", "2026-01-15T25:00", "2026-01-15 "] {
            assert_eq!(seen(DataType::Date, bad).is_some(), bad.ends_with(' '), "{bad}");
        }
    }

    #[test]
    fn a_time_without_a_zone_gets_the_device_s_zone_in_the_record() {
        assert_eq!(to_json(DataType::Time, "10:30", 480), json!("10:30:00.000+08:00"));
        assert_eq!(to_json(DataType::DateTime, "2026-01-15T10:30:05", -90), json!("2026-01-15T10:30:05.000-01:30"));
        assert_eq!(to_json(DataType::Time, "10:30:00.000Z", 480), json!("10:30:00.000Z"));
    }

    #[test]
    fn what_a_record_holds_is_read_as_it_was_typed() {
        for (data_type, text) in [
            (DataType::Text, "样例"),
            (DataType::Integer, "12"),
            (DataType::Decimal, "120.5"),
            (DataType::Date, "2026-01-15"),
            (DataType::Time, "10:30:00.000+08:00"),
            (DataType::SelectMultiple, "a b"),
            (DataType::Geopoint, "41.76 86.15 900.0 5.0"),
            (DataType::Geotrace, "41.76 86.15 0.0 5.0;41.77 86.16 0.0 6.0"),
            (DataType::Geoshape, "1.0 1.0 0.0 0.0;1.0 2.0 0.0 0.0;2.0 2.0 0.0 0.0;1.0 1.0 0.0 0.0"),
            (DataType::Text, ""),
        ] {
            assert_eq!(from_json(data_type, &to_json(data_type, text, 480)), text, "{data_type:?}");
        }
    }

    #[test]
    fn places_are_geojson_with_longitude_first() {
        let point = json!({"type": "Point", "coordinates": [86.15, 41.76, 0.0], "properties": {"accuracy": 5.0}});
        assert_eq!(to_json(DataType::Geopoint, "41.76 86.15 0 5", 480), point);
        assert_eq!(seen(DataType::Geopoint, "0 0").as_deref(), Some("0.0 0.0 0.0 0.0"));
        assert_eq!(seen(DataType::Geopoint, "91 0"), None);
    }
}
