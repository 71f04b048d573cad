//! 检查: what the standing checks found, with links to mend it, and what a person set aside. What is checked is
//! `ledger::checks`'s.

use std::collections::BTreeMap;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use serde_json::json;

use crate::app::checking::Checking;
use crate::app::nav::Nav;
use crate::app::reveal::{reveal, route_of};
use crate::app::workspace::Workspace;
use formats::csv;
use ledger::Id;
use ledger::checks::{Check, KINDS, Kind, Severity, Waiver};
use platform::{clock, files, focus};
use query::route::{Place, Route};

/// How many of one kind are drawn before the rest is asked for.
const FIRST: usize = 10;

/// What is about to be set aside: one thing, or all of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Aside {
    kind: Kind,
    about: Option<Id>,
    /// What is told: 措施 12-3：没有责任人.
    words: String,
}

/// What the checks found that nobody set aside, by kind.
type ByKind = Memo<BTreeMap<Kind, Vec<Check>>>;

/// What is shown of it.
#[derive(Clone, Copy)]
struct Shown {
    by_kind: ByKind,
    /// Only this severity.
    severity: RwSignal<Option<Severity>>,
    /// Only this kind.
    kind: RwSignal<Option<Kind>>,
}

impl Shown {
    /// How many were found of a severity, shown or not.
    fn count(self, of: Severity) -> usize {
        self.by_kind.with(|all| {
            all.iter().filter(|(kind, _)| kind.severity() == of).map(|(_, list)| list.len()).sum::<usize>()
        })
    }

    fn total(self) -> usize {
        Severity::ALL.into_iter().map(|of| self.count(of)).sum()
    }

    fn told(self) -> String {
        let counts = Severity::ALL.map(|of| format!("{} {}", of.label(), self.count(of)));
        format!("共 {} 项：{}", self.total(), counts.join("，"))
    }

    fn passes(self, of: Kind) -> bool {
        self.kind.get().is_none_or(|kind| kind == of)
            && self.severity.get().is_none_or(|severity| severity == of.severity())
    }

    /// The kinds of a severity that are shown.
    fn kinds(self, of: Severity) -> Vec<Kind> {
        self.by_kind.with(|all| {
            let kinds = all.keys().copied();
            kinds.filter(|kind| kind.severity() == of && self.passes(*kind)).collect()
        })
    }

    /// What is shown, as a table.
    fn table(self) -> String {
        let mut rows = vec![["程度", "检查项", "位置", "情况", "处理办法"].map(str::to_owned)];
        self.by_kind.with_untracked(|all| {
            for check in all.values().flatten().filter(|check| untrack(|| self.passes(check.kind))) {
                let kind = check.kind;
                let cells = [kind.severity().label(), kind.label(), &check.place, &check.what, kind.mend()];
                rows.push(cells.map(str::to_owned));
            }
        });
        csv::write(rows)
    }
}

/// The page.
#[component]
pub fn Checks() -> impl IntoView {
    let checking = Checking::of_page();
    let aside: RwSignal<Option<Aside>> = RwSignal::new(None);
    checking.show(true);
    on_cleanup(move || checking.show(false));
    let by_kind = Memo::new(move |_| {
        let mut groups: BTreeMap<Kind, Vec<Check>> = BTreeMap::new();
        checking.found.with(|found| {
            for check in found.iter().flat_map(|found| &found.open) {
                groups.entry(check.kind).or_default().push(check.clone());
            }
        });
        groups
    });
    let shown = Shown { by_kind, severity: RwSignal::new(None), kind: RwSignal::new(None) };
    view! {
        <section class="page checks">
            <header class="page-head">
                <h1>"检查"</h1>
                <p class="hits" role="status" aria-label="检查结果">{move || shown.told()}</p>
            </header>
            {filters(shown)}
            <Show when=move || shown.total() == 0>
                <p class="empty">"没有需要处理的事项。修改台账后这里会随时更新。"</p>
            </Show>
            {Severity::ALL.map(|of| of_severity(shown, of, aside)).into_iter().collect::<Vec<_>>()}
            <Waived/>
            <AsideDialog aside/>
        </section>
    }
}

/// What of it is shown, and what hands that out.
fn filters(shown: Shown) -> AnyView {
    let workspace = Workspace::of_page();
    let Shown { by_kind, severity, kind } = shown;
    let export = move |_| {
        let name = workspace.file_name("检查结果", "csv");
        // A download that the browser refuses is told by the browser.
        let _ = files::download(&name, "text/csv;charset=utf-8", &[shown.table()]);
    };
    let severities = Severity::ALL.map(|of| {
        view! { <option value=of.label()>{move || format!("{}（{}）", of.label(), shown.count(of))}</option> }
    });
    view! {
        <div class="filters" role="group" aria-label="筛选检查">
            <select
                aria-label="程度"
                on:change=move |event: ev::Event| {
                    let chosen = event_target_value(&event);
                    severity.set(Severity::ALL.into_iter().find(|of| of.label() == chosen));
                }
            >
                <option value="">"全部程度"</option>
                {severities.into_iter().collect::<Vec<_>>()}
            </select>
            <select
                aria-label="检查项"
                on:change=move |event: ev::Event| {
                    let chosen = event_target_value(&event);
                    kind.set(KINDS.iter().copied().find(|of| of.code() == chosen));
                }
            >
                <option value="">"全部检查项"</option>
                <For each=move || by_kind.with(|all| all.keys().copied().collect::<Vec<_>>()) key=|kind| *kind let:of>
                    <option value=of.code()>{of.label()}</option>
                </For>
            </select>
            <button type="button" on:click=export>"导出 CSV"</button>
            <a href=Route::from(Place::Evidence).href()>"佐证材料登记与核对"</a>
        </div>
    }
    .into_any()
}

/// What was found of a severity; nothing where nothing of it is shown.
fn of_severity(shown: Shown, of: Severity, aside: RwSignal<Option<Aside>>) -> AnyView {
    let by_kind = shown.by_kind;
    view! {
        <Show when=move || !shown.kinds(of).is_empty()>
            <section class=format!("severity {}", class_of(of)) aria-label=of.label()>
                <h2>
                    <span class="sign" aria-hidden="true">{sign(of)}</span>
                    {of.label()}
                    <span class="count">{move || shown.count(of)}</span>
                </h2>
                <For each=move || shown.kinds(of) key=|kind| *kind let:kind>
                    <OfKind kind by_kind aside/>
                </For>
            </section>
        </Show>
    }
    .into_any()
}

fn class_of(severity: Severity) -> &'static str {
    match severity {
        Severity::Serious => "serious",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Serious => "■",
        Severity::Warning => "▲",
        Severity::Note => "○",
    }
}

/// What one check found.
#[component]
fn OfKind(kind: Kind, by_kind: ByKind, aside: RwSignal<Option<Aside>>) -> impl IntoView {
    let limit = RwSignal::new(FIRST);
    let count = move || by_kind.with(|all| all.get(&kind).map_or(0, Vec::len));
    let shown = move || {
        by_kind.with(|all| {
            all.get(&kind).map_or_else(Vec::new, |list| list.iter().take(limit.get()).cloned().collect())
        })
    };
    let all = move |_| {
        aside.set(Some(Aside {
            kind,
            about: None,
            words: format!("{}：全部 {} 项，以后也不再检查", kind.label(), count()),
        }));
    };
    view! {
        <section class="check-kind" aria-label=kind.label()>
            <header>
                <h3>{kind.label()}<span class="count">{count}</span></h3>
                <span class="hint">{kind.mend()}</span>
                <span class="spread"></span>
                <button
                    type="button"
                    class="small"
                    aria-label=format!("全部无需处理…：{}", kind.label())
                    on:click=all
                >
                    "全部无需处理…"
                </button>
            </header>
            <ul>
                <For each=shown key=|check| (check.about.clone(), check.at.clone(), check.what.clone()) let:check>
                    <Line check aside/>
                </For>
            </ul>
            <Show when=move || { count() > limit.get() }>
                <p class="more">
                    <span class="hint">{move || format!("另有 {} 项。", count() - limit.get().min(count()))}</span>
                    <button type="button" class="small" on:click=move |_| limit.update(|limit| *limit += 200)>
                        "再显示一些"
                    </button>
                </p>
            </Show>
        </section>
    }
}

/// One thing that was found.
#[component]
fn Line(check: Check, aside: RwSignal<Option<Aside>>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let words = format!("{}：{}", check.place, check.what);
    let at = check.at.clone();
    let go = move |event: ev::MouseEvent| {
        // A link opened in another tab is the browser's to follow.
        if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            reveal(workspace, nav, &at);
        }
    };
    let set_aside = {
        let (kind, about, words) = (check.kind, check.about.clone(), words.clone());
        move |_| aside.set(Some(Aside { kind, about: Some(about.clone()), words: words.clone() }))
    };
    view! {
        <li>
            <span class="check-place">{check.place.clone()}</span>
            <span class="check-what">{check.what.clone()}</span>
            <a href=route_of(workspace, &check.at).href() aria-label=format!("去处理 {words}") on:click=go>
                "去处理"
            </a>
            <button type="button" class="small" aria-label=format!("无需处理 {words}") on:click=set_aside>
                "无需处理…"
            </button>
        </li>
    }
}

/// What was set aside, with what takes it back.
#[component]
fn Waived() -> impl IntoView {
    let workspace = Workspace::of_page();
    let checking = Checking::of_page();
    let groups = Memo::new(move |_| {
        let mut groups: Vec<(Waiver, String, usize)> = Vec::new();
        checking.found.with(|found| {
            for (check, waiver) in found.iter().flat_map(|found| &found.waived) {
                if let Some((.., count)) = groups.iter_mut().find(|(known, ..)| known.id == waiver.id) {
                    *count += 1;
                } else {
                    let one = format!("{}　{}：{}", check.kind.label(), check.place, check.what);
                    let words = if waiver.about.is_empty() { check.kind.label().to_owned() } else { one };
                    groups.push((waiver.clone(), words, 1));
                }
            }
        });
        groups
    });
    view! {
        <Show when=move || !groups.with(Vec::is_empty)>
            <section class="waived" aria-label="已确认无需处理">
                <h2>"已确认无需处理"<span class="count">{move || groups.with(Vec::len)}</span></h2>
                <ul>
                    <For each=move || groups.get() key=|(waiver, _, count)| (waiver.id.clone(), *count) let:group>
                        {
                            let (waiver, words, count) = group;
                            let (id, name) = (waiver.id.clone(), words.clone());
                            let whole = waiver.about.is_empty().then(|| format!("（全部 {count} 项）"));
                            let by = if waiver.by.is_empty() { "未署名".to_owned() } else { waiver.by.clone() };
                            let date = waiver.date.map(|date| date.to_string()).unwrap_or_default();
                            view! {
                                <li>
                                    <span class="check-what">
                                        {words}{whole}
                                        <span class="hint">{format!("　理由：{}（{by} {date}）", waiver.reason)}</span>
                                    </span>
                                    <button
                                        type="button"
                                        class="small"
                                        aria-label=format!("恢复检查 {name}")
                                        on:click=move |event| {
                                            focus::keep(&event);
                                            workspace.remove(&id);
                                        }
                                    >
                                        "恢复"
                                    </button>
                                </li>
                            }
                        }
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// Asks why something is set aside.
#[component]
fn AsideDialog(aside: RwSignal<Option<Aside>>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let dialog = NodeRef::<html::Dialog>::new();
    let reason = RwSignal::new(String::new());
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if aside.with(Option::is_some) {
            if !dialog.open() {
                reason.set(String::new());
                // Where dialogs cannot be modal nothing is set aside; the check stays.
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let why = reason.get_untracked().trim().to_owned();
        let Some(what) = aside.get_untracked().filter(|_| !why.is_empty()) else { return };
        let by = workspace.person.get_untracked().map(|person| person.name).unwrap_or_default();
        let waiver = json!({
            "kind": what.kind.code(),
            "about": what.about.as_ref().map(Id::as_str),
            "reason": why,
            "by": by,
            "date": clock::today(),
        });
        if workspace.add(&workspace.bundle_id(), "waivers", waiver).is_some() {
            aside.set(None);
        }
    };
    view! {
        <dialog node_ref=dialog aria-labelledby="aside-title" on:close=move |_| aside.set(None)>
            <h2 id="aside-title">"确认无需处理"</h2>
            <p>{move || aside.get().map(|what| what.words)}</p>
            <form on:submit=keep>
                <label>
                    "理由"
                    <input type="text" required autocomplete="off" bind:value=reason/>
                </label>
                <p class="hint">"会署名记入台账，随时可以恢复。"</p>
                <p class="dialog-foot">
                    <button type="submit" class="primary">"确认无需处理"</button>
                    <button type="button" on:click=move |_| aside.set(None)>"取消"</button>
                </p>
            </form>
        </dialog>
    }
}
