//! What stands between `{{` and `}}`: a value with a form, a count, a block, a condition, the end of one. Knows no name.

use super::scope::COUNT;

/// What a mark asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// `{{整改时限|2024年6月30日}}`: a value, and how it is written.
    Value(String),
    /// `{{#措施 状态:已完成}}`: a block for each item, or once where a value says something.
    Open(String),
    /// `{{^佐证材料}}`: a block where there is nothing.
    Without(String),
    /// `{{/措施}}` or `{{/}}`: the end of a block.
    Close,
}

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What it asks for, with what stands behind `|` or behind the name.
    pub ask: Ask,
    /// The name: `措施.责任人`, `措施.总数`; empty in `{{/}}`.
    pub name: String,
    /// The mark as it stands in the template, with its braces.
    pub source: String,
}

impl Mark {
    /// Reads what stands between the braces. Signs of full width and spaces around are as good as the others.
    #[must_use]
    pub fn read(inner: &str) -> Self {
        let source = format!("{{{{{inner}}}}}");
        let text = inner.trim();
        let mut signs = text.chars();
        let (sign, rest) = match signs.next() {
            Some(sign @ ('#' | '＃' | '^' | '＾' | '/' | '／')) => (sign, signs.as_str().trim()),
            _ => (' ', text),
        };
        let (name, more) = match rest.split_once(['|', '｜']).filter(|_| sign == ' ') {
            Some((name, form)) => (name.trim(), form.trim()),
            None => {
                rest.split_once(char::is_whitespace).map_or((rest, ""), |(name, more)| (name, more.trim()))
            }
        };
        let more = more.to_owned();
        let ask = match sign {
            '#' | '＃' => Ask::Open(more),
            '^' | '＾' => Ask::Without(more),
            '/' | '／' => Ask::Close,
            _ => Ask::Value(more),
        };
        Self { ask, name: name.replace('．', "."), source }
    }

    /// The words by which it picks among the items of a list; `None` where there are none.
    #[must_use]
    pub fn filter(&self) -> Option<&str> {
        let filter = match &self.ask {
            Ask::Open(filter) | Ask::Without(filter) => Some(filter),
            Ask::Value(filter) => {
                Some(filter).filter(|_| self.name.rsplit_once('.').is_some_and(|(_, of)| of == COUNT))
            }
            Ask::Close => None,
        };
        filter.map(String::as_str).filter(|filter| !filter.is_empty())
    }

    /// Whether it begins a block.
    #[must_use]
    pub fn opens(&self) -> bool {
        matches!(self.ask, Ask::Open(_) | Ask::Without(_))
    }

    /// Whether it ends a block.
    #[must_use]
    pub fn closes(&self) -> bool {
        self.ask == Ask::Close
    }
}

/// Where the marks of a text stand, in bytes with their braces. Braces that never close are given back as the second.
#[must_use]
pub fn find(text: &str) -> (Vec<(std::ops::Range<usize>, Mark)>, Option<usize>) {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|rest| rest.find("{{")) {
        let open = from + open;
        let Some(len) = text.get(open + 2..).and_then(|rest| rest.find("}}")) else {
            return (found, Some(open));
        };
        let end = open + 2 + len + 2;
        // Of {{ that open twice the inner one counts.
        let inner = text.get(open..end - 2).and_then(|part| part.rfind("{{")).map_or(open, |at| open + at);
        found.push((inner..end, Mark::read(text.get(inner + 2..end - 2).unwrap_or(""))));
        from = end;
    }
    (found, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_say_what_they_ask_for() {
        let value = |form: &str| Ask::Value(form.to_owned());
        let cases = [
            ("反馈问题", value(""), "反馈问题"),
            (" 措施.责任人 ", value(""), "措施.责任人"),
            ("整改时限|2024年6月30日", value("2024年6月30日"), "整改时限"),
            ("序号｜一", value("一"), "序号"),
            ("措施.总数 状态:已完成", value("状态:已完成"), "措施.总数"),
            ("#问题", Ask::Open(String::new()), "问题"),
            ("＃措施 状态:已完成 -备注:略", Ask::Open("状态:已完成 -备注:略".to_owned()), "措施"),
            ("^佐证材料", Ask::Without(String::new()), "佐证材料"),
            ("/措施", Ask::Close, "措施"),
            ("/", Ask::Close, ""),
        ];
        for (inner, ask, name) in cases {
            let mark = Mark::read(inner);
            assert_eq!((mark.ask, mark.name.as_str()), (ask, name), "{inner}");
        }
    }

    #[test]
    fn marks_are_found_with_their_places() {
        let cases: [(&str, &[&str], bool); 6] = [
            ("甲{{乙}}丙{{丁}}", &["{{乙}}", "{{丁}}"], false),
            ("没有", &[], false),
            ("{{乙", &[], true),
            ("{{甲}}{{乙", &["{{甲}}"], true),
            ("{{{{甲}}", &["{{甲}}"], false),
            ("{甲} }} {{}}", &["{{}}"], false),
        ];
        for (text, expected, open) in cases {
            let (found, left) = find(text);
            let found: Vec<&str> = found.into_iter().map(|(range, _)| &text[range]).collect();
            assert_eq!((found.as_slice(), left.is_some()), (expected, open), "{text}");
        }
    }
}
