//! The container of Word and Excel 97 to 2003 and of files with a password: streams in a file of sectors ([MS-CFB]).
//! Knows streams, no format that is built on them.
//!
//! Written here because the kept crate `cfb` takes the time of the browser for files that it writes, and the second WebAssembly
//! imports nothing. The tests read what that crate writes.

use super::budget::MAX_PART;

/// What every such file begins with.
pub const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const HEADER: usize = 512;
/// Sector numbers from here on have a meaning of their own: end of a chain, free, a table.
const NO_SECTOR: u32 = 0xffff_fffa;
const ENTRY: usize = 128;
/// Streams below this size stand in small sectors of 64 bytes within a stream of their own.
const SMALL: usize = 64;

/// The file is no such container, or is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCompound;

/// A container, opened.
#[derive(Debug)]
pub struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    small: Vec<u8>,
    cutoff: usize,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: usize,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn size(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

impl<'a> Compound<'a> {
    /// Reads the tables of sectors and the list of streams.
    pub fn open(bytes: &'a [u8]) -> Result<Self, NoCompound> {
        Self::read(bytes).ok_or(NoCompound)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        if !bytes.starts_with(&MAGIC) {
            return None;
        }
        let shift = u16_at(bytes, 30).filter(|shift| (7..=16).contains(shift))?;
        let mut all = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            cutoff: size(u32_at(bytes, 56)?)?,
            entries: Vec::new(),
        };
        for sector in all.tables()? {
            let table = all.sector_at(sector)?.to_vec();
            all.next.extend(numbers(&table));
        }
        let directory = all.chain(u32_at(bytes, 48)?, usize::MAX)?;
        all.entries = directory.chunks_exact(ENTRY).filter_map(Entry::read).collect();
        let root =
            directory.get(..ENTRY).and_then(|root| Some((u32_at(root, 116)?, size(u32_at(root, 120)?)?)))?;
        // A file without small streams has none of this, and files of some programs a broken one.
        all.next_small = numbers(&all.chain(u32_at(bytes, 60)?, usize::MAX).unwrap_or_default()).collect();
        all.small = all.chain(root.0, root.1).unwrap_or_default();
        Some(all)
    }

    /// The sectors that hold the table of sectors: 109 are in the head, more in a chain of their own.
    fn tables(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut found: Vec<u32> =
            numbers(self.bytes.get(76..HEADER)?).take_while(|at| *at < NO_SECTOR).collect();
        let mut more = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while more < NO_SECTOR && seen <= most {
            let sector = self.sector_at(more)?;
            let (own, last) = sector.split_at_checked(self.sector - 4)?;
            found.extend(numbers(own).take_while(|at| *at < NO_SECTOR));
            more = u32_at(last, 0)?;
            seen += 1;
        }
        (found.len() <= most).then_some(found)
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        // With sectors of 4096 bytes the head takes one whole.
        let from = size(number)?.checked_add(1)?.checked_mul(self.sector)?;
        let from = if self.sector < HEADER { from + HEADER - self.sector } else { from };
        let to = (from + self.sector).min(self.bytes.len());
        self.bytes.get(from..to).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain of sectors, as many as wanted; `None` where it runs in a circle or out of the file.
    fn chain(&self, start: u32, wanted: usize) -> Option<Vec<u8>> {
        let most = self.bytes.len().min(MAX_PART);
        let mut found = Vec::new();
        let mut at = start;
        while at < NO_SECTOR && found.len() < wanted {
            found.extend_from_slice(self.sector_at(at)?);
            if found.len() > most {
                return None;
            }
            at = *self.next.get(size(at)?)?;
        }
        found.truncate(wanted);
        Some(found)
    }

    fn small_chain(&self, start: u32, wanted: usize) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let mut at = start;
        while at < NO_SECTOR && found.len() < wanted {
            let from = size(at)? * SMALL;
            found.extend_from_slice(self.small.get(from..(from + SMALL).min(self.small.len()))?);
            if found.len() > self.small.len() {
                return None;
            }
            at = *self.next_small.get(size(at)?)?;
        }
        found.truncate(wanted);
        Some(found)
    }

    /// Whether there is a stream or folder with this name, at any depth.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of the stream with this name; `None` where there is none or it is broken.
    #[must_use]
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry =
            self.entries.iter().find(|entry| entry.is_stream && entry.name.eq_ignore_ascii_case(name))?;
        if entry.size < self.cutoff {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        }
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).min(64).checked_sub(2)?;
        let units: Vec<u16> =
            bytes.get(..length)?.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        let kind = *bytes.get(66)?;
        let own = || {
            Some(Self {
                name: String::from_utf16_lossy(&units),
                is_stream: kind == 2,
                start: u32_at(bytes, 116)?,
                size: size(u32_at(bytes, 120)?)?,
            })
        };
        matches!(kind, 1 | 2).then(own)?
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Cursor, Write as _};

    use super::*;
    use proptest::prelude::*;

    /// A container with these streams, written by another program.
    pub(crate) fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in streams {
            file.create_stream(format!("/{name}")).unwrap().write_all(bytes).unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn small_and_large_streams_come_back() {
        let large: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let bytes = container(&[("A", b"small"), ("Workbook", &large), ("空", b"")]);
        let one = Compound::open(&bytes).unwrap();
        assert_eq!(one.stream("a").as_deref(), Some(&b"small"[..]));
        assert_eq!(one.stream("Workbook"), Some(large));
        assert_eq!((one.stream("空").as_deref(), one.stream("B")), (Some(&b""[..]), None));
        assert!(one.has("workbook") && !one.has("B"));
        assert!(Compound::open(b"PK").is_err() && Compound::open(&MAGIC).is_err());
    }

    #[test]
    fn chains_that_run_in_circles_end() {
        let mut bytes = container(&[("A", &[7; 9_000])]);
        let table = 512 * (1 + usize::from(bytes[76]));
        for entry in bytes[table..table + 512].chunks_exact_mut(4) {
            entry.copy_from_slice(&1_u32.to_le_bytes());
        }
        let _ = Compound::open(&bytes).map(|one| one.stream("A"));
    }

    proptest! {
        #[test]
        fn any_damage_to_a_container_is_survived(at in 0_usize..6_000, value: u8, cut in 0_usize..6_000) {
            let mut bytes = container(&[("A", b"small"), ("B", &[7; 5_000])]);
            let length = bytes.len();
            bytes[at % length] = value;
            let _ = Compound::open(&bytes).map(|one| (one.stream("A"), one.stream("B")));
            bytes.truncate(cut % length);
            let _ = Compound::open(&bytes).map(|one| (one.stream("A"), one.stream("B")));
        }
    }
}
