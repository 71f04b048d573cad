//! Which rows are of one finding, and what they take from the rows above them.

use super::super::cell_text::is_same_as_above;
use super::super::cells_in;
use super::super::choices::RowKey;
use super::super::columns::Column;
use super::super::doubts::{Doubt, Kind};
use super::super::matching::folded;
use super::super::raw::{MergedArea, RawSheet};
use super::{ReadRow, State};

/// A row of data that comes next.
#[derive(Clone, Copy)]
pub struct Incoming {
    /// Which row.
    pub key: RowKey,
    /// Which of the merged cells of its sheet holds its title.
    pub title: Option<usize>,
}

impl Incoming {
    /// Whether one cell holds its title and that of the row above: then both are of one finding, whatever 序号 counts.
    fn is_in_title_of(&self, above: &ReadRow) -> bool {
        self.title.is_some() && self.title == above.title && self.key.place.sheet == above.key.place.sheet
    }
}

/// The merged cells that go over rows of one column.
pub fn areas_over(sheet: &RawSheet, column: usize) -> Vec<MergedArea> {
    let over = |area: &&MergedArea| {
        area.bottom > area.top && (usize::from(area.left)..=usize::from(area.right)).contains(&column)
    };
    sheet.merges.iter().filter(over).copied().collect()
}

/// The columns left of 序号 and 反馈问题 that tell groups of rows: 整改方面, 责任单位; and 问题类别 left of 反馈问题. Where the
/// file merges cells of such a column, what is empty is empty.
pub fn groups(sheet: &RawSheet, own: usize, names: [Option<usize>; 2], aspect: Option<usize>) -> Vec<usize> {
    let [number, Some(title)] = names else { return Vec::new() };
    let before = number.map_or(title, |number| number.min(title));
    let aspect = aspect.filter(|at| *at < title);
    let mut columns: Vec<usize> = (0..before.min(own)).chain(aspect).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.retain(|at| areas_over(sheet, *at).is_empty());
    columns
}

fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .trim_end_matches(['.', '、', '．'])
        .to_owned()
}

impl State<'_> {
    /// Takes a row of data: it begins a finding, or goes on with one.
    pub fn row(
        &mut self,
        row: Incoming,
        mut cells: Vec<String>,
        odd: &[cells_in::Odd],
        means: &[Option<Column>],
    ) {
        let Incoming { key, title: area } = row;
        self.odd(key, odd);
        let at = |column: Column| means.iter().position(|own| *own == Some(column));
        let by_id = at(Column::Id).is_some_and(|at| !cells[at].is_empty());
        if !by_id {
            self.carry_down(key, &mut cells);
        }
        let last = self.last.clone().filter(|_| !by_id);
        let says = |column| at(column).is_some_and(|at| !cells[at].is_empty());
        let finding =
            if let Some(above) = last.as_ref().filter(|_| !says(Column::Finding) && says(Column::Text)) {
                // What the finding says stands in its first row only.
                for (column, (cell, from)) in means.iter().zip(cells.iter_mut().zip(&above.cells)) {
                    if cell.is_empty() && column.is_some_and(Column::of_finding) {
                        cell.clone_from(from);
                    }
                }
                above.finding
            } else if let Some(above) = last.as_ref().filter(|above| row.is_in_title_of(above)) {
                if let Some(at) = at(Column::Number) {
                    self.count_as(key, &mut cells, &above.cells, at);
                }
                above.finding
            } else {
                let finding = self.finding_of(key, &cells, means, last.as_ref());
                if let Some(number) = at(Column::Number).filter(|at| cells[*at].is_empty())
                    && let Some(above) = self.last.as_ref().filter(|above| above.finding == finding)
                {
                    cells[number].clone_from(&above.cells[number]);
                }
                finding
            };
        self.push(ReadRow { key, cells, finding, title: area, ..ReadRow::default() });
    }

    /// Puts what the row above says where a cell says 同上, or is empty in a group.
    fn carry_down(&mut self, key: RowKey, cells: &mut [String]) {
        if let Some(above) = &self.last {
            for (cell, from) in cells.iter_mut().zip(&above.cells).filter(|(cell, _)| is_same_as_above(cell))
            {
                cell.clone_from(from);
            }
        } else {
            for (column, cell) in cells.iter_mut().enumerate().filter(|(_, cell)| is_same_as_above(cell)) {
                let message = format!("“{cell}”上面没有可以沿用的内容，按空白处理");
                self.reading.doubts.push(Doubt { row: key, column, kind: Kind::Missing, message });
                cell.clear();
            }
        }
        self.inherit_groups(key, cells);
    }

    /// Gives a row the number of its finding, which the row above bears. One that counts on is told.
    fn count_as(&mut self, key: RowKey, cells: &mut [String], above: &[String], column: usize) {
        let (number, from) = (&mut cells[column], &above[column]);
        if !number.is_empty() && squeezed(from) != squeezed(number) {
            let message = "“反馈问题”是合并单元格，这一行与上一行合为一个问题，请核对".to_owned();
            self.reading.doubts.push(Doubt { row: key, column, kind: Kind::Merged, message });
        }
        number.clone_from(from);
    }

    /// The finding of a row that names one: that of the row above, one of before, or the next.
    fn finding_of(
        &mut self,
        key: RowKey,
        cells: &[String],
        means: &[Option<Column>],
        last: Option<&ReadRow>,
    ) -> usize {
        let at = |column: Column| means.iter().position(|own| *own == Some(column));
        let get = |cells: &[String], column| at(column).map(|at| cells[at].clone()).unwrap_or_default();
        let own = |column| get(cells, column);
        let (number, title, aspect) = (own(Column::Number), own(Column::Finding), own(Column::Aspect));
        let above = last.filter(|above| {
            let same = |column| folded(&get(&above.cells, column)) == folded(&own(column));
            let same_number = squeezed(&get(&above.cells, Column::Number)) == squeezed(&number);
            same(Column::Finding)
                && if number.is_empty() { aspect.is_empty() || same(Column::Aspect) } else { same_number }
        });
        if let Some(above) = above {
            return above.finding;
        }
        let by_id = at(Column::Id).is_some_and(|at| !cells[at].is_empty());
        let next = self.findings;
        let whole = (squeezed(&number), folded(&title), folded(&aspect));
        let known = self.numbers.get(&whole).copied().filter(|_| !by_id);
        if known.is_some() && number.is_empty() {
            let message = "与前面不相邻的一行问题相同，合为一个问题，请核对".to_owned();
            let column = at(Column::Finding).unwrap_or_default();
            self.reading.doubts.push(Doubt { row: key, column, kind: Kind::Merged, message });
        }
        self.numbers.entry(whole).or_insert(next);
        self.findings += 1;
        known.unwrap_or(next)
    }

    /// Gives an empty cell of a group what the row above says.
    fn inherit_groups(&mut self, key: RowKey, cells: &mut [String]) {
        let Some(above) = self.last.as_ref().filter(|above| above.key.place.sheet == key.place.sheet) else {
            return;
        };
        for column in &self.groups {
            let (cell, from) = (&mut cells[*column], &above.cells[*column]);
            if cell.is_empty() && !from.is_empty() {
                cell.clone_from(from);
                let message = format!("空白单元格沿用上一行的“{from}”，请核对");
                self.reading.doubts.push(Doubt { row: key, column: *column, kind: Kind::Merged, message });
            }
        }
    }

    fn push(&mut self, row: ReadRow) {
        self.last = Some(row.clone());
        self.reading.rows.push(row);
    }
}
