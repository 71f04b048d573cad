//! The calendar beside the editor of a day: a press puts the day into the cell. Whoever types needs none of it. Knows no
//! record.

use leptos::ev;
use leptos::prelude::*;

use ledger::date::Date;
use ledger::month::Month;

/// The days of the week, from Monday.
const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// A month, and the way to the others.
#[component]
pub fn DayPicker(
    /// The day in the cell, or today: its month is shown first.
    around: Date,
    /// Today, which is marked.
    today: Date,
    /// What to do with a day.
    pick: Callback<Date>,
) -> impl IntoView {
    let month = RwSignal::new(Month::of(around));
    // A press must not take the focus from the editor: leaving it ends the edit.
    let turn = move |months: i32| {
        move |event: ev::MouseEvent| {
            event.prevent_default();
            month.update(|month| *month = month.plus(months));
        }
    };
    let day = move |day: Date| {
        let label = day.to_string();
        view! {
            <td>
                <button
                    type="button"
                    tabindex="-1"
                    aria-label=label
                    class:today=day == today
                    class:chosen=day == around
                    on:mousedown=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        pick.run(day);
                    }
                >
                    {day.day()}
                </button>
            </td>
        }
    };
    let week = move |week: [Option<Date>; 7]| {
        let days =
            week.map(|one| one.map_or_else(|| view! { <td></td> }.into_any(), |one| day(one).into_any()));
        view! { <tr>{days.into_iter().collect::<Vec<_>>()}</tr> }
    };
    view! {
        <div class="day-picker" role="group" aria-label="日历">
            <p class="day-picker-head">
                <button type="button" tabindex="-1" aria-label="上一年" on:mousedown=turn(-12)>"«"</button>
                <button type="button" tabindex="-1" aria-label="上个月" on:mousedown=turn(-1)>"‹"</button>
                <span>{move || month.get().chinese()}</span>
                <button type="button" tabindex="-1" aria-label="下个月" on:mousedown=turn(1)>"›"</button>
                <button type="button" tabindex="-1" aria-label="下一年" on:mousedown=turn(12)>"»"</button>
            </p>
            <table>
                <thead>
                    <tr>{WEEK.map(|name| view! { <th scope="col">{name}</th> }).into_iter().collect::<Vec<_>>()}</tr>
                </thead>
                <tbody>{move || month.get().weeks().into_iter().map(week).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
}
