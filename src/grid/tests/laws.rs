//! Laws that hold for any keys, blocks and tables.

use proptest::prelude::*;

use super::table::{Table, key};
use crate::{Block, Cell, Event, Grid, Range, Sheet};

const KEYS: [&str; 35] = [
    "ArrowUp",
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "shift+ArrowUp",
    "shift+ArrowDown",
    "shift+ArrowLeft",
    "shift+ArrowRight",
    "ctrl+ArrowUp",
    "ctrl+ArrowDown",
    "Home",
    "End",
    "ctrl+Home",
    "ctrl+End",
    "PageUp",
    "PageDown",
    "Enter",
    "shift+Enter",
    "ctrl+Enter",
    "Tab",
    "shift+Tab",
    "Escape",
    "F2",
    "Delete",
    "ctrl+d",
    "ctrl+r",
    "ctrl+a",
    "ctrl+x",
    "Space",
    "shift+Space",
    "ctrl+Space",
    "ime+Enter",
    "ime+a",
    "3",
    "x",
];

fn cell() -> impl Strategy<Value = Cell> {
    (0..12usize, 0..8usize).prop_map(|(row, column)| Cell { row, column })
}

fn block() -> impl Strategy<Value = Block> {
    prop::collection::vec(prop::collection::vec("[甲乙\n]{0,2}", 1..4), 1..5).prop_map(Block::new)
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => prop::sample::select(&KEYS[..]).prop_map(|name| Event::Key(key(name))),
        2 => "[甲✗]{0,2}".prop_map(Event::Typed),
        1 => Just(Event::Composing),
        1 => (cell(), any::<bool>()).prop_map(|(cell, stretch)| Event::Press { cell, stretch }),
        1 => cell().prop_map(Event::Drag),
        1 => Just(Event::Handle),
        1 => Just(Event::Release),
        1 => cell().prop_map(Event::Open),
        1 => "[甲✗]{0,2}".prop_map(Event::Choose),
        1 => block().prop_map(Event::Paste),
        1 => Just(Event::Leave),
    ]
}

fn table() -> impl Strategy<Value = Table> {
    let heads = prop::collection::vec(0..9usize, 0..3);
    (1..9usize, 1..6usize, heads, any::<bool>()).prop_map(|(rows, columns, mut heads, places)| {
        heads.retain(|head| *head < rows);
        Table { heads, places, ..Table::new(rows, columns) }
    })
}

proptest! {
    #[test]
    fn no_events_lose_the_focus_and_every_step_can_be_taken_back(
        mut table in table(), events in prop::collection::vec(event(), 0..60), gone in 0..4usize,
    ) {
        let before = table.cells.clone();
        let mut grid = Grid::default();
        grid.page = 3;
        for event in events {
            table.run(&mut grid, event);
            let (focus, range) = (grid.focus().unwrap(), grid.range().unwrap());
            prop_assert!(focus.row < table.rows() && focus.column < table.columns());
            prop_assert!(range.to.row < table.rows() && range.to.column < table.columns());
            prop_assert!(range.contains(focus));
        }
        while !table.steps.is_empty() {
            table.undo();
        }
        prop_assert_eq!(&table.cells, &before);
        // Lines go, and the focus is within those that are left; with none there is none.
        table.cells.truncate(table.rows().saturating_sub(gone));
        grid.fit(&table);
        prop_assert_eq!(grid.focus().is_some(), table.rows() > 0);
        prop_assert!(grid.focus().is_none_or(|focus| focus.row < table.rows()));
    }

    #[test]
    fn a_paste_is_one_step_that_is_taken_back_as_one(
        mut table in table(), at in cell(), to in cell(), block in block(),
    ) {
        let before = table.clone();
        let mut grid = Grid::default();
        table.run(&mut grid, Event::Press { cell: at, stretch: false });
        table.run(&mut grid, Event::Press { cell: to, stretch: true });
        table.run(&mut grid, Event::Paste(block));
        prop_assert!(table.steps.len() <= 1);
        table.undo();
        prop_assert_eq!(table, before);
    }

    #[test]
    fn what_is_copied_and_pasted_elsewhere_says_the_same(
        rows in 1..5usize, columns in 1..4usize, from in cell(), to in cell(), as_html in any::<bool>(),
    ) {
        let mut table = Table::new(20, 9);
        let fixed = |cell: Cell| Cell { column: cell.column % 6 + 1, row: cell.row % 16 };
        let (from, to) = (fixed(from), fixed(to));
        let end = |cell: Cell| Cell { row: (cell.row + rows - 1).min(19), column: (cell.column + columns - 1).min(8) };
        let mut grid = Grid::default();
        table.run(&mut grid, Event::Press { cell: from, stretch: false });
        table.run(&mut grid, Event::Press { cell: end(from), stretch: true });
        let copied = grid.copied(&table);
        let html = if as_html { copied.to_html() } else { String::new() };
        let read = Block::of_clipboard(&html, &copied.to_tsv());
        prop_assert_eq!(&read, &copied);
        table.run(&mut grid, Event::Press { cell: to, stretch: false });
        table.run(&mut grid, Event::Paste(read));
        let covered = grid.range().unwrap();
        prop_assert_eq!(covered.from, to);
        for row in 0..covered.height() {
            for column in 0..covered.width() {
                let now = &table.cells[to.row + row][to.column + column];
                prop_assert_eq!(now, copied.repeated(row, column));
            }
        }
        let room = Range::of(to, Cell { row: 19, column: 8 });
        prop_assert_eq!(covered.height(), copied.height().min(room.height()));
        prop_assert_eq!(covered.width(), copied.width().min(room.width()));
    }

    #[test]
    fn a_range_that_is_a_multiple_of_the_block_is_filled(tall in 1..4usize, wide in 1..3usize, down in 1..4usize, across in 1..3usize) {
        let mut table = Table::new(12, 9);
        let line = |row: usize| (0..wide).map(|column| format!("甲{row}{column}")).collect();
        let block = Block::new((0..tall).map(line).collect());
        let (at, end) = (Cell { row: 1, column: 1 }, Cell { row: tall * down, column: wide * across });
        let mut grid = Grid::default();
        table.run(&mut grid, Event::Press { cell: at, stretch: false });
        table.run(&mut grid, Event::Press { cell: end, stretch: true });
        table.run(&mut grid, Event::Paste(block.clone()));
        prop_assert_eq!(grid.range(), Some(Range::of(at, end)));
        for row in 0..tall * down {
            for column in 0..wide * across {
                prop_assert_eq!(&table.cells[row + 1][column + 1], block.repeated(row, column));
            }
        }
    }

    #[test]
    fn the_line_that_is_followed_keeps_the_focus_wherever_it_goes(at in cell(), to in 0..12usize, typed in any::<bool>()) {
        let mut table = Table::new(12, 8);
        let mut grid = Grid::default();
        let at = Cell { column: at.column.max(1), ..at };
        table.run(&mut grid, Event::Press { cell: at, stretch: false });
        if typed { table.run(&mut grid, Event::Typed("甲".into())); }
        prop_assert_eq!(grid.follow(Some(to), &table), None);
        prop_assert_eq!(grid.focus(), Some(Cell { row: to, ..at }));
        prop_assert_eq!(grid.is_editing(), typed);
        // A line that is gone gives back what was being typed.
        prop_assert_eq!(grid.follow(None, &table), typed.then(|| "甲".to_owned()));
        prop_assert!(!grid.is_editing());
    }
}
