//! The pack for the tablets: forms and lists, as one file, of the whole zone or of one level's part. Once tablets are enrolled it is sealed for
//! them, unless somebody wants it for one that is not.
//!
//! Not here: what belongs to a part (`ledger::portion`), the file (`state::packs`).

use std::rc::Rc;

use ledger::portion::{LEVELS, Portion};
use ledger::{Column, STAFF_CODE};
use record::{DeviceId, ListName};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::code;
use crate::platform::idb::ReadError;
use crate::platform::{files, timer};
use crate::state::access::{self, Step};
use crate::state::desk::{self, ENTERPRISES};
use crate::state::device::{Device, use_device};
use crate::state::lists::{self, ListError};
use crate::state::packs::{self, MakeError};
use crate::state::remote::use_remote;
use crate::t;
use crate::text::{Text, use_text};
use crate::worker::batches::MadeBatch;

/// So many areas, groups or officers are offered.
const MOST: usize = 300;

/// One level, what it is called, and its parts by what each is called.
#[derive(Clone)]
struct Level {
    property: &'static str,
    label: String,
    parts: Vec<(String, String)>,
}

/// Who is to be able to open the pack.
#[derive(Clone, PartialEq, Default)]
enum Opens {
    /// Each tablet that is enrolled; where none is, anybody.
    #[default]
    Tablets,
    Tablet(DeviceId),
    Anybody,
}

/// A tablet that is enrolled, and what people call it.
type Enrolled = (DeviceId, String);

impl Opens {
    /// What its option is called; `None`: it is a tablet, by its id.
    const TABLETS: &'static str = "";
    const ANYBODY: &'static str = "anybody";

    fn of(value: String) -> Self {
        match value.as_str() {
            Self::TABLETS => Self::Tablets,
            Self::ANYBODY => Self::Anybody,
            _ => Self::Tablet(DeviceId::new(value)),
        }
    }

    /// Nobody: it goes in clear. `None`: the tablet is not enrolled any more.
    fn recipients(&self, enrolled: &[Enrolled]) -> Option<Vec<DeviceId>> {
        match self {
            Self::Tablets => Some(enrolled.iter().map(|(id, _)| id.clone()).collect()),
            Self::Tablet(id) => enrolled.iter().any(|(known, _)| known == id).then(|| vec![id.clone()]),
            Self::Anybody => Some(Vec::new()),
        }
    }
}

async fn enrolled(device: Rc<Device>) -> Result<Vec<Enrolled>, ReadError> {
    let mut enrolled: Vec<Enrolled> =
        packs::trusted(&device).await?.into_iter().map(|known| (known.id, known.label)).collect();
    enrolled.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    Ok(enrolled)
}

/// For those that are enrolled at this moment: in another tab somebody may have come or gone since the page was drawn.
async fn made(device: &Rc<Device>, portion: Option<&Portion>, opens: &Opens) -> Result<MadeBatch, MakeError> {
    let enrolled = enrolled(Rc::clone(device)).await?;
    let recipients =
        opens.recipients(&enrolled).ok_or_else(|| MakeError::NotPacked("it is not enrolled".to_owned()))?;
    packs::make(device, portion, &recipients).await
}

async fn levels(device: Rc<Device>, text: Text) -> Result<Vec<Level>, ListError> {
    let words = desk::words(&device, code(text.language())).await?;
    let mut levels = Vec::new();
    for property in LEVELS {
        let values = lists::values(&ListName::new(ENTERPRISES), &Column::Property(property.to_owned()), MOST).await?;
        let values: Vec<String> = values.unwrap_or_default().into_iter().map(|(value, _)| value).collect();
        let named = lists::named(values.clone()).await?;
        let mut parts: Vec<(String, String)> = values
            .into_iter()
            .filter(|value| !value.is_empty())
            .map(|value| {
                let title = named.get(&value).map(|name| name.title.clone());
                let title = title.unwrap_or_else(|| words.value(ENTERPRISES, property, &value, "").to_string());
                (value, title)
            })
            .collect();
        parts.sort_by(|one, other| one.1.cmp(&other.1));
        let label = match property {
            STAFF_CODE => t!(text, ResponsibleTitle).to_string(),
            property => words.property(ENTERPRISES, property).to_owned(),
        };
        if !parts.is_empty() {
            levels.push(Level { property, label, parts });
        }
    }
    Ok(levels)
}

#[component]
pub fn ExportPack() -> Html {
    let text = use_text();
    let device = use_device();
    let said = use_state_eq(|| None::<Result<AttrValue, AttrValue>>);
    let is_busy = use_state_eq(|| false);
    let chosen = use_state_eq(|| None::<(String, String)>);
    let (levels, _) =
        use_remote((device.clone(), text.clone()), |(device, text)| device.map(|device| levels(device, text)));
    let (tablets, _) = use_remote(device.clone(), |device| device.map(enrolled));
    let opens = use_state_eq(Opens::default);
    // Until it is known who could open it, nothing leaves in clear.
    let recipients = tablets.ready().and_then(|enrolled| opens.recipients(enrolled));
    let is_sealed = recipients.as_ref().is_some_and(|recipients| !recipients.is_empty());
    let export = {
        let (said, is_busy, text) = (said.setter(), is_busy.setter(), text.clone());
        let portion = chosen.as_ref().map(|(property, value)| Portion::one(property, value));
        let opens = (*opens).clone();
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (said, is_busy, text, portion) = (said.clone(), is_busy.clone(), text.clone(), portion.clone());
            let opens = opens.clone();
            is_busy.set(true);
            timer::spawn(async move {
                said.set(Some(match made(&device, portion.as_ref(), &opens).await {
                    Ok(file) if files::download(&file.name, &file.media_type, &file.bytes.0).is_ok() => {
                        access::note(&device, Step::PackMade, &file.name, 1).await;
                        Ok(t!(text, PackMade, name = file.name))
                    }
                    Err(MakeError::Form { title, .. }) => Err(t!(text, PackNotWhole, form = title)),
                    _ => Err(t!(text, PackNotMade)),
                }));
                is_busy.set(false);
            });
        }
    };
    let onchange = {
        let (chosen, said) = (chosen.setter(), said.setter());
        move |event: Event| {
            let value = event.target_unchecked_into::<HtmlSelectElement>().value();
            chosen.set(value.split_once(' ').map(|(property, value)| (property.to_owned(), value.to_owned())));
            said.set(None);
        }
    };
    let on_opens = {
        let (opens, said) = (opens.setter(), said.setter());
        move |event: Event| {
            opens.set(Opens::of(event.target_unchecked_into::<HtmlSelectElement>().value()));
            said.set(None);
        }
    };
    let tablet = |(id, label): &Enrolled| {
        let is_chosen = *opens == Opens::Tablet(id.clone());
        let label = if label.is_empty() { t!(text, DevicesNameless) } else { label.clone().into() };
        html! { <option value={id.to_string()} selected={is_chosen}>{ label }</option> }
    };
    let level = |level: &Level| {
        let part = |(value, title): &(String, String)| {
            let is_chosen = chosen.as_ref().is_some_and(|(property, part)| property == level.property && part == value);
            html! { <option value={format!("{} {value}", level.property)} selected={is_chosen}>{ title }</option> }
        };
        html! { <optgroup label={level.label.clone()}>{ for level.parts.iter().map(part) }</optgroup> }
    };
    let tablets = tablets.ready().map(Vec::as_slice).unwrap_or_default();
    let levels = levels.ready().map(Vec::as_slice).unwrap_or_default();
    html! {
        <div class="stack">
            if !levels.is_empty() {
                <label class="field">
                    <span class="field__label">{ t!(text, PackFor) }</span>
                    <select class="field__input" data-input="pack-portion" {onchange}>
                        <option value="" selected={chosen.is_none()}>{ t!(text, PackForAll) }</option>
                        { for levels.iter().map(level) }
                    </select>
                </label>
            }
            if !tablets.is_empty() {
                <label class="field">
                    <span class="field__label">{ t!(text, PackOpens) }</span>
                    <select class="field__input" data-input="pack-opens" onchange={on_opens}>
                        <option value={Opens::TABLETS} selected={*opens == Opens::Tablets}>
                            { t!(text, PackOpensTablets, count = tablets.len()) }
                        </option>
                        { for tablets.iter().map(tablet) }
                        <option value={Opens::ANYBODY} selected={*opens == Opens::Anybody}>{ t!(text, PackOpensAnybody) }</option>
                    </select>
                </label>
            }
            <button type="button" class="button" data-action="export-pack" disabled={*is_busy || recipients.is_none()} onclick={export}>
                { t!(text, PackExport) }
            </button>
            if chosen.is_some() {
                <p class="fine">{ if is_sealed { t!(text, PackForSealedHint) } else { t!(text, PackForHint) } }</p>
            }
            { match &*said {
                None => Html::default(),
                Some(Ok(made)) => html! { <p class="fine" role="status" data-pack="made">{ made }</p> },
                Some(Err(failed)) => html! { <p class="fine" role="alert">{ failed }</p> },
            } }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_for_whoever_is_enrolled_and_in_clear_where_nobody_is_or_somebody_says_so() {
        let [one, two] = ["one", "two"].map(DeviceId::new);
        let enrolled = [(one.clone(), "甲".to_owned()), (two.clone(), String::new())];
        assert_eq!(Opens::of(String::new()).recipients(&enrolled), Some(vec![one, two.clone()]));
        assert_eq!(Opens::of("two".to_owned()).recipients(&enrolled), Some(vec![two]));
        assert_eq!(Opens::of("three".to_owned()).recipients(&enrolled), None, "it was revoked meanwhile");
        assert_eq!(Opens::of("anybody".to_owned()).recipients(&enrolled), Some(Vec::new()));
        assert_eq!(Opens::Tablets.recipients(&[]), Some(Vec::new()));
    }
}
