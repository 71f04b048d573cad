//! The default content against the notice it was made from: complete, verbatim, and with nothing added.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Measures a finding, in the order of the notice.
const MEASURES: [usize; 34] =
    [3, 3, 4, 4, 3, 2, 4, 3, 3, 3, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 3, 3, 3, 3, 3, 4, 4, 3, 4];

fn read(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn notice() -> String {
    read("tests/fixtures/notice-2024-06-18.txt")
}

fn bundle() -> Value {
    serde_json::from_str(&read("src/default-bundle.json")).unwrap_or_else(|e| panic!("{e}"))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("no list `{key}` in {value}"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no text `{key}` in {value}"))
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("no number `{key}` in {value}"))
}

/// A list that is left out when empty.
fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    let items = value.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    items.iter().map(|item| item.as_str().unwrap_or_else(|| panic!("`{key}` in {value}"))).collect()
}

/// Every text that institutions and figures point into: a measure by its id, and the organisation section.
fn places(bundle: &Value) -> BTreeMap<&str, &str> {
    let mut places = BTreeMap::from([("organization", text(&bundle["notice"], "organization"))]);
    for finding in list(bundle, "findings") {
        places.extend(list(finding, "measures").iter().map(|m| (text(m, "id"), text(m, "text"))));
    }
    places
}

/// Where an institution is mentioned.
fn mentioned_in(institution: &Value) -> Vec<&str> {
    let section = institution.get("section").and_then(Value::as_str);
    texts(institution, "measures").into_iter().chain(section).collect()
}

/// The inner text of each `open`…`close` in `text`.
fn quoted(text: &str, open: char, close: char) -> Vec<&str> {
    text.split(open).skip(1).filter_map(|rest| rest.split_once(close)).map(|(inner, _)| inner).collect()
}

/// The Arabic numbers of a text that are neither in a document's title nor a year or month; 近千 reads as 1000.
fn counted(text: &str) -> Vec<String> {
    let text = text.replace("近千册", "近1000册");
    let outside: String = text.split('《').map(|part| part.rsplit('》').next().unwrap_or(part)).collect();
    let mut found = Vec::new();
    let mut digits = String::new();
    for c in outside.chars() {
        if c.is_ascii_digit() || (c == '.' && !digits.is_empty()) {
            digits.push(c);
        } else if !digits.is_empty() {
            let run = std::mem::take(&mut digits);
            if !matches!(c, '年' | '月' | '日') {
                found.push(run);
            }
        }
    }
    found
}

#[test]
fn the_notice_is_rebuilt_byte_for_byte() {
    let bundle = bundle();
    let notice_fields = &bundle["notice"];
    let mut rebuilt = String::new();
    for key in ["title", "preamble", "organization_heading", "organization", "progress_heading"] {
        rebuilt += text(notice_fields, key);
        rebuilt.push('\n');
    }
    for finding in list(&bundle, "findings") {
        rebuilt += text(finding, "prefix");
        rebuilt += text(finding, "title");
        rebuilt.push('\n');
        rebuilt += text(finding, "label");
        for measure in list(finding, "measures") {
            rebuilt += text(measure, "ordinal");
            rebuilt += text(measure, "text");
        }
        rebuilt.push('\n');
    }
    for key in ["plans_heading", "plans", "contact", "signatory"] {
        rebuilt += text(notice_fields, key);
        rebuilt.push('\n');
    }
    rebuilt += text(notice_fields, "date_text");

    let source = notice();
    for (at, (was, is)) in source.lines().zip(rebuilt.lines()).enumerate() {
        assert_eq!(was, is, "line {}", at + 1);
    }
    assert!(source.as_bytes() == rebuilt.as_bytes(), "{} bytes, not {}", rebuilt.len(), source.len());
}

#[test]
fn the_file_is_plain_pretty_json() {
    let file = read("src/default-bundle.json");
    let head =
        format!("{{\n  \"format\": \"zhenggai.bundle/1\",\n  \"id\": \"{}\",\n", ledger::new_ledger::SAMPLE);
    assert!(file.starts_with(&head));
    assert!(file.ends_with("\n}\n"));
    assert!(!file.contains('\r') && !file.contains('\t') && !file.contains("\\u"));
    for empty in ["\": \"\"", "\": []", "\": {}", "\": null"] {
        assert!(!file.contains(empty), "an empty field is left out, not written as {empty}");
    }
}

#[test]
fn the_head_says_what_the_notice_says() {
    let bundle = bundle();
    let (fields, inspection) = (&bundle["notice"], &bundle["inspection"]);
    let (title, preamble) = (text(fields, "title"), text(fields, "preamble"));
    assert!(title.starts_with(text(&bundle, "organization")));
    assert!(title.contains(text(inspection, "round")));
    assert!(text(&bundle, "title").contains(text(inspection, "round")));
    assert!(preamble.contains(text(inspection, "authority")));
    assert!(preamble.contains(text(inspection, "team")));
    assert_eq!(text(&bundle, "organization"), text(fields, "signatory"));

    let [from, to, feedback] = ["from", "to", "feedback"].map(|key| date(text(inspection, key)));
    assert!(preamble.contains(&format!("{}年{}月{}日至{}月{}日", from.0, from.1, from.2, to.1, to.2)));
    assert_eq!(from.0, to.0);
    assert!(preamble.contains(&format!("{}年{}月{}日,巡察组向", feedback.0, feedback.1, feedback.2)));
    let (year, month, day) = date(text(fields, "date"));
    assert_eq!(text(fields, "date_text"), format!("{year}年{month}月{day}日"));
}

/// Year, month and day of `2024-06-18`.
fn date(iso: &str) -> (u32, u32, u32) {
    let parts: Vec<&str> = iso.split('-').collect();
    assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [4, 2, 2], "{iso}");
    let part = |at: usize| parts[at].parse().unwrap_or_else(|e| panic!("{iso}: {e}"));
    (part(0), part(1), part(2))
}

#[test]
fn the_statuses_are_the_five_of_the_domain() {
    let bundle = bundle();
    let rows: Vec<[&str; 4]> = list(&bundle, "statuses")
        .iter()
        .map(|status| ["id", "label", "class", "symbol"].map(|key| text(status, key)))
        .collect();
    let expected = [
        ["未启动", "未启动", "open", "○"],
        ["整改中", "整改中", "open", "◔"],
        ["阶段性完成", "阶段性完成", "partial", "◑"],
        ["基本完成", "基本完成", "partial", "◕"],
        ["已完成", "已完成", "done", "●"],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn every_finding_and_measure_is_there() {
    let bundle = bundle();
    let findings = list(&bundle, "findings");
    assert_eq!(findings.len(), 34);
    let counts: Vec<usize> = findings.iter().map(|finding| list(finding, "measures").len()).collect();
    assert_eq!(counts, MEASURES);
    assert_eq!(counts.iter().sum::<usize>(), 110);

    for (finding, expected) in findings.iter().zip(1..) {
        let (prefix, title) = (text(finding, "prefix"), text(finding, "title"));
        assert_eq!(number(finding, "number"), expected);
        assert_eq!(text(finding, "id"), format!("f{expected:02}"));
        assert_eq!(prefix, format!("{expected}{}", if expected == 12 { '、' } else { '.' }));
        assert!(title.starts_with("关于") && title.contains("问题"), "{title}");
        assert_eq!(title.ends_with('。'), expected == 29, "{title}");
        let label = if expected == 6 { "整改措施及成效:" } else { "整改情况:" };
        assert_eq!(text(finding, "label"), label, "finding {expected}");

        let measures = list(finding, "measures");
        let ordinals: Vec<&str> = measures.iter().map(|measure| text(measure, "ordinal")).collect();
        let printed: &[&str] = if expected == 16 {
            &["一是", "二是", "四是"]
        } else {
            &["一是", "二是", "三是", "四是"]
        };
        assert_eq!(ordinals, printed[..measures.len()], "finding {expected}");
        for (measure, at) in measures.iter().zip(1..) {
            assert_eq!(number(measure, "number"), at);
            assert_eq!(text(measure, "id"), format!("m{expected}-{at}"));
            let text = text(measure, "text");
            assert!(text.ends_with('。') && text.matches('。').count() == 1, "not one sentence: {text}");
        }
    }
}

#[test]
fn a_lead_is_the_phrase_its_measure_begins_with() {
    let bundle = bundle();
    let mut without = Vec::new();
    for measure in list(&bundle, "findings").iter().flat_map(|finding| list(finding, "measures")) {
        let (id, body) = (text(measure, "id"), text(measure, "text"));
        if measure.get("lead").is_none() {
            without.push(id);
            continue;
        }
        let lead = text(measure, "lead");
        let rest = body.strip_prefix(lead).unwrap_or_else(|| panic!("{id}: {lead} does not begin {body}"));
        assert!(rest.starts_with(',') && !lead.contains(','), "{id}: {lead}");
        assert!((4..=16).contains(&lead.chars().count()), "{id}: {lead}");
        assert!(
            counted(&format!("{lead},")).is_empty() && !lead.contains('《'),
            "{id}: {lead} is no summary"
        );
    }
    assert_eq!(without, ["m8-1", "m8-2", "m8-3", "m10-1", "m10-2", "m10-3"]);
}

#[test]
fn ids_are_unique_in_the_whole_file() {
    fn collect<'a>(value: &'a Value, ids: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                ids.extend(fields.get("id").map(|_| text(value, "id")));
                fields.values().for_each(|field| collect(field, ids));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, ids)),
            _ => {}
        }
    }
    let bundle = bundle();
    let mut ids = Vec::new();
    collect(&bundle, &mut ids);
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> = ids.iter().copied().filter(|id| !seen.insert(*id)).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let lists = ["statuses", "findings", "institutions", "figures", "claims", "accountability"];
    let rows: usize = lists.iter().map(|key| list(&bundle, key).len()).sum();
    assert_eq!(ids.len(), 1 + rows + 110, "an entry without an id");
}

#[test]
fn every_title_in_the_source_is_an_institution_and_every_institution_is_in_the_source() {
    let bundle = bundle();
    let places = places(&bundle);

    // A title inside a title, as in 《…<…>…》, is a mention of its own.
    let mut printed = BTreeSet::new();
    for (place, text) in &places {
        for title in quoted(text, '《', '》') {
            printed.insert((*place, title));
            printed.extend(quoted(title, '<', '>').into_iter().map(|inner| (*place, inner)));
        }
    }
    let mut listed = BTreeSet::new();
    for institution in list(&bundle, "institutions") {
        for place in mentioned_in(institution) {
            let mention = (place, text(institution, "title"));
            assert!(listed.insert(mention), "{mention:?} is listed twice");
        }
    }
    assert_eq!(
        listed.difference(&printed).collect::<Vec<_>>(),
        Vec::<&(&str, &str)>::new(),
        "not in the source"
    );
    assert_eq!(
        printed.difference(&listed).collect::<Vec<_>>(),
        Vec::<&(&str, &str)>::new(),
        "not in the list"
    );

    // The measures and the organisation section hold every title of the notice: none is in a heading or the plans.
    let source = notice();
    let all: BTreeSet<&str> = quoted(&source, '《', '》').into_iter().collect();
    let in_places: BTreeSet<&str> = places.values().flat_map(|text| quoted(text, '《', '》')).collect();
    assert_eq!(all, in_places);
    assert_eq!(source.matches('《').count(), 54);
    assert_eq!(all.len(), 51);
}

#[test]
fn institutions_say_who_made_them_and_where() {
    let bundle = bundle();
    let places = places(&bundle);
    let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
    let mut distinct = BTreeSet::new();
    for institution in list(&bundle, "institutions") {
        let (title, role, verb) =
            (text(institution, "title"), text(institution, "role"), text(institution, "verb"));
        *roles.entry(role).or_default() += 1;
        assert!(distinct.insert((title, role)), "{title} as {role} twice");
        let studied = matches!(verb, "学习" | "传达学习" | "贯彻落实");
        assert_eq!(studied, role == "studied", "{title}: {verb}, yet {role}");

        // The verb stands in the clause before the title's first mention.
        let place = mentioned_in(institution)[0];
        let before = places[place].split(title).next().unwrap_or_default();
        let clause = before.rsplit([',', '。']).next().unwrap_or_default();
        assert!(clause.contains(verb), "{title}: no {verb} in {clause}");

        let mut findings: Vec<String> = Vec::new();
        for measure in texts(institution, "measures") {
            let (finding, _) = measure[1..].split_once('-').unwrap_or_else(|| panic!("{measure}"));
            findings.push(format!("f{finding:0>2}"));
        }
        assert_eq!(texts(institution, "findings"), findings, "{title}");
        assert!(institution.get("section").is_none_or(|section| section == "organization"), "{title}");
    }
    assert_eq!(roles, BTreeMap::from([("issued", 32), ("produced", 7), ("studied", 13)]));

    // One character apart, and two documents.
    for title in ["武汉市促进科技成果转化的若干政策措施", "武汉市促进科技成果转化若干政策措施"]
    {
        assert!(distinct.contains(&(title, "issued")), "{title}");
    }
}

#[test]
fn figures_are_quoted_from_the_place_they_name() {
    let bundle = bundle();
    let places = places(&bundle);
    for figure in list(&bundle, "figures") {
        let [id, value, unit, what, quote] =
            ["id", "value", "unit", "what", "quote"].map(|key| text(figure, key));
        let place = if figure.get("measure").is_some() {
            assert!(figure.get("section").is_none(), "{id}");
            let measure = text(figure, "measure");
            let finding = text(figure, "finding").trim_start_matches(['f', '0']);
            assert!(measure.starts_with(&format!("m{finding}-")), "{id}");
            measure
        } else {
            assert!(figure.get("finding").is_none(), "{id}");
            text(figure, "section")
        };
        let whole = places.get(place).unwrap_or_else(|| panic!("{id}: no {place}"));
        assert!(whole.contains(quote), "{id}: {quote} is not in {place}");
        assert!(what.chars().all(|c| quote.contains(c)), "{id}: {what} says more than {quote}");

        let about = [
            format!("{value}多{unit}"),
            format!("{value}余{unit}"),
            format!("超过{value}{unit}"),
            format!("近千{unit}"),
        ];
        let approximate = about.iter().any(|form| quote.contains(form.as_str()));
        let exact = quote.contains(&format!("{value}{unit}"));
        assert!(approximate || exact, "{id}: {value} {unit} is not in {quote}");
        assert_eq!(figure.get("approx").is_some_and(|approx| approx == true), approximate, "{id}");
    }
}

#[test]
fn no_figure_of_the_notice_is_left_out() {
    let bundle = bundle();
    for (place, whole) in places(&bundle) {
        // The one number that is a plan and not a result: 2024年拟聘用专项选聘生8名.
        let whole = whole.replace("拟聘用专项选聘生8名", "");
        let listed: Vec<&str> = list(&bundle, "figures")
            .iter()
            .filter(|figure| figure.get("measure").or(figure.get("section")).is_some_and(|at| at == place))
            .map(|figure| text(figure, "value"))
            .collect();
        assert_eq!(counted(&whole), listed, "{place}: {whole}");
    }
}

#[test]
fn claims_and_accountability_stand_in_the_organisation_section() {
    let bundle = bundle();
    let organization = text(&bundle["notice"], "organization");
    let claims: Vec<(&str, u64, &str)> = list(&bundle, "claims")
        .iter()
        .map(|claim| {
            let (value, unit, quote) = (number(claim, "value"), text(claim, "unit"), text(claim, "quote"));
            assert!(organization.contains(quote), "{quote}");
            assert!(quote.ends_with(&format!("{value}{unit}")), "{quote}");
            (text(claim, "subject"), value, unit)
        })
        .collect();
    assert_eq!(claims, [("measures", 162, "条"), ("institutions", 63, "项"), ("accountability", 27, "人次")]);

    let [entry] = list(&bundle, "accountability") else { panic!("one form of accountability is printed") };
    let (form, count, unit) = (text(entry, "form"), number(entry, "count"), text(entry, "unit"));
    assert!(organization.contains(&format!("“{form}”追责问责{count}{unit}")));
}
