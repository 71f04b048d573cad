//! Deadlines that are so long after a day: 反馈后1个月内, 整改方案印发之日起三个月内, 3个月内. Knows no clock.

use super::super::date::Date;
use super::super::date_text::months_later;
use super::super::due::Due;
use super::{Around, Doubt, stripped};

/// Whether a text is nothing but a length of time: `3个月内`, `限半年内完成`, `10天内`. `6月内` is a month.
fn is_length(text: &str) -> bool {
    let bare = without_within(stripped(text));
    let figures = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let unit = if figures.len() < bare.len() { figures } else { figures.strip_prefix('半').unwrap_or("") };
    let within = ["以内", "之内", "内"].iter().any(|word| text.contains(word));
    let counted = figures.len() < bare.len();
    match unit {
        "个月" | "周" | "个星期" | "星期" | "天" | "个工作日" | "工作日" => counted,
        "日" => counted && within,
        "年" => within || !counted,
        _ => false,
    }
}

fn without_within(text: &str) -> &str {
    ["以内", "之内", "内"].iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim_end()
}

/// A deadline counted from a day: `反馈后1个月内`, `整改方案印发之日起三个月内`. One that does not say from when is counted from the
/// feedback, with which the time of rectification begins, else from the plan.
pub(super) fn counted(text: &str, around: &Around) -> Option<Result<(Due, Option<Doubt>), Doubt>> {
    let from = if text.contains("反馈") {
        around.feedback
    } else if text.contains("印发") || text.contains("下发") || text.contains("方案") {
        around.issued
    } else if is_length(text) {
        around.feedback.or(around.issued)
    } else {
        return None;
    };
    let at = text.find(|c: char| c.is_ascii_digit() || c == '半' || c == '一')?;
    let run = text[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let (number, rest) = text[at..].split_at(run);
    let number = number.parse::<i32>().ok();
    let open =
        |unit: &str| rest.strip_prefix(unit).is_some_and(|tail| !tail.contains(|c: char| c.is_ascii_digit()));
    let later = |from: Date| -> Option<Date> {
        match number {
            Some(n) if open("个月") || open("月") => months_later(from, n),
            Some(n) if open("周") || open("个星期") || open("星期") => {
                Some(from.plus_days(i64::from(n) * 7))
            }
            Some(n) if (open("天") || open("日")) && !rest.contains("工作日") => {
                Some(from.plus_days(n.into()))
            }
            Some(n) if open("年") && n < 10 => months_later(from, n * 12),
            None if open("半年") => months_later(from, 6),
            None if open("一年") => months_later(from, 12),
            _ => None,
        }
    };
    let Some(from) = from else { return Some(Err(Doubt::NoStart)) };
    Some(later(from).map(|day| (Due::Day(day), Some(Doubt::Counted(from)))).ok_or(Doubt::Unread))
}
