//! What is wrong with a file, and the one sentence that tells a person so. Knows no JSON and no ledger.

use std::fmt;

/// The largest file that is read, in bytes: 128 MiB.
pub const MAX_BYTES: u64 = 128 * 1024 * 1024;

/// How many problems are listed; the others are counted.
pub const MAX_LISTED: usize = 200;

/// One thing in a file that is wrong, or odd: where it stands, what should be there and what is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// The line, from 1; 0 where the place is known only by its path.
    pub line: usize,
    /// The column in characters, from 1; 0 as with `line`.
    pub column: usize,
    /// The place by names and indexes from 0: `findings[11].measures[2].due`. Empty for the whole file.
    pub path: String,
    /// The place as people call it: `问题 12 措施 3 的整改时限`. Empty where it has no such name.
    pub name: String,
    /// What should be there; completes "应为…". Empty where nothing is expected.
    pub expected: String,
    /// What is there, quoted and cut short; completes "实为…".
    pub found: String,
    /// What more there is to say, a sentence without its full stop.
    pub hint: String,
}

impl Problem {
    /// The sentence that a person reads:
    /// `第 12 行第 8 列，findings[11].measures[2].due（问题 12 措施 3 的整改时限）：应为…，实为 "2024-02-30"。…`
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut place = Vec::new();
        if self.line > 0 {
            place.push(format!("第 {} 行第 {} 列", self.line, self.column));
        }
        match (self.path.as_str(), self.name.as_str()) {
            ("", "") => {}
            (path, "") => place.push(path.to_owned()),
            ("", name) => place.push(name.to_owned()),
            (path, name) => place.push(format!("{path}（{name}）")),
        }
        let mut clauses = Vec::new();
        if !self.expected.is_empty() {
            clauses.push(format!("应为{}", spaced(&self.expected)));
        }
        if !self.found.is_empty() {
            clauses.push(format!("实为{}", spaced(&self.found)));
        }
        let mut said = Vec::new();
        if !clauses.is_empty() {
            said.push(clauses.join("，"));
        }
        if !self.hint.is_empty() {
            said.push(self.hint.clone());
        }
        let said = said.join("。");
        if place.is_empty() { format!("{said}。") } else { format!("{}：{said}。", place.join("，")) }
    }
}

/// A blank between Chinese and what begins in another script.
pub(super) fn spaced(text: &str) -> String {
    if text.starts_with(|c: char| c.is_ascii()) { format!(" {text}") } else { text.to_owned() }
}

/// Why a file as a whole was not read. Its `Display` is the sentence that a person reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is nothing in it.
    #[error("文件是空的。请检查是否选错了文件，或保存时出了错。")]
    Empty,
    /// It is larger than [`MAX_BYTES`].
    #[error("文件有 {} MB，最多能打开 {} MB。台账本身不会这样大，请检查是否选错了文件。", megabytes(*.0), MAX_BYTES / 1_048_576)]
    TooLarge(
        /// Its size.
        u64,
    ),
    /// It is UTF-16 or UTF-32.
    #[error("文件的编码是 {0}。请用文本编辑器另存为 UTF-8 编码后再打开。")]
    Wide(
        /// The encoding.
        &'static str,
    ),
    /// It begins like a file of another kind.
    #[error("这是{}，不是 JSON 台账。请检查是否选错了文件。", spaced(.0))]
    OtherKind(
        /// The kind of file.
        &'static str,
    ),
    /// It is UTF-8 with bytes that are none, or in an encoding that is not known.
    #[error(
        "第 {line} 行有不能识别的字符（既不是 UTF-8，也不是 GB 18030）。文件可能已经损坏，请重新取得这个文件。"
    )]
    NotText {
        /// The line of the first such byte, from 1.
        line: usize,
    },
    /// It stops before its end.
    #[error("文件在第 {} 行断了，后面的内容没有了。{}请重新取得完整的文件。", .0.line, stopped(.0))]
    Truncated(
        /// Where it stops and what should come.
        Box<Problem>,
    ),
    /// It is not JSON.
    #[error("不是正确的 JSON，从这里起读不下去：{}", .0.sentence())]
    Syntax(
        /// Where.
        Box<Problem>,
    ),
    /// It is JSON, but no bundle.
    #[error("这个 JSON 文件不是整改台账：文件内容是{}。请检查是否选错了文件。", spaced(.found))]
    NotABundle {
        /// What it holds instead.
        found: String,
    },
    /// It has lists of a bundle, but no `format`.
    #[error(
        "文件没有注明格式。如果它确是整改台账，请在开头的 “{{” 后面加上 \"format\": \"zhenggai.bundle/1\", 再打开。"
    )]
    NoFormat,
    /// A newer version of this program wrote it.
    #[error(
        "文件由较新的版本写成（格式 {format}，这个版本能读 zhenggai.bundle/1）。请用新版本的整改台账打开，不要在这里修改。"
    )]
    Newer {
        /// Its format.
        format: String,
    },
    /// Its `format` is not known.
    #[error("文件的格式是 {format}，应为 \"zhenggai.bundle/1\"。请检查是否选错了文件。")]
    UnknownFormat {
        /// Its format, quoted.
        format: String,
    },
    /// It was refused for a reason that was not found: a defect of this program.
    #[error(
        "文件在第 {line} 行附近不能读取，但没有找到具体原因（{cause}）。这是程序的缺陷，请把文件交给维护人员。"
    )]
    Unexplained {
        /// Near which line.
        line: usize,
        /// What the reader said.
        cause: String,
    },
}

fn megabytes(bytes: u64) -> String {
    // Rounded up, so that a file just over the limit is not told to be as large as the limit.
    let tenths = (bytes * 10).div_ceil(1_048_576);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn stopped(at: &Problem) -> String {
    if at.path.is_empty() { String::new() } else { format!("断在 {} 中。", at.path) }
}

/// Whether a file of this size is read at all; to be asked before its bytes are.
pub fn check_size(bytes: u64) -> Result<(), FileError> {
    if bytes > MAX_BYTES { Err(FileError::TooLarge(bytes)) } else { Ok(()) }
}

/// Why a file was not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The file as a whole.
    File(FileError),
    /// Places in it, in their order.
    Content {
        /// The first [`MAX_LISTED`].
        problems: Vec<Problem>,
        /// How many more there are.
        more: usize,
    },
}

impl Refusal {
    /// What a person reads, a sentence a problem.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        match self {
            Self::File(error) => vec![error.to_string()],
            Self::Content { problems, more } => {
                let mut sentences: Vec<String> = problems.iter().map(Problem::sentence).collect();
                if *more > 0 {
                    sentences.push(format!("还有 {more} 处问题没有列出。"));
                }
                sentences
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentences().join("\n"))
    }
}

impl std::error::Error for Refusal {}

impl From<FileError> for Refusal {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
