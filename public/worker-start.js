// Starts the second wasm. Its names are filled in by xtask dist.
import init from './__WORKER_GLUE__';
await init({ module_or_path: new URL('./__WORKER_WASM__', import.meta.url) });
