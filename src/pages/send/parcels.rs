//! Files that were made, and the two ways to hand each of them over.

use std::rc::Rc;

use store::outbox::Export;
use yew::prelude::*;

use crate::platform::share::ShareError;
use crate::platform::{files, share, timer};
use crate::state::device::use_device;
use crate::state::outbox::{self, Exported, Parcel, Way};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Tone};

#[derive(Properties)]
pub struct ParcelsProps {
    pub exported: Rc<Exported>,
    /// A file was handed over, and the list of exports says so.
    pub on_handed: Callback<()>,
}

impl PartialEq for ParcelsProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.exported, &other.exported)
    }
}

/// How far a file has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Waiting,
    Handed,
    /// The browser did not do it; the file can be handed over again.
    Failed,
}

#[component]
pub fn Parcels(props: &ParcelsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let hands = use_mut_ref(Vec::<Hand>::new);
    let redraw = use_force_update();
    {
        let (hands, redraw) = (hands.clone(), redraw.clone());
        use_effect_with(Rc::as_ptr(&props.exported), move |_| {
            hands.borrow_mut().clear();
            redraw.force_update();
        });
    }
    let hand_of = |index: usize| hands.borrow().get(index).copied().unwrap_or(Hand::Waiting);
    let told = {
        let (hands, redraw, on_handed) = (hands.clone(), redraw.clone(), props.on_handed.clone());
        move |index: usize, hand: Hand, exported: &Exported, way: Way| {
            {
                let mut hands = hands.borrow_mut();
                hands.resize(exported.parcels.len(), Hand::Waiting);
                hands[index] = hand;
            }
            redraw.force_update();
            let (Some(device), Hand::Handed, false) = (device.clone(), hand, exported.is_unmarked) else { return };
            let (batch, on_handed) = (exported.parcels[index].export.batch, on_handed.clone());
            timer::spawn(async move {
                // The file is out either way; what is not remembered is offered again.
                let _ = outbox::handed_over(&device, batch, way).await;
                on_handed.emit(());
            });
        }
    };
    let row = |index: usize, parcel: &Parcel| {
        let hand = hand_of(index);
        let save = {
            let (exported, told) = (props.exported.clone(), told.clone());
            move |_: MouseEvent| {
                let Parcel { export, media_type, bytes, .. } = &exported.parcels[index];
                let hand = match files::download(&export.file_name, media_type, bytes) {
                    Ok(()) => Hand::Handed,
                    Err(_) => Hand::Failed,
                };
                told(index, hand, &exported, Way::Download);
            }
        };
        let share = {
            let (exported, told) = (props.exported.clone(), told.clone());
            move |_: MouseEvent| {
                let (exported, told) = (exported.clone(), told.clone());
                timer::spawn(async move {
                    let Parcel { export, media_type, bytes, .. } = &exported.parcels[index];
                    match share::share_file(&export.file_name, media_type, bytes).await {
                        Ok(()) => told(index, Hand::Handed, &exported, Way::Share),
                        Err(ShareError::Cancelled) => {}
                        Err(_) => told(index, Hand::Failed, &exported, Way::Share),
                    }
                });
            }
        };
        let can_share = share::can_share_files(&parcel.export.file_name, &parcel.media_type);
        // One thing to do at a time: the first file that nobody has yet.
        let is_next = hand == Hand::Waiting && (0..index).all(|before| hand_of(before) != Hand::Waiting);
        let status = match hand {
            Hand::Waiting => "made",
            Hand::Handed => "handed",
            Hand::Failed => "failed",
        };
        html! {
            <li class="rows__row" key={parcel.export.batch.to_string()} data-parcel={parcel.export.file_name.clone()}
                data-status={status} data-cover={cover(&parcel.export)}>
                <div class="rows__main">
                    <p class="rows__title">
                        { t!(text, SendParcelLine, seq = parcel.export.seq, count = parcel.export.revisions.len(),
                            kilobytes = parcel.bytes.len().div_ceil(1024)) }
                    </p>
                    <p class="rows__detail table__code">{ &parcel.export.file_name }</p>
                    <p class="rows__detail">{ covered(&parcel.export, &text) }</p>
                    // What people send by a messenger lies with its company too.
                    if can_share && parcel.export.seal.is_none() {
                        <p class="rows__detail" data-note="not-shared">{ t!(text, SendNotShared) }</p>
                    }
                    if parcel.left_out > 0 {
                        <p role="alert">{ t!(text, SendLeftOut, count = parcel.left_out) }</p>
                    }
                    { match hand {
                        Hand::Waiting => Html::default(),
                        Hand::Handed => html! { <p role="status">{ t!(text, SendHanded) }</p> },
                        Hand::Failed => html! { <p role="alert">{ t!(text, SendNotHanded) }</p> },
                    } }
                </div>
                <button type="button" class={classes!("button", is_next.then_some("button--primary"))} data-action="save-file"
                    onclick={save}>{ t!(text, SendSave) }</button>
                if can_share && parcel.export.seal.is_some() {
                    <button type="button" class="button" data-action="share-file" onclick={share}>{ t!(text, SendShare) }</button>
                }
            </li>
        }
    };
    let parcels = &props.exported.parcels;
    let is_done = (0..parcels.len()).all(|index| hand_of(index) == Hand::Handed);
    let title = if is_done { t!(text, SendDone) } else { t!(text, SendMade, files = parcels.len()) };
    html! {
        <section class="section" data-status="made">
            <Banner tone={Tone::Success} {title}><p>{ t!(text, SendNotReceived) }</p></Banner>
            <ul class="rows">{ for parcels.iter().enumerate().map(|(index, parcel)| row(index, parcel)) }</ul>
        </section>
    }
}

/// Whether only a zone can read a file, or anybody.
pub fn cover(export: &Export) -> &'static str {
    if export.seal.is_some() { "sealed" } else { "clear" }
}

pub fn covered(export: &Export, text: &Text) -> AttrValue {
    if export.seal.is_some() { t!(text, SendSealed) } else { t!(text, SendClear) }
}
