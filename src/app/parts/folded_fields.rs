//! The fields of an item, of which the empty ones are one line: `添加：整改目标 原因分析 …`. A field that was shown once
//! stays for as long as the page does, so that nothing vanishes under the cursor that empties it.

use leptos::prelude::*;

use super::entries::css;
use super::field::FieldBox;
use crate::app::workspace::Workspace;
use ledger::{Id, Ledger};
use platform::page;

/// A field that may be folded away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folded {
    /// Its name.
    pub field: &'static str,
    /// Several lines may be typed.
    pub lines: bool,
    /// It is shown although it is empty: most people fill it.
    pub always: bool,
}

/// A field of one line that is folded away where it is empty.
#[must_use]
pub const fn line(field: &'static str) -> Folded {
    Folded { field, lines: false, always: false }
}

/// A field of several lines that is folded away where it is empty.
#[must_use]
pub const fn text(field: &'static str) -> Folded {
    Folded { field, lines: true, always: false }
}

/// A field of one line that is always shown.
#[must_use]
pub const fn asked(field: &'static str) -> Folded {
    Folded { field, lines: false, always: true }
}

fn is_filled(ledger: &Ledger, id: &Id, field: &str) -> bool {
    ledger.get(id, field).is_some_and(|value| match value {
        serde_json::Value::Null | serde_json::Value::Bool(false) => false,
        serde_json::Value::String(text) => !text.is_empty(),
        serde_json::Value::Array(items) => !items.is_empty(),
        _ => true,
    })
}

/// The boxes of the filled fields, and a button for each that is empty.
#[component]
pub fn FoldedFields(
    /// Whose fields.
    entity: Id,
    /// Which, in their order.
    fields: &'static [Folded],
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(entity);
    let asked: RwSignal<Vec<&'static str>> = RwSignal::new(Vec::new());
    let shown = Memo::new(move |before: Option<&Vec<Folded>>| {
        let asked = asked.get();
        keep.with_value(|id| {
            workspace.watch_entity(id, |ledger| {
                let stays = |one: &Folded| before.is_some_and(|before| before.contains(one));
                let is_shown = |one: &Folded| {
                    one.always || stays(one) || asked.contains(&one.field) || is_filled(ledger, id, one.field)
                };
                fields.iter().copied().filter(is_shown).collect::<Vec<_>>()
            })
        })
    });
    let hidden =
        move || shown.with(|shown| fields.iter().copied().filter(|f| !shown.contains(f)).collect::<Vec<_>>());
    let label = move |field: &'static str| {
        let spec =
            keep.with_value(|id| workspace.look(|ledger| ledger.kind(id).and_then(|kind| kind.field(field))));
        spec.map_or(field, |spec| spec.label)
    };
    let ask = move |one: Folded| {
        asked.update(|asked| asked.push(one.field));
        let boxes = ["textarea", "input", "select"];
        let selector = boxes.map(|tag| {
            keep.with_value(|id| {
                format!("[data-fields=\"{}\"] {tag}[aria-label=\"{}\"]", css(id), label(one.field))
            })
        });
        request_animation_frame(move || page::focus(&selector.join(", ")));
    };
    view! {
        <div class="folded-fields" data-fields=keep.with_value(Id::to_string)>
            <For each=move || shown.get() key=|one| one.field let:one>
                <FieldBox entity=keep.get_value() field=one.field lines=one.lines/>
            </For>
            <Show when=move || !hidden().is_empty()>
                <p class="add-fields" role="group" aria-label="添加">
                    <span aria-hidden="true">"添加："</span>
                    <For each=hidden key=|one| one.field let:one>
                        <button type="button" class="quiet-button" on:click=move |_| ask(one)>
                            {label(one.field)}
                        </button>
                    </For>
                </p>
            </Show>
        </div>
    }
}
