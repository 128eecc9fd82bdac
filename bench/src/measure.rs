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
const MOST_RUNS: usize = 1024;

/// What is shorter than this is run several times between two looks at the clock, which in a browser ticks slowly.
const SHORT_MS: f64 = 2.0;

/// Milliseconds of the median run. What `prepare` does is not counted, nor the end of what `run` gives back.
pub fn median_ms<Input, Output>(mut prepare: impl FnMut(usize) -> Input, mut run: impl FnMut(Input) -> Output) -> f64 {
    let mut runs = 0;
    let mut time = |times: usize| {
        let inputs: Vec<Input> = (runs..runs + times).map(&mut prepare).collect();
        runs += times;
        let mut outputs = Vec::with_capacity(times);
        let start = now_ms();
        for input in inputs {
            outputs.push(run(std::hint::black_box(input)));
        }
        let spent = now_ms() - start;
        drop(std::hint::black_box(outputs));
        spent
    };
    let mut times = 1;
    while times < MOST_RUNS && time(times) < SHORT_MS {
        times *= 2;
    }
    let begun = now_ms();
    let mut samples = Vec::new();
    while samples.len() < 3 || (samples.len() < MOST_RUNS && now_ms() - begun < ENOUGH_MS) {
        samples.push(time(times) / times as f64);
    }
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
