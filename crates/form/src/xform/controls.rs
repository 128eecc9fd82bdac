//! Controls with their data types: how a node asks.
//!
//! Start at [`read`].
//!
//! Not here: what a select offers (`choices`).

use crate::definition::{Choices, Control, DataType, NodeKind, UploadKind};
use crate::problem::{Known, Message};
use crate::xform::document::Element;
use crate::xform::expressions::Expressions;

/// Attributes of elements of the body that are read.
pub(super) const READ: &[&str] = &[
    "ref",
    "bind",
    "nodeset",
    "appearance",
    "mediatype",
    "count",
    "noAddRemove",
    "start",
    "end",
    "step",
    "query",
    "class",
    "rows",
    "accuracyThreshold",
    "unacceptableAccuracyThreshold",
    "incremental",
];

/// What the control at a node is. `declared` is the type of its bind; `offered`, what a select offers.
pub(super) fn read(
    control: Element<'_>,
    declared: DataType,
    is_read_only: bool,
    offered: impl FnOnce(&mut Expressions) -> Option<Choices>,
    expressions: &mut Expressions,
) -> NodeKind {
    let mut data_type = declared;
    let control = match control.name() {
        name @ ("select" | "select1" | "rank") => {
            data_type = match name {
                "select1" => DataType::SelectOne,
                "select" => DataType::SelectMultiple,
                _ => DataType::Rank,
            };
            offered(expressions).map_or(Control::Input, |choices| Control::Select { choices })
        }
        "input" if control.attribute("query").is_some() => {
            data_type = DataType::SelectOne;
            offered(expressions).map_or(Control::Input, |choices| Control::Select { choices })
        }
        "range" => range(control, &mut data_type, expressions),
        "upload" => {
            data_type = DataType::Binary;
            Control::Upload { media: upload(control) }
        }
        "trigger" => Control::Acknowledge,
        // A text that nobody can change is a text to read.
        "input" if declared == DataType::Text && is_read_only => Control::Note,
        _ => Control::Input,
    };
    NodeKind::Question { data_type, control }
}

fn upload(control: Element<'_>) -> UploadKind {
    match control.attribute("mediatype").and_then(|media| media.split('/').next()) {
        Some("image") => UploadKind::Image,
        Some("audio") => UploadKind::Audio,
        Some("video") => UploadKind::Video,
        _ => UploadKind::File,
    }
}

fn range(control: Element<'_>, data_type: &mut DataType, expressions: &mut Expressions) -> Control {
    let mut number = |name: &str, otherwise: f64| {
        let Some(text) = control.attribute(name) else { return otherwise };
        let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            let message = Message::ParameterNotNumber { name: name.to_owned() };
            expressions.findings.error(control.place_of(name), message);
        }
        number.unwrap_or(otherwise)
    };
    let (start, end, step) = (number("start", 1.0), number("end", 10.0), number("step", 1.0));
    if step == 0.0 {
        let message = Message::RangeZero { name: "step".to_owned() };
        expressions.findings.error(control.place_of("step"), message);
    }
    if *data_type == DataType::Text {
        let is_whole = [start, end, step].iter().all(|number| number.fract() == 0.0);
        *data_type = if is_whole { DataType::Integer } else { DataType::Decimal };
    }
    Control::Range { start, end, step }
}

/// The data type that a bind declares. Types that nobody knows are texts.
pub(super) fn data_type(
    declared: Option<&str>,
    place: impl FnOnce() -> crate::problem::Place,
    expressions: &mut Expressions,
) -> DataType {
    let Some(declared) = declared.map(str::trim) else { return DataType::Text };
    let name = declared.rsplit_once(':').map_or(declared, |(_, name)| name);
    if let Some(data_type) = crate::compiling::words::data_type(name) {
        return data_type;
    }
    match name {
        "integer" | "long" | "short" => DataType::Integer,
        "double" | "float" => DataType::Decimal,
        "select1" => DataType::SelectOne,
        "select" => DataType::SelectMultiple,
        "rank" => DataType::Rank,
        "text" | "boolean" | "anyURI" | "intent" | "base64Binary" | "hexBinary" => DataType::Text,
        _ => {
            let mut problem = expressions.findings.warning(place(), Message::TypeUnknown { kind: declared.to_owned() });
            problem.near(Known::Type, name, TYPES);
            DataType::Text
        }
    }
}

const TYPES: [&str; 11] =
    ["string", "int", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "barcode", "binary"];
