//! The lines of the 措施 table: a measure with its cells, and the head of a group.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;

use super::state::Worktable;
use crate::app::lists::Lists;
use crate::app::parts::field::FieldBox;
use crate::app::parts::marks::marked;
use crate::app::parts::paper_rows::Paper;
use crate::app::workspace::Workspace;
use journal::describe::UNFILLED;
use ledger::Id;
use ledger::fields::Use;
use platform::clock;
use query::cells::MeasureCells;
use query::columns::Column;
use query::groups::{GroupKey, Line};
use query::route::{Place, Route};
use query::{MeasureRow, marks, print_rows};

/// A line of the table.
pub fn draw(line: Line) -> AnyView {
    let lists = Lists::of_page();
    match line {
        Line::Head(key) => view! { <GroupHead key/> }.into_any(),
        Line::Row(row) => match lists.look(|index, _| index.measure_id(row).cloned()).flatten() {
            Some(id) => view! { <Cells row id/> }.into_any(),
            None => ().into_any(),
        },
    }
}

/// What makes the printed lines of the table.
pub fn paper(table: Worktable, lists: Lists) -> Paper<Line> {
    Callback::new(move |lines: Vec<Line>| {
        let (groups, shown) = (table.groups.get_untracked(), table.shown.get_untracked());
        let made = lists.look(|index, ledger| {
            print_rows::measures(index, ledger, &lines, |key| groups.group(key), &shown, clock::today())
        });
        made.unwrap_or_default()
    })
}

#[component]
fn Cells(row: MeasureRow, id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let table = Worktable::of_page();
    let today = clock::today();
    let finding = workspace.look(|ledger| ledger.finding_of(&id).map(|f| f.id.clone()));
    let href = finding.clone().map(|id| Route::from(Place::Finding(id)).href()).unwrap_or_default();
    let cells = {
        let id = id.clone();
        Memo::new(move |_| {
            workspace.track_row(&id);
            workspace.look(|ledger| {
                ledger.measure(&id).map(|(f, m)| MeasureCells::of(ledger, f, m, today)).unwrap_or_default()
            })
        })
    };
    move || {
        let cell = |column| cell(row, &id, &href, cells, column);
        table.shown.with(|shown| shown.iter().cloned().map(cell).collect_view())
    }
}

/// Columns whose text takes two lines before it is cut.
fn wraps(column: &Column) -> bool {
    !column.is_for(Use::OneLine)
}

fn cell(row: MeasureRow, id: &Id, href: &str, cells: Memo<MeasureCells>, column: Column) -> AnyView {
    let lists = Lists::of_page();
    let of = column.clone();
    let text = move || {
        let terms: Arc<_> = lists.terms.get();
        cells.with(|cells| match cells.text(&of) {
            text if text.is_empty() => view! { <span class="blank">{UNFILLED}</span> }.into_any(),
            text => marked(text, &marks(text, &terms)),
        })
    };
    match column {
        Column::Number => view! {
            <td class="c-number">
                <PickBox row cells/>
                <a href=href.to_owned()>{text}</a>
            </td>
        }
        .into_any(),
        Column::Status => view! {
            <td>
                <FieldBox entity=id.clone() field="status" quiet=true/>
            </td>
        }
        .into_any(),
        Column::Due => {
            let late = move || cells.with(|cells| cells.overdue);
            view! {
                <td class="clamp" class:overdue=late>
                    <div>{text} {move || late().then(|| view! { " "<span class="whole">"逾期"</span> })}</div>
                </td>
            }
            .into_any()
        }
        column if wraps(&column) => view! {
            <td class="clamp">
                <div title=move || cells.with(|cells| cells.text(&column).to_owned())>{text}</div>
            </td>
        }
        .into_any(),
        _ => view! { <td>{text}</td> }.into_any(),
    }
}

#[component]
fn PickBox(row: MeasureRow, cells: Memo<MeasureCells>) -> impl IntoView {
    let table = Worktable::of_page();
    view! {
        <input
            type="checkbox"
            class="pick"
            aria-label=move || cells.with(|cells| format!("选择措施 {}", cells.text(&Column::Number)))
            prop:checked=move || table.picked.with(|picked| picked.contains(row))
            on:click=move |event: ev::MouseEvent| {
                table.pick(row, event_target_checked(&event), event.shift_key());
            }
        />
    }
}

#[component]
fn GroupHead(key: GroupKey) -> impl IntoView {
    let table = Worktable::of_page();
    let told = Memo::new(move |_| {
        table.groups.with(|groups| {
            groups
                .group(key)
                .map(|group| (group.name.clone(), group.rows.len(), group.told()))
                .unwrap_or_default()
        })
    });
    let picked = Memo::new(move |_| {
        table.groups.with(|groups| {
            groups.group(key).map_or(0, |group| table.picked.with(|picked| picked.among(&group.rows)))
        })
    });
    let folded = move || table.folded.with(|folded| folded.contains(&key));
    let some = move || picked.get() > 0 && picked.get() < told.with(|told| told.1);
    let all = move || picked.get() > 0 && picked.get() == told.with(|told| told.1);
    view! {
        <th scope="rowgroup" colspan=move || table.shown.with(Vec::len) class="group-cell">
            <input
                type="checkbox"
                class="pick"
                aria-label=move || told.with(|told| format!("选择“{}”的 {} 条措施", told.0, told.1))
                prop:checked=all
                prop:indeterminate=some
                on:change=move |event| table.pick_group(key, event_target_checked(&event))
            />
            <button
                type="button"
                class="fold"
                aria-expanded=move || if folded() { "false" } else { "true" }
                on:click=move |_| table.fold(key)
            >
                <span class="fold-mark" aria-hidden="true">{move || if folded() { "▸" } else { "▾" }}</span>
                <span class="group-name">{move || told.with(|told| told.0.clone())}</span>
            </button>
            <span class="group-count">{move || told.with(|told| told.2.clone())}</span>
        </th>
    }
}
