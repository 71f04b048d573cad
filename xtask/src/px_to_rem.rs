//! Lengths that follow the size of the type. The sheets are written in pixels at the standard size; packed, they
//! are in `rem`, so that one font size on the root (显示设置, or the browser's own) scales the whole page.
//! It knows lengths, no selector and no property.

use std::fmt::Write as _;

/// The size of the root's type that the sheets are written for, in pixels.
const ROOT: f64 = 16.0;

/// Thinner than this stays as it is: hairlines and outlines do not grow with the type.
const HAIRLINE: f64 = 3.0;

/// The CSS with pixels as `rem`. Strings, media queries and hairlines stay as they are.
pub fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut prelude = false;
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let starts_number =
            sign.is_ascii_digit() || (sign == '.' && !out.ends_with(|c: char| c.is_ascii_digit()));
        let in_word = out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | '.'))
            || (out.ends_with('-') && out.trim_end_matches('-').ends_with(char::is_alphanumeric));
        if quote.is_none() && !prelude && starts_number && !in_word {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let (number, after) = rest.split_at(end);
            let pixels = number.parse::<f64>().ok().filter(|pixels| *pixels >= HAIRLINE);
            if let Some((after, pixels)) = after.strip_prefix("px").zip(pixels) {
                // Writing into a string cannot fail.
                let _ = write!(out, "{}rem", pixels / ROOT);
                rest = after;
            } else {
                out.push_str(number);
                rest = after;
            }
            continue;
        }
        match (quote, sign) {
            (Some(open), _) if sign == open => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '@') => prelude = true,
            (None, '{' | ';') => prelude = false,
            _ => {}
        }
        out.push(sign);
        rest = &rest[sign.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_follow_the_type_and_nothing_else_changes() {
        let cases = [
            ("a{font:14px/1.5 var(--sans)}", "a{font:0.875rem/1.5 var(--sans)}"),
            ("a{margin:-16px 0 24px}", "a{margin:-1rem 0 1.5rem}"),
            ("a{border:1px solid;outline:2px solid}", "a{border:1px solid;outline:2px solid}"),
            ("a{width:calc(100vw - 32px)}", "a{width:calc(100vw - 2rem)}"),
            ("@media (min-width:800px){a{top:8px}}", "@media (min-width:800px){a{top:0.5rem}}"),
            ("a::after{content:\"16px\"}", "a::after{content:\"16px\"}"),
            (".w-16px{left:4px}", ".w-16px{left:0.25rem}"),
            (
                "a{color:#16161f;height:37.5px;line-height:1.6}",
                "a{color:#16161f;height:2.34375rem;line-height:1.6}",
            ),
            ("@page{size:A4;margin:16mm 14mm}", "@page{size:A4;margin:16mm 14mm}"),
        ];
        for (before, after) in cases {
            assert_eq!(css(before), after);
        }
    }
}
