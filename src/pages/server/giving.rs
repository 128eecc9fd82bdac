//! Whom the desk's pack by a server is for: all tablets the whole zone, or each its officers' part.
//!
//! Not here: giving it (`state::sync`), whose an enterprise is (`pages::responsible`).

use record::{DeviceId, OfficerId};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::devices;
use crate::state::remote::{Remote, use_remote};
use crate::state::sync::{self, Scope, Tablet};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct GivingProps {
    pub scope: Scope,
    pub on_scope: Callback<Scope>,
}

fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Zone => "zone",
        Scope::Parts => "parts",
    }
}

#[component]
pub fn Giving(props: &GivingProps) -> Html {
    let text = use_text();
    let GivingProps { scope, on_scope } = props;
    let onchange = on_scope.reform(|event: Event| {
        let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
        if chosen == word(Scope::Parts) { Scope::Parts } else { Scope::Zone }
    });
    let option =
        |of: Scope, label: AttrValue| html! { <option value={word(of)} selected={*scope == of}>{ label }</option> };
    html! {
        <>
            <div class="section__actions">
                <label class="field">
                    <span class="field__label">{ t!(text, GiveFor) }</span>
                    <select class="field__input" data-input="give-scope" {onchange}>
                        { option(Scope::Zone, t!(text, PackForAll)) }
                        { option(Scope::Parts, t!(text, GiveParts)) }
                    </select>
                </label>
            </div>
            if *scope == Scope::Parts {
                <Tablets />
            }
        </>
    }
}

/// The tablets with who fills on each: whose enterprises it gets.
#[component]
fn Tablets() -> Html {
    let text = use_text();
    let device = use_device();
    let is_failed = use_state_eq(|| false);
    let (tablets, again) =
        use_remote(device.clone(), |device| device.map(|device| async move { sync::tablets(&device).await }));
    let on_officers = {
        let is_failed = is_failed.setter();
        Callback::from(move |(id, officers): (DeviceId, Option<Vec<OfficerId>>)| {
            let Some(device) = device.clone() else { return };
            let (is_failed, again) = (is_failed.clone(), again.clone());
            timer::spawn(async move {
                is_failed.set(devices::fill(&device, &id, officers).await.is_err());
                again.emit(());
            });
        })
    };
    let row = |tablet: &Tablet| row(tablet, &on_officers, &text);
    html! {
        <>
            <p class="field__hint">{ t!(text, GivePartsHint) }</p>
            if *is_failed {
                <Banner tone={Tone::Danger}><p>{ t!(text, DevicesFailed) }</p></Banner>
            }
            { match &tablets {
                Remote::Ready(tablets) => html! { <div class="fields">{ for tablets.iter().map(row) }</div> },
                Remote::Failed => html! { <p role="alert">{ t!(text, ReadFailed) }</p> },
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
            } }
        </>
    }
}

fn row(tablet: &Tablet, on_officers: &Callback<(DeviceId, Option<Vec<OfficerId>>)>, text: &Text) -> Html {
    let title = if tablet.label.is_empty() { t!(text, DevicesNameless) } else { tablet.label.clone().into() };
    let codes = tablet.officers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let onchange = {
        let id = tablet.id.clone();
        on_officers.reform(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            let codes = typed.split(|sign: char| !sign.is_alphanumeric() && !"-_./".contains(sign));
            let codes: Vec<OfficerId> = codes.filter(|code| !code.is_empty()).map(OfficerId::new).collect();
            // Nothing typed is nobody's word: then what came from it tells again.
            (id.clone(), Some(codes).filter(|codes| !codes.is_empty()))
        })
    };
    html! {
        <label class="field" key={tablet.id.to_string()} data-tablet={tablet.id.to_string()} data-officers={codes.clone()}>
            <span class="field__label">{ t!(text, GiveOfficers, device = title.to_string(), fingerprint = tablet.id.fingerprint()) }</span>
            <input class="field__input" data-input="give-officers" value={codes} {onchange} />
            <span class="field__hint">
                { match (tablet.officers.is_empty(), tablet.is_said) {
                    (true, _) => t!(text, GiveOfficersNone),
                    (false, true) => t!(text, GiveOfficersSaid),
                    (false, false) => t!(text, GiveOfficersCame),
                } }
            </span>
        </label>
    }
}
