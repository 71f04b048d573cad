//! Adds up what test runs report about themselves. It reads the result lines of `cargo test` and nothing else.

/// The sums over all runs.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed.
    pub failed: usize,
    /// Tests that did not run and said why.
    pub skipped: usize,
    /// What they said, a line a test.
    pub reasons: Vec<String>,
}

impl Tally {
    /// Adds what another run counted.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.reasons.extend(other.reasons.iter().cloned());
    }

    /// Takes a line of output into account, if it is a result or says that a test is skipped.
    pub fn see(&mut self, line: &str) {
        if line.starts_with("test ") && line.contains("SKIPPED") {
            self.reasons.push(line.trim_start_matches("test ").to_owned());
        }
        let Some(counts) = line.strip_prefix("test result: ") else { return };
        for part in counts.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let Some(Ok(count)) = words.next().map(str::parse::<usize>) else { continue };
            match words.next() {
                Some("passed") => self.passed += count,
                Some("failed") => self.failed += count,
                Some("ignored") => self.skipped += count,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_summed_and_other_lines_are_not() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.12s",
            "test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.00s",
            "something about 5 passed; 5 failed",
            "test firefox: a ... SKIPPED: why (0.0 s)",
            "test firefox: b ... ok (0.0 s)",
        ] {
            tally.see(line);
        }
        let reasons = vec!["firefox: a ... SKIPPED: why (0.0 s)".to_owned()];
        assert_eq!(tally, Tally { passed: 13, failed: 2, skipped: 1, reasons });
    }
}
