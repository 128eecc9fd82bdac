//! A backup being restored: the file, its passphrase, and whether the ledger is the same afterwards.

use std::rc::Rc;

use batch::seal::Passphrase;
use yew::prelude::*;

use super::super::today::minute;
use super::said;
use crate::platform::files::ChosenFile;
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::safe;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::secret::{Secret, Show};
use crate::widgets::{Banner, FileDrop, Tone};
use crate::worker::desk::safe::{Restored, SafeRefusal};

#[derive(PartialEq, Properties)]
pub struct RestoringProps {
    pub on_changed: Callback<()>,
}

#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    Working {
        done: usize,
        of: usize,
    },
    Restored(Rc<Restored>),
    /// It was stopped when all was written already.
    TooLate,
    Refused(SafeRefusal),
}

#[component]
pub fn Restoring(props: &RestoringProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state_eq(|| Stage::Choosing);
    let file = use_state(|| None::<ChosenFile>);
    let typed = use_state_eq(String::new);
    let is_shown = use_state_eq(|| false);
    let is_busy = matches!(*stage, Stage::Working { .. });
    let on_files = {
        let (file, stage) = (file.setter(), stage.setter());
        Callback::from(move |files: Vec<ChosenFile>| {
            stage.set(Stage::Choosing);
            file.set(files.into_iter().next());
        })
    };
    let restore = {
        let (device, file, typed, stage) = (device.clone(), file.clone(), typed.clone(), stage.setter());
        let on_changed = props.on_changed.clone();
        move |_: MouseEvent| {
            let (Some(device), Some(chosen)) = (device.clone(), (*file).clone()) else { return };
            let (stage, progress) = (stage.clone(), stage.clone());
            let (passphrase, file, typed, on_changed) =
                (Passphrase::new(&typed), file.setter(), typed.setter(), on_changed.clone());
            stage.set(Stage::Working { done: 0, of: 0 });
            timer::spawn(async move {
                let told = move |done, of| progress.set(Stage::Working { done, of });
                match safe::restore(&device, &chosen, passphrase, told).await {
                    Ok(restored) => {
                        typed.set(String::new());
                        file.set(None);
                        stage.set(restored.map_or(Stage::TooLate, |restored| Stage::Restored(Rc::new(restored))));
                    }
                    Err(refusal) => stage.set(Stage::Refused(refusal)),
                }
                on_changed.emit(());
            });
        }
    };
    let on_stop = Callback::from(|_: MouseEvent| safe::stop());
    html! {
        <section class="section safe" data-section="restore">
            <h2 class="section__title">{ t!(text, SafeRestoreTitle) }</h2>
            <p class="field__hint">{ t!(text, SafeRestoreHint) }</p>
            <FileDrop kind="safe" label={t!(text, SafeChoose)} hint={t!(text, SafeChooseHint)} accept=".age"
                disabled={is_busy || device.is_none()} {on_files} />
            if let Some(chosen) = &*file {
                <p data-chosen={chosen.name.clone()}>{ t!(text, SafeChosen, name = chosen.name.clone()) }</p>
                <Secret name="open-passphrase" label={t!(text, SafePassphrase)} value={(*typed).clone()} is_shown={*is_shown} is_disabled={is_busy}
                    on_text={let typed = typed.setter(); move |text| typed.set(text)} />
                <div class="section__actions">
                    <button type="button" class="button button--primary" data-action="restore" disabled={is_busy || typed.is_empty()} onclick={restore}>
                        { t!(text, SafeRestore) }
                    </button>
                    <Show name="show-open-passphrase" is_shown={is_shown.clone()} />
                </div>
            }
            { match &*stage {
                Stage::Choosing => Html::default(),
                Stage::Working { done, of } => said::working(*done, *of, t!(text, SafeRestoring), &on_stop, &text),
                Stage::Restored(restored) => told(restored, &text),
                Stage::TooLate => html! {
                    <Banner tone={Tone::Info} title={t!(text, SafeTooLate)}>
                        <p data-status="safe-too-late">{ t!(text, SafeTooLateMeaning) }</p>
                    </Banner>
                },
                Stage::Refused(refusal) => said::refused(*refusal, &text),
            } }
        </section>
    }
}

fn told(restored: &Restored, text: &Text) -> Html {
    let is_equal = restored.here == restored.sealed.ledger;
    let (tone, title) = match is_equal {
        true => (Tone::Success, t!(text, SafeEqual)),
        false => (Tone::Info, t!(text, SafeJoined)),
    };
    let label = match restored.sealed.label.trim() {
        "" => restored.sealed.device.fingerprint(),
        label => label.to_owned(),
    };
    html! {
        <Banner {tone} {title}>
            <div data-status="safe-restored" data-equal={is_equal.to_string()} data-added={restored.counts.added.to_string()}
                data-known={restored.counts.known.to_string()} data-erased={restored.counts.erased.to_string()}
                data-photos={restored.photos.to_string()} data-drafts={restored.drafts.to_string()} data-ledger={restored.here.to_string()}
                data-conflicts={restored.counts.conflicts.to_string()} data-devices={restored.devices.to_string()} data-forms={restored.forms.to_string()}>
                <p>{ t!(text, SafeOf, at = minute(&restored.sealed.made_at.to_string()), label = label) }</p>
                <p>{ t!(text, SafeBrought, added = restored.counts.added, known = restored.counts.known, photos = restored.photos) }</p>
                <p>{ t!(text, SafeFingerprints, file = restored.sealed.ledger.fingerprint(), here = restored.here.fingerprint()) }</p>
                if !is_equal {
                    <p>{ t!(text, SafeNotEqual, here = restored.revisions_here, file = restored.sealed.revisions) }</p>
                }
                if restored.counts.erased > 0 {
                    <p>{ t!(text, SafeErased, count = restored.counts.erased) }</p>
                }
                if restored.counts.conflicts > 0 {
                    <p>{ t!(text, SafeConflicts, count = restored.counts.conflicts) }</p>
                }
                if restored.set_aside > 0 {
                    <p>{ t!(text, SafeSetAside, count = restored.set_aside) }</p>
                }
            </div>
        </Banner>
    }
}
