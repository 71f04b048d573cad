//! 模板: an office's own form, a .docx or .xlsx that the ledger fills. The ledger keeps its bytes, so that it travels and is
//! merged with it. Knows no format.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::field::words;
use super::record::record;

words! {
    /// What a file of a template is made for.
    TemplateEach, "all、finding、measure、unit 之一", {
        /// One file for all.
        All = "all" "全部一份",
        /// One for each finding.
        Finding = "finding" "每个问题一份",
        /// One for each measure.
        Measure = "measure" "每条措施一份",
        /// One for each responsible unit.
        Unit = "unit" "每个责任单位一份",
    }
}

/// The most bytes of a template's file: it travels with the ledger and is merged.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;

record! {
    /// A form of an office.
    entity Template = "模板" {
        fields {
            /// What people call it.
            name: String = "模板名称",
            /// The name of its file, with its ending.
            file: String = "文件名",
            /// What a file of it is made for; empty = 全部一份.
            each: Option<TemplateEach> = "生成份数",
            /// All may read what comes of it: nothing internal gets into it.
            public: bool = "公开",
            /// What heads that no field bears mean, one a line: the head, a tab, the name of the field.
            heads: String = "表头的含义",
            /// The file, in base64.
            bytes: String = "文件内容",
            /// SM3 of the file.
            digest: String = "摘要（SM3）",
        }
    }
}

/// A file as [`Template::bytes`] holds it.
#[must_use]
pub fn encoded(file: &[u8]) -> String {
    STANDARD.encode(file)
}

impl Template {
    /// The file; `None` where what is kept is none.
    #[must_use]
    pub fn file_bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.bytes.trim()).ok().filter(|bytes| !bytes.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was_put_in_and_what_is_none_is_told() {
        for file in [&b"PK\x03\x04"[..], b"\0", b"\xff\xfe\xfd"] {
            let template = Template { bytes: format!("{}\n", encoded(file)), ..Template::default() };
            assert_eq!(template.file_bytes().as_deref(), Some(file));
        }
        for kept in ["", "不是", "A"] {
            let template = Template { bytes: kept.to_owned(), ..Template::default() };
            assert_eq!(template.file_bytes(), None, "{kept}");
        }
    }
}
