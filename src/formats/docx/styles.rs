//! The styles, fonts and settings of the official layout. Lengths are twentieths of a point (twips) unless they say
//! otherwise. Source: GB/T 9704-2012, 5.2 (page, grid) and 7.3 (parts).

use std::fmt::Write as _;

use crate::document::Part;

const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// 方正小标宋, for the title.
const TITLE: &str = "方正小标宋简体";
const FANG: &str = "仿宋_GB2312";
const KAI: &str = "楷体_GB2312";
const HEI: &str = "黑体";
/// 宋体, for page numbers.
pub const SONG: &str = "宋体";

/// A part's style: its id, its name in the program's list, font, half-points, and what else belongs to its paragraph.
struct Look {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    half_points: u32,
    paragraph: &'static str,
}

const TWO_IN: &str = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>";

fn look(part: Part) -> Look {
    let (id, name, font, half_points, paragraph) = match part {
        Part::Title => (
            "Title",
            "Title",
            TITLE,
            44,
            // Its lines are as high as those of the text, or the page would hold 21.
            "<w:keepNext/><w:jc w:val=\"center\"/>",
        ),
        Part::Recipient => ("Recipient", "主送机关", FANG, 32, ""),
        Part::First => ("Heading1", "heading 1", HEI, 32, "<w:keepNext/>@<w:outlineLvl w:val=\"0\"/>"),
        Part::Second => ("Heading2", "heading 2", KAI, 32, "<w:keepNext/>@<w:outlineLvl w:val=\"1\"/>"),
        Part::Third => ("Heading3", "heading 3", FANG, 32, "<w:keepNext/>@<w:outlineLvl w:val=\"2\"/>"),
        Part::Body => ("BodyText", "Body Text", FANG, 32, "@"),
        Part::Signatory => ("Signatory", "落款", FANG, 32, "<w:keepNext/><w:jc w:val=\"left\"/>"),
        Part::Date => ("DateLine", "成文日期", FANG, 32, "<w:jc w:val=\"left\"/>"),
        Part::Plain => ("Plain", "无缩进正文", FANG, 32, ""),
    };
    Look { id, name, font, half_points, paragraph }
}

const PARTS: [Part; 9] = [
    Part::Title,
    Part::Recipient,
    Part::First,
    Part::Second,
    Part::Third,
    Part::Body,
    Part::Signatory,
    Part::Date,
    Part::Plain,
];

/// The indent of a paragraph that begins so many half characters from the left edge of the block (28 × 2 in 156 mm).
pub fn indent(left: u32) -> String {
    if left == 0 {
        return String::new();
    }
    format!("<w:ind w:leftChars=\"{}\" w:left=\"{}\"/>", left * 50, left * 158)
}

/// The id of a part's style.
#[must_use]
pub fn id(part: Part) -> &'static str {
    look(part).id
}

fn fonts(font: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"Times New Roman\"/>"
    )
}

/// The look of body text that runs on behind a heading.
pub fn body_run() -> String {
    format!("<w:rPr>{}</w:rPr>", fonts(FANG))
}

/// `word/styles.xml`. The grid of 22 × 28 stands in the section, for whoever looks at the page set-up; paragraphs keep to it by
/// lines of exactly 28.95 pt and a spacing of -0.25 pt (28 × 15.75 pt in 156 mm), and do not snap: LibreOffice gives two cells to a
/// glyph of 16 pt, which is wider than one, and two lines to a font that stands in and is taller.
pub fn styles() -> String {
    let mut out = format!(
        "<w:styles xmlns:w=\"{SPACE}\"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/></w:pPr><w:rPr>{}<w:spacing w:val=\"-5\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr></w:style>",
        fonts(FANG),
        fonts(FANG)
    );
    for part in PARTS {
        let look = look(part);
        // cannot fail: writing to a String never does.
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{}</w:pPr><w:rPr>{}<w:sz w:val=\"{}\"/><w:szCs w:val=\"{}\"/></w:rPr></w:style>",
            look.id,
            look.name,
            look.paragraph.replace('@', TWO_IN),
            fonts(look.font),
            look.half_points,
            look.half_points
        );
    }
    let _ = write!(
        out,
        "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:rPr>{}<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr></w:style></w:styles>",
        fonts(SONG)
    );
    out
}

/// `word/fontTable.xml`: where the official fonts are not installed, these stand in.
pub fn font_table() -> String {
    let mut out = format!("<w:fonts xmlns:w=\"{SPACE}\">");
    for (name, other) in
        [(TITLE, "华文中宋"), (FANG, "仿宋"), (KAI, "楷体"), (HEI, "SimHei"), (SONG, "SimSun")]
    {
        let _ = write!(
            out,
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"default\"/></w:font>"
        );
    }
    out.push_str("</w:fonts>");
    out
}

/// `word/settings.xml`: even pages have a foot of their own; punctuation is not squeezed, so that the grid holds.
pub fn settings() -> String {
    format!(
        "<w:settings xmlns:w=\"{SPACE}\"><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val=\"420\"/><w:evenAndOddHeaders/><w:drawingGridHorizontalSpacing w:val=\"158\"/><w:drawingGridVerticalSpacing w:val=\"579\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The section: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28 characters. The character pitch is 442.2 pt / 28 and
/// is given as its difference from 16 pt in 4096ths of a point.
pub const SECTION: &str = "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:footerReference w:type=\"even\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1985\" w:left=\"1587\" w:header=\"851\" w:footer=\"1247\" w:gutter=\"0\"/><w:docGrid w:type=\"linesAndChars\" w:linePitch=\"579\" w:charSpace=\"-849\"/></w:sectPr>";

/// A foot: `— 1 —`, one character from the outer edge (7.5).
pub fn foot(even: bool) -> String {
    let (side, edge) = if even { ("left", "left") } else { ("right", "right") };
    let field = |instruction: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    format!(
        "<w:ftr xmlns:w=\"{SPACE}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:ind w:{edge}Chars=\"100\" w:{edge}=\"320\"/><w:jc w:val=\"{side}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
        field("PAGE")
    )
}
