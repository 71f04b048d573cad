//! Packs files: the same bytes for the same content on the same day. Knows names and bytes.

use miniz_oxide::deflate::compress_to_vec;

use super::{CENTRAL, DEFLATE, END, Entry, LOCAL, MAX_ENTRIES, UTF8, ZipError};
use ledger::date::Date;

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
