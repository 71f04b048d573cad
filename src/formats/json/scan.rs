//! Reads JSON text into a tree with places, to tell people exactly what is wrong with a file.
//!
//! Knows JSON (RFC 8259) and no ledger. It refuses what serde_json refuses, so that both tell the same of a
//! file, and in addition a key that occurs twice in one object, since one of the two values would be lost.
//! What is wrong inside one text or object does not stop it ([`Tree::soft`]); the first error in the
//! structure does ([`super::syntax`] has the words for it).

use std::borrow::Cow;
use std::collections::HashMap;

use super::place::{Draft, Drafts, Step, path_text, quoted};
use super::problem::Problem;

/// How deep arrays and objects may stand in each other: what serde_json reads.
pub(super) const MAX_DEPTH: usize = 127;

/// A key that serde_json keeps for itself: it takes an object with it for a number.
pub(super) const RESERVED: &str = "$serde_json::private::Number";

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
}

/// What a value is. Scalars are read from their source when they are needed.
#[derive(Debug)]
pub(super) enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug)]
pub(super) struct Member {
    /// Where the key stands, with its quotes.
    pub key: (usize, usize),
    pub value: Node,
}

/// A whole file.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    pub text: &'t str,
    pub root: Node,
    /// What is wrong without hindering the reading.
    pub soft: Drafts,
}

impl<'t> Tree<'t> {
    /// The source of a value.
    pub(super) fn source(&self, node: &Node) -> &'t str {
        &self.text[node.start..node.end]
    }

    /// The key of a member.
    pub(super) fn key(&self, member: &Member) -> Cow<'t, str> {
        unquoted(self.text, member.key)
    }

    /// The text that a string holds.
    pub(super) fn string(&self, node: &Node) -> Option<Cow<'t, str>> {
        matches!(node.kind, Kind::String).then(|| unquoted(self.text, (node.start, node.end)))
    }

    /// The member of an object with this key.
    pub(super) fn member<'n>(&self, node: &'n Node, key: &str) -> Option<&'n Member> {
        let Kind::Object(members) = &node.kind else { return None };
        members.iter().find(|member| self.key(member) == key)
    }
}

/// What a string holds; as it is written where its escapes are wrong.
fn unquoted(text: &str, (start, end): (usize, usize)) -> Cow<'_, str> {
    let inner = &text[start + 1..end - 1];
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str(&text[start..end]).map_or(Cow::Borrowed(inner), Cow::Owned)
}

/// Why reading stopped.
#[derive(Debug)]
pub(super) enum Stop {
    /// The text ends too early; what should come, and inside what.
    End(Box<Draft>),
    /// Something else stands there than should.
    Syntax(Box<Draft>),
}

/// Reads a whole text.
pub(super) fn scan(text: &str) -> Result<Tree<'_>, Stop> {
    let mut scanner =
        Scanner { text, bytes: text.as_bytes(), at: 0, path: Vec::new(), soft: Drafts::default() };
    scanner.blanks();
    let root = scanner.value(0)?;
    scanner.blanks();
    if scanner.at < text.len() {
        return Err(scanner.syntax("文件到此结束"));
    }
    Ok(Tree { text, root, soft: scanner.soft })
}

/// A step of the path to what is being read; keys by their place, so that nothing is copied.
#[derive(Debug, Clone, Copy)]
enum At {
    Key((usize, usize)),
    Index(usize),
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    path: Vec<At>,
    soft: Drafts,
}

impl Scanner<'_> {
    pub(super) fn path(&self) -> String {
        let step = |at: &At| match *at {
            At::Key(key) => Step::Key(unquoted(self.text, key).into_owned()),
            At::Index(index) => Step::Index(index),
        };
        path_text(&self.path.iter().map(step).collect::<Vec<_>>())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Reads the value that begins here.
    fn value(&mut self, depth: usize) -> Result<Node, Stop> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object(depth + 1)?,
            Some(b'[') => self.array(depth + 1)?,
            Some(b'"') => {
                self.string("文字")?;
                Kind::String
            }
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Kind::Bool)?,
            Some(b'f') => self.word("false", Kind::Bool)?,
            Some(b'n') => self.word("null", Kind::Null)?,
            _ if depth == 0 => return Err(self.syntax("“{”（台账是一个对象）")),
            _ => return Err(self.syntax("一个值（文字、数字、true、false、null、列表或对象）")),
        };
        Ok(Node { start, end: self.at, kind })
    }

    fn deeper(&mut self, depth: usize) -> Result<(), Stop> {
        if depth > MAX_DEPTH {
            let hint = "嵌套过深的不是台账，文件可能已经损坏";
            return Err(self.stop(&format!("不超过 {MAX_DEPTH} 层的嵌套"), "更深的一层", hint));
        }
        self.at += 1;
        self.blanks();
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Result<Kind, Stop> {
        self.deeper(depth)?;
        let mut items = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Kind::Array(items));
        }
        loop {
            self.path.push(At::Index(items.len()));
            items.push(self.value(depth)?);
            self.path.pop();
            self.blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.syntax("“,” 或 “]”")),
            }
            self.blanks();
        }
        self.at += 1;
        Ok(Kind::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Kind, Stop> {
        self.deeper(depth)?;
        let mut members = Vec::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Kind::Object(members));
        }
        loop {
            let key = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.syntax("成员名（写在英文双引号里）"));
            }
            self.string("成员名")?;
            let key = (key, self.at);
            self.path.push(At::Key(key));
            self.blanks();
            if self.peek() != Some(b':') {
                return Err(self.syntax("“:”"));
            }
            self.at += 1;
            self.blanks();
            let value = self.value(depth)?;
            if unquoted(self.text, key) == RESERVED {
                let found = quoted(RESERVED);
                self.note("别的成员名", found, "这个名字留给程序内部使用");
            }
            self.path.pop();
            members.push(Member { key, value });
            self.blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.syntax("“,” 或 “}”")),
            }
            self.blanks();
        }
        self.at += 1;
        self.repeated(&members);
        Ok(Kind::Object(members))
    }

    /// Notes the keys that occur twice.
    fn repeated(&mut self, members: &[Member]) {
        let text = self.text;
        let mut note = |first: &Member, again: &Member| {
            self.path.push(At::Key(again.key));
            let problem = Problem {
                path: self.path(),
                expected: "只出现一次的成员名".to_owned(),
                found: format!("又一个 {}", quoted(&unquoted(text, again.key))),
                hint: "它第一次出现在{}。请删去其中一个".to_owned(),
                ..Problem::default()
            };
            self.path.pop();
            self.soft.push(Draft { at: again.key.0, other: Some(first.key.0), problem });
        };
        if members.len() <= 24 {
            // Most objects are small, and most of their keys have no escapes: nothing is copied or hashed.
            for (n, again) in members.iter().enumerate() {
                let key = unquoted(text, again.key);
                if let Some(first) = members[..n].iter().find(|m| unquoted(text, m.key) == key) {
                    note(first, again);
                }
            }
            return;
        }
        let mut seen: HashMap<Cow<str>, &Member> = HashMap::with_capacity(members.len());
        for member in members {
            match seen.get(&unquoted(text, member.key)) {
                Some(first) => note(first, member),
                None => drop(seen.insert(unquoted(text, member.key), member)),
            }
        }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<Kind, Stop> {
        let rest = &self.bytes[self.at..];
        let after = rest.get(word.len()).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        if rest.starts_with(word.as_bytes()) && !after {
            self.at += word.len();
            return Ok(kind);
        }
        if word.as_bytes().starts_with(rest) {
            self.at = self.bytes.len();
        }
        Err(self.syntax(word))
    }

    fn number(&mut self) -> Result<Kind, Stop> {
        let start = self.at;
        let digits = |scanner: &mut Self| {
            let from = scanner.at;
            while scanner.peek().is_some_and(|b| b.is_ascii_digit()) {
                scanner.at += 1;
            }
            scanner.at > from
        };
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let zero = self.peek() == Some(b'0');
        let whole = self.at;
        let mut good = digits(self);
        let padded = zero && self.at > whole + 1;
        good &= !padded;
        if good && self.peek() == Some(b'.') {
            self.at += 1;
            good = digits(self);
        }
        if good && let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            good = digits(self);
        }
        let goes_on =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_') || b >= 0x80;
        if good && !self.peek().is_some_and(goes_on) {
            return Ok(Kind::Number);
        }
        if !good && self.at == self.bytes.len() && !padded {
            return Err(self.syntax("数字"));
        }
        self.at = start;
        Err(self.syntax("数字，写法如 12、-3.5、1e6（没有前导零、千位分隔符和单位）"))
    }

    /// Reads the string that begins here.
    fn string(&mut self, what: &str) -> Result<(), Stop> {
        let start = self.at;
        self.at += 1;
        loop {
            let rest = &self.bytes[self.at..];
            let Some(stop) = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f)) else {
                self.at = self.bytes.len();
                return Err(self.syntax(&format!("{what}的右引号")));
            };
            self.at += stop;
            match rest[stop] {
                b'"' => break,
                b'\\' => self.escape()?,
                b'\n' | b'\r' => {
                    let hint = "文字里的换行要写成 \\n；也可能是漏了英文双引号";
                    return Err(self.stop(&format!("{what}的右引号"), "换行", hint));
                }
                control => {
                    let found = format!("控制字符 U+{control:04X}");
                    let escape =
                        if control == b'\t' { "\\t".to_owned() } else { format!("\\u{control:04x}") };
                    self.note("没有控制字符的文字", found, &format!("请删去它，或改写成 {escape}"));
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        debug_assert!(self.at >= start + 2);
        Ok(())
    }

    /// Reads the escape that begins here.
    fn escape(&mut self) -> Result<(), Stop> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                return Ok(());
            }
            Some(b'u') => {}
            Some(_) => {
                return Err(self.syntax("\\\"、\\\\、\\/、\\b、\\f、\\n、\\r、\\t 或 \\u 加四位十六进制数"));
            }
            None => {
                self.at = self.bytes.len();
                return Err(self.syntax("文字的右引号"));
            }
        }
        let unit = self.unit(self.at)?;
        let paired = matches!(unit, 0xd800..=0xdbff)
            && self.bytes[self.at + 6..].starts_with(b"\\u")
            && matches!(self.unit(self.at + 6)?, 0xdc00..=0xdfff);
        if matches!(unit, 0xd800..=0xdfff) && !paired {
            let found = format!("单独的 {}", &self.text[self.at..self.at + 6]);
            self.note("成对的代理项（如 \\ud83d\\ude00）", found, "这半个字符没有意义，请删去或补全");
        }
        self.at += if paired { 12 } else { 6 };
        Ok(())
    }

    /// The four digits of the `\u` at a place.
    fn unit(&mut self, at: usize) -> Result<u16, Stop> {
        let digits = self.bytes.get(at + 2..at + 6);
        let hex = digits.filter(|d| d.iter().all(u8::is_ascii_hexdigit));
        let unit = hex.and_then(|d| u16::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok());
        unit.ok_or_else(|| {
            let rest = self.bytes.get(at + 2..).unwrap_or_default();
            let cut = rest.len() < 4 && rest.iter().all(u8::is_ascii_hexdigit);
            self.at = if cut { self.bytes.len() } else { at };
            self.syntax("\\u 加四位十六进制数")
        })
    }

    fn note(&mut self, expected: &str, found: String, hint: &str) {
        let (expected, hint) = (expected.to_owned(), hint.to_owned());
        let problem = Problem { path: self.path(), expected, found, hint, ..Problem::default() };
        self.soft.push(Draft { at: self.at, other: None, problem });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_depth_is_the_one_that_serde_json_reads() {
        for (depth, fits) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false), (100_000, false)] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), fits, "{depth}");
            assert_eq!(scan(&text).is_ok(), fits, "{depth}");
        }
    }
}
