mod hash;
mod json;
mod revision;
mod time;
