//! 需要关注: what nobody has to look for, because it stands here: conflicts that wait, severe checks, what is to be
//! decided, what is late and what was returned. Each line leads to where it is mended.

use leptos::prelude::*;

use crate::app::charts::measures;
use crate::app::checking::Checking;
use crate::app::parts::pressing;
use crate::app::workspace::Workspace;
use ledger::closure::ClosureState;
use ledger::counts::Counts;
use ledger::deadline::DueClass;
use ledger::executive_summary::ExecutiveSummary;
use query::decisions;
use query::route::{Place, Route};
use query::{Query, Sort, SortBy};

/// How many measures of a kind are named.
const ROWS: usize = 5;

/// The section.
#[component]
pub fn Attention(
    /// The counts that the page shows.
    counts: Memo<Counts>,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let today = workspace.day();
    let brief = Memo::new(move |_| {
        workspace.revision.track();
        counts.with(|counts| {
            workspace.look(|ledger| ExecutiveSummary::of(ledger.bundle(), counts, today, ROWS))
        })
    });
    let lines = waiting(brief);
    let late = move || {
        let query = Query {
            due: Some(DueClass::Overdue),
            sort: Sort { by: SortBy::Due, descending: false },
            ..Query::default()
        };
        let rows = brief.with(|brief| {
            workspace.watch(|ledger| {
                brief.overdue.iter().map(|row| pressing::late(ledger.bundle(), row)).collect::<Vec<_>>()
            })
        });
        list("逾期最久的措施", rows, counts.with(|c| c.measures.overdue), &query)
    };
    let returned = move || {
        let query = Query { closure: Some(ClosureState::Returned), ..Query::default() };
        let rows = brief.with(|brief| {
            workspace.watch(|ledger| {
                brief.returned.iter().map(|row| pressing::returned(ledger.bundle(), row)).collect::<Vec<_>>()
            })
        });
        list("退回待补充的措施", rows, counts.with(|c| c.by_closure[ClosureState::Returned as usize]), &query)
    };
    view! {
        <section class="attention" aria-label="需要关注">
            <h2>"需要关注"</h2>
            <Show
                when=move || !lines.with(Vec::is_empty)
                fallback=|| view! { <p class="hint">"没有需要关注的事项。"</p> }
            >
                <ul class="attention-list">
                    // The checks come later than the rest: what stands there already keeps the focus.
                    <For each=move || lines.get() key=|line| line.clone() let:line>
                        {pressing::counted(line.0, line.1, line.2)}
                    </For>
                </ul>
            </Show>
            <div class="attention-rows">{late} {returned}</div>
        </section>
    }
}

/// What waits, how much of it, and where it is settled; without what there is none of.
fn waiting(brief: Memo<ExecutiveSummary>) -> Memo<Vec<(&'static str, usize, String)>> {
    let (workspace, checking) = (Workspace::of_page(), Checking::of_page());
    Memo::new(move |_| {
        workspace.revision.track();
        let conflicts = workspace.look_journal(|journal| journal.waiting().len());
        let to = |place: Place| Route::from(place).href();
        let mut lines = vec![
            ("遇到别的修改、等待选择的变更", conflicts, to(Place::History)),
            ("检查发现的严重问题", checking.serious(), to(Place::Checks)),
        ];
        let told = |brief: &ExecutiveSummary| brief.decisions.clone();
        lines.extend(
            brief.with(told).into_iter().map(|(what, n)| (what.label(), n, decisions::route(what).href())),
        );
        lines.retain(|(_, count, _)| *count != 0);
        lines
    })
}

/// The first measures of a kind, with the way to all of them.
fn list(title: &'static str, rows: Vec<AnyView>, all: usize, query: &Query) -> Option<AnyView> {
    let href = measures(query);
    let more = (all > rows.len()).then(|| view! { <p><a href=href>{format!("全部 {all} 条")}</a></p> });
    (!rows.is_empty()).then(|| {
        view! {
            <div>
                <h3>{title}</h3>
                <ol>{rows}</ol>
                {more}
            </div>
        }
        .into_any()
    })
}
