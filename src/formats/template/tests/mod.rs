//! Templates made by hand, as WPS, Word and Excel write them: what comes of each, what is told of wrong ones, and what holds
//! of all.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::check::Known;
use super::error::TemplateError;
use super::fault::Fault;
use super::fields;
use super::forms::Naming;
use super::prepared::Prepared;
use super::scope::{Schema, Scope};
use super::used::Found;
use super::value::Value;
use super::wanted::{Assignment, Each, Wanted};
use crate::zip::{self, Entry};
use ledger::date::Date;
use ledger::demo::demo;
use ledger::{Bundle, Ledger};

mod api;
mod documents;
mod filters;
mod forms;
mod labels;
mod laws;
mod layouts;
mod sheet_each;
mod sheets;
mod workbook;

fn day() -> Date {
    Date::new(2026, 3, 5).unwrap()
}

/// The demonstration ledger.
fn demonstration() -> Ledger {
    Ledger::new(demo(7, 24)).unwrap()
}

/// The names of a ledger without own or renamed fields.
fn schema() -> Schema {
    fields::schema(&Ledger::new(Bundle::default()).unwrap())
}

fn wanted(each: Each) -> Wanted {
    Wanted {
        name: "整改台账".into(),
        each,
        public: false,
        today: day(),
        assigned: Assignment::new(),
        since: None,
        answers: BTreeMap::new(),
        only: None,
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(zip::Package::open(bytes).unwrap().file(name).unwrap().unwrap()).unwrap()
}

fn entry(name: &str, text: &str) -> Entry {
    Entry { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn scope(values: &[(&str, Value)], lists: &[(&str, Vec<Scope>)]) -> Scope {
    let items = |items: &[Scope]| items.iter().cloned().map(Rc::new).collect();
    Scope {
        id: None,
        values: values.iter().map(|(name, value)| (Rc::from(*name), value.clone())).collect(),
        lists: lists.iter().map(|(name, own)| (Rc::from(*name), items(own))).collect(),
    }
}

/// Two findings with two measures and one; the second is done.
fn sample() -> Scope {
    let measure = |number: u32, words: &str, state: &str, late: bool| {
        scope(
            &[
                ("措施序号", Value::Number(number)),
                ("整改措施", text(words)),
                ("责任人", text("李四")),
                ("整改状态", text(state)),
                ("整改时限", Value::Day(Date::new(2026, 6, 30).unwrap(), "2026-06-30".to_owned())),
                ("涉及金额（万元）", Value::Sum("12.50".to_owned())),
                ("佐证材料", text("")),
                ("逾期", Value::Flag(late)),
            ],
            &[],
        )
    };
    let finding = |number: u32, title: &str, measures: Vec<Scope>| {
        scope(&[("序号", Value::Number(number)), ("反馈问题", text(title))], &[("措施", measures)])
    };
    let first = vec![measure(1, "修订制度", "整改中", true), measure(2, "开展检查", "已完成", false)];
    let second = vec![measure(1, "补签<合同>&\"单\"\n逐份核对", "已完成", false)];
    let all = first.iter().chain(&second).cloned().collect();
    let findings = vec![finding(1, "学习不够", first), finding(2, "管理不严", second)];
    scope(
        &[("单位名称", text("市水务局党组")), ("今天", Value::Day(day(), day().chinese()))],
        &[("问题", findings), ("措施", all)],
    )
}

/// Fills a template with what a scope says.
fn fill(template: &[u8], scope: &Scope, public: bool) -> Result<Vec<u8>, TemplateError> {
    let schema = schema();
    let known = Known { root: &schema, about: &[], public };
    let assigned = Assignment::new();
    let naming = Naming { root: &schema, assigned: &assigned, public };
    let mut found = Found::default();
    let prepared = Prepared::new(template, known, naming, &mut found)?;
    if !found.faults.is_empty() {
        return Err(TemplateError::Faults(found.faults));
    }
    let (entries, _) = prepared.fill(&schema, &vec![("", scope)], public, &mut |_| {})?;
    Ok(zip::write(&entries, day())?)
}

/// What is told of a template that is wrong.
fn told(template: &[u8], public: bool) -> Vec<String> {
    match fill(template, &sample(), public) {
        Err(TemplateError::Faults(faults)) => faults.iter().map(Fault::to_string).collect(),
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    }
}
