//! Numbers with units that a text claims as achieved, and totals that it claims. Knows one text at a time.

use super::marks::digit;
use ledger::register::ClaimSubject;

/// Units, the longer first where one begins another.
const UNITS: [&str; 62] = [
    "人次",
    "人份",
    "万余元",
    "万元",
    "亿元",
    "大类",
    "公里",
    "平方米",
    "小时",
    "课时",
    "学时",
    "百分点",
    "个百分点",
    "余人次",
    "家次",
    "万人次",
    "家",
    "份",
    "个",
    "场",
    "次",
    "期",
    "册",
    "名",
    "条",
    "项",
    "部",
    "%",
    "％",
    "元",
    "人",
    "篇",
    "件",
    "批",
    "处",
    "类",
    "起",
    "户",
    "天",
    "种",
    "套",
    "台",
    "辆",
    "间",
    "本",
    "例",
    "宗",
    "轮",
    "张",
    "幅",
    "亩",
    "吨",
    "位",
    "所",
    "支",
    "组",
    "门",
    "段",
    "封",
    "笔",
    "块",
    "座",
];

/// A number with a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure<'a> {
    /// The number in plain digits.
    pub value: String,
    /// Its unit.
    pub unit: &'a str,
    /// Whether the text says 多, 余, 近, 超过.
    pub approx: bool,
    /// The clause that says it.
    pub quote: &'a str,
    /// The clause without the number.
    pub what: String,
}

fn stops(c: char) -> bool {
    matches!(c, ',' | '，' | '。' | ';' | '；' | ':' | '：' | '\n' | '!' | '！')
}

/// The clauses of a text, without what stands in 《》: each with where it begins.
fn clauses(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            // Titles that are never closed do not swallow the rest.
            _ if (depth == 0 || c == '。' || c == '\n') && stops(c) => {
                depth = 0;
                found.extend(text.get(from..at));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    found.extend(text.get(from..));
    found
}

/// The figures of a text. Years, days, numbers in titles and what is only planned are none.
#[must_use]
pub fn figures(text: &str) -> Vec<Figure<'_>> {
    clauses(text).into_iter().filter(|clause| clause.len() < 1200).flat_map(in_clause).collect()
}

fn in_clause(clause: &str) -> Vec<Figure<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut depth = 0usize;
    while let Some(c) = clause.get(at..).and_then(|rest| rest.chars().next()) {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let number = if depth > 0 { None } else { number_at(clause, at) };
        let Some((value, len)) = number else {
            at += c.len_utf8();
            continue;
        };
        let end = at + len;
        if let Some((unit, more, end)) = unit_at(clause, end)
            && !is_planned(clause, at)
            && !clause.get(..at).unwrap_or("").ends_with('第')
        {
            let before = clause.get(..at).unwrap_or("");
            let about = ["近", "超", "超过", "约", "达到近", "逾"].iter().any(|word| before.ends_with(word));
            let what: String = [before, clause.get(end..).unwrap_or("")].concat();
            found.push(Figure { value, unit, approx: more || about, quote: clause, what });
        }
        at = end;
    }
    found
}

/// A number at a byte: Arabic, with decimals and separators, or 千 百 万 after 近.
fn number_at(clause: &str, at: usize) -> Option<(String, usize)> {
    let rest = clause.get(at..)?;
    let mut value = String::new();
    let mut len = 0;
    let mut signs = rest.char_indices().peekable();
    while let Some((here, c)) = signs.next() {
        let next_is_digit = signs.peek().is_some_and(|(_, next)| digit(*next).is_some());
        match (digit(c), c) {
            (Some(d), _) => value.extend(char::from_digit(d, 10)),
            (None, '.' | '．') if !value.is_empty() && next_is_digit && !value.contains('.') => {
                value.push('.');
            }
            _ => break,
        }
        len = here + c.len_utf8();
        if value.len() > 15 {
            return None;
        }
    }
    if len > 0 {
        return Some((value, len));
    }
    let first = rest.chars().next()?;
    let before = clause.get(..at)?;
    let round = match first {
        '百' => "100",
        '千' => "1000",
        '万' => "10000",
        _ => return None,
    };
    before.ends_with(['近', '上', '逾', '超']).then(|| (round.to_owned(), first.len_utf8()))
}

/// The unit behind a number, whether 多 or 余 stands before it, and where it ends.
fn unit_at(clause: &str, at: usize) -> Option<(&str, bool, usize)> {
    let rest = clause.get(at..)?;
    let more = rest.chars().next().filter(|c| matches!(c, '多' | '余' | '几'));
    let start = at + more.map_or(0, char::len_utf8);
    let rest = clause.get(start..)?;
    let unit = UNITS.iter().filter(|unit| rest.starts_with(**unit)).max_by_key(|unit| unit.len())?;
    // 6月, 3号楼, 5部门: the sign is not the unit.
    let behind = rest.get(unit.len()..)?;
    let part_of_word = [
        ("部", "门"),
        ("处", "室"),
        ("名", "单"),
        ("期", "间"),
        ("类", "别"),
        ("个", "月"),
        ("人", "民"),
        ("组", "织"),
        ("轮", "巡"),
    ];
    if part_of_word.iter().any(|(sign, next)| unit == sign && behind.starts_with(next))
        && !(*unit == "个" && more.is_some())
    {
        return None;
    }
    clause.get(start..start + unit.len()).map(|unit| (unit, more.is_some(), start + unit.len()))
}

/// Whether the number is what is meant to be done: 拟, 计划, 力争.
fn is_planned(clause: &str, at: usize) -> bool {
    let before = clause.get(..at).unwrap_or("");
    let before = before.rsplit('》').next().unwrap_or(before);
    ["拟", "计划", "力争", "预计", "将于"].iter().any(|word| before.contains(word))
}

/// A total that a text claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<'a> {
    /// What is counted.
    pub subject: ClaimSubject,
    /// The number.
    pub value: u32,
    /// Its unit.
    pub unit: &'a str,
    /// The words, ending with number and unit.
    pub quote: &'a str,
    /// The form of accountability: 第一种形态.
    pub form: &'a str,
}

const FORMS: [&str; 22] = [
    "第一种形态",
    "第二种形态",
    "第三种形态",
    "第四种形态",
    "谈话提醒",
    "提醒谈话",
    "批评教育",
    "诫勉谈话",
    "诫勉",
    "党纪处分",
    "政务处分",
    "党纪政务处分",
    "党内警告",
    "组织处理",
    "责令检查",
    "书面检查",
    "约谈",
    "通报批评",
    "立案",
    "移送司法",
    "追责问责",
    "问责",
];

/// The totals that a text claims: of findings, measures, documents and persons held accountable.
#[must_use]
pub fn claims(text: &str) -> Vec<Claim<'_>> {
    let mut found: Vec<Claim<'_>> = Vec::new();
    for clause in clauses(text).into_iter().filter(|clause| clause.len() < 1200) {
        let mut from = 0;
        let mut depth = 0usize;
        for (at, c) in clause.char_indices() {
            match c {
                '《' => depth += 1,
                '》' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if at < from || depth > 0 || digit(c).is_none() {
                continue;
            }
            let Some((value, len)) = number_at(clause, at) else { continue };
            from = at + len;
            let Some((unit, _, end)) = unit_at(clause, from) else { continue };
            let before = clause.get(..at).unwrap_or("");
            let after = clause.get(end..).unwrap_or("");
            let Ok(value) = value.parse() else { continue };
            if let Some((subject, form)) = subject(before, after, unit) {
                let quote = clause.get(..end).unwrap_or("");
                let quote = quote.rsplit(['》', '、']).next().unwrap_or(quote);
                let quote = quote.strip_prefix('等').unwrap_or(quote);
                found.push(Claim { subject, value, unit, quote, form });
            }
        }
    }
    found
}

/// What a number is the total of. The form of accountability is the one that stands nearest before the number.
fn subject<'a>(before: &'a str, after: &str, unit: &str) -> Option<(ClaimSubject, &'a str)> {
    let near: &str = before.get(before.char_indices().rev().nth(14).map_or(0, |(at, _)| at)..)?;
    let said = |words: &[&str]| words.iter().any(|word| near.contains(word));
    let form = |text: &'a str| {
        FORMS
            .iter()
            .filter_map(|form| Some((text.rfind(form)?, *form)))
            .max_by_key(|(at, form)| (*at, form.len()))
    };
    if matches!(unit, "人次" | "人" | "名") {
        let (at, name) = form(before)?;
        let from = before.char_indices().rev().nth(19).map_or(0, |(at, _)| at);
        // 运用…“第一种形态”追责问责27人次: the form is the more exact of the two names.
        let exact = ["第一种形态", "第二种形态", "第三种形态", "第四种形态"]
            .iter()
            .filter_map(|form| Some((before.rfind(form)?, *form)))
            .max_by_key(|(at, form)| (*at, form.len()));
        let (at, name) = exact.filter(|(other, _)| *other >= from).unwrap_or((at, name));
        return (at >= from)
            .then(|| before.get(at..at + name.len()).map(|form| (ClaimSubject::Accountability, form)))?;
    }
    let follows = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    if matches!(unit, "条" | "项" | "个")
        && (said(&["整改措施", "整改举措", "具体措施"])
            || follows(&["整改措施", "措施", "整改举措", "具体措施"]))
    {
        return Some((ClaimSubject::Measures, ""));
    }
    if matches!(unit, "项" | "个" | "份" | "部" | "件")
        && (said(&["制度", "机制"]) || follows(&["制度", "规章"]))
    {
        return Some((ClaimSubject::Institutions, ""));
    }
    if matches!(unit, "个" | "项" | "条" | "方面")
        && (near.ends_with("问题") || follows(&["问题", "具体问题", "方面问题"]))
    {
        return Some((ClaimSubject::Findings, ""));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_value_unit_and_whether_they_are_round() {
        type Case = (&'static str, &'static [(&'static str, &'static str, bool)]);
        let cases: [Case; 9] = [
            ("开展宣讲16场,培训220余册。", &[("16", "场", false), ("220", "册", true)]),
            ("协调190多家平台", &[("190", "家", true)]),
            ("发放资料近千册", &[("1000", "册", true)]),
            ("超过700人次", &[("700", "人次", true)]),
            ("2023年12月底完成100%", &[("100", "%", false)]),
            ("2024年拟聘用8名", &[]),
            ("出台《2023年3项办法》", &[]),
            ("1.5万元", &[("1.5", "万元", false)]),
            ("16大类共计15353条", &[("16", "大类", false), ("15353", "条", false)]),
        ];
        for (text, expected) in cases {
            let found = figures(text);
            let found: Vec<_> = found.iter().map(|f| (f.value.as_str(), f.unit, f.approx)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn totals_are_claimed_with_the_words_that_claim_them() {
        let text = "明确整改措施162条,出台《甲》等制度机制63项,运用监督执纪“第一种形态”追责问责27人次，诫勉谈话0人次，党纪处分2人。反馈的34个问题已整改。";
        let found: Vec<_> = claims(text).into_iter().map(|c| (c.subject, c.value, c.quote, c.form)).collect();
        let expected = [
            (ClaimSubject::Measures, 162, "明确整改措施162条", ""),
            (ClaimSubject::Institutions, 63, "制度机制63项", ""),
            (ClaimSubject::Accountability, 27, "运用监督执纪“第一种形态”追责问责27人次", "第一种形态"),
            (ClaimSubject::Accountability, 0, "诫勉谈话0人次", "诫勉谈话"),
            (ClaimSubject::Accountability, 2, "党纪处分2人", "党纪处分"),
            (ClaimSubject::Findings, 34, "反馈的34个", ""),
        ];
        assert_eq!(found, expected);
    }
}
