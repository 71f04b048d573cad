//! CSV as WPS and Excel open it by double click: UTF-8 with a byte order mark, CRLF, RFC 4180 quoting, and no
//! cell that a spreadsheet would run as a formula. Reads what other programs write. Knows no ledger.

#[cfg(feature = "office")]
use crate::reader::budget::{Budget, Exceeded};
#[cfg(feature = "office")]
use crate::reader::grid::Grid;
#[cfg(feature = "office")]
use crate::table::raw::{CellKind, RawSheet};

/// The byte order mark without which WPS reads UTF-8 as GB 18030.
const BOM: char = '\u{feff}';

/// Whether a spreadsheet would take a cell for a formula, whatever apostrophes stand before it. Numbers stay numbers.
fn is_formula(cell: &str) -> bool {
    let cell = cell.trim_start_matches('\'');
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        && cell.parse::<f64>().is_err()
}

/// Puts `'` before what a spreadsheet would take for a formula: a cell that starts with `=`, `+`, `-`, `@`, a tab or a line
/// break, of half or full width (OWASP, CSV injection).
#[must_use]
pub fn neutral(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Takes back what [`neutral`] put before a cell.
#[must_use]
pub fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|_| is_formula(cell)).unwrap_or(cell)
}

/// The text of a file with these rows.
#[must_use]
pub fn write<R, C>(rows: R) -> String
where
    R: IntoIterator,
    R::Item: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut out = String::from(BOM);
    for row in rows {
        for (n, cell) in row.into_iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            let cell = neutral(cell.as_ref());
            if cell.contains([',', '"', '\n', '\r']) {
                out.push('"');
                out.push_str(&cell.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&cell);
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// What may separate the cells of a text. Excel writes `;` or a tab where the system is set so.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What separates the cells of a text, and whether it does so in enough of its rows that it is a table: the sign by which
/// most rows have the same number of cells, more than one; of equal ones the one that gives more cells. Signs within quotes
/// do not count.
fn separator(text: &str) -> (u8, bool) {
    let mut best = (Width::default(), b',');
    for sign in SEPARATORS {
        let width = Width::of(text, sign);
        if (width.rows, width.cells) > (best.0.rows, best.0.cells) {
            best = (width, sign);
        }
    }
    let (width, sign) = best;
    (sign, width.rows > 1 && width.rows * 3 >= width.all)
}

/// How many of the rows that hold anything have the number of cells, above one, that most have.
#[derive(Default)]
struct Width {
    rows: usize,
    cells: usize,
    all: usize,
}

impl Width {
    fn of(text: &str, sign: u8) -> Self {
        const WIDEST: usize = 300;
        let mut rows = [0_usize; WIDEST];
        let (mut count, mut quoted, mut begins, mut blank) = (1, false, true, true);
        let mut all = 0;
        for byte in text.bytes().chain([b'\n']) {
            match byte {
                b'"' if quoted => quoted = false,
                b'"' if begins => quoted = true,
                _ if quoted => {}
                b'\n' | b'\r' => {
                    if let Some(row) = rows.get_mut(count).filter(|_| !blank) {
                        *row += 1;
                    }
                    all += usize::from(!blank);
                    (count, begins, blank) = (1, true, true);
                    continue;
                }
                byte if byte == sign => {
                    (count, begins) = (count + 1, true);
                    continue;
                }
                _ => {}
            }
            blank = false;
            // The second of two quotes goes on with the same text.
            begins = byte == b'"' && !quoted;
        }
        let usual = rows.iter().enumerate().skip(2).max_by_key(|(_, rows)| **rows);
        let (cells, rows) =
            usual.filter(|(_, rows)| **rows > 0).map_or((0, 0), |(cells, rows)| (cells, *rows));
        Self { rows, cells, all }
    }
}

/// What the first line `sep=;` says, which Excel writes and reads, and the text behind it.
fn told_separator(text: &str) -> Option<(u8, &str)> {
    let rest = text.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and_then(|_| text.get(4..))?;
    let sign = rest.bytes().next().filter(|sign| sign.is_ascii() && !matches!(sign, b'\r' | b'\n'))?;
    let rest = rest.get(1..)?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?;
    Some((sign, rest))
}

/// Gives the cells of a text (RFC 4180) one after the other: the number of the row from 1, the column from 0, the text.
/// Whether a quote was never closed: it ends with the text.
fn each_cell<E>(
    text: &str,
    between: u8,
    mut take: impl FnMut(u32, usize, String) -> Result<(), E>,
) -> Result<bool, E> {
    let between = char::from(between);
    let mut cell = String::new();
    let (mut quoted, mut row, mut column) = (false, 1, 0);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\r' if !quoted && signs.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                take(row, column, std::mem::take(&mut cell))?;
                (row, column) = (row + 1, 0);
            }
            sign if sign == between && !quoted => {
                take(row, column, std::mem::take(&mut cell))?;
                column += 1;
            }
            sign => cell.push(sign),
        }
    }
    if !cell.is_empty() || column > 0 {
        take(row, column, cell)?;
    }
    Ok(quoted)
}

/// The rows of a text that is not large; [`sheet`] reads any.
#[must_use]
pub fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches(BOM);
    let (between, text) = told_separator(text).unwrap_or_else(|| (separator(text).0, text));
    let mut rows: Vec<Vec<String>> = Vec::new();
    let end: Result<bool, std::convert::Infallible> = each_cell(text, between, |_, column, cell| {
        match rows.last_mut() {
            Some(row) if column > 0 => row.push(cell),
            _ => rows.push(vec![cell]),
        }
        Ok(())
    });
    // cannot fail: nothing above refuses a cell. That a quote stays open changes no row.
    let _ = end;
    rows
}

/// The sheet of a text, within the budget, and whether its cells are parted at all.
#[cfg(feature = "office")]
pub fn sheet(text: &str, budget: &Budget) -> Result<(RawSheet, bool), Exceeded> {
    let text = text.trim_start_matches(BOM);
    let told = told_separator(text).map(|(sign, rest)| (sign, true, rest));
    let (between, separated, text) = told.unwrap_or_else(|| {
        let (sign, separated) = separator(text);
        (sign, separated, text)
    });
    let mut grid = Grid::new(budget);
    let unclosed = each_cell(text, between, |row, column, cell| {
        budget.steps(1)?;
        let text = if cell.trim().is_empty() { String::new() } else { cell };
        grid.put(row, column, text, CellKind::Text)
    })?;
    let mut sheet = grid.finish("CSV".to_owned());
    if unclosed {
        sheet.notes.push("有一个引号没有结束，它后面的内容都在同一个单元格里，请核对最后一行。".to_owned());
    }
    Ok((sheet, separated))
}

/// The text of a CSV file: UTF-8, UTF-16 with its mark (Excel's "Unicode text"), or GB 18030 as `gb18030` reads it.
#[must_use]
pub fn decode(bytes: &[u8], gb18030: &dyn Fn(&[u8]) -> Option<String>) -> Option<String> {
    let wide = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned).or_else(|| gb18030(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_quoted_and_formulas_neutralised() {
        let text = write([vec!["序号", "说\"明\""], vec!["-3.5", "=HYPERLINK(1)"], vec!["a,b", "两\n行"]]);
        assert_eq!(text, "\u{feff}序号,\"说\"\"明\"\"\"\r\n-3.5,'=HYPERLINK(1)\r\n\"a,b\",\"两\n行\"\r\n");
    }

    #[test]
    fn files_of_other_programs_are_read() {
        let rows = |text: &str| read(text);
        assert_eq!(rows("a;b,c;d\r\n1;2;3"), [["a", "b,c", "d"], ["1", "2", "3"]]);
        assert_eq!(rows("a\tb\n\"1\n2\"\t3\n"), [["a", "b"], ["1\n2", "3"]]);
        assert_eq!(rows("a,\"b"), [["a", "b"]]);
        let none = |_: &[u8]| None;
        assert_eq!(decode(b"\xff\xfea\0", &none).as_deref(), Some("a"));
        assert_eq!(decode(b"\xd6\xd0", &|_| Some("中".into())).as_deref(), Some("中"));
        assert_eq!(decode(b"\xff", &none), None);
    }

    #[test]
    fn the_separator_is_told_from_all_rows_with_quotes_respected() {
        for (text, sign, parts) in [
            ("某局台账\n序号;问题\n1;甲,乙\n2;丙", b';', true),
            ("序号,问题\n1,\"甲;乙;丙;丁\"\n2,\"a;b;c;d\"", b',', true),
            ("a|b|c\n1|2|3", b'|', true),
            ("a\tb,c\n1\t2,3\n4\t5", b'\t', true),
            ("甲\n乙\n丙", b',', false),
            ("甲, 乙\n丙", b',', false),
            ("一、甲\n二、乙, 丙\n三\n四\n五, 六\n七\n八\n九", b',', false),
            ("\"a\"\"b,c\";1\n\"d,e\";2", b';', true),
            ("", b',', false),
        ] {
            assert_eq!(separator(text), (sign, parts), "{text}");
        }
    }

    #[cfg(feature = "office")]
    #[test]
    fn a_sheet_of_any_size_is_read_or_ends_with_a_sentence() {
        let of = |text: &str| sheet(text, &Budget::default());
        let (one, separated) = of("sep=;\r\n序号;问题\r\n\r\n1;\"甲;乙\"\r\n").unwrap();
        let rows: Vec<_> = one.rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
        assert_eq!((rows, separated), (vec![(1, "序号|问题".into()), (3, "1|甲;乙".into())], true));
        assert!(of("a,\"b\nc").unwrap().0.notes[0].contains("引号"));
        let long = of(&"1\n".repeat(200_001)).unwrap().0;
        assert_eq!((long.rows.len(), long.notes.len()), (200_000, 1));
        assert!(of(&"\n".repeat(5_000_000)).unwrap().0.rows.is_empty());
        assert!(of(&",".repeat(5_000_000)).unwrap().0.rows.is_empty());
        assert_eq!(of(&format!("{}1\n", ",".repeat(250)).repeat(20_000)), Err(Exceeded::Cells));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec("[a,\"\n=中 ]{0,5}", 2..4), 1..4)) {
            let text = write(&rows);
            // The separator is told from the first line, which has no other candidate here.
            let back = read(&text);
            let back: Vec<Vec<String>> = back.iter().map(|row| row.iter().map(|cell| plain(cell).to_owned()).collect()).collect();
            prop_assert_eq!(back, rows);
        }

        #[test]
        fn any_text_is_read(text in "(?s)[,;\t\"\n\ra中]{0,30}") {
            let _ = read(&text);
        }

        #[test]
        fn what_was_neutralised_is_taken_back(cell in "[-=+@'\t＝a1中]{0,6}") {
            let written = neutral(&cell);
            prop_assert_eq!(plain(&written), cell.as_str());
        }
    }
}
