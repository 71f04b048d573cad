//! 导入导出: the ledger as a table, the notice as a document, and a table that comes back.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

mod columns;
mod export;
mod preview;

use crate::app::office::Office;

/// The page.
#[component]
pub fn ExchangePage() -> impl IntoView {
    let office = Office::of_page();
    view! {
        <section class="page exchange">
            <h1>"导入导出"</h1>
            <export::Export/>
            <section class="exchange-part" aria-labelledby="import-title">
                <h2 id="import-title">"导入台账"</h2>
                <p>
                    "选择其他单位填好的 .xlsx 或 .csv 台账，也可以拖进页面。先看预览，确认后才导入；空单元格保留原有内容，一次“撤销”可以全部撤回。"
                </p>
                <label class="file">
                    <span>"选择台账文件"</span>
                    <input type="file" accept=".xlsx,.xlsm,.csv" on:change=move |event| choose(office, &event)/>
                </label>
                {move || office.arrived.get().map(|arrived| view! { <preview::Incoming arrived/> })}
            </section>
            <section class="exchange-part" aria-labelledby="notice-title">
                <h2 id="notice-title">"导入通报"</h2>
                <p>"选择 .docx 通报，取出文字后在“通报”页预览认出的内容，再决定新建台账或并入当前台账。"</p>
                <label class="file">
                    <span>"选择通报文件"</span>
                    <input type="file" accept=".docx" on:change=move |event| choose(office, &event)/>
                </label>
            </section>
        </section>
    }
}

fn choose(office: Office, event: &ev::Event) {
    let input = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input else { return };
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        office.take(file);
    }
    // The same file can be chosen again after it was mended.
    input.set_value("");
}
