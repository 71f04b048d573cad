//! A conflict as a card: what both began with, both sides with the difference marked, who and when, and the choice.

use leptos::ev;
use leptos::prelude::*;

use crate::app::merging::Merging;
use crate::app::parts::marked::{Marked, Shown};
use journal::combine::combine;
use journal::conflict::{Choice, Conflict, Side};

/// Who wrote a side, and when.
fn source(side: &Side) -> String {
    let mut said = Vec::new();
    if !side.author.is_empty() {
        let unit = if side.unit.is_empty() { String::new() } else { format!("（{}）", side.unit) };
        said.push(format!("{}{unit}", side.author));
    }
    if let Some(at) = side.at {
        said.push(at.minute_text());
    }
    said.join("，")
}

/// One conflict of the plan.
#[component]
pub fn ConflictCard(at: usize) -> impl IntoView {
    let merging = Merging::of_page();
    let Some(conflict) = merging.conflict(at) else { return ().into_any() };
    let choice = Memo::new(move |_| merging.choices.with(|choices| choices.get(at).cloned().flatten()));
    let name = format!("冲突：{}的{}", conflict.place, conflict.what);
    let typing = RwSignal::new(false);
    let whole = !conflict.why.is_empty();
    let names = conflict.side_names();
    let sides: Vec<_> = std::iter::once(&conflict.current)
        .chain(&conflict.others)
        .enumerate()
        .map(|(n, side)| {
            let own = if n == 0 { Choice::Keep } else { Choice::Take(n - 1) };
            let can = n == 0 || conflict.can_take(n - 1);
            let (old, new) = (conflict.current.text.clone(), side.text.clone());
            let text = match (whole, n) {
                (true, _) => view! { <span>{new}</span> }.into_any(),
                (false, 0) => {
                    let other = conflict.others.first().map_or_else(String::new, |side| side.text.clone());
                    view! { <Marked old=old new=other shown=Shown::Old/> }.into_any()
                }
                (false, _) => view! { <Marked old=old new=new shown=Shown::New/> }.into_any(),
            };
            let chosen = own.clone();
            let pressed = Memo::new(move |_| choice.with(|choice| choice.as_ref() == Some(&chosen)));
            let called = names.get(n).cloned().unwrap_or_default();
            let label = format!("采用此值：{called}");
            view! {
                <li class="side" class:chosen=move || pressed.get()>
                    <p class="side-head">
                        <b>{called}</b>
                        <span class="hint">{source(side)}</span>
                    </p>
                    <p class="side-text">{text}</p>
                    <button
                        type="button"
                        class="small"
                        aria-label=label
                        aria-pressed=move || pressed.get().to_string()
                        disabled=!can
                        on:click=move |_| {
                            typing.set(false);
                            merging.choose(at, Some(own.clone()));
                        }
                    >
                        "采用此值"
                    </button>
                </li>
            }
        })
        .collect();
    let combined = combined(&conflict);
    let begin = combined.clone();
    let original = conflict.original.clone();
    view! {
        <article class="conflict" aria-label=name class:decided=move || choice.with(Option::is_some)>
            <h3>
                {format!("{}　{}", conflict.place, conflict.what)}
                <span class="tag">
                    {move || if choice.with(Option::is_some) { "✓ 已定" } else { "○ 未定" }}
                </span>
            </h3>
            {whole.then(|| view! { <p class="hint">{conflict.why.clone()}</p> })}
            {(!original.is_empty())
                .then(|| view! { <p class="original"><span class="hint">"原值　"</span>{original}</p> })}
            <ul class="sides">{sides}</ul>
            {begin
                .map(|begin| {
                    let start = begin.clone();
                    view! {
                        <p>
                            <button
                                type="button"
                                class="small"
                                aria-pressed=move || matches!(choice.get(), Some(Choice::Text(_))).to_string()
                                on:click=move |_| {
                                    typing.set(true);
                                    merging.choose(at, Some(Choice::Text(start.clone())));
                                }
                            >
                                "合并两段"
                            </button>
                        </p>
                        <Show when=move || typing.get() || matches!(choice.get(), Some(Choice::Text(_)))>
                            <label class="combined">
                                "合并后的文字"
                                <textarea
                                    rows="4"
                                    prop:value=move || match choice.get() {
                                        Some(Choice::Text(text)) => text,
                                        _ => String::new(),
                                    }
                                    on:input=move |event: ev::Event| {
                                        merging.choose(at, Some(Choice::Text(event_target_value(&event))));
                                    }
                                ></textarea>
                            </label>
                        </Show>
                    }
                })}
        </article>
    }
    .into_any()
}

/// All sides of a free text in one; `None` where it is none.
fn combined(conflict: &Conflict) -> Option<String> {
    if !conflict.is_text || !conflict.why.is_empty() {
        return None;
    }
    let plain = |side: &Side| side.value.as_str().unwrap_or_default().to_owned();
    let original =
        if conflict.original == journal::describe::UNFILLED { "" } else { conflict.original.as_str() };
    let all = conflict
        .others
        .iter()
        .fold(plain(&conflict.current), |text, side| combine(original, &text, &plain(side)));
    Some(all)
}
