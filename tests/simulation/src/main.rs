//! `cargo xtask simulate [SEEDS] [FIRST]`: as many seeds as one wants, from a first one on.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use simulation::{Broken, first_failure};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (seeds, first) = (words.next(), words.next());
    let (Ok(seeds), Ok(first)) = (seeds.unwrap_or(Ok(100_000)), first.unwrap_or(Ok(0))) else {
        eprintln!("simulate [SEEDS] [FIRST]");
        return ExitCode::FAILURE;
    };
    let start = Instant::now();
    let failure = first_failure(first..first + seeds, Broken::No);
    let seconds = start.elapsed().as_secs_f64();
    let mut out = std::io::stdout();
    let _ = match failure {
        Some((seed, why)) => {
            let _ = writeln!(out, "seed {seed}: {why}");
            return ExitCode::FAILURE;
        }
        None => writeln!(out, "{seeds} seeds from {first} on hold, in {seconds:.1} s"),
    };
    ExitCode::SUCCESS
}
