//! 《…》: the documents that a text names, each with its verb, so with how it stands to the rectification.
//! Knows one text at a time.

use ledger::register::DocumentRole;

/// Verbs before a document that the office made: a rule.
const ISSUED: [&str; 32] = [
    "研究制定出台",
    "制定并印发",
    "修订并印发",
    "修订完善",
    "研究制定",
    "研究制订",
    "制定出台",
    "制定印发",
    "制定完善",
    "修订印发",
    "修订出台",
    "建立健全",
    "牵头制定",
    "起草制定",
    "印发实施",
    "出台",
    "制发",
    "印发",
    "制定",
    "制订",
    "修订",
    "完善",
    "编发",
    "下发",
    "建立",
    "拟定",
    "颁布",
    "起草",
    "健全",
    "细化",
    "修改",
    "编写",
];

/// Verbs before a document that somebody else made.
const STUDIED: [&str; 23] = [
    "传达学习",
    "学习贯彻",
    "贯彻落实",
    "学习宣传",
    "严格执行",
    "严格落实",
    "学习传达",
    "认真落实",
    "学习",
    "传达",
    "贯彻",
    "落实",
    "执行",
    "遵守",
    "对照",
    "按照",
    "依据",
    "根据",
    "领会",
    "宣讲",
    "解读",
    "遵循",
    "严格按照",
];

/// Verbs before something that is no rule.
const PRODUCED: [&str; 15] = [
    "调研形成",
    "撰写形成",
    "梳理形成",
    "形成",
    "出具",
    "发布",
    "编印",
    "编制",
    "撰写",
    "提交",
    "规范",
    "填写",
    "签订",
    "汇编",
    "印制",
];

/// How a title ends that is no rule, whatever the verb.
const NO_RULES: [&str; 10] =
    ["报告", "记录本", "记录表", "介绍", "手册", "登记表", "登记簿", "承诺书", "倡议书", "白皮书"];

/// A document that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// The title inside the marks.
    pub title: &'a str,
    /// The verb, where there is one.
    pub verb: &'a str,
    /// How it stands to the rectification; `None` where no verb says so.
    pub role: Option<DocumentRole>,
}

/// The verb that a clause ends with: the last one, and of those that end together the longest.
fn verb(clause: &str) -> Option<(&str, DocumentRole)> {
    let all = [
        (&ISSUED[..], DocumentRole::Issued),
        (&STUDIED[..], DocumentRole::Studied),
        (&PRODUCED[..], DocumentRole::Produced),
    ];
    let mut best: Option<(usize, &str, DocumentRole)> = None;
    for (verbs, role) in all {
        for word in verbs {
            let Some(at) = clause.rfind(word) else { continue };
            let end = at + word.len();
            let better =
                best.as_ref().is_none_or(|(last, found, _)| (end, word.len()) > (*last, found.len()));
            if better {
                best = clause.get(at..end).map(|said| (end, said, role.clone()));
            }
        }
    }
    best.map(|(_, word, role)| (word, role))
}

/// What stands behind a title that was issued: `《…》已印发`, `《…》等制度相继出台`.
fn issued_behind(rest: &str) -> Option<&str> {
    let fillers = ["等", "制度", "文件", "办法", "均", "已", "经", "正式", "相继", "先后", "陆续"];
    let mut verb = rest;
    while let Some(filler) = fillers.iter().find(|filler| verb.starts_with(**filler)) {
        verb = verb.get(filler.len()..)?;
    }
    if verb.len() == rest.len() {
        return None;
    }
    ["印发实施", "出台", "印发", "制发", "下发", "颁布"].into_iter().find(|word| verb.starts_with(word))
}

fn role_of(title: &str, role: DocumentRole) -> DocumentRole {
    let plain = title.trim_end_matches(|c: char| c != ')' && c != '）' && !c.is_alphanumeric());
    let plain = plain.split(['(', '（']).next().unwrap_or(plain);
    let no_rule = NO_RULES.iter().any(|end| plain.ends_with(end));
    if role == DocumentRole::Issued && no_rule { DocumentRole::Produced } else { role }
}

/// The documents of a text, in order; one inside another's title, in `<>` or 〈〉, is one of its own.
#[must_use]
pub fn documents(text: &str) -> Vec<Document<'_>> {
    let mut found: Vec<Document<'_>> = Vec::new();
    let mut end_of_last = 0;
    for (open, _) in text.match_indices('《') {
        if open < end_of_last {
            continue;
        }
        let start = open + '《'.len_utf8();
        let Some(len) = text.get(start..).and_then(closing) else { continue };
        let (Some(title), Some(before)) = (text.get(start..start + len), text.get(..open)) else { continue };
        let clause = clause(before);
        let listed = clause.trim_start_matches(['》', '、', '和', '及', '与']).is_empty()
            && before.ends_with(['》', '、', '和', '及', '与']);
        let behind = text.get(start + len + '》'.len_utf8()..).and_then(issued_behind);
        let (said, role) = match (verb(clause), found.last(), behind) {
            (Some((said, role)), ..) => (said, Some(role)),
            (None, Some(last), _) if listed && last.role.is_some() => (last.verb, last.role.clone()),
            (None, _, Some(said)) => (said, Some(DocumentRole::Issued)),
            (None, ..) => ("", None),
        };
        // In a list every document keeps the verb's own role, whatever it made of the one before.
        let role = if said.is_empty() { role } else { verb(said).map(|(_, role)| role).or(role) };
        found.push(Document { title, verb: said, role: role.map(|role| role_of(title, role)) });
        found.extend(inner(title));
        end_of_last = start + len + '》'.len_utf8();
    }
    found
}

/// Where the title ends that begins here; titles inside it may bear the same marks. No title is longer than 200.
fn closing(rest: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in rest.char_indices().take(200) {
        match c {
            '《' => depth += 1,
            '》' if depth == 0 => return Some(at),
            '》' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    rest.char_indices().take(200).find(|(_, c)| *c == '》').map(|(at, _)| at)
}

/// The clause that a text ends with, at most 60 characters; a title before it in a list is not in it.
fn clause(before: &str) -> &str {
    let from = before
        .char_indices()
        .rev()
        .take(60)
        .find(|(_, c)| matches!(c, ',' | '，' | '。' | ';' | '；' | '：' | ':' | '》' | '\n'));
    let from = from.map(|(at, c)| at + c.len_utf8());
    let far = || before.char_indices().rev().nth(59).map_or(0, |(at, _)| at);
    before.get(from.unwrap_or_else(far)..).unwrap_or("")
}

/// A document named inside a title.
fn inner(title: &str) -> Option<Document<'_>> {
    let (open, c) = title.char_indices().find(|(_, c)| matches!(c, '<' | '〈' | '《'))?;
    let start = open + c.len_utf8();
    let rest = title.get(start..)?;
    let inner = rest.get(..rest.find(['>', '〉', '》'])?)?;
    let said = verb(title.get(..open)?);
    Some(Document {
        title: inner,
        verb: said.as_ref().map_or("", |(said, _)| said),
        role: said.map(|(_, role)| role),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentRole::{Issued, Produced, Studied};

    #[test]
    fn documents_are_found_with_their_verbs() {
        type Case = (&'static str, &'static [(&'static str, &'static str, Option<DocumentRole>)]);
        let cases: [Case; 9] = [
            (
                "修订完善《甲办法》《乙细则》，加强管理。",
                &[("甲办法", "修订完善", Some(Issued)), ("乙细则", "修订完善", Some(Issued))],
            ),
            (
                "集中学习《丙条例》等法规，制发《丁清单》。",
                &[("丙条例", "学习", Some(Studied)), ("丁清单", "制发", Some(Issued))],
            ),
            (
                "印发《贯彻落实<戊条例>任务清单》",
                &[("贯彻落实<戊条例>任务清单", "印发", Some(Issued)), ("戊条例", "贯彻落实", Some(Studied))],
            ),
            ("调研形成《己报告》", &[("己报告", "调研形成", Some(Produced))]),
            (
                "制定《庚报告》、《辛办法》",
                &[("庚报告", "制定", Some(Produced)), ("辛办法", "制定", Some(Issued))],
            ),
            ("没有写完的《壬", &[]),
            ("开展《癸法典》宣传，发放《子读本》", &[("癸法典", "", None), ("子读本", "", None)]),
            ("《丑办法》《寅细则》已印发", &[("丑办法", "", None), ("寅细则", "印发", Some(Issued))]),
            ("开展《<卯条例>释义》宣讲", &[("<卯条例>释义", "", None), ("卯条例", "", None)]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = documents(text).into_iter().map(|d| (d.title, d.verb, d.role)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
