//! How long something takes: processor time of this thread, which hardly moves when others use the machine.
//!
//! In a browser it is the page's clock, which counts what others take too; there a quiet machine is needed.

/// Milliseconds since some moment of the past.
#[cfg(not(target_arch = "wasm32"))]
fn now_ms() -> f64 {
    cpu_time::ThreadTime::now().as_duration().as_secs_f64() * 1000.0
}

#[cfg(target_arch = "wasm32")]
fn now_ms() -> f64 {
    #[wasm_bindgen::prelude::wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = performance, js_name = now)]
        fn now() -> f64;
    }
    now()
}

/// Time spent on one subject, and how often at least and at most it is measured.
const ENOUGH_MS: f64 = 300.0;
const MOST_RUNS: usize = 1000;

/// Milliseconds of the median run. What `prepare` does is not counted, nor the end of what `run` gives back.
pub fn median_ms<Input, Output>(mut prepare: impl FnMut(usize) -> Input, mut run: impl FnMut(Input) -> Output) -> f64 {
    let mut times = Vec::new();
    let begun = now_ms();
    while times.len() < 3 || (times.len() < MOST_RUNS && now_ms() - begun < ENOUGH_MS) {
        let input = prepare(times.len());
        let start = now_ms();
        let output = std::hint::black_box(run(std::hint::black_box(input)));
        times.push(now_ms() - start);
        drop(output);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
