//! A table that arrived, looked through before it is taken: where it goes, what its columns and words mean, the grid of its
//! rows, and the button that does it. What comes of it is computed by `formats::table::preview`.

use std::sync::Arc;

use leptos::prelude::*;

use super::asides::{Asides, Told, ValueWords, Words};
use super::columns::{Columns, Sheets};
use super::grid::{Grid, GridState};
use crate::app::new_ledger::{Boxes, Typed};
use crate::app::office::{Arrived, Office};
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use formats::json;
use formats::table::choices::Choices;
use formats::table::preview::{Importer, Preview, is_of_ledger, plan};
use journal::{Cause, Journal};
use ledger::new_ledger::{NewLedger, SAMPLE};
use ledger::{Bundle, Id, Ledger};
use platform::clock;

/// A preview that is told apart by where it is kept: a new one is another.
#[derive(Clone)]
pub struct Judged(pub Arc<Preview>);

impl PartialEq for Judged {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Importing {
    /// What the person chose.
    pub choices: RwSignal<Choices>,
    /// What would be done.
    pub judged: Memo<Judged>,
}

/// Ids below one that is nobody else's: the workspace cannot be asked for more while the ledger is looked at.
fn names(below: &Id) -> impl FnMut() -> Id + use<> {
    let mut count = 0_u64;
    let below = below.clone();
    move || {
        count += 1;
        Id::new(&format!("{below}.{count}")).unwrap_or_default()
    }
}

fn importer(workspace: Workspace) -> Importer {
    Importer { today: clock::today(), author: workspace.person_name() }
}

/// The ledger that the typed boxes would begin; one without a name while they say too little.
fn begun(typed: Typed) -> Option<Ledger> {
    let new =
        typed.read().unwrap_or_else(|_| NewLedger { scenario: typed.scenario(), ..NewLedger::default() });
    Ledger::new(new.bundle(new.id(""))).ok()
}

/// Where the rows of a file go: the ledger that is open, or one that is begun with them.
#[derive(Clone)]
struct Target {
    arrived: Arc<Arrived>,
    choices: RwSignal<Choices>,
    /// Whether a ledger is begun.
    anew: RwSignal<bool>,
    /// What is typed of it.
    typed: Typed,
}

impl Target {
    /// What would be done. Rows that are imported get their names when they are.
    fn judged(&self) -> Memo<Judged> {
        let workspace = Workspace::of_page();
        let Target { arrived, choices, anew, typed } = self.clone();
        Memo::new(move |_| {
            let mut fresh = names(&Id::default());
            let importer = importer(workspace);
            let preview = choices.with(|choices| {
                if anew.get() {
                    begun(typed).map(|ledger| plan(&arrived.book, choices, &ledger, &importer, &mut fresh))
                } else {
                    workspace.revision.track();
                    Some(workspace.look(|ledger| plan(&arrived.book, choices, ledger, &importer, &mut fresh)))
                }
            });
            Judged(Arc::new(preview.unwrap_or_default()))
        })
    }

    /// The states that words can be mapped to: id and label.
    fn statuses(&self) -> Signal<Vec<(String, String)>> {
        let workspace = Workspace::of_page();
        let (anew, typed) = (self.anew, self.typed);
        let told = |all: &[ledger::register::Status]| {
            all.iter().map(|status| (status.id.to_string(), status.label.clone())).collect::<Vec<_>>()
        };
        Signal::derive(move || {
            if anew.get() {
                told(&typed.scenario().statuses())
            } else {
                workspace.watch(|ledger| told(&ledger.bundle().statuses))
            }
        })
    }

    /// Takes the rows.
    fn take(&self, context: &Context) -> Result<(), String> {
        if self.anew.get_untracked() {
            self.begin(context)
        } else {
            self.add(context);
            Ok(())
        }
    }

    fn add(&self, &Context { workspace, office, .. }: &Context) {
        let mut fresh = names(&workspace.fresh_id());
        let importer = importer(workspace);
        let preview = self.choices.with_untracked(|choices| {
            workspace.look(|ledger| plan(&self.arrived.book, choices, ledger, &importer, &mut fresh))
        });
        let summary = preview.summary();
        if !preview.ops.is_empty() && workspace.commit(preview.ops) {
            workspace.notices.tell(format!("已导入 {}：{summary}；按“撤销”可以全部撤回", self.arrived.name));
            office.arrived.set(None);
        }
    }

    fn begin(&self, &Context { workspace, office, opening }: &Context) -> Result<(), String> {
        let bundle = self.typed.bundle(workspace)?;
        let json = with_table(bundle, &self.arrived, &self.choices.get_untracked(), workspace)?;
        office.arrived.set(None);
        opening.text(json, &self.arrived.name);
        Ok(())
    }
}

/// What taking the rows acts on.
#[derive(Clone, Copy)]
struct Context {
    workspace: Workspace,
    office: Office,
    opening: Opening,
}

/// The file that arrived.
#[component]
pub fn Incoming(arrived: Arc<Arrived>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let of_ledger = workspace.look(|ledger| is_of_ledger(&arrived.book, ledger));
    // What came out of the sample goes into it again without a question.
    let is_sample = workspace.bundle_id().as_str() == SAMPLE && !of_ledger;
    let (choices, anew) = (RwSignal::new(Choices::default()), RwSignal::new(is_sample));
    let typed = Typed::new();
    let target = Target { arrived: arrived.clone(), choices, anew, typed };
    let importing = Importing { choices, judged: target.judged() };
    let judged = importing.judged;
    let statuses = target.statuses();
    view! {
        <div class="incoming">
            <h3>{format!("预览：{}", arrived.name)}</h3>
            {destinations(anew)}
            <div hidden=move || !anew.get()>
                <Boxes typed/>
            </div>
            <p class="hint" hidden=move || anew.get() || !is_sample>
                "当前打开的是页面自带的示例台账，内容是别的单位的。要另建自己的台账，请选“新建台账”。"
            </p>
            <Sheets book=arrived importing/>
            <Told importing/>
            <Columns importing/>
            <Words importing statuses/>
            <ValueWords importing/>
            <p class="import-result" role="status" aria-label="导入结果">
                {move || judged.with(|preview| preview.0.summary())}
            </p>
            <Grid importing state=GridState::new()/>
            <Asides importing/>
            {decision(target, judged)}
        </div>
    }
}

/// 导入到.
fn destinations(anew: RwSignal<bool>) -> impl IntoView {
    let target = move |value: bool, label: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="import-target"
                    prop:checked=move || anew.get() == value
                    on:change=move |_| anew.set(value)
                />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="exchange-line import-target">
            <legend>"导入到"</legend>
            {target(true, "新建台账")}
            {target(false, "并入当前台账")}
        </fieldset>
    }
}

/// The buttons that take the rows, or leave them.
fn decision(target: Target, judged: Memo<Judged>) -> impl IntoView {
    let office = Office::of_page();
    let context = Context { workspace: Workspace::of_page(), office, opening: Opening::of_page() };
    let arrived = target.arrived.clone();
    let refused = RwSignal::new(None::<String>);
    let can = move || judged.with(|preview| !preview.0.ops.is_empty());
    let take = move |_| refused.set(target.take(&context).err());
    let as_notice = (!arrived.text.is_empty()).then(|| {
        let read = move |_| office.as_notice(&arrived);
        view! { <button type="button" on:click=read>"改按通报文字读取"</button> }
    });
    view! {
        {move || refused.get().map(|why| view! { <p class="refused" role="alert">{why}</p> })}
        <div class="exchange-line">
            <button type="button" class="primary" disabled=move || !can() on:click=take>"确认导入"</button>
            <button type="button" on:click=move |_| office.arrived.set(None)>"不导入这个文件"</button>
            {as_notice}
        </div>
    }
}

/// A new ledger with the rows of the table in it, as one step of its history.
fn with_table(
    bundle: Bundle,
    arrived: &Arrived,
    choices: &Choices,
    workspace: Workspace,
) -> Result<String, String> {
    let broken = || "新台账没有建成，请重试。".to_owned();
    let mut journal = Journal::open(bundle).map_err(|_| broken())?;
    let mut fresh = names(&workspace.fresh_id());
    let preview = plan(&arrived.book, choices, journal.ledger(), &importer(workspace), &mut fresh);
    journal.commit(preview.ops, &workspace.stamp(), &Cause::Direct).map_err(|_| broken())?;
    Ok(journal.sealed(|bundle| json::export_chunks(bundle).collect()))
}
