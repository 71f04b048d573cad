//! Papers out: templates of the house and of the office, looked into, filled and handed out. What a template says is
//! `formats::template`'s, asked for in the second WebAssembly; this brings the ledger, the file and the person together.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::context::of_page;
use super::office::Office;
use super::opening::next_frame;
use super::workspace::Workspace;
use formats::digest::sm3_hex;
use formats::house::Paper;
use formats::json;
use formats::office::Ask;
use formats::template::wanted::{Assignment, Each, Inspection, Only, UsableName, Wanted};
use journal::{Op, Spot};
use ledger::date::Date;
use ledger::field::RawList;
use ledger::template::{MOST_BYTES, Template, TemplateEach, encoded};
use ledger::{Id, Ledger};
use platform::{clock, files, office};
use query::{FindingRows, Index, MeasureRows, Query, hints};

/// A template that was chosen and is looked through before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// The name of its file.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What people will call it.
    pub name: String,
    /// What a file of it is made for.
    pub each: Each,
    /// All may read what comes of it.
    pub public: bool,
    /// What heads mean that no field bears.
    pub assigned: Assignment,
    /// The template that it takes the place of.
    pub instead: Option<Id>,
}

/// A paper: of the house, with the day that a weekly report is compared with, or of a template of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Of the house.
    House(Paper, Option<Date>),
    /// Of a template of the ledger.
    Own(Id),
}

/// The papers of this page.
#[derive(Clone, Copy)]
pub struct Papers {
    pub(super) workspace: Workspace,
    pub(super) office: Office,
    /// What was chosen last.
    pub chosen: RwSignal<Option<Chosen>>,
    /// What that is; or why it is none.
    pub looked: RwSignal<Option<Result<Inspection, String>>>,
    /// Whether that was told of what is chosen now, and of all that the person said since.
    pub is_looked_through: RwSignal<bool>,
    /// The first page of what would come of it.
    pub preview: RwSignal<Option<Result<String, String>>>,
    /// What was wrong with the template that was last to be filled, or what is to be known of it.
    told: RwSignal<Vec<String>>,
    /// The ledger that all this is about.
    pub of: StoredValue<Option<Id>>,
}

/// What a template of the ledger is made for.
#[must_use]
pub fn each_of(template: &Template) -> Each {
    match template.each {
        Some(TemplateEach::Finding) => Each::Finding,
        Some(TemplateEach::Measure) => Each::Measure,
        Some(TemplateEach::Unit) => Each::Unit,
        _ => Each::All,
    }
}

/// The word by which the ledger keeps it, and what people read.
#[must_use]
pub fn each_word(each: Each) -> TemplateEach {
    match each {
        Each::All => TemplateEach::All,
        Each::Finding => TemplateEach::Finding,
        Each::Measure => TemplateEach::Measure,
        Each::Unit => TemplateEach::Unit,
    }
}

/// The lines of what heads mean.
pub(super) fn assigned_of(template: &Template) -> Assignment {
    let lines = template.heads.lines().filter_map(|line| line.split_once('\t'));
    lines.map(|(head, name)| (head.to_owned(), name.to_owned())).collect()
}

/// The ledger as the templates need it: without its history, and without the templates themselves.
fn ledger_bytes(ledger: &Ledger) -> Vec<u8> {
    let mut bundle = ledger.bundle().clone();
    bundle.history = RawList::default();
    bundle.unsettled = RawList::default();
    bundle.templates.clear();
    let chunks: String = json::export_chunks(&bundle).collect();
    chunks.into_bytes()
}

impl Papers {
    /// For the workspace.
    #[must_use]
    pub fn new(workspace: Workspace, office: Office) -> Self {
        Self {
            workspace,
            office,
            chosen: RwSignal::new(None),
            looked: RwSignal::new(None),
            is_looked_through: RwSignal::new(false),
            preview: RwSignal::new(None),
            told: RwSignal::new(Vec::new()),
            of: StoredValue::new(None),
        }
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// What was wrong with the template that was last to be filled, line by line.
    pub fn told_list(self) -> impl IntoView {
        let lines = move || self.told.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <div class="told-box" role="alert" hidden=move || self.told.with(Vec::is_empty)>
                <ul>{lines}</ul>
                <button type="button" class="quiet" on:click=move |_| self.told.set(Vec::new())>"知道了"</button>
            </div>
        }
    }

    pub(super) fn wanted(name: &str, each: Each, public: bool, assigned: Assignment) -> Wanted {
        Wanted {
            name: name.to_owned(),
            each,
            public,
            today: clock::today(),
            assigned,
            since: None,
            answers: BTreeMap::new(),
            only: None,
        }
    }

    /// The bytes of a template and the ledger behind them.
    pub(super) fn with_ledger(self, template: &[u8]) -> Vec<u8> {
        let mut bytes = template.to_vec();
        bytes.extend(self.workspace.look(ledger_bytes));
        bytes
    }

    /// Takes a file for a template: it is looked through before it is kept.
    pub fn choose(self, file: web_sys::File, instead: Option<Id>) {
        let name = file.name();
        spawn_local(async move {
            self.office.busy.set(Some(format!("正在读取 {name}…")));
            next_frame().await;
            let read = files::read(&file).await;
            self.office.busy.set(None);
            match read {
                Ok(bytes) if bytes.len() > MOST_BYTES => {
                    self.told.set(vec![format!(
                        "“{name}”有 {} KB，模板最大 2048 KB。请删去里面的图片，另存后再试。",
                        bytes.len().div_ceil(1024)
                    )]);
                }
                Ok(bytes) => {
                    self.give_up();
                    let kept = instead.as_ref().and_then(|id| self.kept(id));
                    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
                    self.chosen.set(Some(Chosen {
                        name: kept.as_ref().map_or(stem, |kept| kept.name.clone()),
                        each: kept.as_ref().map_or(Each::All, each_of),
                        public: kept.as_ref().is_some_and(|kept| kept.public),
                        assigned: kept.as_ref().map(assigned_of).unwrap_or_default(),
                        file: name,
                        bytes,
                        instead,
                    }));
                    self.look_through();
                }
                Err(why) => self
                    .told
                    .set(vec![format!("浏览器读不出“{name}”（{why}）。请检查文件是否还在原处，再试一次。")]),
            }
        });
    }

    /// Looks through what is chosen, with what the person says of it.
    pub fn look_through(self) {
        let Some(chosen) = self.chosen.get_untracked() else { return };
        self.preview.set(None);
        self.is_looked_through.set(false);
        spawn_local(async move {
            let wanted = Self::wanted(&chosen.name, chosen.each, chosen.public, chosen.assigned.clone());
            let bytes = self.with_ledger(&chosen.bytes);
            let (wanted, looked) = self.inspected(wanted, chosen.bytes.len(), &bytes).await;
            let is_right = looked.as_ref().is_ok_and(|looked| looked.faults.is_empty());
            // What was chosen meanwhile is looked through by itself.
            if self.chosen.with_untracked(|now| now.as_ref() != Some(&chosen)) {
                return;
            }
            self.looked.set(Some(looked));
            self.is_looked_through.set(true);
            if is_right {
                let ask = Ask::PreviewTemplate { wanted, template: chosen.bytes.len() };
                let preview = office::text(&ask, &bytes).await;
                if self.chosen.with_untracked(|now| now.as_ref() == Some(&chosen)) {
                    self.preview.set(Some(preview));
                }
            }
        });
    }

    /// Looks through a template, again where the page's own search answers filters in it.
    pub(super) async fn inspected(
        self,
        mut wanted: Wanted,
        template: usize,
        bytes: &[u8],
    ) -> (Wanted, Result<Inspection, String>) {
        let ask = |wanted: &Wanted| Ask::InspectTemplate { wanted: wanted.clone(), template };
        let looked = office::inspection(&ask(&wanted), bytes).await;
        if let Ok(told) = &looked
            && !told.filters.is_empty()
            && !wanted.public
        {
            wanted.answers = self.workspace.look(|ledger| answers(ledger, &told.filters, wanted.today));
            let looked = office::inspection(&ask(&wanted), bytes).await;
            return (wanted, looked);
        }
        (wanted, looked)
    }

    /// Changes what is said of the chosen template, and looks through it again.
    pub fn say(self, change: impl FnOnce(&mut Chosen)) {
        self.chosen.update(|chosen| {
            if let Some(chosen) = chosen {
                change(chosen);
            }
        });
        self.look_through();
    }

    /// Another ledger begins without what was chosen for the one before, and without what was told of it.
    pub fn begin_anew(self) {
        self.give_up();
        self.told.set(Vec::new());
    }

    /// Puts away what was chosen.
    pub fn give_up(self) {
        self.chosen.set(None);
        self.looked.set(None);
        self.preview.set(None);
    }

    /// Keeps what was chosen in the ledger, as one step.
    pub fn keep(self) {
        let Some(chosen) = self.chosen.get_untracked() else { return };
        let heads: Vec<String> =
            chosen.assigned.iter().map(|(head, name)| format!("{head}\t{name}")).collect();
        let mut item = json!({
            "id": self.workspace.fresh_id(), "name": chosen.name, "file": chosen.file,
            "each": each_word(chosen.each), "bytes": encoded(&chosen.bytes), "digest": sm3_hex(&chosen.bytes),
        });
        if chosen.public {
            item["public"] = json!(true);
        }
        if !heads.is_empty() {
            item["heads"] = json!(heads.join("\n"));
        }
        let ops = self.workspace.look(|ledger| {
            let bundle = ledger.bundle();
            let spot = |after| Spot { parent: bundle.id.clone(), list: "templates".to_owned(), after };
            let old = chosen.instead.as_ref().and_then(|id| {
                let at = bundle.templates.iter().position(|one| one.id == *id)?;
                let before =
                    at.checked_sub(1).and_then(|at| bundle.templates.get(at)).map(|one| one.id.clone());
                Some((id.clone(), before, ledger.node(id)?.to_json()))
            });
            if let Some((id, before, old)) = old {
                // A file is no text that could be compared: the new one takes the place of the old one.
                vec![
                    Op::Remove { entity: id, at: spot(before.clone()), item: old },
                    Op::Insert { at: spot(before), item },
                ]
            } else {
                let last = bundle.templates.last().map(|one| one.id.clone());
                vec![Op::Insert { at: spot(last), item }]
            }
        });
        if self.workspace.commit(ops) {
            self.workspace.notices.tell(format!("已存入模板“{}”", chosen.name));
            self.give_up();
        }
    }

    pub(super) fn kept(self, id: &Id) -> Option<Template> {
        self.workspace.look(|ledger| ledger.bundle().templates.iter().find(|one| one.id == *id).cloned())
    }

    /// Takes a template out of the ledger; 撤销 brings it back.
    pub fn remove(self, id: &Id) {
        self.workspace.remove(id);
    }

    /// Hands out the file of a template of the ledger as it was put in.
    pub fn hand_out_own(self, id: &Id) {
        let Some(template) = self.kept(id) else { return };
        match template.file_bytes() {
            Some(bytes) => self.office.save_file(&template.file, Ok(bytes)),
            None => self.told.set(vec![format!("模板“{}”在台账里的内容已经损坏，导不出来。", template.name)]),
        }
    }

    /// Hands out the template of a paper of the house, to be changed in WPS.
    pub fn hand_out_template(self, paper: Paper) {
        spawn_local(async move {
            let file = office::file(&Ask::HousePaper { paper, date: clock::today() }, &[]).await;
            self.office.save_file(&format!("{}-模板.docx", file_word(paper.name())), file);
        });
    }

    /// Hands out a document with each mark.
    pub fn hand_out_sample(self) {
        spawn_local(async move {
            let bytes = self.workspace.look(ledger_bytes);
            let file = office::file(&Ask::SampleTemplate { today: clock::today() }, &bytes).await;
            self.office.save_file("示例模板.docx", file);
        });
    }

    /// Every name that a mark may use in this ledger.
    pub async fn names(self) -> Result<Vec<UsableName>, String> {
        let bytes = self.workspace.look(ledger_bytes);
        office::template_names(&bytes).await
    }

    /// Fills a paper of the house and hands it out; `since` is the day that a weekly report is compared with.
    /// `only` is the part of the ledger that it is about.
    pub fn make_house(self, paper: Paper, since: Option<Date>, only: Option<Only>) {
        self.begin(Which::House(paper, since), only, paper.name().to_owned());
    }

    /// Fills a template of the ledger and hands out what comes of it; `only` is the part of the ledger that it is about.
    pub fn make_own(self, id: &Id, only: Option<Only>) {
        let Some(template) = self.kept(id) else { return };
        self.begin(Which::Own(id.clone()), only, template.name);
    }

    fn begin(self, which: Which, only: Option<Only>, name: String) {
        if self.office.busy.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            self.office.busy.set(Some(format!("正在生成{name}…")));
            next_frame().await;
            self.told.set(Vec::new());
            match self.filled(&which, only).await {
                Ok(filled) => {
                    self.told.set(filled.notes.clone());
                    self.hand_out(&file_word(&name), &filled).await;
                }
                Err(why) => self.told.set(why.lines().map(str::to_owned).collect()),
            }
            self.office.busy.set(None);
        });
    }
}

/// Which findings and measures the page's own search shows for filters; those that it does not understand are left out.
fn answers(ledger: &Ledger, filters: &[String], today: Date) -> BTreeMap<String, Vec<Id>> {
    let index = Index::complete(ledger);
    let is_understood = |filter: &&String| !hints(filter, &index, ledger).iter().any(|hint| hint.wrong);
    let answer = |filter: &String| {
        let query = Query { text: filter.clone(), ..Query::default() };
        let measures = MeasureRows::new(&index, ledger, &query, today);
        let findings = FindingRows::new(&index, ledger, &query, today);
        let measures = measures.rows().iter().filter_map(|row| index.measure_id(*row));
        let findings = findings.rows().iter().filter_map(|row| index.finding_id(*row));
        (filter.clone(), measures.chain(findings).cloned().collect())
    };
    filters.iter().filter(is_understood).map(answer).collect()
}

/// A name without what no file system takes.
pub(super) fn file_word(name: &str) -> String {
    name.chars()
        .map(|c| if "<>:\"/\\|?*".contains(c) || c.is_control() { '-' } else { c })
        .filter(|c| *c != ' ')
        .collect()
}
