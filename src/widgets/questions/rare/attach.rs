//! Handing a file to the page: chosen with a button, or made here; and what became of it, said beside the question.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use form::view::NodeId;
use futures_channel::oneshot;
use futures_util::future::LocalBoxFuture;
use yew::prelude::*;

use crate::platform::files::{self, ChosenFile};
use crate::platform::timer;
use crate::state::attachment::AttachError;
use crate::state::flush;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::intent::Intent;

/// How handing over stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Standing {
    Idle,
    Keeping,
    Failed(AttachError),
}

/// What a control hands files over with.
#[derive(Clone, PartialEq)]
pub struct Attach {
    pub standing: Standing,
    node: NodeId,
    on_intent: Callback<Intent>,
    set: UseStateSetter<Standing>,
}

#[hook]
pub fn use_attach(node: NodeId, on_intent: &Callback<Intent>) -> Attach {
    let standing = use_state_eq(|| Standing::Idle);
    Attach { standing: *standing, node, on_intent: on_intent.clone(), set: standing.setter() }
}

impl Attach {
    /// Hands a file over; the answer changes once its bytes are kept. Says whether they are, and until then the record is not
    /// made and the page not left.
    pub fn give(&self, file: ChosenFile) -> impl Future<Output = bool> + use<> {
        let asking = Rc::new(RefCell::new(Vec::<oneshot::Sender<bool>>::new()));
        let is_kept = {
            let asking = asking.clone();
            move || {
                let (sender, receiver) = oneshot::channel();
                asking.borrow_mut().push(sender);
                async move { receiver.await.unwrap_or(false) }
            }
        };
        let unfinished = Cell::new(Some(flush::register(is_kept.clone())));
        let set = self.set.clone();
        set.set(Standing::Keeping);
        let told = Callback::from(move |result: Result<(), AttachError>| {
            set.set(result.map_or_else(Standing::Failed, |()| Standing::Idle));
            unfinished.take();
            for sender in asking.take() {
                let _ = sender.send(result.is_ok());
            }
        });
        let kept = is_kept();
        self.on_intent.emit(Intent::Attach { node: self.node, file, told });
        kept
    }

    /// Takes the answer away. The bytes stay until the draft goes: another answer may name them.
    pub fn remove(&self) {
        self.set.set(Standing::Idle);
        self.on_intent.emit(Intent::Choose(self.node, String::new()));
    }

    /// What is said of it.
    pub fn said(&self, text: &Text) -> Html {
        match self.standing {
            Standing::Idle => Html::default(),
            Standing::Keeping => html! { <p class="recorded__said" role="status">{ t!(text, AttachKeeping) }</p> },
            Standing::Failed(error) => {
                let name = (error == AttachError::NotKept).then_some("photo-full");
                html! { <p class="recorded__said recorded__said--wrong" role="alert" data-notice={name}>{ refusal(error, text) }</p> }
            }
        }
    }
}

/// Why a file was not taken, and what to do.
fn refusal(error: AttachError, text: &Text) -> AttrValue {
    match error {
        AttachError::TooLarge { limit_bytes } => t!(text, AttachTooLarge, most = limit_bytes >> 20),
        AttachError::Empty => t!(text, AttachEmpty),
        AttachError::OtherKind => t!(text, AttachOtherKind),
        AttachError::Unreadable => t!(text, AttachUnreadable),
        AttachError::NotKept => t!(text, AttachNotKept),
        AttachError::PartMissing => t!(text, PartMissingAdvice),
    }
}

/// Has something unfinished finished before the record is made, the page is turned, left or updated.
#[hook]
pub fn use_unfinished(finish: impl Fn() -> LocalBoxFuture<'static, bool> + 'static) {
    use_effect_with((), move |()| {
        let finish = Rc::new(finish);
        let registered = {
            let finish = finish.clone();
            flush::register(move || finish())
        };
        move || {
            drop(registered);
            timer::spawn(async move {
                let _ = finish().await;
            });
        }
    });
}

#[derive(PartialEq, Properties)]
pub struct ChooseFileProps {
    pub attach: Attach,
    pub control_id: AttrValue,
    /// What kind of file, as the page contract names it: `photo`, `sound`, `video`, `file`.
    pub kind: &'static str,
    pub label: AttrValue,
    #[prop_or_default]
    pub accept: Option<&'static str>,
    /// Which camera a tablet opens at once, where the author wants something new: `environment` or `user`.
    #[prop_or_default]
    pub capture: Option<&'static str>,
    #[prop_or_default]
    pub required: bool,
}

/// A button behind which the browser's own choice of files or its camera waits.
#[component]
pub fn ChooseFile(props: &ChooseFileProps) -> Html {
    let onchange = {
        let attach = props.attach.clone();
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = files::chosen(&input).into_iter().next() {
                let kept = attach.give(file);
                timer::spawn(async move {
                    let _ = kept.await;
                });
            }
        }
    };
    html! {
        <label class="button photo__take" for={props.control_id.clone()}>
            { &props.label }
            <input class="photo__input" type="file" accept={props.accept} capture={props.capture} id={props.control_id.clone()}
                data-input={props.kind} required={props.required} {onchange} />
        </label>
    }
}

#[derive(PartialEq, Properties)]
pub struct RemoveProps {
    pub attach: Attach,
}

/// Takes the attached file away.
#[component]
pub fn Remove(props: &RemoveProps) -> Html {
    let text = use_text();
    let onclick = {
        let attach = props.attach.clone();
        move |_: MouseEvent| attach.remove()
    };
    html! { <button type="button" class="button button--quiet" data-action="clear" {onclick}>{ t!(text, AttachRemove) }</button> }
}
