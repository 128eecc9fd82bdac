//! A pack: forms, entity lists and erasures that a coordinator sends to tablets.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use record::{EntityId, FormRef, ListName, OfficerId, Revision, Sha256, Timestamp, form_hash, json};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::bounded::Bounded;
use crate::limits::{
    MAX_ERASURES, MAX_FORM_FILES, MAX_FORMS, MAX_GONE, MAX_LISTS, MAX_RECIPIENTS, MAX_RECORD_BYTES, MAX_TABLES,
    MAX_WORDS,
};
use crate::seal::PublicKey;
use crate::{OpenError, PackError};

/// What comes down to a tablet.
#[derive(Clone, PartialEq, Debug)]
pub struct Pack {
    pub created_at: Timestamp,
    pub officer: OfficerId,
    /// The tablets it is for, where it is sealed.
    pub recipients: Vec<String>,
    pub forms: Vec<PackedForm>,
    pub lists: Vec<PackedList>,
    /// Whom the tablets are to seal for from now on.
    pub zone: Option<Zone>,
    /// What the zone says in the place of tables that come with the app.
    pub tables: Vec<PackedTable>,
    /// `None`: it is whole. Else it has what is new or changed, and this says since when.
    pub difference: Option<Difference>,
    /// What was erased of records that the tablets may have: revisions, and nothing but erasures.
    pub erasures: Vec<Revision>,
    /// Who speaks for the zone, as signed words; with none, only the desk that set it up.
    pub charter: Vec<String>,
}

/// What a pack that is no whole one builds upon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The body hash of the pack that whoever takes it must have.
    pub since: Sha256,
    /// The body hash of the whole pack that both together are.
    pub makes: Sha256,
    /// Entities of that one that are no longer in this.
    pub gone: Vec<(ListName, Vec<EntityId>)>,
}

/// A table of the zone's own. Nobody here looks into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackedTable {
    /// Which table it takes the place of.
    pub name: String,
    /// What was said last counts, whichever pack brings it.
    pub set_at: Timestamp,
    /// `None`: the app's own counts again.
    pub bytes: Option<Vec<u8>>,
}

/// A zone as its tablets know it: whom what they send is sealed for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Hex.
    pub id: String,
    /// Counts how often its keys changed, from 1.
    pub edition: u64,
    /// What people call it.
    pub name: String,
    pub recipients: Vec<PublicKey>,
}

/// A form with all its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackedForm {
    /// Its hash is checked against the bytes.
    pub form: FormRef,
    pub title: String,
    pub workbook: Vec<u8>,
    /// Name and bytes of each attached file.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The state of an entity list, as the ledger writes it. Nobody here looks into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackedList {
    pub list: ListName,
    /// One JSON value, kept as it stands.
    pub snapshot: String,
}

impl Pack {
    pub(crate) fn write(&self) -> Result<String, PackError> {
        let counts = [
            ("forms", self.forms.len(), MAX_FORMS),
            ("entity lists", self.lists.len(), MAX_LISTS),
            ("recipients", self.recipients.len(), MAX_RECIPIENTS),
            ("tables", self.tables.len(), MAX_TABLES),
            ("words on the zone's desks", self.charter.len(), MAX_WORDS),
            ("entity lists", self.gone().len(), MAX_LISTS),
            (
                "entities that are gone",
                self.gone().iter().map(|(_, ids)| ids.len()).max().unwrap_or_default(),
                MAX_GONE,
            ),
            ("recipients of the zone", self.zone.as_ref().map_or(0, |zone| zone.recipients.len()), MAX_RECIPIENTS),
            ("erasures", self.erasures.len(), MAX_ERASURES),
            ("files", self.forms.iter().map(|form| form.files.len()).max().unwrap_or_default(), MAX_FORM_FILES),
        ];
        if let Some((what, have, most)) = counts.into_iter().find(|(_, have, most)| have > most) {
            return Err(PackError::TooMany { what, have, most });
        }
        for (index, form) in self.forms.iter().enumerate() {
            if form_hash(&form.workbook, &form.files) != form.form.hash {
                return Err(PackError::FormHash { index });
            }
        }
        let mut lists = Vec::new();
        for list in &self.lists {
            json::check(&list.snapshot)?;
            lists.push(v1::WrittenList { list: &list.list, snapshot: serde_json::from_str(&list.snapshot)? });
        }
        let erasure = |(index, revision): (usize, &'_ Revision)| {
            let (bytes, most) = (revision.body().len(), MAX_RECORD_BYTES);
            if bytes > most {
                return Err(PackError::RecordTooLarge { index, bytes, most });
            }
            let is_whole = revision.erasure().is_some() && !revision.is_cut();
            let raw = serde_json::from_str::<Box<RawValue>>(revision.body()).ok();
            let raw = raw.filter(|raw| is_whole && raw.get().len() == bytes);
            raw.ok_or(PackError::RecordText { index })
        };
        let erasures = self.erasures.iter().enumerate().map(erasure).collect::<Result<_, _>>()?;
        Ok(serde_json::to_string(&v1::Written {
            created_at: self.created_at,
            officer: &self.officer,
            recipients: &self.recipients,
            forms: self.forms.iter().map(v1::Form::from).collect(),
            lists,
            zone: self.zone.as_ref().map(v1::Zone::from),
            tables: self.tables.iter().map(v1::Table::from).collect(),
            difference: self.difference.as_ref().map(v1::Difference::from),
            erasures,
            charter: self.charter.iter().map(|word| serde_json::from_str(word)).collect::<Result<_, _>>()?,
        })?)
    }

    fn gone(&self) -> &[(ListName, Vec<EntityId>)] {
        self.difference.as_ref().map(|difference| difference.gone.as_slice()).unwrap_or_default()
    }

    /// The first version of its shape that has a place for all that is in it: who knows no zones takes packs without one,
    /// who knows no tables of a zone those without any, who knows no differences whole ones, and who knows no erasures in packs and
    /// one desk alone those without any that name no other.
    pub(crate) fn version(&self) -> u64 {
        if !self.erasures.is_empty() || !self.charter.is_empty() {
            return 5;
        }
        match (&self.difference, &self.zone, self.tables.is_empty()) {
            (Some(_), ..) => 4,
            (None, _, false) => 3,
            (None, Some(_), true) => 2,
            (None, None, true) => 1,
        }
    }

    pub(crate) fn read(body: &str, version: u64) -> Result<Self, OpenError> {
        let body: v1::Read<'_> = serde_json::from_str(body).map_err(OpenError::Body)?;
        if version < 3 && body.zone.is_some() != (version > 1) {
            return Err(OpenError::Zone);
        }
        let tables = body.tables.all("tables")?;
        if version < 4 && tables.is_empty() == (version > 2) {
            return Err(OpenError::Table);
        }
        if version < 5 && body.difference.is_some() != (version > 3) {
            return Err(OpenError::Difference);
        }
        let erasures = body.erasures.all("erasures")?;
        let charter = body.charter.all("words on the zone's desks")?;
        if version < 5 && !erasures.is_empty() {
            return Err(OpenError::Erasure { index: 0 });
        }
        let has_place = version > 4 && body.zone.is_some();
        let is_due = version > 4 && erasures.is_empty();
        let is_misplaced = if charter.is_empty() { is_due } else { !has_place };
        if is_misplaced {
            return Err(OpenError::Charter);
        }
        let erasures = erasures.into_iter().enumerate().map(erasure).collect::<Result<_, _>>()?;
        let difference = body.difference.map(v1::Difference::read).transpose()?;
        let tables = tables.into_iter().map(v1::Table::read).collect::<Result<_, _>>()?;
        let zone = body.zone.map(v1::ReadZone::read).transpose()?;
        let forms = body.forms.all("forms")?.into_iter().enumerate();
        let forms = forms.map(|(index, form)| form.read(index)).collect::<Result<_, _>>()?;
        let lists = body.lists.all("entity lists")?.into_iter().enumerate();
        let lists = lists.map(|(index, list)| list.read(index)).collect::<Result<_, _>>()?;
        Ok(Self {
            created_at: body.created_at,
            officer: body.officer,
            recipients: body.recipients.all("recipients")?,
            forms,
            lists,
            zone,
            tables,
            difference,
            erasures,
            charter: charter.into_iter().map(|word| word.get().to_owned()).collect(),
        })
    }
}

fn erasure((index, raw): (usize, &RawValue)) -> Result<Revision, OpenError> {
    let text = Some(raw.get()).filter(|text| text.len() <= MAX_RECORD_BYTES);
    let revision = text.and_then(|text| Revision::read(text).ok());
    revision.filter(|revision| revision.erasure().is_some()).ok_or(OpenError::Erasure { index })
}

/// The body's first shape, its second, which has a zone, its third, which has tables, its fourth, which is a difference, and its
/// fifth, which has erasures or says who speaks for the zone.
mod v1 {
    use super::*;

    #[derive(Serialize)]
    pub struct Written<'a> {
        pub created_at: Timestamp,
        pub officer: &'a OfficerId,
        pub recipients: &'a [String],
        pub forms: Vec<Form>,
        pub lists: Vec<WrittenList<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub zone: Option<Zone>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub tables: Vec<Table>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub difference: Option<Difference>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub erasures: Vec<Box<RawValue>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub charter: Vec<&'a RawValue>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Difference {
        since: Sha256,
        makes: Sha256,
        gone: Bounded<Gone, MAX_LISTS>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Gone {
        list: ListName,
        ids: Bounded<EntityId, MAX_GONE>,
    }

    impl From<&super::Difference> for Difference {
        fn from(difference: &super::Difference) -> Self {
            let gone = difference.gone.iter();
            let gone = gone.map(|(list, ids)| Gone { list: list.clone(), ids: ids.iter().cloned().collect() });
            Self { since: difference.since, makes: difference.makes, gone: gone.collect() }
        }
    }

    impl Difference {
        pub fn read(self) -> Result<super::Difference, OpenError> {
            let gone = self.gone.all("entity lists")?.into_iter();
            let gone = gone.map(|Gone { list, ids }| Ok((list, ids.all("entities that are gone")?)));
            let gone = gone.collect::<Result<_, OpenError>>()?;
            Ok(super::Difference { since: self.since, makes: self.makes, gone })
        }
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Table {
        name: String,
        set_at: Timestamp,
        base64: Option<String>,
    }

    #[derive(Serialize)]
    pub struct Zone {
        id: String,
        edition: u64,
        name: String,
        recipients: Vec<String>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct ReadZone {
        id: String,
        edition: u64,
        name: String,
        recipients: Bounded<String, MAX_RECIPIENTS>,
    }

    #[derive(Serialize)]
    pub struct WrittenList<'a> {
        pub list: &'a ListName,
        pub snapshot: &'a RawValue,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Read<'a> {
        pub created_at: Timestamp,
        pub officer: OfficerId,
        pub recipients: Bounded<String, MAX_RECIPIENTS>,
        pub forms: Bounded<ReadForm, MAX_FORMS>,
        #[serde(borrow)]
        pub lists: Bounded<ReadList<'a>, MAX_LISTS>,
        pub zone: Option<ReadZone>,
        #[serde(default)]
        pub tables: Bounded<Table, MAX_TABLES>,
        pub difference: Option<Difference>,
        #[serde(borrow, default)]
        pub erasures: Bounded<&'a RawValue, MAX_ERASURES>,
        #[serde(borrow, default)]
        pub charter: Bounded<&'a RawValue, MAX_WORDS>,
    }

    #[derive(Serialize)]
    pub struct Form {
        id: String,
        version: String,
        hash: Sha256,
        title: String,
        workbook: String,
        files: Vec<File>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct ReadForm {
        id: String,
        version: String,
        hash: Sha256,
        title: String,
        workbook: String,
        files: Bounded<File, MAX_FORM_FILES>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct File {
        name: String,
        base64: String,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct ReadList<'a> {
        list: ListName,
        #[serde(borrow)]
        snapshot: &'a RawValue,
    }

    impl From<&super::Zone> for Zone {
        fn from(zone: &super::Zone) -> Self {
            Self {
                id: zone.id.clone(),
                edition: zone.edition,
                name: zone.name.clone(),
                recipients: zone.recipients.iter().map(PublicKey::to_string).collect(),
            }
        }
    }

    impl ReadZone {
        pub fn read(self) -> Result<super::Zone, OpenError> {
            let recipients = self.recipients.all("recipients of the zone")?;
            let recipients: Result<Vec<PublicKey>, _> = recipients.iter().map(|key| key.parse()).collect();
            let recipients = recipients.ok().filter(|recipients| !recipients.is_empty()).ok_or(OpenError::Zone)?;
            Ok(super::Zone { id: self.id, edition: self.edition, name: self.name, recipients })
        }
    }

    impl From<&PackedTable> for Table {
        fn from(table: &PackedTable) -> Self {
            let PackedTable { name, set_at, bytes } = table;
            let base64 = bytes.as_ref().map(|bytes| STANDARD.encode(bytes));
            Self { name: name.clone(), set_at: *set_at, base64 }
        }
    }

    impl Table {
        pub fn read(self) -> Result<PackedTable, OpenError> {
            let Self { name, set_at, base64 } = self;
            let bytes = base64.map(|text| STANDARD.decode(text)).transpose().map_err(|_| OpenError::Table)?;
            Ok(PackedTable { name, set_at, bytes })
        }
    }

    impl From<&PackedForm> for Form {
        fn from(packed: &PackedForm) -> Self {
            let file = |(name, bytes): &(String, Vec<u8>)| File { name: name.clone(), base64: STANDARD.encode(bytes) };
            Self {
                id: packed.form.id.clone(),
                version: packed.form.version.clone(),
                hash: packed.form.hash,
                title: packed.title.clone(),
                workbook: STANDARD.encode(&packed.workbook),
                files: packed.files.iter().map(file).collect(),
            }
        }
    }

    impl ReadForm {
        pub fn read(self, index: usize) -> Result<PackedForm, OpenError> {
            let decode = |text: String| STANDARD.decode(text).map_err(|_| OpenError::FormBase64 { index });
            let workbook = decode(self.workbook)?;
            let files = self.files.all("files")?.into_iter();
            let files =
                files.map(|file| Ok((file.name, decode(file.base64)?))).collect::<Result<Vec<_>, OpenError>>()?;
            if form_hash(&workbook, &files) != self.hash {
                return Err(OpenError::FormHash { index });
            }
            let form = FormRef { id: self.id, version: self.version, hash: self.hash };
            Ok(PackedForm { form, title: self.title, workbook, files })
        }
    }

    impl ReadList<'_> {
        pub fn read(self, index: usize) -> Result<PackedList, OpenError> {
            let snapshot = self.snapshot.get().to_owned();
            json::check(&snapshot).map_err(|source| OpenError::List { index, source })?;
            Ok(PackedList { list: self.list, snapshot })
        }
    }
}
