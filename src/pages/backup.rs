//! A copy of all that is only on this device, and putting one back.
//!
//! What is done stands in `state::backup`. The file is not encrypted, and that is asked about before it is made.

use std::rc::Rc;

use store::backup::{MAX_BYTES, ReadBackupError};
use yew::prelude::*;

use crate::platform::files::{self, ChosenFile, FileError};
use crate::platform::idb::RunError;
use crate::platform::timer;
use crate::state::access::{self, Step};
use crate::state::backup::{self, CopyError, MEDIA_TYPE, PutBack, PutBackError};
use crate::state::device::{Failure, LoadError, use_device};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Dialog, FileDrop, Tone};

#[derive(PartialEq, Properties)]
pub struct BackupProps {
    /// Something came back.
    pub on_changed: Callback<()>,
}

/// Where a copy, or putting one back, stands.
enum Stage {
    Nothing,
    /// Is it to be saved in clear?
    Asking,
    Working,
    Saved {
        name: String,
        drafts: usize,
        records: usize,
    },
    NotMade(CopyError),
    NotSaved,
    PutBack(PutBack),
    NotPutBack(PutBackError),
    NotRead(FileError),
}

#[component]
pub fn Backup(props: &BackupProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state(|| Rc::new(Stage::Nothing));
    let is_working = matches!(**stage, Stage::Working);
    let save = {
        let (device, stage) = (device.clone(), stage.setter());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let stage = stage.clone();
            stage.set(Rc::new(Stage::Working));
            timer::spawn(async move {
                stage.set(Rc::new(match backup::make(&device).await {
                    Err(error) => Stage::NotMade(error),
                    Ok(copy) => match files::download(&copy.name, MEDIA_TYPE, &copy.bytes) {
                        Ok(()) => {
                            access::note(&device, Step::Exported, "backup", copy.records as u64).await;
                            Stage::Saved { name: copy.name, drafts: copy.drafts, records: copy.records }
                        }
                        Err(_) => Stage::NotSaved,
                    },
                }));
            });
        }
    };
    let on_files = {
        let (device, stage, on_changed) = (device.clone(), stage.setter(), props.on_changed.clone());
        Callback::from(move |files: Vec<ChosenFile>| {
            let (Some(device), Some(file)) = (device.clone(), files.into_iter().next()) else { return };
            let (stage, on_changed) = (stage.clone(), on_changed.clone());
            stage.set(Rc::new(Stage::Working));
            timer::spawn(async move {
                stage.set(Rc::new(match file.bytes(MAX_BYTES as u64).await {
                    Err(error) => Stage::NotRead(error),
                    Ok(bytes) => match backup::put_back(&device, &bytes).await {
                        Ok(put_back) => Stage::PutBack(put_back),
                        Err(error) => Stage::NotPutBack(error),
                    },
                }));
                on_changed.emit(());
            });
        })
    };
    let (ask, leave) = {
        let (asking, nothing) = (stage.setter(), stage.setter());
        (
            move |_: MouseEvent| asking.set(Rc::new(Stage::Asking)),
            Callback::from(move |()| nothing.set(Rc::new(Stage::Nothing))),
        )
    };
    html! {
        <>
        if matches!(**stage, Stage::Asking) {
            { confirm(save, &leave, &text) }
        }
        <section class="section">
            <h2 class="section__title">{ t!(text, BackupTitle) }</h2>
            <p class="field__hint">{ t!(text, BackupHint) }</p>
            { said(&stage, &text) }
            <div class="section__actions">
                <button type="button" class="button" data-action="backup" disabled={is_working || device.is_none()} onclick={ask}>
                    { if is_working { t!(text, BackupWorking) } else { t!(text, BackupSave) } }
                </button>
            </div>
        </section>
        <section class="section">
            <FileDrop kind="backup" label={t!(text, BackupOpen)} hint={t!(text, BackupOpenHint)} accept=".backup"
                disabled={is_working || device.is_none()} {on_files} />
        </section>
        </>
    }
}

/// No file is made in clear before somebody has read what that means.
fn confirm(save: impl Fn(MouseEvent) + 'static, on_close: &Callback<()>, text: &Text) -> Html {
    let no = on_close.reform(|_: MouseEvent| ());
    let actions = html! {
        <>
            <button type="button" class="button" data-action="cancel-backup" onclick={no}>{ t!(text, BackupNotNow) }</button>
            <button type="button" class="button button--primary" data-action="confirm-backup" onclick={save}>{ t!(text, BackupConfirm) }</button>
        </>
    };
    html! {
        <Dialog title={t!(text, BackupClearTitle)} {actions} on_close={on_close.clone()}>
            <p>{ t!(text, BackupClearMeaning) }</p>
        </Dialog>
    }
}

fn said(stage: &Stage, text: &Text) -> Html {
    match stage {
        Stage::Nothing | Stage::Asking | Stage::Working => Html::default(),
        Stage::Saved { name, drafts, records } => html! {
            <Banner tone={Tone::Success} title={t!(text, BackupSaved, drafts = *drafts, records = *records)}>
                <p data-status="backup-saved" data-name={name.clone()}>{ t!(text, BackupSavedAdvice) }</p>
            </Banner>
        },
        Stage::NotMade(CopyError::Nothing) => html! {
            <Banner tone={Tone::Info}><p data-status="backup-empty">{ t!(text, BackupNothing) }</p></Banner>
        },
        Stage::NotMade(CopyError::Read(_) | CopyError::Damaged) | Stage::NotSaved => html! {
            <Banner tone={Tone::Danger} title={t!(text, BackupNotMade)}><p data-status="failed">{ t!(text, BackupNotMadeAdvice) }</p></Banner>
        },
        Stage::PutBack(put_back) => put_back_said(put_back, text),
        Stage::NotPutBack(error) => {
            let (why, name) = refused(error, text);
            html! {
                <Banner tone={Tone::Danger} title={why}>
                    <p data-status="failed" data-refusal={name}>{ t!(text, BackupSafe) }</p>
                </Banner>
            }
        }
        Stage::NotRead(error) => {
            let (why, name) = match error {
                FileError::TooLarge { .. } => (t!(text, BackupTooLarge), "too-large"),
                FileError::Unreadable(_) | FileError::NotMade(_) => (t!(text, BackupUnreadable), "unreadable"),
            };
            html! {
                <Banner tone={Tone::Danger} title={why}>
                    <p data-status="failed" data-refusal={name}>{ t!(text, BackupSafe) }</p>
                </Banner>
            }
        }
    }
}

fn put_back_said(put_back: &PutBack, text: &Text) -> Html {
    let PutBack { drafts, copies, records, known, finished, erased, set_aside, forms_wanted } = *put_back;
    let is_whole = set_aside == 0 && forms_wanted == 0;
    html! {
        <Banner tone={if is_whole { Tone::Success } else { Tone::Warning }} title={t!(text, BackupPutBack, drafts = drafts, records = records)}>
            <p data-status="backup-put-back" data-drafts={drafts.to_string()} data-records={records.to_string()}
                data-known={known.to_string()} data-copies={copies.to_string()} data-erased={erased.to_string()}>
                { t!(text, BackupKnown, known = known) }
            </p>
            if copies > 0 {
                <p>{ t!(text, BackupCopies, count = copies) }</p>
            }
            if finished > 0 {
                <p>{ t!(text, BackupFinished, count = finished) }</p>
            }
            if erased > 0 {
                <p>{ t!(text, BackupErased, count = erased) }</p>
            }
            if set_aside > 0 {
                <p>{ t!(text, BackupSetAside, count = set_aside) }</p>
            }
            if forms_wanted > 0 {
                <p>{ t!(text, BackupFormsWanted, count = forms_wanted) }</p>
            }
        </Banner>
    }
}

/// Why it was not put back, for people and for whoever drives the page.
fn refused(error: &PutBackError, text: &Text) -> (AttrValue, &'static str) {
    match error {
        PutBackError::File(file) => match file {
            ReadBackupError::NotABackup => (t!(text, BackupNotOurs), "not-a-backup"),
            ReadBackupError::Newer(_) | ReadBackupError::Migrate(_) => (t!(text, BackupNewer), "newer"),
            ReadBackupError::TooLarge { .. } | ReadBackupError::TooMany { .. } => {
                (t!(text, BackupTooLarge), "too-large")
            }
            ReadBackupError::Truncated { .. } => (t!(text, BackupTruncated), "truncated"),
            ReadBackupError::Checksum
            | ReadBackupError::Head(_)
            | ReadBackupError::Store(_)
            | ReadBackupError::Order
            | ReadBackupError::Length => (t!(text, BackupChanged), "changed"),
        },
        PutBackError::Write(Failure::Run(RunError::Quota)) => (t!(text, BackupFull), "full"),
        PutBackError::Load(LoadError::NotHere(_)) => (t!(text, PartMissingAdvice), "part-missing"),
        PutBackError::Load(_) | PutBackError::Damaged | PutBackError::Write(_) => {
            (t!(text, BackupNotWritten), "database")
        }
    }
}
