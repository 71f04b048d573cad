//! The only place that touches the browser. It knows nothing of the app that uses it.

pub mod panic;
