//! A column that holds a day beside what its head names first: 整改措施及时限, 整改时限及进展, 责任单位及时限, 整改情况及完成时间.
//! Parts a cell where it plainly says both. Knows no row and no ledger.

use super::column_names::meaning;
use super::columns::Column;
use ledger::due::Due;
use ledger::due_reading::{self, Around, Doubt};

/// The two fields of a head: what stands in the cell besides the day, and the day.
#[must_use]
pub fn of_head(head: &str) -> Option<(Column, Column)> {
    let even: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    let pair = |left: &str, right: &str| {
        let (left, right) = (meaning(left)?, meaning(right)?);
        match (left, right) {
            (Column::Due, Column::Due) => None,
            // 完成时间 beside what was done is when it was done.
            (Column::Progress, Column::Due) if !even.contains("时限") && !even.contains("期限") => {
                Some((Column::Progress, Column::Completed))
            }
            (told, day @ (Column::Due | Column::Completed))
            | (day @ (Column::Due | Column::Completed), told) => Some((told, day)),
            _ => None,
        }
    };
    // 整改措施（含时限）
    if let Some((left, inner)) = even.strip_suffix(['）', ')']).and_then(|rest| rest.split_once(['（', '(']))
    {
        let inner = ["含", "及", "附", "和"].iter().find_map(|word| inner.strip_prefix(word));
        return inner.and_then(|inner| pair(left, inner)).filter(|pair| is_parted(*pair));
    }
    let joints = even.match_indices(['及', '和', '与', '、', '/', '／', '+', '＋']);
    let mut pairs = joints.filter_map(|(at, joint)| pair(&even[..at], &even[at + joint.len()..]));
    pairs.next_back().filter(|pair| is_parted(*pair))
}

/// Whether cells of these two fields are parted: those of one finding or measure, and no other day.
fn is_parted((told, day): (Column, Column)) -> bool {
    let one = [
        Column::Text,
        Column::Progress,
        Column::Units,
        Column::Lead,
        Column::Supporting,
        Column::Owner,
        Column::Leader,
        Column::Status,
        Column::Goal,
    ];
    told != day && one.contains(&told)
}

/// Before a day in a cell.
const NAMES: [&str; 16] = [
    "整改完成时限",
    "整改完成时间",
    "计划完成时间",
    "实际完成时间",
    "整改时限",
    "完成时限",
    "整改期限",
    "完成期限",
    "完成时间",
    "完成日期",
    "整改时间",
    "办结时限",
    "截止时间",
    "时限",
    "期限",
    "时间",
];

/// The longest text that is one day.
const LONGEST: usize = 24;

/// Whether a text says when and nothing else.
fn is_day(text: &str, day: Column) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return false;
    }
    let read = due_reading::read(text, &Around::default());
    let is_time = match (&read.doubt, &read.due) {
        (None, Some(Due::Phrase(_))) => is_phrase(text),
        (None | Some(Doubt::Ambiguous), Some(_))
        | (Some(Doubt::NoYear | Doubt::NoStart | Doubt::NoSuchDay), _) => true,
        _ => false,
    };
    // When it was done is a day of the calendar.
    is_time && (day != Column::Completed || matches!(read.due, Some(Due::Day(_))))
}

/// Whether a text is nothing but words for a deadline that is no day: 立行立改，长期坚持.
fn is_phrase(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "立行立改",
        "即知即改",
        "立即整改",
        "立整立改",
        "边查边改",
        "即行即改",
        "长期坚持",
        "长期整改",
        "长期",
        "持续整改",
        "持续推进",
        "持续坚持",
        "持续",
        "常态化",
        "坚持",
        "推进",
        "整改",
    ];
    let rest = WORDS.iter().fold(text.to_owned(), |rest, word| rest.replace(word, ""));
    rest.trim_matches([' ', '、', '，', ',', '；', ';', '并', '和', '。']).is_empty()
}

/// What a cell says besides the day, and the day; `None` where it does not plainly say when.
#[must_use]
pub fn parted(cell: &str, day: Column) -> Option<(String, String)> {
    if is_day(cell, day) {
        return Some((String::new(), cell.trim().to_owned()));
    }
    named(cell, day)
        .or_else(|| of_lines(cell, day))
        .or_else(|| bracketed(cell, day))
        .or_else(|| of_parts(cell, day))
        .or_else(|| leading(cell, day))
}

/// `…。完成时限：2024年6月底`, also in brackets of its own.
fn named(cell: &str, day: Column) -> Option<(String, String)> {
    for name in NAMES {
        for (at, _) in cell.match_indices(name) {
            let behind = &cell[at + name.len()..];
            let Some(value) = behind.strip_prefix(['：', ':']) else { continue };
            let from = cell.len() - value.len();
            let end = value.find(['\n', '；', ';', '。', '）', ')', '】']).unwrap_or(value.len());
            if !is_day(&value[..end], day) {
                continue;
            }
            let (before, after) = (&cell[..at], &value[end..]);
            let open = before.trim_end().strip_suffix(['（', '(', '【']);
            let close = after.strip_prefix(['）', ')', '】']);
            let (before, after) = match (open, close) {
                (Some(before), Some(after)) => (before, after),
                // One of several in a bracket: it stays.
                _ => (before, after.trim_start_matches(['；', ';', '。'])),
            };
            return Some((joined(before, after), cell[from..from + end].trim().to_owned()));
        }
    }
    None
}

/// What stands before a day and behind it, without a stop that parts nothing any more.
fn joined(before: &str, after: &str) -> String {
    let after = after.trim();
    let before = before.trim();
    if after.chars().any(char::is_alphanumeric) {
        let between = if before.is_empty() || before.ends_with(['。', '；', ';', '，', '、', '（', '('])
        {
            ""
        } else {
            "\n"
        };
        return format!("{before}{between}{after}");
    }
    let before = before.trim_end_matches(['；', ';', '，', ',', '、', '/', '|']).trim_end();
    let stop = if before.ends_with(['。', '；']) { "" } else { after };
    format!("{before}{stop}")
}

/// One line of several is the day.
fn of_lines(cell: &str, day: Column) -> Option<(String, String)> {
    let lines: Vec<&str> = cell.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    one_of(&lines, "\n", day)
}

fn one_of(parts: &[&str], joint: &str, day: Column) -> Option<(String, String)> {
    let is = |part: &str| is_day(part.trim_end_matches(['。', '；', ';', '，', ',']), day);
    let at = parts.iter().position(|part| is(part))?;
    let rest: Vec<&str> =
        parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| *part).collect();
    let only = rest.iter().all(|part| !is(part)) && !rest.is_empty();
    let own = parts.get(at)?.trim_end_matches(['。', '；', ';', '，', ',']);
    only.then(|| (rest.join(joint), own.to_owned()))
}

/// `…（2024年6月底前）。`
fn bracketed(cell: &str, day: Column) -> Option<(String, String)> {
    let said = cell.trim_end();
    let bare = said.trim_end_matches(['。', '；', ';', '，']);
    let open = bare.rfind(['（', '(', '【'])?;
    let inner = bare[open..].strip_suffix(['）', ')', '】'])?;
    let inner = inner.trim_start_matches(['（', '(', '【']);
    (is_day(inner, day) && !bare[..open].trim().is_empty())
        .then(|| (joined(&bare[..open], &said[bare.len()..]), inner.trim().to_owned()))
}

/// `办公室/2024年6月底`, `办公室；2024年6月底`, `办公室 2024年6月底`.
fn of_parts(cell: &str, day: Column) -> Option<(String, String)> {
    [&['/', '／', '|'][..], &['；', ';'], &[' ', '\u{3000}', '\t']].into_iter().find_map(|signs| {
        let parts: Vec<&str> = cell.split(signs).map(str::trim).filter(|part| !part.is_empty()).collect();
        let joint = match signs[0] {
            '/' => "/",
            '；' => "；",
            _ => " ",
        };
        one_of(&parts, joint, day)
    })
}

/// `2024年6月底前，已…`: a day that a note of progress may begin with is none.
fn leading(cell: &str, day: Column) -> Option<(String, String)> {
    let (first, rest) = cell.split_once(['，', ',', '。', '：', ':'])?;
    let plain = first.trim().ends_with(['前', '底', '内', '末']) || due_reading::term_of(first).is_some();
    (day == Column::Due && plain && is_day(first, day) && !rest.trim().is_empty())
        .then(|| (rest.trim().to_owned(), first.trim().to_owned()))
}

/// Whether a cell that was not parted may say when, so that a person should look.
#[must_use]
pub fn may_say(cell: &str) -> bool {
    let digits = cell.contains(|c: char| c.is_ascii_digit());
    digits && cell.contains(['年', '月', '日', '周', '天']) || due_reading::term_of(cell).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_that_name_a_day_beside_another_field() {
        use Column::{Completed, Due, Leader, Owner, Progress, Text, Units};
        for (head, fields) in [
            ("整改措施及时限", Some((Text, Due))),
            ("整改措施及完成时限", Some((Text, Due))),
            ("整改措施（含时限）", Some((Text, Due))),
            ("整改措施、\n完成时限", Some((Text, Due))),
            ("整改时限及进展", Some((Progress, Due))),
            ("整改进展及时限", Some((Progress, Due))),
            ("整改情况及完成时间", Some((Progress, Completed))),
            ("责任单位及时限", Some((Units, Due))),
            ("责任人/完成时限", Some((Owner, Due))),
            ("完成时限和责任领导", Some((Leader, Due))),
            ("整改措施及成效", None),
            ("整改措施", None),
            ("整改时限", None),
            ("整改期限及要求", None),
            ("责任单位及责任人", None),
            ("完成时限（年月日）", None),
            ("", None),
        ] {
            assert_eq!(of_head(head), fields, "{head}");
        }
    }

    #[test]
    fn a_cell_is_parted_where_it_plainly_says_when() {
        for (cell, expected) in [
            ("修订制度（2024年6月底前）。", Some(("修订制度。", "2024年6月底前"))),
            ("修订制度。完成时限：2024年6月底", Some(("修订制度。", "2024年6月底"))),
            ("修订制度（完成时限：长期坚持）", Some(("修订制度", "长期坚持"))),
            ("时限：6月底前；已修订制度", Some(("已修订制度", "6月底前"))),
            ("2024年6月底\n已修订制度", Some(("已修订制度", "2024年6月底"))),
            ("办公室\n2024-06-30", Some(("办公室", "2024-06-30"))),
            ("办公室、人事科/2024年6月", Some(("办公室、人事科", "2024年6月"))),
            ("办公室 立行立改", Some(("办公室", "立行立改"))),
            ("办公室；1个月内", Some(("办公室", "1个月内"))),
            ("2024年6月底前，已修订制度", Some(("已修订制度", "2024年6月底前"))),
            ("2024年6月30日", Some(("", "2024年6月30日"))),
            ("2024年6月5日，召开会议", None),
            ("修订制度2.0版", None),
            ("2024年6月\n2024年9月\n修订制度", None),
            ("修订《办法》（试行）", None),
            ("", None),
        ] {
            let expected = expected.map(|(rest, day): (&str, &str)| (rest.to_owned(), day.to_owned()));
            assert_eq!(parted(cell, Column::Due), expected, "{cell}");
        }
        let done = |cell: &str| parted(cell, Column::Completed);
        assert_eq!(done("已修订（2024年6月5日）"), Some(("已修订".into(), "2024年6月5日".into())));
        assert_eq!(done("已修订（2024年6月）"), None, "a month is no day");
    }
}
