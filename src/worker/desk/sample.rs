//! The sample zone taken in: the files of its six tablets, by the way of any other file.
//!
//! Not here: what stands in them (`sample`), the database that they have to themselves (`state::sample`).

use record::Timestamp;
use sample::OFFICERS;
use store::devices::{self, Device, DeviceStanding};

use super::intake::{keyring, settings};
use super::tray::{ENTERPRISES, Opened, Tray};
use super::{Desk, Failure, Tell, Told, known};
use crate::platform::idb::Database;
use crate::state::calendar;
use crate::worker::batches;

impl Desk {
    /// Takes the sample in. A ledger that has anything is left as it is: nothing real and nothing made up lie together.
    pub(super) async fn take_sample_in(
        &mut self,
        database: &Database,
        now: Timestamp,
        tell: Tell<'_>,
    ) -> Result<(), Failure> {
        let settings = settings(database).await?;
        let lists = self.lists.at(database, settings.ledger).await?;
        if !lists.lists.is_empty() {
            return Ok(());
        }
        let codes = lists.codes(ENTERPRISES);
        for (officer, key) in sample::keys().into_iter().enumerate() {
            let label = sample::officer_code(officer).to_string();
            let device =
                Device { id: key.device(), label, standing: DeviceStanding::Trusted, decided_at: now, officers: None };
            database.run(devices::decide(&device)).await?;
        }
        let files = sample::batches(&calendar::shipped()).map_err(|_| Failure::Worker)?;
        let (keyring, places) = (keyring(database, &settings).await?, known::Places::of(database).await?);
        self.tray = Tray::on(settings.ledger, known::joined(database).await?, codes);
        for (line, file) in (0..).zip(&files) {
            let Ok((batch, (records, blobs))) = batches::open_hashed(&file.name, &file.bytes, None, &keyring) else {
                return Err(Failure::Worker);
            };
            let mut rows = known::rows_at(database, &places, &batch.revisions, &batch.entities, &batch.named).await?;
            let desk = known::readable(database, &mut rows).await?;
            if self.tray.lay(line, &file.name, Opened { batch, records, blobs, desk }).is_err() {
                return Err(Failure::Worker);
            }
            tell(Told::Progress { done: line as usize + 1, of: OFFICERS + 1 });
        }
        self.write(database, &settings, &[], now).await?;
        self.tray = Tray::default();
        Ok(())
    }
}
