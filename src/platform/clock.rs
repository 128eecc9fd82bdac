//! The device's clock. It is shown and kept; it never decides an order, because tablets have wrong clocks.

use js_sys::Date;
use record::Timestamp;

/// Now, with the offset of the device's zone.
#[allow(clippy::cast_possible_truncation)] // dates are whole milliseconds, offsets whole minutes, both far inside
pub fn now() -> Timestamp {
    let date = Date::new_0();
    Timestamp::new(date.get_time() as i64, -date.get_timezone_offset() as i16)
}

/// Milliseconds since the page began, never running backwards. For measuring, not for dates.
pub fn monotonic_ms() -> f64 {
    super::window().performance().map_or(0.0, |performance| performance.now())
}
