//! An HTML table as spreadsheets put it on the clipboard, read with its merged cells, and written. Reads only what such
//! tables hold (rows, cells, line breaks, character references); everything else is passed over as text or left out.

use super::block::Block;

/// The most rows and columns that a merged cell is taken to cover.
const SPAN: usize = 1000;
/// The most columns of a table that are read.
const COLUMNS: usize = 400;

/// A table that was read.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The texts; a merged cell says its text in each of its places.
    pub cells: Block,
    /// Row and column of each place that a merged cell covers beside its first one, and row and column of that.
    pub merged: Vec<(usize, usize, usize, usize)>,
}

/// The grid that is being filled.
#[derive(Default)]
struct Filling {
    lines: Vec<Vec<Option<String>>>,
    merged: Vec<(usize, usize, usize, usize)>,
    row: Option<usize>,
    cell: Option<(String, usize, usize)>,
}

impl Filling {
    fn begin_row(&mut self) {
        self.end_cell();
        let next = self.row.map_or(0, |row| row + 1);
        self.row = Some(next);
        if self.lines.len() <= next {
            self.lines.resize(next + 1, Vec::new());
        }
    }

    fn begin_cell(&mut self, tag: &str) {
        self.end_cell();
        if self.row.is_none() {
            self.begin_row();
        }
        let span = |name: &str| attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, SPAN);
        self.cell = Some((String::new(), span("rowspan"), span("colspan")));
    }

    fn end_cell(&mut self) {
        let (Some((text, rows, columns)), Some(row)) = (self.cell.take(), self.row) else { return };
        let text = collapsed(&text);
        let at = self.lines[row].iter().position(Option::is_none).unwrap_or(self.lines[row].len());
        for below in row..row + rows {
            if self.lines.len() <= below {
                self.lines.resize(below + 1, Vec::new());
            }
            for column in (at..at + columns).take_while(|column| *column < COLUMNS) {
                let line = &mut self.lines[below];
                if line.len() <= column {
                    line.resize(column + 1, None);
                }
                line[column] = Some(text.clone());
                if (below, column) != (row, at) {
                    self.merged.push((below, column, row, at));
                }
            }
        }
    }

    /// A merged cell that reaches beyond the last row does not make rows.
    fn finish(mut self) -> Table {
        self.end_cell();
        self.lines.truncate(self.row.map_or(0, |row| row + 1));
        let rows = self.lines.len();
        self.merged.retain(|(row, ..)| *row < rows);
        let line = |line: Vec<Option<String>>| line.into_iter().map(Option::unwrap_or_default).collect();
        Table { cells: Block::new(self.lines.into_iter().map(line).collect()), merged: self.merged }
    }
}

/// Reads the first table of a document; `None` where there is none.
pub(super) fn table(html: &str) -> Option<Table> {
    let mut rest = &html[find_tag(html, "table")?..];
    let mut filling = Filling::default();
    while let Some(open) = rest.find('<') {
        if let Some((text, ..)) = &mut filling.cell {
            text.push_str(&rest[..open].replace(['\n', '\r', '\t'], " "));
        }
        rest = &rest[open..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.to_ascii_lowercase().as_str() {
            "tr" => filling.begin_row(),
            "td" | "th" => filling.begin_cell(tag),
            "/td" | "/th" | "/tr" => filling.end_cell(),
            "br" | "br/" | "/p" | "/div" => {
                if let Some((text, ..)) = &mut filling.cell {
                    text.push('\n');
                }
            }
            "/table" => break,
            name @ ("style" | "script") => {
                let close = format!("</{name}");
                rest = find_ignoring_case(rest, &close).map_or("", |at| &rest[at..]);
            }
            _ => {}
        }
    }
    Some(filling.finish())
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes().windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

fn find_tag(html: &str, name: &str) -> Option<usize> {
    find_ignoring_case(html, &format!("<{name}"))
}

/// The value of an attribute of a tag, with or without quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    loop {
        let at = from + find_ignoring_case(tag.get(from..)?, name)?;
        from = at + name.len();
        let before = at.checked_sub(1).and_then(|at| tag.as_bytes().get(at)).copied().unwrap_or(b' ');
        let Some(value) = tag[from..].trim_start().strip_prefix('=') else { continue };
        if !before.is_ascii_whitespace() && before != b'"' && before != b'\'' {
            continue;
        }
        let value = value.trim_start();
        let inner = value.strip_prefix('"').and_then(|value| value.split('"').next());
        let inner = inner.or_else(|| value.strip_prefix('\'').and_then(|value| value.split('\'').next()));
        return inner.or_else(|| value.split([' ', '>', '\n', '\r', '\t']).next());
    }
}

/// The text of a cell: runs of spaces are one, those at the ends of lines none, references are what they stand for.
fn collapsed(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
        let mut out = String::new();
        for word in words {
            // A source line that was wrapped between two characters of Chinese has no space there.
            let glued =
                out.chars().next_back().is_some_and(is_wide) && word.chars().next().is_some_and(is_wide);
            if !out.is_empty() && !glued {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    decoded(text.trim_end_matches('\n'))
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

fn decoded(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        if let Some((c, end)) = end.and_then(|end| Some((reference(&rest[1..end])?, end))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out + rest
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "middot" => '·',
        "ldquo" => '“',
        "rdquo" => '”',
        "mdash" => '—',
        "hellip" => '…',
        _ => {
            let code = name.strip_prefix('#')?;
            let hex = code.strip_prefix(['x', 'X']).and_then(|hex| u32::from_str_radix(hex, 16).ok());
            char::from_u32(hex.or_else(|| code.parse().ok())?)?
        }
    })
}

/// Writes lines as a table. Line breaks stay within their cell in spreadsheets, too.
pub(super) fn print(lines: &[Vec<String>]) -> String {
    let mut out = String::from("<meta charset=\"utf-8\"><table>");
    for line in lines {
        out.push_str("<tr>");
        for cell in line {
            let text = cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let text = text.replace('\n', "<br style=\"mso-data-placement:same-cell\">");
            out.push_str("<td style=\"white-space:pre-wrap;mso-number-format:'\\@'\">");
            out.push_str(&text);
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<String> {
        let table = table(html).unwrap();
        table.cells.lines().iter().map(|line| line.join("|").replace('\n', "/")).collect()
    }

    #[test]
    fn tables_of_spreadsheets_are_read() {
        let cases: [(&str, &[&str]); 9] = [
            ("<TABLE><TR><TD>甲<TD>乙<TR><TD>丙</TABLE>", &["甲|乙", "丙|"]),
            (
                "<html><style><!-- td {a:b} --></style><body><!--StartFragment--><table><tr><td class=xl65 width=72>甲</td></tr></table>",
                &["甲"],
            ),
            (
                "<table><tr><td>一<br style='mso-data-placement:same-cell'>二</td><td>&nbsp;</td></tr></table>",
                &["一/二| "],
            ),
            ("<table><tr><td>责任\r\n  单位</td><td>ab\r\n cd</td></tr></table>", &["责任单位|ab cd"]),
            (
                "<table><tr><td>&lt;a&gt; &amp;&#20013;&#x6587;&unknown; &</td></tr></table>",
                &["<a> &中文&unknown; &"],
            ),
            (
                "<table><tr><td colspan=\"2\">甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>",
                &["甲|甲", "乙|丙"],
            ),
            (
                "<table><tr><td rowspan=3>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
                &["甲|乙", "甲|丙"],
            ),
            (
                "<table><tr><td>甲</td><td rowspan='2'>乙</td></tr><tr><td>丙</td></tr></table>",
                &["甲|乙", "丙|乙"],
            ),
            (
                "<table><tr><td><p>一</p><p>二</p></td></tr></table><table><tr><td>别的</td></tr></table>",
                &["一/二"],
            ),
        ];
        for (html, cells) in cases {
            assert_eq!(read(html), cells, "{html}");
        }
        assert!(table("没有表").is_none());
        assert_eq!(read("<table"), [] as [&str; 0]);
        assert_eq!(read("<table><tr><td rowspan=99999999 colspan=99999999>甲").len(), 1);
    }
}
