//! 工作清单: the lists of the day with their counts, and the saved views. Counts are taken when the menu is opened,
//! and again when the ledger changes while it is open; never on a key in the search.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::save::{RenameDialog, SaveDialog};
use super::state::Worktable;
use super::views::{Kept, LocalView, View, Views};
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use platform::{focus, page};
use query::columns::Columns;
use query::route::{Place, Route};
use query::worklists::{WorkList, work_lists};
use query::{Query, count, count_findings};

/// What a line of the menu acts on.
#[derive(Clone, Copy)]
struct Menu {
    /// The place of the table.
    place: StoredValue<Place>,
    /// The table, where the page has one.
    table: Option<Worktable>,
    open: RwSignal<bool>,
    /// Whether the dialog 保存为视图 is open.
    saving: RwSignal<bool>,
    /// The view that gets another name.
    renaming: RwSignal<Option<(Kept, String)>>,
    views: Views,
    lists: Memo<Vec<WorkList>>,
    saved: Memo<Vec<View>>,
}

impl Menu {
    fn of(place: Place) -> Menu {
        let workspace = Workspace::of_page();
        let views = Views::of_page();
        let path = StoredValue::new(place.path());
        Menu {
            place: StoredValue::new(place),
            table: use_context::<Worktable>(),
            open: RwSignal::new(false),
            saving: RwSignal::new(false),
            renaming: RwSignal::new(None),
            views,
            lists: Memo::new(move |_| {
                let person = workspace.person.get().unwrap_or_default();
                workspace.watch(|ledger| work_lists(ledger.bundle(), &person.name, &person.unit))
            }),
            saved: Memo::new(move |_| views.list(&path.get_value())),
        }
    }

    fn close(self) {
        self.open.set(false);
        page::focus(".work-menu > button");
    }

    /// The name of the list that is on screen.
    fn name_of(self, query: &Query) -> Option<String> {
        let own = self.lists.with(|lists| {
            let here = |list: &&WorkList| list.query.as_ref().is_some_and(|asked| same(asked, query));
            lists.iter().find(here).map(|list| list.name.to_owned())
        });
        own.or_else(|| {
            let here = |view: &&View| Query::parse(&view.view.query) == *query;
            self.saved.with(|saved| saved.iter().find(here).map(|view| view.view.name.clone()))
        })
    }

    /// What is on screen, as a view that has no name yet.
    fn now(self, query: &Query) -> LocalView {
        let columns = |table: Worktable| table.columns.with_untracked(Columns::print);
        LocalView {
            name: String::new(),
            place: self.place.with_value(Place::path),
            query: query.print(),
            columns: self.table.map(columns).unwrap_or_default(),
        }
    }

    /// Closes with a press elsewhere; a dialog that it opened is none.
    fn close_with_press_outside(self, root: NodeRef<html::Div>) {
        let outside = window_event_listener(ev::mousedown, move |event| {
            let root = root.try_get_untracked().flatten();
            let inside = focus::is_within(root.as_deref().map(AsRef::as_ref), &event);
            if !inside && !page::has("dialog[open]") && self.open.try_get_untracked() == Some(true) {
                self.open.set(false);
            }
        });
        on_cleanup(move || outside.remove());
    }
}

/// The button and the menu under it.
#[component]
pub fn WorkMenu(
    /// The place of the table.
    place: Place,
) -> impl IntoView {
    let query = query_of(Nav::of_page());
    let menu = Menu::of(place);
    let Menu { open, views, .. } = menu;
    let root = NodeRef::<html::Div>::new();
    menu.close_with_press_outside(root);
    // Tab leaves the menu, and it closes. One that leaves the page loses the focus once more, when what it belongs to is gone.
    let left = move |event: ev::FocusEvent| {
        let root = root.try_get_untracked().flatten();
        if focus::leaves(root.as_deref().map(AsRef::as_ref), &event) {
            let _ = open.try_set(false);
        }
    };
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            event.prevent_default();
            menu.close();
        }
    };
    let here = Memo::new(move |_| query.with(|query| menu.name_of(query)));
    let now = Callback::new(move |()| query.with_untracked(|query| menu.now(query)));
    view! {
        <div class="work-menu" node_ref=root on:focusout=left on:keydown=escape>
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
                <Panel menu/>
            </Show>
        </div>
        <SaveDialog open=menu.saving views view=now/>
        <RenameDialog which=menu.renaming views/>
    }
}

/// The lists and the views, and what makes a view of what is on screen.
#[component]
fn Panel(menu: Menu) -> impl IntoView {
    let nav = Nav::of_page();
    let Menu { place, table, lists, saved, saving, .. } = menu;
    let show = Callback::new(move |view: LocalView| {
        if let Some(table) = table {
            table.show_columns(Columns::parse(table.kind, &view.columns));
        }
        nav.set_query(view.query);
        menu.close();
    });
    let own_lists = move || {
        let place = place.get_value();
        lists.get().into_iter().map(|list| own(list, &place, menu.open)).collect_view()
    };
    let save = move |_| {
        menu.close();
        saving.set(true);
    };
    view! {
        <div class="menu-panel" role="group" aria-label="工作清单">
            <ul>{own_lists}</ul>
            <h2>"保存的视图"</h2>
            <Show when=move || saved.with(Vec::is_empty)>
                <p class="hint">"还没有保存的视图。"</p>
            </Show>
            <ul aria-label="保存的视图">
                {move || saved.get().into_iter().map(|view| line(view, &menu, show)).collect_view()}
            </ul>
            {move || menu.views.removed.get().map(|(_, view)| bring_back(menu.views, &view.name))}
            <p class="menu-foot">
                <button type="button" on:click=save>"保存为视图…"</button>
            </p>
        </div>
    }
}

/// A view was removed; it can be found again.
fn bring_back(views: Views, name: &str) -> impl IntoView + use<> {
    let again = move |event: ev::MouseEvent| {
        focus::keep(&event);
        views.bring_back();
    };
    view! {
        <p class="hint">
            {format!("已删除本机的视图“{name}” ")}
            <button type="button" class="small" on:click=again>"找回"</button>
        </p>
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
fn line(view: View, menu: &Menu, show: Callback<LocalView>) -> AnyView {
    let Menu { views, renaming, .. } = *menu;
    let name = view.view.name.clone();
    let place = if matches!(view.kept, Kept::Ledger(_)) { "台账" } else { "本机" };
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
