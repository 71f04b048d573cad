//! Reading a notice in: text that was pasted, a .txt or .docx file, or paragraphs that another part hands over; shown before
//! it is taken, as a new ledger or into the open one as one step. What it shows is drawn by `parts::notice_read`.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::context::of_page;
use super::opening::Opening;
use super::workspace::Workspace;
use ledger::{Bundle, Id};
use notice::into::{self, Plan};
use notice::{Kind, Parsed, Report, parse};
use platform::{clock, files, office};

/// The most bytes of a text that are read: far above any notice.
const MOST: usize = 20_000_000;

/// A notice that was read and waits to be taken.
#[derive(Clone)]
pub struct Taken {
    /// Where it came from.
    pub name: String,
    /// What was read.
    pub parsed: Arc<Parsed>,
    /// What would become of the open ledger.
    pub plan: Arc<Plan>,
}

/// Reading a notice in.
#[derive(Clone, Copy)]
pub struct NoticeImport {
    workspace: Workspace,
    opening: Opening,
    /// Whether the dialog is open.
    pub asked: RwSignal<bool>,
    /// What was read and waits.
    pub taken: RwSignal<Option<Taken>>,
    /// Why nothing was read.
    pub refused: RwSignal<Option<String>>,
}

impl NoticeImport {
    /// For the workspace.
    #[must_use]
    pub fn new(workspace: Workspace, opening: Opening) -> Self {
        Self {
            workspace,
            opening,
            asked: RwSignal::new(false),
            taken: RwSignal::new(None),
            refused: RwSignal::new(None),
        }
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Asks for a text.
    pub fn ask(self) {
        self.taken.set(None);
        self.refused.set(None);
        self.asked.set(true);
    }

    /// Reads a text and shows what it came to; `name` says where it came from.
    pub fn take(self, text: &str, name: &str) {
        self.asked.set(true);
        if text.trim().is_empty() {
            return self
                .refuse(format!("{name}里没有文字。请粘贴反馈意见或通报全文，或选择一个有文字的文件。"));
        }
        if text.len() > MOST {
            return self.refuse(format!("{name}超过 20 MB，不像一份反馈意见或通报。请只粘贴它的文字。"));
        }
        let parsed = parse(text);
        // The workspace is looked at while ids are made, so they all come from one that was made before.
        let base = self.workspace.fresh_id();
        let mut made = 0;
        let mut fresh = || {
            made += 1;
            Id::new(&format!("{base}.{made}")).unwrap_or_default()
        };
        let plan = self.workspace.look(|ledger| into::plan(ledger, &parsed, &mut fresh));
        self.refused.set(None);
        self.taken.set(Some(Taken { name: name.to_owned(), parsed: Arc::new(parsed), plan: Arc::new(plan) }));
    }

    fn refuse(self, why: String) {
        self.taken.set(None);
        self.refused.set(Some(why));
    }

    /// Reads a .txt or .docx file, told apart by what it holds.
    pub fn file(self, file: web_sys::File) {
        let name = file.name();
        spawn_local(async move {
            let bytes = match files::read(&file).await {
                Ok(bytes) => bytes,
                Err(why) => {
                    return self
                        .refuse(format!("浏览器读不出 {name}（{why}）。请检查文件是否还在原处，再试一次。"));
                }
            };
            match office::intake(&bytes).await {
                Ok(read) if read.paragraphs.is_empty() => self.refuse(format!(
                    "{name} 是{}，里面没有可读的文字段落。表格请到“导入导出”中导入。",
                    read.kind.name()
                )),
                Ok(read) => {
                    if !read.notes.is_empty() {
                        let notices = self.workspace.notices;
                        notices.warn_with(format!("{name} 里有没有读入的内容："), read.notes);
                    }
                    self.take(&read.paragraphs.join("\n"), &name);
                }
                Err(why) => self.refuse(format!("没有读出 {name}：{why}")),
            }
        });
    }

    /// 新建台账: puts what was read on the workspace as a ledger of its own; the one before stays in the browser.
    pub fn new_ledger(self) {
        let Some(taken) = self.taken.get_untracked() else { return };
        let bundle = Bundle { id: self.ledger_id(&taken.parsed), ..taken.parsed.bundle.clone() };
        let Ok(json) = serde_json::to_string(&bundle) else { return };
        let told = format!(
            "已按{}新建台账：新增 {}",
            taken.parsed.report.kind.label(),
            counted(&taken.parsed.report)
        );
        self.close();
        self.opening.text(json, &taken.name);
        self.workspace.notices.tell(told);
    }

    /// An id that no other ledger has: day of the notice, session.
    fn ledger_id(self, parsed: &Parsed) -> Id {
        let day = parsed.bundle.notice.date.unwrap_or_else(clock::today);
        Id::new(&format!("notice-{day}-{}", self.workspace.fresh_id())).unwrap_or_default()
    }

    /// 并入当前台账: one step, which 撤销 takes back.
    pub fn merge(self) {
        let Some(taken) = self.taken.get_untracked() else { return };
        let (count, kind) = (taken.plan.ops.len(), taken.parsed.report.kind.label());
        let told = taken.plan.told();
        self.close();
        if count == 0 {
            self.workspace.notices.tell(format!("{kind}与当前台账相同，没有修改"));
        } else if self.workspace.commit(taken.plan.ops.clone()) {
            let told = if told.is_empty() {
                format!("修改 {count} 处")
            } else {
                format!("修改 {count} 处，{told}")
            };
            self.workspace.notices.tell(format!("已并入{kind}，{told}；按“撤销”可以一次退回"));
        }
    }

    /// Closes the dialog and lets go of what was read.
    pub fn close(self) {
        self.asked.set(false);
        self.taken.set(None);
        self.refused.set(None);
    }
}

/// What a text came to, counted: findings with their aspects and facts, or with their measures.
#[must_use]
pub fn counted(report: &Report) -> String {
    let findings = format!("{} 个问题", report.findings);
    match report.kind {
        Kind::Feedback if report.facts > 0 => format!("{findings}、{} 条具体表现", report.facts),
        Kind::Feedback => findings,
        Kind::Notice | Kind::Report | Kind::Plan => format!("{findings}、{} 条措施", report.measures),
    }
}
