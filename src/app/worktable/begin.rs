//! What begins a record from a table: the way to the box for a new finding or measure, and what a table without rows says
//! to do next. Makes no record: that is done when something is typed.

use leptos::prelude::*;

use super::state::Worktable;
use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::opening::Opening;
use crate::app::parts::filter::{parameter, query_of, set_parameter};
use crate::app::workspace::Workspace;
use ledger::Id;
use platform::page;
use query::groups::Line;
use query::route::{Place, Route};
use query::{Query, RecordKind};

/// The parameter of an address that asks for the box of a new record.
const NEW: &str = "new";

/// A page with its box for a new record open.
fn begun_at(place: Place) -> Route {
    let mut query = Query::default();
    query.set_parameter(NEW, "1".to_owned());
    Route { place, query: query.print() }
}

/// Whether the box for a new record is open: at first where the address asks for it, which is then done with.
#[must_use]
pub fn asked_in_address() -> RwSignal<bool> {
    let nav = Nav::of_page();
    let asked = parameter(nav, NEW);
    let open = RwSignal::new(false);
    Effect::new(move || {
        if !asked.with(String::is_empty) {
            open.set(true);
            set_parameter(nav, NEW, String::new());
        }
    });
    open
}

/// What leads to the box for a new measure.
#[derive(Clone, Copy)]
struct Begin {
    table: Worktable,
    nav: Nav,
    workspace: Workspace,
    lists: Lists,
    rows: Rows,
}

impl Begin {
    fn of_page() -> Self {
        Self {
            table: Worktable::of_page(),
            nav: Nav::of_page(),
            workspace: Workspace::of_page(),
            lists: Lists::of_page(),
            rows: Rows::of_page(),
        }
    }

    /// The finding of a line; none where the line is the head of a group.
    fn finding_at(self, at: usize) -> Option<Id> {
        let line = self.table.lines.with_untracked(|lines| lines.get(at).copied());
        let Some(Line::Row(row)) = line else { return None };
        self.lists.look(|index, ledger| Some(index.record(ledger, row)?.finding().id.clone())).flatten()
    }

    /// The finding that a new measure belongs to: that of the row one is in, else of the first row, else the first of
    /// the ledger; none where there is no finding.
    fn finding(self) -> Option<Id> {
        let here = self.rows.current.get_untracked().and_then(|at| self.finding_at(at));
        // The first line may be the head of a group.
        let here = here.or_else(|| (0..2).find_map(|at| self.finding_at(at)));
        here.or_else(|| self.workspace.look(|ledger| Some(ledger.bundle().findings.first()?.id.clone())))
    }

    /// Goes to the page of the finding with the box open; where there is none yet, to the box for a finding.
    fn go(self) {
        self.nav.go(&begun_at(self.finding().map_or(Place::Findings, Place::Finding)));
    }
}

/// 新增措施.
#[component]
pub fn NewMeasure() -> impl IntoView {
    let begin = Begin::of_page();
    view! {
        <button type="button" title="写在当前行所属的问题下面" on:click=move |_| begin.go()>"新增措施"</button>
    }
}

/// What stands over a table in which no row is: what to do next.
#[component]
pub fn NoRows(
    /// How many records there are, whatever is asked.
    total: Memo<usize>,
) -> impl IntoView {
    let (table, nav, workspace) = (Worktable::of_page(), Nav::of_page(), Workspace::of_page());
    let none = Memo::new(move |_| table.matched.with(|rows| rows.is_empty()));
    let findings = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().findings.len()));
    let of_measures = table.kind == RecordKind::Measure;
    let said = move || match (total.get(), findings.get()) {
        (0, 0) => "台账里还没有问题和措施。从下面任一种办法开始：",
        (0, _) => "台账里还没有整改措施。在问题下面写下第一条，或从表格导入：",
        _ if of_measures => "没有符合条件的措施。",
        _ => "没有符合条件的问题。",
    };
    view! {
        <Show when=move || none.get()>
            <div class="empty no-rows">
                <p>{said}</p>
                {move || if total.get() == 0 { ways(findings.get() == 0) } else { clear(nav) }}
            </div>
        </Show>
    }
}

/// The ways to the first record; `bare` where there is not even a finding.
fn ways(bare: bool) -> AnyView {
    let opening = Opening::of_page();
    let first = if bare {
        view! { <a class="button primary" href=begun_at(Place::Findings).href()>"新增问题"</a> }.into_any()
    } else {
        view! { <NewMeasure/> }.into_any()
    };
    view! {
        <p class="welcome-ways">
            {first}
            <a class="button" href=Route::from(Place::Exchange).href()>"从表格或文件导入"</a>
            <button type="button" on:click=move |_| opening.ask()>"打开已有台账…"</button>
        </p>
        <p class="hint">"也可以在 WPS、Excel 里连表头复制整张表，到这里按 Ctrl+V 粘贴；或把文件拖进来。先看预览，确认后才写入。"</p>
    }
    .into_any()
}

/// The way back to all rows.
fn clear(nav: Nav) -> AnyView {
    let query = query_of(nav);
    let all = move |_| {
        let asked = query.get_untracked();
        nav.set_query(Query { sort: asked.sort, group: asked.group, ..Query::default() }.print());
        request_animation_frame(|| page::focus("#search"));
    };
    view! {
        <p class="welcome-ways">
            <button type="button" on:click=all>"清除搜索和筛选"</button>
        </p>
    }
    .into_any()
}
