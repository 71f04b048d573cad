//! 台账信息: what the ledger is about, the notice's own text, and the words and registers that offices set.

use leptos::prelude::*;

use crate::app::parts::entries::Entries;
use crate::app::parts::field::FieldBox;
use crate::app::parts::field_names::FieldNames;
use crate::app::parts::review_words::ReviewWords;
use crate::app::workspace::Workspace;
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

/// The page.
#[component]
pub fn About() -> impl IntoView {
    let workspace = Workspace::of_page();
    let id = StoredValue::new(workspace.bundle_id());
    let group = move |title: &'static str, fields: &'static [&'static str]| {
        let boxes: Vec<_> = fields
            .iter()
            .map(|field| {
                let lines = LONG.contains(field);
                let class = if lines { "wide" } else { "" };
                // Its fields are called 月数 and 截止日期, which say nothing alone.
                let head = field.ends_with(".months").then(|| view! { <h3 class="wide">"集中整改期"</h3> });
                view! { {head} <div class=class><FieldBox entity=id.get_value() field=*field lines/></div> }
            })
            .collect();
        view! {
            <section class="group" aria-label=title>
                <h2>{title}</h2>
                <div class="entry-fields">{boxes}</div>
            </section>
        }
    };
    view! {
        <section class="page about">
            <header class="page-head">
                <h1>"台账信息"</h1>
                <p class="hint">"这里写明台账是关于什么的，以及本单位使用的单位、类别和状态名称。"</p>
            </header>
            {group("台账", &["title", "organization"])}
            {group(
                "巡察",
                &[
                    "inspection.authority",
                    "inspection.round",
                    "inspection.team",
                    "inspection.from",
                    "inspection.to",
                    "inspection.feedback",
                    "rectification_period.months",
                    "rectification_period.until",
                    "rectification_period.plan",
                ],
            )}
            <Entries parent=id.get_value() list="units"/>
            <Entries parent=id.get_value() list="aspects"/>
            <Entries parent=id.get_value() list="statuses"/>
            <Entries parent=id.get_value() list="custom_fields" long=&["options", "note"]/>
            <FieldNames/>
            <Entries parent=id.get_value() list="claims" long=&["quote"]/>
            <Entries parent=id.get_value() list="accountability" long=&["note"]/>
            <p class="hint">
                "督办单和提示函在"
                <a href=Route::from(Place::Reminders).href()>"督办提示"</a>
                "登记，也可以在问题和措施上直接拟稿。"
            </p>
            <ReviewWords/>
            {group(
                "通报文字",
                &[
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
                ],
            )}
            <Entries parent=id.get_value() list="figures" long=&["quote"]/>
        </section>
    }
}
