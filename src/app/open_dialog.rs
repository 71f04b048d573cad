//! The dialog 打开台账. What opening does is `opening`'s.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::new_ledger::NewLedgerAsked;
use super::opening::{Opening, PASTED};
use platform::files;
use query::route::{Place, Route};

/// 打开…: a file, a paste, the demonstration, or the page's own ledger.
#[component]
pub fn OpenDialog() -> impl IntoView {
    let opening = Opening::of_page();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if opening.asked.get() {
            if !dialog.open() {
                // Where dialogs cannot be modal the files can still be dropped.
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="open-dialog"
            aria-labelledby="open-title"
            on:close=move |_| opening.asked.set(false)
        >
            <h2 id="open-title">"打开台账"</h2>
            {new_ledger(opening)}
            {file(opening)}
            {paste(opening)}
            {demonstration(opening)}
            <p class="dialog-foot">
                <button type="button" on:click=move |_| opening.built_in()>"回到页面自带的台账"</button>
                <button type="button" on:click=move |_| opening.asked.set(false)>"取消"</button>
            </p>
        </dialog>
    }
}

fn new_ledger(opening: Opening) -> AnyView {
    let begin = NewLedgerAsked::of_page();
    let ask = move |_| {
        opening.asked.set(false);
        begin.ask();
    };
    view! {
        <p>
            <button type="button" on:click=ask>"新建台账"</button>
            " 为自己的单位建一个空台账，再填写或从表格导入。"
        </p>
    }
    .into_any()
}

fn file(opening: Opening) -> AnyView {
    let choose = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).pop() {
            opening.file(file);
        }
    };
    view! {
        <p>"打开 JSON 台账或抢救文件，或选择表格、通报导入。也可以把文件直接拖进页面，或在页面上粘贴。"</p>
        <label class="file">
            <span>"选择文件"</span>
            <input type="file" on:change=choose/>
        </label>
        <p>
            "导入 .xlsx、.csv 台账或 .docx 通报，导出台账和通报："
            <a href=Route::from(Place::Exchange).href() on:click=move |_| opening.asked.set(false)>"导入导出"</a>
        </p>
    }
    .into_any()
}

fn paste(opening: Opening) -> AnyView {
    let pasted = RwSignal::new(String::new());
    let open = move |_| {
        let text = pasted.get_untracked();
        pasted.set(String::new());
        opening.text(text, PASTED);
    };
    view! {
        <label>
            "粘贴 JSON"
            <textarea rows="3" bind:value=pasted></textarea>
        </label>
        <p>
            <button
                type="button"
                disabled=move || pasted.with(|text| text.trim().is_empty())
                on:click=open
            >
                "打开粘贴的内容"
            </button>
        </p>
    }
    .into_any()
}

fn demonstration(opening: Opening) -> AnyView {
    let size = RwSignal::new("110".to_owned());
    let generate = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(count) = size.get_untracked().trim().parse().ok().filter(|n| (1..=100_000).contains(n)) {
            opening.demonstration(count);
        }
    };
    view! {
        <form class="demo" on:submit=generate>
            <label>
                "演示台账的措施条数"
                <input type="number" min="1" max="100000" bind:value=size/>
            </label>
            <button type="submit">"打开演示台账"</button>
        </form>
    }
    .into_any()
}
