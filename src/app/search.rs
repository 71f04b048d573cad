//! The search box of the bar: what is typed is the query of the list on screen, or leads to the ledger table.
//! Under it stands what is wrong with a field that was asked for; beside it, how to search.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::context::of_page;
use super::lists::Lists;
use super::nav::Nav;
use super::rows::Rows;
use crate::app::workspace::Workspace;
use ledger::fields::Fields;
use platform::page;
use query::route::{Place, Route};
use query::{Hint, Query, field_names, hints};

/// What opens the help of the search.
#[derive(Clone, Copy)]
pub struct SearchHelp(pub RwSignal<bool>);

/// Searches for a text: in the list on screen, or in the ledger table.
pub fn search_for(nav: Nav, text: String) {
    let route = nav.route.get_untracked();
    match route.place {
        Place::Findings | Place::Measures | Place::History | Place::Institutions | Place::Evidence => {
            let query = Query { text, ..Query::parse(&route.query) };
            nav.set_query(query.print());
        }
        _ => {
            let query = Query { text, ..Query::default() };
            nav.go(&Route { place: Place::Measures, query: query.print() });
        }
    }
}

/// The search box.
#[component]
pub fn Search() -> impl IntoView {
    let nav = Nav::of_page();
    let help: SearchHelp = of_page();
    let text = Memo::new(move |_| {
        nav.route.with(|route| match route.place {
            Place::Findings | Place::Measures | Place::History | Place::Institutions | Place::Evidence => {
                Query::parse(&route.query).text
            }
            _ => String::new(),
        })
    });
    // The letters that an input method is still putting together are nobody's words yet.
    let composing = StoredValue::new(false);
    let type_in = move |event: ev::Event| {
        if !composing.get_value() {
            search_for(nav, event_target_value(&event));
        }
    };
    let composed = move |event: ev::CompositionEvent| {
        composing.set_value(false);
        search_for(nav, event_target_value(&event));
    };
    let rows = Rows::of_page();
    view! {
        <div class="search-box">
            <input
                class="search"
                id="search"
                type="search"
                aria-label="搜索"
                aria-describedby="search-hints"
                placeholder="搜索文字、拼音或 单位:…（/）"
                autocomplete="off"
                prop:value=move || text.get()
                on:input=type_in
                on:compositionstart=move |_| composing.set_value(true)
                on:compositionend=composed
                on:keydown=move |event| leave(nav, rows, text, &event)
            />
            <button
                type="button"
                class="icon search-help-button"
                aria-label="搜索帮助"
                title="搜索帮助"
                on:click=move |_| help.0.set(true)
            >
                "?"
            </button>
            <Hints text/>
        </div>
        <HelpDialog/>
    }
}

/// Esc empties the box; in an empty one it goes back to where the search was asked from.
fn leave(nav: Nav, rows: Rows, text: Memo<String>, event: &ev::KeyboardEvent) {
    if event.key() != "Escape" || event.is_composing() {
        return;
    }
    if !text.with_untracked(String::is_empty) {
        event.stop_propagation();
        event.prevent_default();
        search_for(nav, String::new());
    } else if rows.leave_search() {
        event.stop_propagation();
        event.prevent_default();
    }
}

/// What is told of the search, under its box.
#[component]
fn Hints(text: Memo<String>) -> impl IntoView {
    let nav = Nav::of_page();
    let lists = Lists::of_page();
    let told = Memo::new(move |_| {
        let searched = nav.route.with(|route| matches!(route.place, Place::Findings | Place::Measures));
        // The index is made with the first question, which is answered after the text is known here.
        lists.terms.track();
        let told = searched.then(|| lists.look(|index, ledger| hints(&text.get(), index, ledger)));
        told.flatten().unwrap_or_default()
    });
    let line = move |hint: Hint| {
        let instead = hint.instead.map(|instead| {
            let shown = instead.clone();
            view! {
                <button type="button" class="small" on:click=move |_| search_for(nav, instead.clone())>
                    {format!("改为 {shown}")}
                </button>
            }
        });
        view! { <p>{hint.said}" "{instead}</p> }
    };
    let of = move |wrong: bool| {
        told.with(|told| {
            told.iter().filter(|hint| hint.wrong == wrong).cloned().map(line).collect::<Vec<_>>()
        })
    };
    let any = move |wrong: bool| told.with(|told| told.iter().any(|hint| hint.wrong == wrong));
    view! {
        <div id="search-hints" class="search-hints">
            <Show when=move || any(true)>
                <div role="alert" class="wrong">{move || of(true)}</div>
            </Show>
            <Show when=move || any(false)>
                <div role="status" aria-label="搜索提示" class="told">{move || of(false)}</div>
            </Show>
        </div>
    }
}

/// What can be typed, with what it finds.
const EXAMPLES: [(&str, &str); 16] = [
    ("台账 制度", "同时含有“台账”和“制度”的措施"),
    ("kjcg", "拼音首字母：科技成果"),
    ("kejichengguo", "全拼；也可以混写，如 keji成果"),
    ("12-3", "问题 12 的第 3 条措施"),
    ("单位:办公室", "牵头、责任或配合单位；可只写几个字或拼音首字母"),
    ("牵头:未定", "没有牵头部门的措施"),
    ("状态:整改中、未启动", "两种状态之一；没有状态的写 未填报"),
    ("-状态:已完成", "前面加 - 表示不是"),
    ("责任人:无", "没有责任人的措施；也可以写姓名"),
    ("时限:2024-06", "某月到期；也可以写某天、某年"),
    ("时限:<2024-07", "某月之前到期；还有 >、<=、>=、2024-01..2024-06"),
    ("时限:30天", "30 天内到期；还有 逾期、本月、长期、无"),
    ("是:逾期", "已逾期；还有 临期、无佐证、无进展、延期、退回、已完成……"),
    ("编号:12", "问题 12 的全部措施"),
    ("佐证:无 状态:已完成", "已完成而没有佐证材料"),
    ("状态:整改中 逾期", "有字段时，逾期、无佐证 等可以直接写"),
];

#[component]
fn HelpDialog() -> impl IntoView {
    let nav = Nav::of_page();
    let help: SearchHelp = of_page();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if help.0.get() {
            if !dialog.open() {
                // A dialog that cannot be shown is no loss: the field itself tells what it takes.
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    let lines: Vec<_> = EXAMPLES
        .iter()
        .map(|(example, what)| {
            let try_it = move |_| {
                help.0.set(false);
                if let Some(dialog) = dialog.get_untracked() {
                    dialog.close();
                }
                search_for(nav, (*example).to_owned());
                page::focus("#search");
            };
            view! {
                <dt>
                    <button type="button" class="small example" on:click=try_it>
                        {*example}
                    </button>
                </dt>
                <dd>{*what}</dd>
            }
        })
        .collect();
    let workspace = Workspace::of_page();
    let names = Memo::new(move |_| workspace.watch(|ledger| field_names(&Fields::of(ledger))));
    view! {
        <dialog
            node_ref=dialog
            class="search-help"
            aria-labelledby="search-help-title"
            on:close=move |_| help.0.set(false)
        >
            <h2 id="search-help-title">"搜索帮助"</h2>
            <p class="hint">"各个词用空格隔开，须同时符合。点一个例子试试。冒号用全角、半角都可以。"</p>
            <dl class="examples">{lines}</dl>
            <p class="hint">{move || format!("可用的字段：{}。", names.get())}</p>
            <form method="dialog">
                <button type="submit">"关闭"</button>
            </form>
        </dialog>
    }
}
