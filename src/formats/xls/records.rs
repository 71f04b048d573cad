//! The records of a BIFF stream one after the other, and texts in them, which may run on into the next record.
//! Knows records and texts, no sheet. Source: [MS-XLS] 2.1.4 and 2.5.293.

use crate::reader::budget::{Budget, Exceeded};
use crate::reader::gbk::Gbk;

/// A record goes on in this one.
const CONTINUE: u16 = 0x3c;

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

/// A record: its kind and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// What it is.
    pub kind: u16,
    /// What is in it.
    pub bytes: &'a [u8],
}

/// The records of a stream.
pub struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    /// Those of these bytes.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What goes on from the record before, as far as it does.
    pub fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut parts = Vec::new();
        while self.rest.len() >= 4 && u16_at(self.rest, 0) == CONTINUE {
            match self.next() {
                Some(record) => parts.push(record.bytes),
                None => break,
            }
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, length) = (u16_at(self.rest, 0), usize::from(u16_at(self.rest, 2)));
        let bytes = self.rest.get(4..4 + length)?;
        self.rest = self.rest.get(4 + length..)?;
        Some(Record { kind, bytes })
    }
}

/// How texts of one byte a character are to be read.
#[derive(Debug, Clone, Copy)]
pub struct Encoding<'a> {
    /// BIFF8 marks each text as wide or as the low halves of wide characters; BIFF5 has a code page.
    pub is_8: bool,
    /// The code page of BIFF5.
    pub page: u16,
    /// For code page 936.
    pub gbk: &'a Gbk,
}

impl Encoding<'_> {
    /// The text of BIFF5 in these bytes.
    #[must_use]
    pub fn bytes(self, bytes: &[u8]) -> String {
        match self.page {
            0 | 936 => self.gbk.decode(bytes),
            1200 => wide(bytes),
            _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
        }
    }
}

fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Bytes that may go on in further records. A text's characters that do so begin there with a mark of their own.
pub struct Texts<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Texts<'a> {
    /// Those of a record and what goes on from it.
    #[must_use]
    pub fn of(first: &'a [u8], continued: Vec<&'a [u8]>) -> Self {
        let mut parts = vec![first];
        parts.extend(continued);
        Self { parts, part: 0, at: 0 }
    }

    fn left(&self) -> &'a [u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Goes over this many bytes; `None` where the bytes end before.
    pub fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let here = self.left().len().min(count);
            self.at += here;
            count -= here;
            if count > 0 {
                self.turn()?;
            }
        }
        Some(())
    }

    fn turn(&mut self) -> Option<()> {
        self.part += 1;
        self.at = 0;
        (self.part < self.parts.len()).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        if self.left().is_empty() {
            self.turn()?;
        }
        let byte = *self.left().first()?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self, bytes: u32) -> Option<usize> {
        let mut number = 0;
        for shift in 0..bytes {
            number |= usize::from(self.byte()?) << (8 * shift);
        }
        Some(number)
    }

    /// The next text of BIFF8 with a length of this many bytes, without its looks and reading aids; `None` where the bytes end.
    pub fn text(&mut self, length_bytes: u32, budget: &Budget) -> Result<Option<String>, Exceeded> {
        let Some((count, flags)) = self.number(length_bytes).zip(self.byte()) else { return Ok(None) };
        let runs = if flags & 8 != 0 { self.number(2) } else { Some(0) };
        let aids = if flags & 4 != 0 { self.number(4) } else { Some(0) };
        let Some((runs, aids)) = runs.zip(aids) else { return Ok(None) };
        let mut text = String::new();
        let mut is_wide = flags & 1 != 0;
        let mut left = count;
        // Half of a pair may stand before the break.
        let mut units: Vec<u16> = Vec::new();
        while left > 0 {
            let each = if is_wide { 2 } else { 1 };
            let here = (self.left().len() / each).min(left);
            let bytes = self.left().get(..here * each).unwrap_or_default();
            budget.text(bytes.len())?;
            if is_wide {
                units.extend(bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])));
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            self.at += here * each;
            left -= here;
            if left > 0 {
                let Some(mark) = self.turn().and_then(|()| self.byte()) else { break };
                is_wide = mark & 1 != 0;
            }
        }
        text.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        // Looks and reading aids that the file cuts off leave the text whole.
        let _ = self.skip(runs.saturating_mul(4).saturating_add(aids));
        Ok(Some(text))
    }
}

/// The one text in these bytes, with a length of one or two bytes.
pub fn text(
    bytes: &[u8],
    length_bytes: u32,
    encoding: Encoding<'_>,
    budget: &Budget,
) -> Result<String, Exceeded> {
    if encoding.is_8 {
        return Ok(Texts::of(bytes, Vec::new()).text(length_bytes, budget)?.unwrap_or_default());
    }
    let from = usize::try_from(length_bytes).unwrap_or_default();
    let length = if from == 1 {
        bytes.first().copied().unwrap_or_default().into()
    } else {
        usize::from(u16_at(bytes, 0))
    };
    let bytes = bytes.get(from..).unwrap_or_default();
    budget.text(length)?;
    Ok(encoding.bytes(bytes.get(..length).unwrap_or(bytes)))
}
