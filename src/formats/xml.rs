//! XML as office programs want it: escapes for writing, and one flat stream of tags and texts for reading.
//! Knows no format. Reading is `quick-xml`'s; here prefixes are dropped and broken files are told in Chinese.

use std::borrow::Cow;
use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::reader::ReadError;
use crate::reader::budget::{Budget, Exceeded};

/// The first line of every part.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Whether XML 1.0 can hold a character as it is (2.2).
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// Puts text between tags or into an attribute. A character that XML cannot hold goes through `strange`.
fn put(out: &mut String, text: &str, strange: impl Fn(&mut String, char)) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_char(c) => out.push(c),
            c => strange(out, c),
        }
    }
}

/// Text with the characters left out that XML cannot hold.
#[must_use]
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    put(&mut out, text, |_, _| {});
    out
}

/// Text of a cell: what XML cannot hold is written `_x000D_`, and what looks like that is escaped itself
/// (ECMA-376-1, 22.9.2.19, `ST_Xstring`).
#[must_use]
pub fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let looks_so = coded(&rest[at..]).is_some();
        put(&mut out, &rest[..at], code);
        out.push_str(if looks_so { "_x005F_" } else { "_" });
        rest = &rest[at + 1..];
    }
    put(&mut out, rest, code);
    out
}

fn code(out: &mut String, c: char) {
    // cannot fail: writing to a String never does.
    let _ = write!(out, "_x{:04X}_", u32::from(c));
}

/// The character that `_xHHHH_` at the beginning stands for.
fn coded(text: &str) -> Option<u16> {
    let bytes = text.as_bytes();
    let fits = bytes.len() >= 7 && text.starts_with("_x") && bytes[6] == b'_';
    let digits = text.get(2..6).filter(|_| fits)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

/// Takes [`cell`] back.
#[must_use]
pub fn plain_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // Halves of a surrogate pair stand for nothing by themselves and stay as they are written.
        if let Some(c) = coded(rest).and_then(|unit| char::from_u32(u32::from(unit))) {
            out.push(c);
            rest = &rest[7..];
        } else {
            out.push('_');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// What a reader sees, one after the other. Names are without prefix.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'a> {
    /// A tag that opens; one that closes itself is seen as opening and closing.
    Open(&'a str, &'a Attributes),
    /// A tag that closes.
    Close(&'a str),
    /// Text, with escapes taken back.
    Text(&'a str),
}

/// The attributes of a tag. Kept from tag to tag, so that their room is used again.
#[derive(Debug, Default)]
pub struct Attributes {
    all: Vec<(String, String)>,
    /// How many of `all` are of this tag.
    count: usize,
}

/// The most attributes that a tag may have.
const MAX_ATTRIBUTES: usize = 256;

impl Attributes {
    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let own = self.all.get(..self.count).unwrap_or_default();
        own.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says yes.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true" | "on"))
    }

    fn fill(&mut self, tag: &quick_xml::events::BytesStart<'_>) {
        self.count = 0;
        for attribute in tag.attributes().with_checks(false).flatten().take(MAX_ATTRIBUTES) {
            if self.all.len() <= self.count {
                self.all.push(Default::default());
            }
            let Some((name, value)) = self.all.get_mut(self.count) else { return };
            local(attribute.key.as_ref()).clone_into(name);
            resolve(&attribute.value, value);
            self.count += 1;
        }
    }
}

/// Why a part was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlError {
    /// It is no XML.
    Broken,
    /// It would cost too much.
    Limit(Exceeded),
}

impl From<Exceeded> for XmlError {
    fn from(limit: Exceeded) -> Self {
        Self::Limit(limit)
    }
}

impl XmlError {
    /// The error about the part of this name.
    #[must_use]
    pub fn of_part(self, name: &str) -> ReadError {
        match self {
            Self::Broken => ReadError::Broken(name.to_owned()),
            Self::Limit(limit) => limit.into(),
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The text of a part: UTF-8, or UTF-16 with its mark or, without one, where its first sign is `<` (XML 1.0, appendix F).
/// `None` where it is neither.
#[must_use]
pub fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let wide = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] | rest @ [b'<', 0, ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] | rest @ [0, b'<', ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
    }
}

/// Reads a part and shows everything in it, within the budget. What came before an error has been shown.
pub fn read(
    bytes: &[u8],
    budget: &Budget,
    see: impl FnMut(Seen<'_>) -> Result<(), Exceeded>,
) -> Result<(), XmlError> {
    read_text(&decoded(bytes).ok_or(XmlError::Broken)?, budget, see)
}

/// As [`read`], of text.
pub fn read_text(
    text: &str,
    budget: &Budget,
    mut see: impl FnMut(Seen<'_>) -> Result<(), Exceeded>,
) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut attributes = Attributes::default();
    let mut depth = 0_usize;
    loop {
        budget.steps(1)?;
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                // The reader keeps the names of all that is open.
                budget.steps(depth / 64)?;
                attributes.fill(&tag);
                budget.steps(attributes.count)?;
                see(Seen::Open(local(tag.name().as_ref()), &attributes))?;
            }
            Ok(Event::Empty(tag)) => {
                attributes.fill(&tag);
                budget.steps(attributes.count)?;
                see(Seen::Open(local(tag.name().as_ref()), &attributes))?;
                see(Seen::Close(local(tag.name().as_ref())))?;
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                see(Seen::Close(local(tag.name().as_ref())))?;
            }
            Ok(Event::Text(text)) if text.contains('\r') => {
                see(Seen::Text(&text.replace("\r\n", "\n").replace('\r', "\n")))?;
            }
            Ok(Event::Text(text)) => see(Seen::Text(&text))?,
            Ok(Event::CData(text)) => see(Seen::Text(&text))?,
            Ok(Event::GeneralRef(name)) => see(Seen::Text(&reference(&name)))?,
            Ok(Event::Eof) => return if depth == 0 { Ok(()) } else { Err(XmlError::Broken) },
            Ok(_) => {}
            Err(_) => return Err(XmlError::Broken),
        }
    }
}

/// What `&name;` stands for. Only the five of XML and numbers: an entity of the file's own making is left as text.
fn reference(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        _ => number.and_then(char::from_u32).map_or_else(|| format!("&{name};"), String::from),
    }
}

/// The value of an attribute as it stands between its quotes, with escapes taken back.
#[must_use]
pub fn attribute(raw: &str) -> String {
    let mut value = String::new();
    resolve(raw, &mut value);
    value
}

fn resolve(value: &str, out: &mut String) {
    out.clear();
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.find(';').filter(|end| *end <= 10) {
            Some(end) => {
                out.push_str(&reference(&rest[..end]));
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(bytes: &[u8]) -> (String, Result<(), XmlError>) {
        let mut told = String::new();
        let end = read(bytes, &Budget::default(), |seen| {
            match seen {
                Seen::Open(name, attributes) => {
                    told += &["<", name].concat();
                    told += &attributes.get("v").map(|v| [" ", v].concat()).unwrap_or_default();
                    told.push('>');
                }
                Seen::Close(name) => told += &["</", name, ">"].concat(),
                Seen::Text(text) => told.push_str(text),
            }
            Ok(())
        });
        (told, end)
    }

    #[test]
    fn prefixes_go_and_escapes_are_taken_back() {
        let (told, end) =
            seen(b"<?xml version='1.0'?><x:a x:v='1&amp;&#50;'>a&lt;b &#x4e2d;<!-- c --><b/></x:a>");
        assert_eq!((told.as_str(), end), ("<a 1&2>a<b 中<b></b></a>", Ok(())));
        assert_eq!(seen(b"<a><b></a>").1, Err(XmlError::Broken));
    }

    #[test]
    fn parts_may_be_utf_16_with_and_without_a_mark() {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a>中</a>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            marked(&[0xff, 0xfe], &little),
            marked(&[0xfe, 0xff], &big),
            little,
            big,
            marked(&[0xef, 0xbb, 0xbf], text.as_bytes()),
        ] {
            assert_eq!(seen(&bytes), ("<a>中</a>".to_owned(), Ok(())));
        }
        assert_eq!(seen(&[0xff, 0xfe, 0, 0xd8]).1, Err(XmlError::Broken));
    }

    #[test]
    fn tags_within_tags_and_attributes_without_number_end_with_a_sentence() {
        let deep = "<a>".repeat(200_000);
        assert!(seen(deep.as_bytes()).1.is_err());
        let wide = format!("<a {}/>", "b='' ".repeat(100_000));
        assert_eq!(seen(wide.as_bytes()).1, Ok(()));
    }

    proptest! {
        #[test]
        fn any_text_of_a_cell_comes_back(text in "(?s)([_x0-9A-F]|.){0,24}") {
            let written = format!("<t>{}</t>", cell(&text));
            let mut back = String::new();
            let end = read(written.as_bytes(), &Budget::default(), |seen| {
                if let Seen::Text(text) = seen { back.push_str(text) }
                Ok(())
            });
            prop_assert_eq!(end, Ok(()));
            prop_assert_eq!(plain_cell(&back), text);
        }
    }
}
