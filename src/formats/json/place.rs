//! Where things stand in a file: byte offsets to lines and columns, and paths to text. Knows no ledger.

use super::problem::{MAX_LISTED, Problem, Refusal};

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a member of an object.
    Key(String),
    /// Into an item of an array.
    Index(usize),
}

/// The longest path that is shown whole; none of the ledger's own is longer.
const LONGEST: usize = 12;

/// `findings[11].measures[2].due`; keys that are no plain words stand in `["…"]`, the middle of a long path
/// is left out.
pub(super) fn path_text<'s>(steps: impl IntoIterator<Item = &'s Step>) -> String {
    let steps: Vec<&Step> = steps.into_iter().collect();
    let mut path = String::new();
    for (n, step) in steps.iter().enumerate() {
        if steps.len() > LONGEST && n == LONGEST - 2 {
            path.push('…');
        }
        if steps.len() > LONGEST && (LONGEST - 2..steps.len() - 1).contains(&n) {
            continue;
        }
        match step {
            Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            Step::Key(key) => {
                let plain = |c: char| c == '_' || c.is_alphanumeric();
                if key.is_empty() || !key.chars().all(plain) || key.chars().count() > 60 {
                    path.extend(["[", &quoted(key), "]"]);
                } else {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(key);
                }
            }
        }
    }
    path
}

/// A text as JSON writes it, cut after 40 characters.
pub(super) fn quoted(text: &str) -> String {
    let cut = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    // cannot fail: a text has a JSON form.
    let json = serde_json::to_string(&text[..cut]).unwrap_or_default();
    if cut < text.len() { format!("{}…\"", json.trim_end_matches('"')) } else { json }
}

/// A problem whose place is still a byte offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// Where it is.
    pub at: usize,
    /// A second place, which the hint names as `{}`.
    pub other: Option<usize>,
    /// All else; `line` and `column` are filled in later.
    pub problem: Problem,
}

impl Draft {
    /// The problem with its place. For lists of problems see [`Drafts`], which reads the text only once.
    pub(super) fn located(self, text: &str) -> Problem {
        locate(vec![self], text).pop().unwrap_or_default()
    }
}

/// Problems in the order they are found; those beyond [`MAX_LISTED`] are only counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Drafts {
    list: Vec<Draft>,
    more: usize,
}

impl Drafts {
    pub(super) fn push(&mut self, draft: Draft) {
        if self.list.len() < MAX_LISTED { self.list.push(draft) } else { self.more += 1 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// These and those, as the refusal of a file.
    pub(super) fn refuse(mut self, others: Self, text: &str) -> Refusal {
        self.list.extend(others.list);
        ledger::order::sort_by_key(&mut self.list, |draft| draft.at);
        self.more += others.more + self.list.len().saturating_sub(MAX_LISTED);
        self.list.truncate(MAX_LISTED);
        Refusal::Content { problems: locate(self.list, text), more: self.more }
    }
}

/// Lines and columns for all drafts in one pass over the text: a file may be one line of 50 MB.
fn locate(drafts: Vec<Draft>, text: &str) -> Vec<Problem> {
    let mut wanted: Vec<usize> = drafts.iter().flat_map(|d| [Some(d.at), d.other]).flatten().collect();
    ledger::order::sort(&mut wanted);
    wanted.dedup();
    let mut places = Vec::with_capacity(wanted.len());
    let (mut line, mut column, mut from) = (1, 1, 0);
    for &at in &wanted {
        let bytes = text.as_bytes();
        let upto = at.min(bytes.len());
        for i in from..upto {
            match bytes[i] {
                b'\n' => (line, column) = (line + 1, 1),
                // A lone carriage return ends a line too; before a line feed it is part of the line end.
                b'\r' if bytes.get(i + 1) != Some(&b'\n') => (line, column) = (line + 1, 1),
                // The bytes after the first of a character.
                0x80..=0xbf => {}
                _ => column += 1,
            }
        }
        from = from.max(upto);
        places.push((line, column));
    }
    let place = |at: usize| wanted.binary_search(&at).ok().and_then(|i| places.get(i).copied());
    let mut problems = Vec::with_capacity(drafts.len());
    for Draft { at, other, mut problem } in drafts {
        (problem.line, problem.column) = place(at).unwrap_or_default();
        if let Some((line, column)) = other.and_then(place) {
            problem.hint = problem.hint.replace("{}", &format!("第 {line} 行第 {column} 列"));
        }
        problems.push(problem);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_every_line_end_counts_once() {
        let text = "一二\r\n三\r四🙂五\n六";
        let draft =
            |needle: &str| Draft { at: text.find(needle).unwrap(), other: None, problem: Problem::default() };
        for (needle, place) in
            [("一", (1, 1)), ("二", (1, 2)), ("三", (2, 1)), ("四", (3, 1)), ("五", (3, 3)), ("六", (4, 1))]
        {
            let problem = draft(needle).located(text);
            assert_eq!((problem.line, problem.column), place, "{needle}");
        }
    }

    #[test]
    fn a_path_quotes_what_is_no_word() {
        let key = |key: &str| Step::Key(key.to_owned());
        assert_eq!(
            path_text(&[key("a"), Step::Index(3), key("b c"), key("备注"), key("")]),
            r#"a[3]["b c"].备注[""]"#
        );
    }
}
