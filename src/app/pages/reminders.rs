//! 督办提示: the register of supervision letters, what presses first.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::json;

use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::filter::Filter;
use crate::app::parts::table_head::head_row;
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

/// The columns of the register.
const COLUMNS: [(&str, &str); 8] = [
    ("c-letter", "编号"),
    ("c-term", "种类"),
    ("c-lead", "收文单位"),
    ("c-lead", "对应"),
    ("", "内容"),
    ("c-due", "发出日期"),
    ("c-due", "答复期限"),
    ("c-due", "答复"),
];

/// The page.
#[component]
pub fn Reminders() -> impl IntoView {
    let workspace = Workspace::of_page();
    let keys = Rows::of_page();
    let state = RwSignal::new(None::<ReminderState>);
    let ids: Memo<Arc<Vec<Id>>> =
        Memo::new(move |_| Arc::new(workspace.watch(|ledger| rows(ledger, state.get(), workspace.day()))));
    let total = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().reminders.len()));
    keys.current.set(None);
    Effect::new(move || keys.count.set(ids.with(|ids| ids.len())));
    let choose = Callback::new(move |chosen: String| {
        state.set(ReminderState::ALL.into_iter().find(|state| state.label() == chosen));
        keys.current.set(None);
    });
    let states = ReminderState::ALL.map(|one| (one.label().to_owned(), one.label().to_owned())).to_vec();
    let now = Signal::derive(move || state.get().map(|one| one.label().to_owned()).unwrap_or_default());
    view! {
        <section class="page table-page reminders">
            {head(ids, total)}
            <div class="filters">
                <Filter label="答复情况" all="全部" choices=states now choose/>
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
                {register(ids)}
            </Show>
        </section>
    }
}

/// How many letters there are and are shown, and what adds one.
fn head(ids: Memo<Arc<Vec<Id>>>, total: Memo<usize>) -> AnyView {
    let (workspace, nav) = (Workspace::of_page(), Nav::of_page());
    let add = move |kind: ReminderKind| {
        let today = clock::today();
        let number = workspace.look(|ledger| next_number(ledger.bundle(), &kind, today.year()));
        let members = json!({ "kind": kind, "number": number, "date": today, "answer_due": today.plus_days(ANSWER_DAYS) });
        if let Some(id) = workspace.add(&workspace.bundle_id(), "reminders", members) {
            nav.go(&Place::Reminder(id).into());
        }
    };
    view! {
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
    }
    .into_any()
}

/// The letters, a row each.
fn register(ids: Memo<Arc<Vec<Id>>>) -> AnyView {
    let (workspace, nav) = (Workspace::of_page(), Nav::of_page());
    let paper = Callback::new(move |ids: Vec<Id>| {
        let today = workspace.day();
        workspace.look(|ledger| ids.iter().filter_map(|id| printed(ledger, id, today)).collect())
    });
    view! {
        <Windowed
            label="督办提示"
            rows=ids
            row_height=ROW
            columns=COLUMNS.len()
            head=head_row(&COLUMNS)
            row=move |id: Id| view! { <Cells id/> }.into_any()
            paper
            current=Rows::of_page().current
            open=Callback::new(move |id: Id| nav.go(&Place::Reminder(id).into()))
        />
    }
    .into_any()
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
