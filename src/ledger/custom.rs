//! 自定义字段: fields that an office adds to its ledger, for findings or for measures, and what their values are. The values
//! stand in the records by the id of the field: see [`super::members`]. Knows no form and no list.

use serde_json::{Value, json};

use super::Ledger;
use super::decimal::ExactSum;
use super::due::{self, Due};
use super::field::{Decimal, words};
use super::finding::{Finding, Measure};
use super::id::Id;
use super::record::{Spec, record};

words! {
    /// What kind of values a custom field has.
    CustomKind, "text、long_text、number、sum、date、choice、yes_no、person、unit、link 之一", {
        /// A line of text.
        Text = "text" "文字",
        /// Text of several lines.
        LongText = "long_text" "长文字",
        /// An exact decimal number.
        Number = "number" "数字",
        /// A sum of money in 万元, exact.
        Sum = "sum" "金额（万元）",
        /// A day or a month.
        Date = "date" "日期",
        /// One of the options of the field.
        Choice = "choice" "选项",
        /// 是 or 否; empty is neither.
        YesNo = "yes_no" "是否",
        /// Names of people.
        Person = "person" "人员",
        /// 单位 of the ledger, one or several.
        Unit = "unit" "单位",
        /// Where something lies: a path on the share, an address.
        Link = "link" "存放位置",
    }
}

words! {
    /// Whose field it is.
    CustomOwner, "finding、measure 之一", {
        /// Of findings.
        Finding = "finding" "问题",
        /// Of measures.
        Measure = "measure" "整改措施",
    }
}

record! {
    /// 自定义字段: a field that this ledger has besides the built-in ones.
    entity CustomField = "自定义字段" {
        fields {
            /// What people read; the name that searches and tables know it by.
            label: String = "名称",
            /// What its values are; empty = 文字.
            kind: Option<CustomKind> = "类型",
            /// Whose field it is; empty = 整改措施.
            of: Option<CustomOwner> = "属于",
            /// The options of 选项, one a line.
            options: String = "选项",
            /// An empty value is a standing check.
            required: bool = "必填",
            /// Neither forms nor tables show it; the values stay.
            hidden: bool = "隐藏",
            /// What is to be filled in, for whoever fills it in.
            note: String = "填写说明",
        }
    }
}

/// 是.
pub const YES: &str = "是";
/// 否.
pub const NO: &str = "否";

impl CustomField {
    /// What its values are. A kind of a newer version is text.
    #[must_use]
    pub fn value_kind(&self) -> CustomKind {
        match &self.kind {
            None | Some(CustomKind::Other(_)) => CustomKind::Text,
            Some(kind) => kind.clone(),
        }
    }

    /// Whether it is a field of findings; else it is one of measures.
    #[must_use]
    pub fn of_findings(&self) -> bool {
        self.of == Some(CustomOwner::Finding)
    }

    /// The name that people read; the id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.label.trim().is_empty() { self.id.as_str() } else { self.label.trim() }
    }

    /// The options, in their order.
    pub fn choices(&self) -> impl Iterator<Item = &str> {
        self.options.lines().map(str::trim).filter(|option| !option.is_empty())
    }

    /// What a value should be, in Chinese; completes "应为…".
    #[must_use]
    pub fn expected(&self) -> String {
        match self.value_kind() {
            CustomKind::Number => "数字，如 12.5".to_owned(),
            CustomKind::Sum => "以万元计的金额，如 12.5".to_owned(),
            CustomKind::Date => "日历上有的日期或月份，如 2024-06-18 或 2024-06".to_owned(),
            CustomKind::Choice => format!("{}之一", self.choices().collect::<Vec<_>>().join("、")),
            CustomKind::YesNo => "“是”或“否”".to_owned(),
            CustomKind::Unit => "单位名称".to_owned(),
            _ => "文字".to_owned(),
        }
    }

    /// Whether a value is of the kind of the field. What says nothing always is.
    #[must_use]
    pub fn takes(&self, value: &Value) -> bool {
        let text = match value {
            Value::Null => return true,
            Value::Array(ids) => {
                let is_id = |id: &Value| id.as_str().is_some_and(|id| Id::new(id).is_some());
                return self.value_kind() == CustomKind::Unit && ids.iter().all(is_id);
            }
            Value::String(text) => text.as_str(),
            _ => return false,
        };
        match self.value_kind() {
            CustomKind::Number | CustomKind::Sum => text.parse::<Decimal>().is_ok(),
            CustomKind::Date => is_date(text),
            CustomKind::Choice => self.choices().any(|option| option == text),
            CustomKind::YesNo => text == YES || text == NO,
            CustomKind::Unit => false,
            _ => true,
        }
    }

    /// The value that a typed or imported text is; `null` where the text is empty. Units are not read here: their names
    /// are the ledger's.
    ///
    /// # Errors
    /// What the field takes, to complete "应为…".
    pub fn read(&self, typed: &str) -> Result<Value, String> {
        let text = typed.trim();
        if text.is_empty() {
            return Ok(Value::Null);
        }
        let value = match self.value_kind() {
            CustomKind::LongText => Some(json!(typed)),
            CustomKind::Number => number(text).map(|number| json!(number)),
            CustomKind::Sum => sum(text).map(|sum| json!(sum)),
            CustomKind::Date => Some(due::typed(text)).filter(|day| is_date(day)).map(|day| json!(day)),
            CustomKind::Choice => self.choices().find(|option| *option == text).map(|option| json!(option)),
            CustomKind::YesNo => yes_or_no(text).map(|word| json!(word)),
            CustomKind::Unit => None,
            _ => Some(json!(text)),
        };
        value.ok_or_else(|| self.expected())
    }
}

/// The part of a finding or measure that holds the values: `custom.cf-1`.
pub const VALUES: &str = "custom";

impl Ledger {
    /// The custom field with this id, hidden or not.
    #[must_use]
    pub fn custom_field(&self, id: &str) -> Option<&CustomField> {
        self.bundle().custom_fields.iter().find(|field| field.id.as_str() == id)
    }

    /// The custom field whose value a field of a finding or measure is: `custom.cf-1`.
    #[must_use]
    pub fn custom_field_of(&self, field: &str) -> Option<&CustomField> {
        self.custom_field(field.strip_prefix(VALUES)?.strip_prefix('.')?)
    }

    /// What people read for a field of a record of this kind: the name that the ledger gives to it, or its own. A custom
    /// field that is gone is told by its id.
    #[must_use]
    pub fn field_label(&self, spec: &Spec, field: &str) -> String {
        let own = |spec: &Spec, field: &str| {
            let renamed = self.bundle().field_labels.text(&key(spec, field)).trim();
            let built_in = || spec.field(field).map_or(field, |field| field.label);
            if renamed.is_empty() { built_in().to_owned() } else { renamed.to_owned() }
        };
        // A member of an open part is about another field.
        let about = |name: &str| {
            let (whose, field) = name.split_once('.').unwrap_or(("", name));
            let spec = [Finding::SPEC, Measure::SPEC].into_iter().find(|spec| owner(spec) == whose);
            spec.map_or_else(|| name.to_owned(), |spec| format!("{}的“{}”", spec.label, own(spec, field)))
        };
        match field.split_once('.') {
            Some((VALUES, id)) => {
                let known = self.custom_field(id).map(|field| field.name().to_owned());
                known.unwrap_or_else(|| format!("已删除的自定义字段 {id}"))
            }
            Some(("field_labels", name)) => format!("{}的名称", about(name)),
            Some(("hidden_fields", name)) => format!("隐藏{}", about(name)),
            _ => own(spec, field),
        }
    }
}

/// Whose field it is, as the first part of a key: `finding`, `measure`; empty for other records.
fn owner(spec: &Spec) -> &'static str {
    if spec.is(Finding::SPEC) {
        "finding"
    } else if spec.is(Measure::SPEC) {
        "measure"
    } else {
        ""
    }
}

/// The key of a built-in field, by which a ledger renames and hides it: `measure.owner`.
#[must_use]
pub fn key(spec: &Spec, field: &str) -> String {
    format!("{}.{field}", owner(spec))
}

fn is_date(text: &str) -> bool {
    matches!(text.parse(), Ok(Due::Day(_) | Due::Month { .. }))
}

/// The word for what offices write in a column of 是 and 否; `None` where it is neither.
#[must_use]
pub fn yes_or_no(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        YES | "√" | "✓" | "✔" | "对" | "y" | "yes" | "true" | "1" => Some(YES),
        NO | "×" | "✗" | "✘" | "不是" | "n" | "no" | "false" | "0" => Some(NO),
        _ => None,
    }
}

/// Half-width digits and signs, without what parts thousands.
fn plain_number(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '−' | '–' => '-',
        c => c,
    };
    let plain: String = text.chars().map(half).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let plain = plain.strip_prefix('+').map(str::to_owned).unwrap_or(plain);
    match plain.strip_prefix('.') {
        Some(rest) => format!("0.{rest}"),
        None => plain,
    }
}

/// A number as it is stored; its digits stay as they are typed. `None` where it is none.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    plain_number(text).parse().ok()
}

/// A sum as it is stored, in 万元: `12.5`, `12.5万元`, `125,000元`, `1.2亿元`. A bare number is of 万元. `None` where it is none.
#[must_use]
pub fn sum(text: &str) -> Option<Decimal> {
    let plain = plain_number(text);
    let plain = plain.trim_start_matches(['¥', '￥']);
    let plain = plain.strip_prefix("人民币").unwrap_or(plain);
    let units = [
        ("百万元", 2),
        ("千万元", 3),
        ("万元", 0),
        ("亿元", 4),
        ("千元", -1),
        ("元", -4),
        ("百万", 2),
        ("千万", 3),
        ("万", 0),
        ("亿", 4),
    ];
    for (unit, by) in units {
        if let Some(bare) = plain.strip_suffix(unit) {
            let bare: Decimal = bare.parse().ok()?;
            return match by {
                0 => Some(bare),
                by => ExactSum::from(&bare).shifted(by).to_string().parse().ok(),
            };
        }
    }
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field(kind: &str) -> CustomField {
        serde_json::from_value(json!({"id": "c", "kind": kind, "options": "上级\n 自筹 \n\n"})).unwrap()
    }

    #[test]
    fn typed_text_becomes_a_value_of_the_kind_or_is_refused() {
        for (kind, typed, value) in [
            ("text", " 专项 ", Some(json!("专项"))),
            ("text", "  ", Some(json!(null))),
            ("long_text", " 一\n二 ", Some(json!(" 一\n二 "))),
            ("number", "１，２３４.50", Some(json!("1234.50"))),
            ("number", "+.5", Some(json!("0.5"))),
            ("number", "−3", Some(json!("-3"))),
            ("number", "若干", None),
            ("number", "1e3", None),
            ("sum", "12.50", Some(json!("12.50"))),
            ("sum", "12.50万元", Some(json!("12.50"))),
            ("sum", "￥125,000元", Some(json!("12.5"))),
            ("sum", "1.2亿元", Some(json!("12000"))),
            ("sum", "0.01 元", Some(json!("0.000001"))),
            ("sum", "3千元", Some(json!("0.3"))),
            ("sum", "1.5百万元", Some(json!("150"))),
            ("sum", "2千万", Some(json!("2000"))),
            ("sum", "约3万", None),
            ("date", "2024年6月18日", Some(json!("2024-06-18"))),
            ("date", "2024.6", Some(json!("2024-06"))),
            ("date", "2024-02-30", None),
            ("date", "长期", None),
            ("choice", " 自筹", Some(json!("自筹"))),
            ("choice", "别的", None),
            ("yes_no", "√", Some(json!("是"))),
            ("yes_no", "NO", Some(json!("否"))),
            ("yes_no", "也许", None),
            ("link", r"\\share\a b.pdf", Some(json!(r"\\share\a b.pdf"))),
            ("of a newer version", "甲", Some(json!("甲"))),
        ] {
            let field = field(kind);
            assert_eq!(field.read(typed).ok(), value, "{kind}: {typed}");
            if let Some(value) = value {
                assert!(field.takes(&value), "{kind}: {value}");
            }
        }
        assert_eq!(field("choice").read("甲"), Err("上级、自筹之一".to_owned()));
    }

    #[test]
    fn a_value_of_another_kind_is_not_taken() {
        for (kind, value, taken) in [
            ("unit", json!(["u1", "u2"]), true),
            ("unit", json!("u1"), false),
            ("unit", json!([1]), false),
            ("text", json!(["u1"]), false),
            ("number", json!(12), false),
            ("date", json!("2024-13"), false),
            ("yes_no", json!(true), false),
            ("person", json!("王敏、李强"), true),
        ] {
            assert_eq!(field(kind).takes(&value), taken, "{kind} {value}");
        }
    }

    #[test]
    fn a_field_is_told_by_the_name_that_its_ledger_gives_to_it() {
        let ledger = Ledger::new(
            serde_json::from_value(json!({
                "id": "b", "custom_fields": [{"id": "c.1", "label": "资金来源"}, {"id": "c2"}],
                "field_labels": {"measure.owner": "经办人"}
            }))
            .unwrap(),
        )
        .unwrap();
        for (spec, field, label) in [
            (Measure::SPEC, "owner", "经办人"),
            (Finding::SPEC, "owner", "责任人"),
            (Measure::SPEC, "custom.c.1", "资金来源"),
            (Measure::SPEC, "custom.c2", "c2"),
            (Measure::SPEC, "custom.c3", "已删除的自定义字段 c3"),
            (Measure::SPEC, "newer", "newer"),
            (crate::Bundle::SPEC, "inspection.round", "巡察轮次"),
            (crate::Bundle::SPEC, "field_labels.measure.owner", "整改措施的“经办人”的名称"),
            (crate::Bundle::SPEC, "hidden_fields.finding.goal", "隐藏问题的“整改目标”"),
            (crate::Bundle::SPEC, "hidden_fields.x", "隐藏x"),
        ] {
            assert_eq!(ledger.field_label(spec, field), label, "{field}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_taken_and_reads_as_itself(
            kind in prop::sample::select(CustomKind::KNOWN),
            typed in prop_oneof![crate::arbitrary::text(), "-?[0-9]{1,4}(\\.[0-9]{1,3})?(万元|元|亿元)?", "20[0-9]{2}[-.年][0-9]{1,2}月?"],
        ) {
            let field = CustomField { kind: Some(kind.clone()), options: "上级\n自筹".to_owned(), ..CustomField::default() };
            if let Ok(value) = field.read(&typed) {
                prop_assert!(field.takes(&value), "{value}");
                let again = value.as_str().map_or(Ok(Value::Null), |text| field.read(text));
                prop_assert_eq!(again, Ok(value));
            }
        }
    }
}
