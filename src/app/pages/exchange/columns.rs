//! Which sheets of a file are read, and what each of its columns means: what was recognised, and a choice for each.

use std::sync::Arc;

use leptos::prelude::*;

use super::import::{Importing, Judged};
use crate::app::office::Arrived;
use crate::app::workspace::Workspace;
use formats::table::book::column_name;
use formats::table::choices::Meaning;
use formats::table::columns::{Column, HEAD_ROWS};
use ledger::custom::CustomKind;

/// What a row begins with, to know it by.
fn beginning(cells: &[String]) -> String {
    let mut told: Vec<&str> = cells.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    told.dedup();
    told.join(" ").chars().take(24).collect()
}

/// The sheets of one layout, and the row of heads.
#[component]
pub fn Sheets(
    /// The file.
    book: Arc<Arrived>,
    /// What is shared.
    importing: Importing,
) -> impl IntoView {
    let Importing { choices, judged } = importing;
    let taken = Memo::new(move |_| {
        judged.with(|preview| preview.0.picked.taken.iter().map(|(at, _)| *at).collect::<Vec<_>>())
    });
    let sheets = book.book.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.rows.is_empty());
    let boxes: Vec<_> = sheets
        .map(|(at, sheet)| {
            let hidden = if sheet.is_hidden() { "，隐藏" } else { "" };
            let name = format!("{}{hidden}（{} 行）", sheet.name, sheet.rows.len());
            let turn = move |event: leptos::ev::Event| {
                turn_sheet(importing, taken.get_untracked(), at, event_target_checked(&event));
            };
            let ticked = move || taken.with(|taken| taken.contains(&at));
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=ticked on:change=turn/>
                    {name}
                </label>
            }
        })
        .collect();
    let of_head = move |event: leptos::ev::Event| {
        if let Ok(row) = event_target_value(&event).parse() {
            choices.update(|choices| {
                choices.head = Some(row);
                choices.columns.clear();
            });
        }
    };
    view! {
        <div class="exchange-line">
            <fieldset class="import-sheets">
                <legend>"工作表"</legend>
                {boxes}
            </fieldset>
            <label>
                "表头所在行"
                <select class="head-row" on:change=of_head>{head_rows(book, judged)}</select>
            </label>
        </div>
    }
}

/// Takes a sheet, or leaves it. A sheet of another layout is read alone.
fn turn_sheet(importing: Importing, mut sheets: Vec<usize>, at: usize, wanted: bool) {
    let alike = importing.judged.with_untracked(|preview| preview.0.picked.alike.contains(&at));
    match (wanted, alike) {
        (true, true) => sheets.push(at),
        (true, false) => sheets = vec![at],
        (false, _) => sheets.retain(|own| *own != at),
    }
    ledger::order::sort(&mut sheets);
    importing.choices.update(|choices| {
        if !alike {
            choices.columns.clear();
            choices.head = None;
        }
        choices.sheets = Some(sheets);
    });
}

/// The rows that can be the head of the sheet that is read.
fn head_rows(book: Arc<Arrived>, judged: Memo<Judged>) -> impl Fn() -> Vec<AnyView> {
    let head = Memo::new(move |_| {
        judged.with(|preview| preview.0.picked.taken.first().map(|(at, heads)| (*at, heads.last)))
    });
    move || {
        let (sheet, _) = head.get().unwrap_or_default();
        let rows = book.book.sheets.get(sheet).map_or(&[][..], |sheet| &sheet.rows);
        let options = rows.iter().take(HEAD_ROWS).enumerate().map(|(at, row)| {
            let here = move || head.get().is_some_and(|(_, last)| last == at);
            let name = format!("第 {} 行：{}", row.number, beginning(&row.cells));
            view! { <option value=at selected=here>{name}</option> }.into_any()
        });
        options.collect()
    }
}

/// What a column can mean: the value and the words of each choice, in groups.
fn meanings(workspace: Workspace) -> Vec<(&'static str, Vec<(String, String)>)> {
    let built = Column::ALL.into_iter().filter(|column| *column != Column::Id);
    let built = built.map(|column| (Meaning::Field(column).code(), column.name().to_owned())).collect();
    let own = workspace.look(|ledger| {
        let fields = ledger.bundle().custom_fields.iter();
        fields
            .map(|field| (Meaning::Custom(field.id.clone()).code(), field.name().to_owned()))
            .collect::<Vec<_>>()
    });
    let kinds = [
        CustomKind::Text,
        CustomKind::LongText,
        CustomKind::Date,
        CustomKind::Number,
        CustomKind::Sum,
        CustomKind::YesNo,
        CustomKind::Person,
        CustomKind::Unit,
        CustomKind::Link,
    ];
    let new = [(true, "问题"), (false, "措施")].into_iter().flat_map(|(of_finding, whose)| {
        kinds.clone().map(|kind| {
            let name = format!("新建{whose}字段：{}", kind.label());
            (Meaning::New { kind, of_finding }.code(), name)
        })
    });
    let new = new.collect();
    vec![
        ("台账的列", built),
        ("自定义字段", own),
        ("新建自定义字段", new),
        ("其他", vec![(Meaning::Left.code(), "不导入".to_owned())]),
    ]
}

/// The columns of the file.
#[component]
pub fn Columns(
    /// What is shared.
    importing: Importing,
) -> impl IntoView {
    let workspace = Workspace::of_page();
    let Importing { choices, judged } = importing;
    let heads = Memo::new(move |_| {
        judged.with(|preview| {
            let columns = preview.0.columns.iter();
            columns.map(|column| (column.head.clone(), column.sample.clone())).collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let heads = heads.get();
        let count = heads.len();
        let one = |(at, (head, sample)): (usize, (String, String))| {
            // Columns that the program adds count only where they say something.
            let is_there = at + 2 < count || judged.with_untracked(|preview| preview.0.shown.contains(&at));
            let named = at + 2 >= count || !head.is_empty() || !sample.is_empty();
            (is_there && named).then(|| view! { <One at head sample importing workspace/> })
        };
        heads.into_iter().enumerate().map(one).collect::<Vec<_>>()
    };
    let guesses = move || {
        let count = judged.with(|preview| {
            preview.0.columns.iter().filter(|column| column.is_guess && !column.sample.is_empty()).count()
        });
        if count == 0 { String::new() } else { format!("，{count} 列请核对") }
    };
    let whole = move |event: leptos::ev::Event| {
        let wanted = event_target_checked(&event);
        choices.update(|choices| choices.all_whole = Some(wanted));
    };
    view! {
        <details class="matched" open=true>
            <summary>{move || format!("列的含义{}", guesses())}</summary>
            <div class="matched-frame" tabindex="0" role="region" aria-label="列的含义（可滚动）">
                <table aria-label="列的含义">
                    <thead>
                        <tr>
                            <th scope="col">"列"</th>
                            <th scope="col">"文件中的表头"</th>
                            <th scope="col">"第一行"</th>
                            <th scope="col">"含义"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
        <label class="check">
            <input type="checkbox" prop:checked=move || judged.with(|preview| preview.0.all_whole) on:change=whole/>
            "一个单元格里的多条措施不拆分"
        </label>
    }
}

#[component]
fn One(at: usize, head: String, sample: String, importing: Importing, workspace: Workspace) -> impl IntoView {
    let Importing { choices, judged } = importing;
    let code = Memo::new(move |_| {
        judged
            .with(|preview| preview.0.columns.get(at).map(|column| column.meaning.code()).unwrap_or_default())
    });
    let guess =
        move || judged.with(|preview| preview.0.columns.get(at).is_some_and(|column| column.is_guess));
    let hidden =
        judged.with_untracked(|preview| preview.0.columns.get(at).is_some_and(|column| column.is_hidden));
    let choose = move |event: leptos::ev::Event| {
        if let Some(meaning) = Meaning::from_code(&event_target_value(&event)) {
            choices.update(|choices| drop(choices.columns.insert(at, meaning)));
        }
    };
    let shown = if head.is_empty() { format!("{} 列", column_name(at)) } else { head };
    let label = format!("{shown} 的含义");
    let groups: Vec<_> = meanings(workspace)
        .into_iter()
        .filter(|(_, choices)| !choices.is_empty())
        .map(|(name, choices)| {
            let options: Vec<_> = choices
                .into_iter()
                .map(|(value, name)| {
                    let own = value.clone();
                    view! { <option value=value selected=move || code.get() == own>{name}</option> }
                })
                .collect();
            view! { <optgroup label=name>{options}</optgroup> }
        })
        .collect();
    view! {
        <tr class:doubtful=guess>
            <td>{column_name(at)}</td>
            <td>{shown}{if hidden { "（隐藏列）" } else { "" }}</td>
            <td class="first-row">{sample}</td>
            <td><select aria-label=label on:change=choose>{groups}</select></td>
        </tr>
    }
}
