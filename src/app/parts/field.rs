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
use ledger::Id;
use platform::focus;

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
            typed(workspace, entity, field, input, (label.clone(), blank), lines).into_any()
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
    let current = {
        let (entity, field) = (entity.clone(), field.clone());
        Memo::new(move |_| {
            workspace.watch_entity(&entity, |ledger| match ledger.get(&entity, &field) {
                Some(Value::String(text)) => text,
                _ => String::new(),
            })
        })
    };
    let options = Memo::new(move |_| {
        let mut options = workspace.watch(|ledger| input.with_value(|input| input.options(ledger)));
        let now = current.get();
        if !now.is_empty() && !options.iter().any(|(code, _)| *code == now) {
            options.push((now.clone(), now));
        }
        options
    });
    let select = NodeRef::<html::Select>::new();
    // Once a person has chosen, the options' `selected` is only what the page began with. And what was chosen may be
    // taken back (by another tab's earlier edit) before any memo has seen it, so the box itself is looked at each time.
    let show = move || {
        if let (Some(Some(select)), Some(now)) = (select.try_get_untracked(), current.try_get_untracked())
            && select.value() != now
        {
            select.set_value(&now);
        }
    };
    {
        let entity = entity.clone();
        Effect::new(move || {
            workspace.track(&entity);
            options.track();
            // After the options have been drawn.
            spawn_local(async move { show() });
        });
    }
    let enter = move |event: ev::Event| {
        let to = event_target_value(&event);
        let to = if to.is_empty() { Value::Null } else { Value::String(to) };
        if !workspace.set(&entity, &field, to) {
            show();
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
                {
                    let (code, text) = option;
                    let chosen = code.clone();
                    view! {
                        <option value=code selected=move || current.with(|now| *now == chosen)>{text}</option>
                    }
                }
            </For>
        </select>
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
    view! { <input type="checkbox" aria-label=label prop:checked=move || on.get() on:change=enter/> }
}

/// Anything that is typed: text, numbers, dates, deadlines, names of units, numbers of measures.
fn typed(
    workspace: Workspace,
    entity: Id,
    field: String,
    input: StoredValue<Input>,
    (label, blank): (String, &'static str),
    lines: bool,
) -> impl IntoView {
    let stored = {
        let (entity, field) = (entity.clone(), field.clone());
        Memo::new(move |_| {
            let read = |ledger: &ledger::Ledger| {
                input.with_value(|input| input.text(ledger, &ledger.get(&entity, &field).unwrap_or_default()))
            };
            // Names of other entities may change without this one.
            if input.with_value(Input::names_others) {
                workspace.watch(read)
            } else {
                workspace.watch_entity(&entity, read)
            }
        })
    };
    let draft = workspace.store().and_then(|store| store.draft(&workspace.bundle_id(), &entity, &field));
    let draft = draft.filter(|(draft, _)| stored.with_untracked(|now| now != draft));
    let recovered = RwSignal::new(draft.is_some());
    let (draft, begun) = draft.unzip();
    // What is in the box and not entered; `None` while the box shows what is stored.
    let typing: RwSignal<Option<String>> = RwSignal::new(draft);
    // What stood there at the first key, where it is known: the person has seen that, and perhaps nothing newer.
    let base: RwSignal<Option<String>> = RwSignal::new(begun.flatten());
    // Another value that came meanwhile and that the person was shown.
    let met: RwSignal<Option<String>> = RwSignal::new(None);
    let error: RwSignal<Option<String>> = RwSignal::new(None);
    let shown = Memo::new(move |_| typing.get().unwrap_or_else(|| stored.get()));

    let keep = StoredValue::new((entity, field));
    let keep_draft = move |text: &str| {
        if let Some(store) = workspace.store() {
            let begun = base.get_untracked().unwrap_or_default();
            // A draft that finds no room is still in the box; entering it will be loud.
            let _ = keep.with_value(|(e, f)| store.put_draft(&workspace.bundle_id(), e, f, (text, &begun)));
        }
    };
    let forget_draft = move || {
        if let Some(store) = workspace.store() {
            keep.with_value(|(entity, field)| store.drop_draft(&workspace.bundle_id(), entity, field));
        }
    };
    let show_stored = move || {
        typing.set(None);
        base.set(None);
        met.set(None);
        recovered.set(false);
    };
    let drop_draft = move || {
        show_stored();
        forget_draft();
    };
    let type_in = move |event: ev::Event| {
        let text = event_target_value(&event);
        error.set(None);
        // Back to what is stored, by typing or by the box's own undo: nothing is left to enter.
        if stored.with_untracked(|now| *now == text) {
            drop_draft();
            return;
        }
        if typing.with_untracked(Option::is_none) {
            base.set(Some(stored.get_untracked()));
        }
        keep_draft(&text);
        typing.set(Some(text));
    };
    // Another tab that enters a value here drops the draft, and there is one for both: what this one types is kept again.
    Effect::new(move |before: Option<()>| {
        let now = stored.get();
        if let Some(text) = typing.get_untracked().filter(|text| before.is_some() && *text != now) {
            keep_draft(&text);
        }
    });
    let enter = move |decided: bool| {
        // A box that leaves the page with the cursor in it says `change` once more, when its signals are gone;
        // what was typed is kept as a draft then.
        let Some(Some(text)) = typing.try_get_untracked() else { return };
        // Another tab or a merge was here since the first key: the person has not seen its value when typing began.
        let now = stored.get_untracked();
        let is_other = base.with_untracked(|base| base.as_ref().is_some_and(|base| *base != now));
        let is_seen = met.with_untracked(|met| met.as_ref() == Some(&now));
        if is_other && now != text && !(decided && is_seen) {
            // Described once: the buttons beside it must not be drawn anew under the pointer that leaves the box for them.
            if !is_seen {
                met.set(Some(now));
            }
            return;
        }
        // Before the edit: another tab that types here keeps its own draft again when it hears of that.
        forget_draft();
        match keep.with_value(|(entity, field)| workspace.enter(entity, field, &text)) {
            Ok(true) => show_stored(),
            Ok(false) => keep_draft(&text),
            Err(expected) => {
                keep_draft(&text);
                error.set(Some(format!("没有存入：应为{expected}")));
            }
        }
    };
    let give_up = move || {
        error.set(None);
        drop_draft();
    };
    let keys = move |event: ev::KeyboardEvent| match event.key().as_str() {
        // Keys of an input method are its own: its Esc puts the candidates away, not the text.
        _ if event.is_composing() => {}
        "Escape" if typing.with_untracked(Option::is_some) => {
            event.stop_propagation();
            give_up();
        }
        "Enter" if !lines || event.ctrl_key() => enter(true),
        _ => {}
    };
    let list = input.with_value(Input::suggestions);
    // While it is there, Ctrl+Z is the box's own.
    let typed_mark = move || typing.with(Option::is_some).then_some("");
    let invalid = move || error.with(Option::is_some).then_some("true");
    let control = if lines {
        view! {
            <span class="grow" data-value=move || shown.get() data-typing=typed_mark>
                <textarea
                    rows="1"
                    aria-label=label
                    aria-invalid=invalid
                    placeholder=blank
                    prop:value=move || shown.get()
                    on:input=type_in
                    on:change=move |_| enter(false)
                    on:keydown=keys
                ></textarea>
            </span>
        }
        .into_any()
    } else {
        view! {
            <span class="grow line" data-value=move || shown.get() data-typing=typed_mark>
                <input
                    type="text"
                    autocomplete="off"
                    aria-label=label
                    aria-invalid=invalid
                    placeholder=blank
                    list=list
                    prop:value=move || shown.get()
                    on:input=type_in
                    on:change=move |_| enter(false)
                    on:keydown=keys
                />
            </span>
        }
        .into_any()
    };
    // What is typed is entered, or given up; the button is gone then.
    let decides = move |text: &'static str, entered: bool| {
        let decide = move |event: ev::MouseEvent| {
            focus::keep(&event);
            if entered { enter(true) } else { give_up() }
        };
        view! { <button type="button" class="small" on:click=decide>{text}</button> }
    };
    view! {
        {control}
        <Show when=move || recovered.get()>
            <span class="draft">
                "上次没有输完的文字 "
                {decides("采用", true)}
                {decides("放弃", false)}
            </span>
        </Show>
        {move || {
            met.get()
                .map(|now| {
                    let now = if now.is_empty() { UNFILLED.to_owned() } else { format!("“{now}”") };
                    view! {
                        <p class="field-error" role="alert">
                            {format!("没有存入：输入期间这里已被改为{now}。")}
                            {decides("用我输入的", true)}
                            {decides("保留现在的", false)}
                        </p>
                    }
                })
        }}
        {move || error.get().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
    }
}
