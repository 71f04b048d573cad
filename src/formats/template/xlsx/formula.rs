//! The references in a formula, found without taking it for text: strings, names of sheets, structured references and
//! functions stay as they are.

use super::refs::{Area, CellRef};

/// What stands in the place of a reference whose cells are gone.
const GONE: &str = "#REF!";

/// Whether a sign can stand in a name or a reference.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '_' | '.' | '\\' | '?')
}

/// The next word of a formula and its end.
fn word(rest: &str) -> &str {
    let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or("")
}

/// The end of what begins with a quote, the quote doubled within.
fn quoted(rest: &str, quote: char) -> usize {
    let mut signs = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = signs.next() {
        if c != quote {
            continue;
        }
        match signs.peek() {
            Some((_, next)) if *next == quote => {
                signs.next();
            }
            _ => return at + 1,
        }
    }
    rest.len()
}

/// The end of brackets that stand in one another.
fn bracketed(rest: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    rest.len()
}

/// Where a reference is looked up.
enum Of {
    /// The sheet that the formula stands in.
    Own,
    /// The sheet of this name.
    Sheet(String),
    /// Another file, or several sheets.
    Elsewhere,
}

/// The formula with each reference as `place` says: the name of its sheet where it has one, and the reference; `None` is
/// that its cells are gone.
#[must_use]
pub fn rewritten(formula: &str, place: &mut dyn FnMut(Option<&str>, Area) -> Option<Area>) -> String {
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula;
    let mut of = Of::Own;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '"' => quoted(rest, '"'),
            '\'' => {
                let end = quoted(rest, '\'');
                let inner = rest.get(1..end.saturating_sub(1)).unwrap_or("").replace("''", "'");
                if rest.get(end..).is_some_and(|after| after.starts_with('!')) {
                    // 'a:b'! is several sheets, '[1]a'! another file.
                    let elsewhere = inner.contains(['[', ':']);
                    of = if elsewhere { Of::Elsewhere } else { Of::Sheet(inner) };
                    out.push_str(rest.get(..=end).unwrap_or(""));
                    rest = rest.get(end + 1..).unwrap_or("");
                    continue;
                }
                end
            }
            '[' => {
                of = Of::Elsewhere;
                bracketed(rest)
            }
            c if in_word(c) => {
                rest = worded(rest, &mut of, &mut out, place);
                continue;
            }
            c => {
                of = Of::Own;
                c.len_utf8()
            }
        };
        if c != '[' {
            of = Of::Own;
        }
        out.push_str(rest.get(..taken).unwrap_or(""));
        rest = rest.get(taken..).unwrap_or("");
    }
    out
}

/// A word and what belongs to it: the name of a sheet, a function, a reference of one or two cells. Gives what is left.
fn worded<'f>(
    rest: &'f str,
    of: &mut Of,
    out: &mut String,
    place: &mut dyn FnMut(Option<&str>, Area) -> Option<Area>,
) -> &'f str {
    let first = word(rest);
    let after = rest.get(first.len()..).unwrap_or("");
    if let Some(behind) = after.strip_prefix('!') {
        *of = match of {
            Of::Elsewhere => Of::Elsewhere,
            _ => Of::Sheet(first.to_owned()),
        };
        out.push_str(first);
        out.push('!');
        return behind;
    }
    let second = after.strip_prefix(':').map(word).filter(|second| !second.is_empty());
    if let Some(second) = second {
        let whole = rest.get(..first.len() + 1 + second.len()).unwrap_or("");
        let behind = rest.get(whole.len()..).unwrap_or("");
        if behind.starts_with('!') {
            // Several sheets.
            *of = Of::Elsewhere;
            out.push_str(whole);
            out.push('!');
            return behind.get(1..).unwrap_or("");
        }
        if let Some(area) = Area::read(whole).filter(|_| !behind.starts_with('(')) {
            put(area, whole, of, out, place);
            return behind;
        }
    }
    match CellRef::read(first).filter(|_| !after.starts_with(['(', '['])) {
        Some(cell) => put(Area::Cell(cell), first, of, out, place),
        None => out.push_str(first),
    }
    *of = Of::Own;
    after
}

fn put(
    area: Area,
    source: &str,
    of: &mut Of,
    out: &mut String,
    place: &mut dyn FnMut(Option<&str>, Area) -> Option<Area>,
) {
    let placed = match of {
        Of::Own => place(None, area),
        Of::Sheet(name) => place(Some(name), area),
        Of::Elsewhere => Some(area),
    };
    match placed {
        Some(placed) if placed == area => out.push_str(source),
        Some(placed) => out.push_str(&placed.written()),
        None => out.push_str(GONE),
    }
    *of = Of::Own;
}

/// The formula as it is where it was filled so many rows and columns on: references without `$` move along.
#[must_use]
pub fn shifted(formula: &str, rows: i64, columns: i64) -> String {
    let moved =
        |number: u32, by: i64| u32::try_from(i64::from(number) + by).ok().filter(|number| *number > 0);
    let cell = |cell: CellRef| {
        let row = if cell.row_fixed { Some(cell.row) } else { moved(cell.row, rows) }?;
        let column = if cell.column_fixed { Some(cell.column) } else { moved(cell.column, columns) }?;
        Some(CellRef { column, row, ..cell })
    };
    let row = |(row, fixed): (u32, bool)| Some((if fixed { Some(row) } else { moved(row, rows) }?, fixed));
    rewritten(formula, &mut |_, area| {
        Some(match area {
            Area::Cell(one) => Area::Cell(cell(one)?),
            Area::Cells(first, last) => Area::Cells(cell(first)?, cell(last)?),
            Area::Rows(first, last) => Area::Rows(row(first)?, row(last)?),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_references_move() {
        let cases = [
            ("SUM(D5:D9)", "SUM(D6:D10)"),
            ("D5*$D5+D$5+$D$5", "D6*$D6+D$5+$D$5"),
            ("\"D5\"&D5&\"a\"\"D5\"", "\"D5\"&D6&\"a\"\"D5\""),
            ("'D5 表'!D5+表一!A1", "'D5 表'!D6+表一!A2"),
            ("[1]Sheet1!A1+A1", "[1]Sheet1!A1+A2"),
            ("'[其他.xlsx]表'!A1+A1", "'[其他.xlsx]表'!A1+A2"),
            ("Table1[[#This Row],[D5]]+D5", "Table1[[#This Row],[D5]]+D6"),
            ("LOG10(A1)+LOG10", "LOG10(A2)+LOG11"),
            ("甲:丙!A1+A1", "甲:丙!A1+A2"),
            ("A:C+5:7", "A:C+6:8"),
            ("IF(A1>1.5E+3,TRUE,名称1)", "IF(A2>1.5E+3,TRUE,名称1)"),
            ("A1:INDEX(B1:B9,3)", "A2:INDEX(B2:B10,3)"),
            ("SUM(A1,-B2%)", "SUM(A2,-B3%)"),
            ("A1#+@A1", "A2#+@A2"),
        ];
        for (formula, expected) in cases {
            assert_eq!(shifted(formula, 1, 0), expected, "{formula}");
        }
        assert_eq!(shifted("A1+B2", -1, 0), "#REF!+B1");
        assert_eq!(shifted("A1:B2", 0, 2), "C1:D2");
    }

    proptest! {
        #[test]
        fn a_formula_whose_references_stay_is_the_same(formula in "(?s)([A-C$]{1,2}[0-9]{1,2}|['\"!:\\[\\]()+,&#表.]|.){0,20}") {
            prop_assert_eq!(rewritten(&formula, &mut |_, area| Some(area)), formula);
        }
    }
}
