//! The dialog 导入通报: where a text goes in, and what reading it came to, before anything is taken.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::app::notice_import::{NoticeImport, Taken, counted};
use notice::Report;
use notice::into::{Row, Standing};
use platform::files;

/// The most rows that a list of the preview shows.
const SHOWN: usize = 300;

/// 导入通报.
#[component]
pub fn NoticeDialog() -> impl IntoView {
    let import = NoticeImport::of_page();
    let dialog = NodeRef::<html::Dialog>::new();
    let pasted = RwSignal::new(String::new());
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if import.asked.get() {
            if !dialog.open() {
                // Where dialogs cannot be modal the text can still be pasted.
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="notice-dialog"
            aria-labelledby="notice-import-title"
            on:close=move |_| {
                pasted.set(String::new());
                import.close();
            }
        >
            <h2 id="notice-import-title">"导入通报"</h2>
            <Show when=move || import.taken.with(Option::is_none)>
                {asking(&import, pasted)}
            </Show>
            {move || import.taken.get().map(|taken| view! { <Preview taken/> })}
        </dialog>
    }
}

/// Asks for the text, or a file with it.
fn asking(import: &NoticeImport, pasted: RwSignal<String>) -> AnyView {
    let import = *import;
    let choose = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).pop() {
            import.file(file);
        }
    };
    let read = move |_| {
        import.take(&pasted.get_untracked(), "粘贴的文字");
    };
    view! {
        <p>"粘贴反馈意见、整改报告或已发布的通报，或选择 .docx、.txt 文件。先看识别结果，再决定是否采用。"</p>
        <label>
            "粘贴通报全文"
            <textarea rows="8" bind:value=pasted></textarea>
        </label>
        <label class="file">
            <span>"选择通报文件"</span>
            <input type="file" accept=".docx,.txt,text/plain" on:change=choose/>
        </label>
        {move || import.refused.get().map(|why| view! { <p class="field-error" role="alert">{why}</p> })}
        <p class="dialog-foot">
            <button
                type="button"
                class="primary"
                disabled=move || pasted.with(|text| text.trim().is_empty())
                on:click=read
            >
                "识别"
            </button>
            <button type="button" on:click=move |_| import.close()>"取消"</button>
        </p>
    }
    .into_any()
}

/// What reading came to, and what can be done with it.
#[component]
fn Preview(taken: Taken) -> impl IntoView {
    let import = NoticeImport::of_page();
    let report = taken.parsed.report.clone();
    let rows = taken.plan.rows.clone();
    let ops = taken.plan.ops.len();
    let sum = format!("{}：识别为{}，识别出 {}。", taken.name, report.kind.label(), counted(&report));
    let told = Some(taken.plan.told()).filter(|told| !told.is_empty());
    let exact = if report.exact {
        format!("原文 {} 个字符全部放入台账，重新排印与原文逐字相同。", report.characters)
    } else {
        "重新排印与原文有出入，请核对后再采用。".to_owned()
    };
    view! {
        <section class="notice-preview" aria-label="识别结果" tabindex="0">
            <p role="status" aria-label="识别结果">
                <strong>{sum}</strong>
                " "
                {exact}
            </p>
            {recognised(&report)}
            {unplaced(&report)}
            {doubts(&report)}
            {compared(&report)}
            {changes(&rows, told)}
        </section>
        <p class="dialog-foot">
            <span>
                <button type="button" class="primary" on:click=move |_| import.new_ledger()>"新建台账"</button>
                <button type="button" on:click=move |_| import.merge()>
                    {format!("并入当前台账（修改 {ops} 处）")}
                </button>
            </span>
            <span>
                <button type="button" on:click=move |_| import.ask()>"换一份"</button>
                <button type="button" on:click=move |_| import.close()>"取消"</button>
            </span>
        </p>
        <p class="hint">"新建台账后，原来的台账仍保存在本浏览器；并入只补充和更新，不删除任何内容，可以一次撤销。"</p>
    }
}

fn recognised(report: &Report) -> impl IntoView + use<> {
    let items: Vec<_> = report
        .recognised
        .iter()
        .map(|(name, value)| view! { <div><dt>{*name}</dt><dd>{value.clone()}</dd></div> })
        .collect();
    view! {
        <h3>"认出的内容"</h3>
        <dl class="read-facts">{items}</dl>
    }
}

fn unplaced(report: &Report) -> impl IntoView + use<> {
    let count = report.unplaced.len();
    let items: Vec<_> = report
        .unplaced
        .iter()
        .take(SHOWN)
        .map(|one| {
            let text: String = one.text.chars().take(80).collect();
            view! { <li>{format!("第 {} 行，{}：{text}", one.line, one.place)}</li> }
        })
        .collect();
    (count > 0).then(|| {
        view! {
            <h3>{format!("没有认出、原样保留的文字（{count}）")}</h3>
            <ol class="read-list" aria-label="没有认出的文字">{items}</ol>
        }
    })
}

fn doubts(report: &Report) -> impl IntoView + use<> {
    let count = report.doubts.len();
    let items: Vec<_> = report
        .doubts
        .iter()
        .take(SHOWN)
        .map(|doubt| view! { <li>{format!("第 {} 行：{}", doubt.line, doubt.text)}</li> })
        .collect();
    (count > 0).then(|| {
        view! {
            <h3>{format!("请留意（{count}）")}</h3>
            <ol class="read-list" aria-label="请留意">{items}</ol>
        }
    })
}

fn compared(report: &Report) -> impl IntoView + use<> {
    let rows: Vec<_> = report
        .compared
        .iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{one.name.clone()}</th>
                    <td>{one.claimed.clone()}</td>
                    <td>{one.counted}</td>
                    <td>{if one.same { "一致" } else { "不一致" }}</td>
                    <td>{one.quote.clone()}</td>
                </tr>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <h3>"通报所称与实际识别"</h3>
            <table class="read-table" aria-label="通报所称与实际识别">
                <thead>
                    <tr>
                        <th scope="col">"事项"</th>
                        <th scope="col">"通报所称"</th>
                        <th scope="col">"识别出"</th>
                        <th scope="col">"比较"</th>
                        <th scope="col">"原文"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

fn changes(rows: &[Row], sum: Option<String>) -> impl IntoView + use<> {
    let count = |standing| rows.iter().filter(|row| row.standing == standing).count();
    let usual = [Standing::Same, Standing::Changed, Standing::New, Standing::Absent];
    let left_out = (count(Standing::LeftOut) > 0).then_some(Standing::LeftOut);
    let told: Vec<String> = usual
        .into_iter()
        .chain(left_out)
        .map(|standing| format!("{} {}", standing.label(), count(standing)))
        .collect();
    let items: Vec<_> = rows
        .iter()
        .filter(|row| row.standing != Standing::Same)
        .take(SHOWN)
        .map(|row| {
            let fields: Vec<_> = row
                .fields
                .iter()
                .map(|(name, was, is)| {
                    let short = |text: &str| {
                        let text: String = text.chars().take(60).collect();
                        if text.is_empty() { "（空）".to_owned() } else { text.replace('\n', " ") }
                    };
                    view! { <li>{format!("{name}：{} → {}", short(was), short(is))}</li> }
                })
                .collect();
            view! {
                <li>
                    {format!("{}　{}　{}", row.standing.label(), row.place, row.title)}
                    <ul>{fields}</ul>
                </li>
            }
        })
        .collect();
    view! {
        <h3>"并入当前台账时"</h3>
        {sum.map(|sum| view! { <p>{sum}</p> })}
        <p role="status" aria-label="并入的变化">{told.join("，")}</p>
        <ol class="read-list" aria-label="并入的变化">{items}</ol>
    }
}
