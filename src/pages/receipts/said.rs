//! The words for receipts: what one says, what it changed, and why one is none.

use record::Receipt;
use store::receipts::Brought;
use yew::prelude::*;

use super::counts;
use crate::pages::today::minute;
use crate::route::Route;
use crate::state::inbox::{REVOKED_DEVICE, UNKNOWN_DEVICE};
use crate::state::receipts::{ReceiptFailure, Word};
use crate::state::sync::{Heard, Offered};
use crate::t;
use crate::text::Text;
use crate::widgets::{Banner, Tone};
use crate::worker::receipts::ReceiptRefusal;

/// What it says, in numbers.
pub fn counted(receipt: &Receipt, text: &Text) -> AttrValue {
    let [received, aside, taken_back] = counts(receipt);
    let returned = receipt.returned.len();
    t!(text, ReceiptCounted, received = received, aside = aside, back = taken_back, returned = returned)
}

/// What it changed here.
pub fn brought(brought: Brought, text: &Text) -> Html {
    let Brought { received, returned, aside, taken_back } = brought;
    html! {
        <>
            <p data-status="heard" data-received={received.to_string()} data-returned={returned.to_string()} data-aside={aside.to_string()}
                data-taken-back={taken_back.to_string()}>
                { t!(text, ReceiptBrought, received = received, returned = returned) }
            </p>
            if aside > 0 {
                <p>{ t!(text, ReceiptBroughtAside, count = aside) }</p>
            }
            if taken_back > 0 {
                <p>{ t!(text, ReceiptBroughtBack, count = taken_back) }</p>
            }
            if returned + aside + taken_back > 0 {
                <a class="button" href={Route::Records.href()} data-action="go-records">{ t!(text, ReceiptGoRecords) }</a>
            }
        </>
    }
}

/// What came of looking for one on a server, and for a newer pack, which is taken at a tap.
pub fn heard(heard: &Heard, on_take: &Callback<Offered>, text: &Text) -> Html {
    let bad = !heard.refused.is_empty() || heard.damaged > 0;
    let tone = match heard.brought {
        Some(brought) if brought.returned + brought.aside + brought.taken_back > 0 => Tone::Warning,
        _ if bad => Tone::Warning,
        _ => Tone::Success,
    };
    html! {
        <Banner {tone}>
            if let Some(came) = heard.brought {
                { brought(came, text) }
            } else {
                <p data-status="heard" data-received="0" data-returned="0" data-aside="0" data-taken-back="0">{ t!(text, ReceiptNothingNew) }</p>
            }
            { for heard.refused.iter().map(|refusal| html! {
                <p data-refusal={refusal.word()}>{ t!(text, ReceiptRefusedOnServer, why = refused(*refusal, text).to_string()) }</p>
            }) }
            if heard.damaged > 0 {
                <p data-damaged={heard.damaged.to_string()}>{ t!(text, ReceiptDamagedOnServer) }</p>
            }
            if let Some(pack) = &heard.offered {
                { offered(pack, on_take, text) }
            }
        </Banner>
    }
}

fn offered(pack: &Offered, on_take: &Callback<Offered>, text: &Text) -> Html {
    let at = minute(&pack.at.to_string());
    let kilobytes = |bytes: u64| bytes.div_ceil(1 << 10);
    let said = match (pack.bytes, pack.whole_bytes) {
        (Some(bytes), Some(whole)) if pack.differences > 0 => {
            t!(text, OfferedPackSince, at = at, kilobytes = kilobytes(bytes), whole = kilobytes(whole))
        }
        (Some(bytes), _) => t!(text, OfferedPack, at = at, kilobytes = kilobytes(bytes)),
        (None, _) => t!(text, OfferedPackUnmeasured, at = at),
    };
    let onclick = {
        let pack = pack.clone();
        on_take.reform(move |_: MouseEvent| pack.clone())
    };
    html! {
        <>
            <p data-offered={pack.bytes.unwrap_or_default().to_string()} data-whole={pack.whole_bytes.unwrap_or_default().to_string()}
                data-differences={pack.differences.to_string()}>{ said }</p>
            <button type="button" class="button button--primary" data-action="take-offered" {onclick}>{ t!(text, OfferedTake) }</button>
        </>
    }
}

/// Why a file is no receipt for this tablet.
pub fn refused(refusal: ReceiptRefusal, text: &Text) -> AttrValue {
    match refusal {
        ReceiptRefusal::NotAReceipt => t!(text, ReceiptRefusedOther),
        ReceiptRefusal::Truncated => t!(text, ReceiptRefusedTruncated),
        ReceiptRefusal::Damaged | ReceiptRefusal::Signature | ReceiptRefusal::Contents => {
            t!(text, ReceiptRefusedDamaged)
        }
        ReceiptRefusal::Newer => t!(text, RefusedNewer),
        ReceiptRefusal::OtherDevice => t!(text, ReceiptRefusedDevice),
        ReceiptRefusal::OtherZone => t!(text, ReceiptRefusedZone),
        ReceiptRefusal::OtherDesk => t!(text, ReceiptRefusedDesk),
        ReceiptRefusal::Withdrawn => t!(text, ReceiptRefusedWithdrawn),
        ReceiptRefusal::Aimed => t!(text, ReceiptRefusedAimed),
    }
}

/// Why nothing came of one.
pub fn failed(failure: &ReceiptFailure, text: &Text) -> Html {
    let (name, said) = match failure {
        ReceiptFailure::NoZone => ("no-zone", t!(text, ReceiptNoZone)),
        ReceiptFailure::Refused(refusal) => (refusal.word(), refused(*refusal, text)),
        ReceiptFailure::NotMade(_) | ReceiptFailure::Entropy(_) | ReceiptFailure::Worker(_) => {
            ("not-made", t!(text, ReceiptNotMade))
        }
        ReceiptFailure::Damaged | ReceiptFailure::Read(_) => ("not-read", t!(text, ReadFailed)),
        ReceiptFailure::Write(_) => ("not-written", t!(text, SendFailedWriteAdvice)),
    };
    html! { <p role="alert" data-refusal={name}>{ said }</p> }
}

/// What the desk said of a record: why it is returned, or why it is in no ledger.
pub fn word(word: Word<'_>, text: &Text) -> Html {
    let (name, said) = match word {
        Word::Returned(returned) => {
            let (officer, at) = (returned.officer.to_string(), minute(&returned.at.to_string()));
            ("returned", t!(text, WordReturned, reason = returned.reason.clone(), officer = officer, at = at))
        }
        Word::Aside(handled, reason) => {
            let why = match reason {
                UNKNOWN_DEVICE => t!(text, WordAsideUnknown),
                REVOKED_DEVICE => t!(text, WordAsideRevoked),
                _ => t!(text, WordAsideOther),
            };
            ("aside", t!(text, WordAside, why = why.to_string(), at = minute(&handled.at.to_string())))
        }
        Word::TakenBack(handled) => ("taken-back", t!(text, WordTakenBack, at = minute(&handled.at.to_string()))),
    };
    html! { <span class="rows__detail" data-word={name}>{ said }</span> }
}
