//! Breaking text into lines: full-width signs are two halves wide, ASCII one; no closing sign begins a line, no
//! opening one ends it, words and numbers stay whole. Knows no page.

/// Signs that must not begin a line.
const NOT_FIRST: &str = "。，、；：？！”’）》〉】〕〗」』…—～·%‰℃％．,.;:?!)]}>";
/// Signs that must not end a line.
const NOT_LAST: &str = "“‘（《〈【〔〖「『([{<￥$";

/// How wide a character is, in half characters.
fn wide(c: char) -> usize {
    match c {
        '\u{20}'..='\u{7e}' => 1,
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{feff}'
        | '\u{2060}'
        | '\u{300}'..='\u{36f}' => 0,
        '\u{a0}'..='\u{24f}' if c != '·' && c != '×' && c != '°' => 1,
        _ => 2,
    }
}

/// How wide a text is, in half characters.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().map(wide).sum()
}

/// One line of a broken text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken<'a> {
    /// The text.
    pub text: &'a str,
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '@' | '_' | '/' | '-' | '+' | '.' | '%' | ':')
        || ('０'..='９').contains(&c)
}

/// Whether a line may end between two characters.
#[must_use]
pub fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || wide(after) == 0 {
        return false;
    }
    !(in_word(before) && in_word(after))
}

/// Breaks a text into lines that are `full` halves wide, the first one `indent` halves less. The lines together are
/// the text. Where the rules leave no place, a line is broken where it is full.
#[must_use]
pub fn break_lines(text: &str, full: usize, indent: usize) -> Vec<Broken<'_>> {
    let mut lines = Vec::new();
    let mut start = 0;
    // The last place where the line may end, and how wide it would be.
    let mut place: Option<usize> = None;
    let mut room = full.saturating_sub(indent).max(2);
    let mut used = 0;
    let mut before: Option<char> = None;
    let mut signs = text.char_indices();
    let mut here = signs.next();
    while let Some((at, c)) = here {
        if before.is_some_and(|before| may_break(before, c)) {
            place = Some(at);
        }
        if used + wide(c) > room && at > start {
            // Not more than a third of the line is given up for a rule.
            let good = place.filter(|place| {
                let kept = text.get(start..*place).map_or(0, width);
                *place > start && kept * 3 >= room * 2
            });
            let end = good.unwrap_or(at);
            lines.extend(text.get(start..end).map(|text| Broken { text }));
            start = end;
            used = text.get(start..at).map_or(0, width);
            room = full;
            place = None;
            // The rest of the line before is short, so this stays linear.
        }
        used += wide(c);
        before = Some(c);
        here = signs.next();
    }
    lines.extend(text.get(start..).filter(|rest| !rest.is_empty()).map(|text| Broken { text }));
    lines
}
