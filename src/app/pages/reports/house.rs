//! The papers that come with the page, a row each: what it holds, how many files it becomes, and the buttons.

use leptos::ev;
use leptos::prelude::*;

use crate::app::office::{Kind, Office};
use crate::app::papers::{Papers, each_word};
use crate::app::workspace::Workspace;
use formats::house::Paper;
use formats::notice_document;
use formats::table::ledger_book::Wanted;
use ledger::date::Date;
use notice::Version;
use platform::clock;
use query::route::{Place, Route};

/// How many days a weekly report goes back at first.
pub(super) const WEEK: i64 = 7;

/// Hands out the notice as a document.
pub(super) fn hand_out_notice(workspace: Workspace, office: Office, version: Version) {
    let document = workspace.look(|ledger| {
        notice_document::document(ledger.bundle(), version, clock::today(), &workspace.person_name())
    });
    office.hand_out_document(&format!("通报（{}）", version.label()), document);
}

/// The rows.
#[component]
pub fn HousePapers() -> impl IntoView {
    let workspace = Workspace::of_page();
    let office = Office::of_page();
    let since = RwSignal::new(workspace.day().plus_days(-WEEK));
    let notice = move |version: Version| hand_out_notice(workspace, office, version);
    view! {
        <table class="plain papers" aria-label="自带的材料">
            <thead>
                <tr>
                    <th scope="col">"名称"</th>
                    <th scope="col">"内容"</th>
                    <th scope="col">"份数"</th>
                    <th scope="col"><span class="sr">"操作"</span></th>
                </tr>
            </thead>
            <tbody>
                {Paper::ALL.into_iter().map(|paper| view! { <Row paper since/> }).collect_view()}
                <tr>
                    <th scope="row"><a href=Route::from(Place::Notice).href()>"通报（公开版）"</a></th>
                    <td>"向社会公布的整改情况通报，按 GB/T 9704 排版"</td>
                    <td>"全部一份"</td>
                    <td class="acts"><button type="button" on:click=move |_| notice(Version::Public)>"生成"</button></td>
                </tr>
                <tr>
                    <th scope="row"><a href=Route::from(Place::Notice).href()>"通报（内部版）"</a></th>
                    <td>"含内部问题和措施的整改情况通报"</td>
                    <td>"全部一份"</td>
                    <td class="acts"><button type="button" on:click=move |_| notice(Version::Internal)>"生成"</button></td>
                </tr>
                <tr>
                    <th scope="row">"台账（.xlsx）"</th>
                    <td>"一行一条措施；时限是真正的日期，改过可以再导入"</td>
                    <td>"全部一份"</td>
                    <td class="acts">
                        <button type="button" on:click=move |_| office.hand_out(Kind::Xlsx, Wanted::default())>"生成"</button>
                        <a href=Route::from(Place::Exchange).href()>"筛选、纸张…"</a>
                    </td>
                </tr>
                <tr>
                    <th scope="row">"各单位填报表"</th>
                    <td>"每个单位一份表格，填好发回后一次汇总"</td>
                    <td>"每个责任单位一份"</td>
                    <td class="acts"><a href=Route::from(Place::Exchange).href()>"去分发与汇总"</a></td>
                </tr>
                <tr>
                    <th scope="row">"导出明细"</th>
                    <td>"给程序用的平表：措施、问题、修改各一张（CSV），列是固定的"</td>
                    <td>"全部一份"</td>
                    <td class="acts"><button type="button" on:click=move |_| office.hand_out_flat()>"生成"</button></td>
                </tr>
            </tbody>
        </table>
    }
}

#[component]
fn Row(paper: Paper, since: RwSignal<Date>) -> impl IntoView {
    let papers = Papers::of_page();
    let change = move |event: ev::Event| {
        if let Ok(day) = event_target_value(&event).parse::<Date>() {
            since.set(day);
        }
    };
    let period = (paper == Paper::Weekly).then(|| {
        view! {
            <label class="since">
                "与这一天相比"
                <input type="date" prop:value=move || since.get().to_string() on:change=change/>
            </label>
        }
    });
    let make = move |_| {
        let since = (paper == Paper::Weekly).then(|| since.get_untracked());
        papers.make_house(paper, since, None);
    };
    view! {
        <tr>
            <th scope="row">{paper.name()}</th>
            <td>{paper.about()}{period}</td>
            <td>{each_word(paper.each()).label().to_owned()}</td>
            <td class="acts">
                <button type="button" on:click=make>"生成"</button>
                <button type="button" class="quiet" on:click=move |_| papers.hand_out_template(paper)>"下载模板"</button>
            </td>
        </tr>
    }
}
