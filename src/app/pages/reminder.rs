//! One supervision letter: the sheet as it prints (GB/T 9704-2012), and its fields beside it.

use leptos::prelude::*;

use crate::app::parts::entries::Tools;
use crate::app::parts::field::FieldBox;
use crate::app::workspace::Workspace;
use journal::describe;
use ledger::Id;
use ledger::reminder::{Letter, ReminderState, letter};
use platform::page;
use query::route::{Place, Route};

/// The letter as it reads now, and how it stands; `None` where it is gone.
type Read = Memo<Option<(Letter, ReminderState)>>;

/// The fields of a letter, and whether each takes several lines.
const FIELDS: [(&str, bool); 10] = [
    ("kind", false),
    ("number", false),
    ("date", false),
    ("unit", false),
    ("findings", false),
    ("measures", false),
    ("text", true),
    ("answer_due", false),
    ("answered", false),
    ("answer", true),
];

/// The page.
#[component]
pub fn ReminderPage(
    /// Which letter.
    id: Id,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(id);
    // The letter names units, measures and statuses, which change without it.
    let read = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let at = keep.with_value(|id| ledger.position(id))?;
            let reminder = ledger.bundle().reminders.get(at)?;
            keep.with_value(|id| reminder.id == *id)
                .then(|| (letter(ledger, reminder), ReminderState::of(reminder, workspace.day())))
        })
    });
    let there = Memo::new(move |_| read.with(Option::is_some));
    let fields = move || {
        let field = |(field, lines): &(&'static str, bool)| {
            view! { <FieldBox entity=keep.get_value() field=*field lines=*lines/> }
        };
        FIELDS.iter().map(field).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || there.get() fallback=gone>
            <section class="page letter-page">
                {head(keep, read)}
                <div class="letter-columns">
                    {letter_view(read)}
                    <aside class="letter-fields" aria-label="督办函各项">{fields()}</aside>
                </div>
            </section>
        </Show>
    }
}

fn gone() -> AnyView {
    view! {
        <section class="page">
            <h1>"没有这份督办单或提示函"</h1>
            <p>"可能已被删除，或链接来自别的台账。"</p>
            <p>
                <a href=Route::from(Place::Reminders).href()>"督办提示"</a>
            </p>
        </section>
    }
    .into_any()
}

/// The way back, how the letter stands, and what is done with it.
fn head(keep: StoredValue<Id>, read: Read) -> AnyView {
    let workspace = Workspace::of_page();
    let name = Signal::derive(move || {
        let told = keep.with_value(|id| workspace.watch_entity(id, |ledger| describe::place(ledger, id)));
        told.unwrap_or_else(|| "督办提示".to_owned())
    });
    let state = move || read.with(|read| read.as_ref().map(|(_, state)| *state));
    view! {
        <header class="page-head letter-bar">
            <p class="crumbs">
                <a href=Route::from(Place::Reminders).href()>"督办提示"</a>
                <span class="tag" class:overdue=move || state() == Some(ReminderState::Late)>
                    {move || state().map(ReminderState::label)}
                </span>
                <span class="spread"></span>
                <button type="button" class="primary" on:click=move |_| page::print()>"打印"</button>
                <Tools id=keep.get_value() name/>
            </p>
        </header>
    }
    .into_any()
}

/// The letter as it prints.
fn letter_view(read: Read) -> AnyView {
    let of = move |part: fn(&Letter) -> String| {
        move || read.with(|read| read.as_ref().map(|(letter, _)| part(letter)).unwrap_or_default())
    };
    let list = move |part: fn(&Letter) -> &Vec<String>| {
        move || {
            let lines = read.with(|read| read.as_ref().map(|(l, _)| part(l).clone()).unwrap_or_default());
            lines.into_iter().map(|line| view! { <p class="letter-text">{line}</p> }).collect::<Vec<_>>()
        }
    };
    let answer = move || {
        let (day, text) = read.with(|read| read.as_ref().and_then(|(l, _)| l.answer.clone()))?;
        let day = if day.is_empty() { "日期未填报" } else { &day };
        Some(view! {
            <section class="letter-answer" aria-label="答复情况">
                <p class="letter-text">{format!("答复情况（{day}）：")}</p>
                <p class="letter-text">{text}</p>
            </section>
        })
    };
    view! {
        <article class="letter" aria-label="督办函正文">
            <h1 class="letter-title">{of(|l| l.title.clone())}</h1>
            <p class="letter-number">{of(|l| l.number.clone())}</p>
            <p class="letter-to">{of(|l| l.to.clone())}</p>
            {list(|l| &l.paragraphs)}
            {list(|l| &l.measures)}
            <p class="letter-text">{of(|l| l.request.clone())}</p>
            <p class="letter-sign">{of(|l| l.signatory.clone())}</p>
            <p class="letter-date">{of(|l| l.date.clone())}</p>
            {answer}
        </article>
    }
    .into_any()
}
