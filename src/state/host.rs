//! What a form may ask of this device: files that came with it, the entity lists, and who fills.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::{Fact, Package, Shown};
use ledger::EntityState;
use record::{ListName, OfficerId};
use sheet::Table;

use super::device::{Device, LoadError};
use super::projection::{self, Known};

/// An entity list.
struct List {
    /// By entity.
    known: BTreeMap<String, Known>,
    personal: Vec<String>,
    /// What the form reads of it; empty where it only saves to it.
    table: Rc<Table>,
}

/// The tables that one form reads, as they stood when it was opened.
pub struct DeviceHost {
    officer: OfficerId,
    tables: BTreeMap<String, Rc<Table>>,
    lists: BTreeMap<String, List>,
    /// For forms that ask for hashes.
    hash: Option<projection::Hash>,
}

impl DeviceHost {
    /// Loads what the form names: a file that came with the form, or else the entity list of that name, which may be
    /// empty.
    ///
    /// # Errors
    /// [`LoadError`]
    pub async fn load(device: &Device, package: &Package, officer: &OfficerId) -> Result<Self, LoadError> {
        let definition = &package.definition;
        let mut host = Self { officer: officer.clone(), tables: BTreeMap::new(), lists: BTreeMap::new(), hash: None };
        if definition.hashes {
            host.hash = Some(projection::hashing().await?);
        }
        let mut lists = Vec::new();
        for external in &definition.externals {
            if let Some(table) = package.files.get(&external.file) {
                host.tables.insert(external.file.clone(), Rc::new(table.clone()));
            } else {
                let table = host.load_list(device, &external.instance, |states| ledger::table(states)).await?;
                lists.push(&external.instance);
                host.tables.insert(external.file.clone(), table);
            }
        }
        for declaration in definition.entities.iter().filter(|declaration| !lists.contains(&&declaration.list)) {
            host.load_list(device, &declaration.list, |_| Table::default()).await?;
        }
        Ok(host)
    }

    /// Loads a list, and gives what the form reads of it.
    async fn load_list(
        &mut self,
        device: &Device,
        list: &str,
        read: fn(&[EntityState]) -> Table,
    ) -> Result<Rc<Table>, LoadError> {
        let states = device.entity_states(&ListName::new(list)).await?;
        let table = Rc::new(read(&states));
        // In this device's name changes are made.
        if let (false, Some(settings)) = (states.is_empty(), device.settings().await?) {
            let (known, personal) = projection::known(list.to_owned(), states, settings.device.key).await?;
            self.lists.insert(list.to_owned(), List { known, personal, table: Rc::clone(&table) });
        }
        Ok(table)
    }
}

impl List {
    fn shown(&self, entity: &str) -> Option<Shown> {
        let Known { base, disputed } = self.known.get(entity)?;
        let row = (0..self.table.rows.len()).find(|row| self.table.get(*row, "name") == Some(entity));
        let stands = |name: &&String| !disputed.contains(*name);
        let said = |name: &String| Some((name.clone(), self.table.get(row?, name)?.to_owned()));
        Some(Shown { base: base.clone(), person: self.personal.iter().filter(stands).filter_map(said).collect() })
    }
}

impl form::Host for DeviceHost {
    fn fact(&self, fact: Fact) -> String {
        match fact {
            Fact::Username => self.officer.to_string(),
            // Not collected, see the privacy rules: a device and its owner are not the ledger's business.
            Fact::DeviceId | Fact::Email | Fact::PhoneNumber => String::new(),
        }
    }

    fn hash(&self, algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        self.hash?(algorithm, bytes)
    }

    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.tables.get(file).cloned()
    }

    fn entity(&self, list: &str, entity: &str) -> Option<Shown> {
        self.lists.get(list)?.shown(entity)
    }

    fn personal(&self, list: &str) -> &[String] {
        self.lists.get(list).map(|list| list.personal.as_slice()).unwrap_or_default()
    }
}
