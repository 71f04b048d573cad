//! `cargo xtask simulate [SEEDS] [FIRST]`: as many seeds as one wants, from a first one on.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use simulation::{Broken, first_failure};

/// After how many seeds it tells how far it is.
const CHUNK: u64 = 100_000;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (seeds, first) = (words.next(), words.next());
    let (Ok(seeds), Ok(first)) = (seeds.unwrap_or(Ok(100_000)), first.unwrap_or(Ok(0))) else {
        eprintln!("simulate [SEEDS] [FIRST]");
        return ExitCode::FAILURE;
    };
    let start = Instant::now();
    let mut out = std::io::stdout();
    let mut done = 0;
    while done < seeds {
        let chunk = CHUNK.min(seeds - done);
        let from = first + done;
        if let Some((seed, why)) = first_failure(from..from + chunk, Broken::No) {
            let _ = writeln!(out, "seed {seed}: {why}");
            return ExitCode::FAILURE;
        }
        done += chunk;
        let seconds = start.elapsed().as_secs_f64();
        let _ = writeln!(out, "{done} seeds from {first} on hold, in {seconds:.1} s");
        let _ = out.flush();
    }
    ExitCode::SUCCESS
}
