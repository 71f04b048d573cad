//! A deadline as people type it, read with what stands around it: the feedback date gives the year that was left out and
//! the day from which months are counted. Nothing is guessed without a word: see [`Doubt`]. Knows no clock.

use super::date::Date;
use super::date_text::{self, Span, Written, Year, even};
use super::due::{Due, Term};
use super::period::Period;
use counted::counted;

mod counted;

/// What stands around a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Around {
    /// 反馈日期.
    pub feedback: Option<Date>,
    /// 方案印发日期.
    pub issued: Option<Date>,
    /// The year that the file speaks of, where there is no feedback date.
    pub year: Option<i32>,
}

/// What a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The year was left out or short, and was taken from what stands around.
    GuessedYear(i32),
    /// The year was left out and nothing around tells it.
    NoYear,
    /// The calendar has no such day or month.
    NoSuchDay,
    /// It may be meant otherwise: `30/06/2024`, `2024.1`.
    Ambiguous,
    /// Counted from the feedback or from the plan.
    Counted(Date),
    /// More than one date.
    Several,
    /// Counted from a day that the ledger does not know.
    NoStart,
    /// Has figures, but no date was found in it.
    Unread,
    /// Says a state and no deadline: 已完成.
    NoDeadline,
}

impl Doubt {
    /// What a person reads.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::GuessedYear(year) => format!("没有写明年份，推断为 {year} 年，请核对"),
            Self::NoYear => "没有写年份，也没有反馈日期可以推断，按文字登记".to_owned(),
            Self::NoSuchDay => "日历上没有这一天，按文字登记，请核对".to_owned(),
            Self::Ambiguous => "这个日期可能有别的读法，请核对".to_owned(),
            Self::Counted(from) => format!("从 {from} 起算，请核对"),
            Self::Several => "写了不止一个日期，按文字登记，请核对".to_owned(),
            Self::NoStart => {
                "不知道从哪一天起算，按文字登记；在“台账信息”里填写反馈日期（或方案印发日期）后可再导入一次"
                    .to_owned()
            }
            Self::Unread => {
                "没有认出日期，按文字登记，不会提示逾期；要提示逾期，请写成 2024-06-30 或 2024-06".to_owned()
            }
            Self::NoDeadline => "这是完成情况，不是时限，按文字登记，请核对".to_owned(),
        }
    }
}

/// A deadline that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DueReading {
    /// What is stored; `None` where nothing is written, or a day in figures that the calendar does not have.
    pub due: Option<Due>,
    /// The text as it was typed, where `due` does not say all of it.
    pub typed: String,
    /// What to look at.
    pub doubt: Option<Doubt>,
    /// The class that the words tell.
    pub term: Option<Term>,
}

/// What may stand before a date without meaning another day, longest first.
const BEFORE: [&str; 27] = [
    "原则上",
    "力争于",
    "截止到",
    "截止至",
    "不迟于",
    "不晚于",
    "拟定于",
    "计划于",
    "预计于",
    "力争",
    "争取",
    "确保",
    "务必",
    "预计",
    "计划",
    "截至",
    "截止",
    "最迟",
    "限于",
    "限定",
    "定于",
    "拟于",
    "拟",
    "限",
    "于",
    "在",
    "至",
];

/// What may stand behind one, longest first.
const BEHIND: [&str; 46] = [
    "取得阶段性成效",
    "取得明显成效",
    "取得阶段性成果",
    "完成全部整改",
    "完成整改任务",
    "完成整改",
    "整改完成",
    "整改到位",
    "整改完毕",
    "整改结束",
    "完成销号",
    "销号",
    "办结",
    "完毕",
    "结束",
    "到位",
    "落实",
    "完成",
    "整改",
    "全部",
    "全面",
    "基本",
    "集中",
    "以前",
    "之前",
    "前",
    "为止",
    "截止",
    "止",
    "以内",
    "之内",
    "期间",
    "左右",
    "当日",
    "当天",
    "下班",
    "上午",
    "下午",
    "晚上",
    "中午",
    "取得",
    "。",
    "，",
    "；",
    ",",
    ";",
];

/// The date without a time of day behind it: `17:00`, `T00:00:00Z`, `17时`.
fn without_time(text: &str) -> &str {
    let bare = text.trim_end_matches('Z');
    let clock = bare
        .rfind(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8));
    if bare[clock..].contains(':') {
        return bare[..clock].trim_end_matches([' ', 'T']);
    }
    for end in ["时整", "点整", "时", "点"] {
        let Some(before) = bare.strip_suffix(end) else { continue };
        let day = before.trim_end_matches(|c: char| c.is_ascii_digit());
        if day.len() < before.len() && day.ends_with(['日', '号', '午', ' ']) {
            return day.trim_end();
        }
    }
    text
}

/// The date without its day of the week or what else a bracket says that is no other day.
fn without_weekday(text: &str) -> &str {
    let open = text.strip_suffix([')', ']']).and_then(|inner| inner.rsplit_once(['(', '[']));
    if let Some((before, inner)) = open {
        let harmless = ["周", "星期", "礼拜", "含", "前", "暂定", "预计"];
        if harmless.iter().any(|word| inner.starts_with(word))
            && !inner.contains(|c: char| c.is_ascii_digit())
        {
            return before;
        }
    }
    for word in ["星期", "礼拜", "周"] {
        if let Some((before, day)) = text.rsplit_once(word)
            && day.chars().count() == 1
            && day.contains(|c| "一二三四五六日天末".contains(c))
        {
            return before;
        }
    }
    text
}

fn stripped(text: &str) -> &str {
    let mut bare = text.trim();
    loop {
        let before = bare;
        bare = without_weekday(without_time(bare)).trim();
        if date_text::read(bare).is_some() {
            return bare;
        }
        if let Some(shorter) = BEHIND.iter().find_map(|word| bare.strip_suffix(word)) {
            bare = shorter.trim_end();
        } else if let Some(shorter) = BEFORE.iter().find_map(|word| bare.strip_prefix(word)) {
            bare = shorter.trim_start();
        }
        if bare == before || bare.is_empty() {
            return bare;
        }
    }
}

/// The year of a date, and whether it was guessed.
fn year_of(
    date: &Written,
    around: &Around,
    last: impl Fn(i32) -> Option<Date>,
) -> Result<(i32, bool), Doubt> {
    let base = around.feedback.map(Date::year).or(around.year);
    match date.year {
        Some(Year::Number(year)) => Ok((year, false)),
        Some(Year::Short(year)) => Ok((year, date.is_doubtful)),
        Some(Year::Relative(distance)) => base.map(|base| (base + distance, true)).ok_or(Doubt::NoYear),
        None => {
            let base = base.ok_or(Doubt::NoYear)?;
            let passed = around.feedback.is_some_and(|day| last(base).is_some_and(|last| last < day));
            Ok((if passed { base + 1 } else { base }, true))
        }
    }
}

/// The deadline of one date.
fn due_of(date: &Written, around: &Around) -> Result<(Due, Option<Doubt>), Doubt> {
    let small = |number: u32| u8::try_from(number).map_err(|_| Doubt::NoSuchDay);
    let of = |year: i32| -> Result<Due, Doubt> {
        match date.span {
            Span::Day(month, day) => {
                Date::new(year, small(month)?, small(day)?).map(Due::Day).ok_or(Doubt::NoSuchDay)
            }
            Span::Month(month) => {
                let month = small(month)?;
                Date::new(year, month, 1).map(|_| Due::Month { year, month }).ok_or(Doubt::NoSuchDay)
            }
            Span::Part(part) => Period::new(year, part).map(Due::Period).ok_or(Doubt::NoSuchDay),
        }
    };
    // A day that no year has is told as such, whatever is known of the year; 2月29日 some have.
    if date.year.is_none() {
        of(2024)?;
    }
    let (year, guessed) = year_of(date, around, |year| of(year).ok()?.last_day())?;
    let doubt = match (guessed, date.is_doubtful) {
        (true, _) => Some(Doubt::GuessedYear(year)),
        (false, true) => Some(Doubt::Ambiguous),
        _ => None,
    };
    Ok((of(year)?, doubt))
}

const RANGES: [&str; 7] = ["起至", "至", "到", "--", "-", "~", "～"];

/// The later end of a span of time: `2024年6月至12月`, `自2024年7月1日起至2024年12月31日止`.
fn range_end(text: &str) -> Option<Written> {
    let text = text.trim_start_matches(['自', '从', '由']);
    RANGES.iter().find_map(|separator| {
        text.match_indices(separator).find_map(|(at, _)| {
            let from =
                date_text::read(stripped(&text[..at]).trim_end_matches("开始").trim_end_matches('起'))?;
            let end = stripped(&text[at + separator.len()..]);
            let day = || -> Option<Written> {
                let Span::Day(month, _) = from.span else { return None };
                let day = end.strip_suffix(['日', '号'])?.parse().ok()?;
                Some(Written { year: None, span: Span::Day(month, day), is_doubtful: false })
            };
            let to = date_text::read(end).or_else(day)?;
            let order = |date: &Written| match date.span {
                Span::Day(month, day) => (month, day),
                Span::Month(month) => (month, 31),
                Span::Part(part) => Period::new(2024, part)
                    .and_then(Period::days)
                    .map_or((12, 31), |(_, last)| (last.month().into(), last.day().into())),
            };
            let passes = order(&to) < order(&from);
            let year = to.year.or(match from.year {
                Some(Year::Number(year)) if passes => Some(Year::Number(year + 1)),
                year => year,
            });
            Some(Written { year, ..to })
        })
    })
}

const AT_ONCE: [&str; 9] =
    ["立行立改", "即知即改", "立即整改", "立整立改", "边查边改", "立即", "即行即改", "马上", "立查立改"];
const LASTING: [&str; 14] = [
    "长期",
    "持续",
    "常态化",
    "常抓不懈",
    "一贯坚持",
    "经常性",
    "坚持整改",
    "每月",
    "每季度",
    "每年",
    "每半年",
    "每周",
    "不间断",
    "常年",
];

/// The class of deadline that the words of a text tell.
#[must_use]
pub fn term_of(text: &str) -> Option<Term> {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // What begins at once and goes on for good does not end.
    if has(&LASTING) {
        Some(Term::Lasting)
    } else if has(&AT_ONCE) {
        Some(Term::AtOnce)
    } else {
        text.contains("限期").then_some(Term::ByDeadline)
    }
}

/// One date, span or distance in a text in even signs; `None` where there is none.
fn single(text: &str, around: &Around) -> Option<Result<(Due, Option<Doubt>), Doubt>> {
    let bare = stripped(text);
    let found = date_text::read(bare).or_else(|| range_end(bare)).or_else(|| range_end(text));
    found.map(|date| due_of(&date, around)).or_else(|| counted(text, around))
}

/// Reads a deadline.
#[must_use]
pub fn read(typed: &str, around: &Around) -> DueReading {
    let typed = typed.trim();
    if typed.is_empty() {
        return DueReading::default();
    }
    let text = even(typed);
    let term = term_of(&text);
    let found = single(&text, around).unwrap_or_else(|| {
        let parts: Vec<&str> = text.split([',', ';', '、', '，', '；', '和']).map(str::trim).collect();
        let dates: Vec<_> = parts.iter().filter_map(|part| single(part, around)).collect();
        let others = parts.iter().filter(|part| single(part, around).is_none());
        let only_terms = others.clone().all(|part| term_of(part).is_some() || part.is_empty());
        match &dates[..] {
            [only] if only_terms => only.clone(),
            [_, _, ..] => Err(Doubt::Several),
            _ if text.contains(|c: char| c.is_ascii_digit()) && term.is_none() => Err(Doubt::Unread),
            _ if is_state(&text) => Err(Doubt::NoDeadline),
            _ => Ok((Due::Phrase(typed.to_owned()), None)),
        }
    });
    match found {
        Ok((due, doubt)) => {
            let says_all = is_plain(typed, &due);
            DueReading {
                due: Some(due),
                typed: if says_all { String::new() } else { typed.to_owned() },
                doubt,
                term,
            }
        }
        // Figures and dashes alone are never a phrase: see `Due::from_str`.
        Err(doubt) => DueReading {
            due: typed.parse().ok().filter(|due| matches!(due, Due::Phrase(_))),
            typed: if matches!(typed.parse(), Ok(Due::Phrase(_))) { String::new() } else { typed.to_owned() },
            doubt: Some(doubt),
            term,
        },
    }
}

fn is_state(text: &str) -> bool {
    [
        "已完成",
        "完成",
        "已整改",
        "整改完成",
        "已办结",
        "已整改完成",
        "未完成",
        "整改中",
        "已销号",
        "进行中",
        "推进中",
    ]
    .contains(&text)
}

/// Whether a text says no more than the deadline that was read from it: the same figures, and signs of dates only.
fn is_plain(typed: &str, due: &Due) -> bool {
    let signs = |c: char| c.is_ascii_digit() || "-./年月日 ".contains(c);
    let shown = due.to_string();
    let padded = typed.replace(" 00:00:00", "").replace(" 0:00", "");
    shown == typed
        || (matches!(due, Due::Day(_) | Due::Month { .. }) && padded.chars().all(signs) && {
            let figures = |text: &str| -> Vec<u32> {
                text.split(|c: char| !c.is_ascii_digit()).filter_map(|run| run.parse().ok()).collect()
            };
            figures(&padded) == figures(&shown) || padded == shown.replace('-', "")
        })
}

#[cfg(test)]
mod tests;
