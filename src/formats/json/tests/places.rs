//! Files that are JSON, with something in them that a ledger does not take: each place is told.

use super::{check, opened, refused, with};
use crate::json::{MAX_LISTED, Refusal};

/// Members of a bundle from line 4 on, and what is told of them.
const WRONG: &[(&str, &str)] = &[
    // Text, flags and numbers.
    (r#""title": 5"#, "第 4 行第 10 列，title（台账名称）：应为文字，实为 5。请加上英文双引号。"),
    (r#""title": true"#, "第 4 行第 10 列，title（台账名称）：应为文字，实为 true。请加上英文双引号。"),
    (r#""title": ["a"]"#, "第 4 行第 10 列，title（台账名称）：应为文字，实为列表（1 项）。"),
    (
        r#""demonstration": "true""#,
        r#"第 4 行第 18 列，demonstration（演示数据）：应为 true 或 false，实为 "true"。请去掉引号。"#,
    ),
    (r#""demonstration": 1"#, "第 4 行第 18 列，demonstration（演示数据）：应为 true 或 false，实为 1。"),
    (
        r#""findings": [{"id": "f", "number": "12"}]"#,
        r#"第 4 行第 36 列，findings[0].number（问题 1 的序号）：应为 0 至 4294967295 的整数，实为 "12"。请去掉引号。"#,
    ),
    (
        r#""findings": [{"id": "f", "number": -1}]"#,
        "第 4 行第 36 列，findings[0].number（问题 1 的序号）：应为 0 至 4294967295 的整数，实为 -1。",
    ),
    (
        r#""findings": [{"id": "f", "number": 1.5}]"#,
        "第 4 行第 36 列，findings[0].number（问题 1 的序号）：应为 0 至 4294967295 的整数，实为 1.5。",
    ),
    (
        r#""findings": [{"id": "f", "number": 4294967296}]"#,
        "第 4 行第 36 列，findings[0].number（问题 1 的序号）：应为 0 至 4294967295 的整数，实为 4294967296。",
    ),
    (
        r#""findings": [{"id": "f", "number": 1e99}]"#,
        "第 4 行第 36 列，findings[0].number（问题 1 的序号）：应为 0 至 4294967295 的整数，实为 1e99。",
    ),
    (
        r#""figures": [{"id": "x", "value": 27}]"#,
        r#"第 4 行第 34 列，figures[0].value（数字成果 1 的数值）：应为小数，写成文字，如 "12.50"，实为 27。请加上英文双引号。"#,
    ),
    (
        r#""figures": [{"id": "x", "value": "27份"}]"#,
        r#"第 4 行第 34 列，figures[0].value（数字成果 1 的数值）：应为小数，写成文字，如 "12.50"，实为 "27份"。"#,
    ),
    // Days, moments, deadlines.
    (
        r#""inspection": {"feedback": "2023-02-29"}"#,
        r#"第 4 行第 28 列，inspection.feedback（巡察的反馈日期）：应为日历上有的日期，形如 2024-06-18，实为 "2023-02-29"。日历上没有这一天。"#,
    ),
    (
        r#""inspection": {"feedback": "2023年10月13日"}"#,
        r#"第 4 行第 28 列，inspection.feedback（巡察的反馈日期）：应为日历上有的日期，形如 2024-06-18，实为 "2023年10月13日"。"#,
    ),
    (
        r#""inspection": {"feedback": 20231013}"#,
        "第 4 行第 28 列，inspection.feedback（巡察的反馈日期）：应为日历上有的日期，形如 2024-06-18，实为 20231013。",
    ),
    (
        r#""inspection": {"feedback": ""}"#,
        r#"第 4 行第 28 列，inspection.feedback（巡察的反馈日期）：应为日历上有的日期，形如 2024-06-18，实为 ""。没有内容时请写 null，或删去这一项。"#,
    ),
    (
        r#""findings": [{"id": "f", "number": 12, "measures": [{"id": "m"}, {"id": "n", "number": 3, "due": "2024-02-30"}]}]"#,
        r#"第 4 行第 98 列，findings[0].measures[1].due（问题 12 措施 3 的整改时限）：应为日期（2024-06-30）、月份（2024-06）或一句话（长期坚持），实为 "2024-02-30"。日历上没有这一天。"#,
    ),
    (
        r#""findings": [{"id": "f", "due": "2024-13"}]"#,
        r#"第 4 行第 33 列，findings[0].due（问题 1 的整改时限）：应为日期（2024-06-30）、月份（2024-06）或一句话（长期坚持），实为 "2024-13"。日历上没有这个月。"#,
    ),
    (
        r#""findings": [{"id": "f", "due": "2024-6-1"}]"#,
        r#"第 4 行第 33 列，findings[0].due（问题 1 的整改时限）：应为日期（2024-06-30）、月份（2024-06）或一句话（长期坚持），实为 "2024-6-1"。"#,
    ),
    (
        r#""findings": [{"id": "f", "due": {"day": 1}}]"#,
        r#"第 4 行第 33 列，findings[0].due（问题 1 的整改时限）：应为日期（2024-06-30）、月份（2024-06）或一句话（长期坚持），实为对象（有 "day"）。"#,
    ),
    (
        r#""findings": [{"id": "f", "measures": [{"id": "m", "evidence": [{"id": "e", "modified": "2024-06-18 09:30"}]}]}]"#,
        r#"第 4 行第 88 列，findings[0].measures[0].evidence[0].modified（问题 1 措施 1 佐证材料 1 的文件时间）：应为时刻，形如 2024-06-18T09:30:00.000+08:00，实为 "2024-06-18 09:30"。"#,
    ),
    (
        r#""findings": [{"id": "f", "measures": [{"id": "m", "evidence": [{"id": "e", "size": -5}]}]}]"#,
        "第 4 行第 84 列，findings[0].measures[0].evidence[0].size（问题 1 措施 1 佐证材料 1 的大小（字节））：应为不小于 0 的整数，实为 -5。",
    ),
    // Words and references.
    (
        r#""findings": [{"id": "f", "measures": [{"id": "m", "term": 1}]}]"#,
        "第 4 行第 59 列，findings[0].measures[0].term（问题 1 措施 1 的整改类型）：应为立行立改、限期整改、长期坚持之一，实为 1。",
    ),
    (
        r#""findings": [{"id": "f", "measures": [{"id": "m", "status": ""}]}]"#,
        r#"第 4 行第 61 列，findings[0].measures[0].status（问题 1 措施 1 的整改状态）：应为编号（1 至 120 个字），实为 ""。没有内容时请写 null，或删去这一项。"#,
    ),
    (
        r#""findings": [{"id": "f", "closure": [{"id": "c", "action": false}]}]"#,
        "第 4 行第 60 列，findings[0].closure[0].action（问题 1 销号步骤 1 的步骤）：应为 apply、accept、return、close、withdraw、reopen 之一，实为 false。",
    ),
    (
        r#""findings": [{"id": "f", "units": "局机关"}]"#,
        r#"第 4 行第 35 列，findings[0].units（问题 1 的责任部门）：应为编号的列表，实为 "局机关"。"#,
    ),
    (
        r#""findings": [{"id": "f", "units": ["u1", "", 3]}]"#,
        "第 4 行第 42 列，findings[0].units[1]（问题 1 的责任部门）：应为编号（1 至 120 个字的文字），实为 \"\"。\n第 4 行第 46 列，findings[0].units[2]（问题 1 的责任部门）：应为编号（1 至 120 个字的文字），实为 3。",
    ),
    (
        r#""statuses": [{"id": "s", "class": []}]"#,
        "第 4 行第 35 列，statuses[0].class（状态 1 的类别）：应为 open、partial、done 之一，实为空的列表。",
    ),
    // Lists, parts, records.
    (
        r#""findings": {"id": "f"}"#,
        r#"第 4 行第 13 列，findings（问题）：应为问题的列表 […]，实为对象（有 "id"）。"#,
    ),
    (r#""findings": "f""#, r#"第 4 行第 13 列，findings（问题）：应为问题的列表 […]，实为 "f"。"#),
    (r#""findings": [null]"#, "第 4 行第 14 列，findings[0]（问题 1）：应为问题（一个对象），实为 null。"),
    (r#""findings": ["f"]"#, r#"第 4 行第 14 列，findings[0]（问题 1）：应为问题（一个对象），实为 "f"。"#),
    (
        r#""findings": [{"id": "f", "measures": {}}]"#,
        "第 4 行第 38 列，findings[0].measures（问题 1 的整改措施）：应为整改措施的列表 […]，实为空的对象。",
    ),
    (r#""inspection": []"#, "第 4 行第 15 列，inspection（巡察）：应为巡察（一个对象），实为空的列表。"),
    (r#""archive": "2024""#, r#"第 4 行第 12 列，archive（归档）：应为归档（一个对象），实为 "2024"。"#),
    (r#""history": {}"#, "第 4 行第 12 列，history（变更记录）：应为列表，实为空的对象。"),
    // Ids.
    (
        r#""findings": [{"number": 7}]"#,
        "第 4 行第 14 列，findings[0].id（问题 7 的编号）：应为编号（1 至 120 个字的文字），实为空缺。",
    ),
    (
        r#""findings": [{"id": null}]"#,
        "第 4 行第 21 列，findings[0].id（问题 1 的编号）：应为编号（1 至 120 个字的文字），实为 null。",
    ),
    (
        r#""findings": [{"id": 7}]"#,
        "第 4 行第 21 列，findings[0].id（问题 1 的编号）：应为编号（1 至 120 个字的文字），实为 7。",
    ),
    (
        r#""findings": [{"id": "a\nb"}]"#,
        r#"第 4 行第 21 列，findings[0].id（问题 1 的编号）：应为编号（1 至 120 个字的文字），实为 "a\nb"。"#,
    ),
    (
        r#""findings": [{"id": "f"}, {"id": "g", "measures": [{"id": "f"}]}]"#,
        r#"第 4 行第 59 列，findings[1].measures[0].id（问题 2 措施 1 的编号）：应为整份台账中唯一的编号，实为又一个 "f"。它已经用在 findings[0].id（第 4 行第 21 列）。"#,
    ),
    (
        r#""units": [{"id": "b"}]"#,
        r#"第 4 行第 18 列，units[0].id（单位 1 的编号）：应为整份台账中唯一的编号，实为又一个 "b"。它已经用在 id（第 3 行第 9 列）。"#,
    ),
    // Keys.
    (
        r#""title": "a", "title": "a""#,
        r#"第 4 行第 15 列，title：应为只出现一次的成员名，实为又一个 "title"。它第一次出现在第 4 行第 1 列。请删去其中一个。"#,
    ),
    (
        r#""titl\u0065": "a", "title": "b""#,
        r#"第 4 行第 20 列，title：应为只出现一次的成员名，实为又一个 "title"。它第一次出现在第 4 行第 1 列。请删去其中一个。"#,
    ),
    (
        r#""later": {"a": 1, "b": [{"c": 1, "c": 2}]}"#,
        r#"第 4 行第 34 列，later.b[0].c：应为只出现一次的成员名，实为又一个 "c"。它第一次出现在第 4 行第 26 列。请删去其中一个。"#,
    ),
    (
        r#""history": [{"op": 1, "op": 2}]"#,
        r#"第 4 行第 23 列，history[0].op：应为只出现一次的成员名，实为又一个 "op"。它第一次出现在第 4 行第 14 列。请删去其中一个。"#,
    ),
    (
        r#""later": {"$serde_json::private::Number": "1"}"#,
        r#"第 4 行第 46 列，later["$serde_json::private::Number"]：应为别的成员名，实为 "$serde_json::private::Number"。这个名字留给程序内部使用。"#,
    ),
    // Texts.
    (
        r#""title": "\ud83d""#,
        r"第 4 行第 11 列，title：应为成对的代理项（如 \ud83d\ude00），实为单独的 \ud83d。这半个字符没有意义，请删去或补全。",
    ),
    (
        r#""title": "\ude00\ud83d""#,
        "第 4 行第 11 列，title：应为成对的代理项（如 \\ud83d\\ude00），实为单独的 \\ude00。这半个字符没有意义，请删去或补全。\n第 4 行第 17 列，title：应为成对的代理项（如 \\ud83d\\ude00），实为单独的 \\ud83d。这半个字符没有意义，请删去或补全。",
    ),
    (
        "\"title\": \"a\tb\"",
        r"第 4 行第 12 列，title：应为没有控制字符的文字，实为控制字符 U+0009。请删去它，或改写成 \t。",
    ),
    (
        "\"title\": \"a\0b\"",
        r"第 4 行第 12 列，title：应为没有控制字符的文字，实为控制字符 U+0000。请删去它，或改写成 \u0000。",
    ),
];

#[test]
fn a_wrong_value_is_told_with_its_place_its_name_and_what_should_stand_there() {
    check(WRONG.iter().map(|(members, told)| (with(members), *told)), |file| refused(file.as_bytes()));
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_in_the_order_of_the_file() {
    let file = with(
        "  \"title\": 1,\n  \"findings\": [\n    {\"id\": \"f\", \"due\": \"2024-02-30\"},\n    {\"title\": \"\\ud800\"},\n    5\n  ],\n  \"units\": 0",
    );
    let Err(Refusal::Content { problems, more: 0 }) = opened(file.as_bytes()) else { panic!("refused") };
    let places: Vec<_> = problems.iter().map(|p| (p.line, p.column, p.path.as_str())).collect();
    assert_eq!(
        places,
        [
            (4, 12, "title"),
            (6, 24, "findings[0].due"),
            (7, 5, "findings[1].id"),
            (7, 16, "findings[1].title"),
            (8, 5, "findings[2]"),
            (10, 12, "units"),
        ]
    );
}

#[test]
fn two_hundred_problems_are_listed_and_the_others_counted() {
    let findings: Vec<String> = (0..1000).map(|n| format!("{{\"id\": \"f{n}\", \"due\": 0}}")).collect();
    let file = with(&format!("\"findings\": [{}]", findings.join(",\n")));
    let Err(refusal) = opened(file.as_bytes()) else { panic!("refused") };
    let sentences = refusal.sentences();
    assert_eq!(sentences.len(), MAX_LISTED + 1);
    assert!(sentences[199].starts_with("第 203 行"), "{}", sentences[199]);
    assert_eq!(sentences[200], "还有 800 处问题没有列出。");
}
