//! What reading one file may cost, counted as one goes: a few kilobytes can unpack to gigabytes, and name one text a million
//! times. Knows no format. Memory and time that the limits come to are measured in `examples/hostile_files.rs`.

use std::cell::Cell;

use crate::table::raw::MAX_CELLS;

/// The most text that the cells or paragraphs of a file may come to, in bytes of UTF-8.
pub const MAX_TEXT: usize = 48 * 1024 * 1024;
/// The most texts in a table of shared texts, merged areas, looks and the like.
pub const MAX_ITEMS: usize = 1_000_000;
/// The most tags, attributes, records and the like that are looked at.
pub const MAX_STEPS: usize = 40_000_000;
/// The most bytes that one part of a package may unpack to.
pub const MAX_PART: usize = 128 * 1024 * 1024;
/// The most paragraphs of a document.
pub const MAX_PARAGRAPHS: usize = 500_000;

/// What a file has too much of. Each says the limit and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Exceeded {
    /// Cells.
    #[error("单元格超过 {} 万个，没有读取。请只留下台账所在的行和列，另存为新文件后再导入", MAX_CELLS / 10_000)]
    Cells,
    /// Text.
    #[error("文字合计超过 {} MB，没有读取。请把文件拆成几个，分别导入", MAX_TEXT / 1024 / 1024)]
    Text,
    /// Shared texts, merged areas, looks.
    #[error("文字条目、合并区域或样式超过 {} 万个，没有读取。请把台账复制到新建的表格中，另存后再导入", MAX_ITEMS / 10_000)]
    Items,
    /// Tags and records.
    #[error("内部标记超过 {} 万个，没有读取。请把内容复制到新建的文件中，另存后再导入", MAX_STEPS / 10_000)]
    Steps,
    /// A part of a package.
    #[error("解开后有一部分超过 {} MB，没有读取。请把内容复制到新建的文件中，另存后再导入", MAX_PART / 1024 / 1024)]
    Part,
    /// Paragraphs.
    #[error("段落超过 {} 万个，没有读取。请把文件拆成几个，分别导入", MAX_PARAGRAPHS / 10_000)]
    Paragraphs,
}

/// What is left of what reading one file may cost. Shared by all who read it.
#[derive(Debug)]
pub struct Budget {
    cells: Cell<usize>,
    text: Cell<usize>,
    items: Cell<usize>,
    steps: Cell<usize>,
    paragraphs: Cell<usize>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cells: Cell::new(MAX_CELLS),
            text: Cell::new(MAX_TEXT),
            items: Cell::new(MAX_ITEMS),
            steps: Cell::new(MAX_STEPS),
            paragraphs: Cell::new(MAX_PARAGRAPHS),
        }
    }
}

fn take(left: &Cell<usize>, count: usize, otherwise: Exceeded) -> Result<(), Exceeded> {
    left.set(left.get().checked_sub(count).ok_or(otherwise)?);
    Ok(())
}

impl Budget {
    /// So many cells more, empty ones before a filled one among them.
    pub fn cells(&self, count: usize) -> Result<(), Exceeded> {
        take(&self.cells, count, Exceeded::Cells)
    }

    /// So many bytes of text more.
    pub fn text(&self, bytes: usize) -> Result<(), Exceeded> {
        take(&self.text, bytes, Exceeded::Text)
    }

    /// One shared text, merged area or look more.
    pub fn item(&self) -> Result<(), Exceeded> {
        take(&self.items, 1, Exceeded::Items)
    }

    /// So many tags, attributes or records more.
    pub fn steps(&self, count: usize) -> Result<(), Exceeded> {
        take(&self.steps, count, Exceeded::Steps)
    }

    /// One paragraph more.
    pub fn paragraph(&self) -> Result<(), Exceeded> {
        take(&self.paragraphs, 1, Exceeded::Paragraphs)
    }
}
