//! The page of a decision: what was decided, by whom, when and why.
//!
//! Not here: how one decides (`deciding`), how one judges (`reviewing`).

use record::{Decision, Join, Revision, Sameness, Verdict};
use yew::prelude::*;

use super::overdue::periods::label;
use super::today::minute;
use crate::route::Route;
use crate::state::desk::Words;
use crate::state::joins::Named;
use crate::t;
use crate::text::Text;
use crate::widgets::{Banner, Tone};

/// What a decision says, `both` being those whom a join is about. Nothing, if the revision is none.
pub fn decided(revision: &Revision, both: &[Named], words: &Words, text: &Text) -> Html {
    let submission = revision.submission();
    let (Some(decision), Some(change)) = (revision.decision(), submission.entities.first()) else {
        return Html::default();
    };
    if let Some(join) = submission.join() {
        return html! { <>{ heading(revision, decision, text) }{ joined(&join, both, text) }</> };
    }
    let said = match submission.review() {
        Some(review) => {
            let verdict = match review.verdict {
                Verdict::Approved => t!(text, VerdictApproved),
                Verdict::Returned => t!(text, VerdictReturned),
            };
            let href = Route::Record(review.record.to_string()).href();
            html! { <p><a {href} data-action="open">{ t!(text, DecisionReviewed) }</a>{ " " }<strong data-verdict={review.verdict.name()}>{ verdict }</strong></p> }
        }
        None if ledger::periods::sets(revision) => {
            let line = |(name, days): (&String, &String)| {
                let said = if days.is_empty() { t!(text, OverduePeriodsProposed) } else { days.clone().into() };
                html! { <><dt>{ label(name, text) }</dt><dd data-property={name.clone()} data-value={days.clone()}>{ said }</dd></> }
            };
            html! {
                <>
                    <p>{ t!(text, OverduePeriods) }</p>
                    <dl class="facts">{ for change.properties.iter().map(line) }</dl>
                </>
            }
        }
        None => {
            let list = change.list.as_str();
            let href = Route::Enterprise { list: list.to_owned(), entity: change.entity.to_string() }.href();
            let line = |(property, value): (&String, &String)| {
                let read = words.value(list, property, value, &t!(text, ListSeparator));
                html! { <><dt>{ words.property(list, property) }</dt><dd data-property={property.clone()} data-value={value.clone()}>{ read }</dd></> }
            };
            html! {
                <>
                    <p><a {href} data-action="open">{ submission.name() }</a></p>
                    <dl class="facts">
                        if let Some(label) = &change.label {
                            <dt>{ t!(text, DecideLabel) }</dt><dd data-property="label" data-value={label.clone()}>{ label }</dd>
                        }
                        { for change.properties.iter().map(line) }
                    </dl>
                </>
            }
        }
    };
    html! { <>{ heading(revision, decision, text) }{ said }</> }
}

/// What was said of two entities, with a link to each.
fn joined(join: &Join, both: &[Named], text: &Text) -> Html {
    let link = |named: &Named| {
        let href = Route::Enterprise { list: join.pair.list().to_string(), entity: named.id.to_string() }.href();
        html! { <p><a {href} data-action="open" data-entity={named.id.to_string()}>{ &named.title }</a></p> }
    };
    let (name, said) = match join.sameness {
        Sameness::One { .. } => ("one", t!(text, JoinAreOne)),
        Sameness::Two => ("two", t!(text, JoinAreTwo)),
    };
    html! { <><p><strong data-joined={name}>{ said }</strong></p>{ for both.iter().map(link) }</> }
}

fn heading(revision: &Revision, decision: &Decision, text: &Text) -> Html {
    let submission = revision.submission();
    let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
    html! {
        <>
            <p class="lead" data-record={submission.record.to_string()} data-status="decision">{ t!(text, RecordLine, at = at, officer = officer) }</p>
            if let Some(reason) = &decision.reason {
                <Banner tone={Tone::Info}><p data-reason={reason.clone()}>{ t!(text, ErasedReason, reason = reason.clone()) }</p></Banner>
            }
        </>
    }
}
