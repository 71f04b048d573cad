//! What a person who opens the page for the first time is offered: the ledger on screen is a sample of another city, and a
//! ledger of one's own is one press away. Gone with the first edit, or when it is put away.

use leptos::prelude::*;

use crate::app::new_ledger::NewLedgerAsked;
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use ledger::new_ledger::SAMPLE;
use query::route::{Place, Route};

/// The setting that says that a person has put it away.
const SEEN: &str = "sample-seen";

/// The offer.
#[component]
pub fn Welcome() -> impl IntoView {
    let workspace = Workspace::of_page();
    let opening = Opening::of_page();
    let begin = NewLedgerAsked::of_page();
    let seen =
        RwSignal::new(workspace.store().and_then(|store| store.setting::<bool>(SEEN)).unwrap_or_default());
    let shown = Memo::new(move |_| {
        let is_sample = workspace.watch(|ledger| ledger.bundle().id.as_str() == SAMPLE);
        is_sample && !seen.get() && workspace.look_journal(|journal| journal.entries().is_empty())
    });
    let put_away = move |_| {
        if let Some(store) = workspace.store() {
            store.put_setting(SEEN, &true);
        }
        seen.set(true);
    };
    view! {
        <Show when=move || shown.get()>
            <section class="welcome" aria-label="开始使用">
                <p>"这是一本示例台账（武汉市科技创新局公开的整改通报），可以随意翻看和试改。本单位的工作请从这里开始："</p>
                <p class="welcome-ways">
                    <button type="button" class="primary" on:click=move |_| begin.ask()>"新建台账"</button>
                    <a class="button" href=Route::from(Place::Exchange).href()>"从表格或文件导入"</a>
                    <button type="button" on:click=move |_| opening.ask()>"打开已有台账…"</button>
                    <button type="button" class="quiet" on:click=put_away>"先看示例"</button>
                </p>
            </section>
        </Show>
    }
}
