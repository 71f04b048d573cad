//! 命令面板 (Ctrl+K): a search box, and under it what a few letters may mean; the first option searches the texts, and
//! how many measures it will find is told as one types. What is offered is `query::palette`'s; this module draws and
//! does it.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::context::of_page;
use super::lists::Lists;
use super::nav::Nav;
use super::new_ledger::NewLedgerAsked;
use super::opening::Opening;
use super::reveal::reveal;
use super::rows::Rows;
use super::search::{SearchHelp, search_for};
use super::theme::Theme;
use super::workspace::Workspace;
use platform::{focus, page};
use query::Query;
use query::palette::{Command, Goal, Offer, offers};
use query::route::{Place, Route};

/// The most options that are offered.
const LIMIT: usize = 30;

/// What lies behind the palette. It has a search box of the same name.
const BEHIND: &str = ".frame";

/// Whether the palette is open.
#[derive(Clone, Copy)]
pub struct Palette(pub RwSignal<bool>);

fn option_id(at: usize) -> String {
    format!("palette-option-{at}")
}

/// The dialog.
#[component]
pub fn CommandPalette() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let opening = Opening::of_page();
    let begin = NewLedgerAsked::of_page();
    let theme = Theme::of_page();
    let rows = Rows::of_page();
    let help: SearchHelp = of_page();
    let open = of_page::<Palette>().0;
    let dialog = NodeRef::<html::Dialog>::new();
    let typed = RwSignal::new(String::new());
    let current = RwSignal::new(0_usize);
    let offered: Memo<Vec<Offer>> = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        typed.with(|typed| workspace.watch(|ledger| offers(ledger, typed, LIMIT)))
    });
    Effect::new(move || {
        let (Some(dialog), true) = (dialog.get(), open.get()) else { return };
        if !dialog.open() {
            typed.set(String::new());
            current.set(0);
            // Where dialogs cannot be modal every command has a button elsewhere.
            focus::hide(BEHIND, dialog.show_modal().is_ok());
        }
    });
    // The focus goes back as the dialog closes, and must not come to what is hidden.
    let close = move || {
        focus::hide(BEHIND, false);
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let lists = Lists::of_page();
    let counted = Memo::new(move |_| {
        if !open.get() {
            return String::new();
        }
        workspace.revision.track();
        let (matched, total) = typed.with(|typed| lists.count_measures(typed));
        format!("共 {total} 条措施，符合 {matched} 条")
    });
    let run = move |goal: Goal| {
        close();
        match goal {
            Goal::Search(text) => {
                // The texts are those of findings and measures; elsewhere the box searches something else.
                if nav.route.with_untracked(|r| matches!(r.place, Place::Findings | Place::Measures)) {
                    search_for(nav, text);
                } else {
                    let query = Query { text, ..Query::default() };
                    nav.go(&Route { place: Place::Measures, query: query.print() });
                }
                page::focus("#search");
            }
            Goal::Place(place) => nav.go(&place.into()),
            Goal::Entity(id) => reveal(workspace, nav, &id),
            Goal::Command(command) => match command {
                Command::Open => opening.ask(),
                Command::Export => opening.export(),
                Command::Undo => workspace.undo(),
                Command::Redo => workspace.redo(),
                Command::Theme => theme.turn(),
                Command::Keys => rows.help.set(true),
                Command::SearchHelp => help.0.set(true),
                Command::Print => page::print(),
                Command::NewLedger => begin.ask(),
                Command::Compare => {
                    nav.go(&Route { place: Place::Merge, query: "view=compare".to_owned() });
                }
            },
        }
    };
    let go_to = move |at: usize| {
        current.set(at);
        request_animation_frame(move || page::keep_in_sight(&format!("#{}", option_id(at))));
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let count = offered.with_untracked(Vec::len);
        let at = current.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => go_to((at + 1) % count),
            "ArrowUp" if count > 0 => go_to((at + count - 1) % count),
            "PageDown" if count > 0 => go_to((at + 8).min(count - 1)),
            "PageUp" => go_to(at.saturating_sub(8)),
            "Escape" => close(),
            "Enter" => {
                if let Some(goal) = offered.with_untracked(|all| all.get(at).map(|offer| offer.goal.clone()))
                {
                    run(goal);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let active = move || offered.with(|all| (current.get() < all.len()).then(|| option_id(current.get())));
    view! {
        <dialog
            node_ref=dialog
            class="palette"
            aria-label="命令面板"
            on:cancel=move |_: ev::Event| focus::hide(BEHIND, false)
            on:close=move |_| {
                focus::hide(BEHIND, false);
                open.set(false);
            }
            on:click=move |event: ev::MouseEvent| {
                // The dialog itself is hit only beside what it holds.
                if event.target() == event.current_target() {
                    close();
                }
            }
        >
            <div class="palette-body" on:keydown=keys>
                <input
                    type="search"
                    aria-label="搜索"
                    aria-controls="palette-list"
                    aria-autocomplete="list"
                    aria-activedescendant=active
                    placeholder="去哪里、找哪个问题、做什么（可用拼音、编号）"
                    autocomplete="off"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        current.set(0);
                    }
                />
                // It may be longer than its place, so Tab reaches it; its keys are those of the box.
                <ul
                    id="palette-list"
                    role="listbox"
                    aria-label="选项"
                    tabindex="0"
                    aria-activedescendant=active
                >
                    {move || {
                        offered
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(at, offer)| {
                                let goal = offer.goal.clone();
                                view! {
                                    <li
                                        id=option_id(at)
                                        role="option"
                                        aria-selected=move || if current.get() == at { "true" } else { "false" }
                                        on:mousedown=|event: ev::MouseEvent| event.prevent_default()
                                        on:click=move |_| run(goal.clone())
                                    >
                                        <span class="palette-title">{offer.title}</span>
                                        {(!offer.keys.is_empty()).then(|| view! { <kbd>{offer.keys}</kbd> })}
                                        <span class="palette-kind">{offer.kind}</span>
                                    </li>
                                }
                            })
                            .collect::<Vec<_>>()
                    }}
                </ul>
                <div class="palette-foot">
                    <p role="status" aria-label="命中">{move || counted.get()}</p>
                    <p class="hint">"↑ ↓ 选择，Enter 执行，Esc 关闭"</p>
                </div>
            </div>
        </dialog>
    }
}
