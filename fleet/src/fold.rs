//! What many files add up to: each opened, verified and taken in, in an order that chance made; and whether two folders say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use batch::seal::Identity;
use batch::{Batch, Contents, OpenError, Opened, Sender, Unverified, Verified, sealed};
use ledger::{Known, plan};
use record::{DeviceId, LedgerHash, Sha256};
use serde_json::{Value, json};

use crate::course::Chance;
use crate::outbox::{OutboxError, sealed_files};
use crate::sealing::key;

/// Why files do not add up, or not to the same.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    #[error("{path}: {source}")]
    Open { path: PathBuf, source: OpenError },
    #[error("{0}: no batch whose records can all be read")]
    NoBatch(PathBuf),
    #[error("{0}: {1} records were refused")]
    Refused(PathBuf, usize),
    #[error("{0}: its zip has no batch in it")]
    Zip(PathBuf, #[source] zip::result::ZipError),
    #[error("{missing} files are missing and {others} are there that nobody made, or twice")]
    Files { missing: usize, others: usize },
    #[error("the batches of {device} are not one chain: number {number} does not follow on the one before")]
    Chain { device: DeviceId, number: u64 },
    #[error("the ledger of what was fetched is another one than that of the files: {fetched} and {made}")]
    Ledger { fetched: LedgerHash, made: LedgerHash },
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

/// A desk that took in all that lies in a folder.
pub struct Folded {
    pub known: Known,
    pub records: usize,
    /// What each device's batches say of themselves: number, own hash, that of the one before.
    chains: BTreeMap<DeviceId, BTreeMap<u64, (Sha256, Option<Sha256>)>>,
}

impl Folded {
    /// Takes in every file of a folder, in an order that follows from `seed`.
    pub fn of(folder: &Path, seed: u64) -> Result<Self, FoldError> {
        let mut paths = sealed_files(folder)?;
        Chance(seed).shuffle(&mut paths);
        let mut folded = Self { known: Known::default(), records: 0, chains: BTreeMap::new() };
        for path in paths {
            folded.take(&path)?;
        }
        Ok(folded)
    }

    fn take(&mut self, path: &Path) -> Result<(), FoldError> {
        let bytes = fs::read(path).map_err(OutboxError::at(path))?;
        let verified = verified(path, &bytes)?;
        let (device, body_hash) = (verified.device, verified.body_hash);
        let batch = match verified.contents {
            Contents::Batch { batch, refused, .. } if refused.is_empty() => batch,
            _ => return Err(FoldError::NoBatch(path.to_owned())),
        };
        self.records += batch.records.len();
        let Batch { seq, previous, records, .. } = batch;
        self.chains.entry(device).or_default().insert(seq, (body_hash, previous));
        let plan = plan(&self.known, &records);
        if plan.report.refused > 0 {
            return Err(FoldError::Refused(path.to_owned(), plan.report.refused));
        }
        self.known.apply(&plan);
        Ok(())
    }

    /// Names the set of revisions that is there.
    pub fn hash(&self) -> LedgerHash {
        LedgerHash::of(self.known.records.values().flat_map(|links| links.keys().copied()))
    }

    /// Numbers from 1 without a gap, each naming the one before.
    fn check_chains(&self) -> Result<(), FoldError> {
        for (device, chain) in &self.chains {
            let mut before = None;
            for (expected, (number, (hash, previous))) in (1..).zip(chain) {
                if *number != expected || *previous != before {
                    return Err(FoldError::Chain { device: device.clone(), number: *number });
                }
                before = Some(*hash);
            }
        }
        Ok(())
    }
}

/// Whether what was fetched is what was made, file by file and as a ledger.
pub fn compare(out: &Path, fetched: &Path, seed: u64) -> Result<Value, FoldError> {
    let (made, came) = (hashes(out)?, hashes(fetched)?);
    let files = came.len();
    let set = |hashes: &[Sha256]| hashes.iter().copied().collect::<BTreeSet<_>>();
    let missing = set(&made).difference(&set(&came)).count();
    let others = came.len() + missing - made.len();
    if missing + others > 0 {
        return Err(FoldError::Files { missing, others });
    }
    let made = Folded::of(out, seed)?;
    let came = Folded::of(fetched, seed.wrapping_add(1))?;
    came.check_chains()?;
    if came.known != made.known || came.hash() != made.hash() {
        return Err(FoldError::Ledger { fetched: came.hash(), made: made.hash() });
    }
    let disputed = made.known.entities.values().filter(|history| !history.conflicts().is_empty()).count();
    Ok(json!({ "files": files, "records": came.records, "revisions": came.known.records.len(),
        "entities": came.known.entities.len(), "devices": came.chains.len(), "disputed": disputed,
        "ledger": came.hash().to_string() }))
}

/// A file that is sealed for the desk and was signed. Every tablet of a fleet is enrolled.
fn verified(path: &Path, bytes: &[u8]) -> Result<Verified, FoldError> {
    let wrong = |source| FoldError::Open { path: path.to_owned(), source };
    let unverified = Unverified::read_sealed(bytes, &[key()], None).map_err(wrong)?;
    Ok(match batch::open(unverified, &|_| Sender::Trusted).map_err(wrong)? {
        Opened::Trusted(verified) => verified,
        Opened::Aside(aside) => aside.trust(),
    })
}

/// What names the bytes of each file of a folder.
fn hashes(folder: &Path) -> Result<Vec<Sha256>, OutboxError> {
    let hash = |path: &PathBuf| fs::read(path).map(|bytes| Sha256::of(&bytes)).map_err(OutboxError::at(path));
    sealed_files(folder)?.iter().map(hash).collect()
}

/// Opens every file of a folder, looks whether it was signed, and keeps the batches as they lie, as JSON: what `age -d -i key.txt` gives.
pub fn open(folder: &Path, into: &Path) -> Result<Value, FoldError> {
    fs::create_dir_all(into).map_err(OutboxError::at(into))?;
    let paths = sealed_files(folder)?;
    let mut length = 0;
    for path in &paths {
        let bytes = fs::read(path).map_err(OutboxError::at(path))?;
        verified(path, &bytes)?;
        let opened = sealed::unseal(&bytes, &[Identity::Key(key())]);
        let opened = opened.map_err(|error| FoldError::Open { path: path.to_owned(), source: error.into() })?;
        let json = if opened.starts_with(b"PK") { first_of(path, opened)? } else { opened };
        let name = Sha256::of(&bytes).to_string();
        let kept = into.join(format!("{name}.json"));
        fs::write(&kept, &json).map_err(OutboxError::at(&kept))?;
        length += json.len();
    }
    Ok(json!({ "files": paths.len(), "bytes": length }))
}

/// The batch of a file that has photos beside it.
fn first_of(path: &Path, archive: Vec<u8>) -> Result<Vec<u8>, FoldError> {
    let wrong = |error| FoldError::Zip(path.to_owned(), error);
    let mut archive = zip::ZipArchive::new(io::Cursor::new(archive)).map_err(wrong)?;
    let mut bytes = Vec::new();
    let mut batch = archive.by_name("batch.json").map_err(wrong)?;
    io::Read::read_to_end(&mut batch, &mut bytes).map_err(|error| wrong(error.into()))?;
    Ok(bytes)
}
