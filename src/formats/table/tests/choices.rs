//! Words of columns that hold one of a few: what the ledger does not have is listed, mapped, remembered, and nothing of it is
//! lost.

use serde_json::json;

use super::super::choices::Meaning;
use super::super::value_words::{ColumnWords, Taken, ValueUse};
use super::offices::committed;
use super::*;
use ledger::custom::CustomKind;

fn ledger() -> Ledger {
    let bundle = json!({
        "format": "zhenggai.bundle/1", "id": "b",
        "units": [{"id": "u", "name": "办公室"}, {"id": "v", "name": "人事处"}],
        "aspects": [{"id": "a", "title": "党的领导方面"}],
        "custom_fields": [
            {"id": "c", "label": "资金来源", "kind": "choice", "of": "finding", "options": "上级\n自筹"},
            {"id": "y", "label": "有无预案", "kind": "yes_no", "of": "finding"}],
        "findings": [{"id": "f", "number": 1, "title": "旧问题", "measures": [{"id": "m", "number": 1, "text": "旧措施", "recheck": "合格"}]}]
    });
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

const TABLE: &str = "序号,问题类别,反馈问题,资金来源,有无预案,整改措施,牵头单位,整改类型,复查结果\n\
    2,党的领导,甲不足,自 筹,已备,做甲做甲,局办公室,即知即改,复查合格\n\
    3,作风建设,乙不足,上级,是,做乙做乙,人事处,分步推进,合格\n\
    4,作风建设,丙不足,社会捐赠,否,做丙做丙,财务处,长期整改,\n";

fn of(ledger: &Ledger, choices: &Choices) -> Preview {
    previewed(ledger, &of_csv(csv::read(TABLE)), choices)
}

fn find<'p>(preview: &'p Preview, name: &str) -> &'p ColumnWords {
    preview
        .values
        .iter()
        .find(|words| words.name == name)
        .unwrap_or_else(|| panic!("{name}: {:?}", preview.values))
}

/// The words of a column with what each is taken for and what is proposed.
fn told(words: &ColumnWords) -> Vec<(&str, usize, Option<&str>, Option<&str>)> {
    let one = |used: &'_ ValueUse| (used.rows, used.likely.is_some());
    assert!(words.values.iter().all(|used| one(used).0 > 0));
    words
        .values
        .iter()
        .map(|used| (used.word.as_str(), used.rows, used.choice(), used.likely.as_deref()))
        .collect()
}

#[test]
fn words_that_the_ledger_does_not_have_are_listed_with_a_proposal() {
    let preview = of(&ledger(), &Choices::default());
    assert_eq!(
        told(find(&preview, "问题类别")),
        [("作风建设", 2, Some("作风建设"), None), ("党的领导", 1, Some("党的领导"), Some("党的领导方面"))]
    );
    assert_eq!(
        told(find(&preview, "整改类型")),
        [
            ("分步推进", 1, None, None),
            ("即知即改", 1, Some("立行立改"), Some("立行立改")),
            ("长期整改", 1, Some("长期坚持"), Some("长期坚持"))
        ]
    );
    assert_eq!(told(find(&preview, "复查结果")), [("复查合格", 1, Some("复查合格"), Some("合格"))]);
    assert_eq!(
        told(find(&preview, "资金来源")),
        [("社会捐赠", 1, None, None), ("自 筹", 1, Some("自筹"), Some("自筹"))]
    );
    assert_eq!(told(find(&preview, "有无预案")), [("已备", 1, None, None)]);
    assert_eq!(
        told(find(&preview, "单位")),
        [("局办公室", 1, Some("局办公室"), Some("办公室")), ("财务处", 1, Some("财务处"), None)]
    );
    let said = format!("{:?}", preview.doubts);
    for word in ["分步推进", "社会捐赠", "已备", "党的领导"] {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn what_a_person_takes_a_word_for_is_imported_so_and_remembered() {
    let at = |head: &str| TABLE.lines().next().unwrap().split(',').position(|own| own == head).unwrap();
    let mut choices = Choices::default();
    for (head, word, value) in [
        ("问题类别", "党的领导", "党的领导方面"),
        ("整改类型", "分步推进", "限期整改"),
        ("复查结果", "复查合格", "合格"),
        ("资金来源", "自 筹", "自筹"),
        ("资金来源", "社会捐赠", "社会捐赠"),
        ("有无预案", "已备", "是"),
        ("牵头单位", "局办公室", "办公室"),
        // What no field has is no choice, and an empty one leaves the cell empty.
        ("整改类型", "长期整改", "没有这一类"),
        ("牵头单位", "财务处", ""),
    ] {
        choices.values.insert((at(head), word.to_owned()), value.to_owned());
    }
    let preview = of(&ledger(), &choices);
    assert_eq!(find(&preview, "单位").values[1].taken, Taken::Empty);
    assert_eq!(preview.counts.doubts, 0, "{:?}", preview.doubts);
    let now = committed(ledger(), preview.ops);
    let made = &now.findings[1..];
    assert_eq!((now.aspects.len(), now.units.len()), (2, 2));
    assert_eq!(made[0].aspect, Id::new("a"));
    let term = |nth: usize| made[nth].measures[0].term.as_ref().map(ToString::to_string).unwrap_or_default();
    assert_eq!([term(0), term(1), term(2)], ["立行立改", "限期整改", "长期坚持"]);
    assert_eq!(made[0].measures[0].recheck, "合格");
    assert_eq!(
        (made[0].measures[0].lead_unit.clone(), made[2].measures[0].lead_unit.clone()),
        (Id::new("u"), None)
    );
    assert_eq!(now.custom_fields[0].options, "上级\n自筹\n社会捐赠");
    let value = |nth: usize, id: &str| {
        made[nth].custom.value(id).and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    };
    assert_eq!([value(0, "c"), value(1, "c"), value(2, "c")], ["自筹", "上级", "社会捐赠"]);
    assert_eq!(value(0, "y"), "是");
    let again = of(&Ledger::new(now).unwrap(), &Choices::default());
    assert_eq!((again.ops.len(), again.counts.doubts), (0, 0), "{:?} {:?}", again.ops, again.doubts);
    assert!(again.values.iter().flat_map(|words| &words.values).filter(|used| used.is_chosen).count() >= 7);
}

#[test]
fn a_new_field_of_options_gets_those_that_stand_in_its_column() {
    let text = "序号,问题,隐患级别,整改措施\n1,甲,一般,做甲\n2,乙,重大,做乙\n3,丙,一般,做丙\n";
    let mut choices = Choices::default();
    choices.columns.insert(2, Meaning::New { kind: CustomKind::Choice, of_finding: true });
    let preview = previewed(&ledger(), &of_csv(csv::read(text)), &choices);
    assert_eq!(preview.counts.doubts, 0, "{:?}", preview.doubts);
    let now = committed(ledger(), preview.ops);
    assert_eq!(now.custom_fields[2].options, "一般\n重大");
    let again = previewed(&Ledger::new(now).unwrap(), &of_csv(csv::read(text)), &Choices::default());
    assert!(again.ops.is_empty(), "{:?}", again.ops);
}

#[test]
fn a_ledger_without_anything_to_choose_from_lists_nothing() {
    let bare = Ledger::new(serde_json::from_value(json!({"id": "b"})).unwrap()).unwrap();
    let text = "序号,问题类别,问题,整改措施,牵头单位\n1,甲类,甲,做甲,办公室\n";
    assert_eq!(previewed(&bare, &of_csv(csv::read(text)), &Choices::default()).values, []);
}
