//! A template that is added: what is in it, what its heads mean, what is wrong with it, and its first page filled, before it
//! is kept.

use std::collections::BTreeMap;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::app::papers::{Chosen, Papers, each_word};
use formats::template::wanted::{Each, Inspection, RowsOf, TemplateKind, UsableName};
use ledger::template::TemplateEach;
use platform::files;

/// The button that chooses a file.
#[component]
pub fn AddButton() -> impl IntoView {
    let papers = Papers::of_page();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).pop() {
            papers.choose(file, None);
        }
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <button type="button" class="primary" on:click=open>"添加模板…"</button>
        <input type="file" class="sr" accept=".docx,.xlsx" aria-label="模板文件" tabindex="-1" node_ref=input on:change=chosen/>
    }
}

/// What was chosen, while it is looked through.
#[component]
pub fn Looked() -> impl IntoView {
    let papers = Papers::of_page();
    let there = Memo::new(move |_| papers.chosen.with(Option::is_some));
    view! {
        <Show when=move || there.get()>
            <Form/>
        </Show>
    }
}

const EACH: [Each; 4] = [Each::All, Each::Finding, Each::Measure, Each::Unit];

#[component]
fn Form() -> impl IntoView {
    let papers = Papers::of_page();
    let of = move |read: fn(&Chosen) -> String| {
        Memo::new(move |_| papers.chosen.with(|chosen| chosen.as_ref().map(read).unwrap_or_default()))
    };
    let (file, name) = (of(|chosen| chosen.file.clone()), of(|chosen| chosen.name.clone()));
    let each = Memo::new(move |_| papers.chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.each)));
    let public =
        Memo::new(move |_| papers.chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.public)));
    let is_right = move || {
        papers.is_looked_through.get()
            && papers.looked.with(|looked| matches!(looked, Some(Ok(looked)) if looked.faults.is_empty()))
    };
    let choose = move |event: ev::Event| {
        let word = event_target_value(&event);
        if let Some(each) = EACH.into_iter().find(|each| each_word(*each).to_string() == word) {
            papers.say(|chosen| chosen.each = each);
        }
    };
    let option = move |one: Each| {
        let word: TemplateEach = each_word(one);
        view! { <option value=word.to_string() selected=move || each.get() == Some(one)>{word.label().to_owned()}</option> }
    };
    view! {
        <section class="template-form" aria-label="新的模板">
            <h3>{move || format!("模板：{}", file.get())}</h3>
            <div class="exchange-line">
                <label>
                    "模板名称"
                    <input
                        type="text"
                        autocomplete="off"
                        prop:value=name
                        on:change=move |event| {
                            let name = event_target_value(&event);
                            papers.say(|chosen| chosen.name = name);
                        }
                    />
                </label>
                <label>
                    "生成份数"
                    <select on:change=choose>{EACH.into_iter().map(option).collect_view()}</select>
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=public
                        on:change=move |event| {
                            let public = event_target_checked(&event);
                            papers.say(|chosen| chosen.public = public);
                        }
                    />
                    "公开（内部内容不填入）"
                </label>
            </div>
            {move || match papers.looked.get() {
                None => view! { <p class="hint">"正在查看…"</p> }.into_any(),
                Some(Err(why)) => view! { <p class="refused" role="alert">{why}</p> }.into_any(),
                Some(Ok(looked)) => view! { <Found looked/> }.into_any(),
            }}
            <Heads/>
            {move || papers.preview.get().map(|preview| match preview {
                Ok(text) => view! {
                    <h4>"第一份的开头"</h4>
                    <pre class="paper-preview" aria-label="预览" tabindex="0">{text}</pre>
                }
                .into_any(),
                Err(why) => view! { <p class="refused" role="alert">{why}</p> }.into_any(),
            })}
            <div class="exchange-line">
                <button type="button" class="primary" disabled=move || !is_right() on:click=move |_| papers.keep()>"存入台账"</button>
                <button type="button" on:click=move |_| papers.give_up()>"不添加"</button>
            </div>
        </section>
    }
}

/// What is in the template.
#[component]
fn Found(looked: Inspection) -> impl IntoView {
    let kind = match looked.kind {
        TemplateKind::Document => "文档",
        TemplateKind::Workbook => "工作簿",
    };
    let labelled = looked.forms.iter().filter(|form| form.rows == RowsOf::Labels).count();
    let labels =
        if labelled == 0 { String::new() } else { format!("，{labelled} 处按栏目名填的表单") };
    let told = format!(
        "{kind}：{} 处标记，{} 张按表头填的空白表格{labels}。",
        looked.marks.iter().map(|mark| mark.count).sum::<usize>(),
        looked.forms.len() - labelled
    );
    let forms = looked
        .forms
        .iter()
        .map(|form| {
            let rows = match form.rows {
                RowsOf::Findings => "一行一个问题",
                RowsOf::Measures => "一行一条措施",
                RowsOf::Labels => "按栏目名填写",
            };
            let columns: Vec<String> = form
                .columns
                .iter()
                .map(|(head, name)| if head == name { head.clone() } else { format!("{head}（{name}）") })
                .collect();
            view! { <li>{format!("{}：{rows}；{}", form.place, columns.join("、"))}</li> }
        })
        .collect_view();
    let faults = looked.faults.iter().map(|fault| view! { <li>{fault.to_string()}</li> }).collect_view();
    let has_faults = !looked.faults.is_empty();
    let is_empty = looked.marks.is_empty() && looked.forms.is_empty() && !has_faults;
    view! {
        <p>{told}</p>
        <p class="refused" role="alert" hidden=!is_empty>
            "文件里没有标记，也没有认得出表头的表格，生成的和原来一样。请在要填的地方写上“{{反馈问题}}”这样的标记，或使用有表头的空白表格。"
        </p>
        <ul class="template-forms">{forms}</ul>
        <div class="refused" role="alert" hidden=!has_faults>
            <p>"有下列错误，改好后重新添加："</p>
            <ul aria-label="模板的错误">{faults}</ul>
        </div>
    }
}

/// The heads that no field bears, those too of which a person said what they mean: he may say it otherwise.
#[component]
fn Heads() -> impl IntoView {
    let papers = Papers::of_page();
    let names = LocalResource::new(move || papers.names());
    let heads = Memo::new(move |_| {
        let mut all: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
        papers.chosen.with(|chosen| {
            let said = chosen.iter().flat_map(|chosen| chosen.assigned.keys().cloned());
            all.extend(said.map(|head| (head, (String::new(), None))));
        });
        papers.looked.with(|looked| {
            let unknown = looked.iter().flatten().flat_map(|looked| &looked.unknown);
            all.extend(unknown.map(|one| (one.head.clone(), (one.place.clone(), one.nearest.clone()))));
        });
        all.into_iter().collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !heads.with(Vec::is_empty)>
            <p>"这些表头不认识，请说明各是什么；不填的列留空："</p>
            <ul class="unknown-heads" aria-label="不认识的表头">
                <For each=move || heads.get() key=|(head, _)| head.clone() let:one>
                    <Head head=one.0 place=one.1.0 nearest=one.1.1 names/>
                </For>
            </ul>
        </Show>
    }
}

/// A head that no field bears, to be told what it means.
#[component]
fn Head(
    head: String,
    place: String,
    nearest: Option<String>,
    names: LocalResource<Result<Vec<UsableName>, String>>,
) -> impl IntoView {
    let papers = Papers::of_page();
    let keep = StoredValue::new(head.clone());
    let said = move || {
        papers.chosen.with(|chosen| {
            chosen.as_ref().and_then(|chosen| keep.with_value(|head| chosen.assigned.get(head).cloned()))
        })
    };
    let options = move || {
        let mut known: Vec<String> = match names.get() {
            Some(Ok(names)) => names
                .into_iter()
                .filter(|name| matches!(name.list.as_str(), "措施" | "问题"))
                .map(|name| name.name)
                .collect(),
            _ => Vec::new(),
        };
        known.retain(|name| !name.contains('.') && name != "措施");
        known.dedup();
        let mut seen = std::collections::HashSet::new();
        known.retain(|name| seen.insert(name.clone()));
        if let Some(nearest) = &nearest {
            known.retain(|name| name != nearest);
            known.insert(0, nearest.clone());
        }
        known.into_iter().map(|name| {
            let (same, shown) = (name.clone(), name.clone());
            view! { <option value=name selected=move || said().as_deref() == Some(same.as_str())>{shown}</option> }
        }).collect_view()
    };
    let choose = move |event: ev::Event| {
        let name = event_target_value(&event);
        papers.say(|chosen| {
            let head = keep.get_value();
            if name.is_empty() {
                chosen.assigned.remove(&head);
            } else {
                chosen.assigned.insert(head, name);
            }
        });
    };
    view! {
        <li>
            <label>
                <span>{if place.is_empty() { head.clone() } else { format!("{head}（{place}）") }}</span>
                <select aria-label=format!("{head} 的含义") on:change=choose>
                    <option value="">"留空"</option>
                    {options}
                </select>
            </label>
        </li>
    }
}
