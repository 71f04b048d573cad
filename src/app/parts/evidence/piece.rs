//! A piece of 佐证材料: one line, and its fields where they are asked for.

use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::parts::entries::Tools;
use crate::app::parts::field::FieldBox;
use crate::app::parts::recheck::Recheck;
use crate::app::workspace::Workspace;
use journal::describe;
use ledger::Id;
use ledger::evidence::piece;
use ledger::finding::Evidence;

/// The fields of a piece, in the order in which they stand, with the class that gives each its room.
const FIELDS: [(&str, &str); 12] = [
    ("number", ""),
    ("name", ""),
    ("date", ""),
    ("provider", ""),
    ("place", "half"),
    ("also", "half"),
    ("size", ""),
    ("media_type", ""),
    ("modified", "half"),
    ("sm3", "wide digest"),
    ("sha256", "wide digest"),
    ("note", "wide"),
];

/// Fields that take several lines.
const LONG: [&str; 4] = ["place", "note", "sm3", "sha256"];

/// What the line of a piece tells.
#[derive(Clone, PartialEq, Default)]
struct PieceLine {
    number: String,
    name: String,
    date: String,
    provider: String,
    is_digested: bool,
}

/// A piece: one line, and its fields where they are asked for.
#[component]
pub(super) fn Piece(
    /// Which.
    id: Id,
    /// The piece that a person has just added.
    newest: RwSignal<Option<Id>>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let name = {
        let id = id.clone();
        Memo::new(move |_| {
            let told = workspace.watch_entity(&id, |ledger| describe::place(ledger, &id));
            told.unwrap_or_else(|| "佐证材料".to_owned())
        })
    };
    let line = {
        let id = id.clone();
        Memo::new(move |_| {
            workspace
                .watch_entity(&id, |ledger| piece(ledger, &id).map(|(_, _, e)| told(e)).unwrap_or_default())
        })
    };
    let keep = StoredValue::new(id.clone());
    let is_new = newest.with_untracked(|newest| newest.as_ref() == Some(&id));
    let open = RwSignal::new(is_new || line.with_untracked(|line| line.name.is_empty()));
    Effect::new(move || {
        if nav.revealing.with(|wanted| keep.with_value(|id| wanted.as_ref() == Some(id))) {
            open.set(true);
        }
    });
    view! {
        <div class="entry" role="group" aria-label=move || name.get() data-entity=id.to_string()>
            <div class="entry-main">
                {piece_line(line, open)}
                <Show when=move || open.get()>
                    <div class="entry-fields">{keep.with_value(boxes)}</div>
                </Show>
                <Recheck id=id.clone()/>
            </div>
            <Tools id=id.clone() name/>
        </div>
    }
}

/// The line of a piece: a press on its name shows its fields.
fn piece_line(line: Memo<PieceLine>, open: RwSignal<bool>) -> AnyView {
    let name = move || {
        line.with(|line| if line.name.is_empty() { "（没有名称）".to_owned() } else { line.name.clone() })
    };
    view! {
        <p class="piece-line">
            <button
                type="button"
                class="fold"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span class="piece-name">
                    <span class="piece-number">{move || line.with(|line| line.number.clone())}</span>
                    " "
                    {name}
                </span>
            </button>
            <span>{move || line.with(|line| line.date.clone())}</span>
            <span>{move || line.with(|line| line.provider.clone())}</span>
            <span class="piece-mark">
                {move || if line.with(|line| line.is_digested) { "✓ 已登记摘要" } else { "未登记摘要" }}
            </span>
        </p>
    }
    .into_any()
}

/// The fields of a piece.
fn boxes(id: &Id) -> Vec<AnyView> {
    let each = FIELDS.iter().map(|(field, class)| {
        let lines = LONG.contains(field);
        view! { <div class=*class><FieldBox entity=id.clone() field=*field lines/></div> }.into_any()
    });
    each.collect()
}

fn told(evidence: &Evidence) -> PieceLine {
    PieceLine {
        number: evidence.number.clone(),
        name: evidence.name.clone(),
        date: evidence.date.map(|date| date.to_string()).unwrap_or_default(),
        provider: evidence.provider.clone(),
        is_digested: !evidence.sm3.trim().is_empty(),
    }
}
