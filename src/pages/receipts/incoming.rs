//! A receipt that came as a file: what it says, and one tap.

use std::rc::Rc;

use store::receipts::{Brought, Coming};
use yew::prelude::*;

use super::said;
use crate::pages::today::minute;
use crate::platform::files::ChosenFile;
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::receipts::{self, Looked, ReceiptFailure};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::worker::receipts::ReceiptRefusal;

/// What is larger is no receipt.
const MOST_BYTES: u64 = 4 << 20;

#[derive(PartialEq, Properties)]
pub struct IncomingProps {
    pub file: ChosenFile,
}

type Seen = Result<Looked, ReceiptFailure>;

async fn load(device: Rc<Device>, file: ChosenFile) -> Result<Seen, ReadError> {
    Ok(match file.bytes(MOST_BYTES).await {
        Ok(bytes) => receipts::look(&device, &file.name, bytes).await,
        Err(_) => Err(ReceiptFailure::Refused(ReceiptRefusal::NotAReceipt)),
    })
}

#[component]
pub fn Incoming(props: &IncomingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let brought = use_state(|| None::<Rc<Result<Brought, ReceiptFailure>>>);
    let (seen, _) =
        use_remote((device.clone(), props.file.clone()), |(device, file)| device.map(|device| load(device, file)));
    match brought.as_deref() {
        Some(Ok(brought)) => return said::brought(*brought, &text),
        Some(Err(failure)) => return said::failed(failure, &text),
        None => {}
    }
    let Remote::Ready(seen) = &seen else { return Html::default() };
    let looked = match &**seen {
        Ok(looked) => looked,
        Err(failure) => {
            return html! { <>{ said::failed(failure, &text) }<p class="rows__detail">{ t!(text, ReceiptNothingChanged) }</p></> };
        }
    };
    let receipt = &looked.taken.receipt;
    let (officer, at) = (receipt.officer.to_string(), minute(&receipt.created_at.to_string()));
    let take = {
        let (device, looked, brought) = (device.clone(), looked.clone(), brought.setter());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (looked, brought) = (looked.clone(), brought.clone());
            timer::spawn(async move { brought.set(Some(Rc::new(receipts::take_in(&device, &looked).await))) });
        }
    };
    let (coming, rest) = match looked.coming {
        Coming::Newer => (
            "newer",
            html! {
                <button type="button" class="button button--primary" data-action="take-receipt" onclick={take}>{ t!(text, ReceiptTake) }</button>
            },
        ),
        Coming::Known => ("known", html! { <p>{ t!(text, ReceiptKnown) }</p> }),
        Coming::Older => ("older", html! { <p>{ t!(text, ReceiptOlder) }</p> }),
    };
    html! {
        <div data-coming={coming}>
            <p>{ t!(text, ReceiptFrom, officer = officer, at = at) }</p>
            <p class="rows__detail">{ said::counted(receipt, &text) }</p>
            { rest }
        </div>
    }
}
