//! Every name that a mark may use, for a page that lists them: with a mark to be copied, and what stands there.

use super::fields::{FINDINGS, HEAD, MEASURES, MORE, ORDER, UNIT_NAME, UNITS, fields};
use super::wanted::{NameKind, UsableName};
use ledger::Ledger;

/// What a value of a kind is, for people.
fn meaning(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Text => "文字",
        NameKind::Number => "数字，汉字数字写成 |一",
        NameKind::Sum => "数字，保留原有小数",
        NameKind::Day => "日期，格式照样子写：|2024年6月30日",
        NameKind::Flag => "是或否，也可作条件",
        NameKind::List => "逐条重复的内容，写在开始和结束之间",
        NameKind::Count => "条数，可加筛选",
    }
}

fn value(name: &str, kind: NameKind, list: &str, internal: bool) -> UsableName {
    let form = match kind {
        NameKind::Day => "|2024年6月30日",
        NameKind::Flag => "|是/否",
        _ => "",
    };
    UsableName {
        name: name.to_owned(),
        mark: format!("{{{{{name}{form}}}}}"),
        meaning: meaning(kind).to_owned(),
        kind,
        list: list.to_owned(),
        internal,
    }
}

fn list(name: &str, within: &str, told: &str) -> [UsableName; 2] {
    let block = UsableName {
        name: name.to_owned(),
        mark: format!("{{{{#{name}}}}}{{{{/{name}}}}}"),
        meaning: format!("{told}，{}", meaning(NameKind::List)),
        kind: NameKind::List,
        list: within.to_owned(),
        internal: false,
    };
    let count = UsableName {
        name: format!("{name}.总数"),
        mark: format!("{{{{{name}.总数}}}}"),
        meaning: format!("{told}的{}", meaning(NameKind::Count)),
        kind: NameKind::Count,
        ..block.clone()
    };
    [block, count]
}

/// Every name of a ledger, in the order of a page: of the ledger itself, of findings, of measures, of units.
#[must_use]
pub fn names(ledger: &Ledger) -> Vec<UsableName> {
    let mut all: Vec<UsableName> = HEAD.iter().map(|(name, kind)| value(name, *kind, "", false)).collect();
    all.extend(list(FINDINGS, "", "全部问题"));
    all.extend(list(MEASURES, "", "全部措施"));
    all.extend(list(UNITS, "", "承担整改的责任单位"));
    let fields = fields(ledger);
    for field in fields.iter().filter(|field| field.of_finding() || field.is_duty()) {
        for name in &field.names {
            all.push(value(name, field.kind, FINDINGS, !field.is_public()));
        }
    }
    all.push(value(ORDER, NameKind::Number, FINDINGS, false));
    all.extend(list(MEASURES, FINDINGS, "本问题的措施"));
    for field in &fields {
        for name in &field.names {
            all.push(value(name, field.kind, MEASURES, !field.is_public()));
        }
    }
    all.extend(MORE.iter().map(|(name, kind)| value(name, *kind, MEASURES, true)));
    all.push(value(ORDER, NameKind::Number, MEASURES, false));
    all.push(value(UNIT_NAME, NameKind::Text, UNITS, true));
    all.push(value(ORDER, NameKind::Number, UNITS, false));
    all.extend(list(FINDINGS, UNITS, "本单位的问题"));
    all.extend(list(MEASURES, UNITS, "本单位的措施"));
    all
}
