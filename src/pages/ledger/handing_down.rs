//! The pack for the tablets: forms and lists, as one file, of the whole zone or of one level's part.
//!
//! Not here: what belongs to a part (`ledger::portion`), the file (`state::packs`).

use std::rc::Rc;

use ledger::portion::{LEVELS, Portion};
use ledger::{Column, STAFF_CODE};
use record::ListName;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::code;
use crate::platform::{files, timer};
use crate::state::access::{self, Step};
use crate::state::desk::{self, ENTERPRISES};
use crate::state::device::{Device, use_device};
use crate::state::lists::{self, ListError};
use crate::state::packs::{self, MakeError};
use crate::state::remote::use_remote;
use crate::t;
use crate::text::{Text, use_text};

/// So many areas, groups or officers are offered.
const MOST: usize = 300;

/// One level, what it is called, and its parts by what each is called.
#[derive(Clone)]
struct Level {
    property: &'static str,
    label: String,
    parts: Vec<(String, String)>,
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
    let export = {
        let (said, is_busy, text) = (said.setter(), is_busy.setter(), text.clone());
        let portion = chosen.as_ref().map(|(property, value)| Portion::one(property, value));
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (said, is_busy, text, portion) = (said.clone(), is_busy.clone(), text.clone(), portion.clone());
            is_busy.set(true);
            timer::spawn(async move {
                said.set(Some(match packs::make(&device, portion.as_ref()).await {
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
    let level = |level: &Level| {
        let part = |(value, title): &(String, String)| {
            let is_chosen = chosen.as_ref().is_some_and(|(property, part)| property == level.property && part == value);
            html! { <option value={format!("{} {value}", level.property)} selected={is_chosen}>{ title }</option> }
        };
        html! { <optgroup label={level.label.clone()}>{ for level.parts.iter().map(part) }</optgroup> }
    };
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
            <button type="button" class="button" data-action="export-pack" disabled={*is_busy} onclick={export}>
                { t!(text, PackExport) }
            </button>
            if chosen.is_some() {
                <p class="fine">{ t!(text, PackForHint) }</p>
            }
            { match &*said {
                None => Html::default(),
                Some(Ok(made)) => html! { <p class="fine" role="status" data-pack="made">{ made }</p> },
                Some(Err(failed)) => html! { <p class="fine" role="alert">{ failed }</p> },
            } }
        </div>
    }
}
