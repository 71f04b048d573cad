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

/// The deciding of one conflict.
#[derive(Clone, Copy)]
struct Deciding {
    merging: Merging,
    /// Its place in the plan.
    at: usize,
    choice: Memo<Option<Choice>>,
    /// Whether the box of the combined text is open.
    typing: RwSignal<bool>,
}

impl Deciding {
    fn choose(self, choice: Choice, is_typing: bool) {
        self.typing.set(is_typing);
        self.merging.choose(self.at, Some(choice));
    }

    fn is_text(self) -> bool {
        self.choice.with(|choice| matches!(choice, Some(Choice::Text(_))))
    }

    /// The combined text; empty while another side is chosen.
    fn text(self) -> String {
        match self.choice.get() {
            Some(Choice::Text(text)) => text,
            _ => String::new(),
        }
    }
}

/// One conflict of the plan.
#[component]
pub fn ConflictCard(at: usize) -> impl IntoView {
    let merging = Merging::of_page();
    let Some(conflict) = merging.conflict(at) else { return ().into_any() };
    let choice = Memo::new(move |_| merging.choices.with(|choices| choices.get(at).cloned().flatten()));
    let deciding = Deciding { merging, at, choice, typing: RwSignal::new(false) };
    let name = format!("冲突：{}的{}", conflict.place, conflict.what);
    let names = conflict.side_names();
    let sides = std::iter::once(&conflict.current).chain(&conflict.others).enumerate();
    let sides: Vec<_> = sides
        .map(|(n, side)| {
            let called = names.get(n).cloned().unwrap_or_default();
            side_view(deciding, &conflict, n, side, called)
        })
        .collect();
    let combined = combined(&conflict).map(|begin| combine_view(deciding, begin));
    let why = (!conflict.why.is_empty()).then(|| view! { <p class="hint">{conflict.why.clone()}</p> });
    let original = conflict.original.clone();
    view! {
        <article class="conflict" aria-label=name class:decided=move || choice.with(Option::is_some)>
            <h3>
                {format!("{}　{}", conflict.place, conflict.what)}
                <span class="tag">
                    {move || if choice.with(Option::is_some) { "✓ 已定" } else { "○ 未定" }}
                </span>
            </h3>
            {why}
            {(!original.is_empty())
                .then(|| view! { <p class="original"><span class="hint">"原值　"</span>{original}</p> })}
            <ul class="sides">{sides}</ul>
            {combined}
        </article>
    }
    .into_any()
}

/// A side's text with what differs marked: the side that is here against the first other, each other against it. An
/// item that is whole on both sides has no difference to mark.
fn side_text(conflict: &Conflict, n: usize, side: &Side) -> AnyView {
    let (here, own) = (conflict.current.text.clone(), side.text.clone());
    if !conflict.why.is_empty() {
        return view! { <span>{own}</span> }.into_any();
    }
    if n == 0 {
        let other = conflict.others.first().map_or_else(String::new, |side| side.text.clone());
        view! { <Marked old=here new=other shown=Shown::Old/> }.into_any()
    } else {
        view! { <Marked old=here new=own shown=Shown::New/> }.into_any()
    }
}

/// A side: whose it is, its text, and what chooses it. The first is the one that is here.
fn side_view(deciding: Deciding, conflict: &Conflict, n: usize, side: &Side, called: String) -> AnyView {
    let own = if n == 0 { Choice::Keep } else { Choice::Take(n - 1) };
    let can = n == 0 || conflict.can_take(n - 1);
    let chosen = own.clone();
    let pressed = Memo::new(move |_| deciding.choice.with(|choice| choice.as_ref() == Some(&chosen)));
    let label = format!("采用此值：{called}");
    view! {
        <li class="side" class:chosen=move || pressed.get()>
            <p class="side-head">
                <b>{called}</b>
                <span class="hint">{source(side)}</span>
            </p>
            <p class="side-text">{side_text(conflict, n, side)}</p>
            <button
                type="button"
                class="small"
                aria-label=label
                aria-pressed=move || pressed.get().to_string()
                disabled=!can
                on:click=move |_| deciding.choose(own.clone(), false)
            >
                "采用此值"
            </button>
        </li>
    }
    .into_any()
}

/// What combines both sides, beginning with this text, and the box in which a person goes on from it.
fn combine_view(deciding: Deciding, begin: String) -> AnyView {
    view! {
        <p>
            <button
                type="button"
                class="small"
                aria-pressed=move || deciding.is_text().to_string()
                on:click=move |_| deciding.choose(Choice::Text(begin.clone()), true)
            >
                "合并两段"
            </button>
        </p>
        <Show when=move || deciding.typing.get() || deciding.is_text()>
            <label class="combined">
                "合并后的文字"
                <textarea
                    rows="4"
                    prop:value=move || deciding.text()
                    on:input=move |event: ev::Event| {
                        deciding.merging.choose(deciding.at, Some(Choice::Text(event_target_value(&event))));
                    }
                ></textarea>
            </label>
        </Show>
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
