//! The title: 2号小标宋, centred, in lines of about equal length that do not tear words apart. Knows no page.

use super::breaking::{break_lines, may_break, width};
use super::{BLOCK_WIDTH, LEFT, Run, SIZE_2, Set};
use crate::paragraph::Style;

/// Characters of 2号 in a line of 156 mm.
const ROOM: usize = 20;

/// What a line more than needed costs, to be weighed against what it does not tear.
const LINE_COST: i32 = 24;

/// How little a break here disturbs: after the office's name, before 关于, after a full word.
fn disturbs(before: &str, after: &str) -> i32 {
    if after.starts_with("关于") || before.ends_with("关于") {
        return if after.starts_with("关于") { -6 } else { 4 };
    }
    let good = ["党组", "党委", "委员会", "巡察", "巡视", "整改", "反馈", "工作", "情况"];
    let torn = ["党", "巡", "整", "通", "进", "情", "委", "集", "反", "问", "落", "市", "轮", "届", "第"];
    if after.starts_with('的') || after.starts_with('和') {
        return 6;
    }
    if good.iter().any(|word| before.ends_with(word)) || before.ends_with('的') {
        return -2;
    }
    if torn.iter().any(|word| before.ends_with(word)) { 5 } else { 3 }
}

/// The lines of a title.
#[must_use]
pub fn title_lines(text: &str) -> Vec<&str> {
    let whole = width(text);
    if whole <= ROOM * 2 {
        return vec![text];
    }
    let least = whole.div_ceil(ROOM * 2);
    // A line more is taken where it tears less.
    let divisions = (least..=least + 1).zip([0, LINE_COST]).filter_map(|(count, more)| {
        let (cost, lines) = balanced(text, count)?;
        Some((cost + more, lines))
    });
    if let Some((_, lines)) = divisions.min_by_key(|(cost, _)| *cost) {
        return lines;
    }
    break_lines(text, ROOM * 2, 0).into_iter().map(|line| line.text).collect()
}

/// The best division into so many lines: each place costs how far its line is from the average, and what it tears.
fn balanced(text: &str, count: usize) -> Option<(i32, Vec<&str>)> {
    let places: Vec<usize> = text
        .char_indices()
        .zip(text.chars().skip(1))
        .filter(|((_, before), after)| may_break(*before, *after))
        .map(|((at, before), _)| at + before.len_utf8())
        .chain([text.len()])
        .collect();
    let average = i32::try_from(width(text) / count).ok()?;
    // For each place: the least cost with the lines so far, and the place before it.
    let mut best: Vec<Option<(i32, Vec<usize>)>> = vec![None; places.len()];
    for line in 0..count {
        let mut next: Vec<Option<(i32, Vec<usize>)>> = vec![None; places.len()];
        for (n, end) in places.iter().enumerate() {
            let starts = if line == 0 {
                vec![(0, (0, Vec::new()))]
            } else {
                places
                    .iter()
                    .zip(&best)
                    .take(n)
                    .filter_map(|(at, found)| Some((*at, found.clone()?)))
                    .collect()
            };
            for (start, (cost, cuts)) in starts {
                let wide = text.get(start..*end).map_or(0, width);
                if wide == 0 || wide > ROOM * 2 {
                    continue;
                }
                let off = (i32::try_from(wide).unwrap_or(i32::MAX) - average).abs();
                let torn =
                    if *end == text.len() { 0 } else { disturbs(text.get(..*end)?, text.get(*end..)?) };
                let cost = cost + off * off / 16 + torn * 4;
                if next.get(n).is_some_and(|found| found.as_ref().is_none_or(|(least, _)| cost < *least)) {
                    let mut cuts = cuts.clone();
                    cuts.push(*end);
                    if let Some(slot) = next.get_mut(n) {
                        *slot = Some((cost, cuts));
                    }
                }
            }
        }
        best = next;
    }
    let (cost, cuts) = best.pop()??;
    let mut start = 0;
    let mut lines = Vec::new();
    for cut in cuts {
        lines.push(text.get(start..cut)?);
        start = cut;
    }
    Some((cost, lines))
}

/// The title's lines, centred.
pub(super) fn set(text: &str) -> Vec<Set> {
    // A title of more than some lines is no title; it is broken as it comes.
    let lines = if text.chars().count() > 120 {
        break_lines(text, ROOM * 2, 0).into_iter().map(|line| line.text).collect()
    } else {
        title_lines(text)
    };
    lines
        .into_iter()
        .map(|line| {
            #[expect(clippy::cast_precision_loss, reason = "at most 40 halves")]
            let wide = (width(line) as f64 / 2.0 * SIZE_2).min(BLOCK_WIDTH);
            let x = LEFT + (BLOCK_WIDTH - wide) / 2.0;
            Set::line(vec![Run { style: Style::Title, text: line.to_owned(), x, width: wide }])
        })
        .collect()
}
