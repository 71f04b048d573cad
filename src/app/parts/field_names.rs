//! The names that a ledger gives to built-in fields, and which of them it does not show.

use leptos::prelude::*;

use super::field::FieldBox;
use crate::app::workspace::Workspace;
use ledger::custom::key;
use ledger::fields::ROWS;
use ledger::finding::{Finding, Measure};

/// 字段名称: a line a field, with its own name, the name that it has here, and whether it is hidden.
#[component]
pub fn FieldNames() -> impl IntoView {
    let id = StoredValue::new(Workspace::of_page().bundle_id());
    let lines = ROWS.iter().filter_map(|row| {
        let measure = row.measure.map(|field| (key(Measure::SPEC, field.name), "整改措施"));
        let finding = row.finding.map(|field| (key(Finding::SPEC, field.name), "问题"));
        let (key, whose) = measure.or(finding)?;
        let name = format!("{whose}的{}", row.label);
        Some(view! {
            <li>
                <span>{name.clone()}</span>
                <FieldBox
                    entity=id.get_value()
                    field=format!("field_labels.{key}")
                    label=format!("{name}改称")
                    quiet=true
                />
                <FieldBox entity=id.get_value() field=format!("hidden_fields.{key}") label=format!("隐藏{name}")/>
            </li>
        })
    });
    let lines: Vec<_> = lines.collect();
    view! {
        <details class="field-names">
            <summary>"字段改名与隐藏"</summary>
            <p class="hint">"只改本台账里的叫法；隐藏的字段不在表格中列出，内容仍然保留。"</p>
            <ul aria-label="字段名称">{lines}</ul>
        </details>
    }
}
