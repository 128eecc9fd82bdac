//! The page's wasm: starts the app. Everything is in the library, so that tests can reach it.

fn main() {
    taizhang::start();
}
