//! The manifest of a package: what it is, what is in it, and the digests by which a receiver checks it. As JSON for
//! programs and as XML with the names of DA/T 46-2009. Knows no ledger.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::metadata::Element;
use crate::digest;
use crate::json::canonical;

/// The `format` of a manifest.
pub const FORMAT: &str = "zhenggai.package/1";
/// Its name in the package.
pub const JSON_NAME: &str = "manifest.json";
/// The name of the same as XML.
pub const XML_NAME: &str = "manifest.xml";

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// 计算机文件名.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// 格式信息.
    pub format: String,
    /// 计算机文件大小.
    pub bytes: u64,
    /// GB/T 32905-2016.
    pub sm3: String,
    /// FIPS 180-4.
    pub sha256: String,
}

/// How much the ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// 问题.
    pub findings: usize,
    /// 整改措施.
    pub measures: usize,
    /// 佐证材料.
    pub evidence: usize,
    /// 变更.
    pub edits: usize,
}

/// A name with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The element's name in DA/T 46-2009.
    pub name: String,
    /// The element that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// Its value.
    pub value: String,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The ledger's id.
    pub bundle: String,
    /// The ledger's title.
    pub title: String,
    /// The day on which the package was made.
    pub date: String,
    /// The metadata that have a value.
    pub metadata: Vec<Named>,
    /// How much the ledger holds.
    pub counts: Counts,
    /// Every file but the manifests, in the order of the package.
    pub files: Vec<Listed>,
}

impl Manifest {
    /// For these files: names, titles, formats and bytes.
    #[must_use]
    pub fn list<'a>(files: impl IntoIterator<Item = (&'a str, &'a str, &'a str, &'a [u8])>) -> Vec<Listed> {
        let listed = files.into_iter().map(|(name, title, format, bytes)| {
            let digest = digest::digest(bytes);
            Listed {
                name: name.to_owned(),
                title: title.to_owned(),
                format: format.to_owned(),
                bytes: digest.bytes,
                sm3: digest.sm3,
                sha256: digest.sha256,
            }
        });
        listed.collect()
    }

    /// Elements as the manifest holds them.
    #[must_use]
    pub fn named(elements: &[Element]) -> Vec<Named> {
        let filled = elements.iter().filter(|element| !element.value.is_empty());
        let named = filled.map(|element| Named {
            name: element.name.to_owned(),
            within: element.within.map(str::to_owned),
            value: element.value.clone(),
        });
        named.collect()
    }

    /// All files together, in bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// As canonical JSON (RFC 8785).
    #[must_use]
    pub fn json(&self) -> String {
        // cannot fail: every key is a string and no value's serializer returns an error.
        canonical(&serde_json::to_value(self).unwrap_or_default())
    }

    /// As XML, with the element names of DA/T 46-2009.
    #[must_use]
    pub fn xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let mut line = |depth: usize, text: &str| {
            // cannot fail: writing to a String never does.
            let _ = writeln!(out, "{:1$}{text}", "", depth * 2);
        };
        line(
            0,
            &format!("<归档信息包 格式=\"{}\" 组包日期=\"{}\">", escape(&self.format), escape(&self.date)),
        );
        line(1, "<元数据>");
        let mut open: Option<&str> = None;
        for element in &self.metadata {
            let within = element.within.as_deref();
            if within != open {
                if let Some(open) = open {
                    line(2, &format!("</{open}>"));
                }
                if let Some(within) = within {
                    line(2, &format!("<{within}>"));
                }
                open = within;
            }
            let depth = if within.is_some() { 3 } else { 2 };
            line(depth, &tag(&element.name, &element.value));
        }
        if let Some(open) = open {
            line(2, &format!("</{open}>"));
        }
        line(1, "</元数据>");
        line(1, "<内容统计>");
        for (name, count) in [
            ("问题", self.counts.findings),
            ("整改措施", self.counts.measures),
            ("佐证材料", self.counts.evidence),
            ("变更记录", self.counts.edits),
        ] {
            line(2, &tag(name, &count.to_string()));
        }
        line(1, "</内容统计>");
        line(1, &format!("<文件清单 数量=\"{}\" 字节数=\"{}\">", self.files.len(), self.bytes()));
        for (n, file) in self.files.iter().enumerate() {
            line(2, &format!("<文件 序号=\"{}\">", n + 1));
            line(3, &tag("题名", &file.title));
            line(3, &tag("计算机文件名", &file.name));
            line(3, &tag("计算机文件大小", &file.bytes.to_string()));
            line(3, &tag("格式信息", &file.format));
            line(3, &tag("SM3", &file.sm3));
            line(3, &tag("SHA-256", &file.sha256));
            line(2, "</文件>");
        }
        line(1, "</文件清单>");
        line(0, "</归档信息包>");
        out
    }
}

fn tag(name: &str, value: &str) -> String {
    format!("<{name}>{}</{name}>", escape(value))
}

/// Text as XML and HTML hold it. Characters that XML 1.0 forbids become U+FFFD.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
