//! All that is to be decided on this desk: what people said differently of the same thing.
//!
//! Not here: how one decides (`deciding`), where it is found (`worker::desk::open`).

use std::rc::Rc;

use yew::prelude::*;

use super::deciding::Deciding;
use super::ledger::{code, use_listed};
use super::safe::reminder::Handed;
use super::waiting::{OnSteps, awaited, use_awaited};
use crate::state::decisions::{self, ToDecide};
use crate::state::device::{Device, use_device};
use crate::state::lists::ListError;
use crate::t;
use crate::text::{Language, use_text};
use crate::widgets::{Empty, Page};

/// How many of one property stand on the page; more come by a tap, or are decided all by one rule.
const LISTED: usize = 100;

async fn load(device: Rc<Device>, most: usize, language: Language, on_steps: OnSteps) -> Result<ToDecide, ListError> {
    decisions::disputes(&device, most, code(language), on_steps).await
}

#[component]
pub fn Conflicts() -> Html {
    let text = use_text();
    let most = use_state_eq(|| LISTED);
    let about = (use_device(), *most, text.language());
    let (to_decide, again, steps) = use_awaited(about, |(device, most, language), on_steps| {
        device.map(|device| load(device, most, language, on_steps))
    });
    let count = |loaded: &ToDecide| loaded.more_records + loaded.groups.iter().map(|group| group.count).sum::<usize>();
    use_listed("conflicts".to_owned(), to_decide.ready().map(count));
    let on_more = {
        let most = most.clone();
        Callback::from(move |()| most.set(*most + LISTED))
    };
    let on_moved = again.clone();
    html! {
        <Page title={t!(text, NavConflicts)}>
            <Handed />
            { awaited(&to_decide, steps, &again, |loaded| html! {
                <>
                    if loaded.groups.is_empty() {
                        <Empty message={t!(text, EmptyConflicts)} />
                    }
                    <Deciding to_decide={loaded.clone()} {on_moved} {on_more} />
                </>
            }) }
        </Page>
    }
}
