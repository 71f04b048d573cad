//! The ledger as it was right after an edit, to be read: any finding of it, and what differs from now.

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;

use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use journal::compare::compare;
use journal::{Journal, describe};
use ledger::record::Node;
use ledger::{Id, Ledger};
use platform::page;
use query::edits::EditQuery;
use query::route::{Place, Route};

/// What is shown of a moment.
struct Then {
    ledger: Ledger,
    whole: bool,
    when: String,
    finding: Option<Id>,
}

impl Then {
    /// The ledger after this edit, beginning with the finding that it is about; `None` where the journal has no such edit.
    fn after(journal: &Journal, edit: &Id) -> Option<Self> {
        let made = &journal.entry(edit)?.edit;
        let past = journal.after(edit)?;
        let about = made.op.entity();
        let finding = about.and_then(|id| past.ledger.finding_of(&id).map(|finding| finding.id.clone()));
        let finding = finding.or_else(|| past.ledger.bundle().findings.first().map(|f| f.id.clone()));
        Some(Self { ledger: past.ledger, whole: past.whole, when: made.at.minute_text(), finding })
    }
}

/// The ledger after this edit.
#[component]
pub fn PastView(edit: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let found = workspace.look_journal(|journal| Then::after(journal, &edit));
    let close = move |_| {
        let before = nav.route.with_untracked(|route| route.query.clone());
        nav.set_query(EditQuery { at: None, ..EditQuery::parse(&before) }.print(&before));
        page::focus("#main");
    };
    let compared = Route {
        place: Place::Merge,
        query: format!("view=compare&{}", EditQuery { at: Some(edit), ..EditQuery::default() }.print("")),
    };
    let Some(then) = found else {
        return view! {
            <section class="past" aria-label="当时的台账">
                <p role="alert">"变更记录里没有这一处变更，可能来自另一份台账。"</p>
                <button type="button" on:click=close>"关闭"</button>
            </section>
        }
        .into_any();
    };
    let shown = RwSignal::new(then.finding.clone());
    let told = format!("正在查看 {} 那次修改后的台账（只读）", then.when);
    let incomplete = (!then.whole).then(|| {
        view! {
            <p role="alert">
                "台账的变更记录不完整，只能退回到能退回的地方，下面的内容可能晚于那一刻。"
            </p>
        }
    });
    let findings = findings(&then.ledger, shown);
    let then = StoredValue::new_local(Rc::new(then));
    view! {
        <section class="past" aria-label="当时的台账">
            <p class="past-banner" role="status">{told}</p>
            {incomplete}
            <div class="past-tools">
                {findings}
                <a href=compared.href()>"整本与现在对比"</a>
                <button type="button" class="small" on:click=close>"关闭"</button>
            </div>
            {move || {
                let Some(id) = shown.get() else { return ().into_any() };
                workspace.revision.track();
                then.with_value(|then| finding_then(workspace, then, &id))
            }}
        </section>
    }
    .into_any()
}

/// The findings that were there, to be chosen from.
fn findings(ledger: &Ledger, shown: RwSignal<Option<Id>>) -> AnyView {
    let findings = ledger.bundle().findings.iter();
    let options: Vec<_> = findings
        .map(|finding| {
            let (id, value) = (finding.id.clone(), finding.id.to_string());
            let title: String = finding.title.chars().take(30).collect();
            let name = format!("{} {title}", ledger.finding_number(&id));
            view! {
                <option value=value selected=move || shown.with(|shown| shown.as_ref() == Some(&id))>
                    {name}
                </option>
            }
        })
        .collect();
    view! {
        <select
            aria-label="当时的问题"
            on:change=move |event: ev::Event| shown.set(Id::new(&event_target_value(&event)))
        >
            {options}
        </select>
    }
    .into_any()
}

/// One finding as it was, and what differs now.
fn finding_then(workspace: Workspace, then: &Then, id: &Id) -> AnyView {
    let Some(node) = then.ledger.node(id) else { return ().into_any() };
    let today = workspace.day();
    let changed = workspace.look(|now| {
        let told = compare(&then.ledger, now, (today, today));
        told.groups.into_iter().find(|group| group.finding.as_ref() == Some(id))
    });
    let lines: Vec<_> = changed
        .into_iter()
        .flat_map(|group| group.lines)
        .map(|line| {
            let text = match (line.old.is_empty(), line.new.is_empty()) {
                (false, true) => format!("{}的{}：当时有 {}，现在没有", line.place, line.what, line.old),
                (true, false) => format!("{}的{}：当时没有，现在有 {}", line.place, line.what, line.new),
                _ => format!("{}的{}：当时 {}，现在 {}", line.place, line.what, line.old, line.new),
            };
            view! { <li>{text}</li> }
        })
        .collect();
    let same = lines.is_empty();
    view! {
        <div class="past-body">
            {record(&then.ledger, node, 3)}
            <section class="past-now" aria-label="与现在相比">
                <h3>"与现在相比"</h3>
                {same.then(|| view! { <p class="hint">"这个问题与现在没有不同。"</p> })}
                <ul class="told">{lines}</ul>
            </section>
        </div>
    }
    .into_any()
}

/// A record with all that it says, and the records below it.
fn record(ledger: &Ledger, node: &dyn Node, level: u8) -> AnyView {
    let name = node.id().and_then(|id| describe::place(ledger, id)).unwrap_or_default();
    let fields: Vec<_> = node
        .spec()
        .fields
        .iter()
        .filter_map(|field| {
            let value = node.get(field.name).filter(|value| !value.is_null())?;
            let text = describe::show(ledger, Some(field), &value);
            Some(view! {
                <div>
                    <dt>{field.label}</dt>
                    <dd>{text}</dd>
                </div>
            })
        })
        .collect();
    let below: Vec<_> = node
        .spec()
        .lists
        .iter()
        .filter_map(|list| node.list(list.name))
        .flat_map(|list| (0..list.len()).filter_map(move |at| list.at(at)))
        .map(|item| record(ledger, item, level + 1))
        .collect();
    let head = if level == 3 {
        view! { <h3>{name.clone()}</h3> }.into_any()
    } else {
        view! { <h4>{name.clone()}</h4> }.into_any()
    };
    view! {
        <section class="then" aria-label=name>
            {head}
            <dl class="then-fields">{fields}</dl>
            {below}
        </section>
    }
    .into_any()
}
