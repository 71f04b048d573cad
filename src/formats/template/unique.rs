//! Ids that must stand once in a document, after blocks were repeated: those of paragraphs and of pictures.

use std::collections::HashSet;

use super::tree::{Element, Node};

/// The ids that were seen.
#[derive(Debug, Default)]
struct Seen {
    paragraphs: HashSet<String>,
    pictures: HashSet<u32>,
    /// The next id of a picture that no other has.
    next: u32,
}

/// Takes ids away that stand twice, and numbers pictures anew that have one another's number.
pub fn make_unique(nodes: &mut [Node]) {
    let mut seen = Seen::default();
    largest(nodes, &mut seen.next);
    walk(nodes, &mut seen);
}

/// Whether an element numbers a picture or shape: `wp:docPr`, `wps:cNvPr` are numbered apart, the first must be unique.
fn is_picture(element: &Element) -> bool {
    element.name() == "docPr"
}

fn largest(nodes: &[Node], most: &mut u32) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if is_picture(element) {
            *most = (*most).max(element.number("id").unwrap_or(0));
        }
        largest(&element.children, most);
    }
}

fn walk(nodes: &mut [Node], seen: &mut Seen) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if is_picture(element)
            && let Some(id) = element.number("id")
            && !seen.pictures.insert(id)
        {
            seen.next = seen.next.saturating_add(1);
            element.set("id", &seen.next.to_string());
        }
        if element.open.contains("paraId")
            && let Some(id) = element.attribute("paraId")
            && !seen.paragraphs.insert(id)
        {
            element.unset("paraId");
            element.unset("textId");
        }
        walk(&mut element.children, seen);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    #[test]
    fn ids_that_stand_twice_are_taken_away_or_numbered_anew() {
        let part = "<b><w:p w14:paraId=\"1\" w14:textId=\"2\" w:a=\"3\"><wp:docPr id=\"4\"/></w:p><w:p w14:paraId=\"1\" w14:textId=\"2\" w:a=\"3\"><wp:docPr id=\"4\"/></w:p><wp:docPr id=\"9\"/></b>";
        let mut nodes = tree::read(part).unwrap();
        make_unique(&mut nodes);
        let mut out = String::new();
        tree::write(&nodes, &mut out);
        assert_eq!(
            out,
            "<b><w:p w14:paraId=\"1\" w14:textId=\"2\" w:a=\"3\"><wp:docPr id=\"4\"/></w:p><w:p w:a=\"3\"><wp:docPr id=\"10\"/></w:p><wp:docPr id=\"9\"/></b>"
        );
    }
}
