//! What was found in a template, gathered over its parts: marks, forms, heads that are not known, and all that is wrong.

use super::docx::Placed;
use super::fault::Fault;
use super::forms::Detected;
use super::wanted::{EmptyForm, UnknownHead, UsedMark};

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The marks, each once.
    pub marks: Vec<UsedMark>,
    /// The empty forms.
    pub forms: Vec<EmptyForm>,
    /// Heads that are not known, each once.
    pub unknown: Vec<UnknownHead>,
    /// The words of filters, each once.
    pub filters: Vec<String>,
    /// All that is wrong.
    pub faults: Vec<Fault>,
}

impl Found {
    /// Adds the marks of a part.
    pub fn marks(&mut self, marks: Placed) {
        for (mark, place) in marks {
            if let Some(filter) = mark.filter()
                && self.filters.iter().all(|known| known != filter)
            {
                self.filters.push(filter.to_owned());
            }
            match self.marks.iter_mut().find(|used| used.mark == mark.source) {
                Some(used) => used.count += 1,
                None => self.marks.push(UsedMark { mark: mark.source, place, count: 1 }),
            }
        }
    }

    /// Adds a form.
    pub fn form(&mut self, detected: &Detected, place: &str) {
        let (form, unknown) = detected.told(place);
        self.forms.push(form);
        for one in unknown {
            if self.unknown.iter().all(|known| known.head != one.head) {
                self.unknown.push(one);
            }
        }
    }
}
