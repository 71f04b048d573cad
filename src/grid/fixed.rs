//! What typing does in a cell that takes no text: a number over that of a line says where the line goes, and the focus goes
//! along, so Enter leads no line down; anything else is told why it is not written. See [`Sheet::is_place`].

use super::event::{Edit, Key, Outcome, Sheet};
use super::machine::Grid;

/// Letters that are keys of the page.
const KEYS: &str = "jkxJKX";

impl Grid {
    /// What a letter or a digit does where nobody may type; none for other keys, and where one may.
    pub(super) fn typed_over(&mut self, key: &Key, sheet: &dyn Sheet) -> Option<Outcome> {
        let at = self.focus()?;
        if key.ctrl || sheet.is_head(at.row) || sheet.is_editable(at) {
            return None;
        }
        let mut signs = key.name.chars();
        let (Some(sign), None) = (signs.next(), signs.next()) else { return None };
        if sign.is_ascii_digit() && sheet.is_place(at) {
            return Some(self.begin_with(Edit::Keep, key.name.clone()));
        }
        (sign.is_alphanumeric() && !KEYS.contains(sign)).then(|| self.refuse())
    }
}
