//! Which column of a file means what: what was recognised, and a choice for each.

use leptos::prelude::*;

use crate::app::office::Arrived;
use crate::exchange::table::book::column_name;
use crate::exchange::table::columns::Column;
use crate::exchange::table::incoming::{Mapping, mapping_of};

/// The sheet, its columns and what they mean.
#[component]
pub fn Columns(
    /// The file.
    arrived: std::sync::Arc<Arrived>,
    /// How it is read.
    mapping: RwSignal<Mapping>,
) -> impl IntoView {
    let sheets: Vec<(usize, String)> = arrived
        .book
        .sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| (at, format!("{}{}", sheet.name, if sheet.hidden { "（隐藏）" } else { "" })))
        .collect();
    let of_sheet = {
        let arrived = arrived.clone();
        move |event: leptos::ev::Event| {
            if let Ok(sheet) = event_target_value(&event).parse() {
                mapping.set(mapping_of(&arrived.book, sheet));
            }
        }
    };
    let place = Memo::new(move |_| mapping.with(|mapping| (mapping.sheet, mapping.head)));
    let known = move || mapping.with(|mapping| mapping.columns.iter().flatten().count());
    let rows = {
        let arrived = arrived.clone();
        move || {
            let (sheet, head) = place.get();
            let Some(sheet) = arrived.book.sheets.get(sheet) else { return Vec::new() };
            let cell = |row: usize, at: usize| {
                sheet.rows.get(row).and_then(|row| row.cells.get(at)).cloned().unwrap_or_default()
            };
            let width = mapping.with_untracked(|mapping| mapping.columns.len());
            let named = (0..width).filter(|at| !cell(head, *at).trim().is_empty());
            named
                .map(|at| view! { <One at head=cell(head, at) sample=cell(head + 1, at) mapping/> })
                .collect()
        }
    };
    let told = {
        let arrived = arrived.clone();
        move || {
            let (at, head) = place.get();
            let sheet = arrived.book.sheets.get(at)?;
            let number = sheet.rows.get(head).map_or(0, |row| row.number);
            Some(format!("表头在第 {number} 行，认出 {} 列。{}", known(), sheet.notes.join("")))
        }
    };
    view! {
        <div class="exchange-line">
            <label>
                "工作表"
                <select on:change=of_sheet>
                    {sheets
                        .into_iter()
                        .map(|(at, name)| {
                            let here = move || mapping.with(|mapping| mapping.sheet == at);
                            view! { <option value=at selected=here>{name}</option> }
                        })
                        .collect::<Vec<_>>()}
                </select>
            </label>
            <p class="told">{told}</p>
        </div>
        <details class="matched" prop:open=move || known() < 3>
            <summary>"列的对应"</summary>
            <div class="matched-frame" tabindex="0" role="region" aria-label="列的对应（可滚动）">
                <table aria-label="列的对应">
                    <thead>
                        <tr>
                            <th scope="col">"列"</th>
                            <th scope="col">"文件中的表头"</th>
                            <th scope="col">"第一行"</th>
                            <th scope="col">"对应台账的列"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

/// One column of the file.
#[component]
fn One(at: usize, head: String, sample: String, mapping: RwSignal<Mapping>) -> impl IntoView {
    let means = move || mapping.with(|mapping| mapping.columns.get(at).copied().flatten());
    let choose = move |event: leptos::ev::Event| {
        let column = event_target_value(&event).parse().ok().and_then(Column::from_code);
        mapping.update(|mapping| {
            // A column has one meaning in the ledger, so another that had it gives it up.
            for other in &mut mapping.columns {
                if column.is_some() && *other == column && column != Some(Column::Units) {
                    *other = None;
                }
            }
            if let Some(own) = mapping.columns.get_mut(at) {
                *own = column;
            }
        });
    };
    let name = format!("“{}”对应的列", head.trim());
    let options: Vec<_> = Column::ALL
        .into_iter()
        .map(|column| {
            view! {
                <option value=column.code() selected=move || means() == Some(column)>{column.name()}</option>
            }
        })
        .collect();
    view! {
        <tr>
            <td>{column_name(at)}</td>
            <td>{head}</td>
            <td class="first-row">{sample}</td>
            <td>
                <select aria-label=name on:change=choose>
                    <option value="" selected=move || means().is_none()>"不导入"</option>
                    {options}
                </select>
            </td>
        </tr>
    }
}
