//! What stands in a list's place while the desk worker reads: how far it is, once that takes more than a moment, and a way to stop
//! it.
//!
//! Not here: what it reads (`worker::desk`).

use std::future::Future;
use std::rc::Rc;

use yew::prelude::*;

use crate::platform::timer;
use crate::state::lists::ListError;
use crate::state::remote::{Remote, use_remote};
use crate::state::tasks;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// So long nobody needs to hear more than that it is being read.
const MOMENT_MS: u32 = 1000;

/// So many of so many steps.
pub type Steps = (usize, usize);

/// Hears how far it is.
pub type OnSteps = Box<dyn Fn(usize, usize)>;

/// As [`use_remote`], for what tells how far it is; [`waiting`] shows that.
#[hook]
pub fn use_awaited<T, About, Load, Loading>(about: About, load: Load) -> (Remote<T>, Callback<()>, Option<Steps>)
where
    T: 'static,
    About: PartialEq + Clone + 'static,
    Load: Fn(About, OnSteps) -> Option<Loading> + 'static,
    Loading: Future<Output = Result<T, ListError>> + 'static,
{
    let steps = use_state_eq(|| None::<Steps>);
    let setter = steps.setter();
    let (remote, again) = use_remote(about, move |about| {
        let setter = setter.clone();
        load(about, Box::new(move |done, of| setter.set(Some((done, of)))))
    });
    (remote, again, *steps)
}

#[derive(PartialEq, Properties)]
pub struct WaitingProps {
    pub steps: Option<Steps>,
}

/// How far it is. Being stopped, it says so, and begins again when the page is opened again.
#[component]
pub fn Waiting(props: &WaitingProps) -> Html {
    let text = use_text();
    let is_late = use_state_eq(|| false);
    {
        let is_late = is_late.setter();
        use_effect_with((), move |()| {
            let timer = timer::after(MOMENT_MS, move || is_late.set(true));
            move || drop(timer)
        });
    }
    let stop = |_: MouseEvent| tasks::stop();
    html! {
        <div class="stack" data-status="reading">
            <p class="lead" role="status">{ t!(text, StateOpening) }</p>
            if *is_late {
                if let Some((done, of)) = props.steps {
                    <progress max={of.to_string()} value={done.to_string()} aria-label={t!(text, StateOpening)}></progress>
                }
                <button type="button" class="button" data-action="stop" onclick={stop}>{ t!(text, ImportStop) }</button>
            }
        </div>
    }
}

/// What is shown of something that is awaited: `ready` draws it once it is there.
pub fn awaited<T>(
    remote: &Remote<T>,
    steps: Option<Steps>,
    again: &Callback<()>,
    ready: impl FnOnce(&Rc<T>) -> Html,
) -> Html {
    match remote {
        Remote::Loading => html! { <Waiting {steps} /> },
        Remote::Failed => html! { <NotRead again={again.clone()} /> },
        Remote::Ready(loaded) => ready(loaded),
    }
}

#[derive(PartialEq, Properties)]
struct NotReadProps {
    again: Callback<()>,
}

#[component]
fn NotRead(props: &NotReadProps) -> Html {
    let text = use_text();
    let again = props.again.reform(|_: MouseEvent| ());
    html! {
        <Banner tone={Tone::Danger}>
            <p data-status="failed">{ t!(text, ListNotRead) }</p>
            <button type="button" class="button" data-action="again" onclick={again}>{ t!(text, ListReadAgain) }</button>
        </Banner>
    }
}
