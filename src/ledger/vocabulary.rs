//! The status vocabulary of a bundle, seen through one small view: what a status id means, is called and
//! where it stands. Knows no measure, no count and no page.

use super::id::Id;
use super::register::{Status, StatusClass};

/// What a measure's status means for the counts, whatever an office calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 未填报: no status was reported.
    Unfilled,
    /// Not begun or under way. A status that the vocabulary does not know, or does not class, is taken for
    /// open: what cannot be shown to be finished is not finished.
    Open,
    /// 阶段性完成, 基本完成: does not count as 已完成.
    Partial,
    /// 已完成.
    Done,
}

impl Class {
    /// Every class, in the order of progress.
    pub const ALL: [Self; 4] = [Self::Unfilled, Self::Open, Self::Partial, Self::Done];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unfilled => UNFILLED,
            Self::Open => "未完成",
            Self::Partial => "部分完成",
            Self::Done => "已完成",
        }
    }
}

/// The words of a ledger that is set up anew.
#[must_use]
pub fn usual_statuses() -> Vec<Status> {
    let words = [
        ("未启动", StatusClass::Open, "○"),
        ("整改中", StatusClass::Open, "◔"),
        ("阶段性完成", StatusClass::Partial, "◑"),
        ("基本完成", StatusClass::Partial, "◕"),
        ("已完成", StatusClass::Done, "●"),
    ];
    let status = |(label, class, symbol): (&str, _, &str)| Status {
        id: Id::new(label).unwrap_or_default(),
        label: label.to_owned(),
        class: Some(class),
        symbol: symbol.to_owned(),
        ..Status::default()
    };
    words.map(status).into()
}

/// What stands where a measure has no status.
pub const UNFILLED: &str = "未填报";

/// The statuses of a bundle by id. Holds a handful of words, so it is looked through, not hashed.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'a>(&'a [Status]);

impl<'a> Vocabulary<'a> {
    /// The vocabulary with these words, in this order.
    #[must_use]
    pub fn new(statuses: &'a [Status]) -> Self {
        Self(statuses)
    }

    /// The words, in the order of progress.
    #[must_use]
    pub fn statuses(self) -> &'a [Status] {
        self.0
    }

    /// The word with this id.
    #[must_use]
    pub fn status(self, id: &Id) -> Option<&'a Status> {
        self.0.iter().find(|status| status.id == *id)
    }

    /// What a status means for the counts; `None` is 未填报.
    #[must_use]
    pub fn class(self, status: Option<&Id>) -> Class {
        let Some(id) = status else { return Class::Unfilled };
        match self.status(id).and_then(|status| status.class.as_ref()) {
            Some(StatusClass::Done) => Class::Done,
            Some(StatusClass::Partial) => Class::Partial,
            Some(StatusClass::Open | StatusClass::Other(_)) | None => Class::Open,
        }
    }

    /// What people read: 未填报 for none, the id itself where the vocabulary has no word for it.
    #[must_use]
    pub fn label<'s>(self, status: Option<&'s Id>) -> &'s str
    where
        'a: 's,
    {
        let Some(id) = status else { return UNFILLED };
        self.status(id).map(|s| s.label.as_str()).filter(|label| !label.is_empty()).unwrap_or(id.as_str())
    }

    /// The sign before the word: `–` for none, `?` where the vocabulary has no word.
    #[must_use]
    pub fn symbol(self, status: Option<&Id>) -> &'a str {
        status.map_or("–", |id| self.status(id).map_or("?", |s| s.symbol.as_str()))
    }

    /// The place in the order of progress: 未填报 first, then the vocabulary, unknown ids last.
    #[must_use]
    pub fn order(self, status: Option<&Id>) -> usize {
        let Some(id) = status else { return 0 };
        1 + self.0.iter().position(|s| s.id == *id).unwrap_or(self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_a_known_class_is_open_and_none_is_unfilled() {
        let status = |id: &str, class| Status { id: Id::new(id).unwrap(), class, ..Status::default() };
        let mut done = status("d", Some(StatusClass::Done));
        done.label = "办结".into();
        let words = [
            status("o", None),
            status("p", Some(StatusClass::Partial)),
            done,
            status("x", Some(StatusClass::Other("?".into()))),
        ];
        let vocabulary = Vocabulary::new(&words);
        let id = |text: &str| Id::new(text).unwrap();
        let cases =
            [("o", Class::Open, "o", 1), ("p", Class::Partial, "p", 2), ("d", Class::Done, "办结", 3)];
        for (text, class, label, order) in
            cases.into_iter().chain([("x", Class::Open, "x", 4), ("?", Class::Open, "?", 5)])
        {
            assert_eq!(vocabulary.class(Some(&id(text))), class, "{text}");
            assert_eq!(vocabulary.label(Some(&id(text))), label, "{text}");
            assert_eq!(vocabulary.order(Some(&id(text))), order, "{text}");
        }
        assert_eq!(
            (vocabulary.class(None), vocabulary.label(None), vocabulary.order(None)),
            (Class::Unfilled, "未填报", 0)
        );
        assert_eq!((vocabulary.symbol(None), vocabulary.symbol(Some(&id("?")))), ("–", "?"));
    }
}
