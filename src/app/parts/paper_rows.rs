//! A long table on paper: its rows as texts, drawn beside the live ones while the page is printed. Knows no row's
//! content.
//!
//! Browsers print links, boxes and selects several times as slowly as texts; and what a person has begun in a live row
//! stays as it is while the paper is made.

use leptos::prelude::*;

use query::print_rows::{PrintCell, PrintRow, Stress};

/// What makes the printed rows of a table.
pub type Paper<K> = Callback<Vec<K>, Vec<PrintRow>>;

fn cell(cell: PrintCell) -> impl IntoView {
    let class = match cell.stress {
        Stress::None => None,
        Stress::Unfilled => Some("blank"),
        Stress::Late => Some("overdue"),
    };
    view! { <td class=class>{cell.text}</td> }
}

/// The printed rows of a table with so many columns.
pub fn paper_rows(rows: Vec<PrintRow>, columns: usize) -> impl IntoView {
    let drawn = rows.into_iter().map(|row| match row {
        PrintRow::Group(name, told) => view! {
            <tr class="group-head">
                <th scope="rowgroup" colspan=columns class="group-cell">
                    {name}
                    <span class="group-count">{told}</span>
                </th>
            </tr>
        }
        .into_any(),
        PrintRow::Cells(cells) => {
            view! { <tr>{cells.into_iter().map(cell).collect::<Vec<_>>()}</tr> }.into_any()
        }
    });
    view! { <tbody class="paper-rows">{drawn.collect::<Vec<_>>()}</tbody> }
}
