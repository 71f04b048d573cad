//! The filters over a list: a native select each. Knows the query, not the list.

use leptos::ev;
use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use ledger::deadline::DueClass;
use ledger::due::Term;
use ledger::register::Status;
use ledger::{Bundle, Id};
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

/// The query in the address, and what changes it.
#[derive(Clone, Copy)]
struct Asked {
    workspace: Workspace,
    nav: Nav,
    query: Memo<Query>,
}

impl Asked {
    fn change(self, with: impl FnOnce(&mut Query)) {
        let mut next = self.query.get_untracked();
        with(&mut next);
        self.nav.set_query(next.print());
    }

    /// The value of the option in force.
    fn now(self, of: fn(&Query) -> String) -> Signal<String> {
        Signal::derive(move || self.query.with(of))
    }

    /// What the ledger offers, under a choice of what has none.
    fn choices(self, none: &'static str, of: fn(&Bundle) -> Vec<Choice>) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            let mut list = self.workspace.watch(|ledger| of(ledger.bundle()));
            list.insert(0, ("-".to_owned(), none.to_owned()));
            list
        })
    }

    /// Everything again, in the order and the groups that it has.
    fn clear(self) {
        let (sort, group) = self.query.with_untracked(|q| (q.sort.clone(), q.group.clone()));
        self.nav.set_query(Query { sort, group, ..Query::default() }.print());
    }

    fn aspect(self) -> AnyView {
        let choices = self.choices("未分类", |b| {
            b.aspects.iter().map(|a| (format!("={}", a.id), a.title.clone())).collect()
        });
        let choose =
            Callback::new(move |v: String| self.change(|q| q.aspect = map(pick(&v), |id| Id::new(&id))));
        let now = self.now(|q| code(text(q.aspect.as_ref()).as_ref()));
        view! { <Filter label="方面" all="全部方面" choices now choose/> }.into_any()
    }

    fn lead(self) -> AnyView {
        let choices = self
            .choices("未定", |b| b.units.iter().map(|u| (format!("={}", u.id), u.name.clone())).collect());
        let choose =
            Callback::new(move |v: String| self.change(|q| q.lead = map(pick(&v), |id| Id::new(&id))));
        let now = self.now(|q| code(text(q.lead.as_ref()).as_ref()));
        view! { <Filter label="单位" all="全部牵头部门" choices now choose/> }.into_any()
    }

    fn status(self) -> AnyView {
        let choices = self.choices("– 未填报", |b| {
            let name = |s: &Status| format!("{} {}", s.symbol, s.label).trim().to_owned();
            b.statuses.iter().map(|s| (format!("={}", s.id), name(s))).collect()
        });
        let choose = Callback::new(move |v: String| {
            self.change(|q| q.statuses = map(pick(&v), |id| Id::new(&id)).into_iter().collect());
        });
        let now = self.now(|q| status_code(&q.statuses));
        view! { <Filter label="状态" all="全部状态" choices now choose/> }.into_any()
    }

    fn term(self) -> AnyView {
        let choices = self
            .choices("未填报", |_| Term::KNOWN.iter().map(|t| (format!("={t}"), t.to_string())).collect());
        let choose =
            Callback::new(move |v: String| self.change(|q| q.term = map(pick(&v), |t| t.parse().ok())));
        let now = self.now(|q| code(text(q.term.as_ref()).as_ref()));
        view! { <Filter label="类型" all="全部类型" choices now choose/> }.into_any()
    }

    fn due(self) -> AnyView {
        let choices = DueClass::ALL
            .iter()
            .map(|d| (format!("={}", d.label()), d.label().to_owned()))
            .collect::<Vec<_>>();
        let choose = Callback::new(move |v: String| {
            let due = DueClass::ALL.into_iter().find(|d| v.strip_prefix('=') == Some(d.label()));
            self.change(|q| q.due = due);
        });
        let now = self.now(|q| q.due.map_or_else(String::new, |due| format!("={}", due.label())));
        view! { <Filter label="时限" all="全部时限" choices now choose/> }.into_any()
    }
}

/// 方面, 单位, 状态, 类型, 时限, and what clears them.
#[component]
pub fn Filters() -> impl IntoView {
    let nav = Nav::of_page();
    let query = query_of(nav);
    let asked = Asked { workspace: Workspace::of_page(), nav, query };
    view! {
        <div class="filters" role="group" aria-label="筛选">
            {asked.aspect()}
            {asked.lead()}
            {asked.status()}
            {asked.term()}
            {asked.due()}
            <super::asked::Asked/>
            <Show when=move || query.with(|q| !q.is_everything())>
                <button
                    type="button"
                    class="small"
                    on:click=move |event| {
                        focus::keep(&event);
                        asked.clear();
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
