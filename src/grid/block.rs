//! A block of cells as programs exchange it on the clipboard: tab-separated text, in which a cell with a line break, a
//! tab or a quote at its start is quoted, and an HTML table, which alone knows merged cells.

use super::html;

/// A rectangle of texts; short lines are filled up with empty ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    lines: Vec<Vec<String>>,
}

impl Block {
    /// A block of these lines.
    #[must_use]
    pub fn new(mut lines: Vec<Vec<String>>) -> Self {
        let width = lines.iter().map(Vec::len).max().unwrap_or(0);
        for line in &mut lines {
            line.resize(width, String::new());
        }
        if width == 0 {
            lines.clear();
        }
        Self { lines }
    }

    /// The lines, all as long.
    #[must_use]
    pub fn lines(&self) -> &[Vec<String>] {
        &self.lines
    }

    /// How many lines.
    #[must_use]
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// How many cells a line has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.lines.first().map_or(0, Vec::len)
    }

    /// The text of a cell of the block repeated without end.
    #[must_use]
    pub fn repeated(&self, row: usize, column: usize) -> &str {
        let line = row.checked_rem(self.height()).and_then(|row| self.lines.get(row));
        let cell = line.and_then(|line| line.get(column.checked_rem(line.len())?));
        cell.map_or("", String::as_str)
    }

    /// What the clipboard holds. Where text and table have the same shape the text is taken (a table wraps its source
    /// lines), and the table says which cells are merged: each of them says what the first one does.
    #[must_use]
    pub fn of_clipboard(table: &str, text: &str) -> Self {
        let plain = Self::of_tsv(text);
        let Some(read) = html::table(table) else { return plain };
        let merged = read.cells.height() == plain.height() && read.cells.width() == plain.width();
        if !merged {
            return if read.cells.lines.is_empty() { plain } else { read.cells };
        }
        let mut block = plain;
        for (row, column, of_row, of_column) in read.merged {
            let first = block.repeated(of_row, of_column).to_owned();
            if let Some(cell) = block.lines.get_mut(row).and_then(|line| line.get_mut(column)) {
                *cell = first;
            }
        }
        block
    }

    /// Reads tab-separated text. A quote at the start of a cell holds it together up to a quote at its end; one that
    /// no such quote answers is a letter. The line break at the very end ends the last line.
    #[must_use]
    pub fn of_tsv(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (mut lines, mut line, mut rest) = (Vec::new(), Vec::new(), text);
        if text.is_empty() {
            return Self::default();
        }
        loop {
            let (cell, after) = quoted(rest).unwrap_or_else(|| {
                let end = rest.find(['\t', '\n', '\r']).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            });
            line.push(cell);
            if let Some(next) = after.strip_prefix('\t') {
                rest = next;
                continue;
            }
            lines.push(std::mem::take(&mut line));
            let next = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\n', '\r']));
            match next {
                Some(next) if !next.is_empty() => rest = next,
                _ => return Self::new(lines),
            }
        }
    }

    /// The block as tab-separated text, as spreadsheets read it.
    #[must_use]
    pub fn to_tsv(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            for (at, cell) in line.iter().enumerate() {
                if at > 0 {
                    out.push('\t');
                }
                if cell.starts_with('"') || cell.contains(['\t', '\n', '\r']) {
                    out.push('"');
                    out.push_str(&cell.replace('"', "\"\""));
                    out.push('"');
                } else {
                    out.push_str(cell);
                }
            }
            out.push_str("\r\n");
        }
        out
    }

    /// The block as an HTML table, as spreadsheets and word processors read it.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::print(&self.lines)
    }
}

/// A quoted cell and what is behind it; `None` where it is not quoted to its end.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(next) => {
                cell.push('"');
                rest = next;
            }
            None if after.is_empty() || after.starts_with(['\t', '\n', '\r']) => {
                return Some((cell.replace("\r\n", "\n").replace('\r', "\n"), after));
            }
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(lines: &[&[&str]]) -> Block {
        Block::new(lines.iter().map(|line| line.iter().map(ToString::to_string).collect()).collect())
    }

    #[test]
    fn text_of_spreadsheets_is_read_cell_by_cell() {
        let cases: [(&str, &[&[&str]]); 14] = [
            ("", &[]),
            ("甲", &[&["甲"]]),
            ("甲\t乙\r\n丙\t丁\r\n", &[&["甲", "乙"], &["丙", "丁"]]),
            ("甲\n乙", &[&["甲"], &["乙"]]),
            ("甲\r乙\r", &[&["甲"], &["乙"]]),
            ("\"一\n二\"\t乙\n", &[&["一\n二", "乙"]]),
            ("\"一\r\n二\"\r\n三\r\n", &[&["一\n二"], &["三"]]),
            ("\"说\"\"好\"\"\"\t乙", &[&["说\"好\"", "乙"]]),
            ("\"没有结束\t乙\n丙", &[&["\"没有结束", "乙"], &["丙", ""]]),
            ("\"甲\"乙\t丙", &[&["\"甲\"乙", "丙"]]),
            ("甲\t\t丙\n\t乙\n", &[&["甲", "", "丙"], &["", "乙", ""]]),
            ("甲\n\n乙\n", &[&["甲"], &[""], &["乙"]]),
            ("\n", &[&[""]]),
            ("\u{feff}甲\t", &[&["甲", ""]]),
        ];
        for (text, read) in cases {
            assert_eq!(Block::of_tsv(text), block(read), "{text:?}");
        }
    }

    #[test]
    fn merged_cells_say_what_their_first_one_says() {
        let table = "<table><tr><td rowspan=2>办公室</td><td>甲</td></tr><tr><td>乙</td></tr></table>";
        let merged = block(&[&["办公室", "甲"], &["办公室", "乙"]]);
        assert_eq!(Block::of_clipboard(table, "办公室\t甲\n\t乙\n"), merged);
        // Without a text of the same shape the table is all there is.
        assert_eq!(Block::of_clipboard(table, ""), merged);
        assert_eq!(Block::of_clipboard("<p>甲</p>", "甲\n"), block(&[&["甲"]]));
        assert_eq!(Block::of_clipboard("", "甲"), block(&[&["甲"]]));
        // A table wraps its source lines; the text does not.
        assert_eq!(
            Block::of_clipboard("<table><tr><td>一行\n  很长</td></tr></table>", "一行很长\r\n"),
            block(&[&["一行很长"]])
        );
    }

    #[test]
    fn a_block_repeats_without_end() {
        let two = block(&[&["甲", "乙"], &["丙", "丁"]]);
        assert_eq!(
            (two.repeated(2, 3), two.repeated(3, 0), Block::default().repeated(1, 1)),
            ("乙", "丙", "")
        );
    }

    proptest! {
        #[test]
        fn any_block_comes_back_from_both_forms(
            lines in prop::collection::vec(prop::collection::vec("[甲乙a\"\t\n,&<> ;']{0,6}", 1..4), 1..5),
        ) {
            let block = Block::new(lines);
            prop_assert_eq!(Block::of_tsv(&block.to_tsv()), block.clone());
            let table = html::table(&block.to_html()).unwrap();
            prop_assert_eq!((table.cells.height(), table.cells.width()), (block.height(), block.width()));
            prop_assert_eq!(Block::of_clipboard(&block.to_html(), &block.to_tsv()), block);
        }

        #[test]
        fn any_text_is_read_without_losing_a_letter(text in "[甲\"\t\r\n]{0,20}") {
            let letters = |text: &str| text.chars().filter(|c| *c == '甲').count();
            let read: usize = Block::of_tsv(&text).lines().iter().flatten().map(|cell| letters(cell)).sum();
            prop_assert_eq!(read, letters(&text));
        }
    }
}
