//! The second wasm. What it answers stands in `taizhang::worker`.

fn main() {
    taizhang::platform::serve::serve();
}
