//! The heads of a sheet: one to four rows, merged in both directions, somewhere below titles and notes. The lowest name
//! over a column decides; those above it qualify: 责任部门 over 牵头. Knows what heads mean; knows no ledger.

use super::cell_text::is_same_as_above;
use super::column_likeness::likely;
use super::column_names::{folded, meaning};
use super::columns::{Column, HEAD_ROWS};
use super::raw::{RawRow, RawSheet};

/// The most rows of heads.
const MOST: usize = 4;
/// A longer text is a sentence and no name of a column or of columns.
const LONGEST: usize = 24;
/// A longer text above a name is a note and no name of columns.
const LONGEST_ABOVE: usize = 12;

/// A longer text below is no name of a part of a group.
const LONGEST_LEAF: usize = 8;
/// What stands in sentences and not in names.
const SENTENCE: [char; 7] = ['：', ':', '。', '；', ';', '《', '〃'];

/// What a row of sums says.
const SUMS: [&str; 5] = ["合计", "小计", "共计", "总计", "累计"];

/// What stands over a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The lowest name.
    pub leaf: String,
    /// The names above it, from the top.
    pub above: Vec<String>,
}

/// Names that say too little without what stands above them.
const GENERIC: [&str; 24] = [
    "姓名", "时间", "日期", "部门", "单位", "人员", "结果", "内容", "情况", "领导", "金额", "类别", "类型",
    "名称", "职务", "电话", "意见", "数量", "状态", "说明", "编号", "级别", "原因", "措施",
];

impl Head {
    /// The column that it means, and whether it was seen written so.
    #[must_use]
    pub fn meaning(&self) -> Option<(Column, bool)> {
        // What is no name by itself names nothing under another: #N/A, 1.
        let says = self.leaf.contains(|c: char| c.is_alphabetic() && !c.is_ascii());
        let with_above = || {
            if !says {
                return None;
            }
            let joined = |name: &String| meaning(&format!("{name}{}", self.leaf));
            self.above.iter().rev().find_map(joined)
        };
        let leaf = folded(&self.leaf);
        if GENERIC.contains(&leaf.as_str()) && !self.above.is_empty() {
            if let Some(column) = with_above() {
                return Some((column, true));
            }
            // 复查 over 时间 is no deadline; 责任清单 over 部门 is who answers.
            let qualified = self.above.iter().rev().find_map(|name| likely(&format!("{name}{}", self.leaf)));
            let related = self.above.iter().any(|name| {
                ["责任", "整改", "问题", "任务", "措施", "反馈", "隐患"]
                    .iter()
                    .any(|word| name.contains(word))
            });
            return qualified
                .or_else(|| meaning(&self.leaf).filter(|_| related))
                .map(|column| (column, false));
        }
        if let Some(column) = meaning(&self.leaf) {
            return Some((column, true));
        }
        if let Some(column) = with_above() {
            return Some((column, true));
        }
        let by_likeness = likely(&self.leaf).or_else(|| {
            let upper = self.above.last().filter(|_| leaf.is_empty() || self.is_period())?;
            meaning(upper).or_else(|| likely(upper))
        });
        by_likeness.map(|column| (column, false))
    }

    /// It tells a part of the time over which the name above it goes: 近期, 4月, 二季度.
    #[must_use]
    pub fn is_period(&self) -> bool {
        let leaf = folded(&self.leaf);
        let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第上下本当前后".contains(c);
        let names = |c: char| "近中远短长期年半季度月份旬周阶段".contains(c);
        !self.above.is_empty() && leaf.contains(names) && leaf.chars().all(|c| counts(c) || names(c))
    }

    /// What a person reads: the name, behind those above it where it says too little alone.
    #[must_use]
    pub fn text(&self) -> String {
        let flat = |text: &str| text.split_whitespace().collect::<String>();
        let leaf = flat(&self.leaf);
        match self.above.last() {
            Some(above) if leaf.is_empty() => flat(above),
            Some(above)
                if GENERIC.contains(&folded(&leaf).as_str())
                    || leaf.chars().count() <= 2
                    || self.is_period() =>
            {
                format!("{}/{leaf}", flat(above))
            }
            _ => leaf,
        }
    }
}

/// The heads of the columns, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heads {
    /// The head of each column, as far right as any row goes.
    pub columns: Vec<Head>,
    /// The first row of heads, counted among the rows that have text.
    pub top: usize,
    /// The last one.
    pub last: usize,
    /// They stand over another sheet, which this one goes on with: none of its own rows is a head.
    pub elsewhere: bool,
}

fn cell(row: &RawRow, at: usize) -> &str {
    row.cells.get(at).map_or("", |text| text.trim())
}

fn is_short(text: &str, most: usize) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).count() <= most
}

/// What a cell means as the head under another.
fn known_under(above: &str, text: &str) -> bool {
    // A sign alone (〃, /) names nothing.
    if folded(text).is_empty() || !is_short(text, LONGEST) {
        return false;
    }
    let head = Head { leaf: text.to_owned(), above: vec![above.to_owned()] };
    // 长期 and 6月 may be data as well.
    let qualified = !above.is_empty() && above != text && !head.is_period();
    meaning(text).is_some() || (qualified && head.meaning().is_some())
}

/// How many different columns a row names.
fn score(row: &RawRow) -> usize {
    let mut found: Vec<Column> = row
        .cells
        .iter()
        .filter(|text| is_short(text, LONGEST))
        .filter_map(|text| meaning(text).or_else(|| likely(text)))
        .collect();
    ledger::order::sort(&mut found);
    found.dedup();
    // A word of a note may be a column's name, too; sentences beside it tell that it is none.
    let long = row.cells.iter().filter(|text| !is_short(text, LONGEST * 2)).count();
    found.len().saturating_sub(long)
}

/// Whether the row under a head belongs to it: it repeats what is merged, or names what stands below.
fn continues(upper: &RawRow, lower: &RawRow) -> bool {
    let width = upper.cells.len().max(lower.cells.len());
    let (mut filled, mut known, mut repeated) = (0, 0, 0);
    for at in 0..width {
        let (above, below) = (cell(upper, at), cell(lower, at));
        if below.is_empty() {
            continue;
        }
        // A row of sums or notes stands under the heads and is none.
        let is_sentence = below.contains(SENTENCE) || is_same_as_above(below);
        if SUMS.contains(&below) || is_sentence {
            return false;
        }
        filled += 1;
        let mut from = at;
        while from > 0 && cell(upper, from).is_empty() {
            from -= 1;
        }
        let above = if above.is_empty() { cell(upper, from) } else { above };
        if above == below {
            repeated += 1;
        } else if known_under(above, below) {
            known += 1;
        } else if !is_short(below, LONGEST_ABOVE) || below.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
    }
    known >= 1 && (known + repeated) * 2 >= filled && (known + repeated >= 2)
}

/// Whether cells are merged over both rows, and few others: such a row is no data, whatever it says.
fn is_merged_into(sheet: &RawSheet, upper: &RawRow, lower: &RawRow) -> bool {
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let over_both = sheet.merges.iter().filter(|area| {
        area.top <= upper.number && area.bottom >= lower.number && area.bottom - area.top < most
    });
    let mut names = over_both.map(|area| cell(upper, usize::from(area.left)));
    let says_more =
        (0..lower.cells.len()).any(|at| !cell(lower, at).is_empty() && cell(lower, at) != cell(upper, at));
    says_more && names.any(|name| meaning(name).is_some())
}

/// Whether the row under a head stands only under names that go over several columns, and under all columns of each: with
/// 序号 and the like empty it is no data. Files without merged cells have such heads.
fn parts_groups(upper: &RawRow, lower: &RawRow) -> bool {
    let width = upper.cells.len().max(lower.cells.len());
    let is_short = |text: &str| is_short(text, LONGEST_LEAF) && !text.contains(SENTENCE);
    let (mut parts, mut names) = (0, 0);
    let mut at = 0;
    while at < width {
        let mut end = at + 1;
        while end < width && cell(upper, end).is_empty() && !cell(lower, end).is_empty() {
            end += 1;
        }
        let below: Vec<&str> = (at..end).map(|at| cell(lower, at)).collect();
        if end - at >= 2 {
            if cell(upper, at).is_empty() || !below.iter().all(|text| !text.is_empty() && is_short(text)) {
                return false;
            }
            parts += below.len();
        } else if !below.iter().all(|text| text.is_empty()) {
            return false;
        } else if meaning(cell(upper, at)).is_some() {
            names += 1;
        }
        at = end;
    }
    parts >= 2 && names >= 2
}

/// Whether the row over a head names groups of its columns.
fn groups(upper: &RawRow, lower: &RawRow) -> bool {
    let texts: Vec<&str> = (0..lower.cells.len()).map(|at| cell(upper, at)).collect();
    let filled: Vec<&&str> = texts.iter().filter(|text| !text.is_empty()).collect();
    let mut different: Vec<&str> = filled.iter().map(|text| **text).collect();
    ledger::order::sort(&mut different);
    different.dedup();
    let plain = filled.iter().all(|text| is_short(text, LONGEST_ABOVE) && !text.contains(['：', ':']));
    let merged_down = texts.iter().enumerate().any(|(at, text)| !text.is_empty() && *text == cell(lower, at));
    let spans = texts.iter().enumerate().any(|(at, text)| {
        let next = texts.get(at + 1).copied().unwrap_or_default();
        !text.is_empty()
            && at + 1 < texts.len()
            && (next == *text || next.is_empty())
            && !cell(lower, at + 1).is_empty()
    });
    plain && different.len() >= 2 && (merged_down || spans)
}

impl Heads {
    /// The heads of a sheet, and how many columns they name; `None` where they name fewer than two.
    #[must_use]
    pub fn find(sheet: &RawSheet) -> Option<(Self, usize)> {
        let rows = sheet.rows.iter().take(HEAD_ROWS).enumerate();
        let (best, at) = rows.map(|(at, row)| (score(row), std::cmp::Reverse(at))).max()?;
        (best >= 2).then(|| {
            let heads = Self::around(sheet, at.0);
            let named = heads.columns.iter().filter_map(Head::meaning).map(|(column, _)| column);
            let mut named: Vec<Column> = named.collect();
            ledger::order::sort(&mut named);
            named.dedup();
            (heads, named.len())
        })
    }

    /// The heads of which this row is one.
    #[must_use]
    pub fn around(sheet: &RawSheet, row: usize) -> Self {
        let (mut top, mut last) = (row, row);
        let at = |row: usize| sheet.rows.get(row);
        while last - top + 1 < MOST {
            match (at(last), at(last + 1)) {
                (Some(upper), Some(lower))
                    if continues(upper, lower)
                        || is_merged_into(sheet, upper, lower)
                        || parts_groups(upper, lower) =>
                {
                    last += 1;
                }
                _ => break,
            }
        }
        while last - top + 1 < MOST && top > 0 {
            match (at(top - 1), at(top)) {
                (Some(upper), Some(lower)) if groups(upper, lower) => top -= 1,
                _ => break,
            }
        }
        Self::of(sheet, top, last)
    }

    /// The heads that stand in these rows.
    #[must_use]
    pub fn of(sheet: &RawSheet, top: usize, last: usize) -> Self {
        let width = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let rows = sheet.rows.get(top..=last).unwrap_or_default();
        // A name over several columns stands in the first where cells are not merged.
        let spread = |row: &RawRow, lower: Option<&RawRow>| -> Vec<String> {
            let mut above = String::new();
            (0..width)
                .map(|at| {
                    let own = cell(row, at);
                    if !own.is_empty() {
                        own.clone_into(&mut above);
                    } else if lower.is_none_or(|lower| cell(lower, at).is_empty()) {
                        above.clear();
                    }
                    above.clone()
                })
                .collect()
        };
        let spread: Vec<Vec<String>> =
            rows.iter().enumerate().map(|(at, row)| spread(row, rows.get(at + 1))).collect();
        let columns = (0..width).map(|at| {
            let mut names: Vec<String> = Vec::new();
            for (nth, row) in spread.iter().enumerate() {
                let own = rows.get(nth).map_or("", |row| cell(row, at));
                // Only what is written over the column itself can be its lowest name.
                let name = if nth + 1 == spread.len() { own } else { row.get(at).map_or("", String::as_str) };
                if !name.is_empty() && names.last().is_none_or(|last| last != name) {
                    names.push(name.to_owned());
                }
            }
            let leaf = names.pop().unwrap_or_default();
            names.retain(|name| is_short(name, LONGEST_ABOVE));
            Head { leaf, above: names }
        });
        Self { columns: columns.collect(), top, last, elsewhere: false }
    }

    /// The first row under the heads.
    #[must_use]
    pub fn first(&self) -> usize {
        if self.elsewhere { 0 } else { self.last + 1 }
    }

    /// What tells the layout of a sheet from others: its heads.
    #[must_use]
    pub fn key(&self) -> String {
        let mut names: Vec<String> = self.columns.iter().map(|head| folded(&head.text())).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        names.join("|")
    }
}

#[cfg(test)]
mod tests;
