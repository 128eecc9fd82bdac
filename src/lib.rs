//! The app: what an officer and a coordinator see, on top of the crates that know how.
//!
//! ```text
//! pages -> widgets, state -> platform
//! ```
//!
//! Start at [`app`]. Only `platform` touches the browser; `widgets` draw and ask; `pages` are one file per route;
//! `state` is what outlives a page.

#![recursion_limit = "256"]

pub mod app;
mod later;
pub mod pages;
pub mod platform;
pub mod route;
pub mod state;
pub mod text;
pub mod widgets;
pub mod worker;

/// Draws the app in place of the first paint.
pub fn start() {
    if let Some(root) = platform::document::app_root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
