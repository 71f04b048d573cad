//! A box whose text is no field of the ledger but part of a step that is taken as a whole: an opinion, the reason of an
//! extension. What is typed is kept until the step is taken or given up, so that neither a crash nor a turn to another
//! page loses it. Knows no step.

use leptos::prelude::*;

use crate::app::workspace::Workspace;
use ledger::Id;
use platform::focus;

/// The text in such a box.
#[derive(Clone, Copy)]
pub struct Kept {
    workspace: Workspace,
    /// Of which ledger, about which entity, and which box.
    key: StoredValue<(Id, Id, &'static str)>,
    /// What is in the box.
    pub text: RwSignal<String>,
    /// Whether the box began with what had been left in it, and still has something.
    left: Memo<bool>,
}

impl Kept {
    /// The box of this name about this entity.
    #[must_use]
    pub fn of(workspace: Workspace, entity: &Id, name: &'static str) -> Self {
        let bundle = workspace.bundle_id();
        let draft = workspace.store().and_then(|store| store.draft(&bundle, entity, name));
        let draft = draft.map(|(text, _)| text).unwrap_or_default();
        let began = !draft.is_empty();
        let text = RwSignal::new(draft);
        let left = Memo::new(move |before: Option<&bool>| {
            before.copied().unwrap_or(began) && !text.with(String::is_empty)
        });
        let kept = Self { workspace, key: StoredValue::new((bundle, entity.clone(), name)), text, left };
        Effect::new(move |before: Option<()>| {
            text.track();
            if before.is_some() {
                kept.keep();
            }
        });
        kept
    }

    /// Whether something was left in the box of this name about this entity.
    #[must_use]
    pub fn is_left(workspace: Workspace, entity: &Id, name: &str) -> bool {
        workspace.store().is_some_and(|store| store.draft(&workspace.bundle_id(), entity, name).is_some())
    }

    fn keep(self) {
        let Some(store) = self.workspace.store() else { return };
        self.key.with_value(|(bundle, entity, name)| {
            self.text.with_untracked(|text| {
                if text.is_empty() {
                    store.drop_draft(bundle, entity, name);
                } else {
                    // What finds no room is still in the box; taking the step will be loud.
                    let _ = store.put_draft(bundle, entity, name, (text, ""));
                }
            });
        });
    }

    /// Empties the box: its text was entered, or is not wanted.
    pub fn clear(self) {
        self.text.set(String::new());
        // The box may be gone before any effect is run.
        self.keep();
    }
}

/// Says that boxes hold what had been left in them, and empties them when that is asked for.
#[component]
pub fn LeftText(
    /// The boxes that are filled together.
    boxes: Vec<Kept>,
) -> impl IntoView {
    let boxes = StoredValue::new(boxes);
    let left = move || boxes.with_value(|boxes| boxes.iter().any(|one| one.left.get()));
    let clear = move |event: leptos::ev::MouseEvent| {
        focus::keep(&event);
        boxes.with_value(|boxes| boxes.iter().for_each(|one| one.clear()));
    };
    view! {
        <Show when=left>
            <p class="draft">
                "上次没有输完的文字，还没有提交 "
                <button type="button" class="small" on:click=clear>
                    "放弃"
                </button>
            </p>
        </Show>
    }
}
