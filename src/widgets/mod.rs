//! Small parts that pages are made of. Each is named after what the person sees, takes finished data, and decides nothing.

mod banner;
mod dialog;
mod file_drop;
mod line_field;
mod navigation;
mod page;
pub mod qr;
pub mod questions;
mod reason;
pub mod scanner;
pub mod secret;
mod storage_notice;
mod top_bar;
mod update_notice;

pub use banner::{Banner, Tone};
pub use dialog::Dialog;
pub use file_drop::FileDrop;
pub use line_field::LineField;
pub use navigation::Navigation;
pub use page::{Empty, Page};
pub use reason::Reason;
pub use storage_notice::StorageNotice;
pub use top_bar::TopBar;
pub use update_notice::UpdateNotice;
