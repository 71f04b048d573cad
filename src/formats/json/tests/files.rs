//! Files that cannot be read as a whole: not JSON, cut off, in another encoding, of another kind.

use super::{check, gb18030, opened, refused, with};
use crate::json::{FileError, MAX_BYTES, Refusal, check_size};
use ledger::Bundle;

/// Members of a bundle from line 4 on, and what is told of them.
const NOT_JSON: &[(&str, &str)] = &[
    (
        r#""title": 'a'"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 10 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为“'”。请改用英文双引号。",
    ),
    (
        r#""title": “整改”"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 10 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为““”。请改用英文双引号。",
    ),
    (
        r#""title"："a""#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 8 列，title：应为“:”，实为“：”。请改用英文标点。",
    ),
    (
        r#""title": "a"， "organization": "b""#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 13 列：应为“,” 或 “}”，实为“，”。请改用英文标点。",
    ),
    (
        r#"title: "a""#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 1 列：应为成员名（写在英文双引号里），实为“title”。请把成员名写在英文双引号里。",
    ),
    (
        r#""title" "a""#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 9 列，title：应为“:”，实为英文双引号。成员名后面要有英文冒号。",
    ),
    (
        r#""title": "a" "organization": "b""#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 14 列：应为“,” 或 “}”，实为英文双引号。两项之间可能漏了逗号。",
    ),
    (
        r#""title": "a","#,
        "不是正确的 JSON，从这里起读不下去：第 5 行第 1 列：应为成员名（写在英文双引号里），实为“}”。请删去前面多出的逗号。",
    ),
    (
        r#""findings": [1,]"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 16 列，findings[1]：应为一个值（文字、数字、true、false、null、列表或对象），实为“]”。请删去前面多出的逗号。",
    ),
    (
        r#""findings": [1 2]"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 16 列，findings：应为“,” 或 “]”，实为“2”。两项之间可能漏了逗号。",
    ),
    (
        r#""findings": [}"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 14 列，findings[0]：应为一个值（文字、数字、true、false、null、列表或对象），实为“}”。",
    ),
    (
        r#""title": "a\x""#,
        r#"不是正确的 JSON，从这里起读不下去：第 4 行第 12 列，title：应为 \"、\\、\/、\b、\f、\n、\r、\t 或 \u 加四位十六进制数，实为“\x”。文件可能写错了转义，反斜杠本身要写成 \\。"#,
    ),
    (
        r#""title": "\u12g4""#,
        r"不是正确的 JSON，从这里起读不下去：第 4 行第 11 列，title：应为 \u 加四位十六进制数，实为“\u12g4”。文件可能写错了转义，反斜杠本身要写成 \\。",
    ),
    (
        "\"title\": \"第一行\n第二行\"",
        r"不是正确的 JSON，从这里起读不下去：第 4 行第 14 列，title：应为文字的右引号，实为换行。文字里的换行要写成 \n；也可能是漏了英文双引号。",
    ),
    (
        r#""demonstration": True"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 18 列，demonstration：应为一个值（文字、数字、true、false、null、列表或对象），实为“True”。JSON 里写作 true。",
    ),
    (
        r#""title": undefined"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 10 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为“undefined”。JSON 里写作 null。",
    ),
    (
        r#""title": NaN"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 10 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为“NaN”。JSON 没有 NaN，请写数字或 null。",
    ),
    (
        r#""title": 未填"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 10 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为“未填”。文字要写在英文双引号里。",
    ),
    (
        r#""archive": {"year": 02024}"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 21 列，archive.year：应为数字，写法如 12、-3.5、1e6（没有前导零、千位分隔符和单位），实为“02024”。",
    ),
    (
        r#""archive": {"year": +1}"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 21 列，archive.year：应为一个值（文字、数字、true、false、null、列表或对象），实为“+1”。数字前面不写加号。",
    ),
    (
        r#""archive": {"year": .5}"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 21 列，archive.year：应为一个值（文字、数字、true、false、null、列表或对象），实为“.5”。小数点前面要有数字，如 0.5。",
    ),
    (
        r#""archive": {"year": 1,000}"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 23 列，archive：应为成员名（写在英文双引号里），实为“000”。数字里不写千位分隔符；成员名要写在英文双引号里。",
    ),
    (
        r#""archive": {"year": 2024年}"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 21 列，archive.year：应为数字，写法如 12、-3.5、1e6（没有前导零、千位分隔符和单位），实为“2024年”。",
    ),
    (
        r#""title": "a" // 注释"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 14 列：应为“,” 或 “}”，实为“/”。JSON 里不能写注释。",
    ),
    (
        "\"title\":\u{a0}\"a\"",
        "不是正确的 JSON，从这里起读不下去：第 4 行第 9 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为看不见的字符 U+00A0。请删去这个看不见的字符。",
    ),
    (
        "\"title\":\0\"a\"",
        "不是正确的 JSON，从这里起读不下去：第 4 行第 9 列，title：应为一个值（文字、数字、true、false、null、列表或对象），实为看不见的字符 U+0000。",
    ),
    (
        r#""findings": [{"id": "f", "measures": [{"id": "m", "due": }]}]"#,
        "不是正确的 JSON，从这里起读不下去：第 4 行第 58 列，findings[0].measures[0].due：应为一个值（文字、数字、true、false、null、列表或对象），实为“}”。",
    ),
    (
        "} {",
        "不是正确的 JSON，从这里起读不下去：第 4 行第 1 列：应为成员名（写在英文双引号里），实为“}”。请删去前面多出的逗号。",
    ),
];

#[test]
fn a_file_that_is_not_json_is_told_where_and_what_to_write() {
    check(NOT_JSON.iter().map(|(members, told)| (with(members), *told)), |file| refused(file.as_bytes()));
    let deep = with(&format!("\"later\": {}", "[".repeat(1000)));
    check(
        [(
            deep,
            "不是正确的 JSON，从这里起读不下去：第 4 行第 136 列，later[0][0][0][0][0][0][0][0][0]…[0]：应为不超过 127 层的嵌套，实为更深的一层。嵌套过深的不是台账，文件可能已经损坏。",
        )],
        |file| refused(file.as_bytes()),
    );
}

#[test]
fn a_file_that_is_cut_off_is_told_in_which_line() {
    let whole = with(
        "  \"title\": \"整改台账\",\n  \"findings\": [\n    {\"id\": \"f1\", \"number\": 12, \"internal\": true}\n  ]",
    );
    let after = |needle: &str| whole[..whole.find(needle).unwrap() + needle.len()].to_owned();
    let cases = [
        ("{", "文件在第 1 行断了，后面的内容没有了。请重新取得完整的文件。"),
        ("\"format\"", "文件在第 2 行断了，后面的内容没有了。断在 format 中。请重新取得完整的文件。"),
        ("\"format\": ", "文件在第 2 行断了，后面的内容没有了。断在 format 中。请重新取得完整的文件。"),
        ("zhenggai", "文件在第 2 行断了，后面的内容没有了。断在 format 中。请重新取得完整的文件。"),
        ("整改台账\"", "文件在第 4 行断了，后面的内容没有了。请重新取得完整的文件。"),
        ("整改台账\",", "文件在第 4 行断了，后面的内容没有了。请重新取得完整的文件。"),
        ("\"f1\", ", "文件在第 6 行断了，后面的内容没有了。断在 findings[0] 中。请重新取得完整的文件。"),
        ("\"numb", "文件在第 6 行断了，后面的内容没有了。断在 findings[0] 中。请重新取得完整的文件。"),
        ("\"number\": 1", "文件在第 6 行断了，后面的内容没有了。断在 findings[0] 中。请重新取得完整的文件。"),
        (
            "\"internal\": tr",
            "文件在第 6 行断了，后面的内容没有了。断在 findings[0].internal 中。请重新取得完整的文件。",
        ),
        ("true", "文件在第 6 行断了，后面的内容没有了。断在 findings[0] 中。请重新取得完整的文件。"),
        ("  ]\n", "文件在第 8 行断了，后面的内容没有了。请重新取得完整的文件。"),
    ];
    check(cases.map(|(needle, told)| (after(needle), told)), |file| refused(file.as_bytes()));
    // Inside a character of three bytes.
    let cut = &whole.as_bytes()[..whole.find("台账").unwrap() + 2];
    assert_eq!(refused(cut), "文件在第 4 行断了，后面的内容没有了。请重新取得完整的文件。");
    // Everywhere else too, a shorter file is never taken for a whole one.
    for end in 1..whole.trim_end().len() {
        let told = opened(&whole.as_bytes()[..end]);
        assert!(matches!(told, Err(Refusal::File(FileError::Truncated(_)))), "{end}: {told:?}");
    }
}

#[test]
fn a_file_of_another_kind_is_told_so() {
    let cases = [
        ("", "文件是空的。请检查是否选错了文件，或保存时出了错。"),
        ("\u{feff} \n", "文件是空的。请检查是否选错了文件，或保存时出了错。"),
        (
            "hello",
            "不是正确的 JSON，从这里起读不下去：第 1 行第 1 列：应为“{”（台账是一个对象），实为“hello”。这不是 JSON 文件，请检查是否选错了文件。",
        ),
        (
            "<!DOCTYPE html><html></html>",
            "不是正确的 JSON，从这里起读不下去：第 1 行第 1 列：应为“{”（台账是一个对象），实为“<”。这不是 JSON 文件，请检查是否选错了文件。",
        ),
        (
            "PK\u{3}\u{4}...",
            "这是压缩格式的文件（如 .xlsx、.docx、.zip），不是 JSON 台账。请检查是否选错了文件。",
        ),
        ("%PDF-1.7", "这是 PDF 文件，不是 JSON 台账。请检查是否选错了文件。"),
        ("[]", "这个 JSON 文件不是整改台账：文件内容是空的列表。请检查是否选错了文件。"),
        ("[1, 2]", "这个 JSON 文件不是整改台账：文件内容是列表（2 项）。请检查是否选错了文件。"),
        ("12", "这个 JSON 文件不是整改台账：文件内容是 12。请检查是否选错了文件。"),
        (
            "\"zhenggai.bundle/1\"",
            r#"这个 JSON 文件不是整改台账：文件内容是 "zhenggai.bundle/1"。请检查是否选错了文件。"#,
        ),
        ("null", "这个 JSON 文件不是整改台账：文件内容是 null。请检查是否选错了文件。"),
        ("{}", "这个 JSON 文件不是整改台账：文件内容是空的对象。请检查是否选错了文件。"),
        (
            r#"{"name": "x", "version": "1.0.0", "scripts": {}, "main": "a.js"}"#,
            r#"这个 JSON 文件不是整改台账：文件内容是对象（有 "name"、"version"、"scripts" 等）。请检查是否选错了文件。"#,
        ),
        (
            r#"{"id": "b", "findings": []}"#,
            r#"文件没有注明格式。如果它确是整改台账，请在开头的 “{” 后面加上 "format": "zhenggai.bundle/1", 再打开。"#,
        ),
        (
            r#"{"format": null, "id": "b", "findings": []}"#,
            r#"文件没有注明格式。如果它确是整改台账，请在开头的 “{” 后面加上 "format": "zhenggai.bundle/1", 再打开。"#,
        ),
        (
            r#"{"format": 1, "id": "b"}"#,
            r#"文件的格式是 1，应为 "zhenggai.bundle/1"。请检查是否选错了文件。"#,
        ),
        (
            r#"{"format": "zhenggai.bundle/2", "id": 5}"#,
            r#"文件由较新的版本写成（格式 "zhenggai.bundle/2"，这个版本能读 zhenggai.bundle/1）。请用新版本的整改台账打开，不要在这里修改。"#,
        ),
        (
            r#"{"format": "zhenggai.bundle/0", "id": "b"}"#,
            r#"文件的格式是 "zhenggai.bundle/0"，应为 "zhenggai.bundle/1"。请检查是否选错了文件。"#,
        ),
        (
            r#"{"format": "other", "id": "b"}"#,
            r#"文件的格式是 "other"，应为 "zhenggai.bundle/1"。请检查是否选错了文件。"#,
        ),
        (
            r#"{"format": "zhenggai.bundle/1"}"#,
            "第 1 行第 1 列，id（编号）：应为编号（1 至 120 个字的文字），实为空缺。",
        ),
    ];
    check(cases.map(|(file, told)| (file.to_owned(), told)), |file| refused(file.as_bytes()));
}

#[test]
fn a_file_in_another_encoding_is_read_or_told_how_to_save_it() {
    let text = with("\"title\": \"武汉市科技创新局整改台账\"");
    let plain = opened(text.as_bytes()).unwrap();
    assert_eq!(plain.oddities, []);

    let marked = opened(format!("\u{feff}{text}").as_bytes()).unwrap();
    assert_eq!(marked.bundle, plain.bundle);
    assert_eq!(marked.oddities[0].sentence(), "文件开头有字节顺序标记（BOM），已忽略。");

    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    let chinese = opened(&bytes).unwrap();
    assert_eq!(chinese.bundle, plain.bundle);
    assert_eq!(chinese.oddities[0].sentence(), "文件的编码是 GB 18030，已转换；保存时将写成 UTF-8。");
    assert_eq!(crate::json::open(&bytes, &|_| None), Err(FileError::NotText { line: 4 }.into()));
    // A place counts the characters of the text, whatever the encoding.
    let (bytes, _, _) =
        encoding_rs::GB18030.encode("{\"format\": \"zhenggai.bundle/1\", \"备注\": 1, \"id\": 5}");
    assert!(refused(&bytes).starts_with("第 1 行第 48 列，id"), "{}", refused(&bytes));

    let units: Vec<u16> = text.encode_utf16().collect();
    let wide = |first: &[u8], bytes: fn(u16) -> [u8; 2]| {
        let all = [first, &units.iter().copied().flat_map(bytes).collect::<Vec<u8>>()].concat();
        refused(&all)
    };
    let told = "文件的编码是 UTF-16。请用文本编辑器另存为 UTF-8 编码后再打开。";
    assert_eq!(wide(b"\xff\xfe", u16::to_le_bytes), told);
    assert_eq!(wide(b"\xfe\xff", u16::to_be_bytes), told);
    assert_eq!(wide(b"", u16::to_le_bytes), told);
    assert_eq!(wide(b"", u16::to_be_bytes), told);
    assert!(refused(b"{\0\0\0\n\0\0\0").contains("UTF-32"));

    // UTF-8 with one broken byte is damaged, not GB 18030.
    let mut broken = text.clone().into_bytes();
    let at = text.find('市').unwrap();
    broken[at] = 0xff;
    assert_eq!(opened(&broken), Err(FileError::NotText { line: 4 }.into()));
    assert!(gb18030(b"\xff\xff").is_none());
    assert!(refused(b"\x80\xff{").starts_with("第 1 行有不能识别的字符"));
}

#[test]
fn a_file_that_is_too_large_is_told_how_large_it_is() {
    assert_eq!(check_size(MAX_BYTES), Ok(()));
    assert_eq!(
        check_size(MAX_BYTES + 1).unwrap_err().to_string(),
        "文件有 128.1 MB，最多能打开 128 MB。台账本身不会这样大，请检查是否选错了文件。"
    );
}

#[test]
fn the_default_bundle_opens_with_nothing_odd() {
    let opened = opened(include_bytes!("../../../default-bundle.json")).unwrap();
    assert_eq!(opened.oddities, []);
    assert!(opened.rescued.is_empty());
    let Bundle { findings, institutions, figures, claims, statuses, .. } = &opened.bundle;
    let measures: usize = findings.iter().map(|finding| finding.measures.len()).sum();
    assert_eq!(
        (findings.len(), measures, institutions.len(), claims.len(), statuses.len()),
        (34, 110, 52, 3, 5)
    );
    assert!(!figures.is_empty());
    assert!(ledger::Ledger::new(opened.bundle).is_ok());
}
