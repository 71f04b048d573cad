//! What a file holds that this version does not know: members of entities that no edit can tell of and no merge can
//! bring over. Finds them, so that a person hears of them before they are left behind. Decides nothing.

use super::describe;
use ledger::record::Node;
use ledger::{Id, Ledger};

/// The unknown members of a file that another ledger does not hold like that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unknown {
    /// How many.
    pub count: usize,
    /// The first one: `措施 12-3的“review_note”`.
    pub first: String,
}

impl Unknown {
    /// The unknown members of `file` that `ledger` holds otherwise or not at all. What stands in an entity that is gone
    /// from `ledger` went with it.
    #[must_use]
    pub fn between(file: &Ledger, ledger: &Ledger) -> Self {
        let mut found = Self::default();
        found.walk(file, file.bundle(), &file.bundle().id, ledger);
        found
    }

    /// What a person is told; `then` says what becomes of them. `None` where there are none.
    pub(super) fn told(&self, then: &str) -> Option<String> {
        (self.count > 0).then(|| {
            let more = if self.count > 1 { "等" } else { "" };
            format!("有 {} 处本页不认识的内容（{}{more}，可能来自新版本），{then}", self.count, self.first)
        })
    }

    fn walk(&mut self, file: &Ledger, node: &dyn Node, id: &Id, ledger: &Ledger) {
        // A file of another ledger has another id for its root.
        let own = if *id == file.bundle().id { Some(ledger.bundle() as &dyn Node) } else { ledger.node(id) };
        if let Some(own) = own {
            self.hold(file, node, own, id);
            for (name, _) in node.spec().parts {
                if let (Some(part), Some(own)) = (node.part(name), own.part(name)) {
                    self.hold(file, part, own, id);
                }
            }
        }
        for list in node.spec().lists {
            let Some(items) = node.list(list.name) else { continue };
            for item in (0..items.len()).filter_map(|at| items.at(at)) {
                if let Some(id) = item.id() {
                    self.walk(file, item, id, ledger);
                }
            }
        }
    }

    fn hold(&mut self, file: &Ledger, node: &dyn Node, own: &dyn Node, id: &Id) {
        for (name, value) in node.extra().iter() {
            if own.extra().iter().any(|(other, held)| other == name && held == value) {
                continue;
            }
            if self.count == 0 {
                let place = describe::place(file, id).unwrap_or_else(|| id.to_string());
                self.first = format!("{place}的“{name}”");
            }
            self.count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn ledger(change: impl FnOnce(&mut Value)) -> Ledger {
        let mut json = json!({"format": "f", "id": "b", "inspection": {"round": "一"}, "findings": [
            {"id": "f1", "number": 12, "title": "甲", "measures": [{"id": "m1", "text": "开会。"}, {"id": "m2"}]}]});
        change(&mut json);
        Ledger::new(serde_json::from_value(json).unwrap()).unwrap()
    }

    #[test]
    fn what_this_version_does_not_know_is_found_wherever_it_stands() {
        let file = ledger(|json| {
            json["later"] = json!([1]);
            json["inspection"]["score"] = json!(97);
            json["findings"][0]["measures"][0]["review_note"] = json!("新版本的意见");
        });
        let found = Unknown::between(&file, &ledger(|_| {}));
        assert_eq!((found.count, found.first.as_str()), (3, "台账的“later”"));
        assert_eq!(
            found.told("没有比"),
            Some("有 3 处本页不认识的内容（台账的“later”等，可能来自新版本），没有比".to_owned())
        );
        assert_eq!(Unknown::between(&file, &file), Unknown::default());
        assert_eq!(
            Unknown::between(&ledger(|_| {}), &file).told(""),
            None,
            "what the file lacks is not lost"
        );
        let other = ledger(|json| {
            json["id"] = "x".into();
            json["later"] = json!([1]);
        });
        assert_eq!(Unknown::between(&other, &file), Unknown::default(), "the root of another ledger");
    }

    #[test]
    fn another_value_counts_and_what_is_gone_with_its_measure_does_not() {
        let with =
            |value: &str| ledger(|json| json["findings"][0]["measures"][0]["review_note"] = value.into());
        let found = Unknown::between(&with("一"), &with("二"));
        assert_eq!((found.count, found.first.as_str()), (1, "措施 12-1的“review_note”"));
        let without = ledger(|json| drop(json["findings"][0]["measures"].as_array_mut().unwrap().remove(0)));
        assert_eq!(Unknown::between(&with("一"), &without).count, 0);
    }
}
