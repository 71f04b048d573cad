//! 变更: every edit, by whom, when, from what to what; undo from here; what met another edit and waits.

use std::sync::Arc;

use leptos::prelude::*;

use super::history_filter::HistoryFilters;
use super::past::PastView;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::entries::css;
use crate::app::parts::table_head::head_row;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use journal::entity_names::EntityNames;
use journal::settling::settle;
use journal::{Cause, Edit, Journal, Outcome, describe};
use ledger::Id;
use platform::{focus, page};
use query::edits::EditQuery;
use query::print_rows::{PrintCell, PrintRow};
use query::route::{Place, Route};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The columns of the table.
const COLUMNS: [(&str, &str); 8] = [
    ("c-time", "时间"),
    ("c-who", "姓名"),
    ("c-place", "位置"),
    ("c-what", "内容"),
    ("", "由"),
    ("", "改为"),
    ("c-then c-tools", "当时"),
    ("c-undo c-tools", "撤销"),
];

/// The page.
#[component]
pub fn History() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let query = Memo::new(move |_| nav.route.with(|route| EditQuery::parse(&route.query)));
    let asked = Memo::new(move |_| EditQuery { at: None, ..query.get() });
    let at = Memo::new(move |_| query.with(|query| query.at.clone()));
    let ids: Memo<Arc<Vec<Id>>> = Memo::new(move |_| {
        workspace.revision.track();
        Arc::new(workspace.look_journal(|journal| asked.with(|asked| asked.rows(journal))))
    });
    let total = move || {
        workspace.revision.track();
        workspace.look_journal(|journal| journal.entries().len())
    };
    Effect::new(move || keys.count.set(ids.with(|ids| ids.len())));
    keys.current.set(None);
    view! {
        <section class="page table-page history">
            <header class="page-head">
                <h1>"变更"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 处变更，符合 {} 处", total(), ids.with(|ids| ids.len()))}
                </p>
            </header>
            {move || at.get().map(|edit| view! { <PastView edit/> })}
            <HistoryFilters/>
            {all_waiting(at)}
            <Show
                when=move || total() != 0
                fallback=|| view! { <p class="empty">"还没有变更。在“问题”或“措施”页修改后，每一处都会记在这里。"</p> }
            >
                {table(ids)}
            </Show>
        </section>
    }
}

/// What met another edit and waits; not shown beside a moment that is looked at.
fn all_waiting(at: Memo<Option<Id>>) -> AnyView {
    let workspace = Workspace::of_page();
    let waiting = Memo::new(move |_| {
        workspace.revision.track();
        workspace
            .look_journal(|journal| journal.waiting().iter().map(|edit| edit.id.clone()).collect::<Vec<_>>())
    });
    view! {
        <Show when=move || !waiting.with(Vec::is_empty) && at.with(Option::is_none)>
            <section class="waiting" aria-label="待处理的变更">
                <h2>"待处理的变更"<span class="count">{move || waiting.with(Vec::len)}</span></h2>
                <p class="hint">"这些修改遇到了别的修改，没有生效。“采用”会把这里的值写入台账，原来的值留在变更记录中；“不采用”不再提示，内容也留在变更记录中。"</p>
                <ul>
                    <For each=move || waiting.get() key=Id::clone let:id>
                        <Waiting id/>
                    </For>
                </ul>
            </section>
        </Show>
    }
    .into_any()
}

/// The edits, a row each.
fn table(ids: Memo<Arc<Vec<Id>>>) -> AnyView {
    let (workspace, nav) = (Workspace::of_page(), Nav::of_page());
    let open = Callback::new(move |id: Id| {
        let place = workspace.look_journal(|journal| place_of(journal, &journal.entry(&id)?.edit));
        if let Some(place) = place {
            nav.go(&place.into());
        }
    });
    let paper = Callback::new(move |ids: Vec<Id>| workspace.look_journal(|journal| printed(journal, &ids)));
    view! {
        <Windowed
            label="变更记录"
            rows=Signal::derive(move || ids.get())
            row_height=ROW
            columns=COLUMNS.len()
            head=head_row(&COLUMNS)
            row=move |id| view! { <Line id/> }.into_any()
            paper
            current=Rows::of_page().current
            open
            returns=true
        />
    }
    .into_any()
}

/// The page of the finding that an edit is about, where that is there.
fn place_of(journal: &Journal, edit: &Edit) -> Option<Place> {
    let about = edit.op.entity()?;
    journal.ledger().finding_of(&about).map(|finding| Place::Finding(finding.id.clone()))
}

/// What an edit was made by, where it is not a person's own.
fn cause(edit: &Edit) -> &'static str {
    match edit.cause {
        Cause::Direct => "",
        Cause::Undo(_) => "撤销 ",
        Cause::Redo(_) => "重做 ",
    }
}

fn author(edit: &Edit) -> String {
    if edit.author.is_empty() { "未署名".to_owned() } else { edit.author.clone() }
}

/// These edits as they are printed, where nothing can be undone: each says whether it holds.
fn printed(journal: &Journal, ids: &[Id]) -> Vec<PrintRow> {
    let known = EntityNames::of(journal);
    let of = |id: &Id| {
        let entry = journal.entry(id)?;
        let edit = &entry.edit;
        let told = describe::tell(&known, edit);
        let holds = match entry.outcome {
            Outcome::Applied(_) if journal.is_undone(edit.step()) => "（已撤销）",
            Outcome::Applied(_) => "",
            _ => "（未生效）",
        };
        let what = format!("{}{}{holds}", cause(edit), told.what);
        let texts = [edit.at.minute_text(), author(edit), told.place, what, told.from, told.to];
        Some(PrintRow::Cells(texts.map(PrintCell::plain).into()))
    };
    ids.iter().filter_map(of).collect()
}

/// The cells of an edit.
#[component]
fn Line(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let found = workspace.look_journal(|journal| {
        let edit = journal.entry(&id)?.edit.clone();
        let told = describe::tell(&EntityNames::of(journal), &edit);
        let place = place_of(journal, &edit);
        Some((edit, told, place))
    });
    let Some((edit, told, place)) = found else { return ().into_any() };
    let name = format!("{} 的{}", told.place, told.what);
    let (cause, who) = (cause(&edit), author(&edit));
    view! {
        <td class="c-time">
            <time>{edit.at.minute_text()}</time>
        </td>
        <td class="c-who" title=edit.unit.clone()>{who}</td>
        <td class="c-place">
            {match place {
                Some(place) => view! { <a href=Route::from(place).href()>{told.place}</a> }.into_any(),
                None => told.place.into_any(),
            }}
        </td>
        <td class="c-what">{cause}{told.what}</td>
        <td class="clamp" title=told.from.clone()>
            <div>{told.from.clone()}</div>
        </td>
        <td class="clamp" title=told.to.clone()>
            <div>{told.to.clone()}</div>
        </td>
        <td class="c-then c-tools">{then_button(&edit, &name)}</td>
        <td class="c-undo c-tools">{undo_button(&edit, &name)}</td>
    }
    .into_any()
}

/// Leads to the ledger as it was right after the edit.
fn then_button(edit: &Edit, name: &str) -> AnyView {
    let nav = Nav::of_page();
    let own = edit.id.clone();
    let look = move |_| {
        let before = nav.route.with_untracked(|route| route.query.clone());
        let query = EditQuery { at: Some(own.clone()), ..EditQuery::parse(&before) };
        nav.set_query(query.print(&before));
    };
    view! {
        <button
            type="button"
            class="small"
            aria-label=format!("查看当时：{name}")
            data-then=edit.id.to_string()
            on:click=look
        >
            "查看当时"
        </button>
    }
    .into_any()
}

/// Takes the edit back with its step, while it holds; or says that it does not.
fn undo_button(edit: &Edit, name: &str) -> AnyView {
    let workspace = Workspace::of_page();
    let step = StoredValue::new(edit.step().clone());
    let own_row = StoredValue::new(format!("[data-then=\"{}\"]", css(&edit.id)));
    let id = edit.id.clone();
    let state = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(|journal| {
            let applied =
                journal.entry(&id).is_some_and(|entry| matches!(entry.outcome, Outcome::Applied(_)));
            (applied, step.with_value(|step| journal.is_undone(step)))
        })
    });
    let undo = move |_| {
        // The button is gone then, and its row one lower: the other button of the row is there.
        let own = own_row.get_value();
        workspace.undo_step(&step.get_value());
        request_animation_frame(move || page::focus(&own));
    };
    let label = format!("撤销 {name}");
    let drawn = move || match state.get() {
        (false, _) => "未生效".into_any(),
        (true, true) => "已撤销".into_any(),
        (true, false) => view! {
            <button type="button" class="small" aria-label=label.clone() on:click=undo>
                "撤销"
            </button>
        }
        .into_any(),
    };
    view! { {drawn} }.into_any()
}

/// An edit that met another one, with both values.
#[component]
fn Waiting(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let found = workspace.look_journal(|journal| {
        let known = EntityNames::of(journal);
        let entry = journal.entry(&id)?;
        let Outcome::Refused(refusal) = &entry.outcome else { return None };
        let why = describe::refusal(&known, Some(&entry.edit), refusal);
        Some((describe::sentence(&known, &entry.edit), why))
    });
    let Some((sentence, why)) = found else { return ().into_any() };
    let id = StoredValue::new(id);
    // What can be done is asked when it is done: the ledger may be another by then.
    let settle = move |adopt: bool| {
        let ops = workspace.look_journal(|journal| id.with_value(|id| settle(journal, id, adopt)));
        match ops {
            Some(ops) => {
                workspace.commit(ops);
            }
            None => workspace
                .notices
                .warn("这处修改已不能采用：它所在的条目已被删除，内容保留在变更记录中。".to_owned()),
        }
    };
    let button = |name: &'static str, adopt: bool| {
        view! {
            <button
                type="button"
                class="small"
                aria-label=format!("{name}：{sentence}")
                on:click=move |event| {
                    focus::keep(&event);
                    settle(adopt);
                }
            >
                {name}
            </button>
        }
    };
    let (adopt, decline) = (button("采用", true), button("不采用", false));
    view! {
        <li>
            <p>{sentence.clone()}</p>
            <p class="hint">{why}</p>
            {adopt}
            " "
            {decline}
        </li>
    }
    .into_any()
}
