//! Functions on places: distances and areas on a sphere, and whether a point is inside.
//!
//! A place is `latitude longitude altitude accuracy`; several are parted by semicolons. The sphere's radius and the
//! rounding to centimetres are those of the field's engines, so that figures agree with theirs.

use super::{Called, Function};
use crate::ast::Ast;
use crate::eval::{EvalError, Evaluator, Focus};
use crate::{Host, Tree, Value, number};

const EARTH_METRES: f64 = 6_378_100.0;

/// Latitude and longitude in degrees.
type Place = (f64, f64);

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn call_places<'v>(
        &mut self,
        function: Function,
        arguments: &'v [Ast],
        focus: Focus<T::Node>,
    ) -> Called<'v, T>
    where
        'a: 'v,
    {
        use Function as F;
        Ok(Some(match (function, arguments) {
            (F::Area, [part]) => Value::Number(self.area(part, focus)?),
            (F::Distance, parts @ [_, ..]) => Value::Number(self.distance(parts, focus)?),
            (F::Geofence, [point, area]) => Value::Boolean(self.geofence(point, area, focus)?),
            _ => return Ok(None),
        }))
    }

    /// Square metres inside a ring of places, which need not be closed. Fewer than three have none.
    fn area(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let Some(places) = self.places(std::slice::from_ref(part), focus)? else { return Ok(f64::NAN) };
        let mut doubled = 0.0;
        let next = places.iter().cycle().skip(1);
        for ((latitude, longitude), (next_latitude, next_longitude)) in places.iter().zip(next) {
            let sines = libm::sin(latitude.to_radians()) + libm::sin(next_latitude.to_radians());
            doubled += (next_longitude - longitude).to_radians() * (2.0 + sines);
        }
        Ok(number::round((doubled * EARTH_METRES * EARTH_METRES / 2.0).abs(), 2.0))
    }

    /// Metres along a line of places. Where there is no place there is no distance, and a trace that was not walked is not
    /// one of 0 m.
    fn distance(&mut self, parts: &[Ast], focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let Some(places) = self.places(parts, focus)?.filter(|places| !places.is_empty()) else { return Ok(f64::NAN) };
        let legs = places.iter().zip(places.iter().skip(1));
        let metres = legs.fold(0.0, |metres, (from, to)| metres + great_circle(*from, *to));
        Ok(number::round(metres, 2.0))
    }

    /// Whether a point is inside a ring of places, counted as if the earth were flat.
    fn geofence(&mut self, point: &Ast, area: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let point = self.places(std::slice::from_ref(point), focus)?;
        let ring = self.places(std::slice::from_ref(area), focus)?;
        let (Some([(y, x)]), Some(ring)) = (point.as_deref(), ring) else { return Ok(false) };
        let mut is_inside = false;
        // A ray from the point leaves the ring as often as it enters, or once more.
        for ((y1, x1), (y2, x2)) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if (y1 > y) != (y2 > y) && *x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                is_inside = !is_inside;
            }
        }
        Ok(is_inside)
    }

    /// All places in the arguments, node by node. `None` if something is no place.
    fn places(&mut self, parts: &[Ast], focus: Focus<T::Node>) -> Result<Option<Vec<Place>>, EvalError> {
        let mut places = Some(Vec::new());
        for part in parts {
            match self.value_of(part, focus)? {
                Value::Nodes(nodes) => {
                    for &node in &nodes {
                        let text = self.node_text(node)?;
                        add_places(&text, &mut places);
                    }
                    self.give(nodes);
                }
                value => {
                    let text = self.text_from(value)?;
                    add_places(&text, &mut places);
                }
            }
        }
        self.charge(places.as_ref().map_or(0, Vec::len))?;
        Ok(places)
    }
}

fn add_places(text: &str, places: &mut Option<Vec<Place>>) {
    for place in text.split(';').filter(|place| !place.trim().is_empty()) {
        let mut parts = place.split_whitespace().map(number::parse);
        let latitude = parts.next().filter(|degrees| degrees.abs() <= 90.0);
        let longitude = parts.next().filter(|degrees| degrees.abs() <= 180.0);
        match (latitude, longitude, places.as_mut()) {
            (Some(latitude), Some(longitude), Some(places)) => places.push((latitude, longitude)),
            _ => *places = None,
        }
    }
}

/// By the formula of haversines.
fn great_circle(from: Place, to: Place) -> f64 {
    let (latitude, next_latitude) = (from.0.to_radians(), to.0.to_radians());
    let across = libm::sin((to.1 - from.1).to_radians() / 2.0);
    let up = libm::sin((next_latitude - latitude) / 2.0);
    let haversine = up * up + libm::cos(latitude) * libm::cos(next_latitude) * across * across;
    2.0 * EARTH_METRES * libm::asin(haversine.sqrt().min(1.0))
}
