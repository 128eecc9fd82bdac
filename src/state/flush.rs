//! What must be saved before the page is left, updated, or lets go of the database.
//!
//! A page that has something unsaved registers how to save it; whoever is about to take the page away asks [`all`].

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::future::join_all;

type Saving = Pin<Box<dyn Future<Output = bool>>>;
type Save = Rc<dyn Fn() -> Saving>;

thread_local! {
    static REGISTERED: RefCell<(u64, Vec<(u64, Save)>)> = const { RefCell::new((0, Vec::new())) };
}

/// Asked for as long as it lives.
pub struct Registered(u64);

impl Drop for Registered {
    fn drop(&mut self) {
        REGISTERED.with_borrow_mut(|(_, saves)| saves.retain(|(number, _)| *number != self.0));
    }
}

/// Registers how to save. `save` must start its transaction before its first `await`: when a page is hidden nobody
/// waits for it. It says whether all is safe.
pub fn register<F: Future<Output = bool> + 'static>(save: impl Fn() -> F + 'static) -> Registered {
    let save: Save = Rc::new(move || Box::pin(save()));
    REGISTERED.with_borrow_mut(|(next, saves)| {
        *next += 1;
        saves.push((*next, save));
        Registered(*next)
    })
}

/// Saves everything, and says whether all of it is safe.
pub async fn all() -> bool {
    // Copied out first: a save may register or drop one.
    let saves: Vec<Save> = REGISTERED.with_borrow(|(_, saves)| saves.iter().map(|(_, save)| save.clone()).collect());
    join_all(saves.iter().map(|save| save())).await.into_iter().all(|is_safe| is_safe)
}
