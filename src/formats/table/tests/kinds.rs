//! Kinds of ledgers that were once read wrongly, one row a kind: what must stand in the ledger afterwards. Each is imported
//! twice, handed out and taken in again, and only the first time changes anything.

use serde_json::json;

use super::super::raw::MergedArea;
use super::offices::committed;
use super::*;

fn empty() -> Ledger {
    let statuses = serde_json::to_value(ledger::vocabulary::usual_statuses()).unwrap();
    let bundle = json!({"format": "zhenggai.bundle/1", "id": "b", "statuses": statuses, "inspection": {"feedback": "2024-05-20"}});
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

/// What kind, the table, how many findings and measures, and what stands in the ledger as JSON.
type Kind = (&'static str, &'static str, (usize, usize), &'static [&'static str]);

const KINDS: [Kind; 35] = [
    (
        "a second 具体表现 of a finding in a row of its own",
        "序号,反馈问题,具体表现,整改措施\n1,甲不足,一是学习少,做甲做甲\n1,甲不足,二是研讨浅,做乙做乙\n2,乙不足,丙不实,做丙做丙\n",
        (2, 3),
        &[r#""details":"一是学习少\n二是研讨浅""#, r#""details":"丙不实""#],
    ),
    (
        "a deadline in the column of the measure",
        "序号,问题,整改措施及时限,责任单位\n1,甲不足,修订制度（2024年6月底前）。,办公室\n2,乙不足,\"1.开展培训（2024年9月底）；2.通报情况（长期坚持）\",人事科\n",
        (2, 3),
        &[r#""text":"修订制度。""#, r#""due":"2024-06""#, r#""due":"2024-09""#, r#""due":"长期坚持""#],
    ),
    (
        "a deadline in the column of the progress",
        "序号,问题,整改措施,整改时限及进展\n1,甲不足,做甲做甲,\"2024年6月底前\n已修订制度\"\n2,乙不足,做乙做乙,\"2024年5月8日，召开会议\"\n",
        (2, 2),
        &[r#""due":"2024-06""#, r#""text":"已修订制度""#, "召开会议"],
    ),
    (
        "a deadline in the column of the unit",
        "序号,问题,整改措施,责任单位及时限\n1,甲不足,做甲做甲,办公室；2024年6月30日\n2,乙不足,做乙做乙,人事科 立行立改\n",
        (2, 2),
        &[r#""due":"2024-06-30""#, r#""due":"立行立改""#, r#""name":"办公室""#, r#""name":"人事科""#],
    ),
    (
        "the day of completion in the column of the progress",
        "序号,问题,整改措施,整改情况及完成时间\n1,甲不足,做甲做甲,已修订（2024年6月5日）\n",
        (1, 1),
        &[r#""completed":"2024-06-05""#, r#""text":"已修订""#],
    ),
    (
        "lengths of time",
        "序号,问题,整改措施,完成时限\n1,甲不足,做甲做甲,1个月内\n2,乙不足,做乙做乙,10个工作日内\n",
        (2, 2),
        &[r#""due":"2024-06-20""#, r#""due":"10个工作日内""#],
    ),
    (
        "sums in 元 by their head",
        "序号,问题,金额（元）,已整改金额（元）,整改措施\n1,甲不足,\"1,250,000.00\",800000,做甲做甲\n",
        (1, 1),
        &[r#""amount":"125""#, r#""rectified_amount":"80""#],
    ),
    (
        "sums in 元 by a note above",
        "某单位台账,,,\n金额单位：元,,,\n序号,问题,涉及金额,整改措施\n1,甲不足,35600.50,做甲做甲\n",
        (1, 1),
        &[r#""amount":"3.56005""#],
    ),
    (
        "no column of measures: what was done stands for the measure",
        "问题编号,反馈问题,整改情况,责任人,整改时间,整改状态\nA-1,学习不深,已制定计划并学习5次,张三,2024年6月25日,整改中\nA-2,作风不实,正在修订制度,李四,2024年10月31日,整改中\n",
        (2, 2),
        &[r#""text":"已制定计划并学习5次""#, r#""status":"整改中""#, r#""due":"2024-06-25""#],
    ),
    (
        "no column of measures: 整改任务 says what is to be done",
        "序号,具体问题,整改任务,整改时限\n1,规划滞后,（1）编制规划,2024年6月\n,,（2）报请审批,2024年9月\n",
        (1, 2),
        &["（2）报请审批", r#""due":"2024-09""#],
    ),
    (
        "a heading above the heads of the columns",
        "某镇任务分解表,,\n一、党的领导方面（2个问题）,,\n序号,问题,整改措施\n1,甲不足,做甲做甲\n二、党的建设方面（1个问题）,,\n序号,问题,整改措施\n2,乙不足,做乙做乙\n",
        (2, 2),
        &["一、党的领导方面（2个问题）", "二、党的建设方面（1个问题）"],
    ),
    (
        "headings over rows that have a class of their own",
        "序号,问题类别,问题,整改措施\n一、党的领导方面,,,\n1,政治建设,甲不足,做甲做甲\n",
        (1, 1),
        &[r#""title":"政治建设""#, r#""label":"分组标题""#, "一、党的领导方面"],
    ),
    (
        "headings that are counted 一 二 and findings 1 2",
        "序号,反馈意见,整改措施\n一,党的领导作用发挥不充分（3个）,\n1,学习不扎实,制定计划\n二,从严治党有差距（1个）,\n2,公车管理不规范,修订制度\n",
        (2, 2),
        &[r#""title":"党的领导作用发挥不充分（3个）""#],
    ),
    (
        "findings that are counted 一 二 stay findings",
        "序号,反馈意见,整改措施\n一,学习教育不够扎实,\n二,公车管理不规范,修订制度\n",
        (2, 1),
        &[r#""title":"学习教育不够扎实""#],
    ),
    (
        "units and people in one column",
        "序号,问题,整改措施,责任单位及责任人\n1,甲不足,做甲做甲,办公室：张某某\n2,乙不足,做乙做乙,\"财务科、人事科\n李某\"\n",
        (2, 2),
        &[r#""name":"办公室""#, r#""name":"人事科""#, r#""owner":"张某某""#, r#""owner":"李某""#],
    ),
    (
        "heads in two languages",
        "\"序号\nNo.\",\"问题描述\nDescription\",\"整改措施\nAction\",\"状态\nStatus\"\n1,未建清单,建立清单,已完成\n",
        (1, 1),
        &[r#""status":"已完成""#, r#""number":1"#],
    ),
    (
        "columns whose names differ in their number only",
        "序号,1级分类,2级分类,问题,整改措施\n1,政治,学习,甲不足,做甲做甲\n",
        (1, 1),
        &[r#""label":"1级分类""#, r#""label":"2级分类""#, r#"":"政治""#, r#"":"学习""#],
    ),
    (
        "two columns of one name",
        "序号,问题,整改措施,备注,备注\n1,甲不足,做甲做甲,第一条,第二条\n",
        (1, 1),
        &[r#""note":"第一条""#, r#"":"第二条""#],
    ),
    (
        "names with and without blanks",
        "序号,问题,整改措施,责任人\n1,甲不足,做甲做甲,李 某 13800000000\n2,乙不足,做乙做乙,张三 李四\n",
        (2, 2),
        &[r#""owner":"李某 13800000000""#, r#""owner":"张三 李四""#],
    ),
    (
        "整改类别 that tells states",
        "序号,问题,整改措施,整改类别\n1,甲不足,做甲做甲,已完成\n2,乙不足,做乙做乙,整改中\n",
        (2, 2),
        &[r#""status":"已完成""#, r#""status":"整改中""#],
    ),
    (
        "a state under 销号清单",
        "序号,问题清单,措施清单,销号清单,\n,问题,措施,状态,销号时间\n1,甲不足,做甲做甲,已完成,2024.9.1\n",
        (1, 1),
        &[r#""status":"已完成""#, r#""completed":"2024-09-01""#],
    ),
    (
        "what was done beside a short state",
        "序号,问题,整改措施,整改完成情况（文字描述）,完成情况（已完成/未完成）\n1,甲不足,做甲做甲,已制定计划并学习2次,已完成\n",
        (1, 1),
        &[r#""status":"已完成""#, r#""text":"已制定计划并学习2次""#],
    ),
    (
        "a reading aid of numbers in a cell of a person",
        "序号,问题,整改措施,责任领导\n1,甲不足,做甲做甲,王 局 长\n",
        (1, 1),
        &[r#""leader":"王局长""#],
    ),
    (
        "signs for the row above where there is none",
        "序号,问题,整改措施,责任单位,整改进展\n〃,甲不足,做甲做甲,同上,\n2,乙不足,做乙做乙,办公室,2024年6月1日 已印发\n",
        (2, 2),
        &[r#""name":"办公室"}]"#, r#""date":"2024-06-01""#],
    ),
    (
        "numbers of the file are kept for those that bear them",
        "序号,问题,整改措施\n,甲不足,做甲做甲\n1,乙不足,做乙做乙\n",
        (2, 2),
        &[r#""number":1,"title":"乙不足""#, r#""number":2,"title":"甲不足""#],
    ),
    (
        "words of a class of deadline that others use",
        "序号,问题,整改措施,整改类型\n1,甲不足,做甲做甲,长期整改\n2,乙不足,做乙做乙,即知即改\n",
        (2, 2),
        &[r#""term":"长期坚持""#, r#""term":"立行立改""#],
    ),
    (
        "a second row of heads that nobody has seen, without merged cells",
        "序号,问题,整改措施,,整改责任,,整改时限,\n,,近期措施,长期措施,单位,个人,近期,长期\n1,油烟扰民,安装净化器,建立机制,城管局,吴某,2024年5月,长期坚持\n2,占道经营,集中整治,划定摊点,城管局,郑某,2024年6月,\n",
        (2, 2),
        &[
            r#""label":"长期措施""#,
            r#""text":"安装净化器""#,
            r#""owner":"吴某""#,
            r#""due":"2024-05""#,
            "长期坚持",
        ],
    ),
    (
        "progress told by months",
        "序号,问题,整改措施,工作进展,,\n,,,4月,5月,6月\n1,改造缓慢,倒排工期,完成招标,进场施工,完成30%\n",
        (1, 1),
        &[r#""text":"完成招标""#, r#""label":"工作进展/5月""#, "完成30%"],
    ),
    (
        "heads in English",
        "No.,Category,Finding,Root Cause,Action,Responsible Department,Owner,Due Date,STATUS,Remarks\n1,Finance,Invoices without approval,No control,\"1. Issue a matrix\n2. Train staff\",Finance Dept,Zhang Wei,2024-06-30,In progress,none\n",
        (1, 2),
        &[
            r#""cause":"No control""#,
            r#""text":"Train staff""#,
            r#""due":"2024-06-30""#,
            r#""status":"整改中""#,
            r#""name":"Finance Dept""#,
        ],
    ),
    (
        "who leads and who helps told by verbs",
        "序号,问题,整改措施,责任单位\n1,甲不足,做甲做甲,\"发改局牵头，财政局、税务局配合\"\n",
        (1, 1),
        &[r#""name":"发改局""#, r#""name":"税务局""#, "supporting_units"],
    ),
    (
        "a number of measures beside that of findings",
        "编号,问题,编号,整改措施\n1,甲不足,1.1,做甲做甲\n1,甲不足,1.2,做乙做乙\n2,乙不足,2.10,做丙做丙\n",
        (2, 3),
        &[r#""of":"measure""#, ":\"1.1\"", ":\"1.2\"", ":\"2.10\""],
    ),
    (
        "整改任务 beside 整改举措 is the finding, and a group is told once",
        "整改方面,序号,整改任务,整改举措,完成时限\n党的领导方面,1,教师配备不足,配齐教师,2024年12月\n,2,课程建设缓慢,建设课程,2024年11月\n党的建设方面,3,经费管理不严,开展检查,长期坚持\n",
        (3, 3),
        &[r#""title":"课程建设缓慢""#, r#""title":"党的领导方面""#],
    ),
    (
        "progress and deadlines that count as the measures do",
        "序号,问题,整改措施,整改情况,整改时限\n1,甲不足,\"1.清退费用\n2.修订制度\n3.开展培训\",\"1.已清退2.3万元；\n2.已印发；\n3.尚未开展。\",\"1.2024年6月；2.2024年9月；3.长期坚持\"\n",
        (1, 3),
        &[
            r#""text":"已清退2.3万元；""#,
            r#""text":"尚未开展。""#,
            r#""due":"2024-09""#,
            r#""due":"长期坚持""#,
        ],
    ),
    (
        "who leads, which unit and who in one cell",
        "序号,问题,整改措施,责任领导/责任部门/责任人\n1,甲不足,做甲做甲,刘某/招商局/孙某\n2,乙不足,做乙做乙,陈某/规建局/钱某\n",
        (2, 2),
        &[r#""leader":"刘某""#, r#""name":"规建局""#, r#""owner":"钱某""#],
    ),
    (
        "states that are ticked",
        "序号,问题,整改措施,整改状态,,\n,,,已完成,基本完成,未完成\n1,甲不足,做甲做甲,√,,\n2,乙不足,做乙做乙,,√,\n3,丙不足,做丙做丙,,,√\n",
        (3, 3),
        &[r#""status":"已完成""#, r#""status":"基本完成""#, r#""status":"整改中""#],
    ),
];

#[test]
fn every_kind_is_read_as_a_careful_clerk_would_and_only_once() {
    let mut wrong: Vec<String> = Vec::new();
    for (kind, text, (findings, measures), wanted) in KINDS {
        let book = of_csv(csv::read(text));
        let preview = previewed(&empty(), &book, &Choices::default());
        if (preview.counts.findings, preview.counts.measures) != (findings, measures) {
            wrong.push(format!("{kind}: {:?}\n{:?}", preview.counts, preview.asides));
        }
        let now = committed(empty(), preview.ops);
        let told = serde_json::to_string(&now).unwrap();
        wrong.extend(
            wanted
                .iter()
                .filter(|part| !told.contains(**part))
                .map(|part| format!("{kind}: no {part} in {told}")),
        );
        let ledger = Ledger::new(now).unwrap();
        let again = previewed_again(&ledger, &book);
        if !again.ops.is_empty() {
            wrong.push(format!("{kind}, the second time: {:?}", again.ops));
        }
        let out = of_csv(csv_rows(&ledger, &Wanted::default(), day()));
        let back = previewed_again(&ledger, &out);
        if !back.ops.is_empty() {
            wrong.push(format!("{kind}, out and back: {:?}", back.ops));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn progress_of_a_file_without_measures_goes_to_the_only_measure_of_its_finding() {
    let first = "序号,问题,整改情况,整改状态\n1,甲不足,已制定计划,整改中\n";
    let later = "序号,问题,整改情况,整改状态\n1,甲不足,已制定计划并学习5次,已完成\n";
    let now = committed(empty(), previewed(&empty(), &of_csv(csv::read(first)), &Choices::default()).ops);
    let ledger = Ledger::new(now.clone()).unwrap();
    let book = of_csv(csv::read(later));
    let preview = previewed_again(&ledger, &book);
    assert_eq!((preview.counts.measures, preview.counts.doubts), (0, 0), "{:?}", preview.doubts);
    let now = committed(Ledger::new(now).unwrap(), preview.ops);
    let [measure] = now.findings[0].measures.as_slice() else { panic!("{:?}", now.findings) };
    assert_eq!((measure.text.as_str(), measure.status.clone()), ("已制定计划", Id::new("已完成")));
    assert_eq!(measure.progress[0].text, "已制定计划并学习5次");
}

#[test]
fn a_title_over_several_rows_is_one_finding_whatever_the_numbers_count() {
    let mut book = of_csv(csv::read(
        "序号,问题,整改措施,整改时限\n1,甲不足,做甲做甲,2024年6月\n2,甲不足,做乙做乙,2024年9月\n3,甲不足,做丙做丙,2024年10月\n",
    ));
    // Three findings with one title, until a cell is merged over two of them.
    assert_eq!(previewed(&empty(), &book, &Choices::default()).counts.findings, 3);
    book.sheets[0].merges.extend(MergedArea::new((2, 1), (3, 1)));
    let preview = previewed(&empty(), &book, &Choices::default());
    assert_eq!((preview.counts.findings, preview.counts.measures), (2, 3));
    let told: Vec<_> = preview.doubts.iter().map(|doubt| (doubt.row.place.row, doubt.column)).collect();
    assert_eq!(told, [(3, 0)], "{:?}", preview.doubts);
    let ledger = Ledger::new(committed(empty(), preview.ops)).unwrap();
    let numbers: Vec<_> = ledger.bundle().findings.iter().map(|finding| finding.number).collect();
    assert_eq!(numbers, [Some(1), Some(3)]);
    assert!(previewed_again(&ledger, &book).ops.is_empty());
}

#[test]
fn an_empty_cell_of_a_column_whose_cells_are_merged_is_empty() {
    let text = "责任单位,序号,问题,整改措施\n物业科,1,甲不足,做甲做甲\n物业科,2,乙不足,做乙做乙\n,3,丙不足,做丙做丙\n";
    let units = |book: &RawBook| {
        let now = committed(empty(), previewed(&empty(), book, &Choices::default()).ops);
        now.findings.iter().map(|finding| finding.measures[0].lead_unit.is_some()).collect::<Vec<_>>()
    };
    let mut book = of_csv(csv::read(text));
    assert_eq!(units(&book), [true, true, true], "a group is told once for its rows");
    book.sheets[0].merges.extend(MergedArea::new((2, 0), (3, 0)));
    assert_eq!(units(&book), [true, true, false]);
}

#[test]
fn findings_with_one_title_whose_numbers_come_to_the_same_keep_what_is_theirs() {
    let rows = ["01,甲不足,做甲做甲,张三", "1,甲不足,做甲做甲,李四", "（1）,甲不足,做甲做甲,王五"];
    let table = |order: &[usize]| {
        let rows = order.iter().map(|at| rows[*at]).collect::<Vec<_>>().join("\n");
        of_csv(csv::read(&format!("序号,问题,整改措施,责任人\n{rows}\n")))
    };
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for first in orders {
        let book = table(&first);
        let preview = previewed(&empty(), &book, &Choices::default());
        assert_eq!(preview.counts.findings, 3, "{first:?}");
        let ledger = Ledger::new(committed(empty(), preview.ops)).unwrap();
        for later in orders {
            let again = previewed_again(&ledger, &table(&later));
            assert!(again.ops.is_empty(), "{first:?} then {later:?}: {:?}", again.ops);
        }
    }
}
