//! A text that is typed over the value of a field while another tab or a merge may change that value: whether it may
//! be entered. Knows no box and no field.

/// What a typed text meets where it is to be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// Nothing that the person does not know: it may be entered.
    Nothing,
    /// A value that came since typing began and that the person has not been shown: it is shown first.
    Unseen,
    /// Such a value that the person was shown and has not decided about: the text waits.
    Undecided,
}

impl Meeting {
    /// Of a text `typed` over a field that holds `now`. `base` is what stood there when typing began, where that is
    /// known; `shown` is another value that the person was shown since; `is_decided` where the person pressed what
    /// enters the text, and did not merely leave the box.
    #[must_use]
    pub fn of(typed: &str, now: &str, base: Option<&str>, shown: Option<&str>, is_decided: bool) -> Self {
        let is_other = base.is_some_and(|base| base != now);
        let is_shown = shown == Some(now);
        match (is_other && typed != now, is_shown) {
            (false, _) => Self::Nothing,
            (true, true) if is_decided => Self::Nothing,
            (true, true) => Self::Undecided,
            (true, false) => Self::Unseen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_waits_exactly_where_a_value_came_that_nobody_decided_about() {
        let cases = [
            // typed, now, base, shown, decided.
            (("b", "a", Some("a"), None, false), Meeting::Nothing, "nothing came"),
            (("b", "a", None, None, false), Meeting::Nothing, "what stood there is not known"),
            (("b", "", Some(""), None, true), Meeting::Nothing, "the field is still empty"),
            (("b", "b", Some("a"), None, false), Meeting::Nothing, "another entered the same"),
            (("b", "c", Some("a"), None, false), Meeting::Unseen, "another entered something else"),
            (("b", "c", Some("a"), None, true), Meeting::Unseen, "Enter decides nothing that was not shown"),
            (("b", "", Some("a"), None, false), Meeting::Unseen, "another emptied the field"),
            (("b", "c", Some("a"), Some("c"), false), Meeting::Undecided, "shown, and the box was left"),
            (("b", "c", Some("a"), Some("c"), true), Meeting::Nothing, "shown and decided"),
            (("b", "d", Some("a"), Some("c"), true), Meeting::Unseen, "a third value came after the second"),
            (("b", "a", Some("a"), Some("c"), false), Meeting::Nothing, "the other value was taken back"),
        ];
        for ((typed, now, base, shown, is_decided), expected, why) in cases {
            assert_eq!(Meeting::of(typed, now, base, shown, is_decided), expected, "{why}");
        }
    }
}
