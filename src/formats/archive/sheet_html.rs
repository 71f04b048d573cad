//! The notice as a page that stays as it is: each line where the layout put it, no script, nothing from outside, so
//! that it prints the same in any browser of any year. Knows the layout, no ledger.

use std::fmt::Write as _;

use super::manifest::escape;
use notice::layout::{Page, SIZE_2, SIZE_3, SIZE_4};
use notice::paragraph::Style;

/// Official fonts first, then what machines have.
fn face(style: Style) -> (&'static str, f64) {
    match style {
        Style::Title => ("t", SIZE_2),
        Style::Heading1 => ("h", SIZE_3),
        Style::Heading2 => ("k", SIZE_3),
        _ => ("b", SIZE_3),
    }
}

/// The pages as one HTML file. Lengths are in tenths of a millimetre, as the layout's.
#[must_use]
pub fn html(title: &str, pages: &[Page]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n\
         @page {{ size: A4; margin: 0; }}\nbody {{ margin: 0; background: #ddd; }}\n\
         svg {{ display: block; width: 210mm; height: 297mm; margin: 0 auto 4mm; background: #fff; }}\n\
         text {{ font-family: FangSong_GB2312, FangSong, STFangsong, \"Noto Serif CJK SC\", serif; fill: #000; }}\n\
         .t {{ font-family: FZXiaoBiaoSong-B05S, \"方正小标宋简体\", SimSun, STSong, \"Noto Serif CJK SC\", serif; }}\n\
         .h {{ font-family: SimHei, STHeiti, \"Noto Sans CJK SC\", sans-serif; }}\n\
         .k {{ font-family: KaiTi_GB2312, KaiTi, STKaiti, \"Noto Serif CJK SC\", serif; }}\n\
         .n {{ font-family: SimSun, STSong, \"Noto Serif CJK SC\", serif; }}\n\
         @media print {{ body {{ background: none; }} svg {{ margin: 0; page-break-after: always; }} svg:last-child {{ page-break-after: auto; }} }}\n\
         </style>\n</head>\n<body>\n",
        escape(title)
    );
    for page in pages {
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2100 2970\" role=\"img\" aria-label=\"第 {} 页\">",
            page.number
        );
        for line in &page.lines {
            for run in &line.runs {
                let (class, size) = face(run.style);
                let _ = writeln!(
                    out,
                    "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size:.2}\" textLength=\"{:.1}\" xml:space=\"preserve\">{}</text>",
                    run.x,
                    line.baseline(),
                    run.width,
                    escape(&run.text)
                );
            }
        }
        let (x, y) = page.number_place();
        let anchor = if page.number_right() { "end" } else { "start" };
        let _ = writeln!(
            out,
            "<text class=\"n\" x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{SIZE_4:.2}\" text-anchor=\"{anchor}\">{}</text>\n</svg>",
            escape(&page.number_text())
        );
    }
    out.push_str("</body>\n</html>\n");
    out
}
