//! Unpacks files that other programs packed: with bytes before them, in the form for more than 4 GB, with names in another
//! case or with `\\`. Knows names and bytes.

use std::collections::HashMap;

use miniz_oxide::inflate::{TINFLStatus, decompress_slice_iter_to_slice};

use super::{CENTRAL, DEFLATE, END, Entry, LOCAL, MAX_BYTES, MAX_ENTRIES, ZipError};

/// The end in the form for more than 4 GB, and what points to it (APPNOTE.TXT, 4.3.14 and 4.3.15).
const END_64: u32 = 0x0606_4b50;
const LOCATOR_64: u32 = 0x0706_4b50;
/// Deflate makes at most this many bytes of one.
const MAX_RATIO: usize = 1040;

/// A package whose list of files was read, and no file yet.
#[derive(Debug)]
pub struct Package<'a> {
    bytes: &'a [u8],
    listed: Vec<Listed>,
    /// Where in the list the file with this name is, by [`key`].
    by_name: HashMap<String, usize>,
}

#[derive(Debug)]
struct Listed {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    size: usize,
    at: usize,
}

/// Names that mean the same to the programs of offices.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ZipError> {
    let two = bytes.get(at..at.checked_add(2).ok_or(ZipError::Cut)?);
    two.and_then(|two| two.try_into().ok()).map(u16::from_le_bytes).ok_or(ZipError::Cut)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, ZipError> {
    let four = bytes.get(at..at.checked_add(4).ok_or(ZipError::Cut)?);
    four.and_then(|four| four.try_into().ok()).map(u32::from_le_bytes).ok_or(ZipError::Cut)
}

fn u64_at(bytes: &[u8], at: usize) -> Result<u64, ZipError> {
    let eight = bytes.get(at..at.checked_add(8).ok_or(ZipError::Cut)?);
    eight.and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes).ok_or(ZipError::Cut)
}

fn fitting(number: u64) -> Result<usize, ZipError> {
    u32::try_from(number).ok().and_then(|number| usize::try_from(number).ok()).ok_or(ZipError::Zip64)
}

/// The list of files: where it is, how many it has, and how many bytes stand before the package.
struct Directory {
    at: usize,
    count: usize,
    before: usize,
}

impl Directory {
    fn find(bytes: &[u8]) -> Result<Self, ZipError> {
        let lacking = if bytes.starts_with(b"PK") { ZipError::Cut } else { ZipError::NotZip };
        let Some(last) = bytes.len().checked_sub(22) else { return Err(lacking) };
        let first = last.saturating_sub(usize::from(u16::MAX));
        let end = (first..=last).rev().find(|at| u32_at(bytes, *at) == Ok(END)).ok_or(lacking)?;
        let mut count = u64::from(u16_at(bytes, end + 10)?);
        let mut size = u64::from(u32_at(bytes, end + 12)?);
        let mut at = u64::from(u32_at(bytes, end + 16)?);
        let mut after = end;
        let locator = end.checked_sub(20).filter(|at| u32_at(bytes, *at) == Ok(LOCATOR_64));
        if let Some(locator) = locator {
            let told = fitting(u64_at(bytes, locator + 8)?)?;
            // Where bytes stand before the package the address is too small; the record is 56 bytes long as a rule.
            let candidates = [Some(told), locator.checked_sub(56)];
            let record = candidates.into_iter().flatten().find(|at| u32_at(bytes, *at) == Ok(END_64));
            after = record.ok_or(ZipError::Cut)?;
            count = u64_at(bytes, after + 32)?;
            size = u64_at(bytes, after + 40)?;
            at = u64_at(bytes, after + 48)?;
        }
        let count =
            usize::try_from(count).ok().filter(|count| *count <= MAX_ENTRIES).ok_or(ZipError::TooMany)?;
        let (size, told) = (fitting(size)?, fitting(at)?);
        let begins = |at: usize| count == 0 || u32_at(bytes, at) == Ok(CENTRAL);
        // The list stands right before its end, wherever the package begins.
        match after.checked_sub(size).filter(|at| *at >= told && begins(*at)) {
            Some(at) => Ok(Self { at, count, before: at - told }),
            None if begins(told) => Ok(Self { at: told, count, before: 0 }),
            None => Err(ZipError::Cut),
        }
    }
}

impl Listed {
    /// The entry of the list at this place, and how long it is.
    fn read(bytes: &[u8], at: usize, before: usize) -> Result<(Self, usize), ZipError> {
        if u32_at(bytes, at)? != CENTRAL {
            return Err(ZipError::Cut);
        }
        let length = |offset| u16_at(bytes, at + offset).map(usize::from);
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let text = bytes.get(at + 46..at + 46 + name).ok_or(ZipError::Cut)?;
        let extra_fields = bytes.get(at + 46 + name..at + 46 + name + extra).ok_or(ZipError::Cut)?;
        let mut wide = Wide(extra_field(extra_fields, 1));
        // In this order, each only where the short field is full (APPNOTE.TXT, 4.5.3).
        let size = wide.or(u32_at(bytes, at + 24)?)?;
        let packed = wide.or(u32_at(bytes, at + 20)?)?;
        let own = wide.or(u32_at(bytes, at + 42)?)?;
        let one = Self {
            name: name_of(text, extra_fields),
            flags: u16_at(bytes, at + 8)?,
            method: u16_at(bytes, at + 10)?,
            crc: u32_at(bytes, at + 16)?,
            packed,
            size,
            at: own.checked_add(before).ok_or(ZipError::Cut)?,
        };
        Ok((one, 46 + name + extra + comment))
    }
}

/// The data of an extra field by its number; empty where there is none.
fn extra_field(mut extra: &[u8], number: u16) -> &[u8] {
    while let (Ok(id), Ok(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let end = 4 + usize::from(length);
        if id == number {
            return extra.get(4..end).unwrap_or_default();
        }
        extra = extra.get(end..).unwrap_or_default();
    }
    &[]
}

/// The name of a file. Programs that write names in the encoding of their system put them in UTF-8 beside (APPNOTE.TXT,
/// 4.6.9), with the checksum of the other; else what is no UTF-8 is `�`.
fn name_of(text: &[u8], extra: &[u8]) -> String {
    let beside = extra_field(extra, 0x7075);
    if let (Some(1), Ok(sum), Some(name)) = (beside.first(), u32_at(beside, 1), beside.get(5..))
        && sum == crc32fast::hash(text)
        && let Ok(name) = std::str::from_utf8(name)
        && !name.is_empty()
    {
        return name.to_owned();
    }
    String::from_utf8_lossy(text).into_owned()
}

/// The numbers of eight bytes that an entry has beside those of four.
struct Wide<'a>(&'a [u8]);

impl Wide<'_> {
    fn or(&mut self, short: u32) -> Result<usize, ZipError> {
        if short != u32::MAX {
            return fitting(short.into());
        }
        let number = u64_at(self.0, 0)?;
        self.0 = self.0.get(8..).unwrap_or_default();
        fitting(number)
    }
}

impl<'a> Package<'a> {
    /// Reads the list of files, which stands at the end.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ZipError> {
        let directory = Directory::find(bytes)?;
        let mut listed: Vec<Listed> = Vec::new();
        let mut by_name = HashMap::new();
        let (mut at, mut total) = (directory.at, 0_u64);
        for nth in 0..directory.count {
            let (one, length) = Listed::read(bytes, at, directory.before)?;
            total += one.size as u64;
            if total > MAX_BYTES {
                return Err(ZipError::TooLarge);
            }
            at += length;
            by_name.entry(key(&one.name)).or_insert(nth);
            listed.push(one);
        }
        lie_apart(&listed)?;
        Ok(Self { bytes, listed, by_name })
    }

    /// The names of the files, folders left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(|one| one.name.as_str()).filter(|name| !name.ends_with('/'))
    }

    /// The name, as the package has it, of the file with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.by_name.get(&key(name)).and_then(|at| self.listed.get(*at)).map(|one| one.name.as_str())
    }

    /// Unpacks the file with this name; `None` where there is none.
    pub fn file(&self, name: &str) -> Result<Option<Vec<u8>>, ZipError> {
        self.file_within(name, usize::MAX)
    }

    /// As [`file`](Self::file), unless it is larger than so many bytes.
    pub fn file_within(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>, ZipError> {
        let Some(one) = self.by_name.get(&key(name)).and_then(|at| self.listed.get(*at)) else {
            return Ok(None);
        };
        if one.size > most {
            return Err(ZipError::LargeFile(one.name.clone(), most / 1024 / 1024));
        }
        self.unpack(one).map(Some)
    }

    fn unpack(&self, one: &Listed) -> Result<Vec<u8>, ZipError> {
        if one.flags & 1 != 0 {
            return Err(ZipError::Encrypted(one.name.clone()));
        }
        if u32_at(self.bytes, one.at)? != LOCAL {
            return Err(ZipError::Cut);
        }
        // The names of the local head may be longer or shorter than those of the list.
        let skip =
            usize::from(u16_at(self.bytes, one.at + 26)?) + usize::from(u16_at(self.bytes, one.at + 28)?);
        let from = one.at + 30 + skip;
        let body = self.bytes.get(from..from.saturating_add(one.packed)).ok_or(ZipError::Cut)?;
        let bytes = match one.method {
            0 => body.to_vec(),
            DEFLATE => inflated(body, one)?,
            method => return Err(ZipError::Method(one.name.clone(), method)),
        };
        if bytes.len() != one.size || crc32fast::hash(&bytes) != one.crc {
            return Err(ZipError::Damaged(one.name.clone()));
        }
        Ok(bytes)
    }
}

/// Room is made for what the list says and no more, once, and only if the packed bytes can come to that at all.
fn inflated(body: &[u8], one: &Listed) -> Result<Vec<u8>, ZipError> {
    if one.size / MAX_RATIO > body.len() {
        return Err(ZipError::Damaged(one.name.clone()));
    }
    let mut out = vec![0; one.size];
    match decompress_slice_iter_to_slice(&mut out, std::iter::once(body), false, true) {
        Ok(length) => out.truncate(length),
        Err(TINFLStatus::HasMoreOutput) => return Err(ZipError::TooLarge),
        Err(_) => return Err(ZipError::Damaged(one.name.clone())),
    }
    Ok(out)
}

/// Files of a package lie one behind the other; that they share bytes is how a small package unpacks to a large one.
fn lie_apart(listed: &[Listed]) -> Result<(), ZipError> {
    let mut places: Vec<(usize, usize)> = listed.iter().map(|one| (one.at, one.packed)).collect();
    places.sort_unstable();
    let meets =
        |pair: &[(usize, usize)]| matches!(pair, [(at, packed), (next, _)] if at + 30 + packed > *next);
    if places.windows(2).any(meets) { Err(ZipError::Overlap) } else { Ok(()) }
}

/// Unpacks every file, folders left out, in the order of the package.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, ZipError> {
    let package = Package::open(bytes)?;
    let files = package.listed.iter().filter(|one| !one.name.ends_with('/'));
    files.map(|one| Ok(Entry { name: one.name.clone(), bytes: package.unpack(one)? })).collect()
}
