//! What an office sets for 销号: its levels of review and the opinions that it writes often. Until it sets any, the
//! usual ones hold, and are shown; writing them into the ledger is an edit that somebody makes.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::entries::Entries;
use crate::app::workspace::Workspace;
use journal::{Op, Spot};
use ledger::review::{levels, templates};

/// The levels and the opinions.
#[component]
pub fn ReviewWords() -> impl IntoView {
    let workspace = Workspace::of_page();
    let root = workspace.bundle_id();
    let keep = StoredValue::new(root.clone());
    let empty = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let bundle = ledger.bundle();
            (bundle.closure_levels.is_empty(), bundle.opinion_templates.is_empty())
        })
    });
    let named = workspace.look(|ledger| {
        let names: Vec<String> = levels(ledger.bundle()).iter().map(|level| level.name.clone()).collect();
        names.join("、")
    });
    let write_levels = move |_| {
        let members = workspace.look(|ledger| {
            levels(ledger.bundle()).iter().map(|level| json!({ "name": level.name })).collect::<Vec<_>>()
        });
        fill(workspace, "closure_levels", members);
    };
    let write_opinions = move |_| {
        let members = workspace.look(|ledger| {
            let all = templates(ledger.bundle());
            let member = |t: &ledger::closure::OpinionTemplate| {
                let usage = t.usage.as_ref().map(ToString::to_string);
                json!({ "usage": usage, "text": t.text, "supply": t.supply })
            };
            all.iter().map(member).collect::<Vec<_>>()
        });
        fill(workspace, "opinion_templates", members);
    };
    view! {
        <Entries parent=root list="closure_levels"/>
        <p class="hint">
            "按顺序逐级审核，最后一级同意即销号。审核人写姓名或单位，多个用“、”隔开；写“牵头部门”指该项的牵头部门；留空则不限。同一人不能在一轮中连审两级，除非勾选“可由同一人连审”。"
        </p>
        <Show when=move || empty.get().0>
            <p class="usual">
                {format!("没有设置，按两级审核：{named}。")}
                <button type="button" class="small" on:click=write_levels>"填入这两级再修改"</button>
            </p>
        </Show>
        <Entries parent=keep.get_value() list="opinion_templates" long=&["text"]/>
        <Show when=move || empty.get().1>
            <p class="usual">
                "没有设置，使用常用意见。"
                <button type="button" class="small" on:click=write_opinions>"填入常用意见再修改"</button>
            </p>
        </Show>
    }
}

/// Puts entities into an empty list of the ledger, as one step.
fn fill(workspace: Workspace, list: &str, members: Vec<Value>) {
    let root = workspace.bundle_id();
    let mut after = None;
    let mut ops = Vec::new();
    for mut item in members {
        let id = workspace.fresh_id();
        if let Some(map) = item.as_object_mut() {
            map.insert("id".to_owned(), json!(id));
            map.retain(|_, value| !value.is_null() && *value != "");
        }
        ops.push(Op::Insert { at: Spot { parent: root.clone(), list: list.to_owned(), after }, item });
        after = Some(id);
    }
    workspace.commit(ops);
}
