//! Laws of taking in, held with ledgers put together at random from what offices write: no sign is lost, the second import
//! changes nothing, and what goes out comes back unchanged.

use serde_json::json;

use super::offices::committed;
use super::*;

fn empty() -> Ledger {
    let statuses = serde_json::to_value(ledger::vocabulary::usual_statuses()).unwrap();
    let bundle = json!({"format": "zhenggai.bundle/1", "id": "b", "statuses": statuses, "inspection": {"feedback": "2024-05-20"}});
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

/// A column: the heads that it may have, and what may stand under it.
type Pool = (&'static [&'static str], &'static [&'static str]);

const POOLS: [Pool; 14] = [
    (&["序号", "问题编号", "序\n号"], &["1", "2", "3", "", "1-1", "一、", "〃", "001", "12"]),
    (&["问题类别", "方面", "隐患类型"], &["政治建设", "组织建设", "", "同上", "一、党的领导方面"]),
    (
        &["反馈问题", "存在问题（原文）", "隐患内容", "具体问题"],
        &[
            "学习不够深入",
            "调研不够扎实",
            "",
            "（续）",
            "关于档案管理不规范的问题",
            "3.文风不实",
            "合计数不符的问题",
        ],
    ),
    (&["整改目标", "整改要求"], &["全年不少于12次", "", "入脑入心"]),
    (
        &["整改措施", "具体举措", "整改措施\nAction", "治理措施"],
        &[
            "制定计划",
            "1.制定计划；\n2.集中学习。",
            "一是清理账户；二是追缴1.25万元；三是通报",
            "",
            "（1）修订《办法》；（2）培训",
            "投入1.5万元改造第1.2标段",
            "〃",
            "修订制度。\n开展培训。",
        ],
    ),
    (
        &["责任单位", "牵头部门", "责任部门"],
        &["办公室", "办公室、人事科", "牵头：办公室；配合：财务科", "", "各科室", "同上", "/"],
    ),
    (&["配合单位", "协办科室"], &["人事科", "", "各科室", "财务科 宣传科"]),
    (
        &["责任人", "责任人及电话", "责任单位及责任人"],
        &["张某", "李 某 13800000000", "", "办公室：张某某", "张三、李四"],
    ),
    (
        &["整改时限", "完成时间", "时间节点"],
        &[
            "2024年6月底前",
            "45473",
            "长期坚持",
            "6月30日",
            "2024-02-30",
            "",
            "2024年二季度",
            "立行立改，长期坚持",
            "2024.6.30（延期至2024.9）",
            "〃",
        ],
    ),
    (
        &["整改状态", "是否完成", "完成情况"],
        &["已完成", "整改中", "是", "√", "", "持续推进", "60%", "某种状态"],
    ),
    (&["整改进展", "整改情况", "整改成效"], &["已学习5次", "2024年6月1日 已印发", "", "正在推进\n已开展2次"]),
    (&["涉及金额（元）", "问题金额（万元）", "金额"], &["12500", "1,250.50", "约3万", "", "3万元"]),
    (&["联系电话", "检查日期", "1级分类", "备注", "备注2"], &["010-1", "2024-06-01", "", "是", "见附件"]),
    (
        &["2级分类", "是否重复", "完成率", "复查结果", "整改类型"],
        &["甲类", "是", "50%", "", "合格", "立行立改", "某类"],
    ),
];

/// Which pools have a column, under which head, and which of their texts stand in each row; rows without data between them.
fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
    let columns = prop::collection::vec((prop::bool::weighted(0.7), 0_usize..5), POOLS.len());
    let rows = prop::collection::vec((prop::collection::vec(0_usize..10, POOLS.len()), 0_usize..14), 1..8);
    (columns, rows, 0_usize..3).prop_map(|(columns, rows, above)| {
        let shown: Vec<(usize, &str)> = columns
            .iter()
            .enumerate()
            // The finding is always there.
            .filter(|(at, (shown, _))| *shown || *at == 2)
            .map(|(at, (_, head))| (at, POOLS[at].0[head % POOLS[at].0.len()]))
            .collect();
        let line = |text: &str| {
            let mut cells = vec![String::new(); shown.len()];
            text.clone_into(&mut cells[0]);
            cells
        };
        let mut table: Vec<Vec<String>> = ["某单位整改台账", "填报单位：某局　金额单位：元"]
            .iter()
            .take(above)
            .map(|text| line(text))
            .collect();
        table.push(shown.iter().map(|(_, head)| (*head).to_owned()).collect());
        for (cells, between) in rows {
            match between {
                0 => table.push(line("一、政治建设方面")),
                1 => table.push(line("注：本表一式两份")),
                2 => table.push(line("小计")),
                _ => {}
            }
            let cell = |(at, _): &(usize, &str)| POOLS[*at].1[cells[*at] % POOLS[*at].1.len()].to_owned();
            table.push(shown.iter().map(cell).collect());
        }
        table
    })
}

/// The pieces of a text that must be found again: without what the ledger writes otherwise.
fn pieces(cell: &str) -> Vec<String> {
    const NOTHING: [&str; 6] = ["〃", "同上", "（续）", "/", "", "小计"];
    // What units do becomes the field in which they stand.
    const ROLES: [&str; 2] = ["牵头", "配合"];
    if NOTHING.contains(&cell.trim()) {
        return Vec::new();
    }
    let parts = cell.split(|c: char| c.is_whitespace() || ".、，。；：（）:;".contains(c));
    // An ordinal stands apart from its measure.
    let bare = parts
        .map(|part| ["一是", "二是", "三是"].iter().fold(part, |part, word| part.trim_start_matches(word)));
    bare.filter(|part| part.chars().count() > 1 && !ROLES.contains(part)).map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ledger::arbitrary::cases(96))]

    #[test]
    fn any_ledger_is_taken_in_once_and_without_loss(table in tables()) {
        let book = of_csv(table.clone());
        let preview = previewed(&empty(), &book, &Choices::default());
        let rejected: Vec<_> = preview.rows.iter().filter(|row| row.outcome == Outcome::Rejected).collect();
        let told = format!(
            "{:?}{:?}{:?}{:?}{:?}{:?}",
            preview.asides, preview.doubts, preview.told, preview.words, preview.columns, rejected
        );
        let now = committed(empty(), preview.ops);
        let held = serde_json::to_string(&now).unwrap();
        for cell in table.iter().flatten() {
            for piece in pieces(cell) {
                // Days, numbers and sums are written in the way of the ledger: those are tables of cases of their own.
                let written_otherwise = piece.bytes().any(|b| b.is_ascii_digit());
                prop_assert!(
                    written_otherwise || held.contains(&piece) || told.contains(&piece),
                    "{} of {:?} is lost: {}", piece, cell, held
                );
            }
        }
        // Findings of one title that also bear one number are nobody's to tell apart.
        let mut titles: Vec<&str> = now.findings.iter().map(|finding| finding.title.as_str()).collect();
        titles.sort_unstable();
        if titles.windows(2).any(|two| two[0] == two[1]) {
            return Ok(());
        }
        let ledger = Ledger::new(now).unwrap();
        let again = previewed_again(&ledger, &book);
        prop_assert!(again.ops.is_empty(), "the second time: {:?}", again.ops);
        let out = of_csv(csv::read(&csv::write(csv_rows(&ledger, &Wanted::default(), day()))));
        let back = previewed_again(&ledger, &out);
        prop_assert!(back.ops.is_empty(), "out and back: {:?}", back.ops);
        // A finding whose printed number is none (1-1) goes out with its place, which may be the number of another.
        if !table.iter().flatten().any(|cell| cell == "1-1") {
            let without_ids = Wanted { without_ids: true, ..Wanted::default() };
            let out = of_csv(csv::read(&csv::write(csv_rows(&ledger, &without_ids, day()))));
            let back = previewed_again(&ledger, &out);
            prop_assert!(back.ops.is_empty(), "out and back without ids: {:?}", back.ops);
        }
    }
}
