//! On the page of a talent need whom it may suit, and on the page of a talent which needs: with the reasons, and nothing decided.
//!
//! A person is told by number, field and level; by name too where it was consented to that this enterprise is told. What else is
//! known stands on the person's own page, which notes who opens it.
//!
//! Not here: who suits (`ledger::matching`).

use ledger::matching::{Aspect, EDUCATION, FIELD, LEVEL, NAMED_ON, NoConsent, STATUS, TALENT_NEEDS, TALENTS};
use ledger::{EntityState, Words};
use yew::prelude::*;

use crate::route::Route;
use crate::state::matching::{Matching, Side, Sides};
use crate::t;
use crate::text::Text;
use crate::worker::desk::open::Part;

const CODE: &str = "talent_code";

/// `own` is whom or what the page is about.
pub fn matching(matching: &Matching, own: &EntityState, words: &Words, text: &Text) -> Html {
    let (name, title, inside) = match matching {
        Matching::People(Some(sides)) => ("people", t!(text, MatchPeople, count = sides.fit.of), {
            html! {
                <>
                    <p class="field__hint">{ t!(text, MatchPeopleAbout) }</p>
                    { both(sides, |side| (&side.state, own), words, text) }
                </>
            }
        }),
        Matching::People(None) => (
            "people",
            t!(text, MatchPeopleTitle),
            html! { <p class="lead" data-status="not-sought">{ t!(text, MatchNotSought) }</p> },
        ),
        Matching::Posts(Ok(sides)) => ("posts", t!(text, MatchPosts, count = sides.fit.of), {
            html! {
                <>
                    <p class="field__hint">{ t!(text, MatchPostsAbout) }</p>
                    { both(sides, |side| (own, &side.state), words, text) }
                </>
            }
        }),
        Matching::Posts(Err(why)) => {
            let (why, said) = match why {
                NoConsent::Missing => ("missing", t!(text, MatchMissing)),
                NoConsent::Withdrawn => ("withdrawn", t!(text, MatchWithdrawn)),
                NoConsent::OtherPurpose => ("other-purpose", t!(text, MatchOtherPurpose)),
                NoConsent::Expired => ("expired", t!(text, MatchExpired)),
            };
            ("posts", t!(text, MatchPostsTitle), html! { <p class="lead" data-no-consent={why}>{ said }</p> })
        }
    };
    html! {
        <section class="section" data-matching={name}>
            <h2 class="section__title">{ title }</h2>
            { inside }
        </section>
    }
}

/// `pair` gives the talent and the need of a side.
fn both<'a>(
    sides: &'a Sides,
    pair: impl Fn(&'a Side) -> (&'a EntityState, &'a EntityState),
    words: &Words,
    text: &Text,
) -> Html {
    let rows = |sides: &'a Part<Side>| {
        let row = |side: &'a Side| {
            let (talent, need) = pair(side);
            row(side, talent, need, words, text)
        };
        let others = sides.of.saturating_sub(sides.first.len());
        html! {
            <>
                <ul class="rows">{ for sides.first.iter().map(row) }</ul>
                if others > 0 {
                    <p class="field__hint" data-more={others.to_string()}>{ t!(text, MatchMore, count = others) }</p>
                }
            </>
        }
    };
    html! {
        <>
            if sides.fit.of == 0 {
                <p class="lead">{ t!(text, MatchNone) }</p>
            } else {
                { rows(&sides.fit) }
            }
            if sides.near.of > 0 {
                <details class="rows-more" data-near={sides.near.of.to_string()}>
                    <summary class="rows__title" data-action="near">{ t!(text, MatchNear, count = sides.near.of) }</summary>
                    { rows(&sides.near) }
                </details>
            }
        </>
    }
}

fn row(side: &Side, talent: &EntityState, need: &EntityState, words: &Words, text: &Text) -> Html {
    let Side { state, lacks, is_named } = side;
    let (list, title) = match state.list.as_str() {
        TALENTS if *is_named => (TALENTS, state.title()),
        TALENTS => (TALENTS, Some(state.text(CODE)).filter(|code| !code.is_empty()).unwrap_or(state.id.as_str())),
        _ => (TALENT_NEEDS, state.title()),
    };
    let naming = match *is_named {
        true => t!(text, MatchNamed, day = talent.text(NAMED_ON).to_owned()),
        false => t!(text, MatchUnnamed),
    };
    let href = Route::Enterprise { list: list.to_owned(), entity: state.id.to_string() }.href();
    let suits = Aspect::ALL.into_iter().filter(|aspect| Some(*aspect) != *lacks);
    let suits: Vec<String> = suits.map(|aspect| said(aspect, true, talent, need, words, text).to_string()).collect();
    let consent = t!(text, MatchConsent).to_string();
    let suits = suits.into_iter().chain([consent]).collect::<Vec<_>>().join(&t!(text, PaperChangesJoin));
    let lacking = lacks.map(|aspect| {
        html! { <span class="rows__detail" data-lacks={name(aspect)}>{ t!(text, MatchLacks, what = said(aspect, false, talent, need, words, text).to_string()) }</span> }
    });
    html! {
        <li class="rows__row" key={state.id.to_string()} data-match={state.id.to_string()}>
            <a class="rows__main" {href} data-action="open">
                <span class="rows__title">{ title.to_owned() }</span>
                { lacking.unwrap_or_default() }
                <span class="rows__detail" data-suits="">{ t!(text, MatchSuits, what = suits) }</span>
                <span class="rows__detail" data-may-be-named={is_named.to_string()}>{ naming }</span>
            </a>
        </li>
    }
}

fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Field => "field",
        Aspect::Level => "level",
        Aspect::Education => "education",
        Aspect::Available => "available",
    }
}

/// Of education it is told whether it is enough, and not what it is.
fn said(
    aspect: Aspect,
    suits: bool,
    talent: &EntityState,
    need: &EntityState,
    words: &Words,
    text: &Text,
) -> AttrValue {
    let value = |state: &EntityState, property: &str| {
        words.value(state.list.as_str(), property, state.text(property), &t!(text, ListSeparator))
    };
    let (has, asked) = (|property| value(talent, property), |property| value(need, property));
    match (aspect, suits) {
        (Aspect::Field, true) => t!(text, MatchField, has = has(FIELD)),
        (Aspect::Field, false) => t!(text, MatchFieldOther, has = has(FIELD), asked = asked(FIELD)),
        (Aspect::Level, true) => t!(text, MatchLevel, has = has(LEVEL), asked = asked(LEVEL)),
        (Aspect::Level, false) => t!(text, MatchLevelBelow, has = has(LEVEL), asked = asked(LEVEL)),
        (Aspect::Education, true) => t!(text, MatchEducation, asked = asked(EDUCATION)),
        (Aspect::Education, false) => t!(text, MatchEducationBelow, asked = asked(EDUCATION)),
        (Aspect::Available, _) => t!(text, MatchStatus, has = has(STATUS)),
    }
}
