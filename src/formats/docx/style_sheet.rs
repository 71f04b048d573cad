//! What the styles of a document say of its paragraphs and runs: which list and level, whether the text is hidden.
//! A style has what the style has that it is based on. Source: ECMA-376-1, 17.7.

use std::collections::HashMap;

use crate::reader::budget::{Budget, Exceeded};
use crate::xml::{self, Attributes, Seen, XmlError};

/// How many styles may be based on one another.
const DEEPEST: usize = 32;

/// A style, as far as it says something here.
#[derive(Debug, Clone, Default)]
struct Style {
    based_on: String,
    number: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub struct StyleSheet {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: String,
}

/// Whether a property that is there says yes.
#[must_use]
pub fn is_on(at: &Attributes) -> bool {
    !matches!(at.get("val"), Some("0" | "false" | "off"))
}

impl StyleSheet {
    /// Reads `word/styles.xml`. A part that is broken counts as far as it goes.
    pub fn read(bytes: &[u8], budget: &Budget) -> Result<Self, Exceeded> {
        let mut all = Self::default();
        let mut id = String::new();
        // Looks of parts of tables, and what a tracked change replaced, say nothing of the style itself.
        let mut aside = 0_usize;
        let end = xml::read(bytes, budget, |seen| {
            match seen {
                Seen::Open("tblStylePr" | "pPrChange" | "rPrChange", _) => aside += 1,
                Seen::Close("tblStylePr" | "pPrChange" | "rPrChange") => aside = aside.saturating_sub(1),
                Seen::Open("style", at) => {
                    budget.item()?;
                    at.get("styleId").unwrap_or_default().clone_into(&mut id);
                    all.styles.insert(id.clone(), Style::default());
                    if at.is("default") && at.get("type") == Some("paragraph") {
                        all.usual.clone_from(&id);
                    }
                }
                Seen::Open(name, at) if aside == 0 => {
                    if let Some(style) = all.styles.get_mut(&id) {
                        let value = || at.get("val").unwrap_or_default();
                        match name {
                            "basedOn" => value().clone_into(&mut style.based_on),
                            "numId" => style.number = Some(value().to_owned()),
                            "ilvl" => style.level = value().parse().ok(),
                            "vanish" => style.hidden = Some(is_on(at)),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
            Ok(())
        });
        match end {
            Err(XmlError::Limit(limit)) => Err(limit),
            Ok(()) | Err(XmlError::Broken) => Ok(all),
        }
    }

    /// The id of the style of a paragraph: its own or the usual one.
    #[must_use]
    pub fn of_paragraph<'a>(&'a self, own: &'a str) -> &'a str {
        if own.is_empty() { &self.usual } else { own }
    }

    fn inherited<T>(&self, id: &str, of: impl Fn(&str, &Style) -> Option<T>) -> Option<T> {
        let mut id = id;
        for _ in 0..DEEPEST {
            let style = self.styles.get(id)?;
            if let Some(found) = of(id, style) {
                return Some(found);
            }
            id = &style.based_on;
        }
        None
    }

    /// The list of a style, and the style that names it.
    #[must_use]
    pub fn list(&self, id: &str) -> Option<(String, String)> {
        self.inherited(id, |id, style| Some((style.number.clone()?, id.to_owned())))
    }

    /// The level that a style names.
    #[must_use]
    pub fn level(&self, id: &str) -> Option<usize> {
        self.inherited(id, |_, style| style.level)
    }

    /// Whether a style hides its text; `None` where it does not say.
    #[must_use]
    pub fn hides(&self, id: &str) -> Option<bool> {
        self.inherited(id, |_, style| style.hidden)
    }
}
