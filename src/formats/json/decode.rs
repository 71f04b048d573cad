//! Bytes to text: UTF-8, or GB 18030 where the bytes are that and nothing else. Knows no JSON.

use std::borrow::Cow;

use super::problem::{FileError, Problem};

/// How other programs' files begin.
const KINDS: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "压缩格式的文件（如 .xlsx、.docx、.zip）"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件（.xls、.doc）"),
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x1f\x8b", "压缩文件"),
];

/// The text of a file without its byte order mark, and what is odd about its encoding.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    gb18030: &dyn Fn(&[u8]) -> Option<String>,
) -> Result<(Cow<'b, str>, Vec<Problem>), FileError> {
    let odd = |hint: &str| vec![Problem { hint: hint.to_owned(), ..Problem::default() }];
    if let Some(name) = wide(bytes) {
        return Err(FileError::Wide(name));
    }
    if let Some((_, kind)) = KINDS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(FileError::OtherKind(kind));
    }
    let (bytes, mut oddities) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, odd("文件开头有字节顺序标记（BOM），已忽略")),
        None => (bytes, Vec::new()),
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileError::Empty);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((Cow::Borrowed(text), oddities)),
        Err(error) => error,
    };
    let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
    if error.error_len().is_none() {
        // The last character is cut in two, and no JSON ends with one that is not ASCII.
        return Err(FileError::Truncated(Box::new(Problem { line, ..Problem::default() })));
    }
    if mostly_utf8(bytes) {
        return Err(FileError::NotText { line });
    }
    match gb18030(bytes).filter(|text| reads_well(text)) {
        Some(text) => {
            oddities.extend(odd("文件的编码是 GB 18030，已转换；保存时将写成 UTF-8"));
            Ok((Cow::Owned(text), oddities))
        }
        None => Err(FileError::NotText { line }),
    }
}

/// UTF-16 or UTF-32, by the mark at the beginning or by the zero bytes around the first character.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0, 0, 0, b, ..] | [b, 0, 0, 0, ..] if *b != 0 => Some("UTF-32"),
        [0, b, 0, _, ..] | [b, 0, _, 0, ..] if *b != 0 => Some("UTF-16"),
        [0, b] | [b, 0] if *b != 0 => Some("UTF-16"),
        _ => None,
    }
}

/// Whether this is UTF-8 with some damage rather than another encoding: Chinese in UTF-8 has three bytes a
/// character, which GB 18030 hardly ever looks like.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| *c >= '\u{800}').count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

/// Whether decoded text has none of the characters that a wrong guess leaves.
fn reads_well(text: &str) -> bool {
    !text.chars().any(|c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}'))
}
