//! A table to test with: cells of text that carries out what the grid commands, with steps that can be undone.

use crate::{Cell, Command, Event, Grid, Key, Put, Sheet};

/// Cells, heads of groups, and steps. The first column is fixed, as the numbers of measures are; a text with ✗ is
/// refused everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub cells: Vec<Vec<String>>,
    pub heads: Vec<usize>,
    pub steps: Vec<Vec<Put>>,
    /// Whether lines are carried up and down.
    pub carries: bool,
    /// Whether the first column says the place of a line.
    pub places: bool,
}

impl Table {
    /// `rows` × `columns` cells that say `1a`, `1b` … after the fixed one.
    pub fn new(rows: usize, columns: usize) -> Self {
        let cell =
            |row: usize, column: usize| format!("{row}{}", char::from(b'a' + u8::try_from(column).unwrap()));
        let line = |row| (0..columns).map(|column| cell(row, column)).collect();
        Self { cells: (0..rows).map(line).collect(), ..Self::default() }
    }

    /// Writes cells as one step.
    pub fn write(&mut self, puts: &[Put]) {
        let mut before = Vec::new();
        for Put { cell, text } in puts {
            let typed = self.is_editable(*cell) || self.is_place(*cell);
            assert!(typed && !self.is_head(cell.row), "{cell:?} is written");
            let old = std::mem::replace(&mut self.cells[cell.row][cell.column], text.clone());
            before.push(Put { cell: *cell, text: old });
        }
        self.steps.push(before);
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        for Put { cell, text } in self.steps.pop().into_iter().flatten().rev() {
            self.cells[cell.row][cell.column] = text;
        }
    }

    /// Tells the grid, and carries out what it commands.
    pub fn run(&mut self, grid: &mut Grid, event: Event) -> Vec<Command> {
        let commands = grid.handle(event, &*self).commands;
        for command in &commands {
            match command {
                Command::Commit { cell, text } => self.write(&[Put { cell: *cell, text: text.clone() }]),
                Command::Put(puts) => self.write(&puts.puts),
                _ => {}
            }
        }
        commands
    }
}

impl Sheet for Table {
    fn rows(&self) -> usize {
        self.cells.len()
    }

    fn columns(&self) -> usize {
        self.cells.first().map_or(0, Vec::len)
    }

    fn text(&self, cell: Cell) -> String {
        self.cells[cell.row][cell.column].clone()
    }

    fn is_head(&self, row: usize) -> bool {
        self.heads.contains(&row)
    }

    fn is_editable(&self, cell: Cell) -> bool {
        cell.column > 0
    }

    fn is_place(&self, cell: Cell) -> bool {
        self.places && cell.column == 0
    }

    fn moves_lines(&self) -> bool {
        self.carries
    }

    fn takes_lines(&self, cell: Cell) -> bool {
        cell.column == 2
    }

    fn check(&self, _cell: Cell, text: &str) -> Result<(), String> {
        if text.contains('✗') { Err("不收".to_owned()) } else { Ok(()) }
    }
}

/// A key from a word: `ctrl+shift+End`; `ime+Enter` belongs to an input method.
pub fn key(word: &str) -> Key {
    let mut key = Key::default();
    let mut rest = word;
    while let Some((held, after)) =
        rest.split_once('+').filter(|(held, after)| !held.is_empty() && !after.is_empty())
    {
        match held {
            "ctrl" => key.ctrl = true,
            "shift" => key.shift = true,
            "alt" => key.alt = true,
            "ime" => key.composing = true,
            _ => panic!("no such key to hold: {held}"),
        }
        rest = after;
    }
    if rest == "Space" { " " } else { rest }.clone_into(&mut key.name);
    key
}

/// Plays words: keys by their names, `“text` is typed, `(` begins a composition, `@2c` presses a cell, `~2c` drags to it,
/// `~` lets go, `#` presses the handle, `=2` the grip of a line.
pub fn play(table: &mut Table, grid: &mut Grid, words: &str) -> Vec<Command> {
    let cell = |word: &str| {
        let (row, column) = word.split_at(word.len() - 1);
        Cell { row: row.parse().unwrap(), column: usize::from(column.as_bytes()[0] - b'a') }
    };
    let mut all = Vec::new();
    for word in words.split_whitespace() {
        let first = word.chars().next().unwrap();
        let rest = &word[first.len_utf8()..];
        let event = match first {
            '“' => Event::Typed(rest.to_owned()),
            '(' => Event::Composing,
            '@' => Event::Press { cell: cell(rest), stretch: false },
            '^' => Event::Press { cell: cell(rest), stretch: true },
            '*' => Event::Open(cell(rest)),
            '#' => Event::Handle,
            '=' => Event::Grip(rest.parse().unwrap()),
            '~' if rest.is_empty() => Event::Release,
            '~' => Event::Drag(cell(rest)),
            '>' => Event::Leave,
            _ => Event::Key(key(word)),
        };
        all.extend(table.run(grid, event));
    }
    all
}

/// The state in a word: range as `1b:2c` with the focus first, `!` while typing, and what is typed.
pub fn state(grid: &Grid) -> String {
    let Some(focus) = grid.focus() else { return "none".to_owned() };
    let name = |cell: Cell| format!("{}{}", cell.row, char::from(b'a' + u8::try_from(cell.column).unwrap()));
    let range = grid.range().unwrap();
    let mut out = name(focus);
    if !range.is_one() {
        let row = if range.from.row == focus.row { range.to.row } else { range.from.row };
        let column = if range.from.column == focus.column { range.to.column } else { range.from.column };
        out.extend([":".to_owned(), name(Cell { row, column })]);
    }
    if let crate::Mode::Editing { text, .. } = grid.mode() {
        out.extend(["!", text]);
    }
    out
}
