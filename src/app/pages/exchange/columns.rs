//! Which row of a file holds the heads and which column means what: what was recognised, and a choice for each.

use leptos::prelude::*;

use crate::app::office::Arrived;
use formats::table::book::column_name;
use formats::table::columns::Column;
use formats::table::heads::Heads;
use formats::table::incoming::{Mapping, mapping_at, mapping_of};

/// How many rows are offered as the one of heads.
const HEAD_ROWS: usize = 30;

/// What a row begins with, to know it by.
fn beginning(cells: &[String]) -> String {
    let mut told: Vec<&str> = cells.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    told.dedup();
    told.join(" ").chars().take(24).collect()
}

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
        .map(|(at, sheet)| (at, format!("{}{}", sheet.name, if sheet.is_hidden() { "（隐藏）" } else { "" })))
        .collect();
    let of_sheet = {
        let arrived = arrived.clone();
        move |event: leptos::ev::Event| {
            if let Ok(sheet) = event_target_value(&event).parse() {
                mapping.set(mapping_of(&arrived.book, sheet));
            }
        }
    };
    let sheet = Memo::new(move |_| mapping.with(|mapping| mapping.sheet));
    let place = Memo::new(move |_| mapping.with(|mapping| (mapping.sheet, mapping.head)));
    let known = move || mapping.with(|mapping| mapping.columns.iter().flatten().count());
    let of_head = {
        let arrived = arrived.clone();
        move |event: leptos::ev::Event| {
            if let Ok(head) = event_target_value(&event).parse() {
                mapping.set(mapping_at(&arrived.book, sheet.get_untracked(), head));
            }
        }
    };
    let possible_heads = {
        let arrived = arrived.clone();
        move || {
            let rows = arrived.book.sheets.get(sheet.get()).map_or(&[][..], |sheet| &sheet.rows);
            let options = rows.iter().take(HEAD_ROWS).enumerate().map(|(at, row)| {
                let here = move || mapping.with(|mapping| mapping.head == at);
                view! { <option value=at selected=here>{format!("第 {} 行：{}", row.number, beginning(&row.cells))}</option> }
            });
            options.collect::<Vec<_>>()
        }
    };
    let rows = {
        let arrived = arrived.clone();
        move || {
            let (sheet, head) = place.get();
            let Some(sheet) = arrived.book.sheets.get(sheet) else { return Vec::new() };
            let heads = Heads::of(sheet, head);
            let first = sheet.rows.get(heads.first);
            let sample = |at: usize| first.and_then(|row| row.cells.get(at)).cloned().unwrap_or_default();
            let listed = heads
                .names
                .iter()
                .enumerate()
                .filter(|(at, name)| !name.is_empty() || heads.has_text(sheet, *at));
            listed.map(|(at, name)| view! { <One at head=name.clone() sample=sample(at) mapping/> }).collect()
        }
    };
    let left_out = {
        let arrived = arrived.clone();
        move || {
            let (at, head) = place.get();
            let Some(sheet) = arrived.book.sheets.get(at) else { return 0 };
            let heads = Heads::of(sheet, head);
            mapping.with(|mapping| {
                let unknown = mapping.columns.iter().enumerate().filter(|(_, column)| column.is_none());
                unknown.filter(|(at, _)| heads.has_text(sheet, *at)).count()
            })
        }
    };
    let told = {
        let arrived = arrived.clone();
        move || {
            let (at, head) = place.get();
            let sheet = arrived.book.sheets.get(at)?;
            let number = sheet.rows.get(head).map_or(0, |row| row.number);
            let left_out = match left_out() {
                0 => String::new(),
                count => format!("另有 {count} 列有内容而没有对应，不会导入；请在“列的对应”中选择。"),
            };
            Some(format!("表头在第 {number} 行，认出 {} 列。{left_out}{}", known(), sheet.notes.join("")))
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
            <label>
                "表头所在行"
                <select class="head-row" on:change=of_head>{possible_heads}</select>
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
    let name = match head.trim() {
        "" => format!("{} 列对应的列", column_name(at)),
        head => format!("“{head}”对应的列"),
    };
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
            <td>{if head.is_empty() { "（没有表头）".to_owned() } else { head }}</td>
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
