//! The text of a file that is text: UTF-8, UTF-16 with its mark or without, GB 18030, told by marks, by what the text itself
//! says and by what is valid. Knows bytes, no format.

use super::gbk::Gbk;
use super::kind::Unread;

/// How far into a file it is looked what it says of its encoding.
const HEAD: usize = 2_048;

/// The text of a file.
///
/// # Errors
/// It is no text.
pub fn text(bytes: &[u8], gbk: &Gbk) -> Result<String, Unread> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match zeros(bytes) {
            (0, 0) => narrow(bytes, gbk)?,
            // Latin letters and signs have a zero in one half: the other halves are the text.
            (even, odd) if even > odd * 8 => wide(bytes, u16::from_be_bytes),
            (even, odd) if odd > even * 8 => wide(bytes, u16::from_le_bytes),
            _ => return Err(Unread::Unknown),
        },
    };
    let strange = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    // A few signs that went wrong on the way do not make a text none.
    if text.contains('\0') || strange * 50 > text.chars().count() { Err(Unread::Unknown) } else { Ok(text) }
}

fn narrow(bytes: &[u8], gbk: &Gbk) -> Result<String, Unread> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_lowercase();
    let says = |name: &str| {
        head.contains(&format!("charset={name}"))
            || head.contains(&format!("charset=\"{name}"))
            || head.contains(&format!("encoding=\"{name}"))
    };
    if says("utf-8") {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    if says("big5") {
        return Err(Unread::Unknown);
    }
    Ok(gbk.decode(bytes))
}

fn wide(bytes: &[u8], of: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// How many zeros stand at even and at odd places of the first bytes.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let count = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    (count(0), count(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::gbk::tests::table;

    #[test]
    fn texts_are_read_in_every_encoding_of_offices() {
        let gbk = Gbk::new(&table());
        let told = "序号,问题\n1,学习不深入\n";
        let little: Vec<u8> = told.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = told.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            told.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", told.as_bytes()),
            encoding_rs::GB18030.encode(told).0.into_owned(),
            marked(&[0xff, 0xfe], &little),
            marked(&[0xfe, 0xff], &big),
            little,
            big,
        ] {
            assert_eq!(text(&bytes, &gbk).as_deref(), Ok(told));
        }
        for bytes in [&b"a\0\0b"[..], &[0xff; 40], b"\xff\xfe\0\0", &[1, 0, 0, 0, 2, 0, 0, 0, 0, 7]] {
            assert_eq!(text(bytes, &gbk), Err(Unread::Unknown), "{bytes:?}");
        }
    }
}
