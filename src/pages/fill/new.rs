//! The address that begins a form: from a link, or from the menu of the app's icon. It leads on to the draft.

use std::convert::Infallible;
use std::rc::Rc;

use yew::prelude::*;

use crate::pages::today::begin_failed;
use crate::platform::document;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::library::{self, BeginError};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct NewProps {
    /// The form's id, as it stands in the address.
    pub form: String,
}

/// Begins the form once, and takes the draft's address in place of its own: whoever loads the page again, or goes back,
/// begins no second one.
#[component]
pub fn New(props: &NewProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (refused, _) = use_remote((device, props.form.clone()), |(device, form)| {
        device.map(|device| async move {
            let refused = begin(&device, &form).await.err();
            if refused.is_some() {
                document::show();
            }
            Ok::<_, Infallible>(refused)
        })
    });
    if let Remote::Ready(refused) = &refused
        && let Some(error) = &**refused
    {
        let all = html! { <a class="button" href={Route::Forms.href()}>{ t!(text, NavForms) }</a> };
        return html! { <Banner tone={Tone::Danger} actions={all}><p>{ begin_failed(error, &text) }</p></Banner> };
    }
    html! { <p class="empty" role="status">{ t!(text, FillOpening) }</p> }
}

async fn begin(device: &Rc<Device>, form: &str) -> Result<(), BeginError> {
    let form = library::find(device, form).await?.ok_or(BeginError::NoForm)?;
    let draft = library::begin(device, &form).await?;
    Route::fill(draft).replace();
    Ok(())
}
