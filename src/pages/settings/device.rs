//! What this device is called, and how safe its storage is.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::platform::storage::{self, Persistence};
use crate::route::Route;
use crate::state::device::device_id;
use crate::state::use_session;
use crate::t;
use crate::text::use_text;

#[component]
pub fn DeviceFacts() -> Html {
    let text = use_text();
    let Some(settings) = use_session().and_then(|session| session.settings.clone()) else { return Html::default() };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, SettingsDevice) }</h2>
            <dl class="facts">
                <dt>{ t!(text, SettingsFingerprint) }</dt>
                <dd class="facts__code facts__code--large" data-fingerprint="">{ device_id(&settings.device.key).fingerprint() }</dd>
            </dl>
            <p class="field__hint">{ t!(text, SettingsFingerprintHint) }</p>
            <a class="button" href={Route::Zone.href()} data-action="enrol">{ t!(text, EnrolTitle) }</a>
        </section>
    }
}

#[component]
pub fn StorageFacts() -> Html {
    let text = use_text();
    let persistence = use_state_eq(|| Persistence::Unknown);
    let used = use_state_eq(|| None::<u64>);
    {
        let (persistence, used) = (persistence.setter(), used.setter());
        use_effect_with((), move |()| {
            spawn_local(async move {
                persistence.set(storage::persistence().await);
                used.set(storage::usage().await.map(|usage| usage.used_bytes));
            });
        });
    }
    let onclick = {
        let persistence = persistence.setter();
        move |_: MouseEvent| {
            let persistence = persistence.clone();
            spawn_local(async move { persistence.set(storage::ask_to_persist().await) });
        }
    };
    let promise = match *persistence {
        Persistence::Promised => t!(text, SettingsPersistPromised),
        Persistence::BestEffort => t!(text, SettingsPersistBestEffort),
        Persistence::Unknown => t!(text, SettingsPersistUnknown),
    };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, SettingsStorage) }</h2>
            <p>{ promise }</p>
            if let Some(bytes) = *used {
                <p class="field__hint">{ t!(text, SettingsUsed, megabytes = bytes.div_ceil(1 << 20)) }</p>
            }
            if *persistence != Persistence::Promised {
                <button type="button" class="button" data-action="persist" {onclick}>{ t!(text, SettingsPersistAsk) }</button>
            }
        </section>
    }
}
