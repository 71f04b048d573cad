//! Tables and documents: handing out the ledger and the notice, taking in a table or the text of a document.
//! The formats are `platform::office`'s, the meaning is `formats::table`'s; here they are brought together.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::context::of_page;
use super::opening::next_frame;
use super::workspace::Workspace;
use formats::document::{Document, TableDocument};
use formats::office::Ask;
use formats::table::book::{Book, told_of_cuts};
use formats::table::entry_form::form;
use formats::table::gather::{self, UnitPart};
use formats::table::heads::Heads;
use formats::table::ledger_book::{Wanted, book, csv_rows};
use formats::table::raw::RawBook;
use formats::{csv, flat, json};
use platform::{clock, files, office, page};
use query::route::{Place, Route};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What a table is called that came by the clipboard.
const PASTED_TABLE: &str = "粘贴的表格";

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A table that was read and waits to be looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The file's name.
    pub name: String,
    /// Its sheets, with merged cells filled.
    pub book: RawBook,
    /// The text around the tables of a document; empty where there is none.
    pub text: String,
}

/// The text of a document, for the import of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingNotice {
    /// The file's name.
    pub name: String,
    /// Its paragraphs, a line each.
    pub text: String,
}

/// What the ledger is handed out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A workbook.
    Xlsx,
    /// Comma-separated text.
    Csv,
}

/// Tables and documents of this page.
#[derive(Clone, Copy)]
pub struct Office {
    workspace: Workspace,
    /// What takes a while, told while it lasts.
    pub busy: RwSignal<Option<String>>,
    /// The table that was read last.
    pub arrived: RwSignal<Option<Arc<Arrived>>>,
    /// The document that was read last.
    pub notice: RwSignal<Option<IncomingNotice>>,
}

/// What follows the last dot, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

impl Office {
    /// For the workspace.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        Self {
            workspace,
            busy: RwSignal::new(None),
            arrived: RwSignal::new(None),
            notice: RwSignal::new(None),
        }
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Whether a file is a table or document by its name, so that it is no ledger.
    #[must_use]
    pub fn takes(name: &str) -> bool {
        [
            "xlsx", "xlsm", "xlsb", "xls", "et", "csv", "tsv", "txt", "docx", "doc", "wps", "rtf", "pdf",
            "ofd", "xml",
        ]
        .contains(&ending(name).as_str())
    }

    /// Reads a table or a document and leads to where it is looked through.
    pub fn take(self, file: web_sys::File) {
        let name = file.name();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bytes: whole, at least 0"
        )]
        let size = file.size() as u64;
        if let Err(error) = json::check_size(size) {
            return self.refuse(&name, &error.to_string());
        }
        self.busy.set(Some(format!("正在读取 {name}…")));
        spawn_local(async move {
            next_frame().await;
            match files::read(&file).await {
                Ok(bytes) => {
                    if let Err(why) = self.read(&name, &bytes).await {
                        self.refuse(&name, &why);
                    }
                }
                Err(why) => {
                    self.refuse(
                        &name,
                        &format!("浏览器读不出这个文件（{why}）。请检查文件是否还在原处，再试一次。"),
                    );
                }
            }
            self.busy.set(None);
        });
    }

    /// Takes a table that was pasted, as a file of this text would be taken.
    pub fn take_pasted(self, table: String) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(Some("正在读取粘贴的表格…".to_owned()));
        spawn_local(async move {
            next_frame().await;
            if let Err(why) = self.read(PASTED_TABLE, table.as_bytes()).await {
                self.refuse(PASTED_TABLE, &why);
            }
            self.busy.set(None);
        });
    }

    /// Has a file read, told by its content; a table leads to its preview, a text to that of a notice.
    async fn read(self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let mut intake = office::intake(bytes).await?;
        intake.book.fill_merged();
        let is_ledger = intake.book.sheets.iter().any(|sheet| Heads::find(sheet).is_some());
        let has_text = intake.paragraphs.iter().any(|line| !line.trim().is_empty());
        let has_rows = intake.book.sheets.iter().any(|sheet| !sheet.rows.is_empty());
        if has_text && !is_ledger {
            page::go(&Route::from(Place::Notice).print());
            self.notice
                .set(Some(IncomingNotice { name: name.to_owned(), text: intake.paragraphs.join("\n") }));
            if !intake.notes.is_empty() {
                self.workspace.notices.warn_with(format!("{name}："), intake.notes);
            }
            return Ok(());
        }
        if !has_rows {
            return Err("文件里没有表格，也没有文字。请检查选的是不是这个文件。".to_owned());
        }
        intake.book.notes.extend(intake.notes);
        self.arrived.set(Some(Arc::new(Arrived {
            name: name.to_owned(),
            book: intake.book,
            text: if has_text { intake.paragraphs.join("\n") } else { String::new() },
        })));
        page::go(&Route::from(Place::Exchange).print());
        Ok(())
    }

    /// Takes the text of a document, whose tables arrived, for a notice.
    pub fn as_notice(self, arrived: &Arrived) {
        self.arrived.set(None);
        page::go(&Route::from(Place::Notice).print());
        self.notice.set(Some(IncomingNotice { name: arrived.name.clone(), text: arrived.text.clone() }));
    }

    /// The sheets of a table, told by its content; merged cells are filled.
    ///
    /// # Errors
    /// Why it is not read and what to do, for people.
    pub async fn book(self, file: &web_sys::File) -> Result<RawBook, String> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bytes: whole, at least 0"
        )]
        json::check_size(file.size() as u64).map_err(|error| error.to_string())?;
        let bytes = files::read(file)
            .await
            .map_err(|why| format!("浏览器读不出这个文件（{why}）。请检查文件是否还在原处，再试一次。"))?;
        let mut intake = office::intake(&bytes).await?;
        intake.book.fill_merged();
        if intake.book.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
            return Err("里面没有表格。请检查选的是不是各单位发回的那个文件。".to_owned());
        }
        intake.book.notes.extend(intake.notes);
        Ok(intake.book)
    }

    /// Hands out the part of each unit as a workbook: packed in one file, or each by itself.
    pub fn hand_out_parts(self, parts: Vec<UnitPart>, packed: bool) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        page::end_typing();
        spawn_local(async move {
            let today = clock::today();
            let author = self.workspace.person_name();
            let names = gather::file_names(&parts, today);
            let (mut files, mut all) = (Vec::new(), Vec::new());
            for (at, (part, name)) in parts.iter().zip(&names).enumerate() {
                self.busy.set(Some(format!("正在导出各单位的表格（{} / {}）…", at + 1, parts.len())));
                next_frame().await;
                let book =
                    self.workspace.look(|ledger| form(ledger, &part.name, &part.measures, today, &author));
                let name = format!("{name}.xlsx");
                let file = self.written(&name, book).await;
                match file {
                    Ok(bytes) if packed => {
                        files.push((name, bytes.len()));
                        all.extend(bytes);
                    }
                    // A package that lacks a unit would be taken for the whole.
                    // One that was stopped stops all.
                    Err(why) if packed || why == office::STOPPED => {
                        self.save(&name, XLSX, Err(why));
                        self.busy.set(None);
                        return;
                    }
                    file => self.save(&name, XLSX, file),
                }
            }
            if packed {
                let name = self.file_name("整改台账按单位分发", "zip");
                let file = office::file(&Ask::Pack { files, date: today }, &all).await;
                self.save(&name, "application/zip", file);
            }
            self.busy.set(None);
        });
    }

    /// Hands out the ledger as flat tables for machines, packed in one file.
    pub fn hand_out_flat(self) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        page::end_typing();
        self.busy.set(Some("正在导出明细…".to_owned()));
        let name = self.file_name("导出明细", "zip");
        spawn_local(async move {
            next_frame().await;
            let today = clock::today();
            let made = self.workspace.look_journal(|journal| flat::files(&flat::Source::new(journal, today)));
            let (mut files, mut all) = (Vec::with_capacity(made.len()), Vec::new());
            for (name, bytes) in made {
                files.push((name, bytes.len()));
                all.extend(bytes);
            }
            let file = office::file(&Ask::Pack { files, date: today }, &all).await;
            self.save(&name, "application/zip", file);
            self.busy.set(None);
        });
    }

    fn refuse(self, name: &str, why: &str) {
        self.workspace
            .notices
            .warn_with(format!("没有导入 {name}，台账没有变动。原因："), vec![why.to_owned()]);
    }

    /// Hands out the ledger, or the part of it that is wanted.
    pub fn hand_out(self, kind: Kind, wanted: Wanted) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        page::end_typing();
        self.busy.set(Some("正在导出台账…".to_owned()));
        spawn_local(async move {
            next_frame().await;
            let today = clock::today();
            let author = self
                .workspace
                .person
                .with_untracked(|p| p.as_ref().map(|p| p.name.clone()))
                .unwrap_or_default();
            let what = if wanted.measures.is_some() { "整改台账（筛选）" } else { "整改台账" };
            let name = |ending: &str| self.file_name(what, ending);
            match kind {
                Kind::Csv => {
                    let text = self.workspace.look(|ledger| csv::write(csv_rows(ledger, &wanted, today)));
                    self.save(&name("csv"), "text/csv", Ok(text.into_bytes()));
                }
                Kind::Xlsx => {
                    let book = self.workspace.look(|ledger| book(ledger, &wanted, today, &author));
                    let name = name("xlsx");
                    let file = self.written(&name, book).await;
                    self.save(&name, XLSX, file);
                }
            }
            self.busy.set(None);
        });
    }

    /// The name of a file of this ledger that leaves today: see [`formats::file_names`].
    #[must_use]
    pub fn file_name(self, what: &str, ending: &str) -> String {
        self.workspace.file_name(what, ending)
    }

    /// Has a workbook written; tells of texts that no cell holds.
    async fn written(self, name: &str, book: Book) -> Result<Vec<u8>, String> {
        let told = told_of_cuts(&book.cuts);
        let file = office::file(&Ask::WriteBook(book), &[]).await;
        if let (Ok(_), Some(told)) = (&file, told) {
            self.workspace.notices.warn(format!("{name}：{told}"));
        }
        file
    }

    /// Hands out a document as `<unit>-<what>-<day>.docx`.
    pub fn hand_out_document(self, what: &str, document: Document) {
        self.hand_out_made(what, "正在导出通报…", Ask::WriteDocument(document));
    }

    /// Hands out text as `<unit>-<what>-<day>.csv`.
    pub fn hand_out_text(self, what: &str, text: String) {
        self.save(&self.file_name(what, "csv"), "text/csv", Ok(text.into_bytes()));
    }

    /// Hands out a table as `<unit>-<what>-<day>.docx`.
    pub fn hand_out_table(self, what: &str, table: TableDocument) {
        self.hand_out_made(what, "正在导出表格…", Ask::WriteTable(table));
    }

    /// Has a document made and hands it out as `<unit>-<what>-<day>.docx`.
    fn hand_out_made(self, what: &str, told: &str, ask: Ask) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(Some(told.to_owned()));
        let name = self.file_name(what, "docx");
        spawn_local(async move {
            next_frame().await;
            let file = office::file(&ask, &[]).await;
            self.save(&name, DOCX, file);
            self.busy.set(None);
        });
    }

    /// Hands out a workbook as `<unit>-<what>-<day>.xlsx`.
    pub fn hand_out_book(self, what: &str, book: Book) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(Some("正在导出表格…".to_owned()));
        let name = self.file_name(what, "xlsx");
        spawn_local(async move {
            next_frame().await;
            let file = self.written(&name, book).await;
            self.save(&name, XLSX, file);
            self.busy.set(None);
        });
    }

    /// Hands out a file under its name.
    pub fn save_file(self, name: &str, file: Result<Vec<u8>, String>) {
        let media_type = match ending(name).as_str() {
            "xlsx" => XLSX,
            "docx" => DOCX,
            "zip" => "application/zip",
            _ => "application/octet-stream",
        };
        self.save(name, media_type, file);
    }

    fn save(self, name: &str, media_type: &str, file: Result<Vec<u8>, String>) {
        let saved = file.and_then(|bytes| {
            files::download_bytes(name, media_type, &bytes)
                .map_err(|why| format!("浏览器拒绝下载（{why}）。请检查下载设置后重试。"))
        });
        match saved {
            Ok(()) => self.workspace.notices.tell(format!("已交浏览器下载 {name}；看到文件才算导出")),
            Err(why) => self.workspace.notices.warn(format!("没有导出 {name}：{why}")),
        }
    }
}
