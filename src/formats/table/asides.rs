//! Rows under the heads that are no data: sums, notes, instructions, signatures, repeated heads. They are set aside and
//! listed with their text, never dropped. Knows cells and what their columns mean; knows no ledger.

use super::choices::Place;
use super::column_names::folded;
use super::columns::Column;

/// Why a row is no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It stands above the heads: title, unit, date.
    Above,
    /// The heads once more.
    RepeatedHead,
    /// 1 2 3 or 甲 乙 丙 under the heads.
    ColumnNumbers,
    /// 小计, 合计.
    Sum,
    /// 注：, 说明：, 填报人.
    Note,
    /// How a column is filled in.
    Instruction,
    /// An example of how it is filled in.
    Example,
    /// A number and nothing else.
    BareNumber,
    /// A heading over the rows below it: their 问题类别.
    Group,
    /// Neither a finding nor a measure.
    Unplaced,
}

impl Kind {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Above => "表头以上的文字",
            Self::RepeatedHead => "重复的表头",
            Self::ColumnNumbers => "列号",
            Self::Sum => "合计行",
            Self::Note => "注释或签名",
            Self::Instruction => "填写说明",
            Self::Example => "填写示例",
            Self::BareNumber => "只有序号",
            Self::Group => "分组标题，作为下面各行的问题类别",
            Self::Unplaced => "没有问题，也没有措施",
        }
    }
}

/// A row that is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub kind: Kind,
    /// All its text, each once.
    pub text: String,
    /// A person took it back: it is data.
    pub taken_back: bool,
}

/// A longer text, in bytes, is no name of a column that is repeated.
const LONGEST_NAME: usize = 300;

/// The texts of a row, each once, in order.
#[must_use]
pub fn text_of(cells: &[String]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for cell in cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
        if !texts.contains(&cell) {
            texts.push(cell);
        }
    }
    texts.join(" ｜ ")
}

/// What is known where a row is judged.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// What the columns mean.
    pub columns: &'a [Option<Column>],
    /// The names of the columns.
    pub names: &'a [String],
    /// How many rows of data came before.
    pub data_before: usize,
    /// The row before was a note.
    pub after_note: bool,
    /// Findings bear 1 2 3, so that 一 二 三 count what stands over them.
    pub counted: bool,
}

const SUMS: [&str; 9] = ["小计", "合计", "共计", "总计", "累计", "本页小计", "本页合计", "汇总", "总合计"];
const NOTES: [&str; 38] = [
    "注：",
    "注:",
    "备注：",
    "备注:",
    "说明：",
    "说明:",
    "填表说明",
    "填报说明",
    "填写说明",
    "填报要求",
    "填报人",
    "填表人",
    "填报单位",
    "填表单位",
    "填报时间",
    "填表时间",
    "填报日期",
    "填表日期",
    "审核人",
    "审核：",
    "审核:",
    "审批人",
    "审批：",
    "制表人",
    "制表：",
    "制表:",
    "联系人：",
    "联系人:",
    "联系电话",
    "单位负责人",
    "主要负责人",
    "负责人（签",
    "负责人签",
    "负责人：",
    "（签字）",
    "签字：",
    "注意事项",
    "※",
];
const INSTRUCTIONS: [&str; 24] = [
    "填写",
    "请填",
    "填报",
    "不得改动",
    "下拉",
    "必填",
    "选填",
    "填“",
    "填\"",
    "填全称",
    "格式：",
    "格式为",
    "例如",
    "如：",
    "按序号",
    "按照要求",
    "注明",
    "填入",
    "写明",
    "分条",
    "自动计算",
    "逗号分隔",
    "自动生成",
    "系统生成",
];

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a text names a row of sums: 小计, 合计：12.
#[must_use]
pub fn is_sum(text: &str) -> bool {
    let bare = squeezed(text);
    SUMS.iter().any(|word| {
        let rest = bare.strip_prefix(word);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['：', ':', '（', '(']))
    })
}

/// Whether a text is a number as offices number findings: `12`, `1-1`, `1.10`, `一、`, `（三）`, `SJ-001`, `问题3`.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let bare = squeezed(text);
    let counts = |c: char| {
        c.is_ascii_alphanumeric() || ('０'..='９').contains(&c) || "一二三四五六七八九十百〇零".contains(c)
    };
    let signs = |c: char| "-.、（）()．—_/#第号项条①②③④⑤⑥⑦⑧⑨⑩".contains(c);
    let short = bare.chars().count() <= 16;
    let body = bare.strip_prefix("问题").or(bare.strip_prefix("措施")).unwrap_or(&bare);
    short
        && !body.is_empty()
        && body.chars().all(|c| counts(c) || signs(c))
        && body.chars().any(|c| counts(c) || !c.is_ascii() && signs(c))
}

/// Whether a text is a heading over rows: `一、党的领导方面`, `（二）聚焦…`.
fn is_heading(text: &str) -> bool {
    let bare = squeezed(text);
    let rest = bare.trim_start_matches(['（', '(', '第']);
    let numbered = rest.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let by_number = numbered.len() < rest.len() && numbered.starts_with(['、', '）', ')', '.', '．', '部']);
    let by_end = ["方面", "方面问题", "方面的问题", "类问题"].iter().any(|end| bare.ends_with(end));
    (by_number && !bare.contains("是")) || (by_end && !bare.starts_with("关于") && bare.chars().count() <= 24)
}

/// Whether the only text of a row above the heads is a heading over the first rows below them.
#[must_use]
pub fn heads_first_rows(cells: &[String]) -> bool {
    let text = text_of(cells);
    is_heading(&text)
        && ["方面", "聚焦", "问题"].iter().any(|word| text.contains(word))
        && !text.contains(" ｜ ")
}

/// Whether a number counts headings and not findings: 一, （二）, 三、.
fn counts_headings(number: &str) -> bool {
    let bare = squeezed(number);
    !bare.is_empty() && bare.chars().all(|c| "一二三四五六七八九十（）()、.．".contains(c))
}

/// Whether the findings of a sheet bear numbers: 1 2 3 under 序号.
#[must_use]
pub fn are_counted<'t>(mut numbers: impl Iterator<Item = &'t str>) -> bool {
    numbers.any(|number| {
        let bare = number.trim().trim_end_matches(['.', '、', '．']);
        !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Why a row is no data; `None` where it is.
#[must_use]
pub fn judge(cells: &[String], around: Surroundings<'_>) -> Option<Kind> {
    let texts: Vec<(usize, &str)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, cell.trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let (_, first) = *texts.first()?;
    let mut different: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    ledger::order::sort(&mut different);
    different.dedup();
    let at_column = |column: Column| {
        let at = around.columns.iter().position(|own| *own == Some(column))?;
        texts.iter().find(|(own, _)| *own == at).map(|(_, text)| *text)
    };
    let (number, title, measure) =
        (at_column(Column::Number), at_column(Column::Finding), at_column(Column::Text));

    let heads = texts.iter().filter(|(at, text)| {
        around.names.get(*at).is_some_and(|name| {
            let short = !name.is_empty() && name.len() <= LONGEST_NAME && text.len() <= LONGEST_NAME;
            short && folded(name) == folded(text)
        })
    });
    if heads.count() * 2 > texts.len() && different.len() >= 2 {
        return Some(Kind::RepeatedHead);
    }
    let is_whole = title.is_some() && measure.is_some() && number.is_some();
    if let Some(kind) = by_words(&texts, different.len(), around.after_note && !is_whole) {
        return Some(kind);
    }
    if around.data_before == 0 && is_instruction(&texts, number) {
        return Some(Kind::Instruction);
    }
    if different.len() == 1 {
        let of = |column: Column| at_column(column).is_some();
        if let Some(kind) = of_one_text(first, (texts.len(), cells.len()), of) {
            return Some(kind);
        }
    }
    // A heading beside its number: `一` and `党的领导方面`, with nothing else in the row.
    let only = |at: usize| {
        matches!(around.columns.get(at), Some(Some(Column::Number | Column::Finding | Column::Aspect)))
    };
    if measure.is_none()
        && texts.iter().all(|(at, _)| only(*at))
        && title
            .is_some_and(|title| is_heading(title) || around.counted && number.is_some_and(counts_headings))
        && texts.len() <= 2
        && number.is_none_or(|number| !number.contains(|c: char| c.is_ascii_digit()))
    {
        return Some(Kind::Group);
    }
    (title.is_none()
        && measure.is_none()
        && at_column(Column::Details).is_none()
        && at_column(Column::Id).is_none())
    .then_some(Kind::Unplaced)
}

/// Why a row that says one thing alone, in so many cells of so many, is no data. `of` tells in which columns it stands.
fn of_one_text(text: &str, (filled, cells): (usize, usize), of: impl Fn(Column) -> bool) -> Option<Kind> {
    if of(Column::Number) && filled == 1 {
        return Some(if is_heading(text) && !is_number(text) { Kind::Group } else { Kind::BareNumber });
    }
    let is_merged = filled >= 3 || filled == cells.max(2);
    if is_merged || is_heading(text) && !of(Column::Text) {
        return Some(Kind::Group);
    }
    let is_title = filled == 1 && of(Column::Finding);
    if is_title || of(Column::Text) {
        return None;
    }
    Some(if of(Column::Aspect) { Kind::Group } else { Kind::Unplaced })
}

/// Why a row is no data by what its first cells say. `different` is how many texts it has, `after_note` whether it may go on
/// with the note above.
fn by_words(texts: &[(usize, &str)], different: usize, after_note: bool) -> Option<Kind> {
    let (first_at, first) = *texts.first()?;
    let bare = squeezed(first);
    if is_sum(first)
        || texts.iter().any(|(at, text)| *at <= first_at + 1 && SUMS.contains(&squeezed(text).as_str()))
    {
        return Some(Kind::Sum);
    }
    if NOTES.iter().any(|word| bare.starts_with(word)) || (bare == "注" || bare == "说明") && different <= 2
    {
        return Some(Kind::Note);
    }
    if after_note && different == 1 {
        return Some(Kind::Note);
    }
    if ["例", "示例", "样例", "范例", "例：", "举例", "（例）", "(例)"].contains(&bare.as_str())
    {
        return Some(Kind::Example);
    }
    if counts_columns(texts) {
        return Some(Kind::ColumnNumbers);
    }
    None
}

/// Whether the cells count the columns: 1 2 3, ① ② ③, 甲 乙 丙, A B C.
fn counts_columns(texts: &[(usize, &str)]) -> bool {
    let rows: [&str; 3] = ["甲乙丙丁戊己庚辛壬癸", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"];
    // Which series a text is of, and where it stands there.
    let place = |text: &str| -> Option<(usize, usize)> {
        let bare = text.trim_matches(['（', '）', '(', ')', '栏']);
        let mut signs = bare.chars();
        let (one, more) = (signs.next()?, signs.next());
        if let Ok(number) = bare.parse() {
            return Some((rows.len(), number));
        }
        rows.iter().enumerate().find_map(|(of, row)| {
            let at = row.chars().position(|c| c == one).filter(|_| more.is_none())?;
            Some((of, at))
        })
    };
    let places: Option<Vec<(usize, usize)>> = texts.iter().map(|(_, text)| place(text)).collect();
    // 甲 乙 1 2: columns of texts are counted first, those of figures apart.
    let goes_on = |two: &[(usize, usize)]| match (two[0], two[1]) {
        ((one, before), (other, behind)) if one == other => behind == before + 1,
        ((one, _), (other, behind)) => one < other && other == rows.len() && behind == 1,
    };
    places.is_some_and(|places| places.len() >= 3 && places.windows(2).all(goes_on))
}

/// Whether the row tells how columns are filled in.
fn is_instruction(texts: &[(usize, &str)], number: Option<&str>) -> bool {
    let tells = |text: &str| INSTRUCTIONS.iter().any(|word| text.contains(word));
    let telling = texts.iter().filter(|(_, text)| tells(text)).count();
    let odd_number = number.is_some_and(|number| !is_number(number));
    (odd_number && telling >= 1)
        || telling >= 2 && telling * 2 >= texts.len() && !number.is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Option<Column>; 5] = [
        Some(Column::Number),
        Some(Column::Finding),
        Some(Column::Text),
        Some(Column::Units),
        Some(Column::Due),
    ];

    fn told(row: &str, data_before: usize, after_note: bool) -> Option<Kind> {
        let names = ["序号", "反馈问题", "整改措施", "责任部门", "整改时限"].map(str::to_owned);
        let cells: Vec<String> = row.split('|').map(str::to_owned).collect();
        let around =
            Surroundings { columns: &COLUMNS, names: &names, data_before, after_note, counted: true };
        judge(&cells, around)
    }

    #[test]
    fn rows_that_are_no_data_are_told_by_what_they_say() {
        for (row, kind) in [
            ("序号|反馈问题|整改措施|责任部门|整改时限", Kind::RepeatedHead),
            ("序 号|反馈问题|整改措施||", Kind::RepeatedHead),
            ("合计|3|||", Kind::Sum),
            ("小 计||||5", Kind::Sum),
            ("合计：12||||", Kind::Sum),
            ("|共计|12||", Kind::Sum),
            ("注：本表一式两份||||", Kind::Note),
            ("说明：|隐患类型分为四类|隐患类型分为四类|隐患类型分为四类|", Kind::Note),
            ("填报人：张某||审核人：李某||", Kind::Note),
            ("填表日期：2024年6月||||", Kind::Note),
            ("1|2|3|4|5", Kind::ColumnNumbers),
            ("甲|乙|丙|丁|戊", Kind::ColumnNumbers),
            ("甲|乙|丙|1|2", Kind::ColumnNumbers),
            ("（1）|（2）|（3）|（4）|（5）", Kind::ColumnNumbers),
            ("1.按序号顺序填写|1.按审计报告原文填写|1.分条填写|1.填全称|1.没有的填“/”", Kind::Instruction),
            ("|请填写问题原文|请分条填写|填全称|格式：2024-06-30", Kind::Instruction),
            ("示例|关于甲的问题|做甲|办公室|2024年6月", Kind::Example),
            ("7||||", Kind::BareNumber),
            ("一、党的领导方面||||", Kind::Group),
            (
                "一、党的领导方面|一、党的领导方面|一、党的领导方面|一、党的领导方面|一、党的领导方面",
                Kind::Group,
            ),
            ("（二）聚焦群众身边腐败问题||||", Kind::Group),
            ("|一、党的领导方面|||", Kind::Group),
            ("一|政治建设方面|||", Kind::Group),
            ("一|党的领导作用发挥不充分（3个）|||", Kind::Group),
            ("（二）|全面从严治党有差距|||", Kind::Group),
            ("|||办公室|2024年6月", Kind::Unplaced),
        ] {
            assert_eq!(told(row, 0, false), Some(kind), "{row}");
        }
        assert_eq!(told("2.隐患级别分两级||||", 5, true), Some(Kind::Note), "under a note");
    }

    #[test]
    fn data_is_data() {
        for row in [
            "1|关于甲的问题|做甲|办公室|2024年6月",
            "||做乙||",
            "|关于甲的问题|||",
            "一、|关于甲的问题|做甲||",
            "1-1|关于甲的问题|做甲||",
            "SJ-001|合同签订滞后|修订办法||",
            "3|关于合计数不符的问题|核对合计数||",
            "4|未按要求填写记录|规范填写||",
            "5|关于注册登记的问题|办理||",
            "2|关于甲的问题|||2024年6月",
            "1|甲|乙||",
        ] {
            assert_eq!(told(row, 0, false), None, "{row}");
        }
    }
}
