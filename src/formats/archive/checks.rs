//! 四性检测 (DA/T 70-2018) as far as a program can tell before the hand-over: authenticity, completeness, usability, safety.
//! What it cannot tell (the carrier, viruses, the receiver's own system) is said to be left to the receiver.

use std::collections::BTreeSet;

use super::metadata::Element;
use super::read_back::ReadBack;
use journal::Journal;
use ledger::evidence;

/// The four properties, in the standard's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// 真实性.
    Authenticity,
    /// 完整性.
    Completeness,
    /// 可用性.
    Usability,
    /// 安全性.
    Safety,
}

impl Property {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Authenticity => "真实性",
            Self::Completeness => "完整性",
            Self::Usability => "可用性",
            Self::Safety => "安全性",
        }
    }
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 合格.
    Good,
    /// 不合格: to be mended before the hand-over.
    Bad,
    /// 提示: it can be handed over, but people should know.
    Note,
    /// It is checked when the package is made.
    Later,
    /// It is the receiver's to check.
    Elsewhere,
}

impl Verdict {
    /// What people read, with a sign before the word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Good => "✓ 合格",
            Self::Bad => "✗ 不合格",
            Self::Note => "! 提示",
            Self::Later => "· 生成时检测",
            Self::Elsewhere => "– 由接收方检测",
        }
    }
}

/// One check with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which property it is about.
    pub property: Property,
    /// What is checked.
    pub name: &'static str,
    /// What came of it.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
}

fn check(property: Property, name: &'static str, bad: Verdict, faults: &[String], good: String) -> Check {
    let few: Vec<&str> = faults.iter().take(5).map(String::as_str).collect();
    let found = match faults.len() {
        0 => good,
        n if n > few.len() => format!("{} 等 {n} 处", few.join("、")),
        _ => few.join("、"),
    };
    Check { property, name, verdict: if faults.is_empty() { Verdict::Good } else { bad }, found }
}

/// Gaps and repetitions in numbers that should run from 1 on, and what has none.
fn unordered(
    numbers: impl Iterator<Item = Option<u32>>,
    name: impl Fn(u32) -> String,
    whole: &str,
) -> Vec<String> {
    let all: Vec<Option<u32>> = numbers.collect();
    let numbers: Vec<u32> = all.iter().copied().flatten().collect();
    let there: BTreeSet<u32> = numbers.iter().copied().collect();
    let most = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    let mut faults: Vec<String> =
        (1..=most).filter(|n| !there.contains(n)).map(|n| format!("缺{}", name(n))).collect();
    if there.len() < numbers.len() {
        faults.push(format!("{whole}有重号"));
    }
    if numbers.len() < all.len() {
        faults.push(format!("{whole}有 {} 个没有编号", all.len() - numbers.len()));
    }
    faults
}

/// A check that is made when the package is.
fn when_made(
    property: Property,
    name: &'static str,
    faults: Option<(&[String], String)>,
    later: &str,
) -> Check {
    match faults {
        None => Check { property, name, verdict: Verdict::Later, found: later.to_owned() },
        Some((faults, good)) => check(property, name, Verdict::Bad, faults, good),
    }
}

/// The checks of a ledger before it is packed; `read_back` is what came of reading its package back, once it was made.
#[must_use]
pub fn checks(journal: &Journal, elements: &[Element], read_back: Option<&ReadBack>) -> Vec<Check> {
    let mut all = Vec::from(authentic(journal));
    all.extend(complete(journal.ledger(), elements));
    all.extend(usable_and_safe(read_back));
    all
}

/// 真实性.
fn authentic(journal: &Journal) -> [Check; 4] {
    use Property::Authenticity;
    let ledger = journal.ledger();
    let entries = journal.entries();
    let unsigned: Vec<String> = entries
        .iter()
        .filter(|entry| entry.edit.author.trim().is_empty())
        .map(|entry| entry.edit.id.to_string())
        .collect();
    let waiting: Vec<String> = journal.waiting().iter().map(|edit| edit.id.to_string()).collect();
    let digested = |one: &ledger::finding::Evidence| !one.sm3.is_empty() && !one.sha256.is_empty();
    let undigested: Vec<String> = evidence::all(ledger)
        .filter(|(_, _, one)| !digested(one))
        .map(|(_, _, one)| if one.number.is_empty() { one.name.clone() } else { one.number.clone() })
        .collect();
    let demonstration: Vec<String> =
        ledger.bundle().demonstration.then(|| "这是生成的演示数据".to_owned()).into_iter().collect();
    [
        check(Authenticity, "内容来自实际工作", Verdict::Bad, &demonstration, "不是演示数据".to_owned()),
        check(
            Authenticity,
            "每处变更都有署名",
            Verdict::Note,
            &unsigned,
            format!("{} 处变更都有姓名和时间", entries.len()),
        ),
        check(Authenticity, "没有待处理的冲突", Verdict::Bad, &waiting, "没有".to_owned()),
        check(
            Authenticity,
            "佐证材料都有 SM3 和 SHA-256",
            Verdict::Note,
            &undigested,
            format!("{} 份佐证材料", evidence::all(ledger).count()),
        ),
    ]
}

/// 完整性.
fn complete(ledger: &ledger::Ledger, elements: &[Element]) -> [Check; 4] {
    use Property::Completeness;
    let bundle = ledger.bundle();
    let missing: Vec<String> =
        elements.iter().filter(|e| e.is_missing()).map(|e| e.name.to_owned()).collect();
    let odd = elements.iter().filter_map(|e| Some(format!("{}“{}”应为{}", e.name, e.value, e.should_be()?)));
    let odd: Vec<String> = odd.collect();
    let findings = unordered(bundle.findings.iter().map(|f| f.number), |n| format!("问题 {n}"), "问题");
    let measures: Vec<String> = bundle
        .findings
        .iter()
        .flat_map(|finding| {
            let number = ledger.finding_number(&finding.id);
            let whole = format!("问题 {number} 的措施");
            unordered(finding.measures.iter().map(|m| m.number), |n| format!("措施 {number}-{n}"), &whole)
        })
        .collect();
    [
        check(Completeness, "必填元数据齐全（DA/T 46-2009）", Verdict::Bad, &missing, "齐全".to_owned()),
        check(
            Completeness,
            "元数据值域（DA/T 46-2009）",
            Verdict::Bad,
            &odd,
            "年度、保管期限、密级符合值域".to_owned(),
        ),
        check(
            Completeness,
            "问题编号连续",
            Verdict::Bad,
            &findings,
            format!("1 至 {}", bundle.findings.len()),
        ),
        check(Completeness, "措施编号连续", Verdict::Bad, &measures, "各问题内从 1 起连续".to_owned()),
    ]
}

/// 可用性, 安全性.
fn usable_and_safe(read_back: Option<&ReadBack>) -> [Check; 4] {
    use Property::{Safety, Usability};
    let elsewhere = |property, name, found: &str| Check {
        property,
        name,
        verdict: Verdict::Elsewhere,
        found: found.to_owned(),
    };
    [
        when_made(
            Usability,
            "格式开放、可以读出",
            read_back.map(|read| {
                let good = format!("{} 个文件已逐个读回，与写入的一致；格式均为公开标准", read.files);
                (&read.faults[..], good)
            }),
            "JSON、XLSX、DOCX、HTML、CSV、XML，均为公开标准；生成归档包时逐个读回核对",
        ),
        elsewhere(Usability, "载体和接收系统能读取", "移交载体、接收系统不在本页范围内"),
        when_made(
            Safety,
            "不加密、不含宏和程序",
            read_back.map(|read| (&read.programs[..], "普通 ZIP，不加密；文件均为数据".to_owned())),
            "普通 ZIP，不加密；生成归档包时核对文件种类",
        ),
        elsewhere(Safety, "病毒检测", "请用本单位的杀毒软件检测移交载体"),
    ]
}

/// Whether nothing stands in the way of the hand-over.
#[must_use]
pub fn may_be_handed_over(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.verdict != Verdict::Bad)
}
