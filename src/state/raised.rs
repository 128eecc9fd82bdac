//! What was begun from a record: drafts that still wait, and the entities that finished ones made.
//!
//! It lies in the second part of the program. Start at [`raised`].
//!
//! Not here: what a record gives reason to begin (`form`), how it is begun (`refill`).

use form::FollowUp;
use ledger::{EntityHistory, EntityState};
use record::{Day, EntityId, OfficerId, RecordId};
use rules::Reckoned;
use store::Draft;

use super::device::{Device, LoadError};
use super::{calendar, library, notebook, projection};

/// All of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Raised {
    pub drafts: Vec<Draft>,
    /// In the order in which they were made.
    pub entities: Vec<RaisedEntity>,
}

/// A need that was raised at a visit, for one.
#[derive(Clone, PartialEq, Debug)]
pub struct RaisedEntity {
    pub id: EntityId,
    /// With its number, where the form puts that into the label.
    pub title: String,
    /// The workday by which it is to be done, while it is open.
    pub due: Option<Reckoned<Day>>,
    /// The record that made it.
    pub record: Option<RecordId>,
}

/// What was begun from a record that gives reason to begin these.
///
/// # Errors
/// [`LoadError`]
pub async fn raised(device: &Device, record: RecordId, follow_ups: &[FollowUp]) -> Result<Raised, LoadError> {
    let mut drafts = notebook::drafts(device).await?;
    let settings = device.settings().await?;
    let is_shown =
        |officer: &OfficerId| settings.as_ref().is_none_or(|settings| settings.other_owner(officer).is_none());
    drafts.retain(|draft| draft.begun_from == Some(record) && is_shown(&draft.officer));
    let offered = library::offered(device).await?;
    let mut states: Vec<EntityState> = Vec::new();
    for follow_up in follow_ups {
        let Some(form) = offered.iter().find(|form| form.form.id == follow_up.form) else { continue };
        let Some(package) = library::package(device, form.form.hash).await? else { continue };
        for link in package.definition.links(&follow_up.answers) {
            let histories = projection::histories(&device.entities(&link.list).await?);
            let linked = histories.iter().map(EntityHistory::state);
            states.extend(linked.filter(|state| state.text(&link.property) == link.value));
        }
    }
    states.sort_by_key(|state| state.created.as_ref().map(|origin| (origin.finalized_at, origin.sequence)));
    let calendar = calendar::read(&device.database).await;
    let entity = |state: &EntityState| RaisedEntity {
        id: state.id.clone(),
        title: state.title().to_owned(),
        due: ledger::due(state, &calendar),
        record: state.created.as_ref().map(|origin| origin.record),
    };
    Ok(Raised { drafts, entities: states.iter().map(entity).collect() })
}
