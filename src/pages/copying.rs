//! A page in a file for people whom it is about: what it is made for is asked, and it is made, handed over and noted.
//!
//! Not here: what stands in it (whoever asks for it), how it looks (`ledger::report::Copy`).

use std::future::Future;
use std::pin::Pin;

use ledger::report::{Copy, Mark};
use yew::prelude::*;

use super::purpose::Purpose;
use crate::platform::{clock, files, timer};
use crate::state::device::{Device, use_device};
use crate::state::exports;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Tone};

/// What is to stand in the file, with how many rows the access log has of it. `None`: it could not be read, or there is nothing.
pub type Written = Pin<Box<dyn Future<Output = Option<(Copy, u64)>>>>;

#[derive(PartialEq, Properties)]
pub struct CopyingProps {
    /// What sets it apart from another on the page.
    pub id: &'static str,
    pub action: &'static str,
    /// What stands on its button.
    pub label: AttrValue,
    /// The purpose that it usually has.
    pub purpose: AttrValue,
    /// What its file is called; day and serial mark come behind it. It says nothing of anybody.
    pub file: AttrValue,
    /// What the access log calls it, never by what anybody is called.
    pub noted: AttrValue,
    pub write: Callback<Mark, Written>,
}

/// How far it is.
#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    Working,
    Made(String),
    Failed,
}

#[component]
pub fn Copying(props: &CopyingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let purpose = use_state_eq(|| props.purpose.to_string());
    let stage = use_state_eq(|| Stage::Choosing);
    let on_purpose = {
        let purpose = purpose.setter();
        use_callback((), move |said: String, ()| purpose.set(said))
    };
    let is_working = *stage == Stage::Working;
    let make = {
        let (purpose, stage) = (purpose.clone(), stage.setter());
        let (file, noted, write) = (props.file.clone(), props.noted.clone(), props.write.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (purpose, stage, file) = (purpose.clone(), stage.clone(), file.clone());
            let (noted, write) = (noted.clone(), write.clone());
            stage.set(Stage::Working);
            timer::spawn(async move {
                stage.set(make(&device, &purpose, &file, &noted, &write).await.map_or(Stage::Failed, Stage::Made));
            });
        }
    };
    html! {
        <>
            <Purpose id={props.id} purpose={(*purpose).clone()} disabled={is_working} {on_purpose} />
            { said(&stage, &text) }
            <div class="section__actions">
                <button type="button" class="button" data-action={props.action} disabled={is_working || purpose.trim().is_empty()} onclick={make}>
                    { &props.label }
                </button>
            </div>
        </>
    }
}

fn said(stage: &Stage, text: &Text) -> Html {
    match stage {
        Stage::Choosing => Html::default(),
        Stage::Working => html! { <p role="status">{ t!(text, ExportWorking) }</p> },
        Stage::Made(name) => html! {
            <Banner tone={Tone::Success}>
                <p role="status" data-status="copy-made" data-name={name.clone()}>{ t!(text, CopyMade, name = name.clone()) }</p>
            </Banner>
        },
        Stage::Failed => html! {
            <Banner tone={Tone::Danger}><p role="alert" data-status="copy-failed">{ t!(text, ExportFailed) }</p></Banner>
        },
    }
}

/// Makes the file, hands it over and notes that; gives its name.
async fn make(
    device: &Device,
    purpose: &str,
    file: &str,
    noted: &str,
    write: &Callback<Mark, Written>,
) -> Option<String> {
    let mark = exports::mark(device, purpose).await.ok()??;
    let (copy, rows) = write.emit(mark.clone()).await?;
    let name = format!("{file}_{}_{}.html", clock::now().date(), mark.serial);
    files::download(&name, "text/html", copy.written().as_bytes()).ok()?;
    exports::note(device, noted, Some(&mark), rows).await;
    Some(name)
}
