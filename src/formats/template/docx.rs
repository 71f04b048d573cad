//! A .docx template: which parts are filled, and the file that comes of it. Parts without a mark are handed on as they are.

use super::check::{Fault, check, unclosed};
use super::expand::{ExpandError, Expander, MOST};
use super::scope::{Schema, Scope};
use super::slots::place;
use super::tree::{self, TreeError};
use crate::zip::{self, Entry, ZipError};
use ledger::date::Date;

/// Why a template is not filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The format of Word 97 to 2003, or a file with a password.
    #[error(
        "这是旧格式的 Word 文档（.doc）或加了打开密码。请在 WPS 或 Word 中打开它，另存为不加密的 .docx 后再作模板。"
    )]
    Old,
    /// The container cannot be read or written.
    #[error("模板打不开：{0}。")]
    Zip(#[from] ZipError),
    /// A container, but of something else.
    #[error("这个压缩包不是 Word 文档，缺少“word/document.xml”。请选择 .docx 文件。")]
    Missing,
    /// It holds a program.
    #[error("模板里有宏（{0}），不能使用。请在 WPS 或 Word 中另存为不含宏的 .docx 后再试。")]
    Macro(String),
    /// A part is no XML.
    #[error("模板内部的“{0}”已损坏。请在 WPS 或 Word 中打开并另存一次再试。")]
    Broken(String),
    /// What comes of it is larger than any paper.
    #[error("填好的文件太大，没有生成。请用筛选减少条目，或改为每个单位一份。")]
    TooLarge,
    /// Marks are wrong.
    #[error("模板有 {} 处错误，没有生成文件", .0.len())]
    Faults(Vec<Fault>),
}

/// The name of a part that holds text, as people read it; `None` for others.
fn part_name(path: &str) -> Option<String> {
    let name = path.strip_prefix("word/")?.strip_suffix(".xml")?;
    let numbered = |word: &str, shown: &str| {
        let number = name.strip_prefix(word)?;
        number
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| format!("{shown}{}{number}", if number.is_empty() { "" } else { " " }))
    };
    numbered("document", "正文")
        .or_else(|| numbered("header", "页眉"))
        .or_else(|| numbered("footer", "页脚"))
        .or_else(|| numbered("footnotes", "脚注"))
        .or_else(|| numbered("endnotes", "尾注"))
}

/// Fills a template. `public` is for papers that all may read: then the ledger's names are those of [`super::scope`] for the
/// public, and a mark for anything else is an error. `date` is the day that the container bears.
pub fn fill(
    template: &[u8],
    schema: &Schema,
    scope: &Scope,
    public: bool,
    date: Date,
) -> Result<Vec<u8>, TemplateError> {
    if template.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(TemplateError::Old);
    }
    let mut entries = zip::read(template)?;
    if !entries.iter().any(|entry| entry.name == "word/document.xml") {
        return Err(TemplateError::Missing);
    }
    if let Some(program) = entries.iter().find(|entry| entry.name.ends_with("vbaProject.bin")) {
        return Err(TemplateError::Macro(program.name.clone()));
    }
    let mut faults = Vec::new();
    for entry in &mut entries {
        fill_part(entry, schema, scope, public, &mut faults)?;
    }
    if faults.is_empty() { Ok(zip::write(&entries, date)?) } else { Err(TemplateError::Faults(faults)) }
}

/// Fills a part in place, unless anything was found wrong.
fn fill_part(
    entry: &mut Entry,
    schema: &Schema,
    scope: &Scope,
    public: bool,
    faults: &mut Vec<Fault>,
) -> Result<(), TemplateError> {
    let Some(name) = part_name(&entry.name) else { return Ok(()) };
    let broken = || TemplateError::Broken(entry.name.clone());
    // Office programs write UTF-8; a part of another encoding holds no mark that could be read.
    let source = std::str::from_utf8(&entry.bytes).map_err(|_| broken())?;
    // A brace that Word cut into two runs stands alone.
    if !source.contains('{') {
        return Ok(());
    }
    let (mark, source) = source.strip_prefix('\u{feff}').map_or(("", source), |rest| ("\u{feff}", rest));
    let mut nodes = tree::read(source).map_err(|why| match why {
        TreeError::Broken | TreeError::Deep => broken(),
    })?;
    let mut open = Vec::new();
    place(&mut nodes, &mut open);
    let found = check(&name, &nodes, schema, public);
    faults.extend(unclosed(&name, &open));
    faults.extend(found);
    if !faults.is_empty() {
        return Ok(());
    }
    let filled = match Expander::new(schema, MOST).fill(&nodes, &vec![("", scope)]) {
        Ok(filled) => filled,
        Err(ExpandError::TooLarge) => return Err(TemplateError::TooLarge),
        Err(ExpandError::Crossed(mark)) => {
            let wrong = "开始和结束不在同一层：要在同一段、同一张表的行，或并列的段落里".to_owned();
            faults.push(Fault { place: name, mark, wrong });
            return Ok(());
        }
    };
    let mut out = mark.to_owned();
    tree::write(&filled, &mut out);
    entry.bytes = out.into_bytes();
    Ok(())
}
