//! The notice as paragraphs with their styles: what the printed pages and a Word file are made from.
//! Knows no page and no file.

use super::marks::{Mark, mark};
use super::pieces::{Kind, pieces};
use ledger::Bundle;

/// For whom the notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// 公开版: without what is marked internal, without names, deadlines and states.
    #[default]
    Public,
    /// 内部版: with all of it.
    Internal,
}

impl Version {
    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "公开版",
            Self::Internal => "内部版",
        }
    }
}

/// How a paragraph is set (GB/T 9704-2012, 7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// 标题: 2号小标宋, centred.
    Title,
    /// 正文: 3号仿宋, two characters in.
    Body,
    /// 一、: 3号黑体.
    Heading1,
    /// （一）: 3号楷体.
    Heading2,
    /// 1. and （1）: 3号仿宋.
    Heading3,
    /// 发文机关署名.
    Signatory,
    /// 成文日期.
    Date,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// How it is set. In a heading only the first [`Paragraph::head`] bytes are; the rest is body.
    pub style: Style,
    /// The text, without indent.
    pub text: String,
    /// How many bytes of the text are the heading; 0 in other styles.
    pub head: usize,
}

impl Paragraph {
    /// A paragraph that is wholly of one style.
    #[must_use]
    pub fn new(style: Style, text: impl Into<String>) -> Self {
        let text = text.into();
        let heading = matches!(style, Style::Heading1 | Style::Heading2 | Style::Heading3);
        Self { style, head: if heading { text.len() } else { 0 }, text }
    }

    /// The heading, and the body that runs on after it.
    #[must_use]
    pub fn split(&self) -> (&str, &str) {
        self.text.split_at_checked(self.head).unwrap_or(("", &self.text))
    }
}

/// The style of a heading with this numbering.
#[must_use]
pub fn heading(mark: Option<Mark>) -> Style {
    match mark {
        Some(Mark::Section) => Style::Heading1,
        Some(Mark::Chinese) => Style::Heading2,
        _ => Style::Heading3,
    }
}

/// How much of a line under a section is its heading: a short numbered line, or the first sentence of a longer one.
fn head_of(line: &str) -> Option<(Style, usize)> {
    let found = mark(line)?;
    if !matches!(found.mark, Mark::Section | Mark::Chinese) {
        return None;
    }
    let end = line.find('。').map_or(line.len(), |at| at + '。'.len_utf8());
    let short = line.get(..end)?.chars().count() <= 60;
    short.then(|| (heading(Some(found.mark)), end))
}

/// The paragraphs of the notice. Blank lines and what stood outside the notice are not printed.
#[must_use]
pub fn paragraphs(bundle: &Bundle, version: Version) -> Vec<Paragraph> {
    let mut lines = Lines::default();
    for piece in pieces(bundle, version) {
        if matches!(piece.kind, Kind::Outside) {
            continue;
        }
        let mut first = true;
        for line in piece.text.split('\n') {
            if !first {
                lines.end();
            }
            first = false;
            lines.put(piece.kind, line);
        }
    }
    lines.end();
    lines.done
}

/// The line that is being put together.
#[derive(Default)]
struct Lines {
    done: Vec<Paragraph>,
    text: String,
    kind: Option<Kind>,
    head: usize,
}

impl Lines {
    fn put(&mut self, kind: Kind, text: &str) {
        let text = if self.text.is_empty() { text.trim_start() } else { text };
        if text.is_empty() {
            return;
        }
        self.kind.get_or_insert(kind);
        let all_heading = self.head == self.text.len();
        self.text.push_str(text);
        if all_heading && matches!(kind, Kind::Heading(_)) {
            self.head = self.text.len();
        }
    }

    fn end(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        let (kind, head) = (self.kind.take(), std::mem::take(&mut self.head));
        text.truncate(text.trim_end().len());
        let Some(kind) = kind.filter(|_| !text.is_empty()) else { return };
        let (style, head) = match kind {
            Kind::Title => (Style::Title, 0),
            Kind::Signatory => (Style::Signatory, 0),
            Kind::Date => (Style::Date, 0),
            Kind::Heading(style) => (style, head.min(text.len())),
            Kind::Text => head_of(&text).unwrap_or((Style::Body, 0)),
            Kind::Body | Kind::Gap | Kind::Outside => (Style::Body, 0),
        };
        self.done.push(Paragraph { style, text, head });
    }
}
