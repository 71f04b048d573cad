//! The one error of these commands: what happened, and what to do about it.
//! It knows no command and prints nothing; `main` shows it, once.

use std::fmt;

/// What went wrong and, where there is something to do, what to do.
#[derive(Debug)]
pub struct Failure {
    what: String,
    advice: Option<String>,
}

/// The result of a command or of a part of one.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure with nothing to advise: the message already tells it all.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), advice: None }
    }

    /// A failure together with the next thing to try.
    pub fn with_advice(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), advice: Some(advice.into()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.advice {
            Some(advice) => write!(f, "\n  what to do: {advice}"),
            None => Ok(()),
        }
    }
}

/// Turns an I/O error into a failure that names the file.
pub trait At<T> {
    /// `doing` is a verb, as in "read", and `path` what it was done to.
    fn at(self, doing: &str, path: &std::path::Path) -> Outcome<T>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, doing: &str, path: &std::path::Path) -> Outcome<T> {
        self.map_err(|error| Failure::new(format!("could not {doing} {}: {error}", path.display())))
    }
}
