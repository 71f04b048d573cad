//! What style sheets may say: nothing that Chromium 83 does not know, and nothing that cannot be packed.

use super::files::File;

/// What Chromium 83 does not know, and what to use instead.
const TOO_NEW: [(&str, &str); 8] = [
    ("inset:", "top, right, bottom, left"),
    ("aspect-ratio:", "width and height"),
    ("accent-color:", "a picture of your own"),
    (":has(", "a class set by the program"),
    (":is(", "the selectors one by one"),
    (":where(", "the selectors one by one"),
    ("@container", "@media"),
    ("@layer", "the order of the sheets"),
];

/// Checks a sheet rule by rule: what is new is named, a `gap` in a flex box is known from its neighbours, and a
/// rule within a rule is nesting unless the outer one is an at-rule.
pub fn css_is_old_enough(file: &File) -> Vec<String> {
    let text = without_css_comments(&file.text);
    let mut found = Vec::new();
    let mut open: Vec<(usize, String, String)> = Vec::new();
    let mut piece = String::new();
    let mut line = 1;
    let say = |line: usize, what: String| format!("{}:{line}: {what}", file.path);
    for sign in text.chars() {
        match sign {
            '\n' => {
                line += 1;
                piece.push(' ');
            }
            '{' => {
                let selector = std::mem::take(&mut piece).trim().to_owned();
                if open.last().is_some_and(|(_, outer, _)| !outer.starts_with('@')) {
                    found.push(say(line, format!("`{selector}` is nested in a rule; write it out")));
                }
                open.push((line, selector, String::new()));
            }
            '}' => {
                let rest = std::mem::take(&mut piece);
                let Some((start, selector, body)) = open.pop() else { continue };
                let body = format!("{body}{rest};");
                found.extend(too_new(&selector, &body).into_iter().map(|what| say(start, what)));
            }
            ';' => {
                let declaration = std::mem::take(&mut piece);
                if let Some((_, _, body)) = open.last_mut() {
                    body.push_str(&declaration);
                    body.push(';');
                } else if declaration.contains("@import") {
                    found.push(say(line, "`@import` cannot be packed".to_owned()));
                }
            }
            _ => piece.push(sign),
        }
    }
    found
}

fn too_new(selector: &str, body: &str) -> Vec<String> {
    let declarations: Vec<(&str, &str)> = body
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let mut found = Vec::new();
    for (new, instead) in TOO_NEW {
        let used = match new.strip_suffix(':') {
            Some(property) => declarations.iter().any(|(name, _)| *name == property),
            None => selector.contains(new),
        };
        if used {
            found.push(format!("`{new}` is unknown to Chromium 83; use {instead}"));
        }
    }
    let flex = declarations.iter().any(|(name, value)| *name == "display" && value.contains("flex"));
    let gap = declarations.iter().any(|(name, _)| ["gap", "row-gap", "column-gap"].contains(name));
    if flex && gap {
        found.push(format!("`{selector}`: `gap` in a flex box is unknown to Chromium 83; use margins"));
    }
    found
}

fn without_css_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(from) = rest.find("/*") {
        out.push_str(&rest[..from]);
        let end = rest[from..].find("*/").map_or(rest.len(), |to| from + to + 2);
        // The lines stay, so that what is found later has its right number.
        out.extend(rest[from..end].chars().filter(|sign| *sign == '\n'));
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn css_that_is_too_new_is_found() {
        for css in [
            "a { inset: 0; }",
            "@media print { a { aspect-ratio: 1 } }",
            "a:has(b) { color: red }",
            "a { display: flex;\n  gap: 4px; }",
            "a { gap: 4px; display: inline-flex }",
            "a { color: red; &:hover { color: blue } }",
            "a { b { color: blue } }",
            "@import 'x.css';",
        ] {
            assert_eq!(css_is_old_enough(&file("style/a.css", css)).len(), 1, "{css}");
        }
        for css in [
            "a { display: grid; gap: 4px }",
            "/* inset: 0 */ a { --inset: 0; box-shadow: inset 0 0 1px red }",
            "@media print { a { color: red } b { display: flex } }",
        ] {
            assert_eq!(css_is_old_enough(&file("style/a.css", css)), [] as [&str; 0], "{css}");
        }
    }

    #[test]
    fn the_line_is_told() {
        let found = css_is_old_enough(&file("style/a.css", "/* a\nb */\na {\n  inset: 0;\n}"));
        assert!(found[0].starts_with("style/a.css:3:"), "{}", found[0]);
    }
}
