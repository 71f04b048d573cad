//! The heat map: lead units by status. A table of numbers whose cells are shaded by how large they are; the number
//! is printed, so the shade is not needed to read it. Knows names and numbers, no page.

use leptos::prelude::*;

use super::{linked, measures, pick, unit_name};
use ledger::counts::{Counts, Largest};
use ledger::vocabulary::Vocabulary;
use ledger::{Bundle, Id};
use query::{Pick, Query};

/// How many units have a row of their own.
const UNITS: usize = 20;

/// The heat map, ready to be drawn.
#[derive(Clone, PartialEq)]
pub struct Heat {
    table: Largest,
    units: Vec<String>,
    statuses: Vec<(Pick<Id>, String)>,
}

impl Heat {
    /// The heat map of what was counted.
    #[must_use]
    pub fn of(bundle: &Bundle, counts: &Counts) -> Self {
        let words = Vocabulary::new(&bundle.statuses);
        let table = counts.by_unit_status.largest(UNITS);
        let status = |key: Option<&Id>| (pick(key), format!("{} {}", words.symbol(key), words.label(key)));
        Self {
            units: table.rows.iter().map(|row| unit_name(bundle, row.unit.as_ref())).collect(),
            statuses: counts.by_status.iter().map(|group| status(group.key.as_ref())).collect(),
            table,
        }
    }
}

/// How dark a cell is, 0 to 5: nothing, then fifths of the largest cell.
fn shade(count: usize, peak: usize) -> usize {
    (count * 5).div_ceil(peak.max(1)).min(5)
}

/// The heat map.
#[component]
pub fn HeatMap(
    /// What is drawn.
    #[prop(into)]
    heat: Signal<Heat>,
) -> impl IntoView {
    view! {
        <section class="chart wide" aria-label="部门与状态">
            <h2>"部门与状态"</h2>
            <p class="hint">"每条措施只计在牵头部门名下。颜色越深，条数越多；点数字看这些措施。"</p>
            {move || heat.with(table)}
        </section>
    }
}

/// The sum of the units that have no row of their own; none where all have.
fn others(heat: &Heat) -> Option<impl IntoView + use<>> {
    (heat.table.hidden > 0).then(|| {
        let total: usize = heat.table.others.iter().sum();
        let cells: Vec<_> =
            heat.table.others.iter().map(|count| view! { <td class="cell">{*count}</td> }).collect();
        view! {
            <tr>
                <th scope="row">{format!("其他 {} 个部门", heat.table.hidden)}</th>
                {cells}
                <td class="num">{total}</td>
            </tr>
        }
    })
}

fn table(heat: &Heat) -> AnyView {
    let peak = heat.table.peak;
    let heads: Vec<_> = heat
        .statuses
        .iter()
        .map(|(_, label)| view! { <th scope="col" class="num">{label.clone()}</th> })
        .collect();
    let rows: Vec<_> = heat
        .table
        .rows
        .iter()
        .zip(&heat.units)
        .map(|(row, name)| {
            let of_unit = Query { lead: Some(pick(row.unit.as_ref())), ..Query::default() };
            let cells: Vec<_> = row
                .cells
                .iter()
                .zip(&heat.statuses)
                .map(|(count, (status, label))| {
                    let query = Query { statuses: vec![status.clone()], ..of_unit.clone() };
                    let class = format!("cell shade-{}", shade(*count, peak));
                    view! { <td class=class>{linked(*count, Some(&query), &format!("{name} {label}"))}</td> }
                })
                .collect();
            let total: usize = row.cells.iter().sum();
            view! {
                <tr>
                    <th scope="row">
                        <a href=measures(&of_unit) title=name.clone()>{name.clone()}</a>
                    </th>
                    {cells}
                    <td class="num">{linked(total, Some(&of_unit), name)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="heat">
            <thead>
                <tr>
                    <th scope="col">"牵头部门"</th>
                    {heads}
                    <th scope="col" class="num">"合计"</th>
                </tr>
            </thead>
            <tbody>{rows} {others(heat)}</tbody>
        </table>
    }
    .into_any()
}
