//! The filters over the edits: person, finding, kind, days. They stand in the address.

use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::parts::day_box::DayBox;
use crate::app::parts::filter::{Choice, Filter};
use crate::app::workspace::Workspace;
use journal::Journal;
use journal::entity_names::EntityNames;
use ledger::Id;
use ledger::date::Date;
use query::edits::{EditKind, EditQuery, authors};

/// How many letters of a title stand in an option.
const TITLE: usize = 24;

/// What is asked of the edits, and what changes it.
#[derive(Clone, Copy)]
struct Asked {
    nav: Nav,
    query: Memo<EditQuery>,
}

impl Asked {
    fn change(self, with: impl FnOnce(&mut EditQuery)) {
        let before = self.nav.route.with_untracked(|route| route.query.clone());
        let mut next = EditQuery::parse(&before);
        with(&mut next);
        self.nav.set_query(next.print(&before));
    }

    /// A part of what is asked, as its option or box holds it.
    fn part(self, of: fn(&EditQuery) -> String) -> Signal<String> {
        Signal::derive(move || self.query.with(of))
    }

    /// The box of a day: the word before it and its name, the day in force, and what takes another.
    fn day(
        self,
        (word, label): (&'static str, &'static str),
        of: fn(&EditQuery) -> Option<Date>,
        put: fn(&mut EditQuery, Option<Date>),
    ) -> AnyView {
        let now = Signal::derive(move || self.query.with(of));
        let choose = Callback::new(move |day| self.change(|q| put(q, day)));
        view! { <DayBox word label now choose/> }.into_any()
    }

    /// Whether anything is asked; the moment that is looked at asks nothing.
    fn is_any(self) -> bool {
        self.query.with(|q| EditQuery { at: None, ..q.clone() } != EditQuery::default())
    }
}

/// Every finding that an edit may be about, also those that are gone.
fn findings(journal: &Journal) -> Vec<Choice> {
    let ledger = journal.ledger();
    let findings = ledger.bundle().findings.iter();
    let named = findings.map(|f| {
        let title: String = f.title.chars().take(TITLE).collect();
        (f.id.clone(), format!("{} {title}", ledger.finding_number(&f.id)))
    });
    let all = named.chain(EntityNames::of(journal).lost_findings());
    all.map(|(id, name)| (id.to_string(), name)).collect()
}

/// 修改人, 问题, 类别, 起止日期.
#[component]
pub fn HistoryFilters() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let query = Memo::new(move |_| nav.route.with(|route| EditQuery::parse(&route.query)));
    let asked = Asked { nav, query };
    let people = Memo::new(move |_| {
        workspace.revision.track();
        let all = workspace.look_journal(authors);
        all.into_iter().map(|name| (name.clone(), name)).collect::<Vec<Choice>>()
    });
    let findings = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(findings)
    });
    let kinds = EditKind::ALL.map(|(_, word, label)| (word.to_owned(), label.to_owned())).to_vec();
    view! {
        <div class="filters" role="group" aria-label="筛选">
            <Filter
                label="修改人"
                all="全部修改人"
                choices=people
                now=asked.part(|q| q.who.clone())
                choose=Callback::new(move |who| asked.change(|q| q.who = who))
            />
            <Filter
                label="问题"
                all="全部问题"
                choices=findings
                now=asked.part(|q| q.finding.as_ref().map(Id::to_string).unwrap_or_default())
                choose=Callback::new(move |id: String| asked.change(|q| q.finding = Id::new(&id)))
            />
            <Filter
                label="类别"
                all="全部类别"
                choices=kinds
                now=asked.part(|q| word(q.kind))
                choose=Callback::new(move |word: String| asked.change(|q| q.kind = kind(&word)))
            />
            {asked.day(("从", "起始日期"), |q| q.from, |q, day| q.from = day)}
            {asked.day(("到", "截止日期"), |q| q.to, |q, day| q.to = day)}
            <Show when=move || asked.is_any()>
                <button
                    type="button"
                    class="small"
                    on:click=move |_| {
                        asked.change(|q| *q = EditQuery { at: q.at.clone(), ..EditQuery::default() });
                    }
                >
                    "清除筛选"
                </button>
            </Show>
        </div>
    }
}

/// The word of a kind in the address; empty for all.
fn word(kind: Option<EditKind>) -> String {
    let known = EditKind::ALL.iter().find(|known| Some(known.0) == kind);
    known.map(|known| known.1.to_owned()).unwrap_or_default()
}

fn kind(word: &str) -> Option<EditKind> {
    EditKind::ALL.iter().find(|known| known.1 == word).map(|known| known.0)
}
