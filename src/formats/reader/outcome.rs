//! What a document or table gave, and what of it was left out on purpose and must be told. Knows no format.

use crate::table::raw::RawSheet;

/// What was read of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentText {
    /// Its paragraphs, those of tables and text boxes too.
    pub paragraphs: Vec<String>,
    /// Its tables.
    pub tables: Vec<RawSheet>,
    /// What was left out, in sentences.
    pub notes: Vec<String>,
}

/// What of a document is never taken into a text, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Runs of hidden text.
    pub hidden: usize,
    /// Texts and paragraphs that a tracked change struck out.
    pub deleted: usize,
    /// Texts that a tracked change put in, and that were taken.
    pub inserted: usize,
    /// Comments.
    pub comments: usize,
    /// Notes at the foot or end whose text is not told by itself.
    pub footnotes: usize,
    /// Reading aids above characters.
    pub ruby: usize,
    /// Signs that no font but their own has.
    pub signs: usize,
    /// Texts in cells that stand under a merged one.
    pub covered: usize,
    /// Documents within the document.
    pub embedded: usize,
}

impl LeftOut {
    /// What is told of it, a sentence each.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut tell = |count: usize, text: String| {
            if count > 0 {
                notes.push(text);
            }
        };
        tell(self.hidden, format!("文件里有 {} 处隐藏文字，没有读入。", self.hidden));
        tell(
            self.deleted + self.inserted,
            format!(
                "文件里有修订：插入的 {} 处已读入，删除的 {} 处没有读入。请先在 WPS 或 Word 中接受或拒绝全部修订再核对。",
                self.inserted, self.deleted
            ),
        );
        tell(self.comments, format!("文件里有 {} 条批注，没有读入。", self.comments));
        tell(self.footnotes, format!("文件里有 {} 条脚注或尾注，没有读入正文。", self.footnotes));
        tell(self.ruby, format!("文件里有 {} 处拼音标注，只读入了正文的字。", self.ruby));
        tell(self.signs, format!("{} 个特殊符号认不出来，以“〓”代替。", self.signs));
        tell(self.covered, format!("合并单元格下盖住的 {} 处文字没有读入。", self.covered));
        tell(self.embedded, format!("文件里嵌入了 {} 个别的文档，没有读入。", self.embedded));
        notes
    }
}
