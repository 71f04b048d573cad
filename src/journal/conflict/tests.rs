//! How the sides of a conflict are called.

use super::*;
use crate::merge::{Source, plan};
use crate::{Cause, Stamp};
use serde_json::json;

fn side(file: &str, author: &str) -> Side {
    Side {
        value: Value::Null,
        text: String::new(),
        author: author.to_owned(),
        unit: String::new(),
        at: None,
        file: file.to_owned(),
        mine: file.is_empty(),
    }
}

fn names(sides: &[(&str, &str)]) -> Vec<String> {
    let mut sides = sides.iter().map(|(file, author)| side(file, author));
    Conflict {
        entity: Id::default(),
        field: "note".to_owned(),
        place: String::new(),
        what: String::new(),
        is_text: true,
        original: String::new(),
        current: sides.next().unwrap(),
        others: sides.collect(),
        why: String::new(),
        adopt: Vec::new(),
        settles: Vec::new(),
    }
    .side_names()
}

#[test]
fn sides_are_called_by_their_files_and_told_apart() {
    for (sides, told) in [
        (vec![("", "王敏"), ("李强.json", "李强")], "本台账 李强.json"),
        (vec![("", "王敏"), ("", "李强")], "本台账（王敏） 本台账（李强）"),
        (
            vec![("a.json", "王敏"), ("a.json", "李强"), ("b.json", "")],
            "a.json（王敏） a.json（李强） b.json",
        ),
        (vec![("", ""), ("", ""), ("", "")], "本台账 本台账（2） 本台账（3）"),
        (vec![("a.json", "王敏"), ("a.json", "王敏")], "a.json（王敏） a.json（王敏）（2）"),
    ] {
        assert_eq!(names(&sides).join(" "), told);
    }
}

/// Two files that were edited outside this program say something else of a field: both began with what stands here.
#[test]
fn files_without_edits_began_with_what_stands_in_the_ledger() {
    let id = |text: &str| Id::new(text).unwrap();
    let opened = |owner: Value| {
        let bundle = json!({"id": "b", "findings": [{"id": "f", "measures": [{"id": "m", "text": "开会。", "owner": owner}]}]});
        Journal::open(serde_json::from_value(bundle).unwrap()).unwrap()
    };
    let stamp =
        Stamp { session: id("s"), at: Moment::EPOCH, author: "王敏".to_owned(), unit: String::new() };
    for (here, edited, original) in [
        (json!("孔珩"), None, "孔珩"),
        (Value::Null, None, describe::UNFILLED),
        // Written here since: what the files began with is what stood there.
        (json!("孔珩"), Some("李强"), "孔珩"),
    ] {
        let mut journal = opened(here.clone());
        if let Some(to) = edited {
            let op = Op::Set { entity: id("m"), field: "owner".to_owned(), from: here, to: json!(to) };
            journal.commit(vec![op], &stamp, &Cause::Direct).unwrap();
        }
        let source =
            |name: &str, owner: &str| Source { name: name.to_owned(), journal: opened(json!(owner)) };
        let plan = plan(&journal, &[source("甲.json", "张三"), source("乙.json", "李四")], &stamp);
        let told: Vec<_> =
            plan.conflicts.iter().map(|card| (card.field.as_str(), card.original.as_str())).collect();
        assert_eq!(told, [("owner", original)], "{edited:?}");
        assert_eq!(plan.conflicts[0].others.len(), 2);
    }
}
