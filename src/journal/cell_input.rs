//! What a person typed or pasted into cells of a table of measures or findings, as the operations of one step: each text is read as
//! its field reads it, units that are not there yet are added once, and what a field does not take is told and left
//! out. Knows no table and no page.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::edit::{Op, Spot};
use super::field_input;
use ledger::custom::{self, CustomKind};
use ledger::date::Date;
use ledger::field::{FieldKind, Target};
use ledger::{Id, Ledger};

/// The list that a cell of 整改进展 adds to.
pub const PROGRESS: &str = "progress";

/// A text for a field of an entity; in the list [`PROGRESS`] it becomes a new entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellInput {
    /// Whose field.
    pub entity: Id,
    /// The field's name: `owner`, `custom.cf-1`.
    pub field: String,
    /// What was typed; empty text empties the field.
    pub text: String,
}

/// What comes of many texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Written {
    /// The operations of the step.
    pub ops: Vec<Op>,
    /// How many cells will say something else.
    pub changed: usize,
    /// Which of the texts a field does not take, and why, for people.
    pub refused: Vec<(usize, String)>,
    /// The names of units that are added.
    pub new_units: Vec<String>,
}

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'a> {
    /// The name of the person; empty where nobody said.
    pub person: &'a str,
    /// The day of a new entry.
    pub today: Date,
}

/// Reads many texts. `fresh` names what is added.
#[must_use]
pub fn written(
    ledger: &Ledger,
    cells: &[CellInput],
    writer: Writer,
    fresh: &mut dyn FnMut() -> Id,
) -> Written {
    let mut done = Written::default();
    // Units that an earlier cell of the step adds, by name; and the ids that later cells were given for them.
    let (mut added, mut instead) = (HashMap::<String, Id>::new(), HashMap::<Id, Id>::new());
    for (at, cell) in cells.iter().enumerate() {
        let ops = match cell_ops(ledger, cell, writer, fresh) {
            Ok(ops) => ops,
            Err(why) => {
                done.refused.push((at, with_found(why, &cell.text)));
                continue;
            }
        };
        for op in ops {
            match op {
                Op::Insert { at: Spot { parent, list, after }, item } if list == "units" => {
                    let name = item["name"].as_str().unwrap_or_default().to_owned();
                    let id = item["id"].as_str().and_then(Id::new).unwrap_or_default();
                    if let Some(first) = added.get(&name) {
                        instead.insert(id, first.clone());
                        continue;
                    }
                    // Each new unit stands behind the one before it.
                    let last = done.new_units.last().and_then(|name| added.get(name)).cloned();
                    added.insert(name.clone(), id);
                    done.new_units.push(name);
                    done.ops.push(Op::Insert { at: Spot { parent, list, after: last.or(after) }, item });
                }
                Op::Set { entity, field, from, mut to } => {
                    replace(&mut to, &instead);
                    if from != to {
                        done.changed += 1;
                        done.ops.push(Op::Set { entity, field, from, to });
                    }
                }
                other => {
                    done.changed += 1;
                    done.ops.push(other);
                }
            }
        }
    }
    done
}

/// Why a text is refused, with the text where the reason does not name it: among many cells nobody sees it elsewhere.
fn with_found(why: String, text: &str) -> String {
    let text = text.trim();
    let short = super::describe::short(text, 24);
    if text.is_empty() || why.contains(text) || why.contains(['。', '：']) {
        why
    } else {
        format!("{why}，而不是“{short}”")
    }
}

/// The operations that enter one text.
///
/// # Errors
/// Why the field does not take it, for people.
pub fn cell_ops(
    ledger: &Ledger,
    cell: &CellInput,
    writer: Writer,
    fresh: &mut dyn FnMut() -> Id,
) -> Result<Vec<Op>, String> {
    let CellInput { entity, field, text } = cell;
    if field == PROGRESS {
        return Ok(progress(ledger, entity, text, writer, fresh));
    }
    let label = ledger.kind(entity).map_or_else(|| field.clone(), |kind| ledger.field_label(kind, field));
    if field == "status" {
        let to = status(ledger, text)
            .map_err(|why| format!("{label}应为{why}"))?
            .map_or(Value::Null, |id| json!(id));
        let from = ledger.get(entity, field).ok_or_else(|| format!("{label}应为现有的字段"))?;
        return Ok(vec![Op::Set { entity: entity.clone(), field: field.clone(), from, to }]);
    }
    if let Some(read) = worded(ledger, cell) {
        let to = read.map_err(|why| format!("{label}应为{why}"))?;
        let from = ledger.get(entity, field).unwrap_or_default();
        return Ok(vec![Op::Set { entity: entity.clone(), field: field.clone(), from, to }]);
    }
    let kind = ledger.custom_field_of(field).map(custom::CustomField::value_kind);
    let text = match field.as_str() {
        // A title is one line, however it was broken in the cell that it comes from.
        "title" => text.lines().map(str::trim).collect(),
        // Several names in one cell stand in lines of their own.
        "owner" | "leader" | "recheck_by" | "units" | "supporting_units" => lines_joined(text),
        _ if matches!(kind, Some(CustomKind::Unit | CustomKind::Person)) => lines_joined(text),
        "lead_unit" | "due" | "term" | "completed" | "recheck_date" => {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => text.trim_end().to_owned(),
    };
    field_input::entered(ledger, entity, field, &text, writer.person, fresh)
        .map_err(|why| format!("{label}应为{why}"))
}

/// The value of a field that people write in words of their own: an aspect by its title, yes or no, a sum with its unit.
/// None for other fields. The error completes "应为…".
fn worded(ledger: &Ledger, cell: &CellInput) -> Option<Result<Value, String>> {
    let spec = ledger.kind(&cell.entity)?.field(&cell.field)?;
    let text = cell.text.trim();
    match (spec.target, spec.kind) {
        (Some(Target::Aspect), _) => {
            let aspects = &ledger.bundle().aspects;
            let found =
                aspects.iter().find(|aspect| aspect.title.trim() == text || aspect.id.as_str() == text);
            let titles = || aspects.iter().map(|aspect| aspect.title.as_str()).collect::<Vec<_>>().join("、");
            Some(match found {
                Some(aspect) => Ok(json!(aspect.id)),
                None if matches!(text, "" | "–" | "未分类" | "未填报") => Ok(Value::Null),
                None if aspects.is_empty() => Err("台账信息中已有的类别：请先在“台账信息”中增加".to_owned()),
                None => Err(format!("{}之一，而不是“{text}”", titles())),
            })
        }
        (None, FieldKind::Flag) => Some(match (text, custom::yes_or_no(text)) {
            ("" | "–", _) | (_, Some(custom::NO)) => Ok(Value::Null),
            (_, Some(_)) => Ok(json!(true)),
            _ => Err("“是”或“否”".to_owned()),
        }),
        (None, FieldKind::Decimal) if !text.is_empty() => {
            Some(custom::sum(text).map(|sum| json!(sum)).ok_or_else(|| "以万元计的金额，如 12.5".to_owned()))
        }
        _ => None,
    }
}

/// The lines of a text as one, parted by `、`.
fn lines_joined(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("、")
}

/// A new entry at the end of 整改进展, dated and signed; nothing for an empty text.
fn progress(
    ledger: &Ledger,
    entity: &Id,
    text: &str,
    writer: Writer,
    fresh: &mut dyn FnMut() -> Id,
) -> Vec<Op> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    let after =
        ledger.measure(entity).and_then(|(_, measure)| measure.progress.last()).map(|entry| entry.id.clone());
    let at = Spot { parent: entity.clone(), list: PROGRESS.to_owned(), after };
    let mut item = json!({ "id": fresh(), "date": writer.today, "text": text });
    if !writer.person.is_empty() {
        item["by"] = writer.person.into();
    }
    vec![Op::Insert { at, item }]
}

/// The id of the status that a text names: by its word, with or without its sign, or by its id. The error completes
/// "应为…".
fn status(ledger: &Ledger, text: &str) -> Result<Option<Id>, String> {
    let text = text.trim();
    if text.is_empty() || text == "未填报" || text == "–" {
        return Ok(None);
    }
    let statuses = &ledger.bundle().statuses;
    let bare = statuses
        .iter()
        .filter(|status| !status.symbol.is_empty())
        .find_map(|status| text.strip_prefix(status.symbol.as_str()));
    let bare = bare.unwrap_or(text).trim();
    let found = statuses.iter().find(|status| status.label == bare || status.id.as_str() == text);
    found.map(|status| Some(status.id.clone())).ok_or_else(|| {
        let words: Vec<&str> = statuses.iter().map(|status| status.label.as_str()).collect();
        format!("{}之一，而不是“{text}”", words.join("、"))
    })
}

fn replace(value: &mut Value, instead: &HashMap<Id, Id>) {
    match value {
        Value::String(text) => {
            if let Some(id) = Id::new(text).and_then(|id| instead.get(&id)) {
                *text = id.to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, instead)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cause, Journal, Stamp};
    use ledger::date::Moment;

    fn journal() -> Journal {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b", "rectification_period": {"plan": "2024-01-10"},
            "custom_fields": [
                {"id": "c1", "label": "资金来源", "kind": "choice", "options": "上级\n自筹"},
                {"id": "c2", "label": "涉及资金", "kind": "sum"}, {"id": "c3", "label": "协办", "kind": "unit"}],
            "statuses": [{"id": "s1", "label": "整改中", "symbol": "◔"}, {"id": "s2", "label": "已完成", "symbol": "●"}],
            "units": [{"id": "u1", "name": "办公室", "aliases": "综合处"}],
            "findings": [{"id": "f", "number": 12, "measures": [
                {"id": "a", "status": "s1", "due": "2024-06"}, {"id": "m", "progress": [{"id": "p", "text": "一"}]}]}]
        }));
        Journal::open(bundle.unwrap()).unwrap()
    }

    fn inputs(cells: &[(&str, &str, &str)]) -> Vec<CellInput> {
        let input = |(entity, field, text): &(&str, &str, &str)| CellInput {
            entity: Id::new(entity).unwrap(),
            field: (*field).to_owned(),
            text: (*text).to_owned(),
        };
        cells.iter().map(input).collect()
    }

    fn run(journal: &Journal, cells: &[(&str, &str, &str)]) -> Written {
        let (mut n, today) = (0, Date::new(2024, 6, 18).unwrap());
        let mut fresh = || {
            n += 1;
            Id::new(&format!("new{n}")).unwrap()
        };
        written(journal.ledger(), &inputs(cells), Writer { person: "王敏", today }, &mut fresh)
    }

    #[test]
    fn a_block_is_read_as_its_fields_read_and_taken_back_as_one() {
        let mut journal = journal();
        let before = journal.ledger().bundle().clone();
        let done = run(
            &journal,
            &[
                ("m", "status", "● 已完成"),
                ("m", "due", "2024年12月底前"),
                ("m", "owner", " 李强 "),
                ("m", "lead_unit", "综合处"),
                ("a", "units", "高新处、办公室"),
                ("m", "units", "高新处，园区办"),
                ("a", "text", "第一行\n第二行"),
                ("m", "progress", "已开会"),
                ("a", "status", "整改中"),
            ],
        );
        assert_eq!((done.changed, done.refused.len(), done.new_units.len()), (8, 0, 2), "{done:?}");
        let stamp = Stamp {
            session: Id::new("s").unwrap(),
            at: Moment::EPOCH,
            author: "王敏".into(),
            unit: String::new(),
        };
        journal.commit(done.ops, &stamp, &Cause::Direct).unwrap();
        let bundle = journal.ledger().bundle().clone();
        let (a, m) = (&bundle.findings[0].measures[0], &bundle.findings[0].measures[1]);
        assert_eq!((m.owner.as_str(), m.due.as_ref().unwrap().to_string()), ("李强", "2024-12".to_owned()));
        assert_eq!(
            (m.lead_unit.as_ref().unwrap().as_str(), m.status.as_ref().unwrap().as_str()),
            ("u1", "s2")
        );
        assert_eq!(
            bundle.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(),
            ["办公室", "高新处", "园区办"]
        );
        assert_eq!(
            (a.units[0].clone(), m.units.len(), a.text.as_str()),
            (m.units[0].clone(), 2, "第一行\n第二行")
        );
        let entry = &m.progress[1];
        assert_eq!(
            (entry.text.as_str(), entry.by.as_str(), entry.date),
            ("已开会", "王敏", Date::new(2024, 6, 18))
        );
        journal.undo(&stamp).unwrap().unwrap();
        assert_eq!(journal.ledger().bundle().findings, before.findings);
        assert_eq!(journal.ledger().bundle().units, before.units);
    }

    #[test]
    fn what_a_field_does_not_take_is_told_and_the_rest_is_written() {
        let journal = journal();
        let done = run(
            &journal,
            &[
                ("m", "status", "搞定了"),
                ("m", "due", "2024-02-30"),
                ("a", "due", "2025-01"),
                ("gone", "owner", "李强"),
                ("m", "owner", "李强"),
                ("m", "progress", "  "),
            ],
        );
        assert_eq!((done.changed, done.ops.len()), (1, 1));
        let told: Vec<(usize, &str)> = done.refused.iter().map(|(at, why)| (*at, why.as_str())).collect();
        for ((at, why), (place, part)) in told.iter().zip([
            (0, "整改状态应为整改中、已完成之一，而不是“搞定了”"),
            (1, "一句话（长期坚持），而不是“2024-02-30”"),
            (2, "首次时限不能改写"),
            (3, "现有的字段"),
        ]) {
            assert!(*at == place && why.contains(part), "{told:?}");
        }
        assert_eq!(told.len(), 4);
    }

    #[test]
    fn the_fields_of_a_ledger_are_read_by_their_kind_under_its_names() {
        let journal = journal();
        let done = run(
            &journal,
            &[
                ("m", "custom.c1", "自筹"),
                ("m", "custom.c2", "12.5万元"),
                ("m", "custom.c3", "综合处\n园区办"),
                ("a", "units", "园区办"),
                ("a", "custom.c1", "别处"),
                ("a", "custom.gone", ""),
            ],
        );
        let of = |entity: &str, wanted: &str| {
            done.ops.iter().find_map(|op| match op {
                Op::Set { entity: own, field, to, .. } if own.as_str() == entity && field == wanted => {
                    Some(to.clone())
                }
                _ => None,
            })
        };
        assert_eq!(of("m", "custom.c1"), Some(json!("自筹")));
        assert_eq!(of("m", "custom.c2"), Some(json!("12.5")));
        let unit = of("a", "units").unwrap()[0].clone();
        assert_eq!(of("m", "custom.c3"), Some(json!(["u1", unit])));
        assert_eq!(done.new_units, ["园区办"]);
        assert_eq!(done.refused, [(4, "资金来源应为上级、自筹之一，而不是“别处”".to_owned())]);
        assert_eq!(done.changed, 4, "{:?}", done.ops);
    }

    #[test]
    fn the_cells_of_a_finding_are_read_in_the_words_of_people() {
        let bundle = json!({
            "id": "b", "aspects": [{"id": "a1", "title": "党的建设"}, {"id": "a2", "title": "选人用人"}],
            "custom_fields": [{"id": "c1", "label": "督办", "kind": "yes_no", "of": "finding"}],
            "units": [{"id": "u1", "name": "办公室"}],
            "findings": [{"id": "f", "number": 12, "title": "旧题", "aspect": "a1", "internal": true, "amount": "3"}]
        });
        let journal = Journal::open(serde_json::from_value(bundle).unwrap()).unwrap();
        let value = |field: &str, text: &str| {
            let done = run(&journal, &[("f", field, text)]);
            match (&done.ops.last(), &done.refused[..]) {
                (Some(Op::Set { to, .. }), []) => to.to_string(),
                (None, [(_, why)]) => why.clone(),
                (None, []) => "as it was".to_owned(),
                other => format!("{other:?}"),
            }
        };
        for (field, text, wanted) in [
            ("title", "关于甲\n的问题 ", "\"关于甲的问题\""),
            ("aspect", " 选人用人", "\"a2\""),
            ("aspect", "党的建设", "as it was"),
            ("aspect", "a2", "\"a2\""),
            ("aspect", "", "null"),
            ("aspect", "未分类", "null"),
            ("aspect", "别的", "问题类别应为党的建设、选人用人之一，而不是“别的”"),
            ("internal", "否", "null"),
            ("internal", "√", "as it was"),
            ("internal", "", "null"),
            ("internal", "也许", "仅内部应为“是”或“否”，而不是“也许”"),
            ("amount", "１２５，０００元", "\"12.5\""),
            ("amount", "12.5万元", "\"12.5\""),
            ("amount", "", "null"),
            ("amount", "若干", "涉及金额（万元）应为以万元计的金额，如 12.5，而不是“若干”"),
            ("rectified_amount", "2", "\"2\""),
            ("due", "2024年12月底前", "\"2024-12\""),
            ("lead_unit", "办公室", "\"u1\""),
            ("goal", "一、甲\n二、乙", "\"一、甲\\n二、乙\""),
            ("completed", "2024.6.3", "\"2024-06-03\""),
        ] {
            assert_eq!(value(field, text), wanted, "{field}: {text}");
        }
        let without =
            Journal::open(serde_json::from_value(json!({"id": "b", "findings": [{"id": "f"}]})).unwrap());
        let done = run(&without.unwrap(), &[("f", "aspect", "党的建设")]);
        assert!(done.refused[0].1.contains("台账信息"), "{done:?}");
    }

    #[test]
    fn emptied_cells_are_empty_and_equal_ones_no_change() {
        let journal = journal();
        let done = run(&journal, &[("a", "status", "未填报"), ("m", "owner", ""), ("m", "status", "")]);
        assert_eq!((done.changed, done.refused.len()), (1, 0));
        assert!(matches!(&done.ops[..], [Op::Set { to: Value::Null, .. }]), "{:?}", done.ops);
    }
}
