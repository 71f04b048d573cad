//! XML as office programs want it: escapes for writing, and one flat stream of tags and texts for reading.
//! Knows no format. Reading is `quick-xml`'s; here prefixes are dropped and broken files are told in Chinese.

use std::fmt::Write as _;

use quick_xml::Reader;
use quick_xml::events::Event;

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

/// The attributes of a tag.
#[derive(Debug, Default)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of an attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute says yes.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true" | "on"))
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Reads a part and shows everything in it. `false` where it is no XML; what came before has been shown.
pub fn read(bytes: &[u8], mut see: impl FnMut(Seen<'_>)) -> bool {
    // Office programs write UTF-8 and nothing else.
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = true;
    let mut attributes = Attributes::default();
    let mut depth = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                attributes.fill(&tag);
                see(Seen::Open(local(tag.name().as_ref()), &attributes));
            }
            Ok(Event::Empty(tag)) => {
                attributes.fill(&tag);
                see(Seen::Open(local(tag.name().as_ref()), &attributes));
                see(Seen::Close(local(tag.name().as_ref())));
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                see(Seen::Close(local(tag.name().as_ref())));
            }
            Ok(Event::Text(text)) => see(Seen::Text(&text.replace("\r\n", "\n"))),
            Ok(Event::CData(text)) => see(Seen::Text(&text)),
            Ok(Event::GeneralRef(name)) => see(Seen::Text(&reference(&name))),
            Ok(Event::Eof) => return depth == 0,
            Ok(_) => {}
            Err(_) => return false,
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

impl Attributes {
    fn fill(&mut self, tag: &quick_xml::events::BytesStart<'_>) {
        self.0.clear();
        for attribute in tag.attributes().with_checks(false).flatten() {
            self.0.push((local(attribute.key.as_ref()).to_owned(), resolved(&attribute.value)));
        }
    }
}

fn resolved(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
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
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(xml: &str) -> (String, bool) {
        let mut told = String::new();
        let whole = read(xml.as_bytes(), |seen| match seen {
            Seen::Open(name, attributes) => {
                told += &["<", name].concat();
                told += &attributes.get("v").map(|v| [" ", v].concat()).unwrap_or_default();
                told.push('>');
            }
            Seen::Close(name) => told += &["</", name, ">"].concat(),
            Seen::Text(text) => told.push_str(text),
        });
        (told, whole)
    }

    #[test]
    fn prefixes_go_and_escapes_are_taken_back() {
        let (told, whole) =
            seen("<?xml version='1.0'?><x:a x:v='1&amp;&#50;'>a&lt;b &#x4e2d;<!-- c --><b/></x:a>");
        assert_eq!((told.as_str(), whole), ("<a 1&2>a<b 中<b></b></a>", true));
        assert!(!seen("<a><b></a>").1);
    }

    proptest! {
        #[test]
        fn any_text_of_a_cell_comes_back(text in "(?s)([_x0-9A-F]|.){0,24}") {
            let written = format!("<t>{}</t>", cell(&text));
            let mut back = String::new();
            let whole = read(written.as_bytes(), |seen| if let Seen::Text(text) = seen { back.push_str(text) });
            prop_assert!(whole);
            prop_assert_eq!(plain_cell(&back), text);
        }
    }
}
