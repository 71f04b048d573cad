//! Faults that are built in, so that a run shows that it would find them.

/// How the shell is broken on purpose, to see that it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// Not at all.
    No,
    /// Some writes into the replica are not done, and answered as if they were.
    DropsAnEffect,
    /// Writes into the replica are answered before the disk has them.
    AnswersTooEarly,
    /// What an earlier reading of the replica gave is taken for the present one.
    TakesTheStale,
}
