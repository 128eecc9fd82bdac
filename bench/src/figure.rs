//! One time, and what it stands beside.
//!
//! A figure is compared with what the field's converter needs for the same workbook, with the least that any program would do for
//! the same result (`by hand`), with the same look-up without an index, or with the time that a person notices: a frame is 16 ms,
//! and a slow tablet is four times slower than a desk's machine, so that everything that follows from one answer has 4 ms here.

/// One time and what it is compared with.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// The form, by its name, and what is done to it.
    pub form: String,
    pub what: &'static str,
    pub ms: f64,
    /// Nodes whose view the answer changed; 0 where nothing is answered.
    pub changed: usize,
    pub against: Against,
}

/// What a time is compared with.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Against {
    /// The field's converter, which is run by the caller.
    Converter,
    /// Milliseconds of the least that gives the same result.
    ByHand(f64),
    /// Milliseconds of the same without an index.
    Scan(f64),
    /// The time between two pictures on a slow tablet, as long as that is here.
    Frame,
    /// Milliseconds that were promised.
    Bound(f64),
}

/// A frame of 16 ms on a tablet that is four times slower.
pub const FRAME_MS: f64 = 4.0;
