//! Files that open although something about them is odd, and rescue files.

use super::{opened, refused, with};
use crate::json::Problem;
use serde_json::json;

fn oddities(members: &str) -> Vec<String> {
    let opened = opened(with(members).as_bytes()).unwrap();
    opened.oddities.iter().map(Problem::sentence).collect()
}

#[test]
fn what_is_odd_is_told_and_kept() {
    let cases = [
        (r#""later": 1"#, r#"台账有这个版本不认识的成员，已原样保留："later"。"#),
        (
            r#""findings": [{"id": "f", "颜色": 1, "measures": [{"id": "m", "x y": {}}]}, {"id": "g", "number": 7, "颜色": 2}]"#,
            "问题有这个版本不认识的成员（共 2 处），已原样保留：\"颜色\"（问题 1、问题 7）。\n整改措施有这个版本不认识的成员，已原样保留：\"x y\"（措施 1-1）。",
        ),
        (
            r#""units": [{"id": "1", "z": 0}, {"id": "2", "z": 0}, {"id": "3", "z": 0}, {"id": "4", "z": 0}]"#,
            r#"单位有这个版本不认识的成员（共 4 处），已原样保留："z"（第 1 个单位、第 2 个单位、第 3 个单位 等 4 处）。"#,
        ),
        (r#""inspection": {"id": "no entity"}"#, r#"巡察有这个版本不认识的成员，已原样保留："id"。"#),
        (
            r#""findings": [{"id": "f", "measures": [{"id": "m", "term": "分阶段"}]}]"#,
            r#"整改类型不在 立行立改、限期整改、长期坚持 之中，已原样保留："分阶段"（措施 1-1）。"#,
        ),
        (
            r#""institutions": [{"id": "i", "role": "drafted"}]"#,
            r#"性质不在 issued、studied、produced 之中，已原样保留："drafted"（第 1 个制度）。"#,
        ),
        (
            r#""findings": [{"id": "f", "number": 5, "measures": [{"id": "m", "status": "快好了", "units": ["u"]}, {"id": "n", "status": "快了"}]}], "units": [{"id": "u"}]"#,
            r#"整改状态所指的条目在台账中不存在（共 2 处），已原样保留："快好了"（措施 5-1）、"快了"（措施 5-2）。"#,
        ),
        (
            r#""findings": [{"id": "f", "aspect": "a", "lead_unit": "u", "supporting_units": ["v", "f"]}]"#,
            "问题类别所指的条目在台账中不存在，已原样保留：\"a\"（问题 1）。\n牵头部门所指的条目在台账中不存在，已原样保留：\"u\"（问题 1）。\n配合部门所指的条目在台账中不存在（共 2 处），已原样保留：\"v\"（问题 1）、\"f\"（问题 1）。",
        ),
        (
            r#""institutions": [{"id": "i", "measures": ["m"], "findings": ["i"]}]"#,
            "对应问题所指的条目在台账中不存在，已原样保留：\"i\"（第 1 个制度）。\n对应措施所指的条目在台账中不存在，已原样保留：\"m\"（第 1 个制度）。",
        ),
        (
            r#""later": [1, 12345678901234567890123, {"n": 1e400, "m": 0.1}]"#,
            "台账有这个版本不认识的成员，已原样保留：\"later\"。\n数的位数超出一般程序的精度，别的程序读写时可能改变它（共 2 处），已原样保留：成员 \"later\" 中的 12345678901234567890123、成员 \"later\" 中的 1e+400。",
        ),
    ];
    let custom = r#""custom_fields": [{"id": "c", "label": "资金", "kind": "sum"}, {"id": "d", "label": "督办", "kind": "unit"}],
        "findings": [{"id": "f", "custom": {"c": "12.5", "d": ["f"], "gone": "甲"}, "measures": [
            {"id": "m", "custom": {"c": 12, "d": "u"}}]}]"#;
    let told = "自定义字段 \"督办\" 所指的条目在台账中不存在，已原样保留：\"f\"（问题 1 的自定义字段的值）。\n\
        有不在台账的自定义字段之中的值，已原样保留：\"gone\"（问题 1 的自定义字段的值）。\n\
        自定义字段 \"资金\" 的值应为以万元计的金额，如 12.5，已原样保留：12（措施 1-1 的自定义字段的值）。\n\
        自定义字段 \"督办\" 的值应为单位名称，已原样保留：\"u\"（措施 1-1 的自定义字段的值）。";
    let cases = cases.into_iter().chain([(custom, told)]);
    super::check(cases.map(|(members, told)| (members.to_owned(), told)), |members| {
        oddities(members).join(
            "
",
        )
    });
}

#[test]
fn many_oddities_of_one_kind_are_one_line_with_their_count() {
    let measures: Vec<_> = (0..79)
        .map(|n| json!({"id": format!("m{n}"), "status": format!("词{n}"), "evidence": [{"id": format!("e{n}"), "z": n}]}))
        .collect();
    let members = format!(r#""findings": [{{"id": "f", "measures": {}}}]"#, json!(measures));
    assert_eq!(
        oddities(&members),
        [
            r#"整改状态所指的条目在台账中不存在（共 79 处），已原样保留："词0"（措施 1-1）、"词1"（措施 1-2）、"词2"（措施 1-3）、"词3"（措施 1-4）、"词4"（措施 1-5） 等。"#,
            r#"佐证材料有这个版本不认识的成员（共 79 处），已原样保留："z"（措施 1-1 的第 1 个佐证材料、措施 1-2 的第 1 个佐证材料、措施 1-3 的第 1 个佐证材料 等 79 处）。"#,
        ]
    );
}

#[test]
fn empty_values_are_not_odd() {
    let members = r#""title": null, "inspection": null, "units": null, "findings": [{"id": "f", "due": null,
        "units": null, "measures": [{"id": "m", "term": "", "due": "", "status": null, "closure": []}]}]"#;
    assert_eq!(oddities(members), [""; 0]);
}

#[test]
fn a_rescue_file_gives_the_bundle_and_the_edits_that_storage_held() {
    let bundle: serde_json::Value = serde_json::from_str(&with("\"title\": \"台账\"")).unwrap();
    let entries = json!({
        "zhenggai/1/b/s1/0": "{\"id\":\"s1/0\"}",
        "zhenggai/1/b/s1/1": {"id": "s1/1", "n": 1.50},
        "zhenggai/1/b/draft/m1-1.text": "\"half\"",
        "zhenggai/1/b/draft/3": "\"half\"",
        "theme": "dark",
    });
    let whole = json!({"format": "zhenggai.rescue/1", "bundle": bundle, "entries": entries, "pending": [{"id": "s1/2"}, "{}"]});
    let rescued = opened(whole.to_string().as_bytes()).unwrap();
    assert_eq!(rescued.bundle.title, "台账");
    assert_eq!(
        rescued.rescued,
        ["{\"id\":\"s1/0\"}", "{\"id\":\"s1/1\",\"n\":1.5}", "{\"id\":\"s1/2\"}", "{}"]
    );
    assert_eq!(rescued.oddities, []);

    let text =
        json!({"format": "zhenggai.rescue/1", "bundleText": with("\"title\": \"台账\""), "entries": []});
    let rescued = opened(text.to_string().as_bytes()).unwrap();
    assert_eq!(rescued.bundle.title, "台账");
    assert_eq!(
        rescued.oddities.iter().map(Problem::sentence).collect::<Vec<_>>(),
        ["entries：应为存储内容（一个对象），实为空的列表。其中的变更没有取出。"]
    );
}

#[test]
fn a_rescue_file_with_a_broken_bundle_is_refused_with_the_place() {
    let cases = [
        (
            r#"{"format": "zhenggai.rescue/1"}"#.to_owned(),
            "第 1 行第 1 列，bundle：应为台账（一个对象），实为空缺。这份应急备份里没有台账，请改用别的备份。",
        ),
        (
            r#"{"format": "zhenggai.rescue/1", "bundle": {"format": "zhenggai.bundle/1", "id": 5}}"#
                .to_owned(),
            "第 1 行第 81 列，bundle.id（编号）：应为编号（1 至 120 个字的文字），实为 5。",
        ),
        (
            r#"{"format": "zhenggai.rescue/1", "bundle": {"format": "zhenggai.bundle/7", "id": 5}}"#
                .to_owned(),
            r#"文件由较新的版本写成（格式 "zhenggai.bundle/7"，这个版本能读 zhenggai.bundle/1）。请用新版本的整改台账打开，不要在这里修改。"#,
        ),
        (
            json!({"format": "zhenggai.rescue/1", "bundleText": with("\"title\": 5")}).to_string(),
            "第 1 行第 15 列，bundleText.title（台账名称）：应为文字，实为 5。请加上英文双引号；位置在这段文字的第 4 行第 10 列。",
        ),
        (
            json!({"format": "zhenggai.rescue/1", "bundleText": "{\"format\":"}).to_string(),
            "第 1 行第 15 列，bundleText：文件在第 1 行断了，后面的内容没有了。断在 format 中。请重新取得完整的文件。",
        ),
    ];
    super::check(cases, |file| refused(file.as_bytes()));
}
