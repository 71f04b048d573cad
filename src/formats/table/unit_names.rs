//! The units of a cell: several names, some of them under 牵头 or 配合. A name with brackets or with 、 in it that is known
//! stays whole, and so does 各科室. Knows no ledger: the names that are known are handed in.

use super::cell_text;

/// The units of a cell, by what they do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// 牵头.
    pub lead: Vec<String>,
    /// 责任, or nothing said.
    pub responsible: Vec<String>,
    /// 配合.
    pub supporting: Vec<String>,
}

/// The labels that tell what the units behind them do.
const LABELS: [(&str, Role); 22] = [
    ("牵头部门", Role::Lead),
    ("牵头单位", Role::Lead),
    ("牵头处室", Role::Lead),
    ("牵头科室", Role::Lead),
    ("主责部门", Role::Lead),
    ("主责单位", Role::Lead),
    ("主办单位", Role::Lead),
    ("主办", Role::Lead),
    ("牵头", Role::Lead),
    ("责任部门", Role::Responsible),
    ("责任单位", Role::Responsible),
    ("责任处室", Role::Responsible),
    ("责任科室", Role::Responsible),
    ("责任", Role::Responsible),
    ("配合部门", Role::Supporting),
    ("配合单位", Role::Supporting),
    ("配合处室", Role::Supporting),
    ("配合科室", Role::Supporting),
    ("协办单位", Role::Supporting),
    ("协助单位", Role::Supporting),
    ("配合", Role::Supporting),
    ("协办", Role::Supporting),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Lead,
    Responsible,
    Supporting,
}

/// Where a label begins, how long it is with its colon, and what it tells. A bracket before it belongs to it.
fn label(text: &str) -> Option<(usize, usize, Role)> {
    let of = |(word, role): &(&str, Role)| {
        text.match_indices(word).find_map(|(at, word)| {
            let rest = &text[at + word.len()..];
            let colon = rest.strip_prefix(['：', ':'])?;
            Some((at, text.len() - colon.len(), *role))
        })
    };
    LABELS.iter().filter_map(of).min_by_key(|(at, end, _)| (*at, std::cmp::Reverse(*end)))
}

/// Verbs that tell what the units before them do.
const VERBS: [(&str, Role); 11] = [
    ("共同牵头", Role::Lead),
    ("牵头负责", Role::Lead),
    ("牵头", Role::Lead),
    ("主责", Role::Lead),
    ("主办", Role::Lead),
    ("分别配合", Role::Supporting),
    ("共同配合", Role::Supporting),
    ("协同配合", Role::Supporting),
    ("配合", Role::Supporting),
    ("协办", Role::Supporting),
    ("协助", Role::Supporting),
];

/// A text in parts, each with what the verb behind it tells: `由发改局牵头，财政局、税务局配合`. A verb is one where its part ends.
/// Without a verb the text is one part.
fn clauses(text: &str) -> Vec<(&str, Option<Role>)> {
    let ends =
        |rest: &str| rest.chars().next().is_none_or(|c| c.is_whitespace() || "，,；;、。/／".contains(c));
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    let (mut depth, mut stop) = (0_usize, 0);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            // Names before it are of another part than the verb behind.
            '，' | ',' | '；' | ';' | '\n' if depth == 0 => stop = at,
            _ => {}
        }
        let verb =
            VERBS.iter().find(|(verb, _)| text[at..].starts_with(verb) && ends(&text[at + verb.len()..]));
        if let Some((verb, role)) = verb.filter(|_| depth == 0) {
            let begin = stop.max(from);
            if begin > from && !text[from..begin].trim().is_empty() {
                found.push((&text[from..begin], None));
            }
            let names = text[begin..at]
                .trim_start_matches(|c: char| c.is_whitespace() || "，,；;、。/／".contains(c));
            let names = names.strip_prefix('由').or_else(|| names.strip_prefix("会同")).unwrap_or(names);
            found.push((names, Some(*role)));
            at += verb.len();
            from = at;
            continue;
        }
        at += c.len_utf8();
    }
    if found.is_empty() || !text[from..].trim().is_empty() {
        found.push((&text[from..], None));
    }
    if found.iter().all(|(_, role)| role.is_none()) { vec![(text, None)] } else { found }
}

/// The units that a cell names. `known` tells whether a text is the name of one.
#[must_use]
pub fn read(cell: &str, known: &dyn Fn(&str) -> bool) -> Named {
    let mut named = Named::default();
    if known(&cell_text::name(cell)) {
        named.responsible.push(cell_text::name(cell));
        return named;
    }
    let mut rest = cell;
    let mut role = Role::Responsible;
    loop {
        let next = label(rest);
        let part = next.map_or(rest, |(at, _, _)| &rest[..at]);
        let mut parts = clauses(part);
        // Behind a label the label tells.
        if role != Role::Responsible {
            parts = vec![(part, None)];
        }
        for (part, own) in parts {
            let list = match own.unwrap_or(role) {
                Role::Lead => &mut named.lead,
                Role::Responsible => &mut named.responsible,
                Role::Supporting => &mut named.supporting,
            };
            for name in split(part, known) {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
        let Some((_, end, next)) = next else { break };
        (rest, role) = (&rest[end..], next);
    }
    // `办公室（牵头）、人事科（配合）`: the role stands behind the name.
    for name in std::mem::take(&mut named.responsible) {
        let bare = |words: &[&str]| {
            words.iter().find_map(|word| {
                ["（", "("].iter().find_map(|open| {
                    let inner = name.strip_suffix(['）', ')'])?;
                    inner.strip_suffix(word)?.strip_suffix(open).map(str::to_owned)
                })
            })
        };
        if let Some(name) = bare(&["牵头", "主责", "主办"]) {
            named.lead.push(name);
        } else if let Some(name) = bare(&["配合", "协办", "协助"]) {
            named.supporting.push(name);
        } else {
            named.responsible.push(name);
        }
    }
    named
}

/// The names of a text without labels.
#[must_use]
pub fn split(text: &str, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let text = outer_bracket_off(text.trim());
    let mut parts: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut part = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        match c {
            '（' | '(' | '《' | '“' | '[' | '【' => depth += 1,
            '）' | ')' | '》' | '”' | ']' | '】' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let stops = depth == 0
            && match c {
                '、' | '，' | ',' | '；' | ';' | '\n' | '/' | '／' | '|' | '。' | '\\' => true,
                // A blank parts names; within one (`办 公 室`) the pieces would be single signs.
                ' ' | '\u{3000}' => parts_names(&chars, at),
                _ => false,
            };
        if stops {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(*c);
        }
    }
    parts.push(part);
    let names: Vec<String> = parts.iter().map(|part| cell_text::name(part)).collect();
    join_known(&names, known)
}

/// Whether a blank stands between two names and not within one.
fn parts_names(chars: &[char], at: usize) -> bool {
    let is_sign = |c: &char| !c.is_whitespace() && !"、，,；;\n/／|".contains(*c);
    let before = chars[..at].iter().rev().take_while(|c| is_sign(c)).count();
    let after = chars[at + 1..].iter().skip_while(|c| c.is_whitespace()).take_while(|c| is_sign(c)).count();
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    before >= 2 && after >= 2 && !(latin(chars[..at].last()) && latin(chars.get(at + 1)))
}

/// Names that are one known name when put together again: 纪检监察、审计办公室.
fn join_known(names: &[String], known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < names.len() {
        let longest = (at + 2..=names.len().min(at + 4)).rev().find_map(|end| {
            let joined = names[at..end].join("、");
            known(&joined).then_some((joined, end))
        });
        let (name, end) = longest.unwrap_or_else(|| (names[at].clone(), at + 1));
        let name = name.trim_end_matches(['等', '。', '：', ':']).to_owned();
        if !cell_text::is_nothing(&name) && !found.contains(&name) {
            found.push(name);
        }
        at = end;
    }
    found
}

/// `甲、乙（配合：丙）` leaves `甲、乙（` and `丙）`: the brackets belong to no name.
fn outer_bracket_off(text: &str) -> &str {
    let count = |signs: [char; 2]| text.matches(signs).count();
    let (opens, closes) = (count(['（', '(']), count(['）', ')']));
    let text = if closes > opens { text.strip_suffix(['）', ')']).unwrap_or(text) } else { text };
    if opens > closes { text.trim_end_matches(['（', '(']) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> bool {
        ["纪检监察、审计办公室", "综合科(档案室)", "财务/资产处"].contains(&name)
    }

    #[test]
    fn names_are_parted_by_every_sign_and_never_within() {
        for (cell, names) in [
            ("办公室、人事科", &["办公室", "人事科"][..]),
            ("办公室，人事科；财务科", &["办公室", "人事科", "财务科"]),
            ("办公室\n人事科", &["办公室", "人事科"]),
            ("办公室 人事科", &["办公室", "人事科"]),
            ("办公室　人事科", &["办公室", "人事科"]),
            ("办公室/人事科", &["办公室", "人事科"]),
            ("办 公 室", &["办公室"]),
            ("办公室", &["办公室"]),
            ("综合科（含档案、保密）、财务科", &["综合科（含档案、保密）", "财务科"]),
            ("各科室", &["各科室"]),
            ("局属各单位", &["局属各单位"]),
            ("各科室、局属各单位", &["各科室", "局属各单位"]),
            ("纪检监察、审计办公室、办公室", &["纪检监察、审计办公室", "办公室"]),
            ("财务/资产处", &["财务/资产处"]),
            ("办公室、办公室", &["办公室"]),
            ("办公室等", &["办公室"]),
            ("/", &[]),
            ("", &[]),
            ("IT Center", &["IT Center"]),
        ] {
            assert_eq!(read(cell, &known).responsible, names, "{cell}");
        }
    }

    #[test]
    fn what_the_units_do_is_told_before_or_behind_them() {
        for (cell, lead, responsible, supporting) in [
            ("牵头：办公室；配合：人事科、财务科", "办公室", "", "人事科、财务科"),
            ("牵头部门：办公室\n配合部门：人事科", "办公室", "", "人事科"),
            ("牵头:办公室 配合:人事科", "办公室", "", "人事科"),
            ("办公室、宣传科（配合：人事科）", "", "办公室、宣传科", "人事科"),
            ("责任部门：办公室；配合部门：各科室", "", "办公室", "各科室"),
            ("办公室（牵头）、人事科（配合）", "办公室", "", "人事科"),
            ("办公室（牵头），人事科", "办公室", "人事科", ""),
            ("主责单位：甲局；协办单位：乙局、丙局", "甲局", "", "乙局、丙局"),
            ("发改局牵头，财政局、税务局配合", "发改局", "", "财政局、税务局"),
            ("由发改局牵头、财政局配合", "发改局", "", "财政局"),
            ("发改局牵头 财政局配合", "发改局", "", "财政局"),
            ("办公室牵头，各科室", "办公室", "各科室", ""),
            ("办公室、宣传科，人事科配合", "", "办公室、宣传科", "人事科"),
            ("办公室牵头；会同人事科协助", "办公室", "", "人事科"),
            ("甲局、乙局共同牵头", "甲局、乙局", "", ""),
            // A name of its own, and no verb.
            ("牵头抓总办公室、配合保障科", "", "牵头抓总办公室、配合保障科", ""),
            ("军地配合办", "", "军地配合办", ""),
        ] {
            let named = read(cell, &known);
            let told = [named.lead, named.responsible, named.supporting].map(|list| list.join("、"));
            assert_eq!(told, [lead, responsible, supporting], "{cell}");
        }
    }
}
