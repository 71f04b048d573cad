//! Attributes of an element whose tag stays as it stands in the source: read, set and left out without touching the others.

use super::tree::Element;
use crate::xml;

/// Where an attribute stands in a tag: name with prefix, the text between its quotes, and all of it with the space before.
struct Found {
    value: std::ops::Range<usize>,
    whole: std::ops::Range<usize>,
}

/// The attributes of a tag, each as (name with prefix, places).
fn all(open: &str) -> Vec<(&str, Found)> {
    let mut found = Vec::new();
    let bytes = open.as_bytes();
    let mut at = open.find(|c: char| c.is_whitespace()).unwrap_or(bytes.len());
    loop {
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let name = at;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'>' | b'/')) {
            at += 1;
        }
        let name = name..at;
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'=') {
            at += 1;
        }
        let Some(quote @ (b'"' | b'\'')) = bytes.get(at).copied() else { return found };
        let value = at + 1;
        let Some(len) = bytes.get(value..).and_then(|rest| rest.iter().position(|b| *b == quote)) else {
            return found;
        };
        at = value + len + 1;
        let Some(name) = open.get(name) else { return found };
        found.push((name, Found { value: value..value + len, whole: start..at }));
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl Element {
    /// The value of an attribute, whatever its prefix, with escapes taken back.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        let found = all(&self.open).into_iter().find(|(known, _)| local(known) == name)?;
        Some(xml::attribute(self.open.get(found.1.value)?))
    }

    /// The number that an attribute is.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Sets an attribute; a new one comes first.
    pub fn set(&mut self, name: &str, value: &str) {
        let place = all(&self.open)
            .into_iter()
            .find(|(known, _)| *known == name || local(known) == name)
            .map(|(_, found)| found.value);
        let value = xml::text(value);
        if let Some(place) = place {
            self.open.replace_range(place, &value);
            return;
        }
        let end = self.open.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
        // The first sign of a closing tag is no end of the name.
        let end = end.unwrap_or(self.open.len());
        self.open.insert_str(end, &format!(" {name}=\"{value}\""));
    }

    /// Leaves an attribute out.
    pub fn unset(&mut self, name: &str) {
        let place = all(&self.open)
            .into_iter()
            .find(|(known, _)| *known == name || local(known) == name)
            .map(|(_, found)| found.whole);
        if let Some(place) = place {
            self.open.replace_range(place, "");
        }
    }

    /// Gives an element that closes itself a closing tag, so that something can stand in it.
    pub fn unclose(&mut self) {
        if self.close.is_empty()
            && let Some(open) = self.open.trim_end_matches('>').trim_end().strip_suffix('/')
        {
            let open = open.trim_end().to_owned();
            let name = format!("{}{}", self.prefix(), self.name());
            self.open = format!("{open}>");
            self.close = format!("</{name}>");
        }
    }

    /// The elements in it, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            super::tree::Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The elements in it, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|node| match node {
            super::tree::Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first element of this name in it.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(open: &str) -> Element {
        Element { open: open.to_owned(), ..Element::default() }
    }

    #[test]
    fn attributes_are_read_set_and_left_out_without_touching_others() {
        let mut one = element("<x:c  r='A1' s=\"3\" x14:t = \"a&amp;b&#20013;\"/>");
        assert_eq!(one.attribute("r").as_deref(), Some("A1"));
        assert_eq!(one.attribute("t").as_deref(), Some("a&b中"));
        assert_eq!((one.number("s"), one.number("r"), one.attribute("q")), (Some(3), None, None));
        one.set("r", "B2");
        one.unset("s");
        assert_eq!(one.open, "<x:c  r='B2' x14:t = \"a&amp;b&#20013;\"/>");
        one.set("n", "<\">");
        assert_eq!(one.attribute("n").as_deref(), Some("<\">"));
        assert!(one.open.starts_with("<x:c n="), "{}", one.open);
    }

    #[test]
    fn what_closes_itself_gets_room() {
        for (open, expected) in [("<a/>", "<a></a>"), ("<x:a b='1' />", "<x:a b='1'></x:a>"), ("<a>", "<a>")]
        {
            let mut one = element(open);
            one.unclose();
            assert_eq!(format!("{}{}", one.open, one.close), expected);
        }
    }
}
