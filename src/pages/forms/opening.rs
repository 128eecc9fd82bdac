//! A form that a person brings: an XLSForm workbook or an XForm document, with the files it names.

use std::collections::BTreeSet;
use std::rc::Rc;

use form::{Message, Problem};
use yew::prelude::*;

use super::changes::Changes;
use super::problems::{Problems, WhyUnreadable};
use crate::pages::ledger::code;
use crate::platform::files::{ChosenFile, FileError};
use crate::platform::{timer, worker};
use crate::state::device::{Device, use_device};
use crate::state::library::{self, OpenFormError, OpenedForm};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, FileDrop, Tone};

/// A chosen file over this size is not even read; a form's own limit is 10 MiB.
const MOST_BYTES: u64 = 64 << 20;

#[derive(PartialEq, Properties)]
pub struct OpenFormProps {
    pub on_opened: Callback<()>,
}

/// What became of the chosen files.
enum Outcome {
    Nothing,
    Reading,
    /// The browser did not give the file's bytes.
    Lost {
        file: String,
        error: FileError,
    },
    Opened(OpenedForm),
    Failed(OpenFormError),
}

#[component]
pub fn OpenForm(props: &OpenFormProps) -> Html {
    let text = use_text();
    let device = use_device();
    let outcome = use_state(|| Rc::new(Outcome::Nothing));
    // Until a file is chosen it is ready to read it.
    use_effect_with((), |()| worker::warm());
    let on_files = {
        let (outcome, on_opened, device) = (outcome.setter(), props.on_opened.clone(), device.clone());
        Callback::from(move |files: Vec<ChosenFile>| {
            let Some(device) = device.clone() else { return };
            let (outcome, on_opened) = (outcome.clone(), on_opened.clone());
            outcome.set(Rc::new(Outcome::Reading));
            timer::spawn(async move {
                let said = read(&device, &files).await;
                if matches!(said, Outcome::Opened(_)) {
                    on_opened.emit(());
                }
                outcome.set(Rc::new(said));
            });
        })
    };
    html! {
        <section class="section">
            <FileDrop kind="form" label={t!(text, FormsOpen)} hint={t!(text, FormsOpenHint)} accept=".xlsx,.xlsm,.xml,.csv,.md,.geojson,image/*,audio/*,video/*" multiple={true}
                disabled={device.is_none()} {on_files} />
            { said(&outcome, &text) }
        </section>
    }
}

async fn read(device: &Device, files: &[ChosenFile]) -> Outcome {
    let mut chosen = Vec::new();
    for file in files {
        match file.bytes(MOST_BYTES).await {
            Ok(bytes) => chosen.push((file.name.clone(), bytes)),
            Err(error) => return Outcome::Lost { file: file.name.clone(), error },
        }
    }
    match library::open(device, chosen).await {
        Ok(opened) => {
            let warnings = worth_telling(device, opened.warnings).await;
            Outcome::Opened(OpenedForm { warnings, ..opened })
        }
        Err(error) => Outcome::Failed(error),
    }
}

/// All but those of files that are lists of other forms: the ledger has them.
async fn worth_telling(device: &Device, warnings: Vec<Problem>) -> Vec<Problem> {
    let missing = |problem: &Problem| match &problem.message {
        Message::FileMissing { file } => file.strip_suffix(".csv").map(str::to_owned),
        _ => None,
    };
    let mut lists = BTreeSet::new();
    if warnings.iter().any(|warning| missing(warning).is_some()) {
        for form in library::offered(device).await.unwrap_or_default() {
            if let Ok(Some(package)) = library::package(device, form.form.hash).await {
                lists.extend(package.definition.entities.into_iter().map(|declared| declared.list));
            }
        }
    }
    warnings.into_iter().filter(|warning| missing(warning).is_none_or(|file| !lists.contains(&file))).collect()
}

fn said(outcome: &Outcome, text: &Text) -> Html {
    match outcome {
        Outcome::Nothing => Html::default(),
        Outcome::Reading => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
        Outcome::Lost { error: FileError::TooLarge { bytes, limit_bytes }, .. } => {
            danger(t!(text, RefusedTooLarge, megabytes = bytes.div_ceil(1 << 20), most = limit_bytes >> 20))
        }
        Outcome::Lost { file, .. } => danger(t!(text, FormsLost, file = file.clone())),
        Outcome::Opened(OpenedForm { form, warnings, replaced }) => html! {
            <>
                <Banner tone={Tone::Success}><p data-form-opened={form.form.id.clone()}>{ t!(text, FormsOpened, title = form.listing.title(code(text.language())).unwrap_or(&form.title).to_owned()) }</p></Banner>
                if let Some(older) = replaced.clone() {
                    <Changes {older} newer={form.clone()} />
                }
                if !warnings.is_empty() {
                    <Problems head={t!(text, FormsWarnings, count = warnings.len())} problems={warnings.clone()} />
                }
            </>
        },
        Outcome::Failed(error) => refused(error, text),
    }
}

/// Why a form was not taken.
pub fn refused(error: &OpenFormError, text: &Text) -> Html {
    match error {
        OpenFormError::Workbooks(_) => danger(t!(text, FormsNoWorkbook)),
        OpenFormError::Unreadable { file, problem } => html! {
            <Banner tone={Tone::Danger} title={t!(text, FormsUnreadable, file = file.clone())}>
                <WhyUnreadable problem={problem.clone()} />
            </Banner>
        },
        OpenFormError::Worker(_) => danger(t!(text, FormsWorker)),
        OpenFormError::Write(_) | OpenFormError::Read(_) => danger(t!(text, FormsNotKept)),
        OpenFormError::Problems(problems) => html! {
            <>
                { danger(t!(text, FormsProblems, count = problems.len())) }
                <Problems head={AttrValue::default()} problems={problems.clone()} />
            </>
        },
    }
}

fn danger(said: AttrValue) -> Html {
    html! { <Banner tone={Tone::Danger}><p>{ said }</p></Banner> }
}
