//! ZIP files: writes the same bytes for the same content, reads what other programs write, within limits.
//! Knows names and bytes, no format that is built on them.
//!
//! Written here and not taken from the crate `zip`, which weighs three times as much in WebAssembly for what is not
//! wanted (encryption, streams, five more methods); compression itself is `miniz_oxide`'s. Layout: APPNOTE.TXT 6.3.10.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use ledger::date::Date;

/// The most that the files in a package may amount to, in bytes, once they are unpacked.
pub const MAX_BYTES: u64 = 512 * 1024 * 1024;
/// The most files that a package may hold.
pub const MAX_ENTRIES: usize = 20_000;

/// A file in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path in the package, with `/`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// Whether the name leads out of the folder that the package is unpacked to. Such names are read, since nothing
    /// here writes files, and must be told.
    #[must_use]
    pub fn leaves_its_folder(&self) -> bool {
        let name = &self.name;
        name.starts_with(['/', '\\'])
            || name.chars().nth(1) == Some(':')
            || name.split(['/', '\\']).any(|part| part == "..")
    }
}

/// Why a package cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZipError {
    /// No package at all.
    #[error("不是 ZIP 压缩包")]
    NotZip,
    /// It ends too early, or its parts point outside it.
    #[error("压缩包不完整，请重新取得文件")]
    Cut,
    /// A file in it is encrypted.
    #[error("压缩包里的“{0}”加了密码，请去掉密码另存后再试")]
    Encrypted(String),
    /// A file is packed in a way that is not read here.
    #[error("压缩包里的“{0}”用了不支持的压缩方式（{1}），请用“存储”或“标准”方式重新压缩")]
    Method(String, u16),
    /// It unpacks to more than [`MAX_BYTES`], or to more than it says.
    #[error("压缩包解开后超过 512 MB，或比它自己所说的大，没有读取")]
    TooLarge,
    /// It holds more than [`MAX_ENTRIES`] files.
    #[error("压缩包里的文件超过 20000 个，没有读取")]
    TooMany,
    /// A file's content is not what the package says.
    #[error("压缩包里的“{0}”已损坏，请重新取得文件")]
    Damaged(String),
    /// Files beyond 4 GB, or in the form for such.
    #[error("不支持超过 4 GB 的压缩包（ZIP64）")]
    Zip64,
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
const DEFLATE: u16 = 8;

/// A day as MS-DOS wrote it; the calendar of that begins in 1980.
fn dos_day(date: Date) -> u16 {
    let year = u16::try_from(date.year() - 1980).unwrap_or_default().min(127);
    (year << 9) | (u16::from(date.month()) << 5) | u16::from(date.day())
}

fn small(n: usize) -> Result<u32, ZipError> {
    u32::try_from(n).ok().filter(|n| *n != u32::MAX).ok_or(ZipError::Zip64)
}

/// Packs files in this order. The same files on the same day give the same bytes.
pub fn write(entries: &[Entry], date: Date) -> Result<Vec<u8>, ZipError> {
    if entries.len() > MAX_ENTRIES {
        return Err(ZipError::TooMany);
    }
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let at = small(out.len())?;
        let packed = compress_to_vec(&entry.bytes, 6);
        let stored = packed.len() >= entry.bytes.len();
        let body = if stored { &entry.bytes } else { &packed };
        let name = entry.name.as_bytes();
        let mut head = Vec::with_capacity(26);
        for word in [20, UTF8, if stored { 0 } else { DEFLATE }, 0, dos_day(date)] {
            head.extend_from_slice(&u16::to_le_bytes(word));
        }
        let sizes = [crc32fast::hash(&entry.bytes), small(body.len())?, small(entry.bytes.len())?];
        for number in sizes {
            head.extend_from_slice(&number.to_le_bytes());
        }
        let name_length = u16::try_from(name.len()).map_err(|_| ZipError::Damaged(entry.name.clone()))?;
        head.extend_from_slice(&name_length.to_le_bytes());
        head.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&LOCAL.to_le_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(name);
        out.extend_from_slice(body);
        directory.extend_from_slice(&CENTRAL.to_le_bytes());
        directory.extend_from_slice(&20_u16.to_le_bytes());
        directory.extend_from_slice(&head);
        // No comment, first disk, no attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name);
    }
    let (at, size) = (small(out.len())?, small(directory.len())?);
    let count = u16::try_from(entries.len()).map_err(|_| ZipError::TooMany)?;
    out.extend_from_slice(&directory);
    out.extend_from_slice(&END.to_le_bytes());
    out.extend_from_slice(&[0; 4]);
    for number in [count, count] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&at.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    Ok(out)
}

/// A package whose list of files was read, and no file yet.
#[derive(Debug)]
pub struct Package<'a> {
    bytes: &'a [u8],
    listed: Vec<Listed>,
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

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, ZipError> {
    let two = bytes.get(at..at.checked_add(2).ok_or(ZipError::Cut)?);
    two.and_then(|two| two.try_into().ok()).map(u16::from_le_bytes).ok_or(ZipError::Cut)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, ZipError> {
    let four = bytes.get(at..at.checked_add(4).ok_or(ZipError::Cut)?);
    four.and_then(|four| four.try_into().ok()).map(u32::from_le_bytes).ok_or(ZipError::Cut)
}

fn usize_at(bytes: &[u8], at: usize) -> Result<usize, ZipError> {
    let number = u32_at(bytes, at)?;
    if number == u32::MAX {
        Err(ZipError::Zip64)
    } else {
        usize::try_from(number).map_err(|_| ZipError::Zip64)
    }
}

impl<'a> Package<'a> {
    /// Reads the list of files, which stands at the end.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ZipError> {
        if !bytes.starts_with(b"PK") {
            return Err(ZipError::NotZip);
        }
        let last = bytes.len().checked_sub(22).ok_or(ZipError::Cut)?;
        let first = last.saturating_sub(usize::from(u16::MAX));
        let end = (first..=last).rev().find(|at| u32_at(bytes, *at) == Ok(END)).ok_or(ZipError::Cut)?;
        let count = usize::from(u16_at(bytes, end + 10)?);
        let mut at = usize_at(bytes, end + 16)?;
        if count == usize::from(u16::MAX) {
            return Err(ZipError::Zip64);
        }
        if count > MAX_ENTRIES {
            return Err(ZipError::TooMany);
        }
        let mut listed = Vec::new();
        let mut total = 0_u64;
        for _ in 0..count {
            if u32_at(bytes, at)? != CENTRAL {
                return Err(ZipError::Cut);
            }
            let length = |offset| u16_at(bytes, at + offset).map(usize::from);
            let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
            let name = bytes.get(at + 46..at + 46 + name).ok_or(ZipError::Cut)?;
            let one = Listed {
                name: String::from_utf8_lossy(name).into_owned(),
                flags: u16_at(bytes, at + 8)?,
                method: u16_at(bytes, at + 10)?,
                crc: u32_at(bytes, at + 16)?,
                packed: usize_at(bytes, at + 20)?,
                size: usize_at(bytes, at + 24)?,
                at: usize_at(bytes, at + 42)?,
            };
            total += one.size as u64;
            if total > MAX_BYTES {
                return Err(ZipError::TooLarge);
            }
            at += 46 + name.len() + extra + comment;
            listed.push(one);
        }
        Ok(Self { bytes, listed })
    }

    /// The names of the files, folders left out.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(|one| one.name.as_str()).filter(|name| !name.ends_with('/'))
    }

    /// Unpacks the file with this name; `None` where there is none.
    pub fn file(&self, name: &str) -> Result<Option<Vec<u8>>, ZipError> {
        let found = self.listed.iter().find(|one| one.name == name);
        found.map(|one| self.unpack(one)).transpose()
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
            DEFLATE => decompress_to_vec_with_limit(body, one.size).map_err(|error| {
                let more = error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput;
                if more { ZipError::TooLarge } else { ZipError::Damaged(one.name.clone()) }
            })?,
            method => return Err(ZipError::Method(one.name.clone(), method)),
        };
        if bytes.len() != one.size || crc32fast::hash(&bytes) != one.crc {
            return Err(ZipError::Damaged(one.name.clone()));
        }
        Ok(bytes)
    }
}

/// Unpacks every file, folders left out, in the order of the package.
pub fn read(bytes: &[u8]) -> Result<Vec<Entry>, ZipError> {
    let package = Package::open(bytes)?;
    let files = package.listed.iter().filter(|one| !one.name.ends_with('/'));
    files.map(|one| Ok(Entry { name: one.name.clone(), bytes: package.unpack(one)? })).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    pub(crate) mod mutation;

    use super::*;
    use proptest::prelude::*;

    fn day() -> Date {
        Date::new(2024, 6, 18).unwrap()
    }

    fn entry(name: &str, bytes: &[u8]) -> Entry {
        Entry { name: name.to_owned(), bytes: bytes.to_vec() }
    }

    #[test]
    fn what_is_refused_says_why() {
        let good = write(&[entry("通报.txt", "同样的字".repeat(500).as_bytes())], day()).unwrap();
        assert_eq!(Package::open(b"<html>").unwrap_err(), ZipError::NotZip);
        assert_eq!(Package::open(&good[..good.len() - 30]).unwrap_err(), ZipError::Cut);
        let directory = good.len() - 22 - 46 - "通报.txt".len();
        let with = |at: usize, value: u8| {
            let mut bytes = good.clone();
            bytes[directory + at] = value;
            read(&bytes).unwrap_err()
        };
        assert_eq!(with(8, 1), ZipError::Encrypted("通报.txt".into()));
        assert_eq!(with(10, 12), ZipError::Method("通报.txt".into(), 12));
        assert_eq!(with(24, 1), ZipError::TooLarge);
        assert_eq!(with(27, 0x7f), ZipError::TooLarge);
        assert_eq!(with(16, 9), ZipError::Damaged("通报.txt".into()));
    }

    #[test]
    fn names_that_lead_elsewhere_are_told() {
        for (name, out) in
            [("a/b", false), ("..a", false), ("../a", true), ("a\\..\\b", true), ("C:/a", true), ("/a", true)]
        {
            assert_eq!(entry(name, b"").leaves_its_folder(), out, "{name}");
        }
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked_and_packed_the_same(
            files in prop::collection::vec(("[a-z目录/]{1,12}[a-z]", prop::collection::vec(any::<u8>(), 0..300)), 0..6)
        ) {
            let entries: Vec<Entry> = files.iter().map(|(name, bytes)| entry(name, bytes)).collect();
            let packed = write(&entries, day()).unwrap();
            prop_assert_eq!(read(&packed).unwrap(), entries.clone());
            prop_assert_eq!(write(&entries, day()).unwrap(), packed);
        }

        #[test]
        fn any_damage_is_survived(at in 0_usize..400, value: u8, cut in 0_usize..400) {
            let mut bytes = write(&[entry("a.txt", &[7; 90]), entry("b.txt", b"b")], day()).unwrap();
            let length = bytes.len();
            bytes[at % length] = value;
            let _ = read(&bytes);
            bytes.truncate(cut % length);
            let _ = read(&bytes);
        }
    }
}
