//! ZIP files: writes the same bytes for the same content, reads what other programs write, within limits.
//! Knows names and bytes, no format that is built on them.
//!
//! Written here and not taken from the crate `zip`, which weighs three times as much in WebAssembly for what is not
//! wanted (encryption, streams, five more methods); compression itself is `miniz_oxide`'s. Layout: APPNOTE.TXT 6.3.10.

mod read;
mod write;

pub use read::{Package, read};
pub use write::write;

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
    /// Files beyond 4 GB.
    #[error("不支持超过 4 GB 的压缩包，请拆成几个较小的")]
    Zip64,
    /// Files in it share the same bytes, as only bombs do.
    #[error("压缩包里的文件互相重叠，没有读取，请重新取得文件")]
    Overlap,
    /// A file in it is larger than what is read of such a file.
    #[error("压缩包里的“{0}”解开后超过 {1} MB，没有读取。请把内容复制到新建的文件中，另存后再试")]
    LargeFile(String, usize),
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
const DEFLATE: u16 = 8;

#[cfg(test)]
pub(crate) mod tests {
    pub(crate) mod mutation;

    use super::*;
    use ledger::date::Date;
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
    fn names_are_found_whatever_their_case_and_strokes() {
        let packed = write(&[entry("XL\\Workbook.xml", b"1"), entry("/xl/a.xml", b"2")], day()).unwrap();
        let package = Package::open(&packed).unwrap();
        assert_eq!(package.file("xl/workbook.xml").unwrap().as_deref(), Some(&b"1"[..]));
        assert_eq!(package.file("XL/A.xml").unwrap().as_deref(), Some(&b"2"[..]));
        assert_eq!(package.file("xl/b.xml").unwrap(), None);
    }

    #[test]
    fn bytes_may_stand_before_a_package() {
        let entries = [entry("a.txt", b"1"), entry("b.txt", &[7; 300])];
        let packed = [&b"MZ and whatever else"[..], &write(&entries, day()).unwrap()].concat();
        assert_eq!(read(&packed).unwrap(), entries);
        assert_eq!(read(b"MZ and nothing else at all").unwrap_err(), ZipError::NotZip);
    }

    /// The package in the form for more than 4 GB, as streams are packed: the short fields full, the long ones beside them.
    fn in_form_64(entries: &[Entry], before: &[u8]) -> Vec<u8> {
        let packed = write(entries, day()).unwrap();
        let end = packed.len() - 22;
        let directory = u32::from_le_bytes(packed[end + 16..end + 20].try_into().unwrap()) as usize;
        let mut out = [before, &packed[..directory]].concat();
        let (mut at, mut list) = (directory, Vec::new());
        while at < end {
            let name = usize::from(packed[at + 28]);
            let mut head = packed[at..at + 46 + name].to_vec();
            let long =
                |field: usize| u32::from_le_bytes(packed[at + field..at + field + 4].try_into().unwrap());
            let mut extra = vec![9, 9, 1, 0, 0, 1, 0, 24, 0];
            for field in [24, 20, 42] {
                extra.extend(u64::from(long(field)).to_le_bytes());
                head[field..field + 4].fill(0xff);
            }
            head[30] = u8::try_from(extra.len()).unwrap();
            list.extend(head.into_iter().chain(extra));
            at += 46 + name;
        }
        let record = out.len() + list.len() - before.len();
        let count = entries.len() as u64;
        out.extend(&list);
        out.extend(0x0606_4b50_u32.to_le_bytes().into_iter().chain([44, 0, 0, 0, 0, 0, 0, 0]).chain([0; 12]));
        for number in [count, count, list.len() as u64, directory as u64] {
            out.extend(number.to_le_bytes());
        }
        out.extend(0x0706_4b50_u32.to_le_bytes().into_iter().chain([0; 4]));
        out.extend((record as u64).to_le_bytes().into_iter().chain([1, 0, 0, 0]));
        out.extend(END.to_le_bytes().into_iter().chain([0; 4]).chain([0xff; 12]).chain([0; 2]));
        out
    }

    #[test]
    fn the_form_for_more_than_4_gb_is_read() {
        let entries = [entry("a.txt", b"1"), entry("b.txt", &[7; 300])];
        for before in [&b""[..], b"before"] {
            assert_eq!(read(&in_form_64(&entries, before)).unwrap(), entries, "{before:?}");
        }
    }

    #[test]
    fn files_that_share_bytes_are_refused() {
        let packed = write(&[entry("a.txt", &[7; 3_000]), entry("b.txt", &[7; 3_000])], day()).unwrap();
        let second = packed.len() - 22 - 51;
        let mut bomb = packed.clone();
        bomb[second + 42..second + 46].fill(0);
        assert_eq!(read(&bomb).unwrap_err(), ZipError::Overlap);
        assert!(read(&packed).is_ok());
    }

    #[test]
    fn no_room_is_made_for_what_cannot_be_in_it() {
        let mut packed = write(&[entry("a.txt", &[7; 3_000])], day()).unwrap();
        let list = packed.len() - 22 - 51;
        packed[list + 24..list + 28].copy_from_slice(&400_000_000_u32.to_le_bytes());
        assert_eq!(read(&packed).unwrap_err(), ZipError::Damaged("a.txt".into()));
        let package = write(&[entry("a.txt", &[7; 3_000])], day()).unwrap();
        let package = Package::open(&package).unwrap();
        assert_eq!(package.file_within("a.txt", 2_999).unwrap_err(), ZipError::LargeFile("a.txt".into(), 0));
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
