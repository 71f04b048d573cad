//! 分发与汇总: a table for each unit with its part of the ledger, and all returned tables taken in as one step. What goes to
//! whom, and what the files do together, is `formats::table::gather`'s.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::charts::measures;
use crate::app::office::Office;
use crate::app::opening::next_frame;
use crate::app::workspace::Workspace;
use formats::table::gather::{Clash, FileReport, Gathered, Returned, UnitPart, gather, parts};
use formats::table::preview::Importer;
use journal::describe;
use ledger::Id;
use platform::{clock, files};
use query::Query;

/// How many lines of a file's report are shown at once.
const SHOWN: usize = 50;

/// Files that came back, and what they would do.
#[derive(Clone)]
struct Round {
    files: Arc<Vec<Returned>>,
    gathered: Arc<Gathered>,
    /// Files that could not be read, and why.
    unread: Arc<Vec<String>>,
}

/// The two parts of the page.
#[component]
pub fn Gather() -> impl IntoView {
    view! {
        <Distribute/>
        <Collect/>
    }
}

#[component]
fn Distribute() -> impl IntoView {
    let workspace = Workspace::of_page();
    let office = Office::of_page();
    let all = Memo::new(move |_| workspace.watch(parts));
    let units =
        move || all.with(|all| all.iter().filter(|part| part.unit.is_some()).cloned().collect::<Vec<_>>());
    let nobody =
        move || all.with(|all| all.iter().find(|part| part.unit.is_none()).map(|part| part.measures.len()));
    view! {
        <section class="exchange-part" aria-labelledby="distribute-title">
            <h2 id="distribute-title">"按单位分发"</h2>
            <p>"每个单位一份表格（.xlsx），只有它负责的措施。各单位填好后发回，在“汇总返回”里一次收齐。"</p>
            <Show
                when=move || !units().is_empty()
                fallback=|| view! { <p class="empty">"还没有措施定了责任部门。先在“措施”页填写牵头部门或责任部门。"</p> }
            >
                <div class="exchange-line">
                    <button type="button" on:click=move |_| office.hand_out_parts(units(), true)>
                        {move || format!("全部打包（{} 个单位，.zip）", units().len())}
                    </button>
                </div>
                <ul class="unit-parts" aria-label="各单位的份">
                    <For each=units key=|part| (part.name.clone(), part.measures.len()) let:part>
                        <Part part/>
                    </For>
                </ul>
            </Show>
            {move || nobody().map(|count| view! {
                <p class="told">
                    {format!("还有 {count} 条措施没有责任部门，不在任何一份里：")}
                    <a href=unassigned()>"去填写"</a>
                </p>
            })}
        </section>
    }
}

/// The measures that nobody answers for.
fn unassigned() -> String {
    measures(&Query { text: "单位:未定".to_owned(), ..Query::default() })
}

#[component]
fn Part(part: UnitPart) -> impl IntoView {
    let office = Office::of_page();
    let told = format!("{} 条措施", part.measures.len());
    let name = part.name.clone();
    let label = format!("导出{name}的表格");
    view! {
        <li>
            <span class="part-name">{name}</span>
            <span class="part-count">{told}</span>
            <button
                type="button"
                class="small"
                aria-label=label
                on:click=move |_| office.hand_out_parts(vec![part.clone()], false)
            >
                "导出"
            </button>
        </li>
    }
}

/// Where the returned files are chosen, looked through and taken in.
#[derive(Clone, Copy)]
struct Collecting {
    workspace: Workspace,
    round: RwSignal<Option<Round>>,
    /// Which claim of each clash holds.
    chosen: RwSignal<Vec<Option<usize>>>,
    busy: RwSignal<Option<String>>,
}

impl Collecting {
    fn plan(self, files: &[Returned]) -> Result<Gathered, String> {
        let mut count = 0_u64;
        let below = self.workspace.fresh_id();
        let mut fresh = move || {
            count += 1;
            Id::new(&format!("{below}.{count}")).unwrap_or_default()
        };
        let importer = Importer { today: clock::today(), author: self.workspace.person_name() };
        let bundle = self.workspace.look(|ledger| ledger.bundle().clone());
        gather(bundle, files, &importer, &self.workspace.stamp(), &mut fresh)
            .map_err(|_| "台账里有重复的编号，没有汇总。请先在“检查”页处理。".to_owned())
    }

    /// Reads the files one after another; one that cannot be read is named, and the others go on.
    fn read(self, files: Vec<web_sys::File>) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        let office = Office::of_page();
        spawn_local(async move {
            let (mut read, mut unread) = (Vec::new(), Vec::new());
            for (at, file) in files.iter().enumerate() {
                let name = file.name();
                self.busy.set(Some(format!("正在读取 {name}（{} / {}）…", at + 1, files.len())));
                next_frame().await;
                match office.book(file).await {
                    Ok(book) => read.push(Returned { name, book }),
                    Err(why) => unread.push(format!("{name}：{why}")),
                }
            }
            match self.plan(&read) {
                Ok(gathered) => {
                    self.chosen.set(vec![None; gathered.clashes.len()]);
                    self.round.set(Some(Round {
                        files: Arc::new(read),
                        gathered: Arc::new(gathered),
                        unread: Arc::new(unread),
                    }));
                }
                Err(why) => self.workspace.notices.warn(why),
            }
            self.busy.set(None);
        });
    }

    /// Takes all in as one step. Where the ledger has changed meanwhile so that other files disagree, that is asked first.
    fn take(self) {
        let Some(round) = self.round.get_untracked() else { return };
        let now = match self.plan(&round.files) {
            Ok(now) => now,
            Err(why) => return self.workspace.notices.warn(why),
        };
        if now.clashes != round.gathered.clashes {
            self.chosen.set(vec![None; now.clashes.len()]);
            self.round.set(Some(Round { gathered: Arc::new(now), ..round }));
            self.workspace
                .notices
                .warn("台账刚刚有变动，填报不一致的地方已重新列出，请再确认一次。".to_owned());
            return;
        }
        let ops = self.chosen.with_untracked(|chosen| now.ops(chosen));
        let count = round.files.len();
        if !ops.is_empty() && self.workspace.commit(ops) {
            self.workspace.notices.tell(format!("已汇总 {count} 个文件；按“撤销”可以全部撤回"));
            self.round.set(None);
        }
    }
}

#[component]
fn Collect() -> impl IntoView {
    let state = Collecting {
        workspace: Workspace::of_page(),
        round: RwSignal::new(None),
        chosen: RwSignal::new(Vec::new()),
        busy: RwSignal::new(None),
    };
    let choose = move |event: ev::Event| {
        let files = files::picked(&event);
        if !files.is_empty() {
            state.read(files);
        }
    };
    view! {
        <section class="exchange-part" aria-labelledby="collect-title">
            <h2 id="collect-title">"汇总返回"</h2>
            <p>"一次选择各单位发回的全部表格。先看每个文件改了什么；几个文件对同一格填得不同时由您选择，再一次汇总、一次“撤销”。"</p>
            <label class="file">
                <span>"选择返回的表格"</span>
                <input type="file" multiple=true on:change=choose/>
            </label>
            <p class="progress" role="status" aria-label="汇总进度">{move || state.busy.get().unwrap_or_default()}</p>
            {move || state.round.get().map(|round| view! { <Rounds state round/> })}
        </section>
    }
}

#[component]
fn Rounds(state: Collecting, round: Round) -> impl IntoView {
    let Round { files, gathered, unread } = round;
    let reports = gathered.files.iter().cloned().map(|report| view! { <Report report/> }).collect_view();
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let clashes = gathered
        .clashes
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, clash)| view! { <ClashBox state at clash names=names.clone()/> })
        .collect_view();
    let count = gathered.clashes.len();
    let undecided = move || state.chosen.with(|chosen| chosen.iter().filter(|one| one.is_none()).count());
    let nothing = move || state.chosen.with(|chosen| gathered.ops(chosen).is_empty());
    let unread = unread.iter().map(|why| view! { <li>{why.clone()}</li> }).collect_view();
    let told = move || match (nothing(), undecided()) {
        (true, 0) => "这些文件与台账相同，没有可汇总的改动。".to_owned(),
        (_, 0) => String::new(),
        (_, left) => format!("{left} 处填报不一致还没有选择，汇总后保留台账原值。"),
    };
    let can = {
        let told = told.clone();
        move || told().contains("没有可汇总")
    };
    view! {
        <ul class="returned" aria-label="返回的文件">{reports}</ul>
        <ul class="refused" role="alert" aria-label="没有读取的文件">{unread}</ul>
        {(count > 0).then(|| view! { <h3>{format!("填报不一致（{count} 处）")}</h3> })}
        {clashes}
        <p role="status" aria-label="汇总结果">{told}</p>
        <div class="exchange-line">
            <button type="button" class="primary" disabled=can on:click=move |_| state.take()>"确认汇总"</button>
            <button type="button" on:click=move |_| state.round.set(None)>"不汇总"</button>
        </div>
    }
}

#[component]
fn Report(report: FileReport) -> impl IntoView {
    let all = report.told.len();
    let lines = report.told.into_iter().take(SHOWN).map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <li>
            <p><strong>{report.name}</strong>"　"{report.summary}</p>
            <ul class="told-list">{lines}</ul>
            {(all > SHOWN).then(|| view! { <p class="told">{format!("另有 {} 条同类提示。", all - SHOWN)}</p> })}
        </li>
    }
}

/// A field of which two files say something different.
#[component]
fn ClashBox(state: Collecting, at: usize, clash: Clash, names: Vec<String>) -> impl IntoView {
    let workspace = state.workspace;
    let shown = |value: &serde_json::Value| {
        workspace.look(|ledger| {
            let spec = ledger.kind(&clash.entity).and_then(|kind| kind.field(&clash.field));
            let text = describe::show(ledger, spec, value);
            if text.is_empty() { "（空）".to_owned() } else { text }
        })
    };
    let legend = workspace.look(|ledger| {
        let place = describe::place(ledger, &clash.entity).unwrap_or_default();
        let field = ledger.kind(&clash.entity).and_then(|kind| kind.field(&clash.field));
        format!("{place} 的{}", field.map_or(clash.field.as_str(), |field| field.label))
    });
    let way = move |which: Option<usize>, label: String| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=format!("clash-{at}")
                    prop:checked=move || state.chosen.with(|chosen| chosen.get(at).copied().flatten() == which)
                    on:change=move |_| state.chosen.update(|chosen| {
                        if let Some(place) = chosen.get_mut(at) {
                            *place = which;
                        }
                    })
                />
                {label}
            </label>
        }
    };
    let ways: Vec<_> = clash
        .claims
        .iter()
        .enumerate()
        .map(|(which, claim)| {
            let name = names.get(claim.file).cloned().unwrap_or_default();
            way(Some(which), format!("{name}：{}", shown(&claim.value)))
        })
        .collect();
    let kept = way(None, format!("都不用，保留原值：{}", shown(&clash.from)));
    view! {
        <fieldset class="clash">
            <legend>{legend}</legend>
            {ways}
            {kept}
        </fieldset>
    }
}
