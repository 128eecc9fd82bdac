//! What no first question waits for: a second part of the page's wasm, fetched when something of it is first needed.
//!
//! A function declared with [`later!`] lies in that part with all that only such functions reach; calling it is waiting
//! for the part. Both parts are one program with one memory: `xtask dist` cuts the linked wasm in two. Only the page's
//! build does so (feature `split`); in tests and in the worker the functions are called as they stand.
//!
//! Not here: what lies in it (`pages::later`, `widgets::questions::rare`, `state::projection`).

use crate::platform::document;

/// The second part has not come: there is no network, and it is not kept here yet. Nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a part of the program has not come")]
pub struct NotHere;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotHere {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// What that part needs besides itself, asked for before anything of it runs: its Chinese texts, and its styles.
pub fn arrived() {
    crate::text::complete();
    if let Some(style) = document::fact("taizhang-later-style") {
        document::add_style(&style);
    }
    // The worker runs these functions, too, and has no page to listen to.
    #[cfg(feature = "split")]
    crate::state::sync::automatic::begin();
}

/// Declares functions of the second part. To their callers they are `async`.
macro_rules! later {
    ($($(#[$about:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> Result<$ready:ty, $missing:ty> $body:block)*) => {
        $(
            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split(later, fallible)]
            $(#[$about])*
            $visible fn $name($($argument: $type),*) -> Result<$ready, $missing> {
                $crate::later::arrived();
                $body
            }

            #[cfg(not(feature = "split"))]
            $(#[$about])*
            $visible async fn $name($($argument: $type),*) -> Result<$ready, $missing> {
                $crate::later::arrived();
                $body
            }
        )*
    };
}
pub(crate) use later;
