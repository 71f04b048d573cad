//! The words for the place where JSON cannot be read on: what should stand there, what does, what to do.
//! Knows the mistakes that people make by hand; reads nothing itself.

use super::place::Draft;
use super::problem::Problem;
use super::scan::{Scanner, Stop};

/// Words of other languages, and what JSON has instead.
const WORDS: &[(&str, &str)] = &[
    ("True", "JSON 里写作 true"),
    ("TRUE", "JSON 里写作 true"),
    ("False", "JSON 里写作 false"),
    ("FALSE", "JSON 里写作 false"),
    ("None", "JSON 里写作 null"),
    ("NULL", "JSON 里写作 null"),
    ("Null", "JSON 里写作 null"),
    ("nil", "JSON 里写作 null"),
    ("undefined", "JSON 里写作 null"),
    ("NaN", "JSON 没有 NaN，请写数字或 null"),
    ("Infinity", "JSON 没有 Infinity，请写数字或 null"),
];

impl Scanner<'_> {
    /// Stops here, where `expected` should stand; looks at what does.
    pub(super) fn syntax(&self, expected: &str) -> Stop {
        let Some(c) = self.text[self.at..].chars().next() else {
            let draft = self.draft(expected, "文件的结尾", "");
            return if self.text.trim_ascii().is_empty() { Stop::Syntax(draft) } else { Stop::End(draft) };
        };
        let word = self.word_here();
        let known = WORDS.iter().find(|(wrong, _)| *wrong == word).map(|(_, hint)| *hint);
        let hint = known.unwrap_or(match c {
            _ if expected.starts_with("“{”") => "这不是 JSON 文件，请检查是否选错了文件",
            '\'' | '“' | '”' | '‘' | '’' | '「' | '＂' => "请改用英文双引号",
            '，' | '：' | '［' | '］' | '｛' | '｝' | '、' => "请改用英文标点",
            '/' | '#' => "JSON 里不能写注释",
            '}' | ']' if self.after_comma() => "请删去前面多出的逗号",
            _ if expected.starts_with("“,”") && !"，：、/#".contains(c) => "两项之间可能漏了逗号",
            _ if expected == "“:”" && !"，：/#".contains(c) => "成员名后面要有英文冒号",
            '{' | '[' if expected == "文件到此结束" => "文件里有不止一份内容",
            '\\' => "文件可能写错了转义，反斜杠本身要写成 \\\\",
            '\u{a0}' | '\u{3000}' | '\u{feff}' | '\u{200b}' => "请删去这个看不见的字符",
            '+' => "数字前面不写加号",
            '.' => "小数点前面要有数字，如 0.5",
            '0'..='9' if self.after_comma() && expected.starts_with("成员名") => {
                "数字里不写千位分隔符；成员名要写在英文双引号里"
            }
            _ if !word.is_empty() && expected.starts_with("成员名") => "请把成员名写在英文双引号里",
            _ if !word.is_empty() && expected.starts_with("一个值") => "文字要写在英文双引号里",
            _ => "",
        });
        let found = match c {
            '\\' => format!("“{}”", self.escape_here()),
            _ if word.is_empty() => shown(c),
            _ => format!("“{word}”"),
        };
        self.stop(expected, &found, hint)
    }

    /// Stops here with these words.
    pub(super) fn stop(&self, expected: &str, found: &str, hint: &str) -> Stop {
        Stop::Syntax(self.draft(expected, found, hint))
    }

    /// Boxed, since every result of the scanner would be as large as its rarest error.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(
            clippy::unnecessary_box_returns,
            reason = "where a word is four bytes it is small enough for the lint"
        )
    )]
    fn draft(&self, expected: &str, found: &str, hint: &str) -> Box<Draft> {
        let problem = Problem {
            path: self.path(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            hint: hint.to_owned(),
            ..Problem::default()
        };
        Box::new(Draft { at: self.at, other: None, problem })
    }

    /// The word or number that begins here, cut after 20 characters.
    fn word_here(&self) -> String {
        let part = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-' | '$');
        self.text[self.at..].chars().take_while(part).take(20).collect()
    }

    /// The wrong escape that begins here.
    fn escape_here(&self) -> String {
        let rest = &self.text[self.at..];
        let long = if rest.starts_with("\\u") { 6 } else { 2 };
        rest.chars().take_while(|c| *c != '"' && !c.is_control()).take(long).collect()
    }

    fn after_comma(&self) -> bool {
        self.text[..self.at].trim_ascii_end().ends_with(',')
    }
}

/// A character as people can see it.
fn shown(c: char) -> String {
    let unseen = c.is_control() || c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
    match c {
        '\n' | '\r' => "换行".to_owned(),
        '"' => "英文双引号".to_owned(),
        _ if unseen => format!("看不见的字符 U+{:04X}", u32::from(c)),
        _ => format!("“{c}”"),
    }
}
