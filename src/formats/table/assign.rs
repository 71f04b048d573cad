//! What the columns of a file mean, by their heads and by what stands under them. A proposal: a person can say otherwise.
//! A column that nothing is known of becomes a custom field, so that no column is dropped. Knows no page.

use std::collections::HashMap;

use super::book::column_name;
use super::choices::Meaning;
use super::column_names::folded;
use super::columns::Column;
use super::heads::Head;
use super::words;
use ledger::Ledger;
use ledger::custom::CustomKind;
use ledger::due::Due;
use ledger::due_reading::{self, Around};

/// What stands under a head.
#[derive(Debug, Clone, Default)]
pub struct Content {
    filled: usize,
    dates: usize,
    /// Dates that say no more than the date.
    plain_dates: usize,
    numbers: usize,
    statuses: usize,
    terms: usize,
    yes_no: usize,
    characters: usize,
    longest: usize,
    has_lines: bool,
    /// The first text.
    pub sample: String,
}

impl Content {
    /// Takes a cell into account.
    pub fn add(&mut self, cell: &str) {
        let text = cell.trim();
        if text.is_empty() {
            return;
        }
        if self.filled == 0 {
            text.clone_into(&mut self.sample);
        }
        let length = text.chars().count();
        self.filled += 1;
        self.characters += length;
        self.longest = self.longest.max(length);
        self.has_lines |= text.contains('\n');
        let (is_date, is_plain) = if length <= 24 { day(text) } else { (false, false) };
        self.dates += usize::from(is_date);
        self.plain_dates += usize::from(is_plain);
        self.numbers += usize::from(ledger::custom::number(text).is_some());
        // `In progress` has more letters than 推进中.
        let is_short = length <= if text.is_ascii() { 16 } else { 8 };
        self.statuses += usize::from(is_short && words::is_status(text));
        self.terms += usize::from(super::values::term(text).is_some());
        self.yes_no += usize::from(["是", "否", "√", "×"].contains(&text));
    }

    /// Whether anything stands under the head.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.filled > 0
    }

    fn most(&self, count: usize) -> bool {
        self.filled > 0 && count * 5 >= self.filled * 4
    }

    fn average(&self) -> usize {
        self.characters / self.filled.max(1)
    }

    /// Whether texts stand under the head that may be the titles of findings.
    fn reads_as_title(&self) -> bool {
        let said_otherwise = self.dates + self.numbers + self.statuses + self.terms + self.yes_no;
        self.filled > 0 && self.average() >= 4 && said_otherwise * 2 <= self.filled
    }

    /// What a custom field for it holds.
    fn kind(&self) -> CustomKind {
        if self.filled == 0 {
            CustomKind::Text
        } else if self.plain_dates == self.filled {
            CustomKind::Date
        } else if self.yes_no == self.filled {
            CustomKind::YesNo
        } else if self.has_lines || self.longest > 40 {
            CustomKind::LongText
        } else {
            CustomKind::Text
        }
    }
}

/// Whether a text is one date with its year, in any form; and whether it says no more than that day or month.
fn day(text: &str) -> (bool, bool) {
    if text.parse::<i64>().is_ok_and(|number| (30_000..=60_000).contains(&number)) {
        return (true, true);
    }
    let found = due_reading::read(text, &Around::default());
    let is_date = found.doubt.is_none() && found.due.as_ref().is_some_and(|due| due.last_day().is_some());
    let is_day = matches!(found.due, Some(Due::Day(_) | Due::Month { .. }));
    (is_date, is_date && is_day && found.typed.is_empty())
}

/// A column, and what it is taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// What it means.
    pub meaning: Meaning,
    /// Its head or content left some doubt.
    pub is_guess: bool,
}

/// How well a column fits its field, to choose among two.
fn fit(exact: bool, column: Column, head: &Head, content: &Content) -> usize {
    let place = column.names().position(|name| folded(name) == folded(&head.leaf));
    usize::from(content.is_filled()) * 10_000
        + usize::from(exact) * 1000
        + place.map_or(0, |place| 500 - place.min(400))
}

/// What a head and what stands under it tell together.
fn proposed_by(head: &Head, content: &Content) -> Option<(Column, bool)> {
    let Some((column, exact)) = head.meaning() else {
        // 销号清单 over 状态, 完成 with words of a state under it.
        let is_state = ["状态", "完成", "进度", "完成与否"].contains(&folded(&head.leaf).as_str());
        return (is_state && content.most(content.statuses)).then_some((Column::Status, false));
    };
    let column = match column {
        // 完成情况 with 已完成 in every cell is a state, and 是否完成 with sentences is none.
        // Of a part of the time the progress is told and no state: 6月 with 完成30% in it.
        Column::Progress | Column::Status if head.is_period() => Column::Progress,
        Column::Progress if content.most(content.statuses) => Column::Status,
        Column::Status if content.average() > 12 || content.statuses == 0 && content.average() >= 6 => {
            Column::Progress
        }
        // 整改类别 with 已完成 and 正在整改 in it.
        Column::Term if content.statuses > content.terms && content.most(content.statuses) => Column::Status,
        // 完成情况 or 整改时间 with days in it.
        Column::Progress | Column::Status if content.most(content.dates) => Column::Completed,
        Column::Recheck if content.most(content.dates) => Column::RecheckDate,
        Column::Due if content.average() > 40 => return None,
        Column::Aspect if content.average() > 60 => Column::Details,
        column => column,
    };
    Some((column, exact))
}

/// The names that own fields made of these columns bear: the head, with a number behind it where a built-in field or an
/// earlier column is called so.
#[must_use]
pub fn own_labels(heads: &[String]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::with_capacity(heads.len());
    for (at, head) in heads.iter().enumerate() {
        let text = if head.is_empty() { format!("{} 列", column_name(at)) } else { head.clone() };
        let is_taken = |label: &str| {
            labels.iter().any(|own| own == label)
                || Column::ALL.into_iter().any(|column| folded(column.name()) == folded(label))
        };
        let label = std::iter::once(text.clone())
            .chain((2..=heads.len() + 2).map(|nth| format!("{text}（{nth}）")))
            .find(|label| !is_taken(label));
        labels.push(label.unwrap_or(text));
    }
    labels
}

/// The field of the ledger that bears the name of a column: to the letter, else but for blanks and marks. A field is of one
/// column.
fn own_fields(names: &[String], likely: &HashMap<String, Meaning>, ledger: &Ledger) -> Vec<Option<Meaning>> {
    let exact: HashMap<&str, Meaning> = ledger
        .bundle()
        .custom_fields
        .iter()
        .map(|field| (field.name(), Meaning::Custom(field.id.clone())))
        .collect();
    let labels = own_labels(names);
    let mut own: Vec<Option<Meaning>> = vec![None; names.len()];
    let mut take = |at: usize, found: Option<&Meaning>| {
        let is_free = own[at].is_none() && !own.iter().flatten().any(|taken| Some(taken) == found);
        if let Some(found) = found.filter(|_| is_free) {
            own[at] = Some(found.clone());
        }
    };
    for (at, name) in names.iter().enumerate() {
        take(at, exact.get(name.as_str()));
    }
    for (at, name) in names.iter().enumerate() {
        // The second 备注 of a table became a field of its own.
        let is_second = names[..at].iter().any(|earlier| folded(earlier) == folded(name));
        take(at, exact.get(labels[at].as_str()).filter(|_| is_second));
        take(at, likely.get(&folded(name)));
    }
    own
}

/// The columns that a table's heads and contents propose, with whether the head says so itself.
struct Proposals<'h> {
    heads: &'h [Head],
    contents: &'h [Content],
    all: Vec<Option<(Column, bool)>>,
}

impl Proposals<'_> {
    fn has(&self, column: Column) -> bool {
        self.first(column).is_some()
    }

    fn first(&self, column: Column) -> Option<usize> {
        self.all.iter().position(|proposal| proposal.is_some_and(|(proposed, _)| proposed == column))
    }

    fn propose(&mut self, at: Option<usize>, column: Column) {
        if let Some(at) = at {
            self.all[at] = Some((column, false));
        }
    }

    /// What a table must have and no head names: a finding, a measure, when it is due. `own` are the columns of custom fields.
    fn complete(&mut self, own: &[Option<Meaning>]) {
        // A title in a column of its own leaves 问题描述 to the details; without one they are the finding.
        if !self.has(Column::Finding)
            && let Some((column, _)) = self.all.iter_mut().flatten().find(|(own, _)| *own == Column::Details)
        {
            *column = Column::Finding;
        }
        // Without a column of measures 整改任务 says what is to be done.
        if !self.has(Column::Text) {
            let task = self.all.iter().zip(self.heads).position(|(own, head)| {
                own.is_some_and(|(own, _)| own == Column::Goal) && head.leaf.contains("任务")
            });
            self.propose(task, Column::Text);
        }
        if !self.has(Column::Finding) {
            self.propose(self.title_before_measures(own), Column::Finding);
        }
        // A column of days whose name tells nothing is when it is due, where no other is.
        if !self.has(Column::Due) {
            let days = self.heads.iter().zip(self.contents).position(|(head, content)| {
                ["时间", "日期"].contains(&folded(&head.leaf).as_str())
                    && head.above.is_empty()
                    && content.most(content.dates)
            });
            self.propose(days, Column::Due);
        }
    }

    /// Nothing is imported without a finding: what stands before the measures is one, as far as anything is.
    fn title_before_measures(&self, own: &[Option<Meaning>]) -> Option<usize> {
        let titles = (0..self.first(Column::Text)?).filter(|at| {
            let is_free = own[*at].is_none() && self.all[*at].is_none_or(|(own, _)| own == Column::Goal);
            is_free && self.contents[*at].reads_as_title()
        });
        let is_task = |at: usize| {
            self.all[at].is_some() || ["任务", "事项"].iter().any(|word| self.heads[at].leaf.contains(word))
        };
        titles.max_by_key(|at| (is_task(*at), self.contents[*at].average(), std::cmp::Reverse(*at)))
    }

    /// Which of the columns that propose this one fits it best.
    fn best(&self, column: Column) -> Option<usize> {
        let fits = self.all.iter().enumerate().filter_map(|(at, own)| {
            let (_, exact) = own.filter(|(own, _)| *own == column)?;
            Some((fit(exact, column, &self.heads[at], &self.contents[at]), std::cmp::Reverse(at)))
        });
        fits.max().map(|(_, at)| at.0)
    }

    /// Whether a column that becomes a field of its own tells of the finding and not of the measure.
    fn is_of_finding(&self, at: usize) -> bool {
        let words = ["问题", "隐患", "检查", "排查", "发现", "涉及", "反馈", "来源", "部位", "地点", "项目"];
        let text = self.heads[at].text();
        words.iter().any(|word| text.contains(word))
            || self.first(Column::Text).is_none_or(|first| at < first)
    }

    fn meaning(&self, at: usize) -> Taken {
        if let Some((column, exact)) = self.all[at].filter(|(column, _)| self.best(*column) == Some(at)) {
            return Taken { meaning: Meaning::Field(column), is_guess: !exact };
        }
        if self.heads[at].text().is_empty() && !self.contents[at].is_filled() {
            return Taken { meaning: Meaning::Left, is_guess: false };
        }
        let kind = self.contents[at].kind();
        Taken { meaning: Meaning::New { kind, of_finding: self.is_of_finding(at) }, is_guess: true }
    }
}

/// What the columns mean.
#[must_use]
pub fn columns(heads: &[Head], contents: &[Content], ledger: &Ledger) -> Vec<Taken> {
    // The names that this ledger gives to its fields say more than those that offices use.
    let renamed = Column::ALL
        .into_iter()
        .filter_map(|column| Some((folded(column.renamed(ledger.bundle())?), Meaning::Field(column))));
    let custom = ledger.bundle().custom_fields.iter();
    let custom = custom.map(|field| (folded(field.name()), Meaning::Custom(field.id.clone())));
    let custom: HashMap<String, Meaning> = renamed.chain(custom).collect();
    let names: Vec<String> = heads.iter().map(Head::text).collect();
    let own = own_fields(&names, &custom, ledger);
    let proposed = heads.iter().zip(contents).zip(&own);
    let proposed =
        proposed.map(|((head, content), own)| own.is_none().then(|| proposed_by(head, content)).flatten());
    let mut proposals = Proposals { heads, contents, all: proposed.collect() };
    proposals.complete(&own);
    let taken = own.into_iter().enumerate().map(|(at, own)| match own {
        Some(meaning) => Taken { meaning, is_guess: false },
        None => proposals.meaning(at),
    });
    taken.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(columns: &[(&str, &[&str])]) -> Vec<String> {
        let heads: Vec<Head> =
            columns.iter().map(|(head, _)| Head { leaf: (*head).to_owned(), above: Vec::new() }).collect();
        let contents: Vec<Content> = columns
            .iter()
            .map(|(_, cells)| {
                let mut content = Content::default();
                cells.iter().for_each(|cell| content.add(cell));
                content
            })
            .collect();
        let ledger = Ledger::new(serde_json::from_str("{\"id\":\"b\"}").unwrap()).unwrap();
        super::columns(&heads, &contents, &ledger).iter().map(|taken| taken.meaning.code()).collect()
    }

    #[test]
    fn a_field_is_known_by_the_name_that_the_ledger_gives_to_it() {
        let bundle = r#"{"id":"b","field_labels":{"measure.owner":"包案人","finding.goal":"治理目标"}}"#;
        let ledger = Ledger::new(serde_json::from_str(bundle).unwrap()).unwrap();
        let heads = ["包案人", "治理目标", "反馈问题"];
        let heads = heads.map(|head| Head { leaf: head.to_owned(), above: Vec::new() });
        let taken = columns(&heads, &[Content::default(), Content::default(), Content::default()], &ledger);
        let codes: Vec<String> = taken.iter().map(|taken| taken.meaning.code()).collect();
        assert_eq!(codes, ["field 责任人", "field 整改目标", "field 反馈问题"]);
        assert!(taken.iter().all(|taken| !taken.is_guess));
    }

    #[test]
    fn head_and_content_decide_together() {
        for (columns, expected) in [
            (
                &[("问题", &["甲"][..]), ("完成情况", &["已完成", "整改中"])][..],
                &["field 反馈问题", "field 整改状态"][..],
            ),
            (
                &[("问题", &["甲"]), ("完成情况", &["已印发计划并组织学习一次"])],
                &["field 反馈问题", "field 整改进展及成效"],
            ),
            (
                &[("问题", &["甲"]), ("时间", &["2024-06-30", "2024年7月"])],
                &["field 反馈问题", "field 整改时限"],
            ),
            (&[("问题描述", &["甲"])], &["field 反馈问题"]),
            (
                &[("问题", &["甲"]), ("整改类别", &["已完成", "正在整改", "长期坚持"])],
                &["field 反馈问题", "field 整改状态"],
            ),
            (
                &[("问题", &["甲"]), ("整改类别", &["立行立改", "长期坚持", "限期整改"])],
                &["field 反馈问题", "field 整改类型"],
            ),
            (&[("问题", &["甲"]), ("进度", &["60%", "100%"])], &["field 反馈问题", "field 整改状态"]),
            (&[("问题", &["甲"]), ("问题描述", &["甲乙"])], &["field 反馈问题", "field 问题的具体内容"]),
            (
                &[
                    ("问题", &["甲"]),
                    ("整改措施", &["乙"]),
                    ("联系电话", &["010-1"]),
                    ("排查日期", &["2024-06-01"]),
                ],
                &["field 反馈问题", "field 整改措施", "new measure text", "new finding date"],
            ),
            (
                &[("责任部门", &[]), ("责任单位", &["办公室"]), ("问题", &["甲"])],
                &["new finding text", "field 责任(配合)部门", "field 反馈问题"],
            ),
            (
                &[("问题", &["甲"]), ("", &[]), ("", &["见附件"])],
                &["field 反馈问题", "left", "new finding text"],
            ),
        ] {
            assert_eq!(told(columns), expected, "{columns:?}");
        }
    }
}
