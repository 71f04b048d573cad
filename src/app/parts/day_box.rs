//! The box of a day: typed in any form that deadlines are read in, or picked from the calendar under it. Knows no record.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::app::grid::DayPicker;
use crate::app::workspace::Workspace;
use ledger::date::Date;

/// What is said of a text that is no day.
const REFUSED: &str = "日期应写成 2024-06-30 或 2024年6月30日。";

/// A day as the box shows it; nothing for none.
fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Alt+↓ opens the calendar, Enter and Esc close it.
fn keys(open: RwSignal<bool>, event: &ev::KeyboardEvent) {
    match event.key().as_str() {
        _ if event.is_composing() => {}
        "Escape" if open.get_untracked() => {
            event.stop_propagation();
            open.set(false);
        }
        "ArrowDown" if event.alt_key() => open.set(true),
        "Enter" => open.set(false),
        _ => {}
    }
}

/// A box of a day.
#[component]
pub fn DayBox(
    /// The word before it, for those who see it.
    word: &'static str,
    /// Its name.
    label: &'static str,
    /// The day that is in force; none for any.
    #[prop(into)]
    now: Signal<Option<Date>>,
    /// Hears of another day, and of none.
    choose: Callback<Option<Date>>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let open = RwSignal::new(false);
    let refused = RwSignal::new(false);
    let area = NodeRef::<html::Input>::new();
    // What was typed in another form is written as days are, also where the day is the same.
    let take = move |day: Option<Date>| {
        refused.set(false);
        if let Some(area) = area.get_untracked() {
            area.set_value(&text(day));
        }
        if now.get_untracked() != day {
            choose.run(day);
        }
    };
    let enter = move |event: ev::Event| {
        let typed = event_target_value(&event);
        match Date::typed(&typed) {
            None if typed.trim().is_empty() => take(None),
            None => refused.set(true),
            day => take(day),
        }
    };
    let calendar = move || {
        let pick = Callback::new(move |day: Date| {
            open.set(false);
            take(Some(day));
        });
        let today = workspace.day();
        open.get().then(|| view! { <DayPicker around=now.get().unwrap_or(today) today pick/> })
    };
    view! {
        <span class="day-box">
            <span class="hint" aria-hidden="true">{word}</span>
            <input
                node_ref=area
                type="text"
                autocomplete="off"
                placeholder="年-月-日"
                aria-label=label
                aria-invalid=move || refused.get().then_some("true")
                prop:value=move || text(now.get())
                on:focus=move |_| open.set(true)
                on:mousedown=move |_| open.set(true)
                on:blur=move |_| {
                    let _ = open.try_set(false);
                }
                on:keydown=move |event| keys(open, &event)
                on:change=enter
            />
            {calendar}
            {move || refused.get().then(|| view! { <span class="field-error" role="alert">{REFUSED}</span> })}
        </span>
    }
}
