//! 台账信息: what the ledger is about, the notice's own text, and the words and registers that offices set.

use leptos::prelude::*;

use crate::app::parts::entries::Entries;
use crate::app::parts::field::FieldBox;
use crate::app::parts::field_names::FieldNames;
use crate::app::parts::review_words::ReviewWords;
use crate::app::workspace::Workspace;
use ledger::Id;
use query::route::{Place, Route};

/// Fields that take several lines.
const LONG: [&str; 7] = [
    "title",
    "notice.title",
    "notice.preamble",
    "notice.organization",
    "notice.intro",
    "notice.plans",
    "notice.contact",
];

/// What is said of the inspection.
const INSPECTION: [&str; 9] = [
    "inspection.authority",
    "inspection.round",
    "inspection.team",
    "inspection.from",
    "inspection.to",
    "inspection.feedback",
    "rectification_period.months",
    "rectification_period.until",
    "rectification_period.plan",
];

/// The notice's own text.
const NOTICE: [&str; 12] = [
    "notice.title",
    "notice.preamble",
    "notice.organization_heading",
    "notice.organization",
    "notice.progress_heading",
    "notice.intro",
    "notice.plans_heading",
    "notice.plans",
    "notice.contact",
    "notice.signatory",
    "notice.date",
    "notice.date_text",
];

/// Fields of the ledger itself, under a heading.
fn group(id: &Id, title: &'static str, fields: &[&'static str]) -> AnyView {
    let boxes: Vec<_> = fields
        .iter()
        .map(|field| {
            let lines = LONG.contains(field);
            let class = if lines { "wide" } else { "" };
            // Its fields are called 月数 and 截止日期, which say nothing alone.
            let head = field.ends_with(".months").then(|| view! { <h3 class="wide">"集中整改期"</h3> });
            view! { {head} <div class=class><FieldBox entity=id.clone() field=*field lines/></div> }
        })
        .collect();
    view! {
        <section class="group" aria-label=title>
            <h2>{title}</h2>
            <div class="entry-fields">{boxes}</div>
        </section>
    }
    .into_any()
}

/// The page.
#[component]
pub fn About() -> impl IntoView {
    let id = Workspace::of_page().bundle_id();
    view! {
        <section class="page about">
            <header class="page-head">
                <h1>"台账信息"</h1>
                <p class="hint">"这里写明台账是关于什么的，以及本单位使用的单位、类别和状态名称。"</p>
            </header>
            {group(&id, "台账", &["title", "organization"])}
            {group(&id, "巡察", &INSPECTION)}
            <Entries parent=id.clone() list="units"/>
            <Entries parent=id.clone() list="aspects"/>
            <Entries parent=id.clone() list="statuses"/>
            <Entries parent=id.clone() list="custom_fields" long=&["options", "note"]/>
            <FieldNames/>
            <Entries parent=id.clone() list="claims" long=&["quote"]/>
            <Entries parent=id.clone() list="accountability" long=&["note"]/>
            <p class="hint">
                "督办单和提示函在"
                <a href=Route::from(Place::Reminders).href()>"督办提示"</a>
                "登记，也可以在问题和措施上直接拟稿。"
            </p>
            <ReviewWords/>
            {group(&id, "通报文字", &NOTICE)}
            <Entries parent=id.clone() list="figures" long=&["quote"]/>
        </section>
    }
}
