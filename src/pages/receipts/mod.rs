//! Receipts on the screen: at a desk what there is to be told to each tablet, on a tablet one that came as a file, and what a
//! record's pages say of it.
//!
//! Start at [`Receipts`], [`Incoming`] and [`word`]. `said` has the words.
//!
//! Not here: what a receipt says and changes (`state::receipts`), the server's own section (`server`).

mod incoming;
mod said;

use std::rc::Rc;

use record::{Fate, Receipt};
use yew::prelude::*;

pub use self::incoming::Incoming;
use self::said::failed;
pub use self::said::{heard, word};
use crate::platform::idb::ReadError;
use crate::platform::{files, timer};
use crate::state::device::{Device, use_device};
use crate::state::receipts::{self, Audience, Due, ReceiptFailure};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Tone};

/// So many tablets are listed; those with something new are among them.
const MOST_LISTED: usize = 20;

#[derive(PartialEq, Properties)]
pub struct ReceiptsProps {
    /// Whatever changes what there is to tell.
    pub round: (usize, usize, usize, u32),
}

async fn load(device: Rc<Device>) -> Result<Result<Audience, ReceiptFailure>, ReadError> {
    Ok(receipts::due(&device).await)
}

/// How many files it says are received, lie apart and were taken back.
fn counts(receipt: &Receipt) -> [usize; 3] {
    let of = |is: fn(&Fate) -> bool| receipt.batches.iter().filter(|handled| is(&handled.fate)).count();
    [
        of(|fate| *fate == Fate::Received),
        of(|fate| matches!(fate, Fate::Quarantined(_))),
        of(|fate| *fate == Fate::TakenBack),
    ]
}

/// What a desk has to tell its tablets. Nothing, where there is nobody to tell.
#[component]
pub fn Receipts(props: &ReceiptsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let problem = use_state(|| None::<Rc<ReceiptFailure>>);
    let is_whole = use_state_eq(|| false);
    let (due, again) = use_remote((device.clone(), props.round), |(device, _)| device.map(load));
    let Remote::Ready(due) = &due else { return Html::default() };
    let due = match &**due {
        Ok(Audience::Nobody) => return Html::default(),
        Ok(Audience::OtherDesk) => None,
        Ok(Audience::Ours(due)) if due.is_empty() => return Html::default(),
        Ok(Audience::Ours(due)) => Some(due),
        Err(failure) => {
            return html! { <Banner tone={Tone::Danger} title={t!(text, ReceiptsTitle)}>{ failed(failure, &text) }</Banner> };
        }
    };
    let save = |due: &Due| {
        let (device, due, problem, again) = (device.clone(), due.clone(), problem.setter(), again.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (due, problem, again) = (due.clone(), problem.clone(), again.clone());
            timer::spawn(async move {
                problem.set(saved(&device, &due).await.err().map(Rc::new));
                again.emit(());
            });
        }
    };
    let row = |due: &Due| line(due, save(due), &text);
    let show_all = {
        let is_whole = is_whole.setter();
        move |_: MouseEvent| is_whole.set(true)
    };
    html! {
        <section class="section screen" data-section="receipts">
            <h2 class="section__title">{ t!(text, ReceiptsTitle) }</h2>
            if let Some(due) = due {
                <p class="field__hint">{ t!(text, ReceiptsHint) }</p>
                if let Some(failure) = &*problem {
                    <Banner tone={Tone::Danger}>{ failed(failure, &text) }</Banner>
                }
                <ul class="rows">{ for due.iter().take(if *is_whole { due.len() } else { MOST_LISTED }).map(row) }</ul>
                if due.len() > MOST_LISTED && !*is_whole {
                    <button type="button" class="button" data-action="all-receipts" onclick={show_all}>
                        { t!(text, ReceiptsAll, count = due.len()) }
                    </button>
                }
            } else {
                <p class="field__hint" data-problem="other-desk">{ t!(text, ReceiptsOtherDesk) }</p>
            }
        </section>
    }
}

fn line(due: &Due, save: impl Fn(MouseEvent) + 'static, text: &Text) -> Html {
    let [received, aside, taken_back] = counts(&due.receipt);
    let is_new = due.is_new(None);
    let (class, state) = match (is_new, &due.told) {
        (true, _) => ("badge--attention", t!(text, ReceiptsNew)),
        (false, Some(told)) if told.stored.is_some() => ("badge--good", t!(text, ReceiptsStored)),
        (false, _) => ("badge--plain", t!(text, ReceiptsTold)),
    };
    let fingerprint = due.receipt.device.fingerprint();
    html! {
        <li class="rows__row" key={due.receipt.device.to_string()} data-receipt={due.receipt.device.to_string()}
            data-state={if is_new { "new" } else { "told" }} data-received={received.to_string()} data-aside={aside.to_string()}
            data-taken-back={taken_back.to_string()} data-returned={due.receipt.returned.len().to_string()}>
            <div class="rows__main">
                <p class="rows__title">{ due.label.clone().unwrap_or_else(|| fingerprint.clone()) }</p>
                <p class="rows__detail">{ said::counted(&due.receipt, text) }</p>
            </div>
            <span class={classes!("badge", class)}>{ state }</span>
            <button type="button" class="button" data-action="save-receipt" onclick={save}>{ t!(text, ReceiptsSave) }</button>
        </li>
    }
}

/// Makes the file and hands it to the browser. That it was told is noted: what becomes of a file nobody knows.
async fn saved(device: &Device, due: &Due) -> Result<(), ReceiptFailure> {
    let made = receipts::make(device, due).await?;
    let is_saved = files::download(&made.name, &made.media_type, &made.bytes.0);
    is_saved.map_err(|error| ReceiptFailure::NotMade(error.to_string()))?;
    Ok(receipts::tell(device, due, None).await?)
}
