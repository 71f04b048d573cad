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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_quoted_and_formulas_neutralised() {
        let text = write([vec!["序号", "说\"明\""], vec!["-3.5", "=HYPERLINK(1)"], vec!["a,b", "两\n行"]]);
        assert_eq!(text, "\u{feff}序号,\"说\"\"明\"\"\"\r\n-3.5,'=HYPERLINK(1)\r\n\"a,b\",\"两\n行\"\r\n");
    }

    proptest! {
        #[test]
        fn what_was_neutralised_is_taken_back(cell in "[-=+@'\t＝a1中]{0,6}") {
            let written = neutral(&cell);
            prop_assert_eq!(plain(&written), cell.as_str());
        }
    }
}
