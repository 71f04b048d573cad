//! The session under a model of browser and clock, deterministic from a seed.
//!
//! Several tabs of one profile; localStorage whose last changes a kill takes back; databases with strict transactions that
//! fail, hang, or never answer; stores that are full or cleared by other pages; messages that are late, doubled and in any
//! order; two ledgers, files that are opened anew, edits of other people; clocks that jump. After every step the oracle
//! asks whether what was said to the person is so.

pub mod broken;
pub mod disk;
pub mod ledgers;
mod merges;
pub mod oracle;
pub mod random;
pub mod run;
pub mod settings;
pub mod stores;
pub mod tab;
pub mod world;

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};

pub use broken::Broken;

/// Runs seeds on all cores. Gives the first that does not hold, with what it says.
#[must_use]
pub fn first_failure(seeds: std::ops::Range<u64>, broken: Broken) -> Option<(u64, String)> {
    let first = seeds.start;
    let trace = std::env::var_os("TRACE").is_some();
    let next = AtomicU64::new(first);
    let failed = std::sync::Mutex::new(None::<(u64, String)>);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    if let Err(panic) = catch_unwind(|| run::run(seed, broken, trace)) {
                        next.store(seeds.end, Ordering::Relaxed);
                        let text = panic.downcast_ref::<String>().cloned();
                        let text =
                            text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                        let mut failed = failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        if failed.as_ref().is_none_or(|(first, _)| seed < *first) {
                            *failed = Some((seed, text.unwrap_or_default()));
                        }
                        break;
                    }
                }
            });
        }
    });
    failed.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
