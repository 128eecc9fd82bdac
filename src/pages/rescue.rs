//! A database that cannot be opened: what can still be taken out, and how one goes on.

use yew::platform::spawn_local;
use yew::prelude::*;

use crate::platform::{clock, document, files, local, update};
use crate::state::{start_apart, use_session};
use crate::t;
use crate::text::use_text;

/// What can be done about a database that cannot be opened: take out what is not only in it, and go on beside it.
#[component]
pub fn Rescue() -> Html {
    let text = use_text();
    let Some(session) = use_session() else { return Html::default() };
    let dispatcher = session.dispatcher();
    let rescue = |_: MouseEvent| {
        let lines = local::everything().into_iter().map(|(name, text)| format!("{name}\n{text}\n\n"));
        let about =
            format!("{}\n{}\n{}\n\n", update::version().unwrap_or_default(), document::user_agent(), clock::now());
        let report = std::iter::once(about).chain(lines).collect::<String>();
        // The browser says by itself where it cannot save a file.
        let _ = files::download("taizhang-rescue.txt", "text/plain", report.as_bytes());
    };
    let apart = move |_: MouseEvent| {
        let dispatcher = dispatcher.clone();
        spawn_local(async move { start_apart(&dispatcher).await });
    };
    html! {
        <>
            <button type="button" class="button" data-action="rescue" onclick={rescue}>{ t!(text, StorageRescue) }</button>
            <button type="button" class="button" data-action="start-apart" onclick={apart}>{ t!(text, StorageBrokenApart) }</button>
        </>
    }
}
