//! What has to be loaded before it can be shown: every arm is drawn.

use std::future::Future;
use std::rc::Rc;

use yew::{Callback, hook, use_memo, use_state, use_state_eq};

use crate::platform::timer;

/// Something that a page waits for. Clones are the same.
#[derive(Debug)]
pub enum Remote<T> {
    Loading,
    Failed,
    Ready(Rc<T>),
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Failed => Self::Failed,
            Self::Ready(loaded) => Self::Ready(loaded.clone()),
        }
    }
}

impl<T> Remote<T> {
    /// What was loaded, if it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(loaded) => Some(loaded),
            Self::Loading | Self::Failed => None,
        }
    }
}

/// Loads when the page appears and whenever `about` changes; the callback loads again. What was loaded before stays on
/// the page meanwhile. `None` from `load` is not yet: the database is still being opened.
#[hook]
pub fn use_remote<T, E, About, Load, Loading>(about: About, load: Load) -> (Remote<T>, Callback<()>)
where
    T: 'static,
    E: 'static,
    About: PartialEq + Clone + 'static,
    Load: Fn(About) -> Option<Loading> + 'static,
    Loading: Future<Output = Result<T, E>> + 'static,
{
    let remote = use_state(|| Remote::Loading);
    let round = use_state_eq(|| 0_u32);
    {
        let remote = remote.clone();
        // Not an effect, which comes behind a paint of what is still to be loaded.
        use_memo((about, *round), move |(about, _)| {
            if let Some(loading) = load(about.clone()) {
                timer::spawn(async move {
                    remote.set(match loading.await {
                        Ok(loaded) => Remote::Ready(Rc::new(loaded)),
                        Err(_) => Remote::Failed,
                    });
                });
            }
        });
    }
    let again = Callback::from(move |()| round.set(*round + 1));
    ((*remote).clone(), again)
}
