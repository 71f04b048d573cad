//! The steps of a command: each is announced, timed and kept for the table at the end.
//! It knows nothing of what the steps do.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::failure::Outcome;

/// The steps that ran so far.
pub struct Steps {
    start: Instant,
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    ok: bool,
}

impl Default for Steps {
    /// None yet; the time runs from here.
    fn default() -> Self {
        Self { start: Instant::now(), done: Vec::new() }
    }
}

impl Steps {
    /// Runs one step, says how long it took, and hands its result back.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        println!("=== {name}: {} in {}", if result.is_ok() { "done" } else { "FAILED" }, seconds(took));
        // The programs that a step starts write to the same terminal; what is said here must come before theirs.
        let _ = std::io::stdout().flush();
        self.add(name, took, result.is_ok());
        result
    }

    /// Notes a step that ran beside the others.
    pub fn add(&mut self, name: &str, took: Duration, ok: bool) {
        self.done.push(Step { name: name.to_owned(), took, ok });
    }

    /// Runs one step; a failure is told at once and remembered, and the next step can run.
    pub fn run_on(&mut self, name: &str, work: impl FnOnce() -> Outcome) -> bool {
        match self.run(name, work) {
            Ok(()) => true,
            Err(failure) => {
                eprintln!("{failure}");
                false
            }
        }
    }

    /// Whether any step failed.
    pub fn failed(&self) -> bool {
        self.done.iter().any(|step| !step.ok)
    }

    /// A line a step: name, seconds, result.
    pub fn table(&self) -> String {
        let width = self.done.iter().map(|step| step.name.len()).max().unwrap_or(0);
        let mut lines: Vec<String> = Vec::new();
        for step in &self.done {
            let result = if step.ok { "ok" } else { "FAILED" };
            lines.push(format!("{:width$}  {:>8}  {result}", step.name, seconds(step.took)));
        }
        // Not the sum: some steps run beside each other.
        lines.push(format!("{:width$}  {:>8}", "total", seconds(self.start.elapsed())));
        lines.join("\n")
    }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}
