//! What is said of a server: what went, and what stands in the way with what to do about it.

use transport::{AddressError, Trouble};
use yew::prelude::*;

use crate::pages::forms::not_taken;
use crate::state::packs::MakeError;
use crate::state::sync::{FaultySetup, Field, Gave, SyncError, Told, Went};
use crate::t;
use crate::text::Text;
use crate::widgets::{Banner, Tone};

pub fn went(went: &Went, text: &Text) -> Html {
    let tone = if went.refused.is_empty() { Tone::Success } else { Tone::Warning };
    html! {
        <Banner {tone}>
            <p data-status="sent" data-files={went.files.to_string()} data-records={went.records.to_string()}>
                { if went.files == 0 { t!(text, ServerNothingNew) } else { t!(text, ServerSent, files = went.files, records = went.records) } }
            </p>
            { for went.refused.iter().map(|(seq, trouble)| html! {
                <p data-refused={seq.to_string()} data-trouble={name(*trouble)}>{ t!(text, ServerRefused, seq = *seq, why = why(*trouble, text).to_string()) }</p>
            }) }
            if went.left > 0 {
                <p data-left={went.left.to_string()}>{ t!(text, ServerLeft, count = went.left) }</p>
            }
        </Banner>
    }
}

/// What a desk told its tablets.
pub fn told(told: &Told, text: &Text) -> Html {
    html! {
        <Banner tone={Tone::Success}>
            <p data-status="told" data-tablets={told.tablets.to_string()}>
                { if told.tablets == 0 { t!(text, ServerNothingToTell) } else { t!(text, ServerTold, count = told.tablets) } }
            </p>
        </Banner>
    }
}

/// What a desk gave its tablets.
pub fn gave(gave: Gave, text: &Text) -> Html {
    let (tone, name, said) = match gave {
        Gave::Nobody => (Tone::Warning, "nobody", t!(text, ServerGaveNobody)),
        Gave::NothingNew => (Tone::Success, "nothing-new", t!(text, ServerGaveNothing)),
        Gave::Pack { bytes, tablets } => {
            (Tone::Success, "pack", t!(text, ServerGave, kilobytes = bytes.div_ceil(1 << 10), count = tablets))
        }
    };
    html! { <Banner {tone}><p data-status="gave" data-gave={name}>{ said }</p></Banner> }
}

/// Why it stopped, and what to do. Nothing is lost by any of it.
pub fn stopped(error: &SyncError, text: &Text) -> Html {
    let (name, said) = match error {
        SyncError::NoServer => ("no-server", t!(text, ServerNone)),
        SyncError::NoZone => ("no-zone", t!(text, ServerNeedsZone)),
        SyncError::Stopped => ("stopped", t!(text, ServerStopped)),
        SyncError::Store(trouble) => (name(*trouble), why(*trouble, text)),
        SyncError::OtherDesk => ("other-desk", t!(text, ReceiptsOtherDesk)),
        SyncError::TakePack(error) => ("pack", not_taken(error, text)),
        SyncError::MakePack(MakeError::Form { title, .. }) => ("pack", t!(text, PackNotWhole, form = title.clone())),
        SyncError::MakePack(_) => ("pack", t!(text, PackNotMade)),
        SyncError::Damaged => ("damaged", t!(text, ServerFileDamaged)),
        SyncError::Receipt(_) => ("receipt", t!(text, ReceiptNotMade)),
        SyncError::Export(_) => ("export", t!(text, SendFailedMakeAdvice)),
        SyncError::Read(_) | SyncError::Write(_) => ("database", t!(text, SendFailedWriteAdvice)),
    };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, ServerNotSent)}>
            <p data-trouble={name}>{ said }</p>
            <p>{ t!(text, ServerSafe) }</p>
        </Banner>
    }
}

/// What it is called for whoever drives the page.
pub fn name(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Unreachable => "unreachable",
        Trouble::Busy => "busy",
        Trouble::Refused => "refused",
        Trouble::Clock => "clock",
        Trouble::NotFound => "not-found",
        Trouble::NoFolder => "no-folder",
        Trouble::TooLarge => "too-large",
        Trouble::CannotStore => "cannot-store",
        Trouble::NotKept => "not-kept",
        Trouble::Unreadable => "unreadable",
        Trouble::Strange(_) => "strange",
    }
}

pub fn why(trouble: Trouble, text: &Text) -> AttrValue {
    match trouble {
        Trouble::Unreachable => t!(text, TroubleUnreachable),
        Trouble::Busy => t!(text, TroubleBusy),
        Trouble::Refused => t!(text, TroubleRefused),
        Trouble::Clock => t!(text, TroubleClock),
        Trouble::NotFound => t!(text, TroubleNotFound),
        Trouble::NoFolder => t!(text, TroubleNoFolder),
        Trouble::TooLarge => t!(text, TroubleTooLarge),
        Trouble::CannotStore => t!(text, TroubleCannotStore),
        Trouble::NotKept => t!(text, TroubleNotKept),
        Trouble::Unreadable => t!(text, TroubleUnreadable),
        Trouble::Strange(status) => t!(text, TroubleStrange, status = status),
    }
}

/// What is wrong with what was typed.
pub fn faulty(setup: FaultySetup, text: &Text) -> AttrValue {
    match setup {
        FaultySetup::Insecure => t!(text, SetupInsecure),
        FaultySetup::Address(AddressError::Scheme) => t!(text, SetupScheme),
        FaultySetup::Address(AddressError::Secret) => t!(text, SetupSecretInside),
        FaultySetup::Address(AddressError::Host | AddressError::Query | AddressError::Path | AddressError::TooLong) => {
            t!(text, SetupAddress)
        }
        FaultySetup::Field(field) => {
            let label = label(field, text).to_string();
            t!(text, SetupField, field = label)
        }
    }
}

/// What a field is called.
pub fn label(field: Field, text: &Text) -> AttrValue {
    match field {
        Field::Address => t!(text, ServerAddress),
        Field::User => t!(text, ServerUser),
        Field::Password => t!(text, ServerPassword),
        Field::Region => t!(text, ServerRegion),
        Field::Bucket => t!(text, ServerBucket),
        Field::Key => t!(text, ServerKey),
        Field::Secret => t!(text, ServerSecret),
    }
}
