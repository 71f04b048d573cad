//! The notice as a text document: its printed paragraphs with their parts in the official layout, with the blank lines,
//! title lines and indents of the printed pages. Knows no file format.

use super::document::{Document, Paragraph, Part};
use ledger::Bundle;
use ledger::date::Date;
use notice::layout::{blank_before, signed_from, title_lines};
use notice::paragraph::paragraphs;
use notice::{Style, Version};

/// No title is longer, in characters; what is longer is broken as it comes.
const LONGEST_TITLE: usize = 120;

fn part(style: Style) -> Part {
    match style {
        Style::Title => Part::Title,
        Style::Body => Part::Body,
        Style::Heading1 => Part::First,
        Style::Heading2 => Part::Second,
        Style::Heading3 => Part::Third,
        Style::Signatory => Part::Signatory,
        Style::Date => Part::Date,
    }
}

/// The notice in a version, made on the day `today` by `author`.
#[must_use]
pub fn document(bundle: &Bundle, version: Version, today: Date, author: &str) -> Document {
    let printed = paragraphs(bundle, version);
    let mut set = Vec::new();
    let mut previous = None;
    for (at, paragraph) in printed.iter().enumerate() {
        let style = paragraph.style;
        if blank_before(previous, style) {
            set.push(Paragraph { part: Part::Plain, left: 0, head: String::new(), text: String::new() });
        }
        previous = Some(style);
        let (head, text) = paragraph.split();
        let text = match style {
            Style::Title if text.chars().count() <= LONGEST_TITLE => title_lines(text).join("\n"),
            _ => text.to_owned(),
        };
        let signed = matches!(style, Style::Signatory | Style::Date);
        let left = if signed { signed_from(&printed, at) } else { 0 };
        let left = u32::try_from(left).unwrap_or(0);
        set.push(Paragraph { part: part(style), left, head: head.to_owned(), text });
    }
    Document {
        title: bundle.notice.title.replace('\n', ""),
        author: author.to_owned(),
        date: today,
        paragraphs: set,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notice::layout::pages;

    fn shipped() -> Bundle {
        serde_json::from_str(include_str!("../default-bundle.json")).unwrap()
    }

    fn of(bundle: &Bundle) -> Document {
        document(bundle, Version::Public, Date::new(2024, 6, 18).unwrap(), "王敏")
    }

    #[test]
    fn title_blank_lines_and_signatory_stand_as_on_the_printed_pages() {
        let bundle = shipped();
        let document = of(&bundle);
        let printed = pages(&paragraphs(&bundle, Version::Public));
        let rows = |page: &notice::layout::Page| -> Vec<(usize, String)> {
            page.lines.iter().map(|line| (line.row, line.text())).collect()
        };
        let first = rows(&printed[0]);
        let title: Vec<&str> = document.paragraphs[0].text.split('\n').collect();
        assert!(title.len() > 1);
        for (n, line) in title.iter().enumerate() {
            assert_eq!((n, *line), (first[n].0, first[n].1.as_str()));
        }
        // The row after the title is empty on the page, and a paragraph without text here.
        assert_eq!(first[title.len()].0, title.len() + 1);
        assert_eq!((document.paragraphs[1].part, document.paragraphs[1].text.as_str()), (Part::Plain, ""));
        let [.., text, blank, office, date] = &document.paragraphs[..] else { panic!("too short") };
        assert_eq!(
            [text.part, blank.part, office.part, date.part],
            [Part::Body, Part::Plain, Part::Signatory, Part::Date]
        );
        // 52 half characters of room less 24 of the office; the date two characters further in.
        assert_eq!((office.left, date.left), (28, 32));
        let mut long = bundle;
        long.notice.signatory = "某办".into();
        let [.., office, date] = &of(&long).paragraphs[..] else { panic!("too short") };
        assert_eq!((office.left, date.left), (52 - 13 - 4, 52 - 13));
    }

    #[cfg(feature = "office")]
    #[test]
    fn a_document_that_was_handed_out_changes_nothing_when_it_comes_back() {
        use crate::docx;
        use ledger::{Id, Ledger};
        use notice::into::{Standing, plan};
        use notice::parse;

        let bundle = shipped();
        let lines = docx::read(&docx::write(&of(&bundle)).unwrap()).unwrap();
        let parsed = parse(&lines.join("\n"));
        let ledger = Ledger::new(bundle).unwrap();
        let plan = plan(&ledger, &parsed, &mut || Id::new("new").unwrap());
        let changed: Vec<_> = plan.rows.iter().filter(|row| row.standing != Standing::Same).collect();
        assert!(changed.is_empty() && plan.ops.is_empty(), "{changed:?}");
    }
}
