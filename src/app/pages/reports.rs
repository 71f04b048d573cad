//! 报表: every paper and table that leaves the house. Papers of the house and forms of the office are templates of one kind:
//! filled, handed out, changed and put back. What a template says is `formats::template`'s; here it is asked for.

use leptos::prelude::*;

mod add;
mod house;
mod leave;
mod names;
mod own;

use crate::app::papers::Papers;
use crate::app::workspace::Workspace;
use query::route::{Place, Route};

/// The page.
#[component]
pub fn Reports() -> impl IntoView {
    let (workspace, papers) = (Workspace::of_page(), Papers::of_page());
    let bundle = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().id.clone()));
    Effect::new(move || {
        let now = Some(bundle.get());
        if papers.of.get_value() != now {
            papers.of.set_value(now);
            papers.begin_anew();
        }
    });
    let count = move || workspace.watch(|ledger| ledger.bundle().templates.len());
    view! {
        <section class="page reports">
            <h1>"报表"</h1>
            <p class="lead">
                "从台账生成的材料和表格。本单位或上级有自己的格式，用“添加模板…”放进来，今后一样生成；自带的也可以下载、在 WPS 里改好再放回来。"
            </p>
            <leave::Leave/>
            {papers.told_list()}
            <section class="exchange-part" aria-labelledby="own-title">
                <div class="section-head">
                    <h2 id="own-title">"本单位的模板"<span class="count">{count}</span></h2>
                    <add::AddButton/>
                </div>
                <add::Looked/>
                <own::OwnTemplates/>
            </section>
            <section class="exchange-part" aria-labelledby="house-title">
                <h2 id="house-title">"自带的材料"</h2>
                <house::HousePapers/>
            </section>
            <section class="exchange-part" aria-labelledby="compare-title">
                <h2 id="compare-title">"对比"</h2>
                <p>
                    "与某一天、某一份导出的台账对比，看改了什么："
                    <a href=Route::from(Place::Merge).href()>"去对比"</a>
                    "。"
                </p>
            </section>
            <names::Names/>
        </section>
    }
}
