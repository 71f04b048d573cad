//! 归档: making the package, verifying one, saving the page with its ledger. The meaning is `formats::archive`'s, the
//! formats are `platform::office`'s; here they are brought together.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::containers::unpacked;
use super::opening::next_frame;
use super::papers::{Papers, Which};
use super::workspace::Workspace;
use formats::archive::package::{self, Made, Paper};
use formats::archive::read_back::ReadBack;
use formats::archive::verify::{self, Report};
use formats::json;
use formats::office::{Answer, Ask};
use journal::{Fingerprint, Journal};
use notice::Version;
use platform::{clock, files, office, page};
use session::Event;

/// What the archive page does.
#[derive(Clone, Copy)]
pub struct Archiving {
    workspace: Workspace,
    /// Fills the papers.
    filler: Papers,
    /// What takes a while, told while it lasts.
    pub busy: RwSignal<Option<String>>,
    /// What the last verification found, with the file's name.
    pub report: RwSignal<Option<(String, Report)>>,
    /// What came of reading the last package back, with what it was made of: which ledger that was opened, which edits.
    read_back: RwSignal<Option<((u64, Fingerprint), ReadBack)>>,
    /// The papers that the package is to hold beside the rest, with their names.
    pub papers: RwSignal<Vec<(Which, String)>>,
}

impl Archiving {
    /// For the workspace, on this page.
    #[must_use]
    pub fn new(workspace: Workspace) -> Self {
        Self {
            workspace,
            filler: Papers::of_page(),
            busy: RwSignal::new(None),
            report: RwSignal::new(None),
            read_back: RwSignal::new(None),
            papers: RwSignal::new(Vec::new()),
        }
    }

    /// What came of reading the package back that was made of the ledger as it is now.
    #[must_use]
    pub fn read_back(self) -> Option<ReadBack> {
        self.workspace.revision.track();
        let now = self.state();
        self.read_back.get().filter(|(made_of, _)| *made_of == now).map(|(_, read_back)| read_back)
    }

    fn state(self) -> (u64, Fingerprint) {
        (self.workspace.opened.get_untracked(), self.workspace.look_journal(Journal::mark))
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
            let workspace = self.workspace;
            let name = workspace.file_name("归档", "zip");
            let exported = workspace.to_be_exported();
            let made_of = self.state();
            match self.packed().await {
                Ok((bytes, read_back)) => match files::download_bytes(&name, "application/zip", &bytes) {
                    Ok(()) => {
                        workspace.send(Event::HandedOut(exported));
                        if let Some(fault) = read_back.faults.first() {
                            workspace.notices.warn(format!("{name} 读回核对不通过：{fault}。请勿移交。"));
                        }
                        self.read_back.set(Some((made_of, read_back)));
                        workspace
                            .notices
                            .tell(format!("已生成 {name}；请确认下载完成，并用下面的“核验”检查一遍"));
                    }
                    Err(why) => workspace.notices.warn(format!("浏览器没有保存 {name}（{why}）。")),
                },
                Err(why) => workspace.notices.warn(format!("没有生成归档包：{why}")),
            }
            self.busy.set(None);
        });
    }

    /// The package, read back before it is handed out.
    async fn packed(self) -> Result<(Vec<u8>, ReadBack), String> {
        let workspace = self.workspace;
        let today = clock::today();
        let mut read_back = ReadBack::default();
        let table = workspace.look_journal(|journal| package::workbook(journal, today));
        let xlsx = office::file(&Ask::WriteBook(table.clone()), &[]).await?;
        let read = office::ask(&Ask::ReadBook, &xlsx).await.and_then(|answer| match answer {
            (Answer::Sheets(read), _) => Ok(read),
            _ => Err("办公格式模块没有给出表格".to_owned()),
        });
        read_back.workbook(package::TABLE, &table, &read);
        let mut texts = vec![(package::NOTICE, Version::Public)];
        if workspace.look_journal(package::has_internal) {
            texts.push((package::INTERNAL_NOTICE, Version::Internal));
        }
        let mut documents = Vec::new();
        for (name, version) in texts {
            let text = workspace.look_journal(|journal| package::document(journal, version, today));
            let docx = office::file(&Ask::WriteDocument(text.clone()), &[]).await?;
            let read = office::ask(&Ask::ReadDocument, &docx).await.and_then(|answer| match answer {
                (Answer::Paragraphs(read), _) => Ok(read),
                _ => Err("办公格式模块没有给出段落".to_owned()),
            });
            read_back.document(name, &text, &read);
            documents.push(docx);
        }
        let mut documents = documents.into_iter();
        let (docx, internal_docx) = (documents.next().unwrap_or_default(), documents.next());
        let made = Made { xlsx, docx, internal_docx, papers: self.filled_papers().await? };
        let text = workspace.sealed(json::export).unwrap_or_default();
        let parts = workspace.look_journal(|journal| package::parts(journal, text, made, today));
        let named = parts.iter().map(|part| (part.name.clone(), part.bytes.len())).collect();
        let bytes: Vec<u8> = parts.iter().flat_map(|part| part.bytes.iter().copied()).collect();
        let packed = office::file(&Ask::Pack { files: named, date: today }, &bytes).await?;
        read_back.package(&parts, &unpacked(&packed).await);
        Ok((packed, read_back))
    }

    /// The papers that were ticked. One that cannot be filled stops the package: what lacks would be taken for the whole.
    async fn filled_papers(self) -> Result<Vec<Paper>, String> {
        let mut filled = Vec::new();
        for (which, title) in self.papers.get_untracked() {
            let made = self.filler.filled(&which, None).await.map_err(|why| format!("“{title}”：{why}"))?;
            filled.extend(made.files.into_iter().map(|file| Paper {
                name: file.name,
                title: title.clone(),
                bytes: file.bytes,
            }));
        }
        Ok(filled)
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
                Err(why) => self.workspace.notices.warn(format!("没有核验 {name}：{why}。")),
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
            let workspace = self.workspace;
            let exported = workspace.to_be_exported();
            let text = workspace.sealed(json::export).and_then(|text| page::copy_with(&text));
            let name = workspace.file_name("整改台账", "html");
            let saved = text.ok_or_else(|| "页面不完整，请重新取得原文件".to_owned());
            match saved.and_then(|text| files::download(&name, "text/html", &[text])) {
                Ok(()) => {
                    workspace.send(Event::HandedOut(exported));
                    workspace.notices.tell(format!("已另存 {name}；请确认下载完成"));
                }
                Err(why) => workspace.notices.warn(format!("没有另存为网页：{why}。")),
            }
            self.busy.set(None);
        });
    }
}
