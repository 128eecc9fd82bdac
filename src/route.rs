//! The app's addresses. They stand after the `#`, so that any static host at any sub-path serves them all.

use yew_router::Routable;

/// One page each. The addresses are a contract: see `docs/page-contract.md`.
#[derive(Clone, PartialEq, Eq, Debug, Routable)]
pub enum Route {
    #[at("/")]
    Today,
    #[at("/forms")]
    Forms,
    #[at("/fill/:draft")]
    Fill { draft: String },
    #[at("/records")]
    Records,
    #[at("/send")]
    Send,
    #[at("/import")]
    Import,
    #[at("/ledger")]
    Ledger,
    #[at("/ledger/:list/:entity")]
    Enterprise { list: String, entity: String },
    #[at("/conflicts")]
    Conflicts,
    #[at("/dashboard")]
    Dashboard,
    #[at("/settings")]
    Settings,
    #[at("/about")]
    About,
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

impl Route {
    /// For a plain link: `<a href={Route::Forms.href()}>`.
    pub fn href(&self) -> String {
        format!("#{}", self.to_path())
    }

    /// The entry of the navigation under which this page stands.
    pub fn section(&self) -> Self {
        match self {
            Self::Fill { .. } => Self::Forms,
            Self::Enterprise { .. } | Self::Conflicts | Self::Dashboard => Self::Ledger,
            other => other.clone(),
        }
    }
}
