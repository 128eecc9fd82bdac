//! The native program of `make bench`; see `bench::run`.

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), bench::filling::Failure> {
    bench::run::run(&std::env::args().collect::<Vec<_>>())
}

#[cfg(target_arch = "wasm32")]
fn main() {}
