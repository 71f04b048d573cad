//! The filters over the edits: person, finding, kind, days. They stand in the address.

use leptos::ev;
use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use journal::entity_names::EntityNames;
use ledger::Id;
use query::edits::{EditKind, EditQuery, authors};

/// 修改人, 问题, 类别, 起止日期.
#[component]
pub fn HistoryFilters() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let query = Memo::new(move |_| nav.route.with(|route| EditQuery::parse(&route.query)));
    let change = move |with: &dyn Fn(&mut EditQuery)| {
        let before = nav.route.with_untracked(|route| route.query.clone());
        let mut next = EditQuery::parse(&before);
        with(&mut next);
        nav.set_query(next.print(&before));
    };
    let people = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(authors)
    });
    let findings = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(|journal| {
            let ledger = journal.ledger();
            let findings = ledger.bundle().findings.iter();
            let named = findings.map(|f| {
                let title: String = f.title.chars().take(24).collect();
                (f.id.clone(), format!("{} {title}", ledger.finding_number(&f.id)))
            });
            named.chain(EntityNames::of(journal).lost_findings()).collect::<Vec<_>>()
        })
    });
    let kinds: Vec<_> = EditKind::ALL
        .into_iter()
        .map(|(kind, word, label)| {
            view! {
                <option value=word selected=move || query.with(|q| q.kind == Some(kind))>{label}</option>
            }
        })
        .collect();
    let day = move |date: Option<ledger::date::Date>| date.map_or_else(String::new, |d| d.to_string());
    view! {
        <div class="filters" role="group" aria-label="筛选">
            <select
                aria-label="修改人"
                class:on=move || query.with(|q| !q.who.is_empty())
                on:change=move |event: ev::Event| {
                    let who = event_target_value(&event);
                    change(&|q| q.who.clone_from(&who));
                }
            >
                <option value="" selected=move || query.with(|q| q.who.is_empty())>"全部修改人"</option>
                <For each=move || people.get() key=String::clone let:name>
                    {
                        let same = name.clone();
                        view! {
                            <option
                                value=name.clone()
                                selected=move || query.with(|q| q.who == same)
                            >
                                {name.clone()}
                            </option>
                        }
                    }
                </For>
            </select>
            <select
                aria-label="问题"
                class:on=move || query.with(|q| q.finding.is_some())
                on:change=move |event: ev::Event| {
                    let finding = Id::new(&event_target_value(&event));
                    change(&|q| q.finding.clone_from(&finding));
                }
            >
                <option value="" selected=move || query.with(|q| q.finding.is_none())>"全部问题"</option>
                <For each=move || findings.get() key=|item| item.clone() let:item>
                    {
                        let (id, name) = item;
                        let value = id.to_string();
                        view! {
                            <option
                                value=value
                                selected=move || query.with(|q| q.finding.as_ref() == Some(&id))
                            >
                                {name}
                            </option>
                        }
                    }
                </For>
            </select>
            <select
                aria-label="类别"
                class:on=move || query.with(|q| q.kind.is_some())
                on:change=move |event: ev::Event| {
                    let word = event_target_value(&event);
                    let kind = EditKind::ALL.iter().find(|k| k.1 == word).map(|k| k.0);
                    change(&|q| q.kind = kind);
                }
            >
                <option value="" selected=move || query.with(|q| q.kind.is_none())>"全部类别"</option>
                {kinds}
            </select>
            <span class="hint" aria-hidden="true">"从"</span>
            <input
                type="date"
                aria-label="起始日期"
                prop:value=move || day(query.with(|q| q.from))
                on:change=move |event: ev::Event| {
                    let date = event_target_value(&event).parse().ok();
                    change(&|q| q.from = date);
                }
            />
            <span class="hint" aria-hidden="true">"到"</span>
            <input
                type="date"
                aria-label="截止日期"
                prop:value=move || day(query.with(|q| q.to))
                on:change=move |event: ev::Event| {
                    let date = event_target_value(&event).parse().ok();
                    change(&|q| q.to = date);
                }
            />
            <Show when=move || query.with(|q| EditQuery { at: None, ..q.clone() } != EditQuery::default())>
                <button
                    type="button"
                    class="small"
                    on:click=move |_| {
                        change(&|q| *q = EditQuery { at: q.at.clone(), ..EditQuery::default() });
                    }
                >
                    "清除筛选"
                </button>
            </Show>
        </div>
    }
}
