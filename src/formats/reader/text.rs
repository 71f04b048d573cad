//! Texts of cells and paragraphs as all formats give them: line breaks are `\n`, a picture is told from a formula. Knows no
//! file.

use crate::xml;

/// The text of a cell: what was escaped (`_x000D_`) is taken back, and every line break is `\n`.
#[must_use]
pub fn of_cell(text: &str) -> String {
    let text = if text.contains("_x") { xml::plain_cell(text) } else { text.to_owned() };
    lines(text)
}

/// A text whose every line break is `\n`.
#[must_use]
pub fn lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// The name of the picture that WPS puts into a cell: `=DISPIMG("ID_8F…",1)`, `=_xlfn.DISPIMG(…)`.
#[must_use]
pub fn picture(formula: &str) -> Option<String> {
    let bare = formula.trim_start().trim_start_matches('=');
    let bare = bare.strip_prefix("_xlfn.").unwrap_or(bare);
    let begins = bare.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("DISPIMG("));
    begins.then(|| bare.split('"').nth(1).unwrap_or_default().chars().take(100).collect())
}
