//! When the page goes out of sight, comes back, or the network does.
//!
//! Handlers here are a bonus, never the plan: a killed browser fires no event at all.

use gloo_events::EventListener;
use web_sys::VisibilityState;

/// Listens for as long as it lives.
pub struct Listening(Vec<EventListener>);

impl Listening {
    /// Listens until the page is gone.
    pub fn for_ever(self) {
        self.0.into_iter().for_each(EventListener::forget);
    }
}

/// Calls back when the page is hidden or left: start what is pending and do not wait.
pub fn on_leave(leave: impl Fn() + 'static) -> Listening {
    let leave = std::rc::Rc::new(leave);
    let mut listeners = Vec::new();
    if let Some(document) = super::window().document() {
        let (leave, seen) = (leave.clone(), document.clone());
        listeners.push(EventListener::new(&document, "visibilitychange", move |_| {
            if seen.visibility_state() == VisibilityState::Hidden {
                leave();
            }
        }));
    }
    listeners.push(EventListener::new(&super::window(), "pagehide", move |_| leave()));
    Listening(listeners)
}

/// Calls back when the page comes back into sight.
pub fn on_return(back: impl Fn() + 'static) -> Listening {
    let Some(document) = super::window().document() else { return Listening(Vec::new()) };
    let seen = document.clone();
    Listening(vec![EventListener::new(&document, "visibilitychange", move |_| {
        if seen.visibility_state() == VisibilityState::Visible {
            back();
        }
    })])
}

/// Whether the page is in sight.
pub fn is_in_sight() -> bool {
    super::window().document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Calls back whenever somebody touches the page, a pen or a mouse moves on it, or a key is pressed.
pub fn on_touch(touched: impl Fn() + 'static) -> Listening {
    let touched = std::rc::Rc::new(touched);
    let listen = |event: &'static str| {
        let touched = touched.clone();
        EventListener::new(&super::window(), event, move |_| touched())
    };
    Listening(["pointerdown", "pointermove", "keydown", "wheel"].map(listen).into())
}

/// Calls back with every change of the network, as far as the browser knows it.
pub fn on_network(change: impl Fn(bool) + 'static) -> Listening {
    let change = std::rc::Rc::new(change);
    let on = {
        let change = change.clone();
        EventListener::new(&super::window(), "online", move |_| change(true))
    };
    let off = EventListener::new(&super::window(), "offline", move |_| change(false));
    Listening(vec![on, off])
}

/// Calls back when another tab writes this name in localStorage.
pub fn on_told(name: &'static str, told: impl Fn() + 'static) -> Listening {
    Listening(vec![EventListener::new(&super::window(), "storage", move |event| {
        let key = js_sys::Reflect::get(event, &"key".into()).ok().and_then(|key| key.as_string());
        if key.as_deref() == Some(name) {
            told();
        }
    })])
}

/// `false` is certain; `true` only says that some network is there.
pub fn is_online() -> bool {
    super::window().navigator().on_line()
}
