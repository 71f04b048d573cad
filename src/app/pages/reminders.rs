//! 督办提示: the register of supervision letters, what presses first.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use ledger::date::Date;
use ledger::register::ReminderKind;
use ledger::reminder::{ANSWER_DAYS, ReminderState, next_number};
use ledger::{Id, Ledger};
use platform::clock;
use query::print_rows::{PrintCell, PrintRow};
use query::review_summary::unit_name;
use query::route::{Place, Route};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The letters of a state, or all: what is late first, then what waits longest.
fn rows(ledger: &Ledger, state: Option<ReminderState>, today: Date) -> Vec<Id> {
    let mut all: Vec<_> = ledger
        .bundle()
        .reminders
        .iter()
        .map(|r| (ReminderState::of(r, today), r.answer_due, r.id.clone()))
        .filter(|row| state.is_none_or(|state| row.0 == state))
        .collect();
    ledger::order::sort(&mut all);
    all.into_iter().map(|(_, _, id)| id).collect()
}

/// The page.
#[component]
pub fn Reminders() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let state = RwSignal::new(None::<ReminderState>);
    let ids: Memo<Arc<Vec<Id>>> =
        Memo::new(move |_| Arc::new(workspace.watch(|ledger| rows(ledger, state.get(), workspace.day()))));
    let total = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().reminders.len()));
    keys.current.set(None);
    Effect::new(move || keys.count.set(ids.with(|ids| ids.len())));
    let choose = move |event: ev::Event| {
        let chosen = event_target_value(&event);
        state.set(ReminderState::ALL.into_iter().find(|state| state.label() == chosen));
        keys.current.set(None);
    };
    let add = move |kind: ReminderKind| {
        let today = clock::today();
        let number = workspace.look(|ledger| next_number(ledger.bundle(), &kind, today.year()));
        let members = json!({ "kind": kind, "number": number, "date": today, "answer_due": today.plus_days(ANSWER_DAYS) });
        if let Some(id) = workspace.add(&workspace.bundle_id(), "reminders", members) {
            nav.go(&Place::Reminder(id).into());
        }
    };
    let head = || {
        view! {
            <tr>
                <th scope="col" class="c-letter">"编号"</th>
                <th scope="col" class="c-term">"种类"</th>
                <th scope="col" class="c-lead">"收文单位"</th>
                <th scope="col" class="c-lead">"对应"</th>
                <th scope="col">"内容"</th>
                <th scope="col" class="c-due">"发出日期"</th>
                <th scope="col" class="c-due">"答复期限"</th>
                <th scope="col" class="c-due">"答复"</th>
            </tr>
        }
        .into_any()
    };
    let open = Callback::new(move |id: Id| nav.go(&Place::Reminder(id).into()));
    let states: Vec<_> = ReminderState::ALL
        .into_iter()
        .map(|one| {
            view! {
                <option value=one.label() selected=move || state.get() == Some(one)>{one.label()}</option>
            }
        })
        .collect();
    view! {
        <section class="page table-page reminders">
            <header class="page-head">
                <h1>"督办提示"</h1>
                <p role="status" aria-label="命中" class="hits">
                    {move || format!("共 {} 件，符合 {} 件", total.get(), ids.with(|ids| ids.len()))}
                </p>
                <span class="spread"></span>
                <button type="button" on:click=move |_| add(ReminderKind::Supervision)>"新增督办单"</button>
                " "
                <button type="button" on:click=move |_| add(ReminderKind::Notice)>"新增提示函"</button>
            </header>
            <div class="filters">
                <select aria-label="答复情况" class:on=move || state.get().is_some() on:change=choose>
                    <option value="" selected=move || state.get().is_none()>"全部"</option>
                    {states}
                </select>
                <a href=Route::from(Place::Review).href()>"回到审核"</a>
            </div>
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=move || {
                    let words = if total.get() == 0 {
                        "还没有督办单和提示函。在问题或措施上按“拟督办单”，对象和内容会自动填好。"
                    } else {
                        "没有这种情况的督办单和提示函。"
                    };
                    view! { <p class="empty">{words}</p> }
                }
            >
                <Windowed
                    label="督办提示"
                    rows=ids
                    row_height=ROW
                    columns=8
                    head=head()
                    row=move |id: Id| view! { <Cells id/> }.into_any()
                    paper=Callback::new(move |ids: Vec<Id>| {
                        workspace.look(|ledger| ids.iter().filter_map(|id| printed(ledger, id, workspace.day())).collect())
                    })
                    current=keys.current
                    open
                />
            </Show>
        </section>
    }
}

/// The texts of a letter's row, and whether its answer is late; `None` where it is gone.
fn texts(ledger: &Ledger, id: &Id, today: Date) -> Option<(Vec<String>, bool)> {
    let bundle = ledger.bundle();
    let letter = bundle.reminders.get(ledger.position(id)?)?;
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let measures = letter.measures.iter().filter_map(|id| {
        let (finding, measure) = ledger.measure(id)?;
        Some(ledger.measure_number(&finding.id, &measure.id))
    });
    let number =
        if letter.number.is_empty() { "（没有编号）".to_owned() } else { letter.number.clone() };
    let state = ReminderState::of(letter, today);
    let texts = vec![
        number,
        letter.kind.as_ref().map(|kind| kind.label().to_owned()).unwrap_or_default(),
        unit_name(bundle, letter.unit.as_ref()),
        measures.collect::<Vec<_>>().join("、"),
        letter.text.clone(),
        day(letter.date),
        day(letter.answer_due),
        state.label().to_owned(),
    ];
    Some((texts, state == ReminderState::Late))
}

/// A letter's row as it is printed.
fn printed(ledger: &Ledger, id: &Id, today: Date) -> Option<PrintRow> {
    let (texts, late) = texts(ledger, id, today)?;
    let cells = texts.into_iter().enumerate().map(|(at, text)| PrintCell::plain(text).late(late && at > 5));
    Some(PrintRow::Cells(cells.collect()))
}

#[component]
fn Cells(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let href = Route::from(Place::Reminder(id.clone())).href();
    let row = Memo::new(move |_| workspace.watch(|ledger| texts(ledger, &id, workspace.day())));
    let cell = move |n: usize| {
        move || row.with(|row| row.as_ref().and_then(|row| row.0.get(n).cloned()).unwrap_or_default())
    };
    let late = move || row.with(|row| row.as_ref().is_some_and(|row| row.1));
    view! {
        <td class="clamp">
            <div>
                <a href=href>{cell(0)}</a>
            </div>
        </td>
        <td>{cell(1)}</td>
        <td class="clamp">
            <div>{cell(2)}</div>
        </td>
        <td class="clamp">
            <div>{cell(3)}</div>
        </td>
        <td class="clamp">
            <div>{cell(4)}</div>
        </td>
        <td>{cell(5)}</td>
        <td class:overdue=late>{cell(6)}</td>
        <td class:overdue=late>{cell(7)}</td>
    }
}
