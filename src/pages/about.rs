//! What this is, which version runs, whether it works without a network, and what it cannot protect from.

use yew::prelude::*;

use crate::platform::{document, update};
use crate::state::use_session;
use crate::t;
use crate::text::use_text;
use crate::widgets::Page;

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[component]
pub fn About() -> Html {
    let text = use_text();
    let is_kept = use_session().is_some_and(|session| session.is_offline_ready);
    let build = update::version().map_or_else(|| t!(text, AboutBuildUnknown), AttrValue::from);
    let offline = match (is_kept, document::is_secure()) {
        (true, _) => t!(text, AboutOfflineYes),
        (false, true) => t!(text, AboutOfflineNo),
        (false, false) => t!(text, AboutOfflineInsecure),
    };
    html! {
        <Page title={t!(text, NavAbout)}>
            <p class="lead">{ t!(text, AboutWhat) }</p>
            <dl class="facts">
                <dt>{ t!(text, AboutVersion) }</dt>
                <dd>{ VERSION }</dd>
                <dt>{ t!(text, AboutBuild) }</dt>
                <dd class="facts__code">{ build }</dd>
                <dt>{ t!(text, AboutOffline) }</dt>
                <dd>{ offline }</dd>
                <dt>{ t!(text, AboutBrowser) }</dt>
                <dd class="facts__code">{ document::user_agent() }</dd>
            </dl>
            <h2>{ t!(text, AboutLimits) }</h2>
            <p>{ t!(text, AboutLimitsHost) }</p>
            <p>{ t!(text, AboutLimitsOrigin) }</p>
            <p class="fine">{ t!(text, AboutLicence) }</p>
        </Page>
    }
}
