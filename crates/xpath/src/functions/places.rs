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
            (F::Intersects, [part]) => Value::Boolean(self.intersects(part, focus)?),
            (F::Geofence, [point, area]) => Value::Boolean(self.geofence(point, area, focus)?),
            _ => return Ok(None),
        }))
    }

    /// Square metres inside a ring of places, which need not be closed. Fewer than three have none.
    fn area(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let Some(places) = self.places(std::slice::from_ref(part), focus)? else { return Ok(f64::NAN) };
        Ok(area(&places))
    }

    /// Metres along a line of places.
    fn distance(&mut self, parts: &[Ast], focus: Focus<T::Node>) -> Result<f64, EvalError> {
        let Some(places) = self.places(parts, focus)? else { return Ok(f64::NAN) };
        Ok(distance(&places))
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

    /// Whether a line of places crosses or touches itself, counted as if the earth were flat. Neighbouring legs meet anyhow,
    /// and so do the ends of a shape.
    fn intersects(&mut self, part: &Ast, focus: Focus<T::Node>) -> Result<bool, EvalError> {
        let Some(places) = self.places(std::slice::from_ref(part), focus)? else { return Ok(false) };
        let legs: Vec<[Place; 2]> = places.array_windows().copied().filter(|[from, to]| from != to).collect();
        self.charge(legs.len().saturating_mul(legs.len()))?;
        let is_closed = places.first() == places.last();
        for (index, leg) in legs.iter().enumerate() {
            for (next, other) in legs.iter().enumerate().skip(index + 1) {
                // Legs that share a place anyhow intersect if one lies on the other.
                let meets = if next == index + 1 {
                    is_on(&other[1], leg) || is_on(&leg[0], other)
                } else if is_closed && index == 0 && next + 1 == legs.len() {
                    is_on(&other[0], leg) || is_on(&leg[1], other)
                } else {
                    crosses(leg, other)
                };
                if meets {
                    return Ok(true);
                }
            }
        }
        Ok(false)
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

/// Metres along a line of places, and square metres inside it if it were a ring, as `distance()` and `area()` give them.
/// `None` if something in the text is no place.
pub fn measured(places: &str) -> Option<(f64, f64)> {
    let mut found = Some(Vec::new());
    add_places(places, &mut found);
    found.map(|places| (distance(&places), area(&places)))
}

fn area(places: &[Place]) -> f64 {
    let mut doubled = 0.0;
    let next = places.iter().cycle().skip(1);
    for ((latitude, longitude), (next_latitude, next_longitude)) in places.iter().zip(next) {
        let sines = libm::sin(latitude.to_radians()) + libm::sin(next_latitude.to_radians());
        doubled += (next_longitude - longitude).to_radians() * (2.0 + sines);
    }
    number::round((doubled * EARTH_METRES * EARTH_METRES / 2.0).abs(), 2.0)
}

fn distance(places: &[Place]) -> f64 {
    let legs = places.iter().zip(places.iter().skip(1));
    let metres = legs.fold(0.0, |metres, (from, to)| metres + great_circle(*from, *to));
    number::round(metres, 2.0)
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

/// On which side of a leg a place is: positive to one, negative to the other, zero on its line.
fn side(place: &Place, [from, to]: &[Place; 2]) -> f64 {
    (to.0 - from.0) * (place.1 - from.1) - (to.1 - from.1) * (place.0 - from.0)
}

fn is_on(place: &Place, leg: &[Place; 2]) -> bool {
    let [from, to] = leg;
    let is_between = |value: f64, one: f64, other: f64| value >= one.min(other) && value <= one.max(other);
    side(place, leg) == 0.0 && is_between(place.0, from.0, to.0) && is_between(place.1, from.1, to.1)
}

/// Whether two legs have a place in common.
fn crosses(leg: &[Place; 2], other: &[Place; 2]) -> bool {
    let parts = |place: f64, next: f64| place < 0.0 && next > 0.0 || place > 0.0 && next < 0.0;
    let is_apart =
        parts(side(&leg[0], other), side(&leg[1], other)) && parts(side(&other[0], leg), side(&other[1], leg));
    is_apart || leg.iter().any(|place| is_on(place, other)) || other.iter().any(|place| is_on(place, leg))
}
