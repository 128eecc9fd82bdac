//! Places as GeoJSON: a collection of features becomes a table with a row for each, and a feature is written for each row.
//!
//! Start at [`read_geojson`] and [`GeoJsonWriter`].
//!
//! Source: RFC 7946, and the ODK XForms specification on secondary instances, which names the columns.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::error::{Damage, Measure, Place, ReadError};
use crate::{Limits, Table};

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Value,
}

/// Reads a feature collection. The columns are `geometry`, then `id`, then the properties in the order of appearance.
///
/// `id` is the feature's own, or else its property of that name. A geometry is written as an answer would be:
/// `latitude longitude altitude accuracy`, with `; ` between the places of a line or of an area's outline. A property
/// that is no text is written as JSON writes it; null is empty.
///
/// # Errors
/// [`ReadError::NotFeatures`]; [`ReadError::Geometry`] with the feature whose place no form can hold;
/// [`ReadError::Damaged`] for what is not JSON; [`ReadError::TooLarge`].
pub fn read_geojson(bytes: &[u8], limits: &Limits) -> Result<Table, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { measure: Measure::FileBytes, limit: limits.file_bytes, place: None });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let collection: Collection = serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => ReadError::NotFeatures,
        _ => ReadError::Damaged { part: "geojson".to_owned(), source: Damage::Json(error) },
    })?;
    if collection.kind != "FeatureCollection" || collection.features.iter().any(|feature| feature.kind != "Feature") {
        return Err(ReadError::NotFeatures);
    }
    let (mut columns, mut rows) = (vec!["geometry".to_owned(), "id".to_owned()], Vec::new());
    for (row, feature) in (1..).zip(&collection.features) {
        let fields = fields(feature, &mut columns, row)?;
        let too_large = |measure, limit| {
            let place = Some(Place { sheet: String::new(), row, column: None });
            Err(ReadError::TooLarge { measure, limit, place })
        };
        if row > limits.rows {
            return too_large(Measure::Rows, u64::from(limits.rows));
        }
        if columns.len() > usize::from(limits.columns) {
            return too_large(Measure::Columns, u64::from(limits.columns));
        }
        if u64::from(row) * columns.len() as u64 > limits.cells {
            return too_large(Measure::Cells, limits.cells);
        }
        // An outline is one cell and may be long; it is bounded by the file.
        if fields.iter().skip(1).any(|field| field.chars().count() > limits.cell_characters) {
            return too_large(Measure::CellCharacters, limits.cell_characters as u64);
        }
        rows.push(fields);
    }
    Ok(Table::new(columns, rows))
}

/// A feature collection that is written feature by feature.
pub struct GeoJsonWriter {
    out: Vec<u8>,
    features: u64,
}

impl Default for GeoJsonWriter {
    fn default() -> Self {
        Self { out: b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec(), features: 0 }
    }
}

impl GeoJsonWriter {
    /// Adds a feature. Of its place only what GeoJSON knows is kept, `type` and `coordinates`; without one it is a feature
    /// that lies nowhere.
    pub fn feature(&mut self, id: &str, place: Option<&Value>, properties: Map<String, Value>) {
        let place = place.map(|place| json!({ "type": place["type"], "coordinates": place["coordinates"] }));
        let feature = json!({ "type": "Feature", "id": id, "geometry": place, "properties": properties });
        self.out.extend_from_slice(if self.features == 0 { b"\n" } else { b",\n" });
        self.out.extend(feature.to_string().bytes());
        self.features += 1;
    }

    /// What was written since this was last called, so that nobody has to hold it all.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// The rest.
    pub fn finish(mut self) -> Vec<u8> {
        self.out.extend_from_slice(b"\n]}\n");
        self.out
    }
}

fn fields(feature: &Feature, columns: &mut Vec<String>, row: u32) -> Result<Vec<String>, ReadError> {
    let geometry = match &feature.geometry {
        None => String::new(),
        Some(geometry) => places(geometry)
            .map(|places| places.join("; "))
            .ok_or_else(|| ReadError::Geometry { kind: geometry.kind.clone(), row })?,
    };
    let mut fields = vec![String::new(); columns.len()];
    fields[0] = geometry;
    for (name, value) in feature.properties.iter().flatten() {
        // A property cannot take the place of the geometry.
        if name == "geometry" {
            continue;
        }
        let column = columns.iter().position(|column| column == name).unwrap_or_else(|| {
            columns.push(name.clone());
            fields.push(String::new());
            columns.len() - 1
        });
        fields[column] = text(value);
    }
    if !feature.id.is_null() {
        fields[1] = text(&feature.id);
    }
    Ok(fields)
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The places of a point, a line, or the outline of an area. `None`: it is something else.
fn places(geometry: &Geometry) -> Option<Vec<String>> {
    let coordinates = geometry.coordinates.as_array()?;
    let line = |places: &Value| places.as_array()?.iter().map(place).collect::<Option<Vec<_>>>();
    match geometry.kind.as_str() {
        "Point" => Some(vec![place(&geometry.coordinates)?]),
        "LineString" => line(&geometry.coordinates),
        "Polygon" => match coordinates.as_slice() {
            [] => Some(Vec::new()),
            [outline] => line(outline),
            [_, ..] => None,
        },
        _ => None,
    }
}

/// GeoJSON names the longitude first.
fn place(position: &Value) -> Option<String> {
    let numbers = position.as_array()?;
    let number = |at: usize| numbers.get(at).filter(|number| number.is_number());
    let altitude = number(2).map_or_else(|| "0".to_owned(), Value::to_string);
    Some(format!("{} {} {altitude} 0", number(1)?, number(0)?))
}
