//! 制度: the register of documents named in the rectification, a row a document, edited in the row.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use crate::app::desk::Desk;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::entries::{Tools, focus_entry};
use crate::app::parts::field::FieldBox;
use crate::app::parts::window::Windowed;
use crate::journal::tell;
use crate::ledger::register::DocumentRole;
use crate::ledger::{Id, Ledger};
use crate::query::Query;

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The parameter of the address that chooses a role.
const ROLE: &str = "role";

/// The documents that bear the words and the role.
fn rows(ledger: &Ledger, text: &str, role: &str) -> Vec<Id> {
    let terms: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let all = ledger.bundle().institutions.iter();
    all.filter(|d| role.is_empty() || d.role.as_ref().is_some_and(|r| r.to_string() == role))
        .filter(|d| {
            let words = format!("{} {} {} {}", d.title, d.verb, d.number, d.note).to_lowercase();
            terms.iter().all(|term| words.contains(term.as_str()))
        })
        .map(|d| d.id.clone())
        .collect()
}

/// The page.
#[component]
pub fn Institutions() -> impl IntoView {
    let desk = Desk::of_page();
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let text = Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query).text));
    // The role is a parameter of this page alone; the query keeps what it does not know.
    let role = Memo::new(move |_| {
        let query = nav.route.with(|route| Query::parse(&route.query));
        query.unknown.into_iter().find(|(key, _)| key == ROLE).map(|(_, role)| role).unwrap_or_default()
    });
    let set_role = move |role: String| {
        let mut query = nav.route.with_untracked(|route| Query::parse(&route.query));
        query.unknown.retain(|(key, _)| key != ROLE);
        if !role.is_empty() {
            query.unknown.push((ROLE.to_owned(), role));
        }
        nav.set_query(query.print());
    };
    let ids: Memo<Arc<Vec<Id>>> =
        Memo::new(move |_| Arc::new(desk.watch(|ledger| rows(ledger, &text.get(), &role.get()))));
    let total = move || desk.watch(|ledger| ledger.bundle().institutions.len());
    Effect::new(move || keys.count.set(ids.with(|ids| ids.len())));
    keys.current.set(None);
    let current = Memo::new(move |_| {
        let row = keys.current.get()?;
        ids.with(|ids| ids.get(row).cloned())
    });
    let add = move |_| {
        let root = desk.bundle_id();
        if let Some(id) = desk.add(&root, "institutions", json!({ "role": "issued" })) {
            set_role(String::new());
            let last = ids.with_untracked(|ids| ids.len()).checked_sub(1);
            keys.current.set(last);
            focus_entry(&id);
        }
    };
    let open = Callback::new(move |id: Id| focus_entry(&id));
    let head = move || {
        view! {
            <tr>
                <th scope="col">"文件名称"</th>
                <th scope="col" class="c-aspect">"性质"</th>
                <th scope="col" class="c-what">"文号"</th>
                <th scope="col" class="c-due">"印发日期"</th>
                <th scope="col" class="c-term">"文种"</th>
                <th scope="col" class="c-lead">"对应问题"</th>
                <th scope="col" class="c-lead">"对应措施"</th>
                <th scope="col" class="c-lead">"被何文件替代"</th>
                <th scope="col" class="c-due">"操作"</th>
            </tr>
        }
        .into_any()
    };
    let choose = move |event: ev::Event| set_role(event_target_value(&event));
    view! {
        <section class="page table-page institutions">
            <header class="page-head">
                <h1>"制度"</h1>
                <p role="status" class="hits">
                    {move || format!("共 {} 件，符合 {} 件", total(), ids.with(|ids| ids.len()))}
                </p>
                <span class="spread"></span>
                <button type="button" on:click=add>"新增制度"</button>
            </header>
            <div class="filters">
                <select aria-label="性质" class:on=move || !role.with(String::is_empty) on:change=choose>
                    <option value="" selected=move || role.with(String::is_empty)>"全部性质"</option>
                    {DocumentRole::KNOWN
                        .iter()
                        .map(|known| {
                            let code = known.to_string();
                            let same = code.clone();
                            view! {
                                <option value=code selected=move || role.with(|r| *r == same)>
                                    {known.label().to_owned()}
                                </option>
                            }
                        })
                        .collect::<Vec<_>>()}
                </select>
            </div>
            <Show
                when=move || total() != 0
                fallback=|| view! { <p class="empty">"还没有登记文件。按“新增制度”登记第一件。"</p> }
            >
                <Windowed
                    label="制度登记"
                    rows=Signal::derive(move || ids.get())
                    row_height=ROW
                    columns=9
                    head=head()
                    row=move |id: Id| view! { <Cells id/> }.into_any()
                    current=keys.current
                    open
                />
            </Show>
            {move || current.get().map(|id| view! { <Detail id/> })}
        </section>
    }
}

/// What a row has no room for, of the document that the keys are on.
#[component]
fn Detail(id: Id) -> impl IntoView {
    let desk = Desk::of_page();
    let name = {
        let id = id.clone();
        move || {
            let told = desk.watch_entity(&id, |ledger| tell::place(ledger, &id));
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
    let desk = Desk::of_page();
    let name = {
        let id = id.clone();
        Signal::derive(move || {
            desk.watch_entity(&id, |ledger| tell::place(ledger, &id)).unwrap_or_else(|| "制度".to_owned())
        })
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
        <td>
            <Tools id=id.clone() name/>
        </td>
    }
}
