//! 工作清单: the lists of the day with their counts, and the saved views. Counts are taken when the menu is opened,
//! and again when the ledger changes while it is open; never on a key in the search.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::save::{RenameDialog, SaveDialog};
use super::state::Worktable;
use super::views::{LocalView, View, Views};
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use platform::{focus, page};
use query::columns::Columns;
use query::route::{Place, Route};
use query::worklists::{WorkList, work_lists};
use query::{Query, count, count_findings};

/// The button and the menu under it.
#[component]
pub fn WorkMenu(
    /// The place of the table.
    place: Place,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let query = query_of(nav);
    let table = use_context::<Worktable>();
    let views = Views::of_page();
    let (open, saving) = (RwSignal::new(false), RwSignal::new(false));
    let renaming = RwSignal::new(None);
    let root = NodeRef::<html::Div>::new();
    let path = StoredValue::new(place.path());
    let place = StoredValue::new(place);
    let close = move || {
        open.set(false);
        page::focus(".work-menu > button");
    };
    let outside = window_event_listener(ev::mousedown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = root.try_get_untracked().flatten().is_some_and(|root| root.contains(target.as_ref()));
        if !inside && !page::has("dialog[open]") && open.try_get_untracked() == Some(true) {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    // Tab leaves the menu, and it closes; a dialog that it opened comes back to it.
    let left = move |event: ev::FocusEvent| {
        let Some(to) = event.related_target().and_then(|to| to.dyn_into::<web_sys::Element>().ok()) else {
            return;
        };
        let inside = root.get_untracked().is_some_and(|root| root.contains(Some(to.as_ref())));
        if !inside && to.closest("dialog").ok().flatten().is_none() {
            open.set(false);
        }
    };
    let lists = Memo::new(move |_| {
        let person = workspace.person.get().unwrap_or_default();
        workspace.watch(|ledger| work_lists(ledger.bundle(), &person.name, &person.unit))
    });
    let saved = Memo::new(move |_| views.list(&path.get_value()));
    // The name of the list that is on screen.
    let here = Memo::new(move |_| {
        query.with(|query| {
            let own = lists.with(|lists| {
                lists
                    .iter()
                    .find(|list| list.query.as_ref().is_some_and(|asked| same(asked, query)))
                    .map(|l| l.name.to_owned())
            });
            own.or_else(|| {
                saved.with(|saved| {
                    saved
                        .iter()
                        .find(|view| Query::parse(&view.view.query) == *query)
                        .map(|v| v.view.name.clone())
                })
            })
        })
    });
    let show = Callback::new(move |view: LocalView| {
        if let Some(table) = table {
            table.show_columns(Columns::parse(table.kind, &view.columns));
        }
        nav.set_query(view.query);
        close();
    });
    let now = Callback::new(move |()| LocalView {
        name: String::new(),
        place: path.get_value(),
        query: query.with_untracked(Query::print),
        columns: table.map(|table| table.columns.with_untracked(Columns::print)).unwrap_or_default(),
    });
    view! {
        <div
            class="work-menu"
            node_ref=root
            on:focusout=left
            on:keydown=move |event: ev::KeyboardEvent| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    event.prevent_default();
                    close();
                }
            }
        >
            <button
                type="button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| {
                    views.reread();
                    open.update(|open| *open = !*open);
                }
            >
                "工作清单"
                <span aria-hidden="true">" ▾"</span>
            </button>
            {move || here.get().map(|name| view! { <span class="tag here">{name}</span> })}
            <Show when=move || open.get()>
                <div class="menu-panel" role="group" aria-label="工作清单">
                    <ul>
                        {move || {
                            let place = place.get_value();
                            lists.get().into_iter().map(|list| own(list, &place, open)).collect_view()
                        }}
                    </ul>
                    <h2>"保存的视图"</h2>
                    <Show when=move || saved.with(Vec::is_empty)>
                        <p class="hint">"还没有保存的视图。"</p>
                    </Show>
                    <ul aria-label="保存的视图">
                        {move || {
                            saved.get().into_iter().map(|view| line(view, views, show, renaming)).collect_view()
                        }}
                    </ul>
                    {move || {
                        views.removed.get().map(|(_, view)| {
                            view! {
                                <p class="hint">
                                    {format!("已删除本机的视图“{}” ", view.name)}
                                    <button
                                        type="button"
                                        class="small"
                                        on:click=move |event| {
                                            focus::keep(&event);
                                            views.bring_back();
                                        }
                                    >
                                        "找回"
                                    </button>
                                </p>
                            }
                        })
                    }}
                    <p class="menu-foot">
                        <button
                            type="button"
                            on:click=move |_| {
                                close();
                                saving.set(true);
                            }
                        >
                            "保存为视图…"
                        </button>
                    </p>
                </div>
            </Show>
        </div>
        <SaveDialog open=saving views view=now/>
        <RenameDialog which=renaming views/>
    }
}

/// Whether two queries ask the same, whatever the order.
fn same(a: &Query, b: &Query) -> bool {
    let plain = |query: &Query| Query { sort: Query::default().sort, group: None, ..query.clone() };
    plain(a) == plain(b)
}

/// A list that is always there, with how many it holds.
fn own(list: WorkList, place: &Place, open: RwSignal<bool>) -> AnyView {
    let (workspace, lists) = (Workspace::of_page(), Lists::of_page());
    let WorkList { name, about, query } = list;
    // A finding is mine by its own 责任人 or by those of its measures.
    let name = if *place == Place::Findings { name.replace("措施", "问题") } else { name.to_owned() };
    let Some(query) = query else {
        return view! {
            <li class="without">
                <span>{name}</span>
                <span class="hint">"先填写姓名和台账中有的单位"</span>
            </li>
        }
        .into_any();
    };
    let many = lists.look(|index, ledger| match place {
        Place::Findings => count_findings(index, ledger, &query, workspace.day()),
        _ => count(index, ledger, &query, workspace.day()),
    });
    workspace.revision.track();
    let href = Route { place: place.clone(), query: query.print() }.href();
    let table = use_context::<Worktable>();
    // A view that was shown before may have had columns of its own.
    let go = move |_| {
        if let Some(table) = table {
            table.show_own_columns();
        }
        open.set(false);
    };
    view! {
        <li>
            <a href=href title=about on:click=go>
                <span>{name}</span>
                <span class="count">{many.unwrap_or(0)}</span>
            </a>
        </li>
    }
    .into_any()
}

/// A saved view, with what renames and removes it.
fn line(
    view: View,
    views: Views,
    show: Callback<LocalView>,
    renaming: RwSignal<Option<(super::views::Kept, String)>>,
) -> AnyView {
    let name = view.view.name.clone();
    let place = if matches!(view.kept, super::views::Kept::Ledger(_)) { "台账" } else { "本机" };
    let (kept, again) = (StoredValue::new(view.kept), StoredValue::new(name.clone()));
    let opened = view.view;
    view! {
        <li class="saved">
            <button type="button" class="view" on:click=move |_| show.run(opened.clone())>{name.clone()}</button>
            <span class="tag">{place}</span>
            <button
                type="button"
                class="icon"
                aria-label=format!("重命名视图 {name}")
                title="重命名"
                on:click=move |_| renaming.set(Some((kept.get_value(), again.get_value())))
            >
                "✎"
            </button>
            <button
                type="button"
                class="icon"
                aria-label=format!("删除视图 {name}")
                title="删除"
                on:click=move |event| {
                    focus::keep(&event);
                    kept.with_value(|kept| views.remove(kept));
                }
            >
                "×"
            </button>
        </li>
    }
    .into_any()
}
