//! The look of the cells, as the part `xl/styles.xml`: each that is used, once, in the order of its first use. Knows nothing of
//! what stands in the cells but whether it is a text, a number, a day or a month.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::table::book::Style;
use crate::table::cell_value::{CellValue, DECIMALS};
use crate::xml;

/// How a value is shown (ECMA-376-1, 18.8.30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Format {
    /// As it is.
    General,
    /// Text: what people type into such a cell stays as it was typed, `2024.6.30` as well as `1-2`.
    Text,
    /// A number with so many decimals.
    Decimals(usize),
    /// `yyyy-mm-dd`.
    Day,
    /// `yyyy-mm`.
    Month,
}

/// The first number of a format that is not built in.
const OWN: usize = 164;

impl Format {
    fn of(style: Style, value: &CellValue) -> Self {
        match value {
            CellValue::Text(_) if style == Style::Number => Self::General,
            CellValue::Text(_) => Self::Text,
            CellValue::Number(number) => match number.decimals() {
                0 => Self::General,
                decimals => Self::Decimals(decimals.min(DECIMALS)),
            },
            CellValue::Day(_) => Self::Day,
            CellValue::Month(_) => Self::Month,
        }
    }

    /// Its number; the file says what those from [`OWN`] on are.
    fn id(self) -> usize {
        match self {
            Self::General => 0,
            Self::Text => 49,
            Self::Day => OWN,
            Self::Month => OWN + 1,
            Self::Decimals(decimals) => OWN + 1 + decimals,
        }
    }

    fn code(self) -> Option<String> {
        match self {
            Self::General | Self::Text => None,
            Self::Day => Some("yyyy-mm-dd".to_owned()),
            Self::Month => Some("yyyy-mm".to_owned()),
            Self::Decimals(decimals) => Some(format!("0.{}", "0".repeat(decimals))),
        }
    }
}

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Look {
    style: Style,
    format: Format,
    /// It may be changed in a sheet that is locked.
    open: bool,
}

/// The looks that are used.
pub struct Styles {
    at: HashMap<Look, usize>,
    used: Vec<Look>,
}

/// The look of cells that are not written.
const USUAL: Look = Look { style: Style::Bare, format: Format::Text, open: false };

impl Styles {
    /// With the look of cells that are not written.
    pub fn new() -> Self {
        Self { at: HashMap::from([(USUAL, 0)]), used: vec![USUAL] }
    }

    /// The number of the look of a cell.
    pub fn number(&mut self, style: Style, value: &CellValue, open: bool) -> usize {
        let look = Look { style, format: Format::of(style, value), open };
        let next = self.used.len();
        let number = *self.at.entry(look).or_insert(next);
        if number == next {
            self.used.push(look);
        }
        number
    }

    /// The part.
    pub fn part(&self) -> String {
        let mut out = format!(
            "{}<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
            xml::HEAD
        );
        let mut formats: Vec<Format> = self.used.iter().map(|look| look.format).collect();
        formats.retain(|format| format.code().is_some());
        formats.sort_by_key(|format| format.id());
        formats.dedup();
        if !formats.is_empty() {
            // cannot fail: writing to a String never does.
            let _ = write!(out, "<numFmts count=\"{}\">", formats.len());
            for format in &formats {
                let code = format.code().unwrap_or_default();
                let _ = write!(out, "<numFmt numFmtId=\"{}\" formatCode=\"{code}\"/>", format.id());
            }
            out.push_str("</numFmts>");
        }
        out.push_str(FONTS_FILLS_BORDERS);
        let _ = write!(out, "<cellXfs count=\"{}\">", self.used.len());
        for look in &self.used {
            look.write(&mut out);
        }
        out.push_str("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"常规\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>");
        out
    }
}

impl Look {
    /// The numbers of font, fill and border in [`FONTS_FILLS_BORDERS`].
    fn parts(self) -> (u8, u8, u8) {
        match self.style {
            Style::Bare | Style::Note => (0, 0, 0),
            Style::Title => (1, 0, 0),
            Style::Head => (2, 2, 1),
            Style::Overdue => (3, 3, 1),
            Style::Text | Style::Word | Style::Number => (0, if self.open { 4 } else { 0 }, 1),
        }
    }

    fn alignment(self) -> &'static str {
        match self.style {
            Style::Bare => "",
            Style::Title => "<alignment horizontal=\"center\" vertical=\"center\"/>",
            Style::Note => "<alignment horizontal=\"left\" vertical=\"center\"/>",
            Style::Text => "<alignment horizontal=\"left\" vertical=\"center\" wrapText=\"1\"/>",
            Style::Head | Style::Word | Style::Number | Style::Overdue => {
                "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>"
            }
        }
    }

    fn write(self, out: &mut String) {
        let (font, fill, border) = self.parts();
        let _ = write!(
            out,
            "<xf numFmtId=\"{}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\"",
            self.format.id()
        );
        let applied = [
            ("NumberFormat", self.format != Format::General),
            ("Font", font > 0),
            ("Fill", fill > 0),
            ("Border", border > 0),
            ("Alignment", !self.alignment().is_empty()),
            ("Protection", self.open),
        ];
        for (name, _) in applied.into_iter().filter(|(_, is)| *is) {
            let _ = write!(out, " apply{name}=\"1\"");
        }
        let _ = write!(out, ">{}", self.alignment());
        if self.open {
            out.push_str("<protection locked=\"0\"/>");
        }
        out.push_str("</xf>");
    }
}

/// Fonts: usual, title, head, overdue. Fills: none, the one that the schema reserves, head, overdue, to be filled in.
const FONTS_FILLS_BORDERS: &str = r#"<fonts count="4"><font><sz val="10"/><name val="宋体"/><family val="3"/><charset val="134"/></font><font><b/><sz val="18"/><name val="宋体"/><family val="3"/><charset val="134"/></font><font><b/><sz val="10"/><name val="宋体"/><family val="3"/><charset val="134"/></font><font><b/><sz val="10"/><color rgb="FFB3261E"/><name val="宋体"/><family val="3"/><charset val="134"/></font></fonts><fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0EFEA"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFBDAD7"/><bgColor indexed="64"/></patternFill></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFF8DC"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color rgb="FF808080"/></left><right style="thin"><color rgb="FF808080"/></right><top style="thin"><color rgb="FF808080"/></top><bottom style="thin"><color rgb="FF808080"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#;
