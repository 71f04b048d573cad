//! What the page asks of the second WebAssembly, and what that answers: a head in JSON and bytes behind it.
//! Both sides compile this file; only the second one compiles [`answer`].

use serde::{Deserialize, Serialize};

use super::document::{Document, TableDocument};
use super::house::Paper;
use super::intake::Intake;
use super::table::book::Book;
use super::table::raw::RawBook;
use super::template::fault::Fault;
use super::template::wanted::{Inspection, UsableName, Wanted};
use ledger::date::Date;

/// What is asked. The bytes that a question is about follow it.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Write a workbook.
    WriteBook(Book),
    /// Read the file in the bytes, whatever it is.
    Read {
        /// The table of GB 18030: the text of [`gb18030_table_bytes`] in that encoding.
        gb18030: String,
    },
    /// Read the workbook in the bytes, which this program wrote.
    ReadBook,
    /// Write a document.
    WriteDocument(Document),
    /// Write a document that is a table.
    WriteTable(TableDocument),
    /// Read the document in the bytes, which this program wrote.
    ReadDocument,
    /// Pack the bytes, which are files of these names and lengths one after the other.
    Pack {
        /// Names and lengths.
        files: Vec<(String, usize)>,
        /// The day that the files bear.
        date: Date,
    },
    /// Unpack the bytes.
    Unpack,
    /// Look into a template. The bytes are the template, so long, and behind it the ledger: a bundle as JSON.
    InspectTemplate {
        /// How many of the bytes are the template.
        template: usize,
        /// How it is to be filled.
        wanted: Wanted,
    },
    /// Fill a template. The bytes are those of [`Ask::InspectTemplate`].
    FillTemplate {
        /// How many of the bytes are the template.
        template: usize,
        /// How it is to be filled.
        wanted: Wanted,
    },
    /// Show the text of the first page of a filled template. The bytes are those of [`Ask::InspectTemplate`].
    PreviewTemplate {
        /// How many of the bytes are the template.
        template: usize,
        /// How it is to be filled.
        wanted: Wanted,
    },
    /// Make the template of a paper of the house.
    HousePaper {
        /// Which.
        paper: Paper,
        /// The day that the file bears.
        date: Date,
    },
    /// List the names that marks may use. The bytes are the ledger: a bundle as JSON.
    TemplateNames,
    /// Make a document with each mark. The bytes are the ledger: a bundle as JSON.
    SampleTemplate {
        /// The day that the file bears.
        today: Date,
    },
}

/// What is answered. Bytes that belong to it follow it.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The bytes are the file.
    File,
    /// What the file is and what is in it.
    Intake(Intake),
    /// The sheets.
    Sheets(RawBook),
    /// The paragraphs.
    Paragraphs(Vec<String>),
    /// The bytes are files of these names and lengths one after the other.
    Files(Vec<(String, usize)>),
    /// What a template is, and what is wrong with it.
    Template(Inspection),
    /// The bytes are the filled files of these names and lengths one after the other.
    Filled {
        /// Names and lengths.
        files: Vec<(String, usize)>,
        /// What the person should know, in sentences.
        notes: Vec<String>,
    },
    /// A text.
    Text(String),
    /// The names that marks may use.
    Names(Vec<UsableName>),
    /// What is wrong with a template, all at once. There is no file.
    Faults(Vec<Fault>),
    /// It could not be done: why, for people.
    Refused(String),
}

/// The bytes whose text, decoded as GB 18030 by whoever can, goes along with [`Ask::Read`]: each pair of the encoding, parted
/// by line breaks, so that one that stands for no character, or for two, moves no other.
#[must_use]
pub fn gb18030_table_bytes() -> Vec<u8> {
    let mut bytes = Vec::with_capacity(126 * 190 * 3);
    for first in 0x81..=0xfe_u8 {
        for second in (0x40..=0xfe_u8).filter(|second| *second != 0x7f) {
            bytes.extend([first, second, b'\n']);
        }
    }
    bytes
}

/// How far something has come, for people: `已填 3,400/10,000`.
#[must_use]
pub fn told_progress(done: u32, of: u32) -> String {
    format!("已填 {}/{}", in_thousands(done), in_thousands(of))
}

/// A count with a comma before each three digits.
fn in_thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A head and the bytes behind it, as one.
#[must_use]
pub fn join<T: Serialize>(head: &T, bytes: &[u8]) -> Vec<u8> {
    // cannot fail: every key is a string and no value's serializer returns an error.
    // Room for the length first: a large head is not copied once more.
    let mut out = vec![0; 4];
    if serde_json::to_writer(&mut out, head).is_err() {
        out.truncate(4);
    }
    let length = u32::try_from(out.len() - 4).unwrap_or(u32::MAX);
    out.splice(..4, length.to_le_bytes());
    out.extend_from_slice(bytes);
    out
}

/// Takes [`join`] apart; `None` where the bytes are nothing of the kind.
#[must_use]
pub fn split<T: for<'de> Deserialize<'de>>(message: &[u8]) -> Option<(T, &[u8])> {
    let (length, rest) = message.split_first_chunk::<4>()?;
    let (head, bytes) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((serde_json::from_slice(head).ok()?, bytes))
}

/// Answers a question.
#[cfg(feature = "office")]
#[must_use]
pub fn answer(message: &[u8]) -> Vec<u8> {
    answer_telling(message, &mut |_, _| {})
}

/// As [`answer`]; `tell` hears how far what takes long has come: how much is done, and of how much.
#[cfg(feature = "office")]
#[must_use]
pub fn answer_telling(message: &[u8], tell: &mut dyn FnMut(usize, usize)) -> Vec<u8> {
    let Some((ask, bytes)) = split::<Ask>(message) else {
        return join(&Answer::Refused("页面与办公格式模块不一致，请重新取得完整的文件。".to_owned()), &[]);
    };
    let (head, bytes) = done(ask, bytes, tell).unwrap_or_else(|why| (Answer::Refused(why), Vec::new()));
    join(&head, &bytes)
}

#[cfg(feature = "office")]
fn done(ask: Ask, bytes: &[u8], tell: &mut dyn FnMut(usize, usize)) -> Result<(Answer, Vec<u8>), String> {
    use super::{docx, xlsx, zip};
    let told = |error: zip::ZipError| error.to_string();
    Ok(match ask {
        Ask::WriteBook(book) => (Answer::File, xlsx::write(&book).map_err(told)?),
        Ask::Read { gb18030 } => {
            let read = super::reader::read(bytes, &super::reader::gbk::Gbk::new(&gb18030));
            (Answer::Intake(read.map_err(|error| error.to_string())?), Vec::new())
        }
        Ask::ReadBook => {
            let mut book = xlsx::read(bytes).map_err(|error| error.to_string())?;
            book.fill_merged();
            (Answer::Sheets(book), Vec::new())
        }
        Ask::WriteDocument(document) => (Answer::File, docx::write(&document).map_err(told)?),
        Ask::WriteTable(table) => (Answer::File, docx::write_table(&table).map_err(told)?),
        Ask::ReadDocument => {
            (Answer::Paragraphs(docx::read(bytes).map_err(|error| error.to_string())?), Vec::new())
        }
        Ask::Pack { files, date } => {
            let mut rest = bytes;
            let mut entries = Vec::with_capacity(files.len());
            for (name, length) in files {
                let (own, others) = rest.split_at_checked(length).ok_or("文件长度与内容不符")?;
                entries.push(zip::Entry { name, bytes: own.to_vec() });
                rest = others;
            }
            (Answer::File, zip::write(&entries, date).map_err(told)?)
        }
        Ask::HousePaper { paper, date } => (Answer::File, paper.template(date).map_err(told)?),
        Ask::InspectTemplate { .. }
        | Ask::FillTemplate { .. }
        | Ask::PreviewTemplate { .. }
        | Ask::TemplateNames
        | Ask::SampleTemplate { .. } => return about_template(&ask, bytes, tell),
        Ask::Unpack => {
            let entries = zip::read(bytes).map_err(told)?;
            let files = entries.iter().map(|entry| (entry.name.clone(), entry.bytes.len())).collect();
            (Answer::Files(files), entries.into_iter().flat_map(|entry| entry.bytes).collect())
        }
    })
}

/// Answers a question about templates. Faults of a template are an answer of their own, so that the page can list them.
#[cfg(feature = "office")]
fn about_template(
    ask: &Ask,
    bytes: &[u8],
    tell: &mut dyn FnMut(usize, usize),
) -> Result<(Answer, Vec<u8>), String> {
    use super::template::{self, TemplateError};
    let length = match ask {
        Ask::InspectTemplate { template, .. }
        | Ask::FillTemplate { template, .. }
        | Ask::PreviewTemplate { template, .. } => *template,
        _ => 0,
    };
    let (template, bundle) = bytes.split_at_checked(length).ok_or("模板长度与内容不符")?;
    let bundle: ledger::Bundle =
        serde_json::from_slice(bundle).map_err(|why| TemplateError::Ledger(why.to_string()).to_string())?;
    let ledger = ledger::Ledger::new(bundle).map_err(|twice| {
        let twice: Vec<&str> = twice.iter().map(ledger::Id::as_str).collect();
        TemplateError::Ledger(format!("编号重复（{}）", twice.join("、"))).to_string()
    })?;
    let answered = match ask {
        Ask::InspectTemplate { wanted, .. } => {
            template::inspect(template, &ledger, wanted).map(|told| (Answer::Template(told), Vec::new()))
        }
        Ask::FillTemplate { wanted, .. } => {
            template::fill_telling(template, &ledger, wanted, tell).map(|filled| {
                let files = filled.files.iter().map(|file| (file.name.clone(), file.bytes.len())).collect();
                let bytes = filled.files.into_iter().flat_map(|file| file.bytes).collect();
                (Answer::Filled { files, notes: filled.notes }, bytes)
            })
        }
        Ask::PreviewTemplate { wanted, .. } => {
            template::preview(template, &ledger, wanted).map(|text| (Answer::Text(text), Vec::new()))
        }
        Ask::SampleTemplate { today } => template::sample(&ledger, *today).map(|bytes| (Answer::File, bytes)),
        _ => Ok((Answer::Names(template::names(&ledger)), Vec::new())),
    };
    match answered {
        Err(TemplateError::Faults(faults)) => Ok((Answer::Faults(faults), Vec::new())),
        other => other.map_err(|why| why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_has_come_is_told_with_commas() {
        for (done, of, told) in [
            (3_400, 10_000, "已填 3,400/10,000"),
            (0, 999, "已填 0/999"),
            (1_000, 1_234_567, "已填 1,000/1,234,567"),
        ] {
            assert_eq!(told_progress(done, of), told);
        }
    }
}
