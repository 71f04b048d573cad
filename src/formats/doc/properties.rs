//! The properties of characters and paragraphs of a Word 97 file, by the place of their bytes, and the changes that they are
//! written as. Source: [MS-DOC] 2.6, 2.8.5, 2.8.6, 2.9.

/// Two bytes as a number; nothing there is 0.
#[must_use]
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// Four bytes as a number; nothing there is 0.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

/// The size of a page of properties.
const PAGE: usize = 512;
/// The most runs that are read.
const MOST: usize = 1_000_000;

/// Runs of bytes with their properties, in order.
#[derive(Debug, Default)]
pub struct Runs {
    /// From, to, and the changes.
    all: Vec<(u32, u32, Vec<u8>)>,
}

impl Runs {
    /// Reads the pages that a list names. Each run of a page takes `width` bytes there: one for characters, 13 for paragraphs.
    #[must_use]
    pub fn read(bytes: &[u8], list: &[u8], width: usize) -> Self {
        let count = list.len().saturating_sub(4) / 8;
        let mut all = Vec::new();
        // A page that is named twice tells nothing new.
        let mut pages: Vec<u32> =
            (0..count).map(|nth| u32_at(list, 4 * (count + 1) + 4 * nth) & 0x003f_ffff).collect();
        pages.sort_unstable();
        pages.dedup();
        for page in pages {
            let Some(from) = usize::try_from(page).ok().and_then(|page| page.checked_mul(PAGE)) else {
                continue;
            };
            let Some(page) = bytes.get(from..from + PAGE) else { continue };
            let runs = usize::from(page[PAGE - 1]);
            for nth in 0..runs {
                let place = page.get(4 * (runs + 1) + width * nth).map_or(0, |place| usize::from(*place) * 2);
                let own = if place == 0 { &[][..] } else { changes(page, place, width > 1) };
                all.push((u32_at(page, 4 * nth), u32_at(page, 4 * nth + 4), own.to_vec()));
            }
            if all.len() > MOST {
                break;
            }
        }
        all.sort_by_key(|run| run.0);
        Self { all }
    }

    /// The properties of the run that this byte is in.
    #[must_use]
    pub fn at(&self, byte: u32) -> &[u8] {
        let behind = self.all.partition_point(|run| run.0 <= byte);
        let run = behind.checked_sub(1).and_then(|at| self.all.get(at)).filter(|run| byte < run.1);
        run.map_or(&[], |run| &run.2)
    }
}

/// The changes that stand at a place of a page; those of paragraphs behind the number of their style.
fn changes(page: &[u8], place: usize, of_paragraph: bool) -> &[u8] {
    let length = page.get(place).map_or(0, |length| usize::from(*length));
    let (from, length) = match (of_paragraph, length) {
        (false, length) => (place + 1, length),
        (true, 0) => (place + 2, 2 * page.get(place + 1).map_or(0, |length| usize::from(*length))),
        (true, length) => (place + 1, 2 * length - 1),
    };
    let own = page.get(from..(from + length).min(PAGE)).unwrap_or_default();
    if of_paragraph { own.get(2..).unwrap_or_default() } else { own }
}

/// Shows each change: its kind and its operand.
pub fn each_change(mut changes: &[u8], mut see: impl FnMut(u16, &[u8])) {
    while changes.len() >= 3 {
        let kind = u16_at(changes, 0);
        let rest = changes.get(2..).unwrap_or_default();
        let (skip, length) = match kind >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            // The definition of a table tells its length in two bytes, one too many.
            _ if kind == TABLE => (2, usize::from(u16_at(rest, 0)).saturating_sub(1)),
            _ => (1, rest.first().map_or(0, |length| usize::from(*length))),
        };
        let operand = rest.get(skip..).unwrap_or_default();
        see(kind, operand.get(..length).unwrap_or(operand));
        changes = operand.get(length..).unwrap_or_default();
    }
}

/// The definition of the cells of a row.
pub const TABLE: u16 = 0xd608;

/// What is told of a paragraph.
#[derive(Debug, Default)]
pub struct ParagraphProperties {
    /// It stands in a table.
    pub in_table: bool,
    /// It ends a row.
    pub ends_row: bool,
    /// It is of a list, whose number is not in the text.
    pub listed: bool,
    /// How deep in tables it stands.
    pub depth: u32,
    /// The edges of the cells of the row that it ends, from left to right, in twips.
    pub edges: Vec<i16>,
    /// For each of those cells, marks of merging.
    pub merges: Vec<u16>,
}

impl ParagraphProperties {
    /// From the changes.
    #[must_use]
    pub fn of(changes: &[u8]) -> Self {
        let mut all = Self::default();
        each_change(changes, |kind, operand| match kind {
            0x2416 => all.in_table = operand.first() == Some(&1),
            0x2417 | 0x244c => all.ends_row = operand.first() == Some(&1),
            0x6649 => all.depth = u32_at(operand, 0),
            0x460b => all.listed = !matches!(u16_at(operand, 0), 0 | 0xf801),
            TABLE => {
                let count = operand.first().map_or(0, |count| usize::from(*count));
                all.edges = (0..=count).map(|nth| u16_at(operand, 1 + 2 * nth).cast_signed()).collect();
                let cells = 1 + 2 * (count + 1);
                all.merges = (0..count).map(|nth| u16_at(operand, cells + 20 * nth)).collect();
            }
            _ => {}
        });
        all
    }
}

/// What is told of a character.
#[expect(clippy::struct_excessive_bools, reason = "each is said of it by itself")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CharacterProperties {
    /// Hidden.
    pub hidden: bool,
    /// Struck out by a tracked change.
    pub deleted: bool,
    /// Put in by one.
    pub inserted: bool,
    /// It stands for something else: a picture, a note.
    pub special: bool,
    /// The sign of a symbol font that it stands for.
    pub symbol: Option<u16>,
}

impl CharacterProperties {
    /// From the changes.
    #[must_use]
    pub fn of(changes: &[u8]) -> Self {
        let mut all = Self::default();
        each_change(changes, |kind, operand| {
            let on = operand.first().is_some_and(|value| value & 1 == 1);
            match kind {
                0x083c => all.hidden = on,
                0x0800 => all.deleted = on,
                0x0801 => all.inserted = on,
                0x0855 => all.special = on,
                0x6a09 => all.symbol = Some(u16_at(operand, 2)),
                _ => {}
            }
        });
        all
    }
}
