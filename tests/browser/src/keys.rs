//! Keys as WebDriver actions. It knows the names of keys and nothing of what they do in the app.

use serde_json::{Value, json};

/// Presses the keys of `Control+Shift+z` in order and lets them go in reverse.
pub fn chord(keys: &str) -> Value {
    // "+" alone, or at the end, is the key itself.
    let (modifiers, last) =
        match keys.char_indices().rev().find(|(at, sign)| *sign == '+' && at + 1 < keys.len()) {
            Some((at, _)) => (&keys[..at], &keys[at + 1..]),
            None => ("", keys),
        };
    let all: Vec<String> =
        modifiers.split('+').filter(|name| !name.is_empty()).chain([last]).map(key).collect();
    let down = all.iter().map(|key| json!({ "type": "keyDown", "value": key }));
    let up = all.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
    actions(&down.chain(up).collect::<Vec<_>>())
}

/// Types the text, sign by sign.
pub fn typing(text: &str) -> Value {
    let strokes = text.chars().flat_map(|sign| {
        let key = if sign == '\n' { key("Enter") } else { sign.to_string() };
        [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
    });
    actions(&strokes.collect::<Vec<_>>())
}

fn actions(strokes: &[Value]) -> Value {
    json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] })
}

/// The code point of a key without a sign, from the table in section 17.4.2 of the WebDriver specification.
pub fn key(name: &str) -> String {
    let code = match name {
        "Backspace" => '\u{E003}',
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Control" => '\u{E009}',
        "Alt" => '\u{E00A}',
        "Escape" => '\u{E00C}',
        "Space" => ' ',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Delete" => '\u{E017}',
        "F2" => '\u{E032}',
        _ if name.chars().count() == 1 => return name.to_owned(),
        _ => panic!("there is no key {name:?}; see tests/browser/src/keys.rs"),
    };
    code.to_string()
}
