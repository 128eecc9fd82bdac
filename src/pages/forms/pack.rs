//! A pack that a coordinator handed down: looked at, compared, taken in.

use std::rc::Rc;

use store::Store;
use store::zone::{Coming, Zone};
use store::zone_tables::ZoneTable;
use yew::prelude::*;

use crate::pages::today::minute;
use crate::platform::files::ChosenFile;
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::packs::{self, TakeError, Taken};
use crate::state::zone;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, FileDrop, Tone};
use crate::worker::packs::{PackRefusal, PackSeen, SentDifference, SentTable};

/// A pack over this size is not read.
const MOST_BYTES: u64 = 64 << 20;

/// A file that may be a pack, by its name.
#[derive(PartialEq, Eq)]
pub struct PackFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

#[derive(PartialEq, Properties)]
pub struct OpenPackProps {
    pub on_taken: Callback<()>,
}

/// Where one chooses a pack.
#[component]
pub fn OpenPack(props: &OpenPackProps) -> Html {
    let text = use_text();
    let is_closed = use_device().is_none();
    let chosen = use_state(|| None::<Result<Rc<PackFile>, TakeError>>);
    let on_files = {
        let chosen = chosen.setter();
        Callback::from(move |files: Vec<ChosenFile>| {
            let Some(file) = files.into_iter().next() else { return };
            let chosen = chosen.clone();
            timer::spawn(async move {
                let read = file.bytes(MOST_BYTES).await;
                chosen.set(Some(match read {
                    Ok(bytes) => Ok(Rc::new(PackFile { name: file.name.clone(), bytes })),
                    Err(_) => Err(TakeError::Refused(PackRefusal::TooLarge)),
                }));
            });
        })
    };
    let on_left = {
        let chosen = chosen.setter();
        Callback::from(move |()| chosen.set(None))
    };
    html! {
        <section class="section">
            <FileDrop kind="pack" label={t!(text, PackOpen)} hint={t!(text, PackOpenHint)} accept=".json,.age" disabled={is_closed} {on_files} />
            { match &*chosen {
                None => Html::default(),
                Some(Ok(file)) => html! { <PackFound file={file.clone()} on_taken={props.on_taken.clone()} {on_left} /> },
                Some(Err(error)) => html! { <Banner tone={Tone::Danger}><p>{ not_taken(error, &text) }</p></Banner> },
            } }
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct PackFoundProps {
    pub file: Rc<PackFile>,
    pub on_taken: Callback<()>,
    pub on_left: Callback<()>,
}

/// What a pack's zone is to this device, how it is known then, and how it was known before.
type Arriving = (Coming, Zone, Option<Zone>);

/// Where a pack that was found stands.
enum Stage {
    Reading,
    Seen { pack: Box<PackSeen>, zone: Option<Box<Arriving>> },
    Taken(Taken),
    Failed(TakeError),
}

/// A pack that came in any way: what it holds, and the question whether it is taken in.
#[component]
pub fn PackFound(props: &PackFoundProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state(|| Rc::new(Stage::Reading));
    {
        let stage = stage.setter();
        use_effect_with((props.file.clone(), device.clone()), move |(file, device)| {
            if let Some(device) = device.clone() {
                let file = file.clone();
                stage.set(Rc::new(Stage::Reading));
                timer::spawn(async move {
                    stage.set(Rc::new(match looked(&device, &file.bytes).await {
                        Ok((pack, zone)) => Stage::Seen { pack: Box::new(pack), zone },
                        Err(error) => Stage::Failed(error),
                    }));
                });
            }
        });
    }
    let leave = props.on_left.reform(|_: MouseEvent| ());
    let take = {
        let (stage, file, on_taken) = (stage.clone(), props.file.clone(), props.on_taken.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (seen, stage, file, on_taken) = ((*stage).clone(), stage.setter(), file.clone(), on_taken.clone());
            timer::spawn(async move {
                let Stage::Seen { pack, .. } = &*seen else { return };
                stage.set(Rc::new(match packs::take_in(&device, &file.name, &file.bytes, pack).await {
                    Ok(taken) => Stage::Taken(taken),
                    Err(error) => Stage::Failed(error),
                }));
                on_taken.emit(());
            });
        })
    };
    match &**stage {
        Stage::Reading => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
        Stage::Seen { pack, zone } => seen(pack, zone.as_deref(), &text, &take, &leave),
        Stage::Taken(pack) => taken(pack, &text),
        Stage::Failed(error) => html! { <Banner tone={Tone::Danger}><p>{ not_taken(error, &text) }</p></Banner> },
    }
}

/// A pack, and what its zone is beside the one that is known here.
async fn looked(device: &Device, bytes: &[u8]) -> Result<(PackSeen, Option<Box<Arriving>>), TakeError> {
    let pack = packs::look(device, bytes).await?;
    let meta = device.database.all(Store::Meta).await?;
    let known = store::zone::known(&meta)?;
    let zone = zone::coming(&meta, &pack)?.map(|(coming, then)| Box::new((coming, then, known)));
    Ok((pack, zone))
}

/// What changes for what leaves from here and for whose word counts, if this pack is taken in.
fn sealing(zone: Option<&Arriving>, text: &Text) -> Html {
    let Some((coming, then, known)) = zone else { return Html::default() };
    let name = || then.name.clone();
    match (coming, known) {
        (Coming::Known, _) => Html::default(),
        (Coming::Newer, Some(known)) if known.edition == then.edition => {
            html! { <p data-zone="desks">{ t!(text, PackZoneDesks, zone = name(), count = 1 + then.charter.desks.len()) }</p> }
        }
        (Coming::Newer, _) => {
            html! { <p data-zone="newer">{ t!(text, PackZone, zone = name()) }</p> }
        }
        (Coming::Other, known) => {
            let before = known.as_ref().map(|known| known.name.clone()).unwrap_or_default();
            html! {
                <p class="question__problem" role="alert" data-zone="other">
                    { t!(text, PackZoneOther, zone = name(), before = before) }
                </p>
            }
        }
    }
}

fn seen(
    pack: &PackSeen,
    zone: Option<&Arriving>,
    text: &Text,
    take: &Callback<MouseEvent>,
    leave: &Callback<MouseEvent>,
) -> Html {
    let entities: usize = pack.lists.iter().map(|(_, entities)| entities.len()).sum();
    let actions = html! {
        <>
            <button type="button" class="button" data-action="leave-pack" onclick={leave.clone()}>{ t!(text, PackLeave) }</button>
            <button type="button" class="button button--primary" data-action="take-pack" onclick={take.clone()}>{ t!(text, PackTake) }</button>
        </>
    };
    let from = pack.fingerprint.clone();
    let introduced =
        pack.zone.as_ref().filter(|_| pack.forms.is_empty() && pack.lists.is_empty() && pack.tables.is_empty());
    let title = match introduced {
        Some(zone) => t!(text, PackZoneFrom, zone = zone.name.clone(), fingerprint = from),
        None => t!(text, PackFrom, fingerprint = from),
    };
    html! {
        <Banner tone={Tone::Info} {title} {actions}>
            if introduced.is_none() {
                <p>{ t!(text, PackHolds, forms = pack.forms.len(), entities = entities, at = minute(&pack.created_at.to_string())) }</p>
            }
            if let Some(difference) = &pack.difference {
                <p data-difference="">{ t!(text, PackIsDifference, count = gone(difference)) }</p>
            }
            if !pack.tables.is_empty() {
                <p data-tables={pack.tables.len().to_string()}>{ t!(text, PackTables, tables = tables(pack, text)) }</p>
            }
            if !pack.erasures.is_empty() {
                <p data-erasures={pack.erasures.len().to_string()}>{ t!(text, PackErases, count = pack.erasures.len()) }</p>
            }
            { sealing(zone, text) }
            <p>{ t!(text, PackFromAdvice) }</p>
        </Banner>
    }
}

fn gone(difference: &SentDifference) -> usize {
    difference.gone.iter().map(|(_, ids)| ids.len()).sum()
}

/// The tables of the zone's own that a pack brings, by what people call them. Of some other a later version of the app knows.
fn tables(pack: &PackSeen, text: &Text) -> String {
    let name = |table: &SentTable| match ZoneTable::named(&table.name) {
        Some(ZoneTable::Holidays) => t!(text, HolidaysTitle).to_string(),
        Some(ZoneTable::Indicators) => t!(text, IndicatorsTitle).to_string(),
        None => table.name.clone(),
    };
    pack.tables.iter().map(name).collect::<Vec<_>>().join(&t!(text, ListSeparator))
}

/// What one brought, and what left because it is no longer in it.
pub fn taken(taken: &Taken, text: &Text) -> Html {
    html! {
        <Banner tone={Tone::Success}>
            <p data-pack="taken" data-entities={taken.entities.to_string()} data-gone={taken.gone.to_string()} data-kept={taken.kept.to_string()} data-erased={taken.erased.to_string()}>
                if taken.is_nothing() {
                    { t!(text, PackNothingNew) }
                } else {
                    { t!(text, PackTaken, forms = taken.forms, entities = taken.entities) }
                }
            </p>
            if taken.gone > 0 {
                <p>{ t!(text, PackGone, count = taken.gone) }</p>
            }
            if taken.erased > 0 {
                <p>{ t!(text, PackErased, count = taken.erased) }</p>
            }
            if taken.kept > 0 {
                <p>{ t!(text, PackKept, count = taken.kept) }</p>
            }
        </Banner>
    }
}

/// Why a pack is not taken in.
pub fn not_taken(error: &TakeError, text: &Text) -> AttrValue {
    match error {
        TakeError::Refused(PackRefusal::NotAPack) => t!(text, PackRefusedForeign),
        TakeError::Refused(PackRefusal::Batch) => t!(text, PackRefusedBatch),
        TakeError::Refused(PackRefusal::Newer) => t!(text, PackRefusedNewer),
        TakeError::Refused(PackRefusal::NotForUs) => t!(text, PackRefusedNotForUs),
        TakeError::Refused(PackRefusal::OtherDesk) => t!(text, PackRefusedOtherDesk),
        TakeError::Refused(PackRefusal::Withdrawn) => t!(text, PackRefusedWithdrawn),
        TakeError::Refused(PackRefusal::OtherBase) => t!(text, PackRefusedOtherBase),
        TakeError::Refused(PackRefusal::Damaged | PackRefusal::Signature | PackRefusal::TooLarge) => {
            t!(text, PackRefusedDamaged)
        }
        TakeError::Damaged | TakeError::Worker(_) | TakeError::Zone(_) | TakeError::Read(_) | TakeError::Write(_) => {
            t!(text, PackFailed)
        }
    }
}
