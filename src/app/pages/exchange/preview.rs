//! The preview of an import: what each row would change, old and new beside each other, and the button that does it.

use std::sync::Arc;

use leptos::prelude::*;

use super::columns::Columns;
use crate::app::office::{Arrived, Office};
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use formats::table::incoming::{Mapping, guess, rows};
use formats::table::plan::{Outcome, Plan, plan};
use formats::table::values::Setting;
use ledger::Id;
use platform::clock;
use query::print_rows::{PrintCell, PrintRow};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// What would be done with the file as it is read now. `fresh` names what is added.
fn planned(
    workspace: Workspace,
    arrived: &Arrived,
    mapping: &Mapping,
    fresh: &mut dyn FnMut() -> Id,
) -> Plan {
    let author = workspace.person.with_untracked(|p| p.as_ref().map(|p| p.name.clone())).unwrap_or_default();
    let setting = Setting { today: clock::today(), author, from_1904: arrived.book.from_1904 };
    workspace.look(|ledger| plan(ledger, &rows(&arrived.book, mapping), &setting, fresh))
}

/// Ids below one that is nobody else's: the workspace cannot be asked for more while the ledger is looked at.
fn names(below: &Id) -> impl FnMut() -> Id {
    let mut count = 0_u64;
    move || {
        count += 1;
        Id::new(&format!("{below}.{count}")).unwrap_or_default()
    }
}

/// The file that arrived.
#[component]
pub fn Incoming(arrived: Arc<Arrived>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let office = Office::of_page();
    let mapping = RwSignal::new(guess(&arrived.book));
    let judged = {
        let arrived = arrived.clone();
        Memo::new(move |_| {
            workspace.revision.track();
            // What is imported gets its names when it is.
            let only_looked_at = Id::default();
            Judged(Arc::new(
                mapping.with(|mapping| planned(workspace, &arrived, mapping, &mut names(&only_looked_at))),
            ))
        })
    };
    let shown = RwSignal::new(None::<Outcome>);
    let current = RwSignal::new(None);
    let list = Memo::new(move |_| judged.with(|plan| Arc::new(spots(&plan.0, shown.get()))));
    let can = move || judged.with(|plan| !plan.0.ops.is_empty());
    let name = arrived.name.clone();
    let take = {
        let arrived = arrived.clone();
        move |_| {
            let name = workspace.fresh_id();
            let mut next = names(&name);
            let plan = mapping.with_untracked(|mapping| planned(workspace, &arrived, mapping, &mut next));
            let (added, changed) = (plan.count(Outcome::Added), plan.count(Outcome::Changed));
            if !plan.ops.is_empty() && workspace.commit(plan.ops) {
                workspace.notices.tell(format!(
                    "已导入 {}：新增 {added} 行，修改 {changed} 行；按“撤销”可以全部撤回",
                    arrived.name
                ));
                office.arrived.set(None);
            }
        }
    };
    let also = move || {
        judged.with(|plan| {
            let told = |what: &str, names: &[String]| {
                (!names.is_empty()).then(|| format!("将新增{what}：{}。", names.join("、")))
            };
            [told("单位", &plan.0.new_units), told("问题类别", &plan.0.new_aspects)]
                .into_iter()
                .flatten()
                .collect::<String>()
        })
    };
    let head = || {
        view! {
            <tr>
                <th scope="col" class="c-number">"行"</th>
                <th scope="col" class="c-count">"措施"</th>
                <th scope="col" class="c-term">"结果"</th>
                <th scope="col" class="c-progress">"列"</th>
                <th scope="col">"台账现有"</th>
                <th scope="col">"文件中"</th>
                <th scope="col" class="c-place">"说明"</th>
            </tr>
        }
        .into_any()
    };
    let counts = Outcome::ALL.map(|outcome| {
        let count = move || judged.with(|plan| plan.0.count(outcome));
        view! {
            <button
                type="button"
                aria-pressed=move || if shown.get() == Some(outcome) { "true" } else { "false" }
                on:click=move |_| {
                    current.set(None);
                    shown.update(|now| *now = if *now == Some(outcome) { None } else { Some(outcome) });
                }
            >
                {move || format!("{} {} 行", outcome.label(), count())}
            </button>
        }
    });
    view! {
        <div class="incoming">
            <h3>{format!("预览：{name}")}</h3>
            <Columns arrived=arrived.clone() mapping/>
            <div class="exchange-line outcomes" role="group" aria-label="按结果筛选">{counts}</div>
            <p class="told">{also}</p>
            <Windowed
                label="导入预览"
                rows=Signal::derive(move || list.get())
                row_height=ROW
                columns=7
                head=head()
                row=move |spot: Spot| view! { <Cells plan=judged.get_untracked() spot/> }.into_any()
                paper=Callback::new(move |spots: Vec<Spot>| {
                    judged.with_untracked(|plan| {
                        let rows = spots.into_iter().filter_map(|spot| texts(&plan.0, spot));
                        rows.map(|row| PrintRow::Cells(row.map(PrintCell::plain).into())).collect()
                    })
                })
                current
                open=Callback::new(|_| ())
            />
            <div class="exchange-line">
                <button type="button" class="primary" disabled=move || !can() on:click=take>"导入"</button>
                <button type="button" on:click=move |_| office.arrived.set(None)>"不导入这个文件"</button>
            </div>
        </div>
    }
}

/// A plan that is told apart by where it is kept: a new one is another.
#[derive(Clone)]
struct Judged(Arc<Plan>);

impl PartialEq for Judged {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A row of the preview: a line of the plan and one of its changes, in the plan with this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Spot {
    plan: usize,
    line: usize,
    change: Option<usize>,
}

/// The rows of the preview, of one outcome or of all.
fn spots(plan: &Arc<Plan>, shown: Option<Outcome>) -> Vec<Spot> {
    let address = Arc::as_ptr(plan).addr();
    let mut found = Vec::new();
    for (line, one) in plan.lines.iter().enumerate() {
        if shown.is_some_and(|shown| shown != one.outcome) {
            continue;
        }
        if one.changes.is_empty() || one.outcome == Outcome::Added {
            found.push(Spot { plan: address, line, change: None });
        }
        found.extend((0..one.changes.len()).map(|change| Spot { plan: address, line, change: Some(change) }));
    }
    found
}

/// The texts of a row of the preview; `None` where the plan has no such row.
fn texts(plan: &Plan, spot: Spot) -> Option<[String; 7]> {
    let line = plan.lines.get(spot.line)?;
    let change = spot.change.and_then(|at| line.changes.get(at));
    let column = change.map_or("", |change| change.column.name());
    let (old, new, why) = match change {
        Some(change) => {
            let why = change.refused.clone().or_else(|| change.remark.clone());
            (change.old.clone(), change.new.clone(), why.unwrap_or_default())
        }
        None if line.outcome == Outcome::Added => (String::new(), line.text.clone(), line.reason.clone()),
        None => (line.text.clone(), String::new(), line.reason.clone()),
    };
    let outcome = if change.is_some_and(|change| change.refused.is_some()) {
        "不导入"
    } else {
        line.outcome.label()
    };
    let number = line.number.clone();
    Some([line.row.to_string(), number, outcome.to_owned(), column.to_owned(), old, new, why])
}

#[component]
fn Cells(plan: Judged, spot: Spot) -> impl IntoView {
    let Some([row, number, outcome, column, old, new, why]) = texts(&plan.0, spot) else {
        return ().into_any();
    };
    let (old_title, new_title, why_title) = (old.clone(), new.clone(), why.clone());
    view! {
        <td>{row}</td>
        <td>{number}</td>
        <td>{outcome}</td>
        <td>{column}</td>
        <td class="clamp">
            <div title=old_title>{old}</div>
        </td>
        <td class="clamp">
            <div title=new_title>{new}</div>
        </td>
        <td class="clamp">
            <div title=why_title>{why}</div>
        </td>
    }
    .into_any()
}
