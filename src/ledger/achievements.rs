//! 追责问责与数字成果: who was held accountable by form, sums of figures by unit, money in 万元. Sums are
//! exact. Knows the registers; the claims of the notice are counted in `counts`.

use super::bundle::Bundle;
use super::decimal::ExactSum;
use super::id::Id;
use super::register::Figure;

/// What 追责问责 is counted in where nothing else is written.
pub(super) const PERSON_TIMES: &str = "人次";

/// The four forms of 监督执纪 (《中国共产党党内监督条例》, 第七条), which a report names one by one, noughts too.
pub const FOUR_FORMS: [&str; 4] = ["第一种形态", "第二种形态", "第三种形态", "第四种形态"];

/// The total of one form of accountability.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormTotal {
    /// 第一种形态, 诫勉谈话 …
    pub form: String,
    /// 人, 人次.
    pub unit: String,
    /// The sum of the counts.
    pub count: u64,
    /// The entries of the register; none where the form is only named for its nought.
    pub entries: Vec<Id>,
    /// The findings that they belong to, each once.
    pub findings: Vec<Id>,
    /// Entries whose count is not filled in.
    pub uncounted: usize,
}

/// The totals by form: the four forms first, then others in the order of the register. A form with two units
/// (人, 人次) has a line for each.
#[must_use]
pub fn by_form(bundle: &Bundle) -> Vec<FormTotal> {
    let blank = |form: &str, unit: &str| FormTotal {
        form: form.to_owned(),
        unit: unit.to_owned(),
        count: 0,
        entries: Vec::new(),
        findings: Vec::new(),
        uncounted: 0,
    };
    let mut totals: Vec<FormTotal> = FOUR_FORMS.iter().map(|form| blank(form, "")).collect();
    for entry in &bundle.accountability {
        let form = entry.form.trim();
        let same = |t: &FormTotal| t.form == form && (t.unit == entry.unit || t.entries.is_empty());
        let at = totals.iter().position(same).unwrap_or_else(|| {
            // The lines of a form stand together.
            let behind = totals.iter().rposition(|t| t.form == form).map_or(totals.len(), |at| at + 1);
            totals.insert(behind, blank(form, &entry.unit));
            behind
        });
        let Some(total) = totals.get_mut(at) else { continue };
        total.unit.clone_from(&entry.unit);
        total.count += entry.count.map_or(0, u64::from);
        total.uncounted += usize::from(entry.count.is_none());
        total.entries.push(entry.id.clone());
        for finding in &entry.findings {
            if !total.findings.contains(finding) {
                total.findings.push(finding.clone());
            }
        }
    }
    for total in &mut totals {
        if total.unit.is_empty() && total.entries.is_empty() {
            "人次".clone_into(&mut total.unit);
        }
    }
    totals
}

/// What a figure's number is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// Money: the power of ten that makes 万元 of it.
    Money(i32),
    /// A share or a rate, which nobody adds.
    Rate,
    /// Things.
    Things,
}

fn measure_of(unit: &str) -> Counted {
    match unit.trim() {
        "元" => Counted::Money(-4),
        "百元" => Counted::Money(-2),
        "千元" => Counted::Money(-1),
        "万元" => Counted::Money(0),
        "百万元" => Counted::Money(2),
        "千万元" => Counted::Money(3),
        "亿元" | "亿" => Counted::Money(4),
        "%" | "％" | "‰" | "百分点" | "个百分点" | "倍" | "折" | "成" => Counted::Rate,
        _ => Counted::Things,
    }
}

/// A figure's number in 万元, where it is money: 元, 千元, 万元, 亿元 … are changed exactly.
#[must_use]
pub fn in_wan(figure: &Figure) -> Option<ExactSum> {
    match (measure_of(&figure.unit), figure.value.as_ref()) {
        (Counted::Money(power), Some(value)) => Some(ExactSum::from(value).shifted(power)),
        _ => None,
    }
}

/// The words that say that money came back.
pub const RECOVERED: [&str; 12] =
    ["挽回", "追缴", "追回", "追偿", "收缴", "收回", "清退", "退缴", "退还", "退赔", "退款", "上缴"];

/// Whether a figure tells of money that came back: 追缴, 清退, 挽回 … in what was counted or in its words.
#[must_use]
pub fn is_recovered(figure: &Figure) -> bool {
    RECOVERED.iter().any(|word| figure.what.contains(word) || figure.quote.contains(word))
}

/// Figures that were added up, or that stand together because nobody adds them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sum {
    /// 家, 人次, 万元, %.
    pub unit: String,
    /// The exact sum; `None` where the numbers are rates.
    pub total: Option<ExactSum>,
    /// Whether a number that is part of it is approximate: the sum is 约.
    pub approx: bool,
    /// The figures.
    pub figures: Vec<Id>,
    /// Those of them without a number.
    pub unnumbered: usize,
}

impl Sum {
    fn new(unit: &str, adds: bool) -> Self {
        Self {
            unit: unit.to_owned(),
            total: adds.then_some(ExactSum::ZERO),
            approx: false,
            figures: Vec::new(),
            unnumbered: 0,
        }
    }

    fn take(&mut self, figure: &Figure, amount: Option<ExactSum>) {
        self.figures.push(figure.id.clone());
        self.approx |= figure.approx;
        self.unnumbered += usize::from(figure.value.is_none());
        if let (Some(total), Some(amount)) = (&mut self.total, amount) {
            *total = total.plus(&amount);
        }
    }

    /// The sum in words: `约 120.5 万元`, `27 人次`; `不相加` for rates.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.total {
            Some(total) => {
                let about = if self.approx { "约 " } else { "" };
                format!("{about}{total} {}", self.unit).trim_end().to_owned()
            }
            None => "不相加".to_owned(),
        }
    }
}

/// The figures of a ledger, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Money that came back, in 万元. There also where there is none: nought is told.
    pub recovered: Sum,
    /// Other money, in 万元.
    pub money: Sum,
    /// Everything else by unit, in the order in which the units are met; rates are not added.
    pub by_unit: Vec<Sum>,
}

/// Adds up the figures. The same thing told twice is counted twice: the ledger cannot know.
#[must_use]
pub fn figures(bundle: &Bundle) -> Figures {
    let mut all =
        Figures { recovered: Sum::new("万元", true), money: Sum::new("万元", true), by_unit: Vec::new() };
    for figure in &bundle.figures {
        match measure_of(&figure.unit) {
            Counted::Money(_) if is_recovered(figure) => all.recovered.take(figure, in_wan(figure)),
            Counted::Money(_) => all.money.take(figure, in_wan(figure)),
            kind => {
                let unit = figure.unit.trim();
                let at = all.by_unit.iter().position(|sum| sum.unit == unit).unwrap_or_else(|| {
                    all.by_unit.push(Sum::new(unit, kind == Counted::Things));
                    all.by_unit.len() - 1
                });
                if let Some(sum) = all.by_unit.get_mut(at) {
                    sum.take(figure, figure.value.as_ref().map(ExactSum::from));
                }
            }
        }
    }
    all
}

/// A figure's number as the text has it: `约 1200 元`.
#[must_use]
pub fn number_text(figure: &Figure) -> String {
    let about = if figure.approx { "约 " } else { "" };
    match &figure.value {
        Some(value) => format!("{about}{value} {}", figure.unit).trim_end().to_owned(),
        None => "未填报".to_owned(),
    }
}

/// How many were held accountable, a line a unit in the order in which the units are met: 人 and 人次 are never
/// added. 0 人次 where nobody was.
#[must_use]
pub fn people(bundle: &Bundle) -> Vec<(String, u64)> {
    let mut sums: Vec<(String, u64)> = Vec::new();
    for entry in &bundle.accountability {
        let unit = Some(entry.unit.trim()).filter(|unit| !unit.is_empty()).unwrap_or(PERSON_TIMES);
        let count = entry.count.map_or(0, u64::from);
        match sums.iter_mut().find(|(known, _)| known == unit) {
            Some((_, sum)) => *sum += count,
            None => sums.push((unit.to_owned(), count)),
        }
    }
    if sums.is_empty() {
        sums.push((PERSON_TIMES.to_owned(), 0));
    }
    sums
}

/// [`people`] in words: `5 人、22 人次`.
#[must_use]
pub fn people_text(bundle: &Bundle) -> String {
    let sums = people(bundle).into_iter();
    sums.map(|(unit, count)| format!("{count} {unit}").trim_end().to_owned()).collect::<Vec<_>>().join("、")
}

/// How a claimed total stands to the counted one, in words.
#[must_use]
pub fn difference(claimed: Option<u32>, counted: Option<u64>, unit: &str) -> String {
    match (claimed.map(u64::from), counted) {
        (_, None) => "这一事项台账不计数".to_owned(),
        (None, Some(_)) => "通报没有写明数量".to_owned(),
        (Some(claimed), Some(counted)) => match claimed.cmp(&counted) {
            std::cmp::Ordering::Equal => "一致".to_owned(),
            std::cmp::Ordering::Greater => {
                format!("台账比通报少 {} {unit}", claimed - counted).trim_end().to_owned()
            }
            std::cmp::Ordering::Less => {
                format!("台账比通报多 {} {unit}", counted - claimed).trim_end().to_owned()
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn bundle(members: &Value) -> Bundle {
        let mut all = json!({"format": "zhenggai.bundle/1", "id": "b"});
        all.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn the_four_forms_are_told_with_their_noughts() {
        let told = |members: &Value| {
            by_form(&bundle(members))
                .into_iter()
                .map(|t| format!("{} {} {} {}", t.form, t.count, t.unit, t.findings.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(&json!({})),
            ["第一种形态 0 人次 0", "第二种形态 0 人次 0", "第三种形态 0 人次 0", "第四种形态 0 人次 0"]
        );
        let members = json!({"accountability": [
            {"id": "a", "form": "第一种形态", "count": 20, "unit": "人次", "findings": ["f", "g"]},
            {"id": "b1", "form": "诫勉谈话", "count": 0, "unit": "人"},
            {"id": "c", "form": "第一种形态", "count": 7, "unit": "人次", "findings": ["g"]},
            {"id": "d", "form": "第一种形态", "count": 3, "unit": "人"},
            {"id": "e", "form": "诫勉谈话", "unit": "人"}]});
        assert_eq!(
            told(&members),
            [
                "第一种形态 27 人次 2",
                "第一种形态 3 人 0",
                "第二种形态 0 人次 0",
                "第三种形态 0 人次 0",
                "第四种形态 0 人次 0",
                "诫勉谈话 0 人 0"
            ]
        );
        let talk = by_form(&bundle(&members)).pop().unwrap();
        assert_eq!((talk.entries.len(), talk.uncounted), (2, 1));
    }

    #[test]
    fn money_is_added_in_wan_and_rates_are_not_added() {
        let all = figures(&bundle(&json!({"figures": [
            {"id": "1", "value": "1234.5", "unit": "元", "what": "追缴违规津补贴"},
            {"id": "2", "value": "0.10", "unit": "万元", "quote": "清退0.10万元"},
            {"id": "3", "value": "0.5", "unit": "亿元", "what": "兑现政策资金", "approx": true},
            {"id": "4", "value": "0.1", "unit": "万元", "what": "办公经费"},
            {"id": "5", "value": "12.5", "unit": "%"},
            {"id": "6", "value": "3", "unit": "家"},
            {"id": "7", "unit": "家"},
            {"id": "8", "value": "4", "unit": "家", "approx": true}]})));
        assert_eq!(all.recovered.text(), "0.22345 万元");
        assert_eq!(all.recovered.figures.len(), 2);
        assert_eq!(all.money.text(), "约 5000.1 万元");
        let units: Vec<_> = all.by_unit.iter().map(|s| format!("{} {}", s.unit, s.text())).collect();
        assert_eq!(units, ["% 不相加", "家 约 7 家"]);
        assert_eq!(all.by_unit[1].unnumbered, 1);
        assert_eq!(figures(&Bundle::default()).recovered.text(), "0 万元");
    }

    #[test]
    fn money_is_changed_exactly() {
        for (value, unit, wan) in [
            ("1", "元", Some("0.0001")),
            ("1", "千元", Some("0.1")),
            ("12.50", "万元", Some("12.5")),
            ("1.0203", "亿元", Some("10203")),
            ("3", "人次", None),
        ] {
            let figure = Figure { value: value.parse().ok(), unit: unit.into(), ..Figure::default() };
            assert_eq!(in_wan(&figure).map(|a| a.to_string()).as_deref(), wan, "{value}{unit}");
        }
    }

    #[test]
    fn persons_and_times_are_not_added() {
        for (entries, told) in [
            (json!([]), "0 人次"),
            (json!([{"id": "a", "count": 27, "unit": "人次"}]), "27 人次"),
            (
                json!([{"id": "a", "count": 20, "unit": "人次"}, {"id": "b", "count": 5, "unit": "人"},
                    {"id": "c", "count": 2, "unit": " 人次"}, {"id": "d", "unit": "人"}]),
                "22 人次、5 人",
            ),
            (json!([{"id": "a", "count": 3}]), "3 人次"),
        ] {
            assert_eq!(people_text(&bundle(&json!({"accountability": entries}))), told);
        }
    }

    #[test]
    fn a_difference_is_told_in_words() {
        for (claimed, counted, told) in [
            (Some(162), Some(110), "台账比通报少 52 条"),
            (Some(27), Some(27), "一致"),
            (Some(1), Some(3), "台账比通报多 2 条"),
            (None, Some(3), "通报没有写明数量"),
            (Some(3), None, "这一事项台账不计数"),
        ] {
            assert_eq!(difference(claimed, counted, "条"), told);
        }
    }
}
