//! 命令面板 (Ctrl+K): a search box, and under it what a few letters may mean; the last option searches the texts, and
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
use query::palette::{Command, Goal, Offer, offers, stepped};
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

/// What an option does.
#[derive(Clone, Copy)]
struct Doing {
    workspace: Workspace,
    nav: Nav,
    opening: Opening,
    begin: NewLedgerAsked,
    theme: Theme,
    rows: Rows,
    help: SearchHelp,
}

impl Doing {
    fn of_page() -> Self {
        Self {
            workspace: Workspace::of_page(),
            nav: Nav::of_page(),
            opening: Opening::of_page(),
            begin: NewLedgerAsked::of_page(),
            theme: Theme::of_page(),
            rows: Rows::of_page(),
            help: of_page(),
        }
    }

    fn run(self, goal: Goal) {
        match goal {
            Goal::Search(text) => self.search(text),
            Goal::Place(place) => self.nav.go(&place.into()),
            Goal::Entity(id) => reveal(self.workspace, self.nav, &id),
            Goal::Unit(id) => {
                let query = Query { unit: Some(id), ..Query::default() };
                self.nav.go(&Route { place: Place::Measures, query: query.print() });
            }
            Goal::Command(command) => self.obey(command),
        }
    }

    fn search(self, text: String) {
        // The texts are those of findings and measures; elsewhere the box searches something else.
        if self.nav.route.with_untracked(|r| matches!(r.place, Place::Findings | Place::Measures)) {
            search_for(self.nav, text);
        } else {
            let query = Query { text, ..Query::default() };
            self.nav.go(&Route { place: Place::Measures, query: query.print() });
        }
        page::focus("#search");
    }

    fn obey(self, command: Command) {
        match command {
            Command::Open => self.opening.ask(),
            Command::Export => self.opening.export(),
            Command::Undo => self.workspace.undo(),
            Command::Redo => self.workspace.redo(),
            Command::Theme => self.theme.turn(),
            Command::Keys => self.rows.help.set(true),
            Command::SearchHelp => self.help.0.set(true),
            Command::Print => page::print(),
            Command::NewLedger => self.begin.ask(),
            Command::Compare => {
                self.nav.go(&Route { place: Place::Merge, query: "view=compare".to_owned() });
            }
        }
    }
}

/// The options of an open palette.
#[derive(Clone, Copy)]
struct Options {
    dialog: NodeRef<html::Dialog>,
    /// What options do; a large value, of which every option would hold one.
    doing: StoredValue<Doing>,
    /// What is typed.
    typed: RwSignal<String>,
    /// What that may mean.
    offered: Memo<Vec<Offer>>,
    /// The option that the keys are on.
    current: RwSignal<usize>,
}

impl Options {
    /// The focus goes back as the dialog closes, and must not come to what is hidden.
    fn close(self) {
        focus::hide(BEHIND, false);
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    fn run(self, goal: Goal) {
        self.close();
        self.doing.get_value().run(goal);
    }

    fn type_in(self, text: String) {
        self.typed.set(text);
        self.current.set(0);
    }

    fn press(self, event: &ev::KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let at = self.current.get_untracked();
        match event.key().as_str() {
            "Escape" => self.close(),
            "Enter" => {
                let goal = self.offered.with_untracked(|all| all.get(at).map(|offer| offer.goal.clone()));
                if let Some(goal) = goal {
                    self.run(goal);
                }
            }
            key => {
                let Some(to) = stepped(key, at, self.offered.with_untracked(Vec::len)) else { return };
                self.current.set(to);
                request_animation_frame(move || page::keep_in_sight(&format!("#{}", option_id(to))));
            }
        }
        event.prevent_default();
    }

    /// The id of the option that the keys are on; none where there is none.
    fn active(self) -> Option<String> {
        let at = self.current.get();
        self.offered.with(|all| (at < all.len()).then(|| option_id(at)))
    }

    /// One option.
    fn option(self, at: usize, offer: Offer) -> AnyView {
        let goal = offer.goal;
        view! {
            <li
                id=option_id(at)
                role="option"
                aria-selected=move || if self.current.get() == at { "true" } else { "false" }
                on:mousedown=|event: ev::MouseEvent| event.prevent_default()
                on:click=move |_| self.run(goal.clone())
            >
                <span class="palette-title">{offer.title}</span>
                {(!offer.keys.is_empty()).then(|| view! { <kbd>{offer.keys}</kbd> })}
                <span class="palette-kind">{offer.kind}</span>
            </li>
        }
        .into_any()
    }
}

/// The dialog.
#[component]
pub fn CommandPalette() -> impl IntoView {
    let workspace = Workspace::of_page();
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
    let options = Options { dialog, doing: StoredValue::new(Doing::of_page()), typed, offered, current };
    Effect::new(move || {
        let (Some(dialog), true) = (dialog.get(), open.get()) else { return };
        if !dialog.open() {
            options.type_in(String::new());
            // Where dialogs cannot be modal every command has a button elsewhere.
            focus::hide(BEHIND, dialog.show_modal().is_ok());
        }
    });
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
                    options.close();
                }
            }
        >
            <div class="palette-body" on:keydown=move |event| options.press(&event)>
                {search_box(options)}
                {list(options)}
                <div class="palette-foot">
                    <p role="status" aria-label="命中">{hits(open, typed)}</p>
                    <p class="hint">"↑ ↓ 选择，Enter 执行，Esc 关闭；最后一项搜索全文，按 ↑ 就到"</p>
                </div>
            </div>
        </dialog>
    }
}

fn search_box(options: Options) -> AnyView {
    view! {
        <input
            type="search"
            aria-label="搜索"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant=move || options.active()
            placeholder="去哪里、找哪个问题、做什么（可用拼音、编号）"
            autocomplete="off"
            prop:value=move || options.typed.get()
            on:input=move |event| options.type_in(event_target_value(&event))
        />
    }
    .into_any()
}

/// The options. They may be longer than their place, so Tab reaches them; their keys are those of the box.
fn list(options: Options) -> AnyView {
    let drawn = move || {
        let all = options.offered.get().into_iter().enumerate();
        all.map(|(at, offer)| options.option(at, offer)).collect::<Vec<_>>()
    };
    view! {
        <ul
            id="palette-list"
            role="listbox"
            aria-label="选项"
            tabindex="0"
            aria-activedescendant=move || options.active()
        >
            {drawn}
        </ul>
    }
    .into_any()
}

/// How many measures the search for what is typed would find; nothing while the palette is closed.
fn hits(open: RwSignal<bool>, typed: RwSignal<String>) -> impl Fn() -> String {
    let (workspace, lists) = (Workspace::of_page(), Lists::of_page());
    let counted = Memo::new(move |_| {
        if !open.get() {
            return String::new();
        }
        workspace.revision.track();
        let (matched, total) = typed.with(|typed| lists.count_measures(typed));
        format!("共 {total} 条措施，符合 {matched} 条")
    });
    move || counted.get()
}
