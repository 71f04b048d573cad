//! One field of one entity, edited in place: it looks like text until it is pointed at. What is typed is kept
//! as a draft until it is entered; what cannot be entered stays in the box and says why.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::JsCast;

use crate::app::workspace::Workspace;
use journal::describe::UNFILLED;
use journal::field_input::Kind;
use journal::input::Input;
use ledger::{Id, custom};

mod typed;

/// A field with its label. `field` may look into a part: `inspection.round`.
#[component]
pub fn FieldBox(
    /// Whose field.
    entity: Id,
    /// The field's name.
    #[prop(into)]
    field: String,
    /// Several lines may be typed.
    #[prop(optional)]
    lines: bool,
    /// The label is for screen readers alone.
    #[prop(optional)]
    quiet: bool,
    /// The name, where the field's own does not tell enough.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let Some(input) = workspace.look(|ledger| Input::of(ledger, &entity, &field)) else {
        return ().into_any();
    };
    let label = label.unwrap_or_else(|| input.label().to_owned());
    let kind = input.kind();
    let lines = lines || input.is_long();
    let input = StoredValue::new(input);
    let class = if quiet { "field quiet" } else { "field" };
    let control = match kind {
        Kind::Choice => choice(workspace, entity, field, input, label.clone()).into_any(),
        Kind::Flag => flag(workspace, entity, field, label.clone()).into_any(),
        // In a table an empty field is a dash; only forms say what is missing.
        Kind::Typed => {
            let blank = if quiet { "–" } else { UNFILLED };
            typed::typed(workspace, (entity, field), input, (label.clone(), blank), lines)
        }
    };
    view! {
        <div class=class>
            <span class="field-label" aria-hidden="true">{label}</span>
            {control}
        </div>
    }
    .into_any()
}

/// One of several words: the native select, which takes keys and screen readers without our help.
fn choice(
    workspace: Workspace,
    entity: Id,
    field: String,
    input: StoredValue<Input>,
    label: String,
) -> impl IntoView {
    let (entity, field) = (StoredValue::new(entity), StoredValue::new(field));
    let current = Memo::new(move |_| {
        entity.with_value(|entity| {
            let read = |ledger: &ledger::Ledger| field.with_value(|field| ledger.get(entity, field));
            match workspace.watch_entity(entity, read) {
                Some(Value::String(text)) => text,
                _ => String::new(),
            }
        })
    });
    let options = Memo::new(move |_| {
        let mut options = workspace.watch(|ledger| input.with_value(|input| input.options(ledger)));
        let now = current.get();
        if !now.is_empty() && !options.iter().any(|(code, _)| *code == now) {
            options.push((now.clone(), now));
        }
        options
    });
    let select = NodeRef::<html::Select>::new();
    Effect::new(move || {
        entity.with_value(|entity| workspace.track(entity));
        options.track();
        // After the options have been drawn.
        spawn_local(async move { show_current(select, current) });
    });
    let enter = move |event: ev::Event| {
        let to = event_target_value(&event);
        let to = if to.is_empty() { Value::Null } else { Value::String(to) };
        if !entity.with_value(|entity| field.with_value(|field| workspace.set(entity, field, to))) {
            show_current(select, current);
        }
    };
    view! {
        <select
            node_ref=select
            aria-label=label
            class:unfilled=move || current.with(String::is_empty)
            on:change=enter
        >
            <option value="" selected=move || current.with(String::is_empty)>{UNFILLED}</option>
            <For each=move || options.get() key=|option| option.clone() let:option>
                {choice_option(option, current)}
            </For>
        </select>
    }
}

fn choice_option((code, text): (String, String), current: Memo<String>) -> impl IntoView {
    let chosen = code.clone();
    view! { <option value=code selected=move || current.with(|now| *now == chosen)>{text}</option> }
}

/// Puts the word of the ledger into the box. Once a person has chosen, the options' `selected` is only what the page
/// began with. And what was chosen may be taken back (by another tab's earlier edit) before any memo has seen it, so the
/// box itself is looked at each time.
fn show_current(select: NodeRef<html::Select>, current: Memo<String>) {
    if let (Some(Some(select)), Some(now)) = (select.try_get_untracked(), current.try_get_untracked())
        && select.value() != now
    {
        select.set_value(&now);
    }
}

fn flag(workspace: Workspace, entity: Id, field: String, label: String) -> impl IntoView {
    let on = {
        let (entity, field) = (entity.clone(), field.clone());
        Memo::new(move |_| {
            workspace.watch_entity(&entity, |ledger| ledger.get(&entity, &field) == Some(Value::Bool(true)))
        })
    };
    let enter = move |event: ev::Event| {
        let checked = event_target_checked(&event);
        if !workspace.set(&entity, &field, Value::Bool(checked))
            && let Some(box_) = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok())
        {
            box_.set_checked(!checked);
        }
    };
    view! {
        <input type="checkbox" aria-label=label prop:checked=move || on.get() on:change=enter/>
        <span class="on-paper" aria-hidden="true">{move || if on.get() { custom::YES } else { custom::NO }}</span>
    }
}
