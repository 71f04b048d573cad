//! Which cells are written by a paste, a fill or an emptying. All are a list of [`Put`]s, carried out as one step.

use super::block::Block;
use super::cell::{Cell, Range};
use super::event::{Put, Puts, Reason, Sheet};

/// The lines from one on that are no heads of groups.
fn lines(sheet: &dyn Sheet, from: usize) -> impl Iterator<Item = usize> {
    (from..sheet.rows()).filter(|row| !sheet.is_head(*row))
}

/// Collects what is written where, cell by cell.
struct Writing<'s> {
    sheet: &'s dyn Sheet,
    done: Puts,
}

impl<'s> Writing<'s> {
    fn new(sheet: &'s dyn Sheet, reason: Reason) -> Self {
        Self { sheet, done: Puts { reason, puts: Vec::new(), fixed: 0, beyond: 0 } }
    }

    fn put(&mut self, cell: Cell, text: &str) {
        if self.sheet.is_editable(cell) {
            self.done.puts.push(Put { cell, text: text.to_owned() });
        } else {
            self.done.fixed += 1;
        }
    }
}

/// A block is written from the range's upper left cell on, over heads of groups; where the range is a multiple of it,
/// it is repeated. Tells the cells and the range that was covered.
pub(super) fn paste(sheet: &dyn Sheet, range: Range, block: &Block) -> (Puts, Range) {
    let mut writing = Writing::new(sheet, Reason::Paste);
    if block.height() == 0 {
        return (writing.done, range);
    }
    let chosen = lines(sheet, range.from.row).take_while(|row| *row <= range.to.row).count();
    let fits =
        |asked: usize, have: usize| if asked > have && asked.is_multiple_of(have) { asked } else { have };
    let (tall, wide) = (fits(chosen, block.height()), fits(range.width(), block.width()));
    // Only a range that is a multiple both ways is filled.
    let whole = chosen.is_multiple_of(block.height()) && range.width().is_multiple_of(block.width());
    let (tall, wide) = if whole { (tall, wide) } else { (block.height(), block.width()) };
    let (mut last, mut written) = (range.from, 0);
    for (at, row) in lines(sheet, range.from.row).take(tall).enumerate() {
        written += 1;
        for across in 0..wide {
            let column = range.from.column + across;
            if column >= sheet.columns() {
                writing.done.beyond += 1;
                continue;
            }
            let cell = Cell { row, column };
            writing.put(cell, block.repeated(at, across));
            last = Cell { row, column: column.max(last.column) };
        }
    }
    writing.done.beyond += (tall - written) * wide;
    (writing.done, Range::of(range.from, last))
}

/// What stands in the first line of a range is repeated down, or what stands in its first column to the right. Of one
/// line or column, what stands above or left of it.
pub(super) fn fill(sheet: &dyn Sheet, range: Range, down: bool) -> Puts {
    let mut from = range;
    if down {
        if range.height() == 1 {
            let above = (0..range.from.row).rev().find(|row| !sheet.is_head(*row));
            from.from.row = above.unwrap_or(range.from.row);
        }
        from.from.row = lines(sheet, from.from.row).next().unwrap_or(from.from.row);
        from.to.row = from.from.row;
    } else {
        if range.width() == 1 {
            from.from.column = range.from.column.saturating_sub(1);
        }
        from.to.column = from.from.column;
    }
    repeat(sheet, from, range)
}

/// What stands in `from` is repeated over the rest of `to`, counted from the upper left of `from`.
pub(super) fn repeat(sheet: &dyn Sheet, from: Range, to: Range) -> Puts {
    let mut writing = Writing::new(sheet, Reason::Fill);
    let source: Vec<usize> = lines(sheet, from.from.row).take_while(|row| *row <= from.to.row).collect();
    if source.is_empty() {
        return writing.done;
    }
    let before = lines(sheet, to.from.row).take_while(|row| *row < from.from.row).count();
    for (at, row) in lines(sheet, to.from.row).take_while(|row| *row <= to.to.row).enumerate() {
        // Upwards, too, the pattern goes on: its last line stands right above its first.
        let turn = (at + source.len() * before.div_ceil(source.len()) - before) % source.len();
        for column in to.from.column..=to.to.column {
            let cell = Cell { row, column };
            if from.contains(cell) {
                continue;
            }
            let width = from.width();
            let shift = column + width * from.from.column.div_ceil(width) - from.from.column;
            let text = sheet.text(Cell { row: source[turn], column: from.from.column + shift % width });
            writing.put(cell, &text);
        }
    }
    writing.done
}

/// Every cell of a range that says something says nothing.
pub(super) fn empty(sheet: &dyn Sheet, range: Range) -> Puts {
    let mut writing = Writing::new(sheet, Reason::Empty);
    for row in lines(sheet, range.from.row).take_while(|row| *row <= range.to.row) {
        for column in range.from.column..=range.to.column {
            let cell = Cell { row, column };
            // What only adds has nothing to take away.
            if !sheet.adds(cell) && !sheet.text(cell).is_empty() {
                writing.put(cell, "");
            }
        }
    }
    writing.done
}

/// The texts of a range, heads of groups left out.
pub(super) fn copied(sheet: &dyn Sheet, range: Range) -> Block {
    let rows = lines(sheet, range.from.row).take_while(|row| *row <= range.to.row);
    let line =
        |row| (range.from.column..=range.to.column).map(|column| sheet.text(Cell { row, column })).collect();
    Block::new(rows.map(line).collect())
}
