//! The tools above a table, and the bar that comes up while rows are picked.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::bulk::BulkDialog;
use super::columns::ColumnsDialog;
use super::look::DensityChoice;
use super::menu::WorkMenu;
use super::more_tools::MoreTools;
use super::sheet::RecordSheet;
use super::state::Worktable;
use super::take::{Format, ShownColumns, Take};
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use journal::moving::Way;
use ledger::fields::Fields;
use platform::{focus, page};
use query::route::Place;
use query::{GroupBy, RecordKind};

/// 工作清单, 分组, 表格列, 复制, 导出, and what the page has beside.
#[component]
pub fn Tools(
    /// What stands behind them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let table = Worktable::of_page();
    let take = Take::of_page();
    let choosing = RwSignal::new(false);
    let place = match table.kind {
        RecordKind::Measure => Place::Measures,
        RecordKind::Finding => Place::Findings,
    };
    let format = RwSignal::new(Format::Xlsx);
    let choose_format = move |event: ev::Event| {
        let label = event_target_value(&event);
        format.set(Format::ALL.into_iter().find(|own| own.label() == label).unwrap_or(Format::Xlsx));
    };
    let option = |own: Format| view! { <option value=own.label()>{own.label()}</option> };
    view! {
        <div class="table-tools" role="group" aria-label="表格工具">
            <WorkMenu place/>
            <MoreTools>
                {grouping()}
                <DensityChoice/>
                <button type="button" on:click=move |_| choosing.set(true)>"表格列…"</button>
                <button type="button" on:click=move |_| take.copy(&ShownColumns::of(&table), table.rows())>"复制为表格"</button>
                <select aria-label="导出所示的格式" on:change=choose_format>
                    {Format::ALL.map(option).collect_view()}
                </select>
                <button type="button" on:click=move |_| take.export(ShownColumns::of(&table), move || table.rows(), format.get_untracked())>"导出所示"</button>
            </MoreTools>
            {children.map(|children| children())}
        </div>
        <ColumnsDialog open=choosing/>
    }
}

/// 分组, and what folds the groups.
fn grouping() -> impl IntoView {
    let table = Worktable::of_page();
    let nav = Nav::of_page();
    let query = query_of(nav);
    let by = table.by;
    let group = move |event: ev::Event| {
        let code = event_target_value(&event);
        let mut next = query.get_untracked();
        next.group = GroupBy::of_code(&code);
        nav.set_query(next.print());
    };
    let option = move |(field, label): (GroupBy, String)| {
        let code = field.code();
        view! {
            <option value=code selected=move || by.with(|by| by.as_ref() == Some(&field))>{format!("按{label}")}</option>
        }
    };
    let options = move || {
        let groups = |fields: &Fields| {
            fields.groups().map(|entry| (entry.field.clone(), entry.label.clone())).collect::<Vec<_>>()
        };
        table.fields.with(groups).into_iter().map(option).collect_view()
    };
    let any_folded = move || table.folded.with(|folded| !folded.is_empty());
    view! {
        <select aria-label="分组" class:on=move || by.get().is_some() on:change=group>
            <option value="" selected=move || by.get().is_none()>"不分组"</option>
            {options}
        </select>
        <Show when=move || by.get().is_some()>
            <button type="button" on:click=move |_| table.fold_all(!any_folded())>
                {move || if any_folded() { "全部展开" } else { "全部折叠" }}
            </button>
        </Show>
    }
}

/// 已选 n 条, and what can be done with them. Esc lets them go.
#[component]
pub fn PickBar() -> impl IntoView {
    let table = Worktable::of_page();
    let take = Take::of_page();
    let changing = RwSignal::new(false);
    let count = Memo::new(move |_| table.picked.with(query::Selection::len));
    let elsewhere = Memo::new(move |_| {
        let here = table.matched.with(|rows| table.picked.with(|picked| picked.among(rows)));
        count.get().saturating_sub(here)
    });
    let words = table.words();
    let unit = words.unit;
    // The bar goes away with the focus in it, and comes up over the row that it is about.
    let let_go = move || {
        table.clear();
        request_animation_frame(|| {
            if focus::active().is_none() {
                let row = page::has("tr.current");
                page::focus(if row { "tr.current" } else { ".ledger-table thead .pick" });
            }
        });
    };
    Effect::new(move |before: Option<bool>| {
        let now = count.get() != 0;
        if now && before == Some(false) {
            request_animation_frame(|| page::keep_in_sight("tr.current:focus-within"));
        }
        now
    });
    let escape = window_event_listener(ev::keydown, move |event| {
        let busy = event.is_composing() || event.default_prevented() || is_typing(&event);
        if event.key() == "Escape" && !busy && !table.picked.with_untracked(query::Selection::is_empty) {
            let_go();
        }
    });
    on_cleanup(move || escape.remove());
    view! {
        <Show when=move || count.get() != 0>
            <div class="pick-bar" role="group" aria-label=format!("已选{}", words.noun)>
                <p role="status" aria-label="已选">
                    {move || match elsewhere.get() {
                        0 => format!("已选 {} {unit}", count.get()),
                        hidden => format!("已选 {} {unit}，其中 {hidden} {unit}不在当前列表", count.get()),
                    }}
                </p>
                <button type="button" class="primary" on:click=move |_| changing.set(true)>"批量修改…"</button>
                <button type="button" on:click=move |_| take.copy(&ShownColumns::of(&table), table.picked_rows())>
                    "复制所选"
                </button>
                {(table.kind == RecordKind::Finding).then(carriers)}
                <button type="button" title="取消选择（Esc）" on:click=move |_| let_go()>"取消选择"</button>
            </div>
        </Show>
        <BulkDialog open=changing/>
    }
}

/// 上移, 下移: what is picked passes what is shown next to it.
fn carriers() -> impl IntoView {
    let sheet = RecordSheet::of(&Worktable::of_page());
    let button = move |name: &'static str, title: &'static str, way: Way| {
        let carry = move |_| sheet.carry_picked(way);
        view! { <button type="button" title=title on:click=carry>{name}</button> }
    };
    view! {
        {button("上移", "上移所选的问题（Alt+↑）", Way::Up)}
        {button("下移", "下移所选的问题（Alt+↓）", Way::Down)}
    }
}

/// Whether Esc belongs to a box or a dialog.
fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        let inside = |selector: &str| element.closest(selector).ok().flatten().is_some();
        let pick = element.matches("input.pick").unwrap_or(false);
        inside("dialog, .work-menu")
            || (!pick && inside("input, textarea, select") && !inside("[data-value]:not([data-typing])"))
    })
}
