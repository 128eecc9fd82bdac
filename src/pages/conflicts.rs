//! All that is to be decided on this desk: what people said differently of the same thing.
//!
//! Not here: how one decides (`deciding`).

use std::rc::Rc;

use yew::prelude::*;

use super::deciding::Deciding;
use super::ledger::code;
use super::safe::reminder::Handed;
use crate::state::decisions::{self, ToDecide};
use crate::state::device::{Device, LoadError, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Language, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};

async fn load(device: Rc<Device>, language: Language) -> Result<ToDecide, LoadError> {
    decisions::disputes(&device, code(language)).await
}

#[component]
pub fn Conflicts() -> Html {
    let text = use_text();
    let about = (use_device(), text.language());
    let (to_decide, again) = use_remote(about, |(device, language)| device.map(|device| load(device, language)));
    html! {
        <Page title={t!(text, NavConflicts)}>
            <Handed />
            { match &to_decide {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(loaded) => html! {
                    <>
                        if loaded.disputes.is_empty() {
                            <Empty message={t!(text, EmptyConflicts)} />
                        }
                        <Deciding to_decide={loaded.clone()} on_moved={again} />
                    </>
                },
            } }
        </Page>
    }
}
