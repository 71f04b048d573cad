//! Words of a search that ask for a field: `单位:高新处`, `状态:整改中、未启动`, `-时限:<2024-07`, `是:逾期`.
//! Says which words these are and what is wrong with them; [`super::qualifier_filter`] says what meets them.
//! Knows no row.
//!
//! A word is `字段:值`, with a colon of either width; `-` before it asks for the opposite; values are parted by `、`
//! or `,`, any of which will do. Where at least one word asks for a field, a bare flag (`逾期`) is one too; alone it is
//! text, for a ledger may speak of 逾期 itself.

use super::terms::{fold, words};
use ledger::fields::{Field, Fields};

/// What a word asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum About {
    /// A field of the ledger.
    Field(Field),
    /// What a measure can be: `是:逾期`.
    Is,
}

/// The name that asks for what a measure can be.
const IS: &str = "是";

/// What a measure can be, without a value: the values of `是`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Overdue,
    Within(i64),
    ThisMonth,
    NoEvidence,
    NoProgress,
    NoOwner,
    NoLead,
    NoDue,
    Done,
    Unfinished,
    Extended,
    Returned,
    Closed,
    NotClosed,
    Internal,
}

const FLAGS: [(Flag, &[&str]); 15] = [
    (Flag::Overdue, &["逾期", "已逾期", "超期"]),
    (Flag::Within(30), &["临期"]),
    (Flag::ThisMonth, &["本月", "本月到期"]),
    (Flag::NoEvidence, &["无佐证"]),
    (Flag::NoProgress, &["无进展"]),
    (Flag::NoOwner, &["无责任人"]),
    (Flag::NoLead, &["无牵头"]),
    (Flag::NoDue, &["无时限", "未定时限"]),
    (Flag::Done, &["已完成"]),
    (Flag::Unfinished, &["未完成"]),
    (Flag::Extended, &["延期"]),
    (Flag::Returned, &["退回", "被退回"]),
    (Flag::Closed, &["已销号"]),
    (Flag::NotClosed, &["未销号"]),
    (Flag::Internal, &["仅内部"]),
];

/// A word that asks for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub negated: bool,
    pub about: About,
    /// The name that people read.
    pub name: String,
    /// Folded; any of them will do. None while the value is not typed yet.
    pub values: Vec<String>,
}

/// What a search asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parsed<'t> {
    /// The words that are looked for in texts.
    pub words: Vec<&'t str>,
    pub asked: Vec<Asked>,
    /// Words that look like a field whose name is none.
    pub unknown: Vec<&'t str>,
    /// Bare flags that are looked for as text.
    pub bare: Vec<&'t str>,
}

pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// The names of all fields that can be asked for, for people.
#[must_use]
pub fn field_names(fields: &Fields) -> String {
    let shown = fields.iter().filter(|entry| !entry.hidden);
    let names = shown.filter_map(|entry| entry.asked.first().map(String::as_str));
    names.chain([IS]).collect::<Vec<_>>().join("、")
}

/// The names of all flags, for people.
pub(super) fn flag_names() -> String {
    FLAGS.map(|(_, names)| names[0]).join("、")
}

/// The flag with this folded name; `7天` is what falls due within 7 days.
pub(super) fn flag(name: &str) -> Option<Flag> {
    let named = FLAGS.iter().find(|(_, names)| names.contains(&name)).map(|(flag, _)| *flag);
    let days = || {
        let days = name.strip_suffix("天内").or_else(|| name.strip_suffix("天"))?;
        (days.len() <= 4).then(|| days.parse::<u16>().ok())?.map(|days| Flag::Within(days.into()))
    };
    named.or_else(days)
}

/// A word's sign, name and value, where it has a colon behind something.
fn cut(word: &str) -> Option<(bool, String, String)> {
    let folded = folded(word);
    let (name, value) = folded.split_once(':').filter(|(name, _)| !name.is_empty())?;
    let bare = name.strip_prefix('-').unwrap_or(name);
    Some((bare.len() < name.len(), bare.to_owned(), value.to_owned()))
}

/// Whether a name could be meant as that of a field: a few Chinese characters, with a value.
fn looks_like_a_field(name: &str, value: &str) -> bool {
    !value.is_empty() && (1..=4).contains(&name.chars().count()) && name.chars().all(|c| !c.is_ascii())
}

/// Tells the words that ask for fields from those that are text.
pub(super) fn parse<'t>(text: &'t str, fields: &Fields) -> Parsed<'t> {
    let mut parsed = Parsed::default();
    let mut flags = Vec::new();
    for word in words(text) {
        let Some((negated, name, value)) = cut(word) else {
            let own = folded(word);
            let bare = own.strip_prefix('-').unwrap_or(&own);
            if flag(bare).is_some() {
                let asked = Asked {
                    negated: bare.len() < own.len(),
                    about: About::Is,
                    name: IS.to_owned(),
                    values: vec![bare.to_owned()],
                };
                flags.push((word, asked));
            } else {
                parsed.words.push(word);
            }
            continue;
        };
        let asked = fields.asked(&name).map(|entry| {
            let told = entry.asked.first().unwrap_or(&entry.label);
            (About::Field(entry.field.clone()), told.clone())
        });
        if let Some((about, told)) = asked.or_else(|| (name == IS).then(|| (About::Is, name.clone()))) {
            let values = value.split(['、', ',', '|']).map(str::trim).filter(|value| !value.is_empty());
            let values = values.map(str::to_owned).collect();
            parsed.asked.push(Asked { negated, about, name: told, values });
        } else {
            if looks_like_a_field(&name, &value) {
                parsed.unknown.push(word);
            }
            parsed.words.push(word);
        }
    }
    if parsed.asked.is_empty() {
        parsed.bare = flags.iter().map(|(word, _)| *word).collect();
        // The words are looked for in the order in which they were typed, whatever they are.
        parsed.words = words(text).collect();
    } else {
        parsed.asked.extend(flags.into_iter().map(|(_, asked)| asked));
    }
    parsed
}

/// Whether a search asks for any field.
pub(super) fn asks(text: &str, fields: &Fields) -> bool {
    text.contains([':', '：']) && !parse(text, fields).asked.is_empty()
}

/// The name that was probably meant: one that differs in one character.
pub(super) fn meant<'f>(name: &str, fields: &'f Fields) -> Option<&'f str> {
    let near = |known: &&String| {
        let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), known.chars().collect());
        a.len() == b.len() && a.iter().zip(&b).filter(|(a, b)| a == b).count() + 1 == a.len() && a.len() > 1
    };
    fields.iter().flat_map(|entry| &entry.asked).find(near).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_fields_and_flags() {
        type Described<'a> = (&'a str, &'a [&'a str], &'a [(bool, &'a str, &'a [&'a str])]);
        let bundle = serde_json::json!({"id": "b", "custom_fields": [{"id": "c", "label": "资金来源"}]});
        let fields = Fields::of(&ledger::Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap());
        let cases: [Described; 11] = [
            (
                "单位:高新处 状态:整改中 逾期",
                &[],
                &[(false, "units", &["高新处"]), (false, "status", &["整改中"]), (false, "是", &["逾期"])],
            ),
            ("科创 单位：高新处", &["科创"], &[(false, "units", &["高新处"])]),
            ("-状态:已完成、基本完成", &[], &[(true, "status", &["已完成", "基本完成"])]),
            ("逾期", &["逾期"], &[]),
            ("逾期 台账", &["逾期", "台账"], &[]),
            ("是:逾期 -30天", &[], &[(false, "是", &["逾期"]), (true, "是", &["30天"])]),
            ("单为:高新处", &["单为:高新处"], &[]),
            ("资金来源:上级、自筹 台账", &["台账"], &[(false, "custom.c", &["上级", "自筹"])]),
            ("-资金来源：上级", &[], &[(true, "custom.c", &["上级"])]),
            ("状态:", &[], &[(false, "status", &[])]),
            ("整改情况: 12:30 :", &["整改情况:", "12:30", ":"], &[]),
        ];
        for (text, words, asked) in cases {
            let parsed = parse(text, &fields);
            assert_eq!(parsed.words, words, "{text}");
            let told = parsed.asked.iter().map(|asked| {
                let about = match &asked.about {
                    About::Field(field) => field.code(),
                    About::Is => IS.to_owned(),
                };
                (asked.negated, about, asked.values.clone())
            });
            let told: Vec<_> = told.collect();
            let asked = asked.iter().map(|(negated, about, values)| {
                (*negated, (*about).to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
            });
            let asked: Vec<(bool, String, Vec<String>)> = asked.collect();
            assert_eq!(told, asked, "{text}");
        }
        assert_eq!(parse("单为:高新处", &fields).unknown, ["单为:高新处"]);
        assert_eq!(parse("逾期", &fields).bare, ["逾期"]);
        assert_eq!((meant("单为", &fields), meant("甲乙", &fields)), (Some("单位"), None));
    }
}
