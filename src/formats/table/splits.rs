//! Several measures in one cell: `1. 2.`, `（1）`, ①, 一是 二是, 首先 其次, 第一阶段, one a line. Cuts only where an office
//! would begin anew; decimals, versions, sections, nested numbers, brackets and quotes are never cut. No sign is lost:
//! the pieces put together are the cell. Knows no column and no ledger.

/// One measure of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The ordinal as it is written: `1.`, `一是`; empty where there is none.
    pub ordinal: &'a str,
    /// The text behind it, with all up to the next.
    pub text: &'a str,
}

/// How a series counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Series {
    Arabic,
    Bracketed,
    HalfBracketed,
    Circled,
    Chinese,
    ChineseBracketed,
    Firstly,
    InOrder,
    Stage,
}

/// An ordinal within a text.
#[derive(Debug, Clone, Copy)]
struct Mark {
    series: Series,
    value: u32,
    at: usize,
    end: usize,
    /// At the start of the text or of a line.
    of_line: bool,
}

/// Text shorter than this is no measure of its own.
const SHORTEST: usize = 2;

/// The measures of a cell; one that is the whole cell where it holds only one.
#[must_use]
pub fn measures(cell: &str) -> Vec<Piece<'_>> {
    let marks = marks(cell);
    let mut best: Vec<Mark> = Vec::new();
    for first in marks.iter().filter(|mark| mark.value == 1) {
        let mut run = vec![*first];
        for mark in marks.iter().filter(|mark| mark.series == first.series && mark.at > first.at) {
            let last = run.last().map_or(0, |last: &Mark| last.value);
            // One may be missing in a printed series: 一是 二是 四是.
            if mark.value == last + 1
                || (mark.value == last + 2 && (mark.of_line || mark.series == Series::Firstly))
                || (mark.value == LAST && last != LAST)
            {
                run.push(*mark);
            }
        }
        if run.len() >= 2 && has_text(cell, &run) {
            best = run;
            break;
        }
    }
    if best.is_empty() {
        return lines(cell);
    }
    let mut pieces = Vec::new();
    let intro = &cell[..best[0].at];
    // What leads to the first one is said of all: it stays before the first, which keeps its own number in the text.
    let lead = !intro.trim().is_empty();
    for (nth, mark) in best.iter().enumerate() {
        let end = best.get(nth + 1).map_or(cell.len(), |next| next.at);
        if nth == 0 && lead {
            pieces.push(Piece { ordinal: "", text: &cell[..end] });
        } else {
            let from = if nth == 0 { 0 } else { mark.at };
            pieces.push(Piece { ordinal: &cell[from..mark.end], text: &cell[mark.end..end] });
        }
    }
    pieces
}

fn has_text(cell: &str, run: &[Mark]) -> bool {
    run.iter().enumerate().all(|(nth, mark)| {
        let end = run.get(nth + 1).map_or(cell.len(), |next| next.at);
        cell[mark.end..end].chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST
    })
}

/// The ordinals outside brackets and quotes, where something may begin.
fn marks(cell: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut open: Vec<char> = Vec::new();
    let mut straight = false;
    let mut before = '\n';
    let mut at = 0;
    let mut blank_run_of_line = true;
    while let Some(c) = cell[at..].chars().next() {
        let outside = open.is_empty() && !straight;
        if outside && let Some((series, value, len)) = ordinal(&cell[at..], blank_run_of_line) {
            let starts = blank_run_of_line
                || matches!(before, '。' | '；' | ';' | '！' | '？' | '：' | ':' | '\u{3000}')
                || (matches!(before, '，' | ',')
                    && matches!(series, Series::Firstly | Series::InOrder | Series::Stage))
                || (matches!(before, '.' | '，' | ',' | '、')
                    && matches!(series, Series::Bracketed | Series::ChineseBracketed))
                || series == Series::Circled;
            if starts {
                let sign = cell[at + len..].chars().next().filter(|c| matches!(c, '：' | ':' | '，' | ','));
                let len = len + sign.map_or(0, char::len_utf8);
                found.push(Mark { series, value, at, end: at + len, of_line: blank_run_of_line });
                at += len;
                before = 'x';
                blank_run_of_line = false;
                continue;
            }
        }
        match c {
            '（' | '(' | '《' | '“' | '‘' | '「' | '【' | '[' | '〔' | '『' => open.push(c),
            '）' | ')' | '》' | '”' | '’' | '」' | '】' | ']' | '〕' | '』' => drop(open.pop()),
            '"' => straight = !straight,
            // A bracket that is never closed does not swallow the next line.
            '\n' => {
                open.clear();
                straight = false;
            }
            _ => {}
        }
        if c == '\n' {
            blank_run_of_line = true;
        } else if !c.is_whitespace() {
            blank_run_of_line = false;
        }
        if !c.is_whitespace() || c == '\n' {
            before = c;
        }
        at += c.len_utf8();
    }
    found
}

fn chinese(text: &str) -> Option<(u32, usize)> {
    let end = text.find(|c: char| !"一二三四五六七八九十".contains(c)).unwrap_or(text.len());
    Some((ledger::date_text::numeral(&text[..end])?, end))
}

fn arabic(text: &str) -> Option<(u32, usize)> {
    let even = |c: char| c.to_digit(10).or_else(|| u32::from(c).checked_sub(0xff10).filter(|d| *d < 10));
    let end = text.find(|c| even(c).is_none()).unwrap_or(text.len());
    if end == 0 || text[..end].chars().count() > 2 {
        return None;
    }
    Some((text[..end].chars().filter_map(even).fold(0, |sum, digit| sum * 10 + digit), end))
}

/// Whether a text begins with a year: `2024年`.
fn is_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && (text.starts_with("20") || text.starts_with("19")) && text[4..].starts_with('年')
}

const ORDERS: [(&str, u32); 14] = [
    ("首先", 1),
    ("第一，", 1),
    ("第一、", 1),
    ("第一,", 1),
    ("其次", 2),
    ("第二，", 2),
    ("第二、", 2),
    ("第二,", 2),
    ("再次", 3),
    ("第三，", 3),
    ("第三、", 3),
    ("第四，", 4),
    ("第四、", 4),
    ("第五，", 5),
];

/// The ordinal that a text begins with: its series, value and length.
fn ordinal(text: &str, of_line: bool) -> Option<(Series, u32, usize)> {
    let first = text.chars().next()?;
    let circled = [('①', '⑳'), ('⑴', '⒇'), ('⒈', '⒛'), ('❶', '❿')];
    if let Some((from, _)) = circled.iter().find(|(from, to)| (*from..=*to).contains(&first)) {
        return Some((Series::Circled, u32::from(first) - u32::from(*from) + 1, first.len_utf8()));
    }
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let opened = first.len_utf8();
        let (value, len, series) = arabic(inner)
            .map(|(value, len)| (value, len, Series::Bracketed))
            .or_else(|| chinese(inner).map(|(value, len)| (value, len, Series::ChineseBracketed)))?;
        let closed = inner[len..].strip_prefix(['）', ')'])?;
        return Some((series, value, opened + len + (inner.len() - len - closed.len())));
    }
    if let Some((value, len)) = arabic(text) {
        let rest = &text[len..];
        let sign = rest.chars().next()?;
        let behind = rest[sign.len_utf8()..].chars().next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        return match sign {
            // No number has a year behind its point: `1.2024年6月`.
            '.' | '．' | '、' if is_year(&rest[sign.len_utf8()..]) => {
                Some((Series::Arabic, value, len + sign.len_utf8()))
            }
            '.' | '．' if !digit(behind) => Some((Series::Arabic, value, len + sign.len_utf8())),
            '、' if of_line || !digit(behind) => Some((Series::Arabic, value, len + sign.len_utf8())),
            ' ' | '\u{3000}' if of_line => Some((Series::Arabic, value, len + sign.len_utf8())),
            ')' | '）' => Some((Series::HalfBracketed, value, len + sign.len_utf8())),
            _ => None,
        };
    }
    if let Some((value, len)) = chinese(text) {
        let rest = &text[len..];
        if rest.starts_with('是') {
            return Some((Series::Firstly, value, len + '是'.len_utf8()));
        }
        if rest.starts_with('、') && of_line {
            return Some((Series::Chinese, value, len + '、'.len_utf8()));
        }
        return None;
    }
    if let Some(rest) = text.strip_prefix('第') {
        let (value, len) = chinese(rest).or_else(|| arabic(rest))?;
        let word = ["阶段", "步", "项措施"].iter().find(|word| rest[len..].starts_with(*word));
        if let Some(word) = word {
            return Some((Series::Stage, value, '第'.len_utf8() + len + word.len()));
        }
    }
    if text.starts_with("最后") || text.starts_with("最终") {
        return Some((Series::InOrder, LAST, "最后".len()));
    }
    ORDERS
        .iter()
        .find(|(word, _)| text.starts_with(word))
        .map(|(word, value)| (Series::InOrder, *value, word.len()))
}

/// 最后 comes behind whatever was there.
const LAST: u32 = 99;

/// One measure a line, where every line stands for itself.
fn lines(cell: &str) -> Vec<Piece<'_>> {
    let whole = vec![Piece { ordinal: "", text: cell }];
    let mut starts: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in cell.split_inclusive('\n') {
        let text = line.trim();
        let indented = line.starts_with([' ', '\u{3000}', '\t']);
        if !text.is_empty() {
            let goes_on = (indented && !starts.is_empty())
                || text.starts_with("其中")
                || text.starts_with(['—', '-', '•', '（', '(']);
            if !goes_on || starts.is_empty() {
                starts.push(at);
            }
        }
        at += line.len();
    }
    if starts.len() < 2 {
        return whole;
    }
    let pieces: Vec<Piece<'_>> = starts
        .iter()
        .enumerate()
        .map(|(nth, from)| {
            let end = starts.get(nth + 1).copied().unwrap_or(cell.len());
            Piece { ordinal: "", text: &cell[if nth == 0 { 0 } else { *from }..end] }
        })
        .collect();
    let numbered = |piece: &Piece<'_>| piece.text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let ends = |piece: &Piece<'_>| piece.text.trim_end().ends_with(['。', '；', ';', '.', '！']);
    let is_one = |piece: &Piece<'_>| piece.text.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
    let Some((last, others)) = pieces.split_last() else { return whole };
    let runs_on = |piece: &Piece<'_>| {
        piece.text.trim_end().ends_with(['，', ',', '、', '：', ':', '的', '和', '及', '（'])
    };
    // A line that was broken by hand ends anywhere; those that stand for themselves end alike.
    let alike =
        others.iter().all(ends) || !others.iter().any(ends) && !ends(last) || pieces.iter().all(numbered);
    if alike && pieces.iter().all(is_one) && !others.iter().any(runs_on) { pieces } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(cell: &str) -> Vec<(&str, &str)> {
        measures(cell).iter().map(|piece| (piece.ordinal.trim(), piece.text.trim())).collect()
    }

    #[test]
    fn cells_are_cut_where_an_office_begins_anew() {
        for (cell, count) in [
            ("1.修订《学习制度》。\n2.每月集中学习1次。\n3.年底组织测试。", 3),
            ("1、分批次约谈。2、完成采购抽查。3、完成接待核查。4、审核“三会一课”平台。", 4),
            ("一是召开会议；二是制定方案；三是开展督查。", 3),
            ("一是召开会议，二是制定方案，三是开展督查", 3),
            ("一是召开会议。\n二是制定方案。\n四是开展督查。", 3),
            ("一是召开会议。二是制定方案。四是开展督查。", 3),
            ("（1）清理账户；（2）追缴资金1.25万元；（3）建立2.0版台账。", 3),
            ("(1)清理账户;(2)追缴资金", 2),
            ("（一）清理账户；（二）追缴资金", 2),
            ("1）清理账户；2）追缴资金", 2),
            ("①修订制度②开展培训③通报典型案例", 3),
            ("⑴修订制度；⑵开展培训", 2),
            ("第一阶段：摸底排查，3月完成。第二阶段：专项处理，11月完成。", 2),
            ("第一步，摸底。第二步，整改。", 2),
            ("首先，组织学习。其次，对照检查。", 2),
            ("首先，组织学习。其次，对照检查。最后，形成报告。", 3),
            ("第一，组织学习。第二，对照检查。第三，总结。", 3),
            ("1.修订制度\n\n2.开展培训\n  其中：干部2期、职工1期\n3.总结经验", 3),
            ("1.1 修订制度\n1.2 开展培训\n2 建立台账", 3),
            ("一是完善机制（1.建立清单；2.定期通报）。二是强化监督。", 2),
            ("1．修订制度；2．开展培训", 2),
            ("１．修订制度；２．开展培训", 2),
            ("1 修订制度\n2 开展培训", 2),
            ("一、修订制度\n二、开展培训", 2),
            ("修订学习制度。\n每月集中学习。\n年底组织测试。", 3),
            ("修订学习制度\n每月集中学习", 2),
            ("修订学习制度；\n每月集中学习。", 2),
            ("具体措施：1.修订制度；2.开展培训", 2),
            ("1.修订制度：（1）起草；（2）印发。2.开展培训。", 2),
            ("一是修订：1.起草；2.印发。二是培训。", 2),
            ("1.修订制度。2.开展培训。10.总结经验", 2),
        ] {
            assert_eq!(measures(cell).len(), count, "{cell}: {:?}", told(cell));
        }
    }

    #[test]
    fn what_is_no_ordinal_is_never_cut() {
        for cell in [
            "投入1.5万元改造2.3公里管道，第1.2标段已完工。",
            "按照“1+3”工作机制推进，2024年1.制定方案、2.组织实施的要求已写入《办法》第1.条。",
            "追缴1.25万元；2.0版台账已建立",
            "增加连墙件；3、8.1m层未设小横杆。",
            "落实“一是学；二是做”的要求",
            "（1.建立清单；2.定期通报）",
            "《办法》（一）规定；《办法》（二）规定",
            "加强学习",
            "",
            "1.",
            "1.修订制度",
            "2024年6月30日前完成；2024年7月复查",
            "一些同志；二者结合",
            "组织干部学习有关\n制度和办法，逐人签字。",
            "完成以下工作，\n包括制度修订",
            "甲\n乙",
            "建设标准化会议室，面积\n120平方米。",
            "A座2、3层改造；B座1、2层改造",
        ] {
            assert_eq!(measures(cell), [Piece { ordinal: "", text: cell }], "{cell}");
        }
    }

    #[test]
    fn an_ordinal_stands_apart_from_its_text_and_an_introduction_stays() {
        assert_eq!(told("1.修订；\n2.培训"), [("1.", "修订；"), ("2.", "培训")]);
        assert_eq!(told("一是修订；二是培训"), [("一是", "修订；"), ("二是", "培训")]);
        assert_eq!(told("措施如下：1.修订；2.培训"), [("", "措施如下：1.修订；"), ("2.", "培训")]);
    }

    proptest! {
        #[test]
        fn no_sign_of_a_cell_is_lost(parts in prop::collection::vec(prop::sample::select(&[
            "1.", "2.", "3、", "（1）", "（2）", "①", "②", "一是", "二是", "首先", "其次", "最后", "第一阶段", "第二阶段", "\n", "。", "；", " ",
            "制度", "（", "）", "“", "”", "\"", "1.25万元", "字", "\u{3000}", "１．", "２．", "一、", "二、",
        ][..]), 0..24)) {
            let cell = parts.concat();
            let all: String = measures(&cell).iter().map(|piece| [piece.ordinal, piece.text].concat()).collect();
            prop_assert_eq!(all, cell);
        }
    }
}
