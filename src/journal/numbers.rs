//! 材料编号 of pieces that people took out of the ledger: such a number may stand on paper, so it is not given to
//! another piece. Knows no ledger as it is now and no numbering.

use serde_json::Value;

use super::edit::{Cause, Op};
use super::log::{Journal, Outcome};

/// The numbers of removed 佐证材料. What was only undone was never handed out, and its numbers are free.
#[must_use]
pub fn removed(journal: &Journal) -> Vec<String> {
    let mut numbers = Vec::new();
    for entry in journal.entries() {
        if let (Op::Remove { at, item, .. }, Outcome::Applied(_), Cause::Direct) =
            (&entry.edit.op, &entry.outcome, &entry.edit.cause)
        {
            collect(&at.list, item, &mut numbers);
        }
    }
    numbers
}

fn collect(list: &str, item: &Value, numbers: &mut Vec<String>) {
    if list == "evidence" {
        numbers.extend(item["number"].as_str().map(str::to_owned));
    }
    for below in ["measures", "evidence"] {
        item[below].as_array().into_iter().flatten().for_each(|item| collect(below, item, numbers));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Spot, Stamp};
    use ledger::Id;
    use ledger::date::Moment;
    use serde_json::json;

    #[test]
    fn a_number_that_was_taken_out_is_known_and_one_that_was_undone_is_not() {
        let id = |text: &str| Id::new(text).unwrap();
        let bundle = json!({"id": "b", "findings": [{"id": "f", "measures": [
            {"id": "m", "evidence": [{"id": "e1", "number": "1-1-01"}, {"id": "e2", "number": "1-1-02"}]},
            {"id": "n", "evidence": [{"id": "e3", "number": "1-2-01"}]}]}]});
        let mut journal = Journal::open(serde_json::from_value(bundle).unwrap()).unwrap();
        let stamp = Stamp { session: id("s"), at: Moment::EPOCH, author: String::new(), unit: String::new() };
        let take_out = |journal: &mut Journal, entity: &str, parent: &str, list: &str| {
            let ledger = journal.ledger();
            let at = Spot { parent: id(parent), list: list.to_owned(), after: ledger.before(&id(entity)) };
            let item = ledger.node(&id(entity)).unwrap().to_json();
            let op = Op::Remove { entity: id(entity), at, item };
            journal.commit(vec![op], &stamp, &Cause::Direct).unwrap();
        };
        let at = Spot { parent: id("m"), list: "evidence".to_owned(), after: Some(id("e2")) };
        let add = Op::Insert { at, item: json!({"id": "e4", "number": "1-1-03"}) };
        journal.commit(vec![add], &stamp, &Cause::Direct).unwrap();
        journal.undo(&stamp).unwrap().unwrap();
        assert_eq!(removed(&journal), [""; 0]);
        take_out(&mut journal, "e2", "m", "evidence");
        take_out(&mut journal, "n", "f", "measures");
        assert_eq!(removed(&journal), ["1-1-02", "1-2-01"]);
    }
}
