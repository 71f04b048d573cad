//! CSV as WPS and Excel open it by double click: UTF-8 with a byte order mark, CRLF, RFC 4180 quoting, and no
//! cell that a spreadsheet would run as a formula. Knows no ledger.

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

/// What separates the cells of a text: the sign that its first line has most of. Excel writes `;` or a tab where the
/// system is set so.
fn separator(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |sign: u8| line.bytes().filter(|b| *b == sign).count();
    [b';', b'\t', b','].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

/// The rows of a text (RFC 4180), as far as it can be read: a quote that is never closed ends with the text.
#[must_use]
pub fn read(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches(BOM);
    let between = char::from(separator(text));
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
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
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign if sign == between && !quoted => row.push(std::mem::take(&mut cell)),
            sign => cell.push(sign),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
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
