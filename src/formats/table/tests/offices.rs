//! Tables as other offices write them: heads in two rows, failed formulas, deadlines in words, findings that speak for
//! their measures. What is not taken is told.

use serde_json::json;

use super::super::line::Line;
use super::*;

fn ledger(bundle: serde_json::Value) -> Ledger {
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

fn small() -> Ledger {
    ledger(json!({
        "format": "zhenggai.bundle/1", "id": "b", "units": [{"id": "u", "name": "办公室"}, {"id": "v", "name": "人事处"}],
        "findings": [
            {"id": "f", "number": 1, "title": "关于甲的问题", "goal": "改好", "leader": "王局长", "lead_unit": "u", "units": ["v"],
             "owner": "李强", "due": "2024-06-30", "measures": [
                {"id": "m", "number": 1, "text": "做甲"}, {"id": "n", "number": 2, "text": "做乙", "owner": "赵六", "due": "2024-09"}]},
            {"id": "g", "number": 2, "title": "关于乙的问题", "leader": "张局长"}]
    }))
}

fn column(column: Column) -> usize {
    place(&small(), column)
}

fn of(ledger: &Ledger, text: &str) -> Plan {
    planned(ledger, &of_csv(csv::read(text)))
}

/// What became of a row: its outcome, its reason, and its cells with why they are not taken or what is said of them.
fn told(line: &Line) -> (Outcome, &str, Vec<(Column, &str)>) {
    let of = |change: &super::super::line::Change| change.refused.clone().or(change.remark.clone());
    let cells = line.changes.iter().filter_map(|c| match c.field {
        Field::Built(column) => Some((column, of(c).map_or("", |text| text.leak()))),
        Field::Custom(_) => None,
    });
    (line.outcome, &line.reason, cells.collect())
}

fn after(ledger: Ledger, plan: Plan) -> Bundle {
    committed(ledger, plan.ops)
}

pub fn committed(ledger: Ledger, ops: Vec<journal::Op>) -> Bundle {
    let mut journal = Journal::open(ledger.into_bundle()).unwrap();
    if ops.is_empty() {
        return journal.ledger().bundle().clone();
    }
    journal.commit(ops, &stamp(), &Cause::Direct).unwrap();
    journal.ledger().bundle().clone()
}

#[test]
fn heads_in_two_rows_are_read_together() {
    let cases = [
        // The upper row names more.
        "序号,反馈问题,整改措施,责任分工,,,整改时限\n,,,责任领导,牵头部门,责任人,\n1,关于甲的问题,做丙,王,办公室,李,2024年6月底前\n",
        // The lower row names more.
        "整改台账,,,,,,\n序号,反馈问题,整改措施,责任分工,,,\n,,,责任领导,牵头部门,责任人,整改时限\n1,关于甲的问题,做丙,王,办公室,李,2024年6月底前\n",
        // As merged cells are filled.
        "序号,反馈问题,整改措施,责任单位,责任单位,责任单位,整改时限\n序号,反馈问题,整改措施,责任领导,牵头部门,责任人,整改时限\n1,关于甲的问题,做丙,王,办公室,李,2024年6月底前\n",
        // The upper head has a name that the lower one tells more exactly.
        "序号,反馈问题,整改措施,责任单位,,,整改时限\n,,,责任领导,牵头部门,责任人,\n1,关于甲的问题,做丙,王,办公室,李,2024年6月底前\n",
    ];
    for case in cases {
        let book = of_csv(csv::read(case));
        let ledger = small();
        let mut reading = reading::read(&book, &ledger, &Choices::default());
        let found = incoming::rows(&mut reading, &ledger, &Choices::default(), false).rows;
        assert_eq!(found.len(), 1, "{found:?}");
        let cells = [
            (Column::Number, "1"),
            (Column::Finding, "关于甲的问题"),
            (Column::Text, "做丙"),
            (Column::Leader, "王"),
            (Column::Lead, "办公室"),
            (Column::Owner, "李"),
            (Column::Due, "2024年6月底前"),
        ];
        for (column, text) in cells {
            assert_eq!(found[0].get(column), text, "{case}");
        }
    }
}

#[test]
fn a_formula_that_failed_is_told_and_taken_for_nothing() {
    let head = "反馈问题,问题类别,整改目标,整改措施,牵头部门,责任部门,配合部门,状态,制度成果\n";
    for error in
        ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "Err:502"]
    {
        let row =
            format!("{head}关于甲的问题,{error},{error},做甲,{error},{error},{error},{error},{error}\n");
        let preview = previewed(&small(), &of_csv(csv::read(&row)), &Choices::default());
        let told: Vec<_> = preview.doubts.iter().filter(|doubt| doubt.message.contains(error)).collect();
        assert_eq!(
            (preview.ops.len(), told.len(), preview.counts.unchanged),
            (0, 7, 1),
            "{:?}",
            preview.doubts
        );
        assert!(told[0].message.starts_with("B2 "), "{}", told[0].message);
        assert!(preview.new_units.is_empty() && preview.new_aspects.is_empty());
    }
}

#[test]
fn a_deadline_in_words_is_a_day_where_it_is_one_and_marked_where_it_may_be_one() {
    for (cell, due, doubt) in [
        ("2024年6月底前完成整改", Some("2024-06"), ""),
        ("2024/6/30 0:00", Some("2024-06-30"), ""),
        ("长期坚持", Some("长期坚持"), ""),
        ("2024年上半年", Some("2024年上半年"), ""),
        ("立行立改，2024年6月底前", Some("2024-06"), ""),
        ("2024-06-30（延期至 2024-08-30）", Some("2024-06-30"), "只登记首次时限"),
        ("2024.6.31", Some("2024.6.31"), "日历上没有这一天"),
        ("2024-06-31", None, "日历上没有这一天"),
        ("6月30日", Some("6月30日"), "没有写年份"),
    ] {
        let text = format!("反馈问题,整改措施,整改时限\n关于乙的问题,做丙,{cell}\n");
        let preview = previewed(&small(), &of_csv(csv::read(&text)), &Choices::default());
        let said = preview.doubts.first().map_or("", |doubt| doubt.message.as_str());
        assert!(said.contains(doubt) && said.is_empty() == doubt.is_empty(), "{cell}: {said}");
        let new = committed(small(), preview.ops).findings[1].measures[0].clone();
        assert_eq!(new.due.as_ref().map(ToString::to_string).as_deref(), due, "{cell}");
        let kept = format!("{}{}", new.due_text, due.unwrap_or_default());
        assert!(kept.contains(cell) || said.is_empty(), "{cell}: {kept}");
    }
}

#[test]
fn an_extended_deadline_comes_back_unchanged_on_whatever_day() {
    let ledger = ledger(json!({"id": "b", "findings": [{"id": "f", "title": "关于甲的问题", "measures": [
        {"id": "m", "text": "做甲", "due": "2024-06-30", "extensions": [{"id": "x", "due": "2024-08-30"}, {"id": "y", "due": "2024-09"}]}]}]}));
    for (cell, outcome) in [
        ("2024-06-30（延期至 2024-09）", Outcome::Unchanged),
        ("2024-06-30（延期至 2024-09）（逾期）", Outcome::Unchanged),
        ("2024.6.30（延期至2024年9月）", Outcome::Unchanged),
        // Sent out before the second extension.
        ("2024-06-30（延期至 2024-08-30）", Outcome::Unchanged),
        ("2024-06-30（逾期）", Outcome::Unchanged),
        ("2024-09", Outcome::Unchanged),
        ("（逾期）", Outcome::Unchanged),
        ("2024-06-30（延期至 2024-12-30）", Outcome::Rejected),
        ("2024-07-30（延期至 2024-09）", Outcome::Rejected),
        ("2024-10-30", Outcome::Rejected),
    ] {
        let plan = of(&ledger, &format!("反馈问题,整改措施,整改时限\n关于甲的问题,做甲,{cell}\n"));
        assert_eq!(plan.lines[0].outcome, outcome, "{cell}");
    }
}

#[test]
fn an_extension_in_a_column_of_its_own_means_what_it_means_in_brackets() {
    let ledger = ledger(json!({"id": "b", "findings": [{"id": "f", "title": "关于甲的问题", "measures": [
        {"id": "m", "text": "做甲", "due": "2024-06-30", "extensions": [
            {"id": "x", "due": "2024-08-30", "reason": "停工"}, {"id": "y", "due": "2024-09"}]},
        {"id": "n", "text": "做乙"},
        {"id": "o", "text": "做丙", "due_text": "视情况", "extensions": [{"id": "z", "due": "2024-10"}]}]}]}));
    for (row, outcome) in [
        ("做甲,2024-06-30,2024-09,2024-08-30：停工", Outcome::Unchanged),
        ("做甲,2024.6.30,2024年9月,", Outcome::Unchanged),
        ("做甲,2024-06-30,2024-08-30,", Outcome::Unchanged),
        ("做甲,2024-06-30,,", Outcome::Unchanged),
        ("做甲,,2024-09,", Outcome::Unchanged),
        ("做甲,2024-06-30,2024-12,", Outcome::Rejected),
        ("做甲,2024-06-30,2024-09,2025-01：再停工", Outcome::Rejected),
        ("做乙,2024-06-30,2024-08-30,", Outcome::Changed),
        ("做丙,视情况,2024-10,2024-10", Outcome::Unchanged),
    ] {
        let plan = of(&ledger, &format!("反馈问题,整改措施,整改时限,延期至,延期说明\n关于甲的问题,{row}\n"));
        assert_eq!(plan.lines[0].outcome, outcome, "{row}");
    }
    let plan = of(&ledger, "反馈问题,整改措施,整改时限,延期至\n关于甲的问题,做乙,2024-06-30,2024-08-30\n");
    let now = after(ledger, plan);
    let measure = &now.findings[0].measures[1];
    assert_eq!(measure.due, Some("2024-06-30".parse().unwrap()));
    assert_eq!(
        measure.due_text, "2024-06-30（延期至 2024-08-30）",
        "no extension without an approver, and nothing lost"
    );
}

/// Who answers and when stands in one row only and holds for that row alone.
#[test]
fn what_is_empty_in_an_own_table_stays_empty() {
    let ledger = ledger(json!({"id": "b", "units": [{"id": "u", "name": "办公室"}], "findings": [
        {"id": "f", "title": "关于甲的问题", "measures": [
            {"id": "m", "text": "做甲", "owner": "李强", "leader": "王局长", "lead_unit": "u", "due": "2024-06-30"},
            {"id": "n", "text": "做乙"}]}]}));
    for without_ids in [false, true] {
        let table = csv_rows(&ledger, &Wanted { without_ids, ..Wanted::default() }, day());
        let plan = planned(&ledger, &of_csv(csv::read(&csv::write(table))));
        assert!(plan.ops.is_empty(), "{without_ids}: {:?}", plan.ops);
    }
    // Another office's table means all of the finding.
    let plan = of(&ledger, "序号,反馈问题,整改措施,责任人,整改时限\n1,关于甲的问题,做甲,李强,\n1,,做乙,,\n");
    assert_eq!(told(&plan.lines[1]).2, [(Column::Owner, "")]);
}

#[test]
fn what_is_added_has_the_number_of_the_file_where_it_is_free_and_the_next_otherwise() {
    let text = "序号,反馈问题,整改目标,问题类别,措施序号,整改措施\n\
        1,关于甲的问题,,,1-5,做丙\n1,关于甲的问题,,,2,做丁\n\
        9,关于丙的问题,好,一类,1,做甲\n9,关于丙的问题,更好,二类,,做乙\n2,关于丁的问题,,,,做丙\n";
    let plan = of(&small(), text);
    let numbers: Vec<_> = plan.lines.iter().map(|line| line.number.as_str()).collect();
    assert_eq!(numbers, ["1-5", "1-6", "9-1", "9-2", "10-1"]);
    let differs = "同一问题的写法前后不一，以第 4 行为准";
    assert_eq!(told(&plan.lines[3]).2, [(Column::Aspect, differs), (Column::Goal, differs)]);
    let findings = after(small(), plan).findings;
    let told: Vec<_> = findings
        .iter()
        .map(|f| (f.number, f.measures.iter().map(|m| m.number).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(1), vec![Some(1), Some(2), Some(5), Some(6)]),
            (Some(2), vec![]),
            (Some(9), vec![Some(1), Some(2)]),
            (Some(10), vec![Some(1)]),
        ]
    );
    // Where others are counted by their place, new ones are too.
    let counted = || {
        ledger(
            json!({"id": "b", "findings": [{"id": "f", "title": "关于甲的问题", "measures": [{"id": "m", "text": "做甲"}]}]}),
        )
    };
    let plan = of(&counted(), "序号,反馈问题,整改措施\n1,关于甲的问题,做乙\n7,关于乙的问题,做甲\n");
    let findings = after(counted(), plan).findings;
    assert_eq!((findings[1].number, findings[0].measures[1].number), (None, None));
}

#[test]
fn a_finding_speaks_for_its_measures_and_for_itself_and_comes_back_unchanged() {
    let ledger = small();
    let table = csv_rows(&ledger, &Wanted::default(), day());
    let shown = |row: usize| {
        [Column::Leader, Column::Lead, Column::Units, Column::Owner, Column::Due, Column::Overdue]
            .map(|c| table[row][column(c)].clone())
    };
    // A measure without a deadline of its own is overdue by that of its finding, on the page and here.
    assert_eq!(shown(1), ["王局长", "办公室", "人事处", "李强", "2024-06-30", "逾期"]);
    assert_eq!(shown(2), ["王局长", "办公室", "人事处", "赵六", "2024-09", "逾期"]);
    assert_eq!(shown(3), ["张局长", "", "", "", "", ""]);
    let plan = back(&ledger, |_| ());
    assert!(
        plan.ops.is_empty() && plan.lines.iter().all(|line| line.outcome == Outcome::Unchanged),
        "{plan:#?}"
    );

    let plan = back(&ledger, |table| {
        table[1][column(Column::Owner)] = "钱七".into();
        table[1][column(Column::Due)] = "2024年7月".into();
        // The same units, typed in another way.
        table[2][column(Column::Lead)] = " 办 公 室 ".into();
        table[2][column(Column::Units)] = "人事处；".into();
        table[3][column(Column::Leader)] = "孙局长".into();
        table[3][column(Column::Due)] = "2024年底前".into();
        table[3][column(Column::Goal)] = "改好".into();
        table[3][column(Column::Term)] = "立行立改".into();
    });
    let cells: Vec<_> = plan.lines.iter().map(|line| told(line).2).collect();
    assert_eq!(cells[0], [(Column::Owner, ""), (Column::Due, "")]);
    assert_eq!(cells[1], []);
    let none = "这一行没有“整改措施”，这一列没有导入";
    assert_eq!(cells[2], [(Column::Goal, ""), (Column::Leader, ""), (Column::Due, ""), (Column::Term, none)]);
    let now = after(small(), plan);
    let (finding, bare) = (&now.findings[0], &now.findings[1]);
    assert_eq!((finding.owner.as_str(), finding.measures[0].owner.as_str()), ("李强", "钱七"));
    assert_eq!(finding.measures[0].due, Some("2024-07".parse().unwrap()));
    assert_eq!((bare.leader.as_str(), bare.due.clone()), ("孙局长", Some("2024-12".parse().unwrap())));
    // A new finding without a measure takes them as well.
    let plan =
        of(&small(), "反馈问题,责任领导,牵头部门,整改时限,备注\n关于丙的问题,周局长,办公室,2024.6,见附件\n");
    assert_eq!(told(&plan.lines[0]).2, []);
    let new = after(small(), plan).findings.remove(2);
    assert_eq!(
        (new.leader.as_str(), new.lead_unit, new.due, new.note.as_str()),
        ("周局长", Id::new("u"), Some("2024-06".parse().unwrap()), "见附件")
    );
}

#[test]
fn institutions_are_what_was_issued_and_what_was_studied_is_not_added_again() {
    let ledger = ledger(
        json!({"id": "b", "findings": [{"id": "f", "title": "关于甲的问题", "measures": [{"id": "m", "text": "做甲"}]}],
        "institutions": [
            {"id": "1", "title": "甲办法", "role": "issued", "measures": ["m"]}, {"id": "2", "title": "乙细则", "measures": ["m"]},
            {"id": "3", "title": "丙条例", "role": "studied", "measures": ["m"]}, {"id": "4", "title": "丁报告", "role": "produced", "measures": ["m"]}]}),
    );
    let table = csv_rows(&ledger, &Wanted::default(), day());
    assert_eq!(table[1][column(Column::Institutions)], "《甲办法》\n《乙细则》");
    let plan = back(&ledger, |table| table[1][column(Column::Institutions)].push_str("\n《丙条例》"));
    assert_eq!((plan.lines[0].outcome, plan.ops.len()), (Outcome::Unchanged, 0));
}
