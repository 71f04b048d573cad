//! Typing where a line is to go: the number of its place is typed over the number that it has. The focus goes along with the
//! line, so Enter leads no line down. See [`Sheet::is_place`].

use super::event::{Edit, Key, Outcome, Sheet};
use super::machine::Grid;

impl Grid {
    /// What a key does in a cell that says the place of its line; none where it does what it does elsewhere.
    pub(super) fn place_key(&mut self, key: &Key, sheet: &dyn Sheet) -> Option<Outcome> {
        let at = self.focus()?;
        if key.ctrl || sheet.is_head(at.row) || !sheet.is_place(at) {
            return None;
        }
        let digit = key.name.as_str();
        let is_digit = digit.len() == 1 && digit.bytes().all(|byte| byte.is_ascii_digit());
        is_digit.then(|| self.begin_with(Edit::Keep, digit.to_owned()))
    }
}
