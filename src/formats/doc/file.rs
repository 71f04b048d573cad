//! The parts of a Word 97 file that its head names: where its text is, piece by piece, and where the properties of characters
//! and paragraphs are. Source: [MS-DOC] 2.4, 2.5, 2.8.35.

use super::properties::{Runs, u16_at, u32_at};
use crate::reader::ReadError;
use crate::reader::budget::{Budget, Exceeded};
use crate::reader::compound::Compound;
use crate::reader::gbk::Gbk;
use crate::reader::kind::Unread;

/// What a head begins with, and the first version that is read: Word 97.
const MAGIC: u16 = 0xa5ec;
const WORD_97: u16 = 0xc1;
/// Where the head has the place and length of the pieces and of the properties.
const PIECES: usize = 0x1a2;
const CHARACTERS: usize = 0xfa;
const PARAGRAPHS: usize = 0x102;

/// A piece of the text: characters from one to another, and where their bytes are.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: u32,
    to: u32,
    at: u32,
    /// One byte a character.
    narrow: bool,
}

/// A file, opened.
#[derive(Debug)]
pub struct File {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
    /// How many characters are the text; notes, heads and comments come behind.
    length: u32,
    /// How many characters notes at the foot and end have, and comments.
    pub notes: [u32; 2],
    /// Properties of characters by the place of their bytes.
    pub characters: Runs,
    /// Properties of paragraphs by the place of the bytes of their ends.
    pub paragraphs: Runs,
}

impl File {
    /// Reads the head and the tables that it names.
    pub fn open(container: &Compound<'_>) -> Result<Self, ReadError> {
        let broken = || ReadError::Broken("WordDocument".to_owned());
        let bytes = container.stream("WordDocument").ok_or_else(broken)?;
        let (magic, version, flags) = (u16_at(&bytes, 0), u16_at(&bytes, 2), u16_at(&bytes, 10));
        if magic != MAGIC || version < WORD_97 {
            return Err(Unread::OldWord.into());
        }
        if flags & 0x100 != 0 {
            return Err(Unread::Locked.into());
        }
        let name = if flags & 0x200 != 0 { "1Table" } else { "0Table" };
        let table = container.stream(name).ok_or_else(broken)?;
        let part = |place: usize| {
            let from = usize::try_from(u32_at(&bytes, place)).ok()?;
            table.get(from..from.checked_add(usize::try_from(u32_at(&bytes, place + 4)).ok()?)?)
        };
        let pieces = pieces(part(PIECES).ok_or_else(broken)?).ok_or_else(broken)?;
        let characters = Runs::read(&bytes, part(CHARACTERS).unwrap_or_default(), 1);
        let paragraphs = Runs::read(&bytes, part(PARAGRAPHS).unwrap_or_default(), 13);
        let length = u32_at(&bytes, 0x4c);
        let notes = [u32_at(&bytes, 0x50).saturating_add(u32_at(&bytes, 0x60)), u32_at(&bytes, 0x5c)];
        Ok(Self { bytes, pieces, length, notes, characters, paragraphs })
    }

    /// Shows each character of the text with the place of its bytes.
    pub fn each_character(
        &self,
        gbk: &Gbk,
        budget: &Budget,
        mut take: impl FnMut(char, u32) -> Result<(), Exceeded>,
    ) -> Result<(), Exceeded> {
        for piece in &self.pieces {
            let end = piece.to.min(self.length);
            let Some(count) = end.checked_sub(piece.from).filter(|count| *count > 0) else { continue };
            let count = usize::try_from(count).unwrap_or_default();
            let from = usize::try_from(piece.at).unwrap_or(usize::MAX);
            let rest = self.bytes.get(from..).unwrap_or_default();
            if piece.narrow {
                let bytes = rest.get(..count).unwrap_or(rest);
                budget.steps(bytes.len())?;
                narrow(bytes, piece.at, gbk, &mut take)?;
                continue;
            }
            let bytes = rest.get(..count.saturating_mul(2)).unwrap_or(rest);
            budget.steps(bytes.len() / 2)?;
            let units = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
            let mut at = piece.at;
            for unit in char::decode_utf16(units) {
                let c = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
                take(c, at)?;
                at = at.saturating_add(if c.len_utf16() == 2 { 4 } else { 2 });
            }
        }
        Ok(())
    }
}

/// Characters of one byte are those of Windows for western Europe; programs for China put pairs of GBK there.
fn narrow(
    bytes: &[u8],
    from: u32,
    gbk: &Gbk,
    take: &mut impl FnMut(char, u32) -> Result<(), Exceeded>,
) -> Result<(), Exceeded> {
    const SIGNS: [(u8, char); 12] = [
        (0x80, '€'),
        (0x85, '…'),
        (0x91, '‘'),
        (0x92, '’'),
        (0x93, '“'),
        (0x94, '”'),
        (0x95, '•'),
        (0x96, '–'),
        (0x97, '—'),
        (0x99, '™'),
        (0x82, '‚'),
        (0x84, '„'),
    ];
    // Whether the high bytes come in pairs as Chinese text has them; a letter with an accent stands alone.
    let high = |byte: Option<&u8>| byte.is_some_and(|byte| *byte >= 0xa1);
    let pairs = bytes.windows(2).filter(|two| high(two.first()) && high(two.get(1))).count();
    let alone = bytes.iter().filter(|byte| **byte >= 0xc0).count();
    let chinese = pairs > 0 && pairs * 3 > alone;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let place = from.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        if chinese && *byte >= 0x81 && high(bytes.get(at + 1)) {
            let pair = gbk.decode(bytes.get(at..at + 2).unwrap_or_default());
            take(pair.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER), place)?;
            at += 2;
            continue;
        }
        let sign = SIGNS.iter().find(|(known, _)| known == byte).map(|(_, sign)| *sign);
        take(sign.unwrap_or(char::from(*byte)), place)?;
        at += 1;
    }
    Ok(())
}

/// The pieces: behind properties that are left aside stand the characters at which they begin, and where their bytes are.
fn pieces(mut table: &[u8]) -> Option<Vec<Piece>> {
    while table.first() == Some(&1) {
        table = table.get(3 + usize::from(u16_at(table, 1))..)?;
    }
    if table.first() != Some(&2) {
        return None;
    }
    let length = usize::try_from(u32_at(table, 1)).ok()?;
    let list = table.get(5..)?;
    let list = list.get(..length.min(list.len()))?;
    let count = list.len().checked_sub(4)? / 12;
    let ends = 4 * (count + 1);
    let piece = |nth: usize| {
        let told = u32_at(list, ends + 8 * nth + 2);
        let narrow = told & 0x4000_0000 != 0;
        let at = if narrow { (told & 0x3fff_ffff) / 2 } else { told };
        Piece { from: u32_at(list, 4 * nth), to: u32_at(list, 4 * nth + 4), at, narrow }
    };
    Some((0..count).map(piece).collect())
}
