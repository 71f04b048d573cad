//! 帮助: how the page works, offline like the rest of it.

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::keys::KEYS;

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    let desk = Desk::of_page();
    let keys: Vec<_> = KEYS
        .iter()
        .map(|(key, what)| {
            view! {
                <dt>
                    <kbd>{*key}</kbd>
                </dt>
                <dd>{*what}</dd>
            }
        })
        .collect();
    view! {
        <section class="page help">
            <header class="page-head">
                <h1>"帮助"</h1>
            </header>
            <h2>"修改"</h2>
            <p>
                "看上去是文字的地方都可以直接改：点一下，或用 Tab 移到那里。离开输入框就存入，按 Esc 放弃。正在输入而没有存入的文字会留作草稿，下次打开时可以采用。"
            </p>
            <p>"每处修改都能撤销，删除也一样，所以不会反复询问“确定吗”。全部修改在“变更”页，写明谁在何时把什么从什么改成什么。"</p>
            <h2>"保存在哪里"</h2>
            <p>
                "修改逐条保存在这台电脑的这个浏览器里，右上方显示“已保存”。浏览器里的只是工作副本：正式的记录是“导出 JSON”得到的文件。换电脑、换浏览器、清理浏览器数据或（在 Firefox 中）移动本页文件之前，请先导出。"
            </p>
            <p>"显示“未保存”时，请按提示处理：先导出 JSON 留底，再清理浏览器存储。"</p>
            <h2>"打开"</h2>
            <p>
                "“打开…”可以选择文件、粘贴，也可以把文件拖进页面。读不懂的文件不会影响现在的台账，页面会写明第几行第几列、应为什么、实为什么。"
            </p>
            <h2>"按键"</h2>
            <dl class="keys">{keys}</dl>
            <h2>"署名"</h2>
            <p>
                {move || match desk.person.get() {
                    Some(person) => {
                        format!("现在的署名：{}{}。", person.name, if person.unit.is_empty() { String::new() } else { format!("（{}）", person.unit) })
                    }
                    None => "还没有署名。".to_owned(),
                }}
            </p>
            <p>
                <button type="button" on:click=move |_| desk.person.set(None)>"更改署名"</button>
            </p>
        </section>
    }
}
