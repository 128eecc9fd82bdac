mod hash;
mod json;
mod ledger_hash;
mod revision;
mod time;
