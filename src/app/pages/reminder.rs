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
    let name = Signal::derive(move || {
        let told = keep.with_value(|id| workspace.watch_entity(id, |ledger| describe::place(ledger, id)));
        told.unwrap_or_else(|| "督办提示".to_owned())
    });
    let of = move |part: fn(&Letter) -> String| {
        move || read.with(|read| read.as_ref().map(|(letter, _)| part(letter)).unwrap_or_default())
    };
    let state = move || read.with(|read| read.as_ref().map(|(_, state)| *state));
    let list = move |part: fn(&Letter) -> &Vec<String>| {
        move || {
            let lines = read.with(|read| read.as_ref().map(|(l, _)| part(l).clone()).unwrap_or_default());
            lines.into_iter().map(|line| view! { <p class="letter-text">{line}</p> }).collect::<Vec<_>>()
        }
    };
    let field = move |field: &'static str, lines: bool| {
        view! { <FieldBox entity=keep.get_value() field lines/> }
    };
    view! {
        <Show
            when=move || there.get()
            fallback=|| {
                view! {
                    <section class="page">
                        <h1>"没有这份督办单或提示函"</h1>
                        <p>"可能已被删除，或链接来自别的台账。"</p>
                        <p>
                            <a href=Route::from(Place::Reminders).href()>"督办提示"</a>
                        </p>
                    </section>
                }
            }
        >
            <section class="page letter-page">
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
                <div class="letter-columns">
                    <article class="letter" aria-label="督办函正文">
                        <h1 class="letter-title">{of(|l| l.title.clone())}</h1>
                        <p class="letter-number">{of(|l| l.number.clone())}</p>
                        <p class="letter-to">{of(|l| l.to.clone())}</p>
                        {list(|l| &l.paragraphs)}
                        {list(|l| &l.measures)}
                        <p class="letter-text">{of(|l| l.request.clone())}</p>
                        <p class="letter-sign">{of(|l| l.signatory.clone())}</p>
                        <p class="letter-date">{of(|l| l.date.clone())}</p>
                        {move || {
                            let answer = read.with(|read| read.as_ref().and_then(|(l, _)| l.answer.clone()))?;
                            Some(
                                view! {
                                    <section class="letter-answer" aria-label="答复情况">
                                        <p class="letter-text">
                                            {format!("答复情况（{}）：", if answer.0.is_empty() { "日期未填报" } else { &answer.0 })}
                                        </p>
                                        <p class="letter-text">{answer.1}</p>
                                    </section>
                                },
                            )
                        }}
                    </article>
                    <aside class="letter-fields" aria-label="督办函各项">
                        {field("kind", false)}
                        {field("number", false)}
                        {field("date", false)}
                        {field("unit", false)}
                        {field("findings", false)}
                        {field("measures", false)}
                        {field("text", true)}
                        {field("answer_due", false)}
                        {field("answered", false)}
                        {field("answer", true)}
                    </aside>
                </div>
            </section>
        </Show>
    }
}
