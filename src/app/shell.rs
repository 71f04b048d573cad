//! The frame around every page: the rail of places, the bar with search, save state and export, and what is
//! told. Knows which page is drawn, not what is on it.

use leptos::ev;
use leptos::prelude::*;

use super::badges::Waiting;
use super::checking::Checking;
use super::display_settings::DisplaySettings;
use super::keys;
use super::nav::Nav;
use super::opening::Opening;
use super::pages;
use super::palette::CommandPalette;
use super::parts::person_card::PersonCard;
use super::rows::Rows;
use super::search::Search;
use super::theme::Theme;
use super::workspace::{Save, Workspace};
use super::worktable::look::remembered_query;
use platform::{focus, page};
use query::RecordKind;
use query::leaving::Leaving;
use query::route::{Place, Route};
use session::Event;

/// The places of the rail, in order.
const PLACES: [Place; 11] = [
    Place::Overview,
    Place::Findings,
    Place::Measures,
    Place::Review,
    Place::Institutions,
    Place::Notice,
    Place::Reports,
    Place::History,
    Place::Merge,
    Place::Archive,
    Place::Checks,
];

/// What is about the ledger and the page, not of it.
const OTHERS: [Place; 3] = [Place::About, Place::LocalLedgers, Place::Help];

/// The page inside its frame.
#[component]
pub fn Shell() -> impl IntoView {
    let workspace = Workspace::of_page();
    let place = Nav::of_page().page();
    Effect::new(move || {
        let title = workspace.watch(|ledger| ledger.bundle().title.clone());
        page::set_title(&format!("整改台账 — {title}"));
    });
    follow(place);
    keys::listen(workspace);
    view! {
        <a
            class="skip"
            href="#main"
            on:click=move |event: ev::MouseEvent| {
                event.prevent_default();
                page::focus("#main");
            }
        >
            "跳到正文"
        </a>
        <div class="frame">
            <Rail/>
            <TopBar/>
            <main id="main" tabindex="-1">
                <super::print::PrintHead/>
                <PersonCard/>
                <Alerts/>
                {move || {
                    workspace.opened.track();
                    workspace.today.track();
                    pages::draw(place.get())
                }}
            </main>
        </div>
        <News/>
        {unit_names(workspace)}
        <super::open_dialog::OpenDialog/>
        <super::progress::Progress/>
        <super::new_ledger::NewLedgerDialog/>
        <keys::KeyList/>
        <CommandPalette/>
    }
}

/// The top of another page is where reading begins; a screen reader hears its heading first.
fn follow(place: Memo<Place>) {
    let rows = Rows::of_page();
    Effect::new(move |before: Option<Place>| {
        let now = place.get();
        if let Some(before) = before.filter(|before| *before != now) {
            rows.came_back(matches!(before, Place::Finding(_) | Place::Measure(..)));
            page::to_top("#main");
            if !page::has_focus("#search") {
                page::focus("#main");
            }
        }
        now
    });
}

/// The names of the units, which boxes for a unit propose.
fn unit_names(workspace: Workspace) -> AnyView {
    let names = move || {
        workspace
            .watch(|ledger| ledger.bundle().units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>())
    };
    view! {
        <datalist id="unit-names">
            <For each=names key=String::clone let:name>
                <option value=name></option>
            </For>
        </datalist>
    }
    .into_any()
}

#[component]
fn Rail() -> impl IntoView {
    let nav = Nav::of_page();
    // Who comes back to a list finds what was asked of it; a second click asks for all.
    let kept = [RecordKind::Measure, RecordKind::Finding].map(remembered_query);
    let links: Vec<_> = PLACES
        .into_iter()
        .map(|place| {
            let name = place.name();
            let here = move || nav.route.with(|route| route.place.name() == name);
            let of_place = place.clone();
            let href = move || {
                let kept = match of_place {
                    Place::Measures => Some(kept[0]),
                    Place::Findings => Some(kept[1]),
                    _ => None,
                };
                let is_here = nav.route.with(|route| route.place == of_place);
                let query = kept.filter(|_| !is_here).map(|kept| kept.get()).unwrap_or_default();
                Route { place: of_place.clone(), query }.href()
            };
            let count = rail_count(&place);
            let told =
                move || count.and_then(|count| count.with(|(n, of)| (*n != 0).then(|| format!("{n} {of}"))));
            view! {
                <li>
                    <a href=href title=told aria-current=move || here().then_some("page")>{name}</a>
                    {count.map(|count| view! { <RailCount count/> })}
                </li>
            }
        })
        .collect();
    let others: Vec<_> = OTHERS
        .into_iter()
        .map(|place| {
            let name = place.name();
            let here = move || nav.route.with(|route| route.place.name() == name);
            view! {
                <li>
                    <a href=Route::from(place).href() aria-current=move || here().then_some("page")>{name}</a>
                </li>
            }
        })
        .collect();
    view! {
        <div class="rail">
            <p class="mark" aria-hidden="true">"整改台账"</p>
            <nav aria-label="主导航">
                <ul>{links}</ul>
            </nav>
            <nav class="rail-foot" aria-label="其他">
                <ul>{others}</ul>
            </nav>
        </div>
    }
}

/// What waits in a place, where its link tells it: a number, and what it counts.
fn rail_count(place: &Place) -> Option<Signal<(usize, &'static str)>> {
    let checking = Checking::of_page();
    let waiting = Waiting::of_page();
    match place {
        Place::Checks => Some(Signal::derive(move || (checking.serious(), "项严重"))),
        Place::Review => Some(Signal::derive(move || (waiting.at(&Place::Review), "项待审"))),
        Place::History => {
            let workspace = Workspace::of_page();
            let conflicts = Memo::new(move |_| {
                workspace.revision.track();
                workspace.look_journal(|journal| journal.waiting().len())
            });
            Some(Signal::derive(move || (conflicts.get(), "处待处理")))
        }
        _ => None,
    }
}

/// The number beside a place: beside its link, whose text is its name alone and whose title tells the rest.
#[component]
fn RailCount(count: Signal<(usize, &'static str)>) -> impl IntoView {
    view! {
        <Show when=move || count.with(|(number, _)| *number != 0)>
            <span class="rail-count" aria-hidden="true">
                {move || count.with(|(n, _)| if *n > 999 { "999+".to_owned() } else { n.to_string() })}
            </span>
        </Show>
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let workspace = Workspace::of_page();
    let opening = Opening::of_page();
    let theme = Theme::of_page();
    let title = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().title.clone()));
    let sample = Memo::new(move |_| workspace.watch(|ledger| ledger.bundle().demonstration));
    let nav = Nav::of_page();
    let leaving =
        move || workspace.watch(|ledger| nav.route.with(|route| Leaving::from(route, ledger).route().href()));
    view! {
        <header class="top">
            <p class="bundle-title" title=move || title.get()>
                <Show when=move || sample.get()>
                    <strong class="sample">"演示数据"</strong>
                </Show>
                {move || title.get()}
            </p>
            <Search/>
            {undo_and_redo(workspace)}
            <SaveState/>
            <ExportState/>
            <a class="leave" href=leaving title="选择这一页的材料或表格，以及格式">"导出"</a>
            <button type="button" on:click=move |_| opening.ask()>"打开…"</button>
            <button
                type="button"
                class="primary"
                title="导出 JSON（Ctrl+S）"
                on:click=move |_| opening.export()
            >
                "导出 JSON"
            </button>
            <button type="button" class="icon" aria-label="切换明暗" title="切换明暗" on:click=move |_| theme.turn()>
                "◐"
            </button>
            <DisplaySettings/>
        </header>
    }
}

/// What goes back and forth through the edits, while there is anywhere to go.
fn undo_and_redo(workspace: Workspace) -> AnyView {
    let can = move |at: fn(&journal::Journal) -> bool| {
        move || {
            workspace.revision.track();
            !workspace.look_journal(at)
        }
    };
    view! {
        <button
            type="button"
            title="撤销（Ctrl+Z）"
            disabled=can(journal::Journal::can_undo)
            on:click=move |event| {
                focus::keep(&event);
                workspace.undo();
            }
        >
            "撤销"
        </button>
        <button
            type="button"
            title="重做（Ctrl+Shift+Z）"
            disabled=can(journal::Journal::can_redo)
            on:click=move |event| {
                focus::keep(&event);
                workspace.redo();
            }
        >
            "重做"
        </button>
    }
    .into_any()
}

#[component]
fn SaveState() -> impl IntoView {
    let workspace = Workspace::of_page();
    let words = move || match workspace.save.get() {
        Save::Saved => "已保存".to_owned(),
        Save::Saving => "正在保存".to_owned(),
        Save::Unsaved(why) => format!("未保存：{why}"),
    };
    let unsaved = move || workspace.save.with(|save| matches!(save, Save::Unsaved(_)));
    view! {
        <span class="save-state" role="status" aria-label="保存状态" class:unsaved=unsaved title=words>
            {words}
        </span>
    }
}

/// Whether the file in the archive would know all: it follows the content, not the click.
#[component]
fn ExportState() -> impl IntoView {
    let workspace = Workspace::of_page();
    let count = Memo::new(move |_| {
        workspace.revision.track();
        workspace.unexported()
    });
    let handed = Memo::new(move |_| {
        workspace.revision.track();
        workspace.is_handed_out() && workspace.unexported() > 0
    });
    view! {
        <span
            class="export-state"
            role="status"
            aria-label="导出状态"
            title="还没有写进任何导出文件的修改。浏览器中保存的只是工作副本，导出的 JSON 才是正式记录。"
        >
            {move || match count.get() {
                0 => "已导出".to_owned(),
                n => format!("{n} 处未导出"),
            }}
        </span>
        <Show when=move || handed.get()>
            <button
                type="button"
                class="small"
                title="浏览器不告诉网页下载是否完成。看到文件后按这里，它才算已导出。"
                on:click=move |event| {
                    focus::keep(&event);
                    workspace.send(Event::ConfirmExport);
                }
            >
                "确认已下载"
            </button>
        </Show>
    }
}

/// What went wrong and stays until it is closed, above the page.
#[component]
fn Alerts() -> impl IntoView {
    let workspace = Workspace::of_page();
    let opening = Opening::of_page();
    let warnings = move || {
        workspace.notices.shown.with(|list| list.iter().filter(|n| n.warning).cloned().collect::<Vec<_>>())
    };
    let unsaved = move || match workspace.save.get() {
        Save::Unsaved(why) if workspace.store().is_some() => Some(why),
        _ => None,
    };
    view! {
        {move || {
            unsaved()
                .map(|why| {
                    view! {
                        <div class="banner" role="alert">
                            <p>
                                {if why.ends_with("只在备用存储中留有一份") {
                                    format!("{why}：重新打开本页会自动找回，但没有第二份。请先导出 JSON，再清理浏览器存储。")
                                } else if why.ends_with("只在浏览器存储中留有一份") {
                                    format!("{why}：浏览器被强行结束时可能丢失最后几秒的修改。本页会自动重试；磁盘可能已满，请先导出 JSON，再清理磁盘。")
                                } else {
                                    format!(
                                        "{why}，最近的修改只在本页内存中，关闭页面就会丢失。请先导出 JSON，再清理浏览器存储。",
                                    )
                                }}
                            </p>
                            <button type="button" on:click=move |_| opening.export()>"导出 JSON 留底"</button>
                            <button type="button" on:click=move |_| workspace.store_again()>"重试保存"</button>
                        </div>
                    }
                })
        }}
        <For each=warnings key=|notice| notice.id let:notice>
            <div class="banner" role="alert">
                <p>{notice.text}</p>
                {(!notice.lines.is_empty())
                    .then(|| {
                        let lines: Vec<_> =
                            notice.lines.iter().map(|line| view! { <li>{line.clone()}</li> }).collect();
                        view! { <ol class="problem-list">{lines}</ol> }
                    })}
                <button
                    type="button"
                    class="small"
                    on:click=move |event| {
                        focus::keep(&event);
                        workspace.notices.close(notice.id);
                    }
                >
                    "关闭"
                </button>
            </div>
        </For>
    }
}

/// One line of good news.
#[component]
fn News() -> impl IntoView {
    let workspace = Workspace::of_page();
    let text = move || {
        workspace
            .notices
            .shown
            .with(|list| list.iter().rev().find(|n| !n.warning).map(|n| n.text.clone()).unwrap_or_default())
    };
    view! {
        <div class="news" class:shown=move || workspace.notices.seen.with(Option::is_some) role="status" aria-label="消息">
            {text}
        </div>
    }
}
