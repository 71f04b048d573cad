//! The tables and paragraphs of a web page while its tags are read: cells that span rows and columns, line breaks, what is
//! hidden or struck out.

use super::tags::{Tag, plain};
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::grid::Grid;
use crate::reader::outcome::{DocumentText, LeftOut};
use crate::reader::text::picture;
use crate::table::raw::{CellKind, MAX_COLUMNS, MergedArea, RawSheet, is_error};

/// A table that is open.
struct Table<'a> {
    grid: Grid<'a>,
    /// Where it stands among the tables of the page.
    nth: usize,
    row: u32,
    column: usize,
    /// For each column, how many rows from here on a cell from above still covers.
    covered: Vec<u32>,
    cell: Option<Cell>,
}

struct Cell {
    text: Flow,
    column: usize,
    across: usize,
    down: u32,
}

/// Text while it is put together: white space is one blank, as browsers show it.
#[derive(Default)]
struct Flow {
    text: String,
    blank: bool,
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '…' | '—')
}

impl Flow {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            // A page breaks its lines anywhere; between Chinese characters that is no blank.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.blank |= c != '\n' && c != '\r' || !self.text.ends_with(is_wide);
                continue;
            }
            if std::mem::take(&mut self.blank) && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.text.push(if c == '\u{a0}' { ' ' } else { c });
        }
    }

    /// A line break; at a border of blocks only where there is none yet.
    fn line(&mut self, border: bool) {
        self.blank = false;
        if !border || !(self.text.is_empty() || self.text.ends_with('\n')) {
            self.text.push('\n');
        }
    }
}

/// A page while it is read.
pub struct Page<'a> {
    budget: &'a Budget,
    open: Vec<Table<'a>>,
    /// Tables that are done, with where they stand.
    done: Vec<(usize, RawSheet)>,
    begun: usize,
    flow: Flow,
    paragraphs: Vec<String>,
    left_out: LeftOut,
    /// The element that is left out, and how many of its name are open within.
    skipping: Option<(String, usize)>,
}

impl<'a> Page<'a> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(budget: &'a Budget) -> Self {
        Self {
            budget,
            open: Vec::new(),
            done: Vec::new(),
            begun: 0,
            flow: Flow::default(),
            paragraphs: Vec::new(),
            left_out: LeftOut::default(),
            skipping: None,
        }
    }

    /// A tag opens.
    pub fn open(&mut self, tag: &Tag<'_>) -> Result<(), Exceeded> {
        let name = tag.name.as_ref();
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth += usize::from(skipped == name);
            return Ok(());
        }
        let is_void =
            matches!(name, "br" | "img" | "hr" | "meta" | "link" | "input" | "col" | "base" | "wbr");
        if matches!(name, "del" | "s" | "strike" | "rt" | "rp")
            || (tag.is_hidden() && !is_void && !matches!(name, "tr" | "td" | "th" | "table" | "body" | "col"))
        {
            match name {
                "del" | "s" | "strike" => self.left_out.deleted += 1,
                "rt" | "rp" => self.left_out.ruby += usize::from(name == "rt"),
                _ => self.left_out.hidden += 1,
            }
            self.skipping = Some((name.to_owned(), 1));
            return Ok(());
        }
        match name {
            "table" => {
                self.end_paragraph()?;
                self.begun += 1;
                let grid = Grid::new(self.budget);
                self.open.push(Table {
                    grid,
                    nth: self.begun,
                    row: 0,
                    column: 0,
                    covered: Vec::new(),
                    cell: None,
                });
            }
            "tr" => {
                self.end_cell()?;
                if let Some(table) = self.open.last_mut() {
                    table.row = table.row.saturating_add(1);
                    table.column = 0;
                    table.grid.row(table.row, tag.is_hidden());
                    table.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
                    self.budget.steps(table.covered.len())?;
                }
            }
            "td" | "th" => self.begin_cell(tag)?,
            "br" => self.flow().line(false),
            _ if is_block(name) => self.border()?,
            _ => {}
        }
        Ok(())
    }

    /// A tag closes.
    pub fn close(&mut self, name: &str) -> Result<(), Exceeded> {
        if let Some((skipped, depth)) = &mut self.skipping {
            *depth -= usize::from(skipped.as_str() == name);
            if *depth == 0 {
                self.skipping = None;
            }
            return Ok(());
        }
        match name {
            "td" | "th" | "tr" => self.end_cell()?,
            "table" => self.end_table()?,
            name if is_block(name) => self.border()?,
            _ => {}
        }
        Ok(())
    }

    /// Text.
    pub fn text(&mut self, text: &str) -> Result<(), Exceeded> {
        if self.skipping.is_some() {
            return Ok(());
        }
        // What stands between the cells of a table is space.
        if text.trim_ascii().is_empty() && self.open.last().is_some_and(|table| table.cell.is_none()) {
            return Ok(());
        }
        self.budget.text(text.len())?;
        self.flow().push(&plain(text));
        Ok(())
    }

    fn flow(&mut self) -> &mut Flow {
        match self.open.iter_mut().rev().find_map(|table| table.cell.as_mut()) {
            Some(cell) => &mut cell.text,
            None => &mut self.flow,
        }
    }

    fn border(&mut self) -> Result<(), Exceeded> {
        if self.open.iter().any(|table| table.cell.is_some()) {
            self.flow().line(true);
            return Ok(());
        }
        self.end_paragraph()
    }

    fn end_paragraph(&mut self) -> Result<(), Exceeded> {
        let flow = std::mem::take(&mut self.flow);
        self.paragraph(&flow.text)
    }

    fn paragraph(&mut self, text: &str) -> Result<(), Exceeded> {
        for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
            self.budget.paragraph()?;
            self.paragraphs.push(line.to_owned());
        }
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag<'_>) -> Result<(), Exceeded> {
        self.end_cell()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if table.row == 0 {
            table.row = 1;
        }
        while table.covered.get(table.column).is_some_and(|rows| *rows > 0) {
            table.column += 1;
        }
        let across = tag.span("colspan", 1000);
        let down = u32::try_from(tag.span("rowspan", 65_534)).unwrap_or(1);
        self.budget.steps(across)?;
        let (column, end) = (table.column, table.column + across);
        // Columns beyond what is read need no account.
        let known = end.min(MAX_COLUMNS);
        if table.covered.len() < known {
            table.covered.resize(known, 0);
        }
        table.covered.iter_mut().take(known).skip(column).for_each(|rows| *rows = down);
        table.column = end;
        table.cell = Some(Cell { text: Flow::default(), column, across, down });
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Exceeded> {
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        let text = cell.text.text.trim_matches([' ', '\n', '\u{3000}']).to_owned();
        let last = table.row.saturating_add(cell.down - 1);
        if let Some(area) = MergedArea::new((table.row, cell.column), (last, cell.column + cell.across - 1)) {
            table.grid.merge(area)?;
        }
        let (text, kind) = match picture(&text) {
            Some(name) => (String::new(), CellKind::Picture(name)),
            None if is_error(&text) => (text, CellKind::Error),
            None => (text, CellKind::Text),
        };
        table.grid.put(table.row, cell.column, text.clone(), kind)?;
        self.budget.text(text.len())?;
        self.paragraph(&text)
    }

    fn end_table(&mut self) -> Result<(), Exceeded> {
        self.end_cell()?;
        let Some(table) = self.open.pop() else { return Ok(()) };
        let sheet = table.grid.finish(String::new());
        if !sheet.rows.is_empty() {
            self.done.push((table.nth, sheet));
        }
        Ok(())
    }

    /// What was read.
    pub fn finish(mut self) -> Result<DocumentText, Exceeded> {
        while !self.open.is_empty() {
            self.end_table()?;
        }
        self.end_paragraph()?;
        self.done.sort_by_key(|(nth, _)| *nth);
        let tables = self
            .done
            .into_iter()
            .zip(1..)
            .map(|((_, sheet), nth)| RawSheet { name: format!("表{nth}"), ..sheet });
        Ok(DocumentText {
            tables: tables.collect(),
            paragraphs: self.paragraphs,
            notes: self.left_out.notes(),
        })
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "hr"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "blockquote"
            | "pre"
            | "center"
            | "form"
            | "body"
            | "caption"
    )
}
