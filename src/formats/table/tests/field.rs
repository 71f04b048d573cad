//! Ledgers as offices keep them, in kinds: what is read, what is set aside, what is asked, and that nothing is lost.

use serde_json::json;

use super::offices::committed;
use super::*;

fn empty() -> Ledger {
    let statuses = serde_json::to_value(ledger::vocabulary::usual_statuses()).unwrap();
    let bundle = json!({"format": "zhenggai.bundle/1", "id": "b", "statuses": statuses, "inspection": {"feedback": "2024-05-20"}});
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

fn of(text: &str) -> Preview {
    previewed(&empty(), &of_csv(csv::read(text)), &Choices::default())
}

fn bundle(text: &str) -> Bundle {
    committed(empty(), of(text).ops)
}

/// Each finding with its number as printed and its measures.
fn told(bundle: &Bundle) -> Vec<(String, String, Vec<String>)> {
    let number = |f: &ledger::finding::Finding| {
        if f.prefix.is_empty() {
            f.number.map(|n| n.to_string()).unwrap_or_default()
        } else {
            f.prefix.clone()
        }
    };
    let measures = |f: &ledger::finding::Finding| {
        f.measures.iter().map(|m| format!("{}{}", m.ordinal, m.text)).collect()
    };
    bundle.findings.iter().map(|f| (number(f), f.title.clone(), measures(f))).collect()
}

#[test]
fn findings_are_told_apart_by_number_title_and_place() {
    let text = "序号,问题,整改措施,责任部门\n1,甲,加强学习,办公室\n1,甲,加强学习,人事科\n2,乙,加强学习,办公室\n2,乙,加强学习,办公室\n\
        3,甲,加强学习。,办公室\n4,甲 ,　加强学习,办公室\n";
    let preview = of(text);
    assert_eq!((preview.counts.findings, preview.counts.measures), (4, 6), "{:?}", preview.counts);
    let now = committed(empty(), preview.ops);
    let again = previewed(&Ledger::new(now).unwrap(), &of_csv(csv::read(text)), &Choices::default());
    assert_eq!((again.ops.len(), again.counts.unchanged), (0, 6), "{:#?}", again.ops);
}

#[test]
fn signs_for_the_row_above_never_become_text() {
    let text = "序号,问题类别,反馈问题,整改措施,责任部门,责任人,整改时限\n1,甲类,学习不深,做一,办公室,张某,2024年6月\n,,,做二,人事科,李某,2024年7月\n\
        2,乙类,记录不全,做三,办公室,张某,2024年8月\n,,（续）,做四,窗口科,王某,2024年9月\n〃,〃,〃,做五,〃,〃,〃\n同上,同上,同上,做六,办公室,张某,2024年9月\n";
    let now = bundle(text);
    let counts: Vec<_> = now.findings.iter().map(|f| (f.title.as_str(), f.measures.len())).collect();
    assert_eq!(counts, [("学习不深", 2), ("记录不全", 4)]);
    let measure = &now.findings[1].measures[2];
    assert_eq!(
        (measure.owner.as_str(), measure.due.as_ref().unwrap().to_string()),
        ("王某", "2024-09".to_owned())
    );
    assert!(
        now.units.iter().all(|unit| ["办公室", "人事科", "窗口科"].contains(&unit.name.as_str())),
        "{:?}",
        now.units
    );
}

#[test]
fn who_answers_shows_whatever_the_column_is_called() {
    for head in ["责任单位", "责任部门", "牵头部门", "整改责任单位", "主责单位"] {
        let now = bundle(&format!("序号,问题,整改措施,{head}\n1,甲,乙,办公室、人事科\n"));
        let measure = &now.findings[0].measures[0];
        let name = |id: &Id| now.units.iter().find(|unit| unit.id == *id).unwrap().name.clone();
        assert_eq!(measure.lead_unit.as_ref().map(name).as_deref(), Some("办公室"), "{head}");
        assert_eq!(measure.units.iter().map(name).collect::<Vec<_>>(), ["人事科"], "{head}");
    }
    let now = bundle("序号,问题,整改措施,责任部门\n1,甲,乙,牵头：办公室；配合：人事科、财务科\n");
    let measure = &now.findings[0].measures[0];
    assert_eq!((measure.units.len(), measure.supporting_units.len()), (0, 2));
}

#[test]
fn numbers_stay_as_they_are_printed() {
    let now = bundle("序号,问题,整改措施\n1-1,甲,做甲\n1.10,乙,做乙\n001,丙,做丙\n一、,丁,做丁\n5,戊,做戊\n");
    let numbers: Vec<_> = told(&now).into_iter().map(|(number, _, _)| number).collect();
    assert_eq!(numbers, ["1-1", "1.10", "001", "一、", "5"]);
}

#[test]
fn columns_that_nobody_knows_become_fields_and_come_back_unchanged() {
    let text = "序号,隐患内容,排查日期,隐患级别,整改措施与要求,责任单位,联系电话,复查人,复查日期,涉及金额\n\
        1,护栏缺失,2024-06-01,一般,补装,一队,010-1,张某,2024年6月5日,12.5万元\n2,灭火器不足,2024-06-02,重大,补足,二队,010-2,,,\n";
    let preview = of(text);
    assert_eq!(preview.counts.findings, 2);
    let now = committed(empty(), preview.ops);
    let fields: Vec<_> = now.custom_fields.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(fields, ["排查日期", "隐患级别", "联系电话"]);
    let finding = &now.findings[0];
    assert_eq!(finding.amount.as_ref().unwrap().to_string(), "12.5");
    assert_eq!(finding.measures[0].recheck_date, Date::new(2024, 6, 5));
    let ledger = Ledger::new(now).unwrap();
    let again = previewed(&ledger, &of_csv(csv::read(text)), &Choices::default());
    assert!(again.ops.is_empty(), "{:#?}", again.ops);
    let table = csv_rows(&ledger, &Wanted::default(), day());
    assert!(table[0].contains(&"联系电话".to_owned()) && table[1].contains(&"010-1".to_owned()), "{table:?}");
    let out = previewed(&ledger, &of_csv(csv::read(&csv::write(table))), &Choices::default());
    assert!(out.ops.is_empty(), "{:#?}", out.ops);
}

#[test]
fn a_cell_with_several_measures_is_split_and_can_stay_whole() {
    let text = "序号,问题,整改措施,责任部门,进展\n1,甲,\"1.修订制度；\n2.开展培训\",办公室,已开展\n2,乙,投入1.5万元改造2.3公里管道，第1.2标段,办公室,\n";
    let preview = of(text);
    assert_eq!((preview.counts.findings, preview.counts.measures, preview.rows.len()), (2, 3, 3));
    assert_eq!(
        preview.doubts.iter().filter(|doubt| doubt.kind == super::super::doubts::Kind::Split).count(),
        2
    );
    let now = committed(empty(), preview.ops);
    assert_eq!(told(&now)[0].2, ["1.修订制度；", "2.开展培训"]);
    let notes: Vec<_> = now.findings[0].measures.iter().map(|measure| measure.progress.len()).collect();
    assert_eq!(notes, [1, 0], "what the row reports is kept once");
    let again = previewed(&Ledger::new(now).unwrap(), &of_csv(csv::read(text)), &Choices::default());
    assert!(again.ops.is_empty(), "{:#?}", again.ops);
    let whole = Choices { all_whole: Some(true), ..Choices::default() };
    let preview = previewed(&empty(), &of_csv(csv::read(text)), &whole);
    assert_eq!(preview.counts.measures, 2);
    let now = committed(empty(), preview.ops);
    assert!(now.table_layouts[0].whole);
    let again = previewed(&Ledger::new(now).unwrap(), &of_csv(csv::read(text)), &Choices::default());
    assert_eq!((again.ops.len(), again.all_whole), (0, true), "the layout is remembered");
}

#[test]
fn rows_that_are_no_data_are_listed_and_can_be_taken_back() {
    let text = "某单位整改台账,,,\n序号,反馈问题,整改措施,责任部门\n1.按序号填写,1.填原文,1.分条填写,填全称\n一、政治建设方面,,,\n1,甲,做甲,办公室\n\
        序号,反馈问题,整改措施,责任部门\n2,乙,做乙,人事科\n合计,2,,\n注：本表一式两份,,,\n填报人：张某,,,\n";
    let preview = of(text);
    assert_eq!(
        (preview.counts.findings, preview.counts.asides, preview.asides.len()),
        (2, 7, 7),
        "{:#?}",
        preview.asides
    );
    assert!(
        preview.summary().starts_with("新增 2 个问题、2 条措施，修改 0 条，7 行不作数据，0 处待核对"),
        "{}",
        preview.summary()
    );
    let now = committed(empty(), preview.ops);
    assert_eq!(now.aspects[0].title, "一、政治建设方面");
    let back = Choices { taken_back: [preview.asides[1].place].into(), ..Choices::default() };
    let preview = previewed(&empty(), &of_csv(csv::read(text)), &back);
    assert_eq!((preview.counts.findings, preview.counts.asides), (3, 6));
}

#[test]
fn corrections_and_ticks_are_part_of_the_plan_and_are_counted() {
    let text = "序号,问题,整改措施,整改时限,整改状态\n1,甲,做甲,6月30日前,是\n2,乙,做乙,2024年6月,已完成\n";
    let preview = of(text);
    assert_eq!(preview.counts.doubts, 2, "{:?}", preview.doubts);
    let (row, column) = (preview.doubts[0].row, preview.doubts[0].column);
    let mut choices = Choices::default();
    choices.cells.insert((row, column), "2025-06-30".into());
    choices.words.insert("是".into(), Id::new("已完成"));
    choices.unticked.insert(preview.rows[1].key);
    let preview = previewed(&empty(), &of_csv(csv::read(text)), &choices);
    let counts = preview.counts;
    assert_eq!((counts.doubts, counts.findings, counts.unticked), (0, 1, 1), "{:?}", preview.doubts);
    let now = committed(empty(), preview.ops);
    let measure = &now.findings[0].measures[0];
    assert_eq!(
        (measure.due.as_ref().unwrap().to_string(), measure.status.clone()),
        ("2025-06-30".into(), Id::new("已完成"))
    );
    assert_eq!(now.table_layouts[0].words, "是\t已完成");
    let again = previewed(
        &Ledger::new(now).unwrap(),
        &of_csv(csv::read("序号,问题,整改措施,整改时限,整改状态\n5,丙,做丙,,是\n")),
        &Choices::default(),
    );
    assert_eq!(again.counts.doubts, 0, "the word is remembered: {:?}", again.doubts);
}

#[test]
fn several_sheets_of_one_layout_are_read_together() {
    let sheet = |name: &str, text: &str| {
        let mut sheet = of_csv(csv::read(text)).sheets.remove(0);
        sheet.name = name.to_owned();
        sheet
    };
    let head = "序号,问题,整改措施\n";
    let sheets =
        vec![sheet("办公室", &format!("{head}1,甲,做甲\n")), sheet("人事科", &format!("{head}1,乙,做乙\n"))];
    let book = RawBook { sheets, ..RawBook::default() };
    let preview = previewed(&empty(), &book, &Choices::default());
    assert_eq!(preview.counts.findings, 2);
    let now = committed(empty(), preview.ops);
    assert_eq!(now.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["办公室", "人事科"]);
    let first = Choices { sheets: Some(vec![0]), ..Choices::default() };
    let preview = previewed(&empty(), &book, &first);
    assert_eq!(preview.counts.findings, 1);
    assert!(preview.told.iter().any(|told| told.contains("没有读取的工作表：人事科")), "{:?}", preview.told);
}

#[test]
fn a_row_of_sums_or_notes_under_the_heads_is_none_of_them() {
    let heads = ["序号", "反馈问题", "整改措施", "责任部门", "整改时限", "整改状态", "不认识的列"];
    for sum in ["合计", "小计", "共计", "总计", "累计", "注：甲甲", "备注:甲", "〃", "—"]
    {
        let table = [heads, ["", "/", "甲丁乙", "/", sum, "/", sum]];
        let preview = previewed(
            &empty(),
            &of_csv(table.map(|row| row.map(str::to_owned).to_vec()).to_vec()),
            &Choices::default(),
        );
        let told = format!("{:?}{:?}{:?}", preview.asides, preview.rows, preview.ops);
        assert!(told.contains("甲丁乙"), "{sum}: {told}");
    }
}

#[test]
fn what_rows_of_one_finding_say_of_it_otherwise_is_told() {
    let heads = ["序号", "反馈问题", "整改措施", "责任部门", "整改时限"];
    let rows = [
        ["1", "学习不够", "", "办公室", "2024年6月底前"],
        ["1", "学习不够", "", "人事科", "2024年9月底前"],
        ["2", "管理不严", "", "办公室", "2024年6月底前"],
        ["2", "管理不严", "", "办公室", "2024年6月底前"],
    ];
    let table = || {
        let rows = [heads].into_iter().chain(rows);
        of_csv(rows.map(|row| row.map(str::to_owned).to_vec()).collect())
    };
    let preview = previewed(&empty(), &table(), &Choices::default());
    let told = format!("{:?}{:?}", preview.doubts, preview.rows);
    let now = committed(empty(), preview.ops);
    assert_eq!(now.findings.len(), 2);
    for said in ["人事科", "2024年9月底前"] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert_eq!(now.findings[0].due.as_ref().map(ToString::to_string).as_deref(), Some("2024-06"));
    // The same of findings that are there already.
    let ledger =
        Ledger::new(Bundle { findings: now.findings.clone(), units: now.units.clone(), ..now.clone() })
            .unwrap();
    let preview = previewed(&ledger, &table(), &Choices::default());
    let told = format!("{:?}{:?}", preview.doubts, preview.rows);
    assert!(told.contains("人事科") && told.contains("2024年9月底前"), "{told}");
    assert!(preview.ops.iter().all(|op| !matches!(op, journal::Op::Set { .. })), "{:?}", preview.ops);
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(64))]

    /// Every sign of every cell is in the ledger, in a row set aside, or told.
    #[test]
    fn no_text_of_a_file_is_lost(
        cells in prop::collection::vec(prop::collection::vec("(问题|措施|办公|事项)?[甲乙丙丁戊]{3,5}|2024年[6-9]月底前|1\\.[甲乙]{4}\n2\\.[丙丁]{4}|合计|注：[甲乙]{2}|〃|已完成|是|/|#N/A|", 7), 1..6)
    ) {
        let heads = ["序号", "反馈问题", "整改措施", "责任部门", "整改时限", "整改状态", "不认识的列"].map(str::to_owned).to_vec();
        let mut table = vec![heads];
        table.extend(cells.clone());
        let preview = previewed(&empty(), &of_csv(table), &Choices::default());
        let told = format!("{:?}{:?}{:?}{:?}", preview.asides, preview.doubts, preview.told, preview.words);
        let rejected: Vec<String> = preview.rows.iter().filter(|row| row.outcome == Outcome::Rejected).map(|row| format!("{row:?}")).collect();
        let now = format!("{:?}", committed(empty(), preview.ops));
        for cell in cells.iter().flatten().filter(|cell| !["〃", "/", ""].contains(&cell.as_str())) {
            for piece in cell.split(['\n', '.']).filter(|piece| piece.chars().count() > 1) {
                prop_assert!(told.contains(piece) || now.contains(piece) || rejected.iter().any(|row| row.contains(piece)), "{} of {}", piece, cell);
            }
        }
    }
}

#[test]
fn a_file_without_a_column_of_who_answers_empties_nobody() {
    let bundle = json!({
        "id": "b", "units": [{"id": "u1", "name": "办公室"}, {"id": "u2", "name": "人事科"}],
        "findings": [{"id": "f", "title": "学习不够", "measures": [{"id": "m", "text": "制定计划", "units": ["u1"]}]}]
    });
    let ledger = || Ledger::new(serde_json::from_value(bundle.clone()).unwrap()).unwrap();
    let text = "序号,反馈问题,整改措施,牵头单位,配合单位\n1,学习不够,制定计划,人事科,财务科\n";
    let preview = previewed(&ledger(), &of_csv(csv::read(text)), &Choices::default());
    let now = committed(ledger(), preview.ops);
    let measure = &now.findings[0].measures[0];
    let name = |id: &Id| now.units.iter().find(|unit| unit.id == *id).map(|unit| unit.name.clone());
    let names = |ids: &[Id]| ids.iter().filter_map(name).collect::<Vec<_>>();
    assert_eq!(names(&measure.units), ["办公室"], "who answered still does");
    assert_eq!(names(&measure.supporting_units), ["财务科"]);
    assert_eq!(measure.lead_unit.as_ref().and_then(name).as_deref(), Some("人事科"));
}
