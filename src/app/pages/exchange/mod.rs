//! 导入导出: one door for any file that comes in, and the ledger as a table and a document that go out.

use leptos::ev;
use leptos::prelude::*;

mod asides;
mod columns;
mod export;
mod gather;
mod grid;
mod import;

use crate::app::office::Office;
use crate::app::opening::Opening;
use platform::files;

/// The page.
#[component]
pub fn ExchangePage() -> impl IntoView {
    let office = Office::of_page();
    let opening = Opening::of_page();
    view! {
        <section class="page exchange">
            <h1>"导入导出"</h1>
            <section class="exchange-part" aria-labelledby="import-title">
                <h2 id="import-title">"导入"</h2>
                <p>
                    "选择台账表格（.xlsx、.xls、.et、.csv）、通报或反馈意见（.docx、.doc、.wps）、JSON 台账或归档包，也可以拖进页面。先看预览，确认后才导入；空单元格保留原有内容，一次“撤销”可以全部撤回。"
                </p>
                <label class="file">
                    <span>"选择文件"</span>
                    <input type="file" on:change=move |event| choose(opening, &event)/>
                </label>
                {move || office.arrived.get().map(|arrived| view! { <import::Incoming arrived/> })}
            </section>
            <gather::Gather/>
            <export::Export/>
        </section>
    }
}

fn choose(opening: Opening, event: &ev::Event) {
    if let Some(file) = files::picked(event).pop() {
        opening.file(file);
    }
}
