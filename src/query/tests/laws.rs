//! For any query, and after any change, a list shows what the plain meaning of the query gives.

use proptest::prelude::*;
use proptest::sample::{Index as Any, select};
use serde_json::{Value, json};

use super::plain;
use crate::{FindingRows, Index, MeasureRows, Pick, Query, Sort, SortBy};
use ledger::closure::ClosureState;
use ledger::counts::Counts;
use ledger::date::Date;
use ledger::deadline::DueClass;
use ledger::demo::demo;
use ledger::due::Term;
use ledger::month::Month;
use ledger::timeline::Timeline;
use ledger::{Id, Ledger};

pub(super) fn today() -> Date {
    Date::new(2026, 11, 15).unwrap()
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn pick(ids: &'static [&'static str]) -> impl Strategy<Value = Pick<Id>> {
    prop_oneof![1 => Just(Pick::None), 5 => select(ids).prop_map(|text| Pick::Is(id(text)))]
}

/// Parted by |.
const WORDS: &str = "2-2|1-2|整|整改|台账|制度|的|问题|12-3|3-1|2026-1|2025|1|已完成|整改中|未填|处|办公室|长期坚持|聚焦|PDF|ｐｄｆ|局长|，|无此词|纪要 签到|zg|tz|zhenggai|bangs|wsh台账|zhidu z";

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        5 => prop::collection::vec(select(WORDS.split('|').collect::<Vec<_>>()), 1..3).prop_map(|words| words.join(" ")),
        1 => "[一二0-9a-z三\\-改 ]{0,3}",
    ]
}

const STATUSES: [&str; 6] = ["未启动", "整改中", "阶段性完成", "基本完成", "已完成", "没有的词"];
const OWNERS: [&str; 3] = ["办公室", "王敏", "无此人"];
const LEADERS: [&str; 3] = ["周明（局长）", "甲", "没有此人"];
const UNITS: [&str; 5] = ["u01", "u02", "u07", "u12", "u99"];

/// The orders of the 措施 table that `plain` knows.
const MEASURES: [SortBy; 15] = [
    SortBy::Number,
    SortBy::Aspect,
    SortBy::Finding,
    SortBy::Text,
    SortBy::Leader,
    SortBy::Lead,
    SortBy::Units,
    SortBy::Owner,
    SortBy::Due,
    SortBy::Term,
    SortBy::Progress,
    SortBy::Status,
    SortBy::Evidence,
    SortBy::Closure,
    SortBy::Note,
];
/// Some of the 问题 list, and those that it alone has.
const FINDINGS: [SortBy; 5] = [SortBy::Lead, SortBy::Due, SortBy::Status, SortBy::Measures, SortBy::Overdue];

pub(super) fn query() -> impl Strategy<Value = Query> {
    use prop::option::weighted;
    let sort = (select(&MEASURES[..]), select(&FINDINGS[..]), any::<[bool; 2]>());
    let sort = sort
        .prop_map(|(m, f, [of_measure, descending])| Sort { by: if of_measure { m } else { f }, descending });
    let term = prop_oneof![Just(Pick::None), select(&Term::KNOWN[..]).prop_map(Pick::Is)];
    let who = (weighted(0.15, pick(&UNITS)), weighted(0.15, select(&UNITS[..]).prop_map(id)));
    let what = (
        weighted(0.15, pick(&["a1", "a2", "a3", "a9"])),
        weighted(0.05, select(&["f1", "f3", "f99"][..]).prop_map(id)),
    );
    let statuses = prop_oneof![3 => Just(vec![]), 1 => prop::collection::vec(pick(&STATUSES), 1..3)];
    let how = (
        weighted(0.15, term),
        weighted(0.2, select(&DueClass::ALL[..])),
        weighted(0.1, select(&ClosureState::ALL[..])),
        weighted(0.1, any::<bool>()),
    );
    let owner = weighted(
        0.1,
        prop_oneof![Just(Pick::None), select(&OWNERS[..]).prop_map(|o| Pick::Is(o.to_owned()))],
    );
    let work = (owner, weighted(0.1, select(&[1, 30, 100][..])), prop::bool::weighted(0.15));
    let leader = prop_oneof![1 => Just(Pick::None), 3 => select(&LEADERS[..]).prop_map(|name| Pick::Is(name.to_owned()))];
    let month = (0..36i32).prop_map(|n| "2024-06".parse::<Month>().unwrap().plus(n));
    let more = (weighted(0.1, leader), weighted(0.1, month));
    (text(), who, what, statuses, how, work, sort, more).prop_map(
        |(
            text,
            (lead, unit),
            (aspect, finding),
            statuses,
            (term, due, closure, finished),
            (owner, idle, unproved),
            sort,
            (leader, month),
        )| Query {
            text,
            aspect,
            lead,
            unit,
            leader,
            month,
            statuses,
            term,
            due,
            closure,
            finished,
            finding,
            owner,
            idle,
            unproved,
            sort,
            group: None,
            unknown: vec![],
            custom: vec![],
        },
    )
}

fn shown(index: &Index, ledger: &Ledger, rows: &MeasureRows) -> Vec<Id> {
    rows.rows()
        .iter()
        .map(|row| {
            let (_, measure) = index.measure(ledger, *row).unwrap();
            assert_eq!(index.measure_id(*row), Some(&measure.id));
            measure.id.clone()
        })
        .collect()
}

fn shown_findings(index: &Index, ledger: &Ledger, rows: &FindingRows) -> Vec<Id> {
    rows.rows().iter().map(|row| index.finding(ledger, *row).unwrap().id.clone()).collect()
}

/// One change of a ledger, by places that are drawn anew for every ledger.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Set(Any, &'static str, Value),
    SetFinding(Any, &'static str, Value),
    SetStatus(Any, Value),
    RenameUnit(Any),
    AddProgress(Any),
    AddEvidence(Any, Any, &'static str),
    RemoveItem(Any),
    RemoveMeasure(Any),
    RemoveFinding(Any),
    InsertMeasure(Any),
    InsertFinding,
    MoveMeasure(Any, Any),
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    use Change::*;
    let values = [
        ("text", json!("完善台账，整改到位")),
        ("text", json!("")),
        ("note", json!("pdf 12-3")),
        ("status", json!("已完成")),
        ("status", json!(null)),
        ("status", json!("整改中")),
        ("status", json!("外来词")),
        ("due", json!("2026-11-20")),
        ("due", json!("长期坚持")),
        ("due", json!(null)),
        ("lead_unit", json!("u07")),
        ("lead_unit", json!("u99")),
        ("units", json!(["u01", "u12"])),
        ("term", json!("长期坚持")),
        ("number", json!(3)),
        ("number", json!(null)),
        ("owner", json!("办公室")),
        ("owner", json!("王敏、办公室，李强")),
        ("owner", json!("")),
        ("leader", json!("甲")),
        ("leader", json!("")),
    ];
    let of_finding = [
        ("title", json!("关于台账的问题")),
        ("aspect", json!("a2")),
        ("aspect", json!("a9")),
        ("number", json!(12)),
        ("number", json!(null)),
        ("details", json!("台账不全，整改不力")),
        ("due", json!("2026-01")),
        ("lead_unit", json!("u12")),
        ("cause", json!("2025 整改")),
        ("goal", json!(null)),
        ("owner", json!("王敏")),
        ("owner", json!("")),
        ("units", json!(["u02", "u07"])),
        ("lead_unit", json!(null)),
        ("due", json!("2026-11-20")),
        ("due", json!(null)),
        ("leader", json!("甲")),
        ("leader", json!("")),
    ];
    prop_oneof![
        8 => (any::<Any>(), select(values.to_vec())).prop_map(|(at, (field, value))| Set(at, field, value)),
        4 => (any::<Any>(), select(of_finding.to_vec())).prop_map(|(at, (field, value))| SetFinding(at, field, value)),
        1 => (any::<Any>(), select(vec![json!("open"), json!("done")])).prop_map(|(at, class)| SetStatus(at, class)),
        1 => any::<Any>().prop_map(RenameUnit),
        2 => any::<Any>().prop_map(AddProgress),
        2 => (any::<Any>(), any::<Any>(), select(vec!["台账.pdf", "台账.pdf", ""]))
            .prop_map(|(at, also, name)| AddEvidence(at, also, name)),
        2 => any::<Any>().prop_map(RemoveItem),
        2 => any::<Any>().prop_map(RemoveMeasure),
        1 => any::<Any>().prop_map(RemoveFinding),
        2 => any::<Any>().prop_map(InsertMeasure),
        1 => Just(InsertFinding),
        2 => (any::<Any>(), any::<Any>()).prop_map(|(from, to)| MoveMeasure(from, to)),
    ]
}

impl Change {
    /// Makes the change; gives the ids that the journal would name.
    #[expect(clippy::too_many_lines, reason = "an arm for each change")]
    pub(super) fn make(&self, ledger: &mut Ledger, n: usize) -> Vec<Id> {
        let bundle = ledger.bundle();
        let root = bundle.id.clone();
        let measures: Vec<_> = bundle
            .findings
            .iter()
            .flat_map(|f| f.measures.iter().map(|m| (f.id.clone(), m.id.clone())))
            .collect();
        let findings: Vec<_> = bundle.findings.iter().map(|f| f.id.clone()).collect();
        let item = |ledger: &Ledger, m: &Id| {
            let (_, measure) = ledger.measure(m)?;
            let evidence = measure.evidence.first().map(|entry| entry.id.clone());
            evidence.or_else(|| Some(measure.progress.last()?.id.clone()))
        };
        let at = |place: &Any| (!measures.is_empty()).then(|| place.get(&measures).clone());
        match self {
            Self::Set(place, field, value) => at(place).map(|(_, m)| {
                ledger.set(&m, field, value).unwrap();
                vec![m]
            }),
            Self::SetFinding(place, field, value) => (!findings.is_empty()).then(|| {
                let f = place.get(&findings).clone();
                ledger.set(&f, field, value).unwrap();
                vec![f]
            }),
            Self::SetStatus(place, class) => {
                let status = place.get(&bundle.statuses).id.clone();
                ledger.set(&status, "class", class).unwrap();
                ledger.set(&status, "label", &json!("整改新词")).unwrap();
                Some(vec![status])
            }
            Self::RenameUnit(place) => {
                let unit = place.get(&bundle.units).id.clone();
                ledger.set(&unit, "name", &json!(format!("一处{n}"))).unwrap();
                Some(vec![unit])
            }
            Self::AddProgress(place) => at(place).map(|(_, m)| {
                let entry = json!({"id": format!("new-p{n}"), "date": "2026-11-01", "text": "台账已更新，整改中"});
                let mut ids = ledger.insert(&m, "progress", None, &entry).unwrap();
                ids.push(m);
                ids
            }),
            Self::AddEvidence(place, also, name) => at(place).map(|(_, m)| {
                let also = also.get(&measures).1.clone();
                let entry = json!({"id": format!("new-e{n}"), "name": name, "also": [also]});
                let mut ids = ledger.insert(&m, "evidence", None, &entry).unwrap();
                ids.push(m);
                ids
            }),
            Self::RemoveItem(place) => at(place).and_then(|(_, m)| {
                let item = item(ledger, &m)?;
                ledger.remove(&item).unwrap();
                Some(vec![item, m])
            }),
            Self::RemoveMeasure(place) => at(place).map(|(f, m)| {
                ledger.remove(&m).unwrap();
                vec![f, m]
            }),
            Self::RemoveFinding(place) => (!findings.is_empty()).then(|| {
                let mut ids = ledger.remove(place.get(&findings)).unwrap().ids;
                ids.push(root);
                ids
            }),
            Self::InsertMeasure(place) => (!findings.is_empty()).then(|| {
                let f = place.get(&findings).clone();
                let measure = json!({"id": format!("new-m{n}"), "number": n, "text": "新增整改台账", "status": "整改中"});
                let mut ids = ledger.insert(&f, "measures", None, &measure).unwrap();
                ids.push(f);
                ids
            }),
            Self::InsertFinding => {
                let measures = json!([{"id": format!("new-f{n}-1"), "text": "制度"}]);
                let finding = json!({"id": format!("new-f{n}"), "title": "新的问题", "measures": measures});
                let mut ids = ledger.insert(&root, "findings", None, &finding).unwrap();
                ids.push(root);
                Some(ids)
            }
            Self::MoveMeasure(from, to) => at(from).map(|(f, m)| {
                let g = to.get(&findings).clone();
                let removed = ledger.remove(&m).unwrap();
                let mut ids = ledger.insert(&g, "measures", None, &removed.item).unwrap();
                ids.extend([f, g]);
                ids
            }),
        }
        .unwrap_or_default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_list_shows_what_its_query_means(seed in 0..20u64, size in 1..120usize, query in query()) {
        let ledger = Ledger::new(demo(seed, size)).unwrap();
        let index = Index::complete(&ledger);
        let rows = MeasureRows::new(&index, &ledger, &query, today());
        prop_assert_eq!(shown(&index, &ledger, &rows), plain::measures(ledger.bundle(), &query, today()));
        prop_assert_eq!(rows.total(), size);
        prop_assert_eq!(crate::count(&index, &ledger, &query, today()), rows.matched());
        let rows = FindingRows::new(&index, &ledger, &query, today());
        prop_assert_eq!(crate::count_findings(&index, &ledger, &query, today()), rows.matched());
        prop_assert_eq!(shown_findings(&index, &ledger, &rows), plain::findings(ledger.bundle(), &query, today()));
    }

    #[test]
    fn a_list_shows_the_same_however_its_query_was_come_to(seed in 0..20u64, queries in prop::collection::vec(query(), 1..5), typed in "[整改台账 zgaih]{0,5}") {
        let ledger = Ledger::new(demo(seed, 80)).unwrap();
        let index = Index::complete(&ledger);
        let mut rows = MeasureRows::new(&index, &ledger, &Query::default(), today());
        let mut list = FindingRows::new(&index, &ledger, &Query::default(), today());
        for mut query in queries {
            let keys = [query.text.clone(), typed.clone()].join(" ");
            for (end, c) in keys.char_indices() {
                query.text = keys[..end + c.len_utf8()].to_owned();
                rows.requery(&index, &ledger, &query, today());
                list.requery(&index, &ledger, &query, today());
                prop_assert_eq!(shown(&index, &ledger, &rows), plain::measures(ledger.bundle(), &query, today()));
                prop_assert_eq!(shown_findings(&index, &ledger, &list), plain::findings(ledger.bundle(), &query, today()));
            }
        }
    }

    #[test]
    fn every_count_opens_a_list_of_that_many(seed: u64, size in 1..300usize) {
        let ledger = Ledger::new(demo(seed, size)).unwrap();
        let index = Index::complete(&ledger);
        let counts = Counts::of(ledger.bundle(), today());
        let matched = |query: Query| MeasureRows::new(&index, &ledger, &query, today()).matched();
        let asked = |key: &Option<Id>| key.clone().map_or(Pick::None, Pick::Is);
        for group in &counts.by_status {
            prop_assert_eq!(matched(Query { statuses: vec![asked(&group.key)], ..Query::default() }), group.tally.total);
        }
        for group in &counts.by_lead_unit {
            prop_assert_eq!(matched(Query { lead: Some(asked(&group.key)), ..Query::default() }), group.tally.total);
            let overdue = Query { lead: Some(asked(&group.key)), due: Some(DueClass::Overdue), ..Query::default() };
            prop_assert_eq!(matched(overdue), group.tally.overdue);
        }
        for group in &counts.by_leader {
            let leader = group.key.clone().map_or(Pick::None, Pick::Is);
            prop_assert_eq!(matched(Query { leader: Some(leader.clone()), ..Query::default() }), group.tally.total);
            let done = Query { leader: Some(leader), finished: Some(true), ..Query::default() };
            prop_assert_eq!(matched(done), group.tally.done);
        }
        for (lead, row) in counts.by_unit_status.rows() {
            for (status, count) in counts.by_status.iter().zip(row) {
                let query = Query {
                    lead: Some(asked(lead)), statuses: vec![asked(&status.key)], ..Query::default()
                };
                prop_assert_eq!(matched(query), *count);
            }
        }
        let timeline = Timeline::of(ledger.bundle(), today());
        for month in &timeline.months {
            let of = |due| Query { month: Some(month.month), due, ..Query::default() };
            prop_assert_eq!(matched(of(None)), month.total());
            prop_assert_eq!(matched(of(Some(DueClass::Overdue))), month.overdue);
            prop_assert_eq!(matched(Query { finished: Some(true), ..of(None) }), month.done);
        }
        for group in &counts.by_aspect {
            prop_assert_eq!(matched(Query { aspect: Some(asked(&group.key)), ..Query::default() }), group.tally.total);
        }
        for group in &counts.by_term {
            let term = group.key.clone().map_or(Pick::None, Pick::Is);
            prop_assert_eq!(matched(Query { term: Some(term), ..Query::default() }), group.tally.total);
        }
        for (state, total) in ClosureState::ALL.into_iter().zip(counts.by_closure) {
            prop_assert_eq!(matched(Query { closure: Some(state), ..Query::default() }), total);
        }
        let all = counts.measures;
        let dues = [
            (DueClass::Overdue, all.overdue), (DueClass::Within30, all.within_30), (DueClass::Within10, all.within_10),
            (DueClass::Phrase, all.phrase), (DueClass::Unset, all.no_deadline),
        ];
        for (due, total) in dues {
            prop_assert_eq!(matched(Query { due: Some(due), ..Query::default() }), total);
        }
        prop_assert_eq!(matched(Query { finished: Some(true), ..Query::default() }), all.done);
        let listed = |query: Query| FindingRows::new(&index, &ledger, &query, today()).matched();
        prop_assert_eq!(listed(Query { due: Some(DueClass::Overdue), ..Query::default() }), counts.findings.overdue);
        prop_assert_eq!(listed(Query { finished: Some(true), ..Query::default() }), counts.findings.finished);
    }
}

proptest! {
    // Many small cases: what goes wrong after a change mostly needs the right change to the right row.
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_list_keeps_up_with_any_change(
        seed in 0..20u64, size in 1..30usize, query in query(), changes in prop::collection::vec(change(), 1..12), slice in 1..50usize, done in any::<bool>(),
    ) {
        let mut ledger = Ledger::new(demo(seed, size)).unwrap();
        let mut index = Index::new(&ledger);
        while !index.step(&ledger, slice) && done {}
        let mut rows = MeasureRows::new(&index, &ledger, &query, today());
        let mut list = FindingRows::new(&index, &ledger, &query, today());
        for (n, change) in changes.iter().enumerate() {
            let changed = change.make(&mut ledger, n);
            let patch = index.patch(&ledger, &changed);
            rows.refresh(&index, &ledger, &patch);
            list.refresh(&index, &ledger, &patch);
            if done {
                prop_assert!(index.is_complete());
                prop_assert_eq!(shown(&index, &ledger, &rows), plain::measures(ledger.bundle(), &query, today()), "{:?}", change);
                prop_assert_eq!(shown_findings(&index, &ledger, &list), plain::findings(ledger.bundle(), &query, today()), "{:?}", change);
            }
        }
        // An index whose reading was broken into by the changes comes to the same in the end.
        while !index.step(&ledger, slice) {}
        prop_assert!(index.measure_texts.is_sound() && index.finding_texts.is_sound());
        rows.requery(&index, &ledger, &query, today());
        list.requery(&index, &ledger, &query, today());
        prop_assert_eq!(shown(&index, &ledger, &rows), plain::measures(ledger.bundle(), &query, today()));
        prop_assert_eq!(shown_findings(&index, &ledger, &list), plain::findings(ledger.bundle(), &query, today()));
    }
}
