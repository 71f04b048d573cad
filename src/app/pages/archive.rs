//! 归档: metadata, checks and package of the hand-over; verifying a package; the page saved with its ledger.

use leptos::ev;
use leptos::prelude::*;

use crate::app::archiving::Archiving;
use crate::app::papers::{Papers, Which};
use crate::app::parts::field::FieldBox;
use crate::app::parts::table_head::head_row;
use crate::app::workspace::Workspace;
use formats::archive::checks::{Check, Verdict, checks, may_be_handed_over};
use formats::archive::metadata::{Element, Need, Proposal, metadata};
use formats::archive::package;
use formats::archive::verify::Report;
use ledger::Id;
use notice::Version;
use platform::files;
use query::route::{Place, Route};

/// The page.
#[component]
pub fn ArchivePage() -> impl IntoView {
    let workspace = Workspace::of_page();
    let work = Archiving::new(workspace);
    let pages = Memo::new(move |_| {
        workspace.revision.track();
        workspace.look_journal(|journal| package::pages(journal, Version::Public).len())
    });
    let elements = Memo::new(move |_| {
        let internal = 2 * usize::from(workspace.look_journal(package::has_internal));
        let files = package::REQUIRED.len() + 2 + internal + work.papers.with(Vec::len);
        workspace.watch(|ledger| metadata(ledger.bundle(), pages.get(), files))
    });
    let checked = Memo::new(move |_| {
        let read_back = work.read_back();
        workspace.look_journal(|journal| checks(journal, &elements.get(), read_back.as_ref()))
    });
    view! {
        <section class="page archive">
            <header class="page-head">
                <h1>"归档"</h1>
                <p class="hint">
                    "把台账、变更记录、通报和佐证材料清单装成一个可核验的归档包，移交档案部门。元数据名称依据 DA/T 46-2009，检测项目依据 DA/T 70-2018。"
                </p>
            </header>
            <Metadata elements/>
            <section class="group" aria-label="移交前检测">
                <h2>"移交前检测"</h2>
                <div class="table-scroll">
                    <table class="plain">
                        <thead>{head_row(&[("", "性质"), ("", "项目"), ("", "结果"), ("", "情况")])}</thead>
                        <tbody>{move || checked.get().into_iter().map(check_row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
            {packing(&work, checked)}
            {verifying(&work)}
        </section>
    }
}

/// The making of a package, and of a page with the ledger in it.
fn packing(work: &Archiving, checked: Memo<Vec<Check>>) -> AnyView {
    let work = *work;
    let is_busy = move || work.busy.with(Option::is_some);
    let told = move || {
        if checked.with(|checks| may_be_handed_over(checks)) {
            "检测没有发现问题，可以生成归档包。"
        } else {
            "还有不合格的项目。现在生成的归档包只宜内部留存，移交前请先补齐。"
        }
    };
    view! {
        <section class="group" aria-label="归档包">
            <h2>"归档包"</h2>
            <p>{told}</p>
            <p class="hint">"包内：" {package::REQUIRED.join("、")} "、manifest.json、manifest.xml；有内部内容时另有通报的内部版。"</p>
            <PapersInside work/>
            <p class="actions">
                <button type="button" class="primary" disabled=is_busy on:click=move |_| work.pack()>
                    "生成归档包"
                </button>
                <button type="button" disabled=is_busy on:click=move |_| work.save_page()>
                    "另存为网页"
                </button>
                <span role="status" aria-label="归档进度">{move || work.busy.get()}</span>
            </p>
            <p class="hint">
                "“另存为网页”得到带有当前台账和全部变更的网页文件，可以放到共享盘上替换原来的页面。"
            </p>
        </section>
    }
    .into_any()
}

/// The verifying of a package or ledger that somebody handed over.
fn verifying(work: &Archiving) -> AnyView {
    let work = *work;
    let choose = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).pop() {
            work.verify(file);
        }
    };
    view! {
        <section class="group" aria-label="核验">
            <h2>"核验"</h2>
            <p class="hint">
                "选择一个归档包（.zip）或 JSON 台账，核对文件数量、字节数、SM3 和 SHA-256 摘要、格式与内容；被改动的文件会逐个指出。不影响当前台账。"
            </p>
            <label class="file">
                <span>"选择要核验的文件"</span>
                <input type="file" accept=".zip,.json" on:change=choose/>
            </label>
            {move || work.report.get().map(|(name, report)| view! { <Verified name report/> })}
        </section>
    }
    .into_any()
}

/// Which papers the package holds beside the rest: those of the house and of the office that are one file each.
#[component]
fn PapersInside(work: Archiving) -> impl IntoView {
    let workspace = Workspace::of_page();
    let papers = Papers::of_page();
    let all = Memo::new(move |_| {
        workspace.revision.track();
        papers.of_one_file()
    });
    let boxes = move || {
        let one = move |(which, name): (Which, String)| {
            let kept = which.clone();
            let is_in = move || work.papers.with(|all| all.iter().any(|(one, _)| *one == kept));
            let label = name.clone();
            let tick = move |event: ev::Event| {
                work.papers.update(|all| {
                    all.retain(|(one, _)| *one != which);
                    if event_target_checked(&event) {
                        all.push((which.clone(), name.clone()));
                    }
                });
            };
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=is_in on:change=tick/>
                    {label}
                </label>
            }
            .into_any()
        };
        all.get().into_iter().map(one).collect_view()
    };
    // A template that is taken out of the ledger is no part of the package either.
    Effect::new(move || {
        let there = all.get();
        let is_there = |one: &(Which, String)| there.iter().any(|(which, _)| *which == one.0);
        if !work.papers.with_untracked(|papers| papers.iter().all(is_there)) {
            work.papers.update(|papers| papers.retain(is_there));
        }
    });
    view! {
        <fieldset class="papers-inside">
            <legend>"一并装入的材料"</legend>
            {boxes}
            <p class="hint">
                "逐个问题、措施或单位各成一份的材料，请在"<a href=Route::from(Place::Reports).href()>"报表"</a>"页生成，另行移交。"
            </p>
        </fieldset>
    }
}

/// The metadata as a form; what must be filled and is not, is said.
#[component]
fn Metadata(elements: Memo<Vec<Element>>) -> impl IntoView {
    let id = Workspace::of_page().bundle_id();
    let missing = Memo::new(move |_| {
        let missing =
            elements.with(|all| all.iter().filter(|e| e.is_missing()).map(|e| e.name).collect::<Vec<_>>());
        missing.join("、")
    });
    let boxes: Vec<_> = elements.with_untracked(|all| {
        all.iter()
            .map(|element| {
                let name = element.name;
                let of = move |work: fn(&Element) -> String| {
                    elements.with(|all| all.iter().find(|e| e.name == name).map(work)).unwrap_or_default()
                };
                let need = move || {
                    of(|element| {
                        let need = if element.need == Need::Mandatory { "必填" } else { "" };
                        match element.should_be() {
                            Some(expected) => format!("应为：{expected}"),
                            None if element.is_missing() => format!("{need}，还没有填"),
                            None => need.to_owned(),
                        }
                    })
                };
                let control = match element.field {
                    Some(field) => view! { <FieldBox entity=id.clone() field=field/> }.into_any(),
                    None => view! {
                        <div class="field">
                            <span class="field-label">{name}</span>
                            <span class="computed">{move || of(|element| element.value.clone())}</span>
                        </div>
                    }
                    .into_any(),
                };
                let proposed = element.field.map(|field| proposed(elements, id.clone(), name, field));
                view! { <div class="element">{control} <p class="need">{need}</p> {proposed}</div> }
            })
            .collect()
    });
    view! {
        <section class="group" aria-label="归档元数据">
            <h2>"归档元数据"</h2>
            <p role="status" aria-label="必填情况">
                {move || {
                    missing.with(|missing| {
                        if missing.is_empty() {
                            "必填项已齐全。".to_owned()
                        } else {
                            format!("必填而没有填的：{missing}。程序不代填。")
                        }
                    })
                }}
            </p>
            <div class="entry-fields">{boxes}</div>
        </section>
    }
}

/// What the ledger gives for an element that is empty, for a person to take. Nothing where it has a value.
fn proposed(elements: Memo<Vec<Element>>, id: Id, name: &'static str, field: &'static str) -> impl IntoView {
    let workspace = Workspace::of_page();
    let proposal = Memo::new(move |_| {
        elements.with(|all| all.iter().find(|e| e.name == name).and_then(|e| e.proposal.clone()))
    });
    move || {
        proposal.get().map(|Proposal { value, from }| {
            let (id, taken) = (id.clone(), value.clone());
            let take = move |_| {
                // A refusal is told by the workspace.
                let _ = workspace.enter(&id, field, &taken);
            };
            view! {
                <p class="proposed">
                    {format!("建议：{value}（来自{from}）")}
                    <button type="button" class="small" aria-label=format!("采用建议的{name}") on:click=take>
                        "采用"
                    </button>
                </p>
            }
        })
    }
}

fn check_row(check: Check) -> impl IntoView {
    let bad = check.verdict == Verdict::Bad;
    view! {
        <tr class:bad=bad>
            <td>{check.property.label()}</td>
            <td>{check.name}</td>
            <td class="verdict">{check.verdict.label()}</td>
            <td>{check.found}</td>
        </tr>
    }
}

/// What a verification found.
#[component]
fn Verified(name: String, report: Report) -> impl IntoView {
    let faults = report.findings.iter().filter(|finding| !finding.good).count();
    let told = if faults == 0 {
        format!("{name}：核验通过，与生成时一致。")
    } else {
        format!("{name}：核验不通过，有 {faults} 处不符。")
    };
    let role = if faults == 0 { "status" } else { "alert" };
    let rows: Vec<_> = report
        .findings
        .into_iter()
        .map(|finding| {
            view! {
                <tr class:bad=!finding.good>
                    <td class="verdict">{if finding.good { "✓ 相符" } else { "✗ 不符" }}</td>
                    <td>{finding.what}</td>
                    <td>{finding.found}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <p role=role class="verified">{told}</p>
        <div class="table-scroll">
            <table class="plain" aria-label="核验结果">
                <thead>{head_row(&[("", "结果"), ("", "文件"), ("", "情况")])}</thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
