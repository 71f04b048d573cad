//! The register of documents (制度): the address of those of a role, and the register as a file, a line a document.
//! Knows the ledger.

use std::collections::HashSet;

use super::print_rows::{PrintCell, PrintRow};
use super::query::Query;
use super::route::{Place, Route};
use ledger::register::{DocumentRole, Institution};
use ledger::validity;
use ledger::{Id, Ledger};

/// The parameter of the address that chooses a role.
pub const ROLE: &str = "role";

/// The documents of a role.
#[must_use]
pub fn of_role(role: &DocumentRole) -> Route {
    let query = Query { unknown: vec![(ROLE.to_owned(), role.to_string())], ..Query::default() };
    Route { place: Place::Institutions, query: query.print() }
}

/// The columns, and a line for each of these documents in the order of the register.
#[must_use]
pub fn sheet(ledger: &Ledger, documents: &[Id]) -> Vec<Vec<String>> {
    let head = [
        "文件名称",
        "性质",
        "行文动词",
        "文号",
        "印发日期",
        "文种",
        "效力",
        "被何文件替代",
        "对应问题",
        "对应措施",
        "备注",
    ];
    let wanted: HashSet<&Id> = documents.iter().collect();
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let all = ledger.bundle().institutions.iter().filter(|d| wanted.contains(&d.id));
    lines.extend(all.map(|d| {
        let (findings, measures) = served(ledger, d);
        vec![
            d.title.clone(),
            role(d),
            d.verb.clone(),
            d.number.clone(),
            d.date.map(|date| date.to_string()).unwrap_or_default(),
            d.kind.clone(),
            validity::words(d),
            d.replaced_by.clone(),
            findings,
            measures,
            d.note.clone(),
        ]
    }));
    lines
}

fn role(document: &Institution) -> String {
    document.role.as_ref().map_or(String::new(), |role| role.label().to_owned())
}

/// The numbers of the findings and of the measures that a document serves.
fn served(ledger: &Ledger, document: &Institution) -> (String, String) {
    let findings = document.findings.iter().filter(|id| ledger.finding(id).is_some());
    let findings: Vec<_> = findings.map(|id| ledger.finding_number(id).to_string()).collect();
    let measures = document.measures.iter().filter_map(|id| ledger.measure(id));
    let measures: Vec<_> = measures.map(|(f, m)| ledger.measure_number(&f.id, &m.id)).collect();
    (findings.join("、"), measures.join("、"))
}

/// A document's row of the register as it is printed; `None` where it is gone.
#[must_use]
pub fn printed(ledger: &Ledger, id: &Id) -> Option<PrintRow> {
    let d = ledger.bundle().institutions.get(ledger.position(id)?).filter(|d| d.id == *id)?;
    let (findings, measures) = served(ledger, d);
    let date = d.date.map(|date| date.to_string()).unwrap_or_default();
    let (title, number, kind) = (d.title.clone(), d.number.clone(), d.kind.clone());
    let cells = [title, role(d), number, date, kind, findings, measures, d.replaced_by.clone()]
        .map(PrintCell::filled);
    Some(PrintRow::Cells(cells.into_iter().chain([PrintCell::plain(validity::words(d))]).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_address_of_a_role_is_that_of_its_page() {
        let route = of_role(&DocumentRole::Issued);
        assert_eq!(route.href(), "#/institutions?role=issued");
        assert_eq!(Query::parse(&route.query).unknown, [(ROLE.to_owned(), DocumentRole::Issued.to_string())]);
    }

    #[test]
    fn a_document_is_a_line_with_the_numbers_of_what_it_serves() {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "findings": [{"id": "f", "number": 12, "measures": [{"id": "m", "number": 3}]}],
            "institutions": [
                {"id": "d1", "title": "旧办法", "role": "issued", "replaced_by": "新办法"},
                {"id": "d2", "title": "新办法", "role": "issued", "findings": ["f", "gone"], "measures": ["m"]}]
        }))
        .unwrap();
        let ledger = Ledger::new(bundle).unwrap();
        let id = |text: &str| Id::new(text).unwrap();
        let lines = sheet(&ledger, &[id("d2"), id("d1")]);
        assert_eq!(
            (lines.len(), lines[1][0].as_str(), lines[1][6].as_str()),
            (3, "旧办法", "已被《新办法》替代")
        );
        assert_eq!(
            (lines[2][6].as_str(), lines[2][8].as_str(), lines[2][9].as_str()),
            ("现行有效", "12", "12-3")
        );
        assert_eq!(sheet(&ledger, &[id("d2")]).len(), 2);
        let Some(PrintRow::Cells(cells)) = printed(&ledger, &id("d2")) else { panic!("no row") };
        let told: Vec<_> = cells.into_iter().map(|cell| cell.text).collect();
        assert_eq!(told.join("|"), "新办法|制定印发|未填报|未填报|未填报|12|12-3|未填报|现行有效");
        assert_eq!(printed(&ledger, &id("f")), None, "what is no document");
    }
}
