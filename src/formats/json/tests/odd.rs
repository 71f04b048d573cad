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
        (r#""later": 1"#, r#"later：台账的成员 "later" 是这个版本不认识的，已原样保留。"#),
        (
            r#""findings": [{"id": "f", "颜色": 1, "measures": [{"id": "m", "x y": {}}]}, {"id": "g", "颜色": 2}]"#,
            "findings[0].颜色：问题的成员 \"颜色\" 是这个版本不认识的，已原样保留（另见 findings[1].颜色）。\nfindings[0].measures[0][\"x y\"]：整改措施的成员 \"x y\" 是这个版本不认识的，已原样保留。",
        ),
        (
            r#""units": [{"id": "1", "z": 0}, {"id": "2", "z": 0}, {"id": "3", "z": 0}, {"id": "4", "z": 0}]"#,
            r#"units[0].z：单位的成员 "z" 是这个版本不认识的，已原样保留（共 4 处，另见 units[1].z、units[2].z 等）。"#,
        ),
        (
            r#""inspection": {"id": "no entity"}"#,
            r#"inspection.id：巡察的成员 "id" 是这个版本不认识的，已原样保留。"#,
        ),
        (
            r#""findings": [{"id": "f", "measures": [{"id": "m", "term": "分阶段"}]}]"#,
            r#"findings[0].measures[0].term：整改类型 "分阶段" 不在 立行立改、限期整改、长期坚持 之中，已原样保留。"#,
        ),
        (
            r#""institutions": [{"id": "i", "role": "drafted"}]"#,
            r#"institutions[0].role：性质 "drafted" 不在 issued、studied、produced 之中，已原样保留。"#,
        ),
        (
            r#""findings": [{"id": "f", "measures": [{"id": "m", "status": "快好了", "units": ["u"]}]}], "units": [{"id": "u"}]"#,
            r#"findings[0].measures[0].status：整改状态所指的 "快好了" 在台账中不存在，已原样保留。"#,
        ),
        (
            r#""findings": [{"id": "f", "aspect": "a", "lead_unit": "u", "supporting_units": ["v", "f"]}]"#,
            "findings[0].aspect：问题类别所指的 \"a\" 在台账中不存在，已原样保留。\nfindings[0].lead_unit：牵头部门所指的 \"u\" 在台账中不存在，已原样保留。\nfindings[0].supporting_units[0]：配合部门所指的 \"v\" 在台账中不存在，已原样保留。\nfindings[0].supporting_units[1]：配合部门所指的 \"f\" 在台账中不存在，已原样保留。",
        ),
        (
            r#""institutions": [{"id": "i", "measures": ["m"], "findings": ["i"]}]"#,
            "institutions[0].findings[0]：对应问题所指的 \"i\" 在台账中不存在，已原样保留。\ninstitutions[0].measures[0]：对应措施所指的 \"m\" 在台账中不存在，已原样保留。",
        ),
        (
            r#""later": [1, 12345678901234567890123, {"n": 1e400, "m": 0.1}]"#,
            "later：台账的成员 \"later\" 是这个版本不认识的，已原样保留。\nlater[1]：这个数的位数超出一般程序的精度，这里已原样保留，别的程序读写时可能改变它（另见 later[2].n）。",
        ),
    ];
    let custom = r#""custom_fields": [{"id": "c", "label": "资金", "kind": "sum"}, {"id": "d", "label": "督办", "kind": "unit"}],
        "findings": [{"id": "f", "custom": {"c": "12.5", "d": ["f"], "gone": "甲"}, "measures": [
            {"id": "m", "custom": {"c": 12, "d": "u"}}]}]"#;
    let told = "findings[0].custom.d：自定义字段 \"督办\" 所指的 \"f\" 在台账中不存在，已原样保留。\n\
        findings[0].custom.gone：\"gone\" 不在台账的自定义字段之中，它的值已原样保留。\n\
        findings[0].measures[0].custom.c：自定义字段 \"资金\" 的值应为以万元计的金额，如 12.5，已原样保留。\n\
        findings[0].measures[0].custom.d：自定义字段 \"督办\" 的值应为单位名称，已原样保留。";
    let cases = cases.into_iter().chain([(custom, told)]);
    super::check(cases.map(|(members, told)| (members.to_owned(), told)), |members| {
        oddities(members).join(
            "
",
        )
    });
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
