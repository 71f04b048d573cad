//! The tags and texts of a web page one after the other, as far as tables and paragraphs need them (HTML, 13.2): scripts,
//! styles and comments are passed over. Knows no table.

use std::borrow::Cow;

/// A tag that opens.
#[derive(Debug)]
pub struct Tag<'a> {
    /// Its name in small letters.
    pub name: Cow<'a, str>,
    attributes: &'a str,
}

/// A piece of a page.
#[derive(Debug)]
pub enum Piece<'a> {
    /// A tag opens.
    Open(Tag<'a>),
    /// A tag closes: its name in small letters.
    Close(Cow<'a, str>),
    /// Text, its escapes not taken back yet.
    Text(&'a str),
}

/// The pieces of a page.
pub struct Tags<'a> {
    rest: &'a str,
}

fn small(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Where a text that must close is passed over; what has no end reaches to the end of the page.
fn behind<'a>(text: &'a str, end: &str) -> &'a str {
    text.find(end).and_then(|at| text.get(at + end.len()..)).unwrap_or_default()
}

impl<'a> Tags<'a> {
    /// Those of a page.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The next piece; `None` at the end.
    pub fn advance(&mut self) -> Option<Piece<'a>> {
        loop {
            let next = self.rest.chars().next()?;
            if next != '<' {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Text(text));
            }
            let inner = self.rest.get(1..).unwrap_or_default();
            if let Some(comment) = inner.strip_prefix("!--") {
                self.rest = behind(comment, "-->");
            } else if inner.starts_with(['!', '?']) {
                self.rest = behind(inner, ">");
            } else if inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                return Some(self.tag(inner));
            } else {
                // A sign by itself is text.
                self.rest = inner;
                return Some(Piece::Text("<"));
            }
        }
    }

    fn tag(&mut self, inner: &'a str) -> Piece<'a> {
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let end = end_of_tag(inner);
        let (own, rest) = inner.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        let name_end = own.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(own.len());
        let (name, attributes) = own.split_at(name_end);
        let name = small(name);
        if closes {
            return Piece::Close(name);
        }
        if matches!(name.as_ref(), "script" | "style" | "xml" | "title") && !attributes.ends_with('/') {
            self.pass_over(&name);
        }
        Piece::Open(Tag { name, attributes })
    }

    /// What stands in this element is no text of the page.
    fn pass_over(&mut self, name: &str) {
        let mut rest = self.rest;
        while let Some(at) = rest.find("</") {
            let inner = rest.get(at + 2..).unwrap_or_default();
            if inner.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
                self.rest = behind(inner, ">");
                return;
            }
            rest = inner;
        }
        self.rest = "";
    }
}

/// Where a tag ends: at the first `>` that is in no quotes.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if text.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => {
                quote = Some(byte);
            }
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quote that never closes: the tag ends where it would without it.
    text.find('>').unwrap_or(text.len())
}

impl Tag<'_> {
    /// The value of an attribute, its escapes taken back.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        for _ in 0..64 {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            if end == 0 && rest.is_empty() {
                return None;
            }
            let (own, after) = rest.split_at(end);
            let after = after.trim_start();
            let Some(value) = after.strip_prefix('=') else {
                rest = if end == 0 { after.get(1..).unwrap_or_default() } else { after };
                continue;
            };
            let value = value.trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = value.get(1..).unwrap_or_default();
                    let end = inner.find(quote).unwrap_or(inner.len());
                    (inner.get(..end).unwrap_or_default(), inner.get(end + 1..).unwrap_or_default())
                }
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            if own.eq_ignore_ascii_case(name) {
                return Some(plain(value));
            }
            rest = after;
        }
        None
    }

    /// Whether its style hides it from sight.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.get("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            let style = style.to_ascii_lowercase();
            style.contains("display:none")
                || style.contains("mso-hide:all")
                || style.contains("visibility:hidden")
        })
    }

    /// A whole number from 1 to the most, in an attribute; 1 where there is none.
    #[must_use]
    pub fn span(&self, name: &str, most: usize) -> usize {
        let told = self.get(name).and_then(|value| value.trim().parse::<usize>().ok());
        told.unwrap_or(1).clamp(1, most)
    }
}

/// Takes the escapes of a text back: numbers, and the names that offices write.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let end = rest.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((escape(rest.get(..end)?)?, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

fn escape(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        };
        return code.and_then(char::from_u32).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "middot" => '·',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "times" => '×',
        "divide" => '÷',
        "plusmn" => '±',
        "deg" => '°',
        "bull" => '•',
        "radic" => '√',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "yen" => '¥',
        "copy" => '©',
        "reg" => '®',
        "sect" => '§',
        "permil" => '‰',
        "laquo" => '«',
        "raquo" => '»',
        "larr" => '←',
        "rarr" => '→',
        _ => return None,
    })
}
