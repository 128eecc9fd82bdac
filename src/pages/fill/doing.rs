//! What the page does with an intent: hand it to the draft, keep a file. And what the form itself wants to know of the device.

use form::Action;
use form::definition::UploadKind;
use form::view::{Body, ControlView, NodeId, NodeView, QuestionView};
use futures_util::future::LocalBoxFuture;
use store::blobs;

use crate::later::{NotHere, later};
use crate::platform::camera::PhotoError;
use crate::platform::files::ChosenFile;
use crate::platform::{camera, document, location, timer};
use crate::state::attachment::{self, AttachError};
use crate::state::filling::Filling;
use crate::state::queue::Urgency;

/// Hands an action to the draft. A place that the engine no longer knows was removed a moment ago: nothing is lost.
pub fn act(filling: &Filling, node: NodeId, action: impl FnOnce(String) -> Action, is_typing: bool) {
    let Some(view) = filling.view(node) else { return };
    let action = action(view.path.clone());
    let urgency = if is_typing { Urgency::WhenTypingRests(typed_into(&action, &view.path)) } else { Urgency::Now };
    if filling.act(&action, urgency).is_ok() {
        document::mark("answer-painted");
        place(filling);
    }
}

/// Names the text that is being typed: an answer is not taken for the words about it.
fn typed_into(action: &Action, path: &str) -> String {
    match action {
        Action::Remark { .. } => format!("remark {path}"),
        Action::Confirm { .. } => format!("reason {path}"),
        _ => path.to_owned(),
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
            act(&filling, node, |path| Action::Answer { path, value: at.geopoint() }, false);
        }
    });
}

/// Keeps the bytes of a file, made small where it is a picture, and only then answers the question with their name.
pub async fn attach(filling: &Filling, node: NodeId, file: ChosenFile) -> Result<(), AttachError> {
    attaching(filling.clone(), node, file).await.map_err(|NotHere| AttachError::PartMissing)?.await
}

later! {
    fn attaching(filling: Filling, node: NodeId, file: ChosenFile) -> Result<LocalBoxFuture<'static, Result<(), AttachError>>, NotHere> {
        Ok(Box::pin(async move { attached(&filling, node, &file).await }))
    }
}

async fn attached(filling: &Filling, node: NodeId, file: &ChosenFile) -> Result<(), AttachError> {
    // Gone since: nobody asks for the file any more.
    let Some(view) = filling.view(node) else { return Ok(()) };
    let Body::Question(QuestionView { control: ControlView::Upload { media }, .. }) = &view.body else { return Ok(()) };
    attachment::check(*media, &file.name, &file.media_type(), file.size_bytes())?;
    let (bytes, name) = match media {
        UploadKind::Image => (picture(file, &view).await?, "photo.jpg"),
        _ => {
            let read = file.bytes(attachment::limit_bytes(*media)).await;
            (read.map_err(|_| AttachError::Unreadable)?, file.name.as_str())
        }
    };
    let (hash, plan) = blobs::write(&bytes);
    filling.device().run(plan).await.map_err(|_| AttachError::NotKept)?;
    act(filling, node, |path| Action::Answer { path, value: attachment::name(*media, hash, name) }, false);
    Ok(())
}

/// The picture as it is kept: no longer than the author of the form wants it, and never longer than we do.
async fn picture(file: &ChosenFile, view: &NodeView) -> Result<Vec<u8>, AttachError> {
    let wanted = view.parameters.iter().find(|(name, _)| name == "max-pixels");
    let longest_pixels = wanted.and_then(|(_, pixels)| pixels.parse().ok()).filter(|pixels| *pixels > 0);
    let photo = camera::photo(file, longest_pixels.unwrap_or(camera::LONGEST_SIDE_PIXELS)).await;
    photo.map(|photo| photo.jpeg).map_err(|error| match error {
        PhotoError::TooLarge { .. } => AttachError::TooLarge { limit_bytes: camera::SOURCE_LIMIT_BYTES },
        PhotoError::NotAnImage | PhotoError::Broken(_) => AttachError::Unreadable,
    })
}
