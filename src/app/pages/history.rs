//! 变更: every edit, by whom, when, from what to what; undo from here; what met another edit and waits.

use std::sync::Arc;

use leptos::prelude::*;

use super::history_filter::HistoryFilters;
use super::past::PastView;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::entries::css;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use journal::conflict::{Choice, Here, conflicts};
use journal::entity_names::EntityNames;
use journal::{Cause, Edit, Journal, Outcome, describe};
use ledger::Id;
use platform::{focus, page};
use query::edits::EditQuery;
use query::print_rows::{PrintCell, PrintRow};
use query::route::{Place, Route};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

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
    let waiting = Memo::new(move |_| {
        workspace.revision.track();
        workspace
            .look_journal(|journal| journal.waiting().iter().map(|edit| edit.id.clone()).collect::<Vec<_>>())
    });
    Effect::new(move || keys.count.set(ids.with(|ids| ids.len())));
    keys.current.set(None);
    let open = Callback::new(move |id: Id| {
        let place = workspace.look_journal(|journal| {
            let about = journal.entry(&id).and_then(|entry| entry.edit.op.entity())?;
            journal.ledger().finding_of(&about).map(|finding| Place::Finding(finding.id.clone()))
        });
        if let Some(place) = place {
            nav.go(&place.into());
        }
    });
    let head = || {
        view! {
            <tr>
                <th scope="col" class="c-time">"时间"</th>
                <th scope="col" class="c-who">"姓名"</th>
                <th scope="col" class="c-place">"位置"</th>
                <th scope="col" class="c-what">"内容"</th>
                <th scope="col">"由"</th>
                <th scope="col">"改为"</th>
                <th scope="col" class="c-then c-tools">"当时"</th>
                <th scope="col" class="c-undo c-tools">"撤销"</th>
            </tr>
        }
    };
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
            <Show
                when=move || total() != 0
                fallback=|| view! { <p class="empty">"还没有变更。在“问题”或“措施”页修改后，每一处都会记在这里。"</p> }
            >
                <Windowed
                    label="变更记录"
                    rows=Signal::derive(move || ids.get())
                    row_height=ROW
                    columns=8
                    head=head().into_any()
                    row=move |id| view! { <Line id/> }.into_any()
                    paper=Callback::new(move |ids: Vec<Id>| workspace.look_journal(|journal| printed(journal, &ids)))
                    current=keys.current
                    open
                    returns=true
                />
            </Show>
        </section>
    }
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

#[component]
fn Line(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let found = workspace.look_journal(|journal| {
        let ledger = journal.ledger();
        journal.entry(&id).map(|entry| {
            let place = entry.edit.op.entity().and_then(|about| {
                ledger.finding_of(&about).map(|finding| Place::Finding(finding.id.clone()))
            });
            (entry.edit.clone(), describe::tell(&EntityNames::of(journal), &entry.edit), place)
        })
    });
    let Some((edit, told, place)) = found else { return ().into_any() };
    let step = edit.step().clone();
    let name = format!("撤销 {} 的{}", told.place, told.what);
    let then_name = format!("查看当时：{} 的{}", told.place, told.what);
    let nav = Nav::of_page();
    let own = edit.id.clone();
    let own_row = format!("[data-then=\"{}\"]", css(&edit.id));
    let state = {
        let id = edit.id.clone();
        let step = step.clone();
        Memo::new(move |_| {
            workspace.revision.track();
            workspace.look_journal(|journal| {
                let applied =
                    journal.entry(&id).is_some_and(|entry| matches!(entry.outcome, Outcome::Applied(_)));
                (applied, journal.is_undone(&step))
            })
        })
    };
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
        <td class="c-then c-tools">
            <button
                type="button"
                class="small"
                aria-label=then_name
                data-then=edit.id.to_string()
                on:click=move |_| {
                    let before = nav.route.with_untracked(|route| route.query.clone());
                    let query = EditQuery { at: Some(own.clone()), ..EditQuery::parse(&before) };
                    nav.set_query(query.print(&before));
                }
            >
                "查看当时"
            </button>
        </td>
        <td class="c-undo c-tools">
            {move || match state.get() {
                (false, _) => "未生效".into_any(),
                (true, true) => "已撤销".into_any(),
                (true, false) => {
                    let step = step.clone();
                    let own_row = own_row.clone();
                    view! {
                        <button
                            type="button"
                            class="small"
                            aria-label=name.clone()
                            on:click=move |_| {
                                workspace.undo_step(&step);
                                // The button is gone, and its row one lower: the other button of the row is there.
                                let own = own_row.clone();
                                request_animation_frame(move || page::focus(&own));
                            }
                        >
                            "撤销"
                        </button>
                    }
                        .into_any()
                }
            }}
        </td>
    }
    .into_any()
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
    // What can be done is asked when it is done: the ledger may be another by then.
    let settle = move |adopt: bool| {
        let ops = workspace.look_journal(|journal| {
            let card = conflicts(journal, &Here).into_iter().find(|card| card.settles.contains(&id))?;
            let wish = journal.entry(&id).map(|entry| entry.edit.op.clone())?;
            let n = card.others.iter().position(|side| match &wish {
                journal::Op::Set { to, .. } => side.value == *to,
                _ => true,
            });
            let choice = match n.filter(|n| adopt && card.can_take(*n)) {
                Some(n) => Choice::Take(n),
                None if adopt => return None,
                None => Choice::Keep,
            };
            // Other wishes for the same field are other decisions.
            let own = journal::conflict::Conflict { settles: vec![id.clone()], ..card };
            Some(own.decide(&choice, &|id| journal.entry(id).map(|entry| entry.edit.op.clone())))
        });
        match ops {
            Some(ops) => {
                workspace.commit(ops);
            }
            None => workspace
                .notices
                .warn("这处修改已不能采用：它所在的条目已被删除，内容保留在变更记录中。".to_owned()),
        }
    };
    let decline = settle.clone();
    view! {
        <li>
            <p>{sentence.clone()}</p>
            <p class="hint">{why}</p>
            <button
                type="button"
                class="small"
                aria-label=format!("采用：{sentence}")
                on:click=move |event| {
                    focus::keep(&event);
                    settle(true);
                }
            >
                "采用"
            </button>
            " "
            <button
                type="button"
                class="small"
                aria-label=format!("不采用：{sentence}")
                on:click=move |event| {
                    focus::keep(&event);
                    decline(false);
                }
            >
                "不采用"
            </button>
        </li>
    }
    .into_any()
}
