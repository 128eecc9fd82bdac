//! The sample zone: offered where there is nothing yet, marked on every page while it is shown, and taken away by a tap.

use yew::prelude::*;

use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::sample;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// Offers to show it.
#[component]
pub fn Offer() -> Html {
    let text = use_text();
    let onclick = |_: MouseEvent| timer::spawn(sample::show());
    html! {
        <>
            <p class="field__hint">{ t!(text, SampleAbout) }</p>
            <button type="button" class="button button--primary" data-action="load-sample" {onclick}>{ t!(text, SampleLoad) }</button>
        </>
    }
}

#[derive(PartialEq, Properties)]
pub struct FillingProps {
    pub on_done: Callback<()>,
}

/// Takes it in, and says how far that is.
#[component]
pub fn Filling(props: &FillingProps) -> Html {
    let text = use_text();
    let steps = use_state_eq(|| (0_usize, 1_usize));
    let has_failed = use_state_eq(|| false);
    {
        let (steps, has_failed, on_done) = (steps.setter(), has_failed.setter(), props.on_done.clone());
        let device = use_device();
        use_effect_with(device, move |device| {
            let Some(device) = device.clone() else { return };
            timer::spawn(async move {
                let filled = sample::fill(&device, move |done, of| steps.set((done, of))).await;
                match filled {
                    Ok(()) => on_done.emit(()),
                    Err(_) => has_failed.set(true),
                }
            });
        });
    }
    html! {
        if *has_failed {
            <Banner tone={Tone::Danger}><p data-status="failed">{ t!(text, SampleFailed) }</p></Banner>
        } else {
            <div class="stack" data-status="sample-filling">
                <p class="lead" role="status">{ t!(text, SampleFilling) }</p>
                <progress max={steps.1.to_string()} value={steps.0.to_string()} aria-label={t!(text, SampleFilling)}></progress>
            </div>
        }
    }
}

/// Says on every page that what is shown is made up.
#[component]
pub fn Shown() -> Html {
    let text = use_text();
    let device = use_device();
    let remove = move |_: MouseEvent| {
        if let Some(device) = device.clone() {
            timer::spawn(async move { sample::remove(&device).await });
        }
    };
    let actions = html! {
        <button type="button" class="button" data-action="remove-sample" onclick={remove}>{ t!(text, SampleRemove) }</button>
    };
    html! {
        <div data-sample="shown">
            <Banner tone={Tone::Warning} title={t!(text, SampleTitle)} {actions}><p>{ t!(text, SampleShown) }</p></Banner>
        </div>
    }
}
