//! A [`Query`] as the query string of an address, so that a filtered list can be copied as a link:
//! `text=台账&status=整改中&status=-&due=overdue&sort=-due`, percent-encoded. Knows no route and no browser.
//!
//! `-` stands for what has no value (未填报, 未定); a value that begins with `-` gets one more. What is
//! empty is left out; what is wrong is passed over; parameters that are not known are kept.

use std::fmt::Write;

use super::query::{GroupBy, Pick, Query, Sort, SortBy};
use ledger::Id;
use ledger::closure::ClosureState;
use ledger::deadline::DueClass;
use ledger::due::Term;
use ledger::fields::Use;

const DUES: [(DueClass, &str); 6] = [
    (DueClass::Overdue, "overdue"),
    (DueClass::Within10, "10"),
    (DueClass::Within30, "30"),
    (DueClass::ThisMonth, "month"),
    (DueClass::Phrase, "phrase"),
    (DueClass::Unset, "none"),
];

const CLOSURES: [(ClosureState, &str); 5] = [
    (ClosureState::NotApplied, "open"),
    (ClosureState::Applied, "applied"),
    (ClosureState::InReview, "review"),
    (ClosureState::Returned, "returned"),
    (ClosureState::Closed, "closed"),
];

const FINISHED: [(bool, &str); 2] = [(true, "yes"), (false, "no")];

/// Whether a list can be sorted by a field.
fn sorts(field: &SortBy) -> bool {
    matches!(field, SortBy::Custom(_)) || field.is_for(Use::SortsMeasures) || field.is_for(Use::SortsFindings)
}

/// Whether a list can stand in groups of a field.
fn groups(field: &GroupBy) -> bool {
    matches!(field, GroupBy::Custom(_)) || field.is_for(Use::Groups) || field.is_for(Use::GroupsFindings)
}

fn word<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(known, _)| known == value).map_or("", |(_, word)| word)
}

fn meaning<T: Copy>(words: &[(T, &str)], text: &str) -> Option<T> {
    words.iter().find(|(_, word)| *word == text).map(|(value, _)| *value)
}

impl Query {
    /// Reads a query string, with or without a leading `?`. Never fails: what cannot be read asks for nothing.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for pair in text.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            if !name.is_empty() && !value.is_empty() {
                query.read(name, value);
            }
        }
        query
    }

    fn read(&mut self, name: String, value: String) {
        match name.as_str() {
            "text" => self.text = value,
            "aspect" => self.aspect = pick(&value, Id::new),
            "lead" => self.lead = pick(&value, Id::new),
            "unit" => self.unit = Id::new(&value),
            "leader" => self.leader = pick(&value, |text| Some(text.to_owned())),
            "status" => {
                let status = pick(&value, Id::new).filter(|status| !self.statuses.contains(status));
                self.statuses.extend(status);
            }
            "term" => self.term = pick(&value, |text| text.parse().ok()),
            "due" => self.due = meaning(&DUES, &value),
            "month" => self.month = value.parse().ok(),
            "closure" => self.closure = meaning(&CLOSURES, &value),
            "finished" => self.finished = meaning(&FINISHED, &value),
            "finding" => self.finding = Id::new(&value),
            "owner" => self.owner = pick(&value, |name| Some(name.to_owned())),
            "idle" => self.idle = value.parse().ok().filter(|days| *days > 0),
            "proof" => self.unproved = value == "none",
            "group" => self.group = GroupBy::of_code(&value).filter(groups),
            "sort" => {
                let column = value.strip_prefix('-');
                let by = SortBy::of_code(column.unwrap_or(&value)).filter(sorts).unwrap_or_default();
                self.sort = Sort { by, descending: column.is_some() };
            }
            _ => match (SortBy::of_code(&name), pick(&value, |text| Some(text.to_owned()))) {
                (Some(SortBy::Custom(id)), Some(asked)) => self.custom.push((id, asked)),
                _ => self.unknown.push((name, value)),
            },
        }
    }

    /// The query string, without `?`; empty where everything is asked for.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::new();
        let mut put = |name: &str, value: &str| {
            if !value.is_empty() {
                if !out.is_empty() {
                    out.push('&');
                }
                encode(name, &mut out);
                out.push('=');
                encode(value, &mut out);
            }
        };
        let id = |pick: &Pick<Id>| picked(pick, Id::to_string);
        put("text", &self.text);
        put("aspect", &self.aspect.as_ref().map(id).unwrap_or_default());
        put("lead", &self.lead.as_ref().map(id).unwrap_or_default());
        put("unit", self.unit.as_ref().map_or("", Id::as_str));
        put("leader", &self.leader.as_ref().map(|name| picked(name, String::clone)).unwrap_or_default());
        for status in &self.statuses {
            put("status", &id(status));
        }
        put("term", &self.term.as_ref().map(|term| picked(term, Term::to_string)).unwrap_or_default());
        put("due", self.due.map_or("", |due| word(&DUES, &due)));
        put("month", &self.month.map(|month| month.to_string()).unwrap_or_default());
        put("closure", self.closure.map_or("", |state| word(&CLOSURES, &state)));
        put("finished", self.finished.map_or("", |finished| word(&FINISHED, &finished)));
        put("finding", self.finding.as_ref().map_or("", Id::as_str));
        put("owner", &self.owner.as_ref().map(|owner| picked(owner, String::clone)).unwrap_or_default());
        put("idle", &self.idle.map(|days| days.to_string()).unwrap_or_default());
        put("proof", if self.unproved { "none" } else { "" });
        put("group", &self.group.as_ref().map(GroupBy::code).unwrap_or_default());
        if self.sort != Sort::default() {
            let direction = if self.sort.descending { "-" } else { "" };
            put("sort", &format!("{direction}{}", self.sort.by.code()));
        }
        for (id, asked) in &self.custom {
            put(&SortBy::Custom(id.clone()).code(), &picked(asked, String::clone));
        }
        for (name, value) in &self.unknown {
            put(name, value);
        }
        out
    }
}

fn pick<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Pick<T>> {
    match text.strip_prefix('-') {
        Some("") => Some(Pick::None),
        Some(rest) => read(rest).map(Pick::Is),
        None => read(text).map(Pick::Is),
    }
}

fn picked<T>(pick: &Pick<T>, print: impl Fn(&T) -> String) -> String {
    match pick {
        Pick::None => "-".to_owned(),
        Pick::Is(value) => {
            let text = print(value);
            if text.starts_with('-') { format!("-{text}") } else { text }
        }
    }
}

/// Percent-encodes all but the unreserved characters (RFC 3986, 2.3).
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Undoes [`encode`]; `+` is a space, as forms write it. What is no code stays as it stands.
fn decode(text: &str) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = (byte == b'%').then(|| digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)))).flatten();
        if let Some((high, low)) = code {
            out.extend(u8::try_from(high * 16 + low));
            at += 3;
        } else {
            out.push(if byte == b'+' { b' ' } else { byte });
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::date::Date;
    use ledger::month::Month;
    use proptest::prelude::*;

    fn id() -> impl Strategy<Value = Id> {
        prop_oneof!["[-a-z0-9]{1,6}", "[^\\p{C}\\u{2028}\\u{2029}]{1,8}"]
            .prop_filter_map("an id", |text| Id::new(&text))
    }

    fn pick_of<T: std::fmt::Debug + Clone + 'static>(
        value: impl Strategy<Value = T> + 'static,
    ) -> impl Strategy<Value = Pick<T>> {
        prop_oneof![Just(Pick::None), value.prop_map(Pick::Is)]
    }

    fn one_of<T: std::fmt::Debug + Clone + 'static>(
        words: &[(T, &str)],
    ) -> impl Strategy<Value = T> + use<T> {
        prop::sample::select(words.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>())
    }

    fn field(fits: fn(&SortBy) -> bool) -> impl Strategy<Value = SortBy> {
        let built_in =
            ledger::fields::ROWS.iter().map(|row| row.field.clone()).filter(fits).collect::<Vec<_>>();
        prop_oneof![4 => prop::sample::select(built_in), 1 => id().prop_map(SortBy::Custom)]
    }

    fn query() -> impl Strategy<Value = Query> {
        use prop::option::of;
        let term = "[^\\p{C}]{1,5}".prop_map(|text| text.parse::<Term>().unwrap());
        let sort = (field(sorts), any::<bool>()).prop_map(|(by, descending)| Sort { by, descending });
        let picks =
            (of(pick_of(id())), of(pick_of(id())), of(id()), prop::collection::vec(pick_of(id()), 0..4));
        let rest =
            (of(pick_of(term)), of(one_of(&DUES)), of(one_of(&CLOSURES)), of(any::<bool>()), of(id()), sort);
        let month = of((1..2000i32).prop_map(|n| Month::of(Date::new(2000, 1, 1).unwrap()).plus(n)));
        let custom = prop::collection::vec((id(), pick_of("[^\\p{C}]{1,5}")), 0..3);
        let more = (of(pick_of("[^\\p{C}]{1,5}")), month, custom);
        let owner = "[^\\p{C}]{1,5}".prop_map(|name: String| name);
        let work = (of(pick_of(owner)), of(1..400u32), any::<bool>(), of(field(groups)));
        let unknown = prop::collection::vec(("x[^\\p{C}]{0,4}", ".{1,6}"), 0..3);
        (any::<String>(), picks, rest, work, unknown, more).prop_map(
            |(
                text,
                (aspect, lead, unit, statuses),
                (term, due, closure, finished, finding, sort),
                (owner, idle, unproved, group),
                unknown,
                (leader, month, custom),
            )| {
                let mut query = Query {
                    text,
                    aspect,
                    lead,
                    unit,
                    leader,
                    month,
                    term,
                    due,
                    closure,
                    finished,
                    finding,
                    owner,
                    idle,
                    unproved,
                    custom,
                    sort,
                    group,
                    unknown,
                    statuses: vec![],
                };
                for status in statuses {
                    if !query.statuses.contains(&status) {
                        query.statuses.push(status);
                    }
                }
                query
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(query in query()) {
            let printed = query.print();
            prop_assert!(printed.is_ascii());
            prop_assert_eq!(Query::parse(&printed), query);
        }

        #[test]
        fn any_text_can_be_read_and_then_stays_the_same(text in any::<String>()) {
            let read = Query::parse(&text);
            prop_assert_eq!(Query::parse(&read.print()), read);
        }
    }

    #[test]
    fn an_address_is_short_readable_and_forgiving() {
        assert_eq!(Query::default().print(), "");
        let query = Query::parse(
            "?text=a+b%20c&status=-&status=%E5%B7%B2%E5%AE%8C%E6%88%90&due=30&sort=-due&unit=&page=2&due2",
        );
        assert_eq!(query.text, "a b c");
        assert_eq!(query.statuses, [Pick::None, Pick::Is(Id::new("已完成").unwrap())]);
        assert_eq!((query.due, query.unit.clone()), (Some(DueClass::Within30), None));
        assert_eq!(query.sort, Sort { by: SortBy::Due, descending: true });
        assert_eq!(query.unknown, [("page".to_owned(), "2".to_owned())]);
        assert_eq!(
            query.print(),
            "text=a%20b%20c&status=-&status=%E5%B7%B2%E5%AE%8C%E6%88%90&due=30&sort=-due&page=2"
        );
        for odd in [
            "due=never",
            "idle=0",
            "idle=x",
            "proof=some",
            "group=x",
            "closure=x",
            "finished=maybe",
            "&&=&=3",
            "%&%zz",
        ] {
            assert!(Query { unknown: vec![], ..Query::parse(odd) }.is_everything(), "{odd}");
        }
        assert_eq!(
            Query::parse("text=100%&lead=--x"),
            Query { text: "100%".into(), lead: Some(Pick::Is(Id::new("-x").unwrap())), ..Query::default() }
        );
    }
}
