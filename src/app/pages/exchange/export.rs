//! 导出: the ledger as .xlsx or .csv, whole or as it is filtered; the notice as .docx.

use leptos::ev;
use leptos::prelude::*;

use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::office::{Kind, Office};
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use formats::notice_document;
use formats::table::book::Paper;
use formats::table::ledger_book::Wanted;
use notice::Version;
use platform::clock;
use query::RecordKind;
use query::route::{Place, Route};

/// The two rows of buttons.
#[component]
pub fn Export() -> impl IntoView {
    view! {
        {ledger()}
        {notice()}
    }
}

/// What of the ledger is written, and how.
#[derive(Clone, Copy)]
struct Asked {
    /// Only the measures that the filter shows.
    filtered: RwSignal<bool>,
    /// On A3.
    large: RwSignal<bool>,
    /// Without the column of ids.
    bare: RwSignal<bool>,
}

impl Asked {
    fn wanted(self, lists: Lists) -> Wanted {
        let shown = || {
            let rows = lists.measures.get_untracked();
            let ids = lists
                .look(|index, _| rows.iter().filter_map(|row| index.measure_id(*row).cloned()).collect());
            ids.unwrap_or_default()
        };
        Wanted {
            measures: self.filtered.get_untracked().then(shown),
            paper: if self.large.get_untracked() { Paper::A3 } else { Paper::A4 },
            without_ids: self.bare.get_untracked(),
        }
    }
}

/// 导出台账.
fn ledger() -> impl IntoView {
    let (office, lists, nav) = (Office::of_page(), Lists::of_page(), Nav::of_page());
    let query = query_of(nav);
    let asked = Asked {
        filtered: RwSignal::new(query.with_untracked(|query| !query.is_everything())),
        large: RwSignal::new(false),
        bare: RwSignal::new(false),
    };
    Effect::new(move || query.with(|query| lists.ask(RecordKind::Measure, query)));
    let to_table = Route { place: Place::Measures, query: nav.route.with_untracked(|r| r.query.clone()) };
    view! {
        <section class="exchange-part" aria-labelledby="export-title">
            <h2 id="export-title">"导出台账"</h2>
            <div class="exchange-line">
                {choices(asked)}
                <button type="button" on:click=move |_| office.hand_out(Kind::Xlsx, asked.wanted(lists))>"导出台账（.xlsx）"</button>
                <button type="button" on:click=move |_| office.hand_out(Kind::Csv, asked.wanted(lists))>"导出台账（.csv）"</button>
                <button type="button" on:click=move |_| office.hand_out_flat()>"导出明细（.zip）"</button>
            </div>
            <p class="told">
                "一行一条措施，问题的单元格合并；表格最右有一列隐藏的系统编号，改过的台账凭它对上原来的措施，请不要删除；不含这一列的，改过以后按文字对应。筛选在"
                <a href=to_table.href()>"措施"</a>
                "页设置。导出明细供程序统计使用：措施、问题、变更各一张平表（CSV 和 NDJSON），列的含义见其中的 schema.csv。"
            </p>
        </section>
    }
}

/// 范围, 纸张, and whether the ids are left out.
fn choices(asked: Asked) -> impl IntoView {
    let (workspace, lists) = (Workspace::of_page(), Lists::of_page());
    let Asked { filtered, large, bare } = asked;
    let matched = move || lists.measures.with(|rows| rows.len());
    let total = move || {
        workspace.watch(|ledger| ledger.bundle().findings.iter().map(|f| f.measures.len()).sum::<usize>())
    };
    let chosen = move |event: &ev::Event, value: &str| event_target_value(event) == value;
    view! {
        <label>
            "范围"
            <select on:change=move |event| filtered.set(chosen(&event, "filtered"))>
                <option value="all" selected=move || !filtered.get()>
                    {move || format!("全部（{} 条措施）", total())}
                </option>
                <option value="filtered" selected=move || filtered.get()>
                    {move || format!("当前筛选（{} 条措施）", matched())}
                </option>
            </select>
        </label>
        <label>
            "纸张"
            <select on:change=move |event| large.set(chosen(&event, "A3"))>
                <option value="A4">"A4 横向"</option>
                <option value="A3">"A3 横向"</option>
            </select>
        </label>
        <label>
            <input type="checkbox" prop:checked=bare on:change=move |event| bare.set(event_target_checked(&event))/>
            "不含系统编号列"
        </label>
    }
}

/// 导出通报.
fn notice() -> impl IntoView {
    let (workspace, office) = (Workspace::of_page(), Office::of_page());
    let hand_out = move |version: Version| {
        let author =
            workspace.person.with_untracked(|p| p.as_ref().map(|p| p.name.clone())).unwrap_or_default();
        let document = workspace
            .look(|ledger| notice_document::document(ledger.bundle(), version, clock::today(), &author));
        office.hand_out_document(&format!("通报（{}）", version.label()), document);
    };
    view! {
        <section class="exchange-part" aria-labelledby="word-title">
            <h2 id="word-title">"导出通报"</h2>
            <div class="exchange-line">
                <button type="button" on:click=move |_| hand_out(Version::Public)>"导出通报（公开版 .docx）"</button>
                <button type="button" on:click=move |_| hand_out(Version::Internal)>"导出通报（内部版 .docx）"</button>
            </div>
            <p class="told">"按 GB/T 9704-2012 排版：每页 22 行、每行 28 字，单页码居右、双页码居左。"</p>
        </section>
    }
}
