//! Asking the device where it is, while it gets surer of it.
//!
//! Start at [`use_locator`]. The first position that is good enough is taken; after a quarter of a minute the best there
//! is; and where there is none by then, one may skip and the device goes on looking.

use std::cell::Cell;
use std::rc::Rc;

use form::view::NodeView;
use yew::prelude::*;

use super::refusals::place_refusal;
use crate::platform::location::{self, LocateError, Position, TIMEOUT_MS, Watch};
use crate::platform::timer::{self, Timer};
use crate::t;
use crate::text::Text;

/// What the field's clients take at once, and what they warn of, where the author says nothing.
const GOOD_METRES: f64 = 5.0;
const POOR_METRES: f64 = 100.0;

/// How asking stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Locating {
    Idle,
    /// `is_late`: long enough to go on without.
    Looking {
        best: Option<Position>,
        is_late: bool,
    },
    Skipped,
    Failed(LocateError),
}

/// How good a position has to be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wish {
    pub good_m: f64,
    pub poor_m: f64,
}

impl Wish {
    pub fn of(view: &NodeView) -> Self {
        let metres = |name: &str| {
            let asked = view.parameters.iter().find(|(known, _)| known == name)?.1.trim().parse().ok();
            asked.filter(|metres: &f64| metres.is_finite() && *metres >= 0.0)
        };
        Self {
            good_m: metres("capture-accuracy").unwrap_or(GOOD_METRES),
            poor_m: metres("warning-accuracy").unwrap_or(POOR_METRES),
        }
    }
}

/// What a control asks with.
pub struct Locator {
    pub state: Locating,
    pub start: Callback<MouseEvent>,
    /// Takes the best there is now.
    pub take: Callback<MouseEvent>,
    pub skip: Callback<MouseEvent>,
}

type Looking = Rc<std::cell::RefCell<Option<(Watch, Timer)>>>;

/// Asks on tap, and tells the position that was taken. When the question goes, the best there is is taken and nothing asks on.
#[hook]
pub fn use_locator(wish: Wish, on_found: Callback<Position>) -> Locator {
    let state = use_state_eq(|| Locating::Idle);
    let looking: Looking = use_mut_ref(|| None);
    let best = use_memo((), |()| Cell::new(None::<Position>));
    let found = {
        let (state, looking, best) = (state.setter(), looking.clone(), best.clone());
        Rc::new(move || {
            // Dropped a little later: this may be called from what is dropped.
            let ended = looking.take();
            timer::spawn(async move { drop(ended) });
            if let Some(position) = best.take() {
                state.set(Locating::Idle);
                on_found.emit(position);
            }
        })
    };
    {
        let (found, looking) = (found.clone(), looking.clone());
        use_effect_with((), move |()| {
            move || {
                if looking.borrow().is_some() {
                    found();
                }
            }
        });
    }
    let start = {
        let (state, looking, best, found) = (state.setter(), looking.clone(), best.clone(), found.clone());
        Callback::from(move |_: MouseEvent| {
            best.set(None);
            let is_late = Rc::new(Cell::new(false));
            let show = {
                let (state, best, is_late) = (state.clone(), best.clone(), is_late.clone());
                move || state.set(Locating::Looking { best: best.get(), is_late: is_late.get() })
            };
            let tell = {
                let (state, looking, best, found) = (state.clone(), looking.clone(), best.clone(), found.clone());
                let (is_late, show) = (is_late.clone(), show.clone());
                move |result: Result<Position, LocateError>| {
                    match result {
                        Ok(position) => {
                            best.set(Some(better(best.get(), position)));
                            if position.accuracy_m <= wish.good_m || is_late.get() {
                                return found();
                            }
                            show();
                        }
                        Err(LocateError::Denied) => {
                            let ended = looking.take();
                            timer::spawn(async move { drop(ended) });
                            state.set(Locating::Failed(LocateError::Denied));
                        }
                        // It goes on looking, and whoever asked may go on.
                        Err(_) => {
                            is_late.set(true);
                            show();
                        }
                    }
                }
            };
            show();
            match location::watch(tell) {
                Ok(watch) => {
                    let (best, found) = (best.clone(), found.clone());
                    let late = timer::after(TIMEOUT_MS, move || {
                        is_late.set(true);
                        if best.get().is_some() { found() } else { show() }
                    });
                    looking.replace(Some((watch, late)));
                }
                Err(error) => state.set(Locating::Failed(error)),
            }
        })
    };
    let skip = {
        let (state, best) = (state.setter(), best.clone());
        Callback::from(move |_: MouseEvent| {
            best.set(None);
            looking.replace(None);
            state.set(Locating::Skipped);
        })
    };
    let take = Callback::from(move |_: MouseEvent| found());
    Locator { state: (*state).clone(), start, take, skip }
}

/// The surer of two positions; of two as sure, the newer.
fn better(known: Option<Position>, new: Position) -> Position {
    known.filter(|known| known.accuracy_m < new.accuracy_m).unwrap_or(new)
}

impl Locator {
    pub fn is_looking(&self) -> bool {
        matches!(self.state, Locating::Looking { .. })
    }

    /// What is said of it. Nothing where nothing is being asked.
    pub fn said(&self, text: &Text) -> Option<AttrValue> {
        Some(match &self.state {
            Locating::Idle => return None,
            Locating::Looking { best: Some(best), .. } => {
                t!(text, PlaceImproving, accuracy = rounded(&best.accuracy_m.to_string(), 0))
            }
            Locating::Looking { best: None, is_late: false } => t!(text, PlaceAsking),
            Locating::Looking { best: None, is_late: true } => t!(text, PlaceLate),
            Locating::Skipped => t!(text, PlaceSkipped),
            Locating::Failed(error) => place_refusal(*error, text),
        })
    }

    /// What can be done while the device looks.
    pub fn choices(&self, text: &Text) -> Html {
        match &self.state {
            Locating::Looking { best: Some(_), .. } => html! {
                <button type="button" class="button button--primary" data-action="use-place" onclick={self.take.clone()}>
                    { t!(text, PlaceUse) }
                </button>
            },
            Locating::Looking { best: None, is_late: true } => html! {
                <button type="button" class="button button--primary" data-action="skip" onclick={self.skip.clone()}>
                    { t!(text, PlaceSkip) }
                </button>
            },
            _ => Html::default(),
        }
    }
}

/// A figure as far as it is worth reading: five places of a degree are a metre. The answer keeps them all.
///
/// By whole numbers: printing floats to so many places would be 20 KB more.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // degrees and metres
pub fn rounded(figure: &str, places: usize) -> String {
    let scale = 10_i64.pow(u32::try_from(places).unwrap_or_default());
    let Ok(value) = figure.parse::<f64>() else { return figure.to_owned() };
    let units = (value * scale as f64).round() as i64;
    let (sign, units) = (if units < 0 { "-" } else { "" }, units.abs());
    match places {
        0 => format!("{sign}{units}"),
        _ => format!("{sign}{}.{:0places$}", units / scale, units % scale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_shown_to_the_metre() {
        assert_eq!(rounded("41.725900001", 5), "41.72590");
        assert_eq!(rounded("-0.000004", 5), "0.00000");
        assert_eq!(rounded("-86.05", 5), "-86.05000");
        assert_eq!(rounded("12.6", 0), "13");
        assert_eq!(rounded("?", 0), "?");
    }

    fn at(latitude: f64, accuracy_m: f64) -> Position {
        Position { latitude, longitude: 86.0, altitude_m: None, accuracy_m }
    }

    #[test]
    fn the_surest_position_is_remembered_and_of_two_as_sure_the_newer() {
        assert_eq!(better(None, at(1.0, 30.0)), at(1.0, 30.0));
        assert_eq!(better(Some(at(1.0, 10.0)), at(2.0, 30.0)), at(1.0, 10.0));
        assert_eq!(better(Some(at(1.0, 10.0)), at(2.0, 10.0)), at(2.0, 10.0));
    }
}
