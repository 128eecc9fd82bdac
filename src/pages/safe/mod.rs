//! The desk kept safe: a sealed backup of all that is here, restoring one, handing the desk over, and who did what here.
//!
//! Not here: what is done (`state::safe`), the reminder on other pages (`reminder`).

mod access;
mod handing;
mod outdated;
pub mod reminder;
mod restoring;
mod said;
mod sealing;

use yew::prelude::*;

use self::access::AccessLog;
use self::handing::Handing;
use self::outdated::ToThrowAway;
use self::reminder::Handed;
use self::restoring::Restoring;
use self::sealing::Sealing;
use crate::state::device::use_device;
use crate::state::remote::{Remote, use_remote};
use crate::state::safe;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Page, Tone};

#[component]
pub fn Safe() -> Html {
    let text = use_text();
    let device = use_device();
    let (standing, again) = use_remote(device.clone(), |device| device.map(safe::standing));
    // Counts what changed the ledger: its hash is worked out anew then.
    let round = use_state_eq(|| 0_u32);
    let (ledger, _) = use_remote((device.is_some(), *round), |(is_open, _)| is_open.then(safe::fingerprint));
    let on_changed = {
        let (round, again) = (round.clone(), again.clone());
        Callback::from(move |()| {
            round.set(*round + 1);
            again.emit(());
        })
    };
    let known = match &ledger {
        Remote::Ready(ledger) => Some(**ledger),
        _ => None,
    };
    html! {
        <Page title={t!(text, SafeTitle)}>
            <Handed round={*round} />
            { match (&ledger, known) {
                (_, Some((ledger, count))) => html! {
                    <section class="section">
                        <h2 class="section__title">{ t!(text, SafeLedger) }</h2>
                        <p class="facts__code facts__code--large" data-ledger={ledger.to_string()} data-revisions={count.to_string()}>
                            { ledger.fingerprint() }
                        </p>
                        <p class="field__hint">{ t!(text, SafeLedgerHint, count = count) }</p>
                    </section>
                },
                (Remote::Failed, _) => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                _ => html! { <p class="lead" role="status">{ t!(text, SafeCounting) }</p> },
            } }
            { match &standing {
                Remote::Ready(standing) => html! {
                    <>
                        { said::standing(standing, &text) }
                        <ToThrowAway outdated={standing.outdated.clone()} on_changed={on_changed.clone()} />
                    </>
                },
                _ => Html::default(),
            } }
            <Sealing on_changed={on_changed.clone()} />
            <Restoring on_changed={on_changed.clone()} />
            <Handing ledger={known.map(|(ledger, _)| ledger)} on_changed={on_changed} />
            <AccessLog round={*round} />
        </Page>
    }
}
