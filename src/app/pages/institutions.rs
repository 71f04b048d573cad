//! 制度: the register of documents named in the rectification, a row a document, edited in the row.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::json;

use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::entries::{Tools, focus_entry};
use crate::app::parts::field::FieldBox;
use crate::app::parts::filter::{Filter, parameter, set_parameter};
use crate::app::parts::new_text::NewText;
use crate::app::parts::table_head::head_row;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use formats::csv;
use journal::describe;
use ledger::register::DocumentRole;
use ledger::validity::{self, Validity};
use ledger::{Id, Ledger};
use query::Query;
use query::documents::{self, ROLE, sheet};
use query::route::{Place, Route};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The parameter of the address that chooses what is in force.
const FORCE: &str = "force";

/// The documents that bear the words and the role, and stand so.
fn rows(ledger: &Ledger, text: &str, role: &str, force: Option<Validity>) -> Vec<Id> {
    let terms: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let all = ledger.bundle().institutions.iter();
    all.filter(|d| role.is_empty() || d.role.as_ref().is_some_and(|r| r.to_string() == role))
        .filter(|d| force.is_none_or(|force| Validity::of(d) == force))
        .filter(|d| {
            let words =
                format!("{} {} {} {} {} {}", d.title, d.verb, d.number, d.kind, d.replaced_by, d.note)
                    .to_lowercase();
            terms.iter().all(|term| words.contains(term.as_str()))
        })
        .map(|d| d.id.clone())
        .collect()
}

/// The columns of the register.
const COLUMNS: [(&str, &str); 10] = [
    ("", "文件名称"),
    ("c-aspect", "性质"),
    ("c-what", "文号"),
    ("c-due", "印发日期"),
    ("c-term", "文种"),
    ("c-lead", "对应问题"),
    ("c-lead", "对应措施"),
    ("c-lead", "被何文件替代"),
    ("c-due", "效力"),
    ("c-due c-tools", "操作"),
];

/// The page.
#[component]
pub fn Institutions() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let text = Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query).text));
    let (role, force) = (parameter(nav, ROLE), parameter(nav, FORCE));
    let ids: Memo<Arc<Vec<Id>>> = Memo::new(move |_| {
        let force = force.with(|code| Validity::coded(code));
        Arc::new(workspace.watch(|ledger| rows(ledger, &text.get(), &role.get(), force)))
    });
    let total = move || workspace.watch(|ledger| ledger.bundle().institutions.len());
    Effect::new(move || keys.count.set(ids.with(|ids| ids.len())));
    keys.current.set(None);
    let current = Memo::new(move |_| {
        let row = keys.current.get()?;
        ids.with(|ids| ids.get(row).cloned())
    });
    let adding = RwSignal::new(false);
    let made = Callback::new(move |title: String| {
        let root = workspace.bundle_id();
        let members = json!({ "role": "issued", "title": title });
        if let Some(id) = workspace.add(&root, "institutions", members) {
            set_parameter(nav, ROLE, String::new());
            set_parameter(nav, FORCE, String::new());
            let last = ids.with_untracked(|ids| ids.len()).checked_sub(1);
            keys.current.set(last);
            focus_entry(&id);
        }
    });
    view! {
        <section class="page table-page institutions">
            {head(ids, adding)}
            <Show when=move || adding.get()>
                <div class="new-finding" role="group" aria-label="新的制度">
                    <NewText label="文件名称" made closed=Callback::new(move |()| adding.set(false))/>
                </div>
            </Show>
            {filters(role, force)}
            <Show
                when=move || total() != 0
                fallback=|| view! { <p class="empty">"还没有登记文件。按“新增制度”登记第一件。"</p> }
            >
                {register(ids)}
            </Show>
            {move || current.get().map(|id| view! { <Detail id/> })}
        </section>
    }
}

/// What is issued, how much of it is in force and shown, and what hands it out and adds to it.
fn head(ids: Memo<Arc<Vec<Id>>>, adding: RwSignal<bool>) -> AnyView {
    let workspace = Workspace::of_page();
    let shown = move || {
        let total = workspace.watch(|ledger| ledger.bundle().institutions.len());
        format!("共 {total} 件，符合 {} 件", ids.with(|ids| ids.len()))
    };
    let stand = move || {
        workspace.watch(|ledger| {
            let all = &ledger.bundle().institutions;
            let count = |one: Validity| all.iter().filter(|d| Validity::of(d) == one).count();
            format!("现行有效 {} 件，已被替代 {} 件", count(Validity::InForce), count(Validity::Replaced))
        })
    };
    let export = move |_| {
        let lines = ids.with_untracked(|ids| workspace.look(|ledger| sheet(ledger, ids)));
        workspace.hand_out(&workspace.file_name("制度清单", "csv"), "text/csv", csv::write(lines));
    };
    view! {
        <header class="page-head">
            <h1>"制度"</h1>
            <p role="status" aria-label="命中" class="hits">{shown}</p>
            <p class="hits">{stand}</p>
            <a class="hits" href=Route::from(Place::Results).href()>"追责问责与数字成果"</a>
            <span class="spread"></span>
            <button type="button" on:click=export>"导出制度清单（CSV）"</button>
            <button type="button" on:click=move |_| adding.set(true)>"新增制度"</button>
        </header>
    }
    .into_any()
}

/// 性质 and 效力: parameters of this page alone.
fn filters(role: Memo<String>, force: Memo<String>) -> AnyView {
    let nav = Nav::of_page();
    let roles: Vec<_> =
        DocumentRole::KNOWN.iter().map(|known| (known.to_string(), known.label().to_owned())).collect();
    let forces = Validity::ALL.map(|one| (one.code().to_owned(), one.label().to_owned())).to_vec();
    view! {
        <div class="filters">
            <Filter
                label="性质"
                all="全部性质"
                choices=roles
                now=role
                choose=Callback::new(move |code| set_parameter(nav, ROLE, code))
            />
            <Filter
                label="效力"
                all="全部效力"
                choices=forces
                now=force
                choose=Callback::new(move |code| set_parameter(nav, FORCE, code))
            />
        </div>
    }
    .into_any()
}

/// The documents, a row each.
fn register(ids: Memo<Arc<Vec<Id>>>) -> AnyView {
    let workspace = Workspace::of_page();
    let paper = Callback::new(move |ids: Vec<Id>| {
        workspace.look(|ledger| ids.iter().filter_map(|id| documents::printed(ledger, id)).collect())
    });
    view! {
        <Windowed
            label="制度登记"
            rows=Signal::derive(move || ids.get())
            row_height=ROW
            columns=COLUMNS.len()
            head=head_row(&COLUMNS)
            row=move |id: Id| view! { <Cells id/> }.into_any()
            paper
            current=Rows::of_page().current
            open=Callback::new(move |id: Id| focus_entry(&id))
        />
    }
    .into_any()
}

/// What a row has no room for, of the document that the keys are on.
#[component]
fn Detail(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = {
        let id = id.clone();
        move || {
            let told = workspace.watch_entity(&id, |ledger| describe::place(ledger, &id));
            format!("{}的详情", told.unwrap_or_else(|| "制度".to_owned()))
        }
    };
    view! {
        <section class="detail" aria-label=name>
            <FieldBox entity=id.clone() field="verb"/>
            <FieldBox entity=id.clone() field="section"/>
            <FieldBox entity=id.clone() field="note" lines=true/>
        </section>
    }
}

#[component]
fn Cells(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = {
        let id = id.clone();
        Signal::derive(move || {
            workspace
                .watch_entity(&id, |ledger| describe::place(ledger, &id))
                .unwrap_or_else(|| "制度".to_owned())
        })
    };
    let stands = {
        let id = id.clone();
        move || {
            workspace.watch_entity(&id, |ledger| {
                let document = ledger.bundle().institutions.iter().find(|d| d.id == id);
                document.map(validity::words).unwrap_or_default()
            })
        }
    };
    let cell = |field: &'static str| {
        view! {
            <td>
                <FieldBox entity=id.clone() field quiet=true/>
            </td>
        }
    };
    view! {
        <td data-entity=id.to_string()>
            <FieldBox entity=id.clone() field="title" quiet=true/>
        </td>
        {cell("role")}
        {cell("number")}
        {cell("date")}
        {cell("kind")}
        {cell("findings")}
        {cell("measures")}
        {cell("replaced_by")}
        <td class="clamp">
            <div>{stands}</div>
        </td>
        <td class="c-tools">
            <Tools id=id.clone() name/>
        </td>
    }
}
