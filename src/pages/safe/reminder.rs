//! What the desk's other pages say of its backup: that one is due, and that the desk was handed over. What would change the ledger
//! of such a desk asks first ([`goes_on`]), once until the page is closed.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use record::Timestamp;
use store::safe::Handed as HandedTo;
use yew::prelude::*;

use super::super::today::minute;
use super::said;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::safe;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Dialog, Tone};

/// A question that waits for its answer.
type Question = Rc<(HandedTo, RefCell<Option<oneshot::Sender<bool>>>)>;

thread_local! {
    /// Where questions are asked: the notice that is on the page.
    static ASKED: RefCell<Option<Callback<Question>>> = const { RefCell::new(None) };
    /// The handover after which somebody said here that work goes on.
    static GOES_ON: RefCell<Option<Timestamp>> = const { RefCell::new(None) };
}

/// Whether what somebody is about to do shall be done. On a desk that was handed over a person says so; on any other it shall.
pub async fn goes_on(device: &Rc<Device>) -> bool {
    let Ok(Some(handed)) = safe::handed(device.clone()).await else { return true };
    let asked = ASKED.with_borrow(Clone::clone);
    let Some(asked) = asked.filter(|_| GOES_ON.with_borrow(|said| *said != Some(handed.at))) else { return true };
    let (sender, receiver) = oneshot::channel();
    let at = handed.at;
    asked.emit(Rc::new((handed, RefCell::new(Some(sender)))));
    // Whoever leaves the page has not said yes.
    let goes_on = receiver.await.unwrap_or(false);
    if goes_on {
        GOES_ON.set(Some(at));
    }
    goes_on
}

/// That a backup is due, with the one tap that leads to it.
#[component]
pub fn Reminder() -> Html {
    let text = use_text();
    let device = use_device();
    let (standing, _) = use_remote(device, |device| device.map(safe::standing));
    let Remote::Ready(standing) = standing else { return Html::default() };
    let Some(due) = standing.due.filter(|_| standing.handed.is_none()) else { return Html::default() };
    let actions = html! { <a class="button button--primary" href={Route::Safe.href()} data-action="go-safe">{ t!(text, SafeGo) }</a> };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, SafeDue)} {actions}>
            <p data-due-backup={said::due_name(due)}>{ said::due(due, &text) }</p>
        </Banner>
    }
}

#[derive(PartialEq, Properties)]
pub struct HandedProps {
    /// Another number: read it anew.
    #[prop_or_default]
    pub round: u32,
}

/// That the desk was handed over, with the way to take that back; and the question of [`goes_on`].
#[component]
pub fn Handed(props: &HandedProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (handed, again) = use_remote((device.clone(), props.round), |(device, _)| device.map(safe::handed));
    let question = use_state(|| None::<Question>);
    {
        let (question, again) = (question.setter(), again.clone());
        use_effect_with((), move |()| {
            let ask = Callback::from(move |asked| {
                question.set(Some(asked));
                again.emit(()); // another tab may have said it meanwhile
            });
            ASKED.set(Some(ask.clone()));
            // The next page's notice may be there already.
            move || ASKED.with_borrow_mut(|asked| drop(asked.take_if(|asked| *asked == ask)))
        });
    }
    let answer = {
        let question = question.clone();
        Callback::from(move |goes_on: bool| {
            let sender = question.as_ref().and_then(|question| question.1.take());
            let _ = sender.map(|sender| sender.send(goes_on)); // whoever asked may be gone
            question.set(None);
        })
    };
    let asking = question.as_ref().map(|question| asking(&question.0, &answer, &text));
    let Remote::Ready(handed) = handed else { return asking.unwrap_or_default() };
    let Some(handed) = &*handed else { return asking.unwrap_or_default() };
    let keep_on = move |_: MouseEvent| {
        let (Some(device), again) = (device.clone(), again.clone()) else { return };
        timer::spawn(async move {
            let _ = safe::keep_on(&device).await; // if it fails the notice stays
            again.emit(());
        });
    };
    let actions = html! { <button type="button" class="button" data-action="keep-on" onclick={keep_on}>{ t!(text, SafeKeepOn) }</button> };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, SafeHanded, to = handed.to.clone(), at = minute(&handed.at.to_string()))} {actions}>
            <p data-handed-to={handed.to.clone()}>{ t!(text, SafeHandedMeaning, fingerprint = handed.ledger.fingerprint()) }</p>
            { asking.unwrap_or_default() }
        </Banner>
    }
}

fn asking(handed: &HandedTo, answer: &Callback<bool>, text: &Text) -> Html {
    let says = |goes_on: bool| answer.reform(move |_: MouseEvent| goes_on);
    let actions = html! {
        <>
            <button type="button" class="button" data-action="leave-it" onclick={says(false)}>{ t!(text, SafeLeaveIt) }</button>
            <button type="button" class="button button--primary" data-action="go-on-anyway" onclick={says(true)}>{ t!(text, SafeGoOn) }</button>
        </>
    };
    html! {
        <Dialog title={t!(text, SafeHanded, to = handed.to.clone(), at = minute(&handed.at.to_string()))} {actions}
            on_close={answer.reform(|()| false)}>
            <p data-asks-handed={handed.to.clone()}>{ t!(text, SafeGoOnAsk) }</p>
        </Dialog>
    }
}
