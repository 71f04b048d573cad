//! Tables of one finding each, as 销号单 and 整改登记表 are: names and values side by side. Those of a file become the rows of
//! one table, so that they are read as any other. Knows no ledger.

use super::column_names::{folded, meaning};
use super::columns::Column;
use super::raw::{RawBook, RawRow, RawSheet};

/// A form names at least so many fields where its rows begin.
const FEWEST: usize = 3;
/// A sheet with more rows is no form.
const MOST_ROWS: usize = 400;

/// The names and values of a finding, in the order of the form.
type Record = Vec<(String, String)>;

/// The forms of a sheet, and its texts that stand beside them.
#[derive(Default)]
struct Forms {
    records: Vec<Record>,
    beside: Vec<String>,
}

fn is_name(text: &str) -> bool {
    meaning(text).is_some()
}

/// The texts of a row; what is merged over several cells once.
fn texts(row: &RawRow) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    for text in row.cells.iter().map(|cell| cell.trim()).filter(|text| !text.is_empty()) {
        if texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The forms of a sheet; `None` where it is a table or something else.
fn forms(sheet: &RawSheet) -> Option<Forms> {
    if sheet.rows.len() < 2 || sheet.rows.len() > MOST_ROWS {
        return None;
    }
    let mut found = Forms::default();
    let mut leading: Vec<Column> = Vec::new();
    let mut led = 0;
    for texts in sheet.rows.iter().map(texts).filter(|texts| !texts.is_empty()) {
        // Names side by side are the heads of a table.
        if texts.windows(3).any(|three| three.iter().all(|text| is_name(text))) {
            return None;
        }
        let Some(first) = meaning(texts[0]) else {
            found.beside.push(texts.join(" "));
            continue;
        };
        led += 1;
        if !leading.contains(&first) {
            leading.push(first);
        }
        for text in texts {
            if is_name(text) {
                let again = |record: &Record| record.iter().any(|(name, _)| folded(name) == folded(text));
                if found.records.last().is_none_or(again) {
                    found.records.push(Record::new());
                }
                found.records.last_mut()?.push((text.to_owned(), String::new()));
                continue;
            }
            let (_, value) = found.records.last_mut()?.last_mut()?;
            if !value.is_empty() {
                value.push('\n');
            }
            value.push_str(text);
        }
    }
    let tells =
        [Column::Finding, Column::Details, Column::Text].iter().any(|column| leading.contains(column));
    (leading.len() >= FEWEST && tells && led * 2 >= sheet.rows.len()).then_some(found)
}

/// The file with its forms as one table, in the place of the first; `None` where it holds none, or a table besides.
#[must_use]
pub fn as_table(book: &RawBook) -> Option<RawBook> {
    let found: Vec<Option<Forms>> = book.sheets.iter().map(forms).collect();
    let first = found.iter().position(Option::is_some)?;
    let is_table = |(at, sheet): (usize, &RawSheet)| {
        found[at].is_none() && super::heads::Heads::find(sheet).is_some_and(|(_, named)| named >= 4)
    };
    if book.sheets.iter().enumerate().any(is_table) {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in found.iter().flatten().flat_map(|forms| forms.records.iter().flatten()) {
        if !names.iter().any(|own| folded(own) == folded(name)) {
            names.push(name);
        }
    }
    let row = |record: &Record| -> Vec<String> {
        let value = |name: &&str| {
            let own = record.iter().find(|(own, _)| folded(own) == folded(name));
            own.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        names.iter().map(value).collect()
    };
    let heads = names.iter().map(|name| (*name).to_owned()).collect();
    let records = found.iter().flatten().flat_map(|forms| forms.records.iter().map(row));
    let rows = std::iter::once(heads).chain(records).zip(1..);
    let rows: Vec<RawRow> =
        rows.map(|(cells, number)| RawRow { number, cells, ..RawRow::default() }).collect();
    let mut notes = vec![format!(
        "文件里一张表写一个问题，共 {} 个，已合成一张表；行号是合成以后的。",
        rows.len().saturating_sub(1)
    )];
    let beside: Vec<&str> =
        found.iter().flatten().flat_map(|forms| forms.beside.iter().map(String::as_str)).collect();
    if !beside.is_empty() {
        notes.push(format!("表上没有读取的文字：{}。", beside.join("；")));
    }
    let mut joined = book.clone();
    for (sheet, _) in joined.sheets.iter_mut().zip(&found).filter(|(_, forms)| forms.is_some()) {
        sheet.rows.clear();
        sheet.merges.clear();
    }
    joined.sheets[first].notes.extend(notes);
    joined.sheets[first].rows = rows;
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::super::raw::of_csv;
    use super::*;
    use crate::csv;

    fn book(tables: &[&str]) -> RawBook {
        let sheets = tables.iter().map(|text| of_csv(csv::read(text)).sheets.remove(0));
        RawBook { sheets: sheets.collect(), ..RawBook::default() }
    }

    #[test]
    fn a_table_a_finding_becomes_a_row() {
        let form = |number: u32, title: &str| {
            format!(
                "整改销号单,,,\n问题序号,{number},问题类别,政治建设\n反馈问题,{title},{title},{title}\n整改措施,做甲做甲,,\n责任部门,办公室,整改时限,\n填表人,张某,,\n"
            )
        };
        let joined = as_table(&book(&[&form(1, "学习不深入"), &form(2, "调研不够")])).unwrap();
        let rows: Vec<String> = joined.sheets[0].rows.iter().map(|row| row.cells.join("|")).collect();
        assert_eq!(
            rows,
            [
                "问题序号|问题类别|反馈问题|整改措施|责任部门|整改时限",
                "1|政治建设|学习不深入|做甲做甲|办公室|",
                "2|政治建设|调研不够|做甲做甲|办公室|"
            ]
        );
        assert!(joined.sheets[1].rows.is_empty());
        let told = joined.sheets[0].notes.join("");
        assert!(
            told.contains("共 2 个") && told.contains("填表人 张某") && told.contains("整改销号单"),
            "{told}"
        );
        // One below the other in a sheet.
        let stacked = as_table(&book(&[&[form(1, "学习不深入"), form(2, "调研不够")].concat()])).unwrap();
        assert_eq!(stacked.sheets[0].rows.len(), 3);
    }

    #[test]
    fn what_is_a_table_stays_one() {
        for table in [
            "序号,反馈问题,整改措施\n1,甲,乙\n2,丙,丁\n",
            "台账,,\n序号,反馈问题,整改措施\n问题,措施,时限\n",
            "部门,数量\n办公室,3\n",
            "",
        ] {
            assert!(as_table(&book(&[table])).is_none(), "{table}");
        }
        let form = "反馈问题,甲\n整改措施,做甲\n责任部门,办公室\n";
        assert!(as_table(&book(&[form])).is_some());
        assert!(as_table(&book(&[form, "序号,反馈问题,整改措施,责任部门\n1,甲,乙,丙\n"])).is_none());
    }
}
