//! What is said of a server: what went, and what stands in the way with what to do about it.

use store::server::LastRun;
use transport::{AddressError, Right, Trouble};
use yew::prelude::*;

use crate::pages::forms::not_taken;
use crate::pages::import::said::failure as failure_said;
use crate::pages::today::minute;
use crate::state::packs::MakeError;
use crate::state::sync::automatic;
use crate::state::sync::{ApartCame, FaultySetup, Field, Gave, Rest, Scope, SyncError, Told, Went};
use crate::t;
use crate::text::Text;
use crate::widgets::{Banner, Tone};

pub fn went(went: &Went, text: &Text) -> Html {
    let tone = if went.refused.is_empty() { Tone::Success } else { Tone::Warning };
    html! {
        <Banner {tone}>
            <p data-status="sent" data-files={went.files.to_string()} data-records={went.records.to_string()} data-photos={went.photos.to_string()}>
                { match (went.files, went.photos + went.photos_left) {
                    (0, 0) => t!(text, ServerNothingNew),
                    (0, _) => t!(text, ServerRecordsThere),
                    (files, _) => t!(text, ServerSent, files = files, records = went.records),
                } }
            </p>
            if went.photos > 0 {
                <p>{ t!(text, ServerPhotosSent, count = went.photos) }</p>
            }
            if went.photos_left > 0 {
                <p data-photos-left={went.photos_left.to_string()}>{ t!(text, ServerPhotosLeft, count = went.photos_left) }</p>
            }
            { for went.refused.iter().map(|(seq, trouble)| html! {
                <p data-refused={seq.to_string()} data-trouble={trouble.word()}>{ t!(text, ServerRefused, seq = *seq, why = why(*trouble, text).to_string()) }</p>
            }) }
            if went.left > 0 {
                <p data-left={went.left.to_string()}>{ t!(text, ServerLeft, count = went.left) }</p>
            }
        </Banner>
    }
}

/// How it went the last time by itself, and what stood in the way.
pub fn ran(last: &LastRun, text: &Text) -> Html {
    let at = minute(&last.at.to_string());
    let Some(trouble) = &last.trouble else {
        let said = match last.files {
            0 => t!(text, AutomaticNothing, at = at),
            files => t!(text, AutomaticSent, at = at, files = files),
        };
        return html! { <p class="field__hint" data-last-run="good" data-files={last.files.to_string()}>{ said }</p> };
    };
    let why = of_word(trouble, text).unwrap_or_else(|| t!(text, AutomaticOther));
    // What somebody wanted so is no mistake.
    let class = if trouble == automatic::COSTS { "field__hint" } else { "question__problem" };
    html! {
        <p class={class} role="status" data-last-run={trouble.clone()}>
            { t!(text, AutomaticFailed, at = at, why = why.to_string()) }
        </p>
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
    let kilobytes = |bytes: usize| bytes.div_ceil(1 << 10);
    let (tone, name, said) = match gave {
        Gave::Nobody => (Tone::Warning, "nobody", t!(text, ServerGaveNobody)),
        Gave::NobodyResponsible => (Tone::Warning, "nobody-responsible", t!(text, ServerGaveNoPart)),
        Gave::NothingNew => (Tone::Success, "nothing-new", t!(text, ServerGaveNothing)),
        Gave::Packs { scope, tablets, bytes, .. } => {
            let said = match scope {
                Scope::Zone => t!(text, ServerGave, kilobytes = kilobytes(bytes), count = tablets),
                Scope::Parts => t!(text, ServerGaveParts, kilobytes = kilobytes(bytes), count = tablets),
            };
            (Tone::Success, "pack", said)
        }
    };
    let (bytes, since) = match gave {
        Gave::Packs { bytes, since, .. } => (bytes, since),
        _ => (0, None),
    };
    html! {
        <Banner {tone}>
            <p data-status="gave" data-gave={name} data-bytes={bytes.to_string()} data-since={since.map(|bytes| bytes.to_string())}>{ said }</p>
            if let Some(since) = since {
                <p>{ t!(text, ServerGaveSince, kilobytes = kilobytes(since)) }</p>
            }
        </Banner>
    }
}

/// What was fetched, and what is left for another tap.
pub fn fetched(files: usize, rest: &Rest, photos: &ApartCame, text: &Text) -> Html {
    // What arrived there cut may stay so for ever, and is no reason to tap again.
    let stopped = rest.stopped.as_ref().or(photos.stopped.as_ref());
    let goes_on = stopped.is_some() || rest.withheld > 0;
    let tone = if goes_on || !rest.damaged_often.is_empty() { Tone::Warning } else { Tone::Success };
    let title = stopped.map(|_| t!(text, ServerNotSent));
    html! {
        <Banner {tone} {title}>
            if let Some(error) = stopped {
                <p data-trouble={error.word()} data-left={rest.left.to_string()}>{ because(error, text) }</p>
            }
            if files > 0 || rest.stopped.is_none() {
                <p data-status="fetched" data-files={files.to_string()} data-damaged={rest.damaged.to_string()} data-unchanged={rest.unchanged.to_string()} data-withheld={rest.withheld.to_string()}>
                    { t!(text, ServerFetched, files = files, devices = rest.devices) }
                </p>
            }
            if rest.damaged > 0 {
                <p>{ t!(text, ServerDamaged, count = rest.damaged) }</p>
            }
            { for rest.damaged_often.iter().map(|(device, number)| html! {
                <p data-damaged-often={number.to_string()}>{ t!(text, ServerDamagedOften, device = device.clone(), number = *number) }</p>
            }) }
            if photos.files > 0 {
                <p data-photos={photos.files.to_string()}>{ t!(text, ServerPhotosFetched, count = photos.files) }</p>
            }
            if photos.awaited > 0 {
                <p data-awaited={photos.awaited.to_string()}>{ t!(text, ServerPhotosAwaited, count = photos.awaited) }</p>
            }
            if rest.withheld > 0 {
                <p>{ t!(text, ServerWithheld, count = rest.withheld) }</p>
            }
            if goes_on {
                <p>{ if rest.left > 0 { t!(text, ServerLeftThere, count = rest.left) } else { t!(text, ServerGoesOn) } }</p>
            }
        </Banner>
    }
}

/// Why it stopped, and what to do. Nothing is lost by any of it.
pub fn stopped(error: &SyncError, text: &Text) -> Html {
    html! {
        <Banner tone={Tone::Warning} title={t!(text, ServerNotSent)}>
            <p data-trouble={error.word()}>{ because(error, text) }</p>
            <p>{ t!(text, ServerSafe) }</p>
        </Banner>
    }
}

fn because(error: &SyncError, text: &Text) -> AttrValue {
    match error {
        SyncError::NoServer => t!(text, ServerNone),
        SyncError::NoZone => t!(text, ServerNeedsZone),
        SyncError::Stopped => t!(text, ServerStopped),
        SyncError::UnderWay => t!(text, ServerUnderWay),
        SyncError::Store(trouble) => why(*trouble, text),
        SyncError::OtherDesk => t!(text, ReceiptsOtherDesk),
        SyncError::TakePack(error) => not_taken(error, text),
        SyncError::MakePack(MakeError::Form { title, .. }) => t!(text, PackNotWhole, form = title.clone()),
        SyncError::MakePack(_) => t!(text, PackNotMade),
        SyncError::Damaged => t!(text, ServerFileDamaged),
        SyncError::Receipt(_) => t!(text, ReceiptNotMade),
        SyncError::Desk(failure) => failure_said(*failure, text),
        SyncError::Export(_) => t!(text, SendFailedMakeAdvice),
        SyncError::Read(_) | SyncError::Write(_) => t!(text, SendFailedWriteAdvice),
    }
}

/// Why something was not done, by the word that was kept of it.
pub fn because_of(word: &str, text: &Text) -> AttrValue {
    of_word(word, text).unwrap_or_else(|| t!(text, ServerNotSent))
}

fn of_word(word: &str, text: &Text) -> Option<AttrValue> {
    Some(match (word, Trouble::called(word)) {
        (automatic::COSTS, _) => t!(text, AutomaticCosts),
        (_, Some(Trouble::Strange(_))) => t!(text, AutomaticStrange),
        (_, Some(trouble)) => why(trouble, text),
        ("no-zone", _) => t!(text, ServerNeedsZone),
        ("database", _) => t!(text, SendFailedWriteAdvice),
        ("stopped", _) => t!(text, ServerStopped),
        ("damaged", _) => t!(text, ServerFileDamaged),
        _ => return None,
    })
}

pub fn why(trouble: Trouble, text: &Text) -> AttrValue {
    match trouble {
        Trouble::Unreachable => t!(text, TroubleUnreachable),
        Trouble::NotAllowed => t!(text, TroubleNotAllowed),
        Trouble::Busy => t!(text, TroubleBusy),
        Trouble::Refused => t!(text, TroubleRefused),
        Trouble::Denied => t!(text, TroubleDenied),
        Trouble::NoRight(Right::List) => t!(text, TroubleNoRightToList),
        Trouble::NoRight(Right::Put) => t!(text, TroubleNoRightToPut),
        Trouble::NoRight(Right::Read) => t!(text, TroubleNoRightToRead),
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
