//! The text of a cell without what offices never meant: escapes that a program left, signs of no width, odd blanks. And
//! what stands for nothing (`/`, `—`, 无) or for the cell above (〃, 同上). Knows no column.

/// The text as it is meant: `_x000D_` and signs of no width gone, line ends even, blanks at both ends cut.
#[must_use]
pub fn clean(cell: &str) -> String {
    let bare = if cell.contains("_x") { unescaped(cell) } else { cell.to_owned() };
    let bare = bare.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = bare
        .chars()
        .filter(|c| {
            !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
                && (!c.is_control() || *c == '\n' || *c == '\t')
        })
        .map(|c| match c {
            '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\t' => ' ',
            '\u{2028}' | '\u{2029}' | '\u{85}' => '\n',
            c => c,
        })
        .collect();
    let text = kept.trim();
    // What programs write into a .csv so that 001 stays 001.
    let of_formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    of_formula.filter(|inner| !inner.contains('"')).unwrap_or(text).to_owned()
}

/// A text without `_x000D_` and its like, which programs leave for signs that XML cannot hold.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = code.filter(|_| rest[at + 6..].starts_with('_'));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) if c.is_control() || c == '_' => {
                if c != '\0' {
                    out.push(c);
                }
                rest = &rest[at + 7..];
            }
            _ => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What offices write where there is nothing to write.
const NOTHING: [&str; 19] = [
    "/",
    "-",
    "—",
    "——",
    "－",
    "–",
    "\\",
    "／",
    "、",
    "无",
    "暂无",
    "（无）",
    "(无)",
    "空",
    "*",
    "N/A",
    "n/a",
    "//",
    "--",
];

/// Whether a cell says nothing: blank, or a sign for nothing.
#[must_use]
pub fn is_nothing(cell: &str) -> bool {
    let bare = cell.trim();
    bare.is_empty()
        || NOTHING.contains(&bare)
        || bare.chars().all(|c| matches!(c, '-' | '—' | '/' | '.' | '…' | '_'))
}

/// What stands for the cell above.
const SAME: [&str; 18] = [
    "〃",
    "″",
    "\"",
    "”",
    "“",
    "''",
    "´´",
    "同上",
    "同前",
    "同上。",
    "同上行",
    "同上一行",
    "（同上）",
    "(同上)",
    "（续）",
    "(续)",
    "续",
    "续上",
];

/// Whether a cell stands for the one above it.
#[must_use]
pub fn is_same_as_above(cell: &str) -> bool {
    let bare: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
    SAME.contains(&bare.as_str()) || (bare.len() > 3 && bare.chars().all(|c| matches!(c, '〃' | '″')))
}

/// A name without any blank that does not part words of Latin letters.
#[must_use]
pub fn name(cell: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    for c in cell.trim().chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if blank && c.is_ascii_alphanumeric() && out.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        blank = false;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_typed_is_gone_and_all_else_stays() {
        for (cell, expected) in [
            ("甲_x000D_\n乙", "甲\n乙"),
            ("甲_x000d_", "甲"),
            ("甲_x005F_乙", "甲_乙"),
            ("a_x0041_b", "a_x0041_b"),
            ("_x12", "_x12"),
            ("\u{feff}办\u{200b}公室\u{a0}", "办公室"),
            ("　甲　", "甲"),
            ("甲\r\n乙\r丙", "甲\n乙\n丙"),
            ("甲  \n 乙 ", "甲  \n 乙"),
            ("甲\u{a0}乙", "甲 乙"),
            ("=\"001\"", "001"),
            ("=\"1\"&\"2\"", "=\"1\"&\"2\""),
            ("=\"", "=\""),
            ("", ""),
        ] {
            assert_eq!(clean(cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn signs_for_nothing_and_for_the_cell_above_are_known() {
        for cell in ["", " ", "/", "-", "—", "——", "无", "暂无", "\\", "／", "N/A", "……"] {
            assert!(is_nothing(cell), "{cell}");
        }
        for cell in ["无锡市", "0", "无问题", "-1", "同上", "否"] {
            assert!(!is_nothing(cell), "{cell}");
        }
        for cell in ["〃", "″", "同上", "同 上", "同前", "（续）", "(续)", "〃〃"] {
            assert!(is_same_as_above(cell), "{cell}");
        }
        for cell in ["同上级沟通", "续建", "", "同意"] {
            assert!(!is_same_as_above(cell), "{cell}");
        }
    }

    #[test]
    fn names_have_no_blanks_inside() {
        for (cell, expected) in
            [("李 某\n", "李某"), ("办　公室", "办公室"), ("John Smith", "John Smith"), ("A 组", "A组")]
        {
            assert_eq!(name(cell), expected);
        }
    }
}
