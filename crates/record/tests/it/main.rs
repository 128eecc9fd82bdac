mod hash;
mod json;
mod ledger_hash;
mod parts;
mod revision;
mod time;
