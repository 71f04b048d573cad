//! A paragraph and a run of a document while they are read: their properties and text.

use super::style_sheet::{StyleSheet, is_on};
use crate::xml::Attributes;

/// A paragraph; a text box holds paragraphs within one.
#[expect(clippy::struct_excessive_bools, reason = "each is said of it by itself")]
#[derive(Debug, Default)]
pub struct Paragraph {
    /// Its text, so far.
    pub text: String,
    /// The list that it names itself.
    pub number: Option<String>,
    /// The level that it names itself.
    pub level: Option<usize>,
    /// Its style; empty where it names none.
    pub style: String,
    /// Its number, where the file has it drawn already.
    pub drawn: Option<String>,
    /// Within the properties of the sign that ends it.
    pub in_mark: bool,
    /// Its end was struck out: it and the next are one.
    pub mark_struck: bool,
    /// Its end is hidden: it and the next are shown as one.
    pub mark_hidden: bool,
    /// Text of it was hidden.
    pub hid: bool,
    /// The runs that are open; those of ruby stand within one.
    pub runs: Vec<Run>,
}

impl Paragraph {
    /// Takes a property that stands outside of runs.
    pub fn property(&mut self, name: &str, at: &Attributes) {
        let value = || at.get("val").unwrap_or_default();
        match name {
            "numId" | "ilfo" => self.number = Some(value().to_owned()),
            "ilvl" => self.level = value().parse().ok(),
            "pStyle" => value().clone_into(&mut self.style),
            "rPr" => self.in_mark = true,
            "vanish" if self.in_mark => self.mark_hidden = is_on(at),
            _ => {}
        }
    }
}

/// A run: text of one look.
#[derive(Debug, Default)]
pub struct Run {
    /// Whether its text is hidden; `None` where it does not say.
    pub hidden: Option<bool>,
    /// Its font, where that has signs of its own.
    pub font: &'static str,
    /// That it is hidden was counted.
    pub counted: bool,
}

impl Run {
    /// Takes a property.
    pub fn property(&mut self, name: &str, at: &Attributes, styles: &StyleSheet) {
        match name {
            "rStyle" if self.hidden.is_none() => {
                self.hidden = styles.hides(at.get("val").unwrap_or_default());
            }
            "rFonts" => {
                let font = at.get("ascii").or_else(|| at.get("hAnsi")).unwrap_or_default();
                let known = ["Wingdings", "Wingdings 2", "Symbol"].into_iter().find(|known| *known == font);
                self.font = known.unwrap_or(self.font);
            }
            "vanish" => self.hidden = Some(is_on(at)),
            _ => {}
        }
    }
}
