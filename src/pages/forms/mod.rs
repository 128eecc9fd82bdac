//! The forms on this device: to begin one, to open another, to take in a pack.

mod opening;
mod pack;
pub mod problems;

use std::rc::Rc;

use store::forms::Form;
use yew::prelude::*;

use super::today::BeginForms;
use crate::platform::idb::ReadError;
use crate::state::device::{Device, use_device};
use crate::state::library;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Page, Tone};
use opening::OpenForm;
use pack::OpenPack;

async fn load(device: Rc<Device>) -> Result<Vec<Form>, ReadError> {
    library::offered(&device).await
}

#[component]
pub fn Forms() -> Html {
    let text = use_text();
    let session = use_session();
    let installed = session.as_ref().map(|session| session.forms_installed);
    let device = use_device();
    let (forms, again) = use_remote((device, installed), |(device, _)| device.map(load));
    let settings = session.as_ref().and_then(|session| session.settings.clone());
    let can_begin = settings.is_none_or(|settings| settings.officer.is_some());
    html! {
        <Page title={t!(text, NavForms)}>
            { match &forms {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(forms) => html! { <BeginForms forms={(**forms).clone()} {can_begin} /> },
            } }
            <OpenForm on_opened={again.clone()} />
            <OpenPack on_taken={again} />
        </Page>
    }
}
