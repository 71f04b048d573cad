//! Every name that a mark may use, with a button that copies the mark.

use leptos::prelude::*;

use crate::app::papers::Papers;
use crate::app::workspace::Workspace;
use formats::template::wanted::UsableName;
use platform::page;

/// The list, folded until somebody asks for it.
#[component]
pub fn Names() -> impl IntoView {
    let papers = Papers::of_page();
    let open = RwSignal::new(false);
    view! {
        <section class="exchange-part" aria-labelledby="marks-title">
            <h2 id="marks-title">"标记"</h2>
            <p>
                "模板里写“{{反馈问题}}”这样的标记，生成时换成台账的内容；“{{#措施}}…{{/措施}}”之间的内容每条措施重复一次，可加筛选：“{{#措施 状态:已完成}}”。"
                "工作簿里，工作表的名称也可以写标记：名称为“{{序号}} {{反馈问题}}”的工作表每个问题复制一张，“{{单位.名称}}”每个单位一张。"
            </p>
            <div class="exchange-line">
                <button type="button" on:click=move |_| papers.hand_out_sample()>"生成示例模板"</button>
                <button type="button" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|open| *open = !*open)>
                    "全部标记"
                </button>
            </div>
            <Show when=move || open.get()>
                <List/>
            </Show>
        </section>
    }
}

#[component]
fn List() -> impl IntoView {
    let papers = Papers::of_page();
    let names = LocalResource::new(move || papers.names());
    view! {
        {move || match names.get() {
            None => view! { <p class="hint">"正在列出…"</p> }.into_any(),
            Some(Err(why)) => view! { <p class="refused" role="alert">{why}</p> }.into_any(),
            Some(Ok(names)) => view! {
                <table class="plain marks" aria-label="全部标记">
                    <thead>
                        <tr>
                            <th scope="col">"标记"</th>
                            <th scope="col">"写在"</th>
                            <th scope="col">"内容"</th>
                            <th scope="col"><span class="sr">"操作"</span></th>
                        </tr>
                    </thead>
                    <tbody>{names.into_iter().map(|name| view! { <Name name/> }).collect_view()}</tbody>
                </table>
            }
            .into_any(),
        }}
    }
}

#[component]
fn Name(name: UsableName) -> impl IntoView {
    let workspace = Workspace::of_page();
    let mark = StoredValue::new(name.mark.clone());
    let copy = move |_| {
        let mark = mark.get_value();
        let told = if page::copy(&mark) {
            format!("已复制 {mark}")
        } else {
            format!("浏览器不让复制，请手工抄写 {mark}")
        };
        workspace.notices.tell(told);
    };
    let place =
        if name.list.is_empty() { "任何地方".to_owned() } else { format!("{} 之间", name.list) };
    let internal = if name.internal { "（内部）" } else { "" };
    view! {
        <tr>
            <td><code>{name.mark.clone()}</code></td>
            <td>{place}</td>
            <td>{format!("{}{internal}", name.meaning)}</td>
            <td class="acts"><button type="button" class="small" aria-label=format!("复制 {}", name.mark) on:click=copy>"复制"</button></td>
        </tr>
    }
}
