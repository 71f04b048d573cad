//! What can be done with a column beside sorting: filter by its values, let it stay at an edge, rename, hide, move.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::state::Worktable;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use grid::Pin;
use ledger::fields::{Fields, Kind};
use platform::{focus, page};
use query::columns::Column;
use query::head_filter::{self, Choice, NONE};
use query::head_span;

/// The most values that are shown; more are found by typing.
const SHOWN: usize = 200;

/// The menu of one head.
#[derive(Clone, Copy)]
struct Own {
    column: StoredValue<Column>,
    /// The column whose menu is open.
    menu: RwSignal<Option<Column>>,
    around: NodeRef<html::Span>,
}

impl Own {
    // A panel that leaves the page with its table loses the focus once more, when what it belongs to is gone.
    fn is_open(self) -> bool {
        let is = |menu: &Option<Column>| self.column.try_with_value(|column| menu.as_ref() == Some(column));
        self.menu.try_with(is).flatten().unwrap_or(false)
    }

    fn close(self) {
        self.menu.set(None);
        page::focus(&format!("[data-menu=\"{}\"]", self.column.with_value(Column::code)));
    }

    /// Whether the focus goes elsewhere.
    fn loses(self, event: &ev::FocusEvent) -> bool {
        let around = self.around.try_get_untracked().flatten();
        focus::leaves(around.as_deref().map(AsRef::as_ref), event) && self.is_open()
    }

    /// Where the panel stands: it floats over the rows, and heads do not scroll down.
    fn place(self) -> Option<(f64, f64)> {
        let at = self.around.get_untracked()?.get_bounding_client_rect();
        let room = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64()).unwrap_or(0.0);
        let width = 288.0 * page::scale();
        let left = (at.right() - width).min(room - width - 8.0).max(8.0);
        Some((left, at.bottom() + 4.0))
    }

    fn close_with_press_outside(self) {
        let outside = window_event_listener(ev::mousedown, move |event| {
            let around = self.around.try_get_untracked().flatten();
            let inside = focus::is_within(around.as_deref().map(AsRef::as_ref), &event);
            if !inside && self.menu.try_get_untracked().flatten() == self.column.try_get_value() {
                self.menu.set(None);
            }
        });
        on_cleanup(move || outside.remove());
    }
}

/// The button in the head and what it opens.
#[component]
pub fn HeadMenu(
    /// Whose.
    column: StoredValue<Column>,
    /// The column whose menu is open.
    menu: RwSignal<Option<Column>>,
) -> impl IntoView {
    let table = Worktable::of_page();
    let query = query_of(Nav::of_page());
    let name = move || column.with_value(|column| table.name(column));
    let own = Own { column, menu, around: NodeRef::new() };
    let on = Memo::new(move |_| {
        let asked = |column: &Column| {
            table.fields.with(|fields| query.with(|query| head_filter::asked(fields, query, column)))
        };
        !column.with_value(asked).is_empty()
    });
    let place = RwSignal::new((0.0, 0.0));
    let toggle = move |_| {
        if own.is_open() {
            menu.set(None);
            return;
        }
        if let Some(now) = own.place() {
            place.set(now);
        }
        menu.set(Some(column.get_value()));
        request_animation_frame(|| page::focus(".head-panel input, .head-panel button"));
    };
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && own.is_open() && !event.is_composing() {
            event.stop_propagation();
            event.prevent_default();
            own.close();
        }
    };
    let left = move |event: ev::FocusEvent| {
        if own.loses(&event) {
            menu.set(None);
        }
    };
    own.close_with_press_outside();
    view! {
        <span class="head-menu" node_ref=own.around on:keydown=escape on:focusout=left>
            <button
                type="button"
                class="head-more"
                class:on=move || on.get()
                data-menu=column.with_value(Column::code)
                aria-label=move || format!("{}的筛选与设置", name())
                title=move || if on.get() { "已筛选；点击修改" } else { "筛选与设置" }
                aria-expanded=move || own.is_open().to_string()
                on:click=toggle
            >
                <span aria-hidden="true">{move || if on.get() { "▼" } else { "▾" }}</span>
            </button>
            <Show when=move || own.is_open()>
                <div class="head-panel" role="group" aria-label=move || format!("{}的筛选与设置", name()) style:left=move || format!("{}px", place.get().0)
                    style:top=move || format!("{}px", place.get().1)>
                    <Filter column/>
                    <Settings column menu/>
                </div>
            </Show>
        </span>
    }
}

/// What is asked of a column, and asks for something else.
#[derive(Clone, Copy)]
struct Asking {
    column: StoredValue<Column>,
    fields: Memo<Fields>,
    nav: Nav,
    query: Memo<query::Query>,
    asked: Memo<Vec<String>>,
}

impl Asking {
    fn of(column: StoredValue<Column>, fields: Memo<Fields>) -> Asking {
        let nav = Nav::of_page();
        let query = query_of(nav);
        let asked = Memo::new(move |_| {
            column.with_value(|column| {
                fields.with(|fields| query.with(|query| head_filter::asked(fields, query, column)))
            })
        });
        Asking { column, fields, nav, query, asked }
    }

    fn ask(self, wanted: &[String]) {
        let mut next = self.query.get_untracked();
        let column = self.column.get_value();
        self.fields.with_untracked(|fields| head_filter::ask(fields, &mut next, &column, wanted));
        self.nav.set_query(next.print());
    }

    /// One value more, or one less.
    fn turn(self, value: String, wanted: bool) {
        let mut next = self.asked.get_untracked();
        next.retain(|one| *one != value);
        if wanted {
            next.push(value);
        }
        self.ask(&next);
    }

    /// A button that asks for these.
    fn button(self, label: &'static str, wanted: &'static [&'static str]) -> impl IntoView {
        let ask = move |_| self.ask(&wanted.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        view! { <button type="button" class="small" on:click=ask>{label}</button> }
    }
}

/// The values of the column, to be asked for.
#[component]
fn Filter(column: StoredValue<Column>) -> impl IntoView {
    let Worktable { fields, kind, .. } = Worktable::of_page();
    let askable =
        |fields: &Fields| column.with_value(|column| head_filter::asked_by(fields, column).is_some());
    if !fields.with_untracked(askable) {
        return ().into_any();
    }
    let asking = Asking::of(column, fields);
    if column.with_value(head_filter::is_text) {
        return words(asking).into_any();
    }
    // Counted when the panel opens, over what is asked of the other columns.
    let today = Workspace::of_page().day();
    let now = asking.query.get_untracked();
    let all = Lists::of_page().look(|index, ledger| {
        column.with_value(|column| head_filter::choices(index, ledger, &now, kind, column, today))
    });
    let all = StoredValue::new(all.unwrap_or_default());
    let of_days = fields.with_untracked(|fields| {
        column.with_value(|column| fields.get(column).is_some_and(|entry| entry.kind == Kind::Date))
    });
    let asked = asking.asked;
    let ask = Callback::new(move |wanted: Vec<String>| asking.ask(&wanted));
    view! {
        {of_days.then(|| view! { <Span asked ask/> })}
        {values(asking, all)}
    }
    .into_any()
}

/// The words that a column of texts is asked for.
fn words(asking: Asking) -> impl IntoView {
    let Asking { asked, .. } = asking;
    let now = move || {
        let words =
            |asked: &Vec<String>| asked.iter().filter(|word| *word != NONE).cloned().collect::<Vec<_>>();
        asked.with(words).join(" ")
    };
    let enter = move |event: ev::Event| {
        let words = event_target_value(&event);
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        if asked.try_with_untracked(|_| ()).is_some() {
            asking.ask(&words);
        }
    };
    view! {
        <label class="head-words">
            "含有文字"
            <input type="text" autocomplete="off" prop:value=now on:change=enter/>
        </label>
        <p class="head-foot">{asking.button("只看空的", &[NONE])} {asking.button("清除", &[])}</p>
    }
}

/// The values that are found by what is typed, each with a box and how many there are.
fn values(asking: Asking, all: StoredValue<Vec<Choice>>) -> impl IntoView {
    let Asking { asked, .. } = asking;
    let typed = RwSignal::new(String::new());
    let shown = move || {
        let terms = typed.with(|typed| query::Terms::parse(typed));
        all.with_value(|all| {
            all.iter().filter(|choice| terms.are_in(&choice.label)).take(SHOWN).cloned().collect::<Vec<_>>()
        })
    };
    let line = move |choice: Choice| {
        let (value, same) = (choice.value.clone(), choice.value.clone());
        view! {
            <li>
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || asked.with(|asked| asked.contains(&same))
                        on:change=move |event| asking.turn(value.clone(), event_target_checked(&event))
                    />
                    <span class="value">{choice.label}</span>
                    " "
                    <span class="count">{choice.count}</span>
                </label>
            </li>
        }
    };
    view! {
        <input
            type="search"
            class="head-search"
            aria-label="在选项中查找"
            placeholder="在选项中查找（可用拼音）"
            autocomplete="off"
            bind:value=typed
        />
        <ul class="head-values" aria-label="选项">{move || shown().into_iter().map(line).collect_view()}</ul>
        <p class="head-foot">{asking.button("清除筛选", &[])}</p>
    }
}

/// The first and the last day that are asked for.
#[component]
fn Span(
    /// What is asked of the column.
    asked: Memo<Vec<String>>,
    /// Asks for something else.
    ask: Callback<Vec<String>>,
) -> impl IntoView {
    let (from, to) = asked.with_untracked(|asked| head_span::ends(asked));
    let (from, to, wrong) = (RwSignal::new(from), RwSignal::new(to), RwSignal::new(String::new()));
    // What is asked elsewhere, by a word of the search or 清除筛选, stands here too.
    Effect::new(move |_| {
        let (first, last) = asked.with(|asked| head_span::ends(asked));
        if wrong.with_untracked(String::is_empty) {
            from.set(first);
            to.set(last);
        }
    });
    let enter = move || match head_span::between(&from.get_untracked(), &to.get_untracked()) {
        Ok(word) => {
            wrong.set(String::new());
            let mut wanted = asked.get_untracked();
            wanted.retain(|word| !head_span::is_span(word));
            wanted.extend(word);
            ask.run(wanted);
        }
        Err(told) => wrong.set(told),
    };
    let end = move |label: &'static str, value: RwSignal<String>| {
        let change = move |event: ev::Event| {
            // A box that leaves the page with what was typed tells of it, when what it belongs to is gone.
            if asked.try_with_untracked(|_| ()).is_some() {
                value.set(event_target_value(&event));
                enter();
            }
        };
        view! {
            <label>
                {label}
                <input type="text" autocomplete="off" placeholder="2024-06" prop:value=value on:change=change/>
            </label>
        }
    };
    view! {
        <p class="head-span" role="group" aria-label="起止日期">{end("从", from)} {end("到", to)}</p>
        <p class="error" role="alert" hidden=move || wrong.with(String::is_empty)>{wrong}</p>
    }
}

/// Where the column stays, what it is called, whether it is seen.
#[component]
fn Settings(column: StoredValue<Column>, menu: RwSignal<Option<Column>>) -> impl IntoView {
    let table = Worktable::of_page();
    let first = column.with_value(|column| *column == Column::Number);
    let pin = move || table.look.with(|look| column.with_value(|column| look.pin(table.kind, column)));
    let own = move || table.fields.with(|fields| column.with_value(|column| fields.label(column)));
    let button = move |label: &'static str, to: Pin| {
        let stay = move |event: ev::MouseEvent| {
            // The head that the button stands in goes to another place.
            focus::keep(&event);
            table.set_look(|look| column.with_value(|column| look.set_pin(table.kind, column, to)));
        };
        let pressed = move || (pin() == to).to_string();
        view! { <button type="button" class="small" aria-pressed=pressed on:click=stay>{label}</button> }
    };
    let rename = move |event: ev::Event| {
        let name = event_target_value(&event);
        if menu.is_disposed() {
            return;
        }
        let (fields, column) = (table.fields.get_untracked(), column.get_value());
        table.set_look(|look| look.set_name(&fields, &column, &name));
    };
    let shift = move |event: &ev::MouseEvent, by: isize| {
        focus::keep(event);
        let column = column.get_value();
        table.set_columns(|columns| columns.shift(&column, by));
    };
    let hide = move |_| {
        menu.set(None);
        let column = column.get_value();
        table.set_columns(|columns| columns.show(&column, false));
        page::focus("#grid thead button");
    };
    view! {
        <div class="head-settings">
            <p class="head-foot" role="group" aria-label="固定">
                {button("固定在左", Pin::Left)} {button("不固定", Pin::None)} {button("固定在右", Pin::Right)}
            </p>
            <label class="head-words">
                "列名"
                <input
                    type="text"
                    autocomplete="off"
                    placeholder=own
                    prop:value=move || column.with_value(|column| table.name(column))
                    on:change=rename
                />
            </label>
            <p class="head-foot">
                <button type="button" class="small" disabled=first on:click=move |event| shift(&event, -1)>"左移"</button>
                <button type="button" class="small" disabled=first on:click=move |event| shift(&event, 1)>"右移"</button>
                <button type="button" class="small" disabled=first on:click=hide>"隐藏"</button>
            </p>
        </div>
    }
}
