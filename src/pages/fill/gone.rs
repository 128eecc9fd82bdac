//! An address of a draft that is not here: the record that it became has the same id.

use record::DraftId;
use yew::prelude::*;

use super::said;
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::filling::OpenError;
use crate::state::refill;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct GoneProps {
    /// As it stands in the address.
    pub draft: String,
}

/// Leads on to the record, if there is one.
#[component]
pub fn Gone(props: &GoneProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (record, _) = use_remote((device, props.draft.clone()), |(device, draft)| {
        let draft = draft.parse::<DraftId>().ok();
        device.map(|device| async move {
            match draft {
                Some(draft) => refill::heads(&device, draft.record()).await.map(|heads| !heads.is_empty()),
                None => Ok(false),
            }
        })
    });
    let is_record = matches!(&record, Remote::Ready(is_record) if **is_record);
    use_effect_with((is_record, props.draft.clone()), |(is_record, draft)| {
        if *is_record {
            Route::Record(draft.clone()).replace();
        }
    });
    match &record {
        Remote::Ready(is_record) if !**is_record => said::failed(&OpenError::NoDraft, &text, &Callback::noop()),
        Remote::Failed => said::failed(&OpenError::NoDraft, &text, &Callback::noop()),
        _ => html! { <p class="empty" role="status">{ t!(text, FillOpening) }</p> },
    }
}
