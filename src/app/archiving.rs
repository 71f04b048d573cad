//! 归档: making the package, verifying one, saving the page with its ledger. The meaning is `exchange::archive`'s, the
//! formats are `browser::office`'s; here they are brought together.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::opening::{self, next_frame};
use super::unpacking::unpacked;
use crate::browser::{clock, files, office, page};
use crate::exchange::archive::package::{self, Made};
use crate::exchange::archive::verify::{self, Report};
use crate::exchange::json;
use crate::exchange::notice_document::document;
use crate::exchange::office::Ask;
use crate::exchange::table::ledger_book::{Wanted, book};
use crate::notice::Version;

/// What the archive page does.
#[derive(Clone, Copy)]
pub struct Archiving {
    desk: Desk,
    /// What takes a while, told while it lasts.
    pub busy: RwSignal<Option<String>>,
    /// What the last verification found, with the file's name.
    pub report: RwSignal<Option<(String, Report)>>,
}

impl Archiving {
    /// For the desk.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self { desk, busy: RwSignal::new(None), report: RwSignal::new(None) }
    }

    fn begin(self, what: &str) -> bool {
        let free = self.busy.with_untracked(Option::is_none);
        if free {
            page::end_typing();
            self.busy.set(Some(what.to_owned()));
        }
        free
    }

    /// Makes the package and hands it to the downloads.
    pub fn pack(self) {
        if !self.begin("正在生成归档包…") {
            return;
        }
        spawn_local(async move {
            next_frame().await;
            let desk = self.desk;
            let name = format!("归档-{}-{}.zip", opening::file_name(&desk.bundle_id()), clock::today());
            let exported = desk.to_be_exported();
            match self.packed().await {
                Ok(bytes) => match files::download_bytes(&name, "application/zip", &bytes) {
                    Ok(()) => {
                        desk.note_export(exported);
                        desk.notices.tell(format!("已生成 {name}；请确认下载完成，并用下面的“核验”检查一遍"));
                    }
                    Err(why) => desk.notices.warn(format!("浏览器没有保存 {name}（{why}）。")),
                },
                Err(why) => desk.notices.warn(format!("没有生成归档包：{why}")),
            }
            self.busy.set(None);
        });
    }

    async fn packed(self) -> Result<Vec<u8>, String> {
        let desk = self.desk;
        let today = clock::today();
        let author = desk.person.with_untracked(|p| p.as_ref().map(|p| p.name.clone())).unwrap_or_default();
        let text = |version| desk.look(|ledger| document(ledger.bundle(), version, today, &author));
        let table = desk.look(|ledger| book(ledger, &Wanted::default(), today, &author));
        let xlsx = office::file(&Ask::WriteBook(table), &[]).await?;
        let docx = office::file(&Ask::WriteDocument(text(Version::Public)), &[]).await?;
        let internal_docx = if desk.look_journal(package::has_internal) {
            Some(office::file(&Ask::WriteDocument(text(Version::Internal)), &[]).await?)
        } else {
            None
        };
        let made = Made { xlsx, docx, internal_docx };
        let text = desk.sealed(json::export).unwrap_or_default();
        let parts = desk.look_journal(|journal| package::parts(journal, text, made, today));
        let named = parts.iter().map(|part| (part.name.clone(), part.bytes.len())).collect();
        let bytes: Vec<u8> = parts.iter().flat_map(|part| part.bytes.iter().copied()).collect();
        office::file(&Ask::Pack { files: named, date: today }, &bytes).await
    }

    /// Verifies a package or a ledger.
    pub fn verify(self, file: web_sys::File) {
        let name = file.name();
        if !self.begin(&format!("正在核验 {name}…")) {
            return;
        }
        self.report.set(None);
        spawn_local(async move {
            next_frame().await;
            let report = match files::read(&file).await {
                Err(why) => Err(format!("浏览器读不出这个文件（{why}）")),
                Ok(bytes) if bytes.starts_with(b"PK") => {
                    unpacked(&bytes).await.map(|found| verify::package(&found, &files::decode_gb18030))
                }
                Ok(bytes) => Ok(verify::json_alone(&bytes, &files::decode_gb18030)),
            };
            match report {
                Ok(report) => self.report.set(Some((name, report))),
                Err(why) => self.desk.notices.warn(format!("没有核验 {name}：{why}。")),
            }
            self.busy.set(None);
        });
    }

    /// 另存为网页: the page itself with the ledger as it is now.
    pub fn save_page(self) {
        if !self.begin("正在另存为网页…") {
            return;
        }
        spawn_local(async move {
            next_frame().await;
            let desk = self.desk;
            let exported = desk.to_be_exported();
            let text = desk.sealed(json::export).and_then(|text| page::copy_with(&text));
            let name = format!("整改台账-{}-{}.html", opening::file_name(&desk.bundle_id()), clock::today());
            let saved = text.ok_or_else(|| "页面不完整，请重新取得原文件".to_owned());
            match saved.and_then(|text| files::download(&name, "text/html", &[text])) {
                Ok(()) => {
                    desk.note_export(exported);
                    desk.notices.tell(format!("已另存 {name}；请确认下载完成"));
                }
                Err(why) => desk.notices.warn(format!("没有另存为网页：{why}。")),
            }
            self.busy.set(None);
        });
    }
}
