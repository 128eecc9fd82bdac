//! What the store promises, told against a database in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access_log;
mod apart;
mod backups;
mod blocks;
mod clocks;
mod decisions;
mod drafts;
mod erasures;
mod golden;
mod held;
mod imports;
mod journals;
mod kept;
mod locks;
mod migrations;
mod officers;
mod parts;
mod receipts;
mod reports;
mod requests;
mod safes;
mod sample;
mod tables;
mod told;
mod transactions;
mod views;
mod wiped;
mod zone_tables;
mod zones;
