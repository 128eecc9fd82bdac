//! What the page does with an intent: hand it to the draft, ask the device where it is, keep a picture.

use form::Action;
use form::view::NodeId;
use futures_util::future::LocalBoxFuture;
use store::blobs;
use yew::UseStateSetter;

use super::said::Notice;
use crate::later::{NotHere, later};
use crate::platform::camera::PhotoError;
use crate::platform::files::ChosenFile;
use crate::platform::location::{LocateError, Position};
use crate::platform::{camera, document, location, timer};
use crate::state::attachment;
use crate::state::filling::Filling;
use crate::state::queue::Urgency;
use crate::widgets::questions::rare::place::Locating;

/// Hands an action to the draft. A place that the engine no longer knows was removed a moment ago: nothing is lost.
pub fn act(filling: &Filling, node: NodeId, action: impl FnOnce(String) -> Action, is_typing: bool) {
    let Some(view) = filling.view(node) else { return };
    let urgency = if is_typing { Urgency::WhenTypingRests(view.path.clone()) } else { Urgency::Now };
    if filling.act(&action(view.path.clone()), urgency).is_ok() {
        document::mark("answer-painted");
        place(filling);
    }
}

/// Answers the hidden questions that want to know where the device is. Where it cannot tell they stay blank: no person
/// waits for them.
pub fn place(filling: &Filling) {
    let wanted = filling.take_places_wanted();
    if wanted.is_empty() {
        return;
    }
    let filling = filling.clone();
    timer::spawn(async move {
        let Ok(at) = location::locate().await else { return };
        for node in wanted {
            act(&filling, node, |path| Action::Answer { path, value: geopoint(at) }, false);
        }
    });
}

/// A position as a geopoint's answer.
fn geopoint(at: Position) -> String {
    format!("{} {} {} {}", at.latitude, at.longitude, at.altitude_m.unwrap_or_default(), at.accuracy_m)
}

/// Asks the device where it is; the question goes on being answerable meanwhile.
pub fn locate(filling: Filling, node: NodeId, locating: UseStateSetter<Option<(NodeId, Locating)>>) {
    locating.set(Some((node, Locating::Asking)));
    timer::spawn(async move {
        match location::locate().await {
            Ok(at) => {
                locating.set(None);
                act(&filling, node, |path| Action::Answer { path, value: geopoint(at) }, false);
            }
            Err(LocateError::Denied | LocateError::Unavailable) => locating.set(Some((node, Locating::Denied))),
            Err(LocateError::NotFound | LocateError::TimedOut) => locating.set(Some((node, Locating::Failed))),
        }
    });
}

/// Makes the picture small, keeps its bytes, and only then answers the question with their name.
pub async fn attach(filling: &Filling, node: NodeId, file: &ChosenFile) -> Result<(), Notice> {
    attaching(filling.clone(), node, file.clone()).await.map_err(|NotHere| Notice::PartMissing)?.await
}

later! {
    fn attaching(filling: Filling, node: NodeId, file: ChosenFile) -> Result<LocalBoxFuture<'static, Result<(), Notice>>, NotHere> {
        Ok(Box::pin(async move { attached(&filling, node, &file).await }))
    }
}

async fn attached(filling: &Filling, node: NodeId, file: &ChosenFile) -> Result<(), Notice> {
    let photo = camera::photo(file, camera::LONGEST_SIDE_PIXELS).await.map_err(|error| match error {
        PhotoError::TooLarge { .. } => Notice::PhotoTooLarge,
        PhotoError::NotAnImage | PhotoError::Broken(_) => Notice::PhotoUnreadable,
    })?;
    let (hash, plan) = blobs::write(&photo.jpeg);
    filling.device().run(plan).await.map_err(|_| Notice::PhotoNotKept)?;
    act(filling, node, |path| Action::Answer { path, value: attachment::name(hash, "jpg") }, false);
    Ok(())
}
