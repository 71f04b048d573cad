//! The text of a Word document in XML, as it stands: paragraphs, with the numbers that are drawn before them, tables, text
//! boxes. What is hidden or struck out is counted and left out. Both the form of 2007 and that of 2003 are read.

use super::numbering::Numbering;
use super::paragraph::{Paragraph, Run};
use super::style_sheet::{StyleSheet, is_on};
use super::symbols;
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::document_table::{DocumentTable, Vertical};
use crate::reader::outcome::LeftOut;
use crate::table::raw::RawSheet;
use crate::xml::{Attributes, Seen};

/// A table that is open, with the cell and row that are read.
struct OpenTable<'a> {
    table: DocumentTable<'a>,
    row_begun: bool,
    row_deleted: bool,
    in_row_properties: bool,
    before: usize,
    cell: Option<String>,
    span: usize,
    vertical: Vertical,
}

/// A document while it is read.
pub struct Body<'a> {
    budget: &'a Budget,
    styles: &'a StyleSheet,
    numbering: Numbering,
    /// The paragraphs that are done.
    pub paragraphs: Vec<String>,
    /// The tables that are done.
    pub tables: Vec<RawSheet>,
    /// What was left out.
    pub left_out: LeftOut,
    /// The numbers of notes at the foot or end that the text names, in order.
    pub footnotes: Vec<(&'static str, String)>,
    open: Vec<Paragraph>,
    open_tables: Vec<OpenTable<'a>>,
    /// Text whose paragraph's end was struck out or hidden: the next paragraph goes on with it. With its number, drawn.
    carried: Option<String>,
    in_text: bool,
    /// Depth within what is not read, and why.
    skipping: usize,
    /// Depth within what a tracked change keeps of old properties.
    changing: usize,
    /// For each alternative that is open, how much text its first choice gave.
    alternatives: Vec<(usize, bool)>,
    put: usize,
    checked: Option<bool>,
}

impl<'a> Body<'a> {
    /// Nothing read yet.
    pub fn new(budget: &'a Budget, styles: &'a StyleSheet, numbering: Numbering) -> Self {
        Self {
            budget,
            styles,
            numbering,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            left_out: LeftOut::default(),
            footnotes: Vec::new(),
            open: Vec::new(),
            open_tables: Vec::new(),
            carried: None,
            in_text: false,
            skipping: 0,
            changing: 0,
            alternatives: Vec::new(),
            put: 0,
            checked: None,
        }
    }

    /// Takes what an XML reader sees.
    pub fn see(&mut self, seen: Seen<'_>) -> Result<(), Exceeded> {
        match seen {
            _ if self.skipping > 0 => self.skip(seen),
            Seen::Open(name, _) if name.ends_with("Change") => self.changing += 1,
            Seen::Close(name) if name.ends_with("Change") => self.changing = self.changing.saturating_sub(1),
            _ if self.changing > 0 => {}
            Seen::Open(name, at) => self.open(name, at)?,
            Seen::Close(name) => self.close(name)?,
            Seen::Text(text) if self.in_text => self.text(text)?,
            Seen::Text(_) => {}
        }
        Ok(())
    }

    /// Everything is read: what was carried on has no paragraph to go on in.
    pub fn finish(&mut self) -> Result<(), Exceeded> {
        if let Some(text) = self.carried.take().filter(|text| !text.is_empty()) {
            self.done(text)?;
        }
        Ok(())
    }

    fn skip(&mut self, seen: Seen<'_>) {
        match seen {
            Seen::Open(..) => self.skipping += 1,
            Seen::Close(_) => self.skipping -= 1,
            Seen::Text(_) => {}
        }
    }

    fn open(&mut self, name: &str, at: &Attributes) -> Result<(), Exceeded> {
        match name {
            "del" | "moveFrom" | "annotation" | "ins" | "moveTo" | "cellDel" => self.revision(name, at),
            "AlternateContent" => self.alternatives.push((self.put, false)),
            "Choice" => {
                if let Some(one) = self.alternatives.last_mut() {
                    *one = (self.put, false);
                }
            }
            "Fallback" => {
                let gave = self.alternatives.last().is_some_and(|(_, gave)| *gave);
                self.skipping += usize::from(gave);
            }
            "rt" => {
                self.left_out.ruby += 1;
                self.skipping = 1;
            }
            "instrText" | "delText" | "delInstrText" | "hdr" | "ftr" => self.skipping = 1,
            // In the form of 2003 they stand in the text itself.
            "footnote" | "endnote" => {
                self.left_out.footnotes += 1;
                self.skipping = 1;
            }
            "altChunk" | "subDoc" => self.left_out.embedded += 1,
            "p" => self.open.push(Paragraph::default()),
            "r" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.runs.push(Run::default());
                }
            }
            "t" => match at.get("val") {
                // In the form of 2003 the number that is drawn stands beside its list.
                Some(drawn) => {
                    if let Some(paragraph) = self.open.last_mut() {
                        paragraph.drawn = Some(drawn.chars().take(60).collect());
                    }
                }
                None => self.in_text = true,
            },
            "tbl" | "tr" | "trPr" | "tc" | "gridSpan" | "gridBefore" | "vMerge" | "vmerge" => {
                self.open_of_table(name, at);
            }
            _ => self.open_in_paragraph(name, at)?,
        }
        Ok(())
    }

    fn open_in_paragraph(&mut self, name: &str, at: &Attributes) -> Result<(), Exceeded> {
        match name {
            // In a list of tab stops `tab` has a position and is no character.
            "tab" if at.get("pos").is_none() && self.in_run() => self.text("\t")?,
            "ptab" => self.text("\t")?,
            "br" | "cr" => self.text("\n")?,
            "noBreakHyphen" => self.text("-")?,
            "sym" | "symEx" => {
                let code = at.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                self.sign(at.get("font").unwrap_or_default(), code.unwrap_or_default())?;
            }
            "checkBox" => self.checked = Some(false),
            "default" | "checked" if self.checked.is_some() => self.checked = Some(is_on(at)),
            "footnoteReference" | "endnoteReference" => {
                let kind = if name == "footnoteReference" { "footnote" } else { "endnote" };
                self.budget.item()?;
                self.footnotes.push((kind, at.get("id").unwrap_or_default().to_owned()));
            }
            _ => {
                let Some(paragraph) = self.open.last_mut() else { return Ok(()) };
                match paragraph.runs.last_mut() {
                    Some(run) => run.property(name, at, self.styles),
                    None => paragraph.property(name, at),
                }
            }
        }
        Ok(())
    }

    /// What stands within is struck out, or the end of the paragraph is, or a row or cell of a table.
    fn revision(&mut self, name: &str, at: &Attributes) {
        let kind = at.get("type").unwrap_or_default();
        let struck = matches!(name, "del" | "moveFrom") || kind.ends_with("Deletion");
        if name == "cellDel" {
            self.left_out.deleted += 1;
            return;
        }
        if !struck {
            let in_mark = self.open.last().is_some_and(|paragraph| paragraph.in_mark);
            let inserted = !in_mark && (matches!(name, "ins" | "moveTo") || kind.ends_with("Insertion"));
            self.left_out.inserted += usize::from(inserted);
            self.left_out.comments += usize::from(kind == "Word.Comment");
            self.skipping = usize::from(kind == "Word.Comment");
            return;
        }
        self.left_out.deleted += 1;
        if let Some(table) = self.open_tables.last_mut().filter(|table| table.in_row_properties) {
            table.row_deleted = true;
        } else if let Some(paragraph) = self.open.last_mut().filter(|paragraph| paragraph.in_mark) {
            paragraph.mark_struck = true;
        }
        self.skipping = 1;
    }

    fn open_of_table(&mut self, name: &str, at: &Attributes) {
        if name == "tbl" {
            return self.open_tables.push(OpenTable {
                table: DocumentTable::new(self.budget),
                row_begun: false,
                row_deleted: false,
                in_row_properties: false,
                before: 0,
                cell: None,
                span: 1,
                vertical: Vertical::Single,
            });
        }
        let Some(open) = self.open_tables.last_mut() else { return };
        let number = || at.get("val").and_then(|number| number.parse::<usize>().ok());
        match name {
            "tr" => (open.row_begun, open.row_deleted, open.before, open.cell) = (false, false, 0, None),
            "trPr" => open.in_row_properties = true,
            "gridBefore" => open.before = number().unwrap_or_default(),
            "tc" => (open.cell, open.span, open.vertical) = (Some(String::new()), 1, Vertical::Single),
            "gridSpan" => open.span = number().unwrap_or(1),
            _ => {
                let first = at.get("val") == Some("restart");
                open.vertical = if first { Vertical::First } else { Vertical::GoesOn };
            }
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Exceeded> {
        match name {
            "AlternateContent" => drop(self.alternatives.pop()),
            "Choice" => {
                if let Some((before, gave)) = self.alternatives.last_mut() {
                    *gave = self.put > *before;
                }
            }
            "p" => self.close_paragraph()?,
            "r" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.runs.pop();
                }
            }
            "t" => self.in_text = false,
            "pPr" | "rPr" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.in_mark = false;
                }
            }
            "checkBox" => {
                if let Some(checked) = self.checked.take() {
                    self.text(if checked { "☑" } else { "☐" })?;
                }
            }
            "tbl" | "tc" | "trPr" => self.close_of_table(name)?,
            _ => {}
        }
        Ok(())
    }

    fn close_of_table(&mut self, name: &str) -> Result<(), Exceeded> {
        if name == "tbl" {
            let Some(open) = self.open_tables.pop() else { return Ok(()) };
            // A table within a cell is text of that cell.
            if self.open_tables.is_empty() {
                let sheet = open.table.finish(format!("表{}", self.tables.len() + 1))?;
                if !sheet.rows.is_empty() {
                    self.tables.push(sheet);
                }
            }
            return Ok(());
        }
        let Some(open) = self.open_tables.last_mut() else { return Ok(()) };
        if name == "trPr" {
            open.in_row_properties = false;
            return Ok(());
        }
        let Some(text) = open.cell.take() else { return Ok(()) };
        if open.row_deleted {
            return Ok(());
        }
        if !std::mem::replace(&mut open.row_begun, true) {
            open.table.row(open.before);
        }
        let covered = open.table.cell(text, open.span, open.vertical)?;
        self.left_out.covered += usize::from(covered.is_some());
        Ok(())
    }

    fn in_run(&self) -> bool {
        self.open.last().is_some_and(|paragraph| !paragraph.runs.is_empty())
    }

    fn sign(&mut self, font: &str, code: u32) -> Result<(), Exceeded> {
        let sign = symbols::sign(font, code);
        self.left_out.signs += usize::from(sign == symbols::UNKNOWN);
        self.text(sign.encode_utf8(&mut [0; 4]))
    }

    fn text(&mut self, text: &str) -> Result<(), Exceeded> {
        let Some(paragraph) = self.open.last_mut() else { return Ok(()) };
        let style = self.styles.of_paragraph(&paragraph.style);
        let run = paragraph.runs.last_mut();
        let own = run.as_ref().and_then(|run| run.hidden);
        if own.or_else(|| self.styles.hides(style)) == Some(true) {
            paragraph.hid = true;
            let first = run.is_none_or(|run| !std::mem::replace(&mut run.counted, true));
            self.left_out.hidden += usize::from(first);
            return Ok(());
        }
        if self.open_tables.last().is_some_and(|table| table.row_deleted) {
            return Ok(());
        }
        let font = run.map_or("", |run| run.font);
        self.budget.text(text.len())?;
        self.put += 1;
        for c in text.chars() {
            let is_private = ('\u{f000}'..='\u{f0ff}').contains(&c);
            let shown = if is_private { symbols::sign(font, u32::from(c)) } else { c };
            self.left_out.signs += usize::from(is_private && shown == symbols::UNKNOWN);
            paragraph.text.push(shown);
        }
        Ok(())
    }

    fn close_paragraph(&mut self) -> Result<(), Exceeded> {
        let Some(paragraph) = self.open.pop() else { return Ok(()) };
        let deleted_row = self.open_tables.last().is_some_and(|table| table.row_deleted);
        let by_style =
            || paragraph.hid && self.styles.hides(self.styles.of_paragraph(&paragraph.style)) == Some(true);
        let nothing =
            paragraph.text.is_empty() && (paragraph.mark_struck || paragraph.mark_hidden || by_style());
        if nothing || deleted_row {
            return Ok(());
        }
        let carried = self.carried.take();
        if paragraph.mark_struck {
            // The paragraph below goes on with this text, under its own number.
            self.carried = Some(carried.unwrap_or_default() + &paragraph.text);
            return Ok(());
        }
        let number = self.number_of(&paragraph);
        self.budget.text(number.len())?;
        let text = match carried {
            // A number drawn before what was carried stands before it.
            Some(before) => number + &before + &paragraph.text,
            None => number + &paragraph.text,
        };
        if paragraph.mark_hidden {
            self.carried = Some(text);
            return Ok(());
        }
        self.done(text)
    }

    fn number_of(&mut self, paragraph: &Paragraph) -> String {
        if let Some(drawn) = &paragraph.drawn {
            return drawn.clone();
        }
        let style = self.styles.of_paragraph(&paragraph.style);
        let (number, level) = if let Some(number) = &paragraph.number {
            (number.clone(), paragraph.level.or_else(|| self.styles.level(style)))
        } else {
            let Some((number, named_by)) = self.styles.list(style) else { return String::new() };
            let linked = self.numbering.level_of_style(&number, style);
            let linked = linked.or_else(|| self.numbering.level_of_style(&number, &named_by));
            (number, paragraph.level.or_else(|| self.styles.level(style)).or(linked))
        };
        self.numbering.next(&number, level.unwrap_or_default())
    }

    /// A paragraph is whole: it is text, and text of the cell that it stands in.
    fn done(&mut self, text: String) -> Result<(), Exceeded> {
        self.budget.paragraph()?;
        // What stands in a table within a cell is text of that cell.
        if let Some(cell) = self.open_tables.first_mut().and_then(|table| table.cell.as_mut()) {
            if !cell.is_empty() && !text.is_empty() {
                cell.push('\n');
            }
            cell.push_str(&text);
        }
        self.paragraphs.push(text);
        Ok(())
    }
}
