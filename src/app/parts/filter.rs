//! The filters over a list: a native select each. Knows the query, not the list.

use leptos::ev;
use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use ledger::Id;
use ledger::deadline::DueClass;
use ledger::due::Term;
use platform::focus;
use query::{Pick, Query};

/// The query in the address.
#[must_use]
pub fn query_of(nav: Nav) -> Memo<Query> {
    Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query)))
}

/// A parameter of the address that the page on screen alone knows; empty where it is not there.
#[must_use]
pub fn parameter(nav: Nav, name: &'static str) -> Memo<String> {
    Memo::new(move |_| nav.route.with(|route| Query::parse(&route.query)).parameter(name).to_owned())
}

/// Gives such a parameter a value; an empty one takes it out of the address.
pub fn set_parameter(nav: Nav, name: &str, value: String) {
    let mut query = nav.route.with_untracked(|route| Query::parse(&route.query));
    query.set_parameter(name, value);
    nav.set_query(query.print());
}

/// A choice of a filter: what stands in the option, and what people read.
pub type Choice = (String, String);

/// An option's value: `` is all, `-` is what has none, `=…` is one.
fn code(pick: Option<&Pick<String>>) -> String {
    match pick {
        None => String::new(),
        Some(Pick::None) => "-".to_owned(),
        Some(Pick::Is(id)) => format!("={id}"),
    }
}

fn pick(code: &str) -> Option<Pick<String>> {
    match code.strip_prefix('=') {
        Some(id) => Some(Pick::Is(id.to_owned())),
        None => (code == "-").then_some(Pick::None),
    }
}

fn map<A, B>(pick: Option<Pick<A>>, to: impl FnOnce(A) -> Option<B>) -> Option<Pick<B>> {
    match pick? {
        Pick::None => Some(Pick::None),
        Pick::Is(value) => to(value).map(Pick::Is),
    }
}

fn text<T: ToString>(pick: Option<&Pick<T>>) -> Option<Pick<String>> {
    pick.map(|pick| match pick {
        Pick::None => Pick::None,
        Pick::Is(value) => Pick::Is(value.to_string()),
    })
}

/// One filter: a native select, marked while it is in force.
#[component]
pub fn Filter(
    /// What is asked: 方面.
    label: &'static str,
    /// What the option says that asks nothing: 全部方面.
    all: &'static str,
    /// The other options.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// The value of the option in force; empty for the one that asks nothing.
    #[prop(into)]
    now: Signal<String>,
    /// Hears of the value that is chosen.
    choose: Callback<String>,
) -> impl IntoView {
    view! {
        <select
            aria-label=label
            class:on=move || !now.with(String::is_empty)
            on:change=move |event: ev::Event| choose.run(event_target_value(&event))
        >
            <option value="" selected=move || now.with(String::is_empty)>{all}</option>
            <For each=move || choices.get() key=|choice| choice.clone() let:choice>
                {
                    let (value, text) = choice;
                    let same = value.clone();
                    view! {
                        <option value=value selected=move || now.with(|now| *now == same)>{text}</option>
                    }
                }
            </For>
        </select>
    }
}

/// 方面, 单位, 状态, 类型, 时限, and what clears them.
#[component]
pub fn Filters() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let query = query_of(nav);
    let change = move |with: &dyn Fn(&mut Query)| {
        let mut next = query.get_untracked();
        with(&mut next);
        nav.set_query(next.print());
    };
    let choices = move |none: Option<&'static str>, of: fn(&ledger::Bundle) -> Vec<Choice>| {
        Signal::derive(move || {
            let mut list = workspace.watch(|ledger| of(ledger.bundle()));
            if let Some(none) = none {
                list.insert(0, ("-".to_owned(), none.to_owned()));
            }
            list
        })
    };
    view! {
        <div class="filters" role="group" aria-label="筛选">
            <Filter
                label="方面"
                all="全部方面"
                choices=choices(Some("未分类"), |b| {
                    b.aspects.iter().map(|a| (format!("={}", a.id), a.title.clone())).collect()
                })
                now=Signal::derive(move || query.with(|q| code(text(q.aspect.as_ref()).as_ref())))
                choose=Callback::new(move |value: String| {
                    change(&|q| q.aspect = map(pick(&value), |id| Id::new(&id)));
                })
            />
            <Filter
                label="单位"
                all="全部牵头部门"
                choices=choices(Some("未定"), |b| {
                    b.units.iter().map(|u| (format!("={}", u.id), u.name.clone())).collect()
                })
                now=Signal::derive(move || query.with(|q| code(text(q.lead.as_ref()).as_ref())))
                choose=Callback::new(move |value: String| {
                    change(&|q| q.lead = map(pick(&value), |id| Id::new(&id)));
                })
            />
            <Filter
                label="状态"
                all="全部状态"
                choices=choices(Some("– 未填报"), |b| {
                    b.statuses
                        .iter()
                        .map(|s| (format!("={}", s.id), format!("{} {}", s.symbol, s.label).trim().to_owned()))
                        .collect()
                })
                now=Signal::derive(move || query.with(|q| status_code(&q.statuses)))
                choose=Callback::new(move |value: String| {
                    change(&|q| q.statuses = map(pick(&value), |id| Id::new(&id)).into_iter().collect());
                })
            />
            <Filter
                label="类型"
                all="全部类型"
                choices=choices(Some("未填报"), |_| {
                    Term::KNOWN.iter().map(|t| (format!("={t}"), t.to_string())).collect()
                })
                now=Signal::derive(move || query.with(|q| code(text(q.term.as_ref()).as_ref())))
                choose=Callback::new(move |value: String| {
                    change(&|q| q.term = map(pick(&value), |term| term.parse().ok()));
                })
            />
            <Filter
                label="时限"
                all="全部时限"
                choices=Signal::derive(|| {
                    DueClass::ALL.iter().map(|d| (format!("={}", d.label()), d.label().to_owned())).collect()
                })
                now=Signal::derive(move || {
                    query.with(|q| q.due.map_or_else(String::new, |due| format!("={}", due.label())))
                })
                choose=Callback::new(move |value: String| {
                    let due = DueClass::ALL.into_iter().find(|d| value.strip_prefix('=') == Some(d.label()));
                    change(&|q| q.due = due);
                })
            />
            <super::asked::Asked/>
            <Show when=move || query.with(|q| !q.is_everything())>
                <button
                    type="button"
                    class="small"
                    on:click=move |event| {
                        focus::keep(&event);
                        let (sort, group) = query.with_untracked(|q| (q.sort.clone(), q.group.clone()));
                        nav.set_query(Query { sort, group, ..Query::default() }.print());
                    }
                >
                    "清除筛选"
                </button>
            </Show>
        </div>
    }
}

/// Several statuses (a link from the overview) stand as a choice that is in no list.
fn status_code(statuses: &[Pick<Id>]) -> String {
    match statuses {
        [] => String::new(),
        [one] => code(text(Some(one)).as_ref()),
        several => several.iter().map(|s| code(text(Some(s)).as_ref())).collect::<Vec<_>>().join(" "),
    }
}
