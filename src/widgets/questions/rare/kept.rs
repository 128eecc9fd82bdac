//! Attached files as they are kept: read from where they were written, so that what is shown is what is there.

use std::rc::Rc;

use form::view::{Body, NodeView};
use yew::prelude::*;

use crate::platform::files::ObjectUrl;
use crate::platform::timer;
use crate::state::attachment;
use crate::state::device::use_device;

/// What an answer names.
#[derive(Clone)]
pub struct Kept {
    pub url: Rc<ObjectUrl>,
    pub bytes: u64,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.url, &other.url)
    }
}

/// How far reading it is.
#[derive(Clone)]
pub enum Reading {
    /// There is no answer.
    Nothing,
    Waiting,
    /// The bytes are not here, or are damaged.
    Gone,
    Here(Kept),
}

/// The kept file that the answer of a question names.
#[hook]
pub fn use_kept(view: &NodeView) -> Reading {
    let name = match &view.body {
        Body::Question(question) => question.value.clone(),
        _ => String::new(),
    };
    let device = use_device();
    let read = use_state(|| None::<(String, Option<Kept>)>);
    {
        let read = read.setter();
        use_effect_with((name.clone(), device), move |(name, device)| {
            if let (Some(device), false) = (device.clone(), name.is_empty()) {
                let name = name.clone();
                timer::spawn(async move {
                    let bytes = match attachment::hash(&name) {
                        Some(hash) => device.blob(hash).await.ok().flatten(),
                        None => None,
                    };
                    let kept = bytes.and_then(|bytes| {
                        let url = ObjectUrl::new(attachment::media_type(&name), &bytes).ok()?;
                        Some(Kept { url: Rc::new(url), bytes: bytes.len() as u64 })
                    });
                    read.set(Some((name, kept)));
                });
            }
        });
    }
    match (&*read, name.is_empty()) {
        (_, true) => Reading::Nothing,
        (Some((known, kept)), _) if *known == name => kept.clone().map_or(Reading::Gone, Reading::Here),
        _ => Reading::Waiting,
    }
}
