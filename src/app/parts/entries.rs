//! A list of entities inside another, each with all its fields: progress, evidence, units, statuses, claims.
//! One part for every register, drawn from the ledger's own tables.

use leptos::html;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::field::FieldBox;
use super::fold::{Fold, FoldName};
use super::new_text::NewText;
use super::reading::focus_again;
use crate::app::workspace::Workspace;
use journal::describe;
use ledger::Id;
use ledger::record::{ListSpec, Spec};
use platform::{clock, focus};

/// The entities of a list, with what adds, moves and removes them.
#[component]
pub fn Entries(
    /// Who holds the list.
    parent: Id,
    /// The list's name.
    list: &'static str,
    /// Fields that take several lines.
    #[prop(optional)]
    long: &'static [&'static str],
    /// Fields that are not shown here.
    #[prop(optional)]
    without: &'static [&'static str],
    /// It is one line until it is opened.
    #[prop(optional)]
    folded: bool,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let spec: Option<&'static ListSpec> =
        workspace.look(|ledger| ledger.kind(&parent).and_then(|kind| kind.list(list)));
    let Some(spec) = spec else { return ().into_any() };
    let ids = {
        let parent = parent.clone();
        Memo::new(move |_| workspace.watch_entity(&parent, |ledger| ids_of(ledger, &parent, list)))
    };
    let fold = folded.then(|| Fold::around(ids));
    let is_shown = move || fold.is_none_or(Fold::is_shown);
    let limit = RwSignal::new(FIRST);
    let shown = move || ids.with(|ids| ids.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let rest = move || ids.with(Vec::len).saturating_sub(limit.get());
    let adding = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    view! {
        <section class="entries" class:open=is_shown role="group" aria-label=spec.label>
            {head(spec, ids, fold, button, adding)}
            <Show when=is_shown>
                <div class="entry-list">
                    <For each=shown key=Id::clone let:id>
                        <Entry id spec=spec.item long without/>
                    </For>
                </div>
            </Show>
            {new_entry(spec, parent, (limit, adding), button)}
            <Show when=move || { is_shown() && rest() > 0 }>
                <button type="button" class="small" on:click=move |_| limit.set(usize::MAX)>
                    {move || format!("显示其余 {} 条", rest())}
                </button>
            </Show>
        </section>
    }
    .into_any()
}

/// The name of the list with its count, and the button that adds to it.
fn head(
    spec: &'static ListSpec,
    ids: Memo<Vec<Id>>,
    fold: Option<Fold>,
    button: NodeRef<html::Button>,
    adding: RwSignal<bool>,
) -> AnyView {
    let count = move || ids.with(Vec::len);
    let name = match fold {
        Some(fold) => {
            view! { <FoldName fold name=spec.label told=Signal::derive(move || counted(count()))/> }
                .into_any()
        }
        None => view! {
            <h3>{spec.label}<Show when=move || count() != 0><span class="count">{count}</span></Show></h3>
        }
        .into_any(),
    };
    let add = move |_| {
        if let Some(fold) = fold {
            fold.open();
        }
        adding.set(true);
    };
    view! {
        <div class="entries-head">
            {name}
            <button type="button" class="small" node_ref=button on:click=add>
                {format!("新增{}", spec.item.label)}
            </button>
        </div>
    }
    .into_any()
}

/// The box that a new entity begins with, while one is being added: its leading field.
fn new_entry(
    spec: &'static ListSpec,
    parent: Id,
    (limit, adding): (RwSignal<usize>, RwSignal<bool>),
    button: NodeRef<html::Button>,
) -> AnyView {
    let workspace = Workspace::of_page();
    let leading = spec.item.leading();
    let made = Callback::new(move |text: String| {
        let Some(leading) = leading else { return };
        let note = spec.name == PROGRESS;
        let mut members = if note { signed_today(workspace) } else { json!({}) };
        if let Some(map) = members.as_object_mut() {
            map.insert(leading.name.to_owned(), text.into());
        }
        if let Some(id) = workspace.add(&parent, spec.name, members) {
            limit.set(usize::MAX);
            // Day and name of a note stand there already: one more is one press away.
            if note { focus_again(button) } else { focus_entry(&id) }
        }
    });
    view! {
        <Show when=move || adding.get()>
            <NewText
                label=leading.map_or("", |field| field.label)
                made
                closed=Callback::new(move |()| adding.set(false))
            />
        </Show>
    }
    .into_any()
}

/// A count as it stands beside a name: nothing where there is nothing.
#[must_use]
pub fn counted(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

/// How many entries are drawn before the rest is asked for.
const FIRST: usize = 60;

/// The list of notes that are dated and signed.
const PROGRESS: &str = "progress";

/// A new note is of today and of who writes it.
fn signed_today(workspace: Workspace) -> Value {
    let mut members = json!({ "date": clock::today() });
    let name = workspace.person_name();
    if let Some(map) = members.as_object_mut().filter(|_| !name.is_empty()) {
        map.insert("by".to_owned(), name.into());
    }
    members
}

/// The ids of a list's items, in order.
#[must_use]
pub fn ids_of(ledger: &ledger::Ledger, parent: &Id, list: &str) -> Vec<Id> {
    let Some(items) = ledger.node(parent).and_then(|node| node.list(list)) else { return Vec::new() };
    (0..items.len()).filter_map(|i| items.at(i)?.id().cloned()).collect()
}

/// One entity of a list, with its fields and tools.
#[component]
pub fn Entry(
    /// Which.
    id: Id,
    /// What kind it is of.
    spec: &'static Spec,
    /// Fields that take several lines.
    long: &'static [&'static str],
    /// Fields that are not shown here.
    without: &'static [&'static str],
    /// It keeps its place in the list and is removed by 撤销 alone.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = {
        let id = id.clone();
        Memo::new(move |_| {
            let told = workspace.watch_entity(&id, |ledger| describe::place(ledger, &id));
            told.unwrap_or_else(|| spec.label.to_owned())
        })
    };
    let fields = spec.fields.iter().filter(|f| !without.contains(&f.name));
    let boxes: Vec<_> = fields
        .map(|f| {
            let lines = long.contains(&f.name);
            let class = if lines { "wide" } else { "" };
            view! { <div class=class><FieldBox entity=id.clone() field=f.name lines/></div> }
        })
        .collect();
    let entity = id.to_string();
    view! {
        <div class="entry" role="group" aria-label=move || name.get() data-entity=entity>
            <div class="entry-fields">{boxes}</div>
            {(!fixed).then(|| view! { <Tools id name/> })}
        </div>
    }
}

/// The buttons that move an entity up and down and remove it.
#[component]
pub fn Tools(
    /// Which.
    id: Id,
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(id);
    let named = move |verb: &'static str| move || format!("{verb} {}", name.get());
    view! {
        <span class="tools">
            <button
                type="button"
                class="icon"
                aria-label=named("上移")
                title="上移"
                on:click=move |event| {
                    focus::keep(&event);
                    keep.with_value(|id| workspace.shift(id, -1));
                }
            >
                "↑"
            </button>
            <button
                type="button"
                class="icon"
                aria-label=named("下移")
                title="下移"
                on:click=move |event| {
                    focus::keep(&event);
                    keep.with_value(|id| workspace.shift(id, 1));
                }
            >
                "↓"
            </button>
            <button
                type="button"
                class="icon"
                aria-label=named("删除")
                title="删除"
                on:click=move |event| {
                    focus::keep(&event);
                    keep.with_value(|id| workspace.remove(id));
                }
            >
                "×"
            </button>
        </span>
    }
}

/// Puts the cursor into the first box of an entity that was just added.
pub fn focus_entry(id: &Id) {
    let selector = format!(
        "[data-entity=\"{}\"] textarea, [data-entity=\"{}\"] input, [data-entity=\"{}\"] select",
        css(id),
        css(id),
        css(id)
    );
    request_animation_frame(move || platform::page::focus(&selector));
}

/// An id inside a quoted CSS string.
#[must_use]
pub fn css(id: &Id) -> String {
    id.as_str().replace('\\', "\\\\").replace('"', "\\\"")
}
