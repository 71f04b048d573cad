//! What the fuzz targets share: bytes made into files whose containers hold, so that what is fed reaches the readers of the
//! parts, and the readers asked as the page asks them.

use std::io::{Cursor, Write as _};

use formats::office::{Ask, answer, join};
use formats::zip::{self, Entry};
use ledger::date::Date;

/// Reads bytes as a file, whatever they are. What comes of it does not matter: it must end, and not break.
pub fn read(bytes: &[u8]) {
    let _ = answer(&join(&Ask::Read { gb18030: String::new() }, bytes));
}

/// A package with these parts, whose contents stand one behind the other in the bytes, parted by lines `=====`.
#[must_use]
pub fn package(names: &[&str], bytes: &[u8], others: &[(&str, &str)]) -> Vec<u8> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = bytes;
    for name in names {
        let end = rest.windows(7).position(|window| window == b"\n=====\n");
        let (own, after) = end.map_or((rest, &[][..]), |end| (&rest[..end], &rest[end + 7..]));
        entries.push(Entry { name: (*name).to_owned(), bytes: own.to_vec() });
        rest = after;
    }
    entries.extend(others.iter().map(|(name, text)| Entry { name: (*name).into(), bytes: (*text).into() }));
    let day = Date::new(2024, 6, 18).unwrap_or_else(|| unreachable!("a day of the calendar"));
    zip::write(&entries, day).unwrap_or_default()
}

/// A container with these streams.
#[must_use]
pub fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let Ok(mut file) = cfb::CompoundFile::create(Cursor::new(Vec::new())) else { return Vec::new() };
    for (name, bytes) in streams {
        if let Ok(mut stream) = file.create_stream(format!("/{name}")) {
            let _ = stream.write_all(bytes);
        }
    }
    let _ = file.flush();
    file.into_inner().into_inner()
}
