//! The paragraphs and tables of a Word 97 document while its characters are read. Source: [MS-DOC] 2.4.1, 2.4.3.

use super::file::File;
use super::properties::{CharacterProperties, ParagraphProperties};
use crate::docx::sign;
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::document_table::{DocumentTable, Vertical};
use crate::reader::outcome::{DocumentText, LeftOut};
use crate::table::raw::RawSheet;

/// A row of a table: the texts of its cells and what ends it.
struct Row {
    cells: Vec<String>,
    properties: ParagraphProperties,
}

/// A document while it is read.
pub struct Reading<'a> {
    budget: &'a Budget,
    file: &'a File,
    paragraphs: Vec<String>,
    tables: Vec<RawSheet>,
    left_out: LeftOut,
    /// Paragraphs of lists, whose numbers are not in the text.
    listed: usize,
    text: String,
    cell: String,
    cells: Vec<String>,
    rows: Vec<Row>,
    /// Fields that are open; whether their instruction is over and their result is read.
    fields: Vec<bool>,
    last: CharacterProperties,
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(budget: &'a Budget, file: &'a File) -> Self {
        Self {
            budget,
            file,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            left_out: LeftOut::default(),
            listed: 0,
            text: String::new(),
            cell: String::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            fields: Vec::new(),
            last: CharacterProperties::default(),
        }
    }

    /// Takes a character, whose bytes stand there.
    pub fn take(&mut self, c: char, at: u32) -> Result<(), Exceeded> {
        let own = CharacterProperties::of(self.file.characters.at(at));
        let before = std::mem::replace(&mut self.last, own);
        self.left_out.hidden += usize::from(own.hidden && !before.hidden);
        self.left_out.deleted += usize::from(own.deleted && !before.deleted);
        self.left_out.inserted += usize::from(own.inserted && !before.inserted);
        match c {
            '\u{13}' => self.fields.push(false),
            '\u{14}' => {
                if let Some(field) = self.fields.last_mut() {
                    *field = true;
                }
            }
            '\u{15}' => drop(self.fields.pop()),
            // The end of a paragraph that was struck out: the next one goes on with it.
            '\r' if own.deleted => {}
            '\r' | '\u{7}' => self.end(c, at)?,
            _ if own.hidden || own.deleted || self.fields.contains(&false) => {}
            '\u{b}' | '\u{c}' | '\u{e}' => self.put('\n')?,
            '\u{1e}' => self.put('-')?,
            '\u{2}' if own.special => self.left_out.footnotes += 1,
            '(' if own.special => {
                let shown = sign("Wingdings", own.symbol.unwrap_or_default().into());
                self.left_out.signs += usize::from(shown == '〓');
                self.put(shown)?;
            }
            '\t' => self.put('\t')?,
            c if c.is_control() || own.special => {}
            '\u{a0}' => self.put(' ')?,
            c => self.put(c)?,
        }
        Ok(())
    }

    fn put(&mut self, c: char) -> Result<(), Exceeded> {
        self.budget.text(c.len_utf8())?;
        self.text.push(c);
        Ok(())
    }

    /// A paragraph, a cell or a row ends.
    fn end(&mut self, c: char, at: u32) -> Result<(), Exceeded> {
        let properties = ParagraphProperties::of(self.file.paragraphs.at(at));
        let text = std::mem::take(&mut self.text);
        self.listed += usize::from(properties.listed && !text.trim().is_empty());
        if c == '\u{7}' && properties.ends_row && properties.depth < 2 {
            self.rows.push(Row { cells: std::mem::take(&mut self.cells), properties });
            self.cell.clear();
            return Ok(());
        }
        if c != '\u{7}' && !properties.in_table {
            self.end_table()?;
            return self.paragraph(text);
        }
        self.budget.text(text.len())?;
        if !self.cell.is_empty() && !text.is_empty() {
            self.cell.push('\n');
        }
        self.cell.push_str(&text);
        if c == '\u{7}' {
            self.cells.push(std::mem::take(&mut self.cell));
        }
        self.paragraph(text)
    }

    fn paragraph(&mut self, text: String) -> Result<(), Exceeded> {
        self.budget.paragraph()?;
        self.paragraphs.push(text);
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), Exceeded> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        // Rows have edges of their own; together they make the columns.
        let mut edges: Vec<i16> = rows.iter().flat_map(|row| row.properties.edges.iter().copied()).collect();
        edges.sort_unstable();
        // Edges that lie less than a millimetre apart are one.
        edges.dedup_by(|one, other| i32::from(*one) - i32::from(*other) < 56);
        let column = |edge: i16| edges.partition_point(|known| i32::from(*known) + 56 <= i32::from(edge));
        let mut table = DocumentTable::new(self.budget);
        for Row { cells, properties } in rows {
            let own = &properties.edges;
            let first = own.first().map_or(0, |edge| column(*edge));
            table.row(first);
            for (nth, text) in cells.into_iter().enumerate() {
                let span = own
                    .get(nth)
                    .zip(own.get(nth + 1))
                    .map_or(1, |(from, to)| column(*to).saturating_sub(column(*from)));
                let marks = properties.merges.get(nth).copied().unwrap_or_default();
                let vertical = match (marks & 0x20 != 0, marks & 0x40 != 0) {
                    (_, true) => Vertical::First,
                    (true, false) => Vertical::GoesOn,
                    (false, false) => Vertical::Single,
                };
                let covered = table.cell(text, span.max(1), vertical)?;
                self.left_out.covered += usize::from(covered.is_some());
            }
        }
        let sheet = table.finish(format!("表{}", self.tables.len() + 1))?;
        if !sheet.rows.is_empty() {
            self.tables.push(sheet);
        }
        Ok(())
    }

    /// What was read.
    pub fn finish(mut self) -> Result<DocumentText, Exceeded> {
        self.end_table()?;
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.paragraph(text)?;
        }
        let mut notes = self.left_out.notes();
        if self.file.notes[1] > 0 {
            notes.push("文件里有批注，没有读入。".to_owned());
        }
        if self.listed > 0 {
            notes.push(format!(
                "{} 个段落的编号由 Word 自动生成，旧格式文件里读不到。需要编号的，请在 WPS 或 Word 中另存为 .docx 后再导入。",
                self.listed
            ));
        }
        Ok(DocumentText { paragraphs: self.paragraphs, tables: self.tables, notes })
    }
}
