//! A text as lines with their places, so that everything read can be told by its line and nothing is lost.
//! Knows no notice.

use std::ops::Range;

/// Whether a character is only space between others: also the full-width space and the signs of no width that
/// copied text brings along.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}')
}

/// The text without space around it.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The space at the start of a text, and the rest.
#[must_use]
pub fn space_before(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(is_space);
    text.split_at(text.len() - rest.len())
}

/// A text in lines. A line does not hold its line break.
#[derive(Debug)]
pub struct Lines<'a> {
    /// The whole text.
    pub text: &'a str,
    spans: Vec<Range<usize>>,
}

impl<'a> Lines<'a> {
    /// Cuts a text at its line feeds.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut spans = Vec::new();
        let mut start = 0;
        for (at, _) in text.match_indices('\n') {
            spans.push(start..at);
            start = at + 1;
        }
        spans.push(start..text.len());
        Self { text, spans }
    }

    /// How many lines.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none: never, since an empty text is one line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A line without the space around it; empty where there is no such line.
    #[must_use]
    pub fn line(&self, at: usize) -> &'a str {
        self.spans.get(at).and_then(|span| self.text.get(span.clone())).map_or("", trimmed)
    }

    /// The bytes of some lines, with the breaks between them.
    #[must_use]
    pub fn bytes(&self, lines: &Range<usize>) -> Range<usize> {
        let start = self.spans.get(lines.start).map_or(self.text.len(), |span| span.start);
        let last = lines.end.checked_sub(1).and_then(|last| self.spans.get(last));
        if lines.is_empty() { start..start } else { start..last.map_or(start, |span| span.end) }
    }

    /// The text of some lines.
    #[must_use]
    pub fn slice(&self, lines: &Range<usize>) -> &'a str {
        self.text.get(self.bytes(lines)).unwrap_or("")
    }

    /// The number of the line that holds a byte, from 1.
    #[must_use]
    pub fn number_at(&self, byte: usize) -> usize {
        self.spans.partition_point(|span| span.start <= byte).max(1)
    }

    /// The next line from `from` on, before `to`, that says something.
    #[must_use]
    pub fn next_said(&self, from: usize, to: usize) -> Option<usize> {
        (from..to.min(self.len())).find(|at| !self.line(*at).is_empty())
    }
}
