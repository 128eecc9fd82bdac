//! A backup being made: its passphrase, the file, and the file looked at once more.

use std::rc::Rc;

use batch::seal::Passphrase;
use yew::prelude::*;

use super::said;
use crate::platform::files::{self, ChosenFile};
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::safe;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::secret::{Secret, Show};
use crate::widgets::{Banner, FileDrop, Tone};
use crate::worker::desk::Failure;
use crate::worker::desk::safe::{SafeRefusal, Sealed};

#[derive(PartialEq, Properties)]
pub struct SealingProps {
    pub on_changed: Callback<()>,
}

#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    Making { done: usize, of: usize },
    Made(Rc<(String, Sealed)>),
    Checking { done: usize, of: usize },
    Checked(Rc<Sealed>),
    Refused(SafeRefusal),
}

#[component]
pub fn Sealing(props: &SealingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state_eq(|| Stage::Choosing);
    let first = use_state_eq(String::new);
    let second = use_state_eq(String::new);
    // What the file was sealed with, until it was looked at once more.
    let used = use_mut_ref(|| None::<Passphrase>);
    let is_made = use_state_eq(|| false);
    let is_shown = use_state_eq(|| false);
    let passphrase = Passphrase::new(&first);
    let weakness = passphrase.weakness();
    let is_same = passphrase == Passphrase::new(&second);
    let is_busy = matches!(*stage, Stage::Making { .. } | Stage::Checking { .. });
    let say = {
        let stage = stage.setter();
        Callback::from(move |next: Stage| stage.set(next))
    };
    let generate = {
        let (first, second, is_made) = (first.setter(), second.setter(), is_made.setter());
        move |_: MouseEvent| {
            if let Some(made) = safe::made_passphrase() {
                first.set(made.written_out());
                second.set(String::new());
                is_made.set(true);
            }
        }
    };
    let make = {
        let (device, say, used, on_changed) = (device.clone(), say.clone(), used.clone(), props.on_changed.clone());
        let (first, second, is_made) = (first.setter(), second.setter(), is_made.setter());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (passphrase, used, on_changed) = (passphrase.clone(), used.clone(), on_changed.clone());
            let (first, second, is_made) = (first.clone(), second.clone(), is_made.clone());
            let say = say.clone();
            used.replace(None);
            say.emit(Stage::Making { done: 0, of: 0 });
            let progress = say.clone();
            timer::spawn(async move {
                let told = move |done, of| progress.emit(Stage::Making { done, of });
                let made = safe::seal(&device, passphrase.clone(), told).await;
                say.emit(match made {
                    Ok((file, sealed)) => match files::download_file(&file) {
                        Ok(()) => {
                            used.replace(Some(passphrase));
                            // It stands on a piece of paper now, and on the screen no longer.
                            first.set(String::new());
                            second.set(String::new());
                            is_made.set(false);
                            Stage::Made(Rc::new((file.name, sealed)))
                        }
                        Err(_) => Stage::Refused(Failure::Worker.into()),
                    },
                    Err(refusal) => Stage::Refused(refusal),
                });
                on_changed.emit(());
            });
        }
    };
    let on_files = {
        let (device, say, used, on_changed) = (device.clone(), say.clone(), used.clone(), props.on_changed.clone());
        Callback::from(move |files: Vec<ChosenFile>| {
            let passphrase = used.borrow().clone();
            let (Some(device), Some(file), Some(passphrase)) = (device.clone(), files.into_iter().next(), passphrase)
            else {
                return;
            };
            let on_changed = on_changed.clone();
            let say = say.clone();
            say.emit(Stage::Checking { done: 0, of: 0 });
            let progress = say.clone();
            timer::spawn(async move {
                let told = move |done, of| progress.emit(Stage::Checking { done, of });
                say.emit(match safe::check(&device, &file, passphrase, told).await {
                    Ok(sealed) => Stage::Checked(Rc::new(sealed)),
                    Err(refusal) => Stage::Refused(refusal),
                });
                on_changed.emit(());
            });
        })
    };
    let on_stop = Callback::from(|_: MouseEvent| safe::stop());
    let can_make = weakness.is_none() && is_same && !is_busy && device.is_some();
    let has_file = matches!(*stage, Stage::Made(_) | Stage::Checking { .. })
        || (matches!(*stage, Stage::Refused(_)) && used.borrow().is_some());
    html! {
        <section class="section safe" data-section="seal">
            <h2 class="section__title">{ t!(text, SafeSealTitle) }</h2>
            <p class="field__hint">{ t!(text, SafeSealHint) }</p>
            <div class="section__actions">
                <button type="button" class="button" data-action="generate-passphrase" disabled={is_busy} onclick={generate}>
                    { t!(text, SafeGenerate) }
                </button>
                <Show name="show-passphrase" is_shown={is_shown.clone()} />
            </div>
            if *is_made {
                <p class="facts__code facts__code--large" data-passphrase="">{ &*first }</p>
                <p class="field__hint">{ t!(text, SafeGeneratedHint) }</p>
            }
            <Secret name="passphrase" label={t!(text, SafePassphrase)} value={(*first).clone()} is_shown={*is_shown} is_disabled={is_busy || *is_made}
                on_text={let (first, is_made) = (first.setter(), is_made.setter()); move |typed| { first.set(typed); is_made.set(false); }} />
            if let (false, Some(weakness)) = (first.is_empty(), weakness) {
                <p class="question__problem" role="alert" data-weakness={said::weakness_name(weakness)}>{ said::weakness(weakness, &text) }</p>
            }
            <Secret name="passphrase-again" label={t!(text, SafePassphraseAgain)} value={(*second).clone()} is_shown={*is_shown} is_disabled={is_busy}
                on_text={let second = second.setter(); move |typed| second.set(typed)} />
            if !second.is_empty() && !is_same {
                <p class="question__problem" role="alert" data-weakness="different">{ t!(text, SafeDifferent) }</p>
            }
            <div class="section__actions">
                <button type="button" class="button button--primary" data-action="seal" disabled={!can_make} onclick={make}>
                    { t!(text, SafeSeal) }
                </button>
            </div>
            { match &*stage {
                Stage::Choosing => Html::default(),
                Stage::Making { done, of } => said::working(*done, *of, t!(text, SafeMaking), &on_stop, &text),
                Stage::Made(made) => self::made(&made.0, &made.1, &text),
                Stage::Checking { done, of } => said::working(*done, *of, t!(text, SafeChecking), &on_stop, &text),
                Stage::Checked(sealed) => html! {
                    <Banner tone={Tone::Success} title={t!(text, SafeChecked)}>
                        <p data-status="safe-checked" data-ledger={sealed.ledger.to_string()} data-revisions={sealed.revisions.to_string()}>
                            { t!(text, SafeCheckedMeaning, fingerprint = sealed.ledger.fingerprint(), count = sealed.revisions) }
                        </p>
                    </Banner>
                },
                Stage::Refused(refusal) => said::refused(*refusal, &text),
            } }
            if has_file {
                <FileDrop kind="safe-check" label={t!(text, SafeCheck)} hint={t!(text, SafeCheckHint)} accept=".age"
                    disabled={is_busy} is_primary={true} {on_files} />
            }
        </section>
    }
}

fn made(name: &str, sealed: &Sealed, text: &Text) -> Html {
    html! {
        <Banner tone={Tone::Info} title={t!(text, SafeMade, name = name.to_owned())}>
            <p data-status="safe-made" data-name={name.to_owned()} data-ledger={sealed.ledger.to_string()}
                data-revisions={sealed.revisions.to_string()} data-photos={sealed.blobs.to_string()}>
                { t!(text, SafeMadeMeaning, count = sealed.revisions, photos = sealed.blobs, fingerprint = sealed.ledger.fingerprint()) }
            </p>
            if sealed.damaged > 0 {
                <p>{ t!(text, SafeDamaged, count = sealed.damaged) }</p>
            }
        </Banner>
    }
}
