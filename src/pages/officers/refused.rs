//! Why a change of the officers was not made, in words. Nothing has changed then.

use store::Conflict;
use store::officers::{MOST_CHARACTERS, OfficerProblem};
use yew::prelude::*;

use crate::state::device::Failure;
use crate::state::officers::{Holdings, Refusal};
use crate::t;
use crate::text::{Text, use_text};

#[derive(PartialEq, Properties)]
pub struct RefusedProps {
    pub refusal: Refusal,
}

#[component]
pub fn Refused(props: &RefusedProps) -> Html {
    let text = use_text();
    let (name, said) = said(&props.refusal, &text);
    html! { <span data-refusal={name}>{ said }</span> }
}

/// What it is called by those who drive the page, and what people read.
fn said(refusal: &Refusal, text: &Text) -> (&'static str, AttrValue) {
    match refusal {
        Refusal::Problem(OfficerProblem::NoName) => ("no-name", t!(text, OfficersNoName)),
        Refusal::Problem(OfficerProblem::NoCode) => ("no-code", t!(text, OfficersNoCode)),
        Refusal::Problem(OfficerProblem::TooLong) => ("too-long", t!(text, OfficersTooLong, most = MOST_CHARACTERS)),
        Refusal::Problem(OfficerProblem::CodeTaken { by }) => {
            ("code-taken", t!(text, OfficersCodeTaken, name = by.clone()))
        }
        Refusal::Problem(OfficerProblem::SameTwice) => ("same-twice", t!(text, OfficersSameTwice)),
        Refusal::Problem(OfficerProblem::Chosen) => ("chosen", t!(text, OfficersRemoveChosen)),
        Refusal::Problem(OfficerProblem::Gone) | Refusal::Write(Failure::Conflict(Conflict::OfficersChanged)) => {
            ("changed-elsewhere", t!(text, OfficersChangedElsewhere))
        }
        Refusal::Holds(holdings) => ("holds", t!(text, OfficersHolds, what = what(holdings, text))),
        Refusal::NotSaved => ("not-saved", t!(text, OfficersNotSaved)),
        Refusal::NotHere(_) => ("part-missing", t!(text, PartMissingAdvice)),
        Refusal::Read(_) | Refusal::Damaged | Refusal::Write(_) => ("database", t!(text, SettingsNotSaved)),
    }
}

/// What is not settled of somebody's, as a list in words.
fn what(holdings: &Holdings, text: &Text) -> String {
    let parts = [
        (holdings.drafts, t!(text, OfficersDrafts, count = holdings.drafts)),
        (holdings.waiting, t!(text, OfficersWaiting, count = holdings.waiting)),
        (holdings.exported, t!(text, OfficersExported, count = holdings.exported)),
    ];
    listed(&parts, text)
}

/// Those parts of which there is something.
pub fn listed(parts: &[(usize, AttrValue)], text: &Text) -> String {
    let there = parts.iter().filter(|(count, _)| *count > 0).map(|(_, said)| said.as_str());
    there.collect::<Vec<_>>().join(&t!(text, OfficersAnd))
}
