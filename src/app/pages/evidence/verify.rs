//! The verification of files against the register: reading them, and the result by class.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::{ROW, save};
use crate::app::evidence_index::digest_ops;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::reading::Reading;
use crate::app::parts::window::Windowed;
use crate::app::workspace::Workspace;
use formats::csv;
use formats::verify::{self, Class, Found, Outcome, Registered};
use ledger::Id;
use ledger::date::Moment;
use platform::{chunked_read, clock};
use query::print_rows::{PrintCell, PrintRow};
use query::route::Place;

/// What came of a verification.
pub(super) struct Report {
    at: Moment,
    registered: Vec<Registered>,
    found: Vec<Found>,
    /// When each of the files was last changed.
    modified: Vec<Option<Moment>>,
    outcomes: Vec<Outcome>,
}

impl Report {
    fn line(&self, index: usize) -> [String; 11] {
        let outcome = self.outcomes.get(index);
        outcome.map(|o| verify::row(o, &self.registered, &self.found)).unwrap_or_default()
    }

    /// The lines of these classes; of all where none is chosen.
    fn lines(&self, class: Option<Class>) -> Vec<usize> {
        // What needs a person stands first; within a class the order of the ledger stays.
        let order = |at: &usize| Class::ALL.iter().position(|class| self.class(*at) == Some(*class));
        let wanted = |at: &usize| class.is_none() || self.class(*at) == class;
        let mut lines: Vec<usize> = (0..self.outcomes.len()).filter(wanted).collect();
        ledger::order::sort_by_key(&mut lines, order);
        lines
    }

    fn class(&self, index: usize) -> Option<Class> {
        self.outcomes.get(index).map(|outcome| outcome.class)
    }

    /// What an update of a line's digest would enter: the piece and the file.
    fn update(&self, index: usize) -> Option<(&Registered, usize)> {
        let outcome = self.outcomes.get(index)?;
        let may = matches!(outcome.class, Class::Changed | Class::NeverDigested);
        let piece = self.registered.get(outcome.registered.filter(|_| may)?)?;
        let file = outcome.found?;
        self.found.get(file)?.digest.as_ref()?;
        Some((piece, file))
    }
}

/// Holds files against the ledger: those that may be registered ones are read, the others known by their names.
pub(super) fn check(
    workspace: Workspace,
    reading: Reading,
    report: RwSignal<Option<Arc<Report>>>,
    files: Vec<File>,
) {
    if files.is_empty() {
        return;
    }
    spawn_local(async move {
        let registered = workspace.look(verify::registered);
        let found = files.iter().map(|file| Found {
            path: chunked_read::path(file),
            size: chunked_read::size(file),
            ..Found::default()
        });
        let mut found: Vec<Found> = found.collect();
        let wanted = verify::to_read(&registered, &found);
        let to_read: Vec<File> = wanted.iter().filter_map(|at| files.get(*at).cloned()).collect();
        let Some(read) = reading.digests(&to_read).await else {
            workspace.notices.tell("已停止核对，台账没有变动".to_owned());
            return;
        };
        for (at, digest) in wanted.into_iter().zip(read) {
            let Some(file) = found.get_mut(at) else { continue };
            match digest {
                Ok(digest) => file.digest = Some(digest),
                Err(why) => file.unread = Some(why),
            }
        }
        let outcomes = verify::verify(&registered, &found);
        let modified = files.iter().map(chunked_read::modified).collect();
        let made = Report { at: clock::now(), registered, found, modified, outcomes };
        let _ = report.try_set(Some(Arc::new(made)));
    });
}

/// The result: how many of each class, and the lines.
#[component]
pub(super) fn ReportView(report: Arc<Report>, close: Callback<()>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let class: RwSignal<Option<Class>> = RwSignal::new(None);
    let updated: RwSignal<HashSet<usize>> = RwSignal::new(HashSet::new());
    let keep = StoredValue::new(report);
    let counts = keep.with_value(|report| verify::counts(&report.outcomes));
    let rows: Memo<Arc<Vec<usize>>> =
        Memo::new(move |_| Arc::new(keep.with_value(|report| report.lines(class.get()))));
    keys.current.set(None);
    Effect::new(move || keys.count.set(rows.with(|rows| rows.len())));
    let told = keep.with_value(|report| {
        format!(
            "{}，以所选的 {} 个文件核对台账登记的 {} 份材料",
            report.at.minute_text(),
            report.found.len(),
            report.registered.len()
        )
    });
    let whole = counts.iter().map(|(_, n)| n).sum::<usize>();
    let chip = move |one: Option<Class>, name: &'static str, meaning: &'static str, count: usize| {
        view! {
            <li>
                <button
                    type="button"
                    class="small"
                    title=meaning
                    aria-pressed=move || (class.get() == one).to_string()
                    disabled=count == 0
                    on:click=move |_| class.set(one)
                >
                    {name}
                    " "
                    <strong>{count}</strong>
                </button>
            </li>
        }
    };
    let chips: Vec<_> = std::iter::once(chip(None, "全部", "所有的行", whole))
        .chain(counts.iter().map(|(one, count)| chip(Some(*one), one.label(), one.meaning(), *count)))
        .collect();
    let enter = move |lines: Vec<usize>| {
        let ops = keep.with_value(|report| {
            let update = |at: &usize| {
                let (piece, file) = report.update(*at)?;
                let digest = report.found.get(file)?.digest.as_ref()?;
                let modified = report.modified.get(file).copied().flatten();
                Some(workspace.look(|ledger| digest_ops(ledger, &piece.id, digest, modified)))
            };
            lines.iter().filter_map(update).flatten().collect::<Vec<_>>()
        });
        if workspace.commit(ops) {
            workspace.notices.tell(format!("已为 {} 份材料登记现在的摘要；按“撤销”可以恢复", lines.len()));
            updated.update(|all| all.extend(lines));
        }
    };
    let blank = keep.with_value(|report| {
        let of = |at: &usize| report.class(*at) == Some(Class::NeverDigested) && report.update(*at).is_some();
        (0..report.outcomes.len()).filter(of).collect::<Vec<_>>()
    });
    let blanks = blank.len();
    let blank = StoredValue::new(blank);
    let left = move || blank.with_value(|all| all.iter().any(|at| updated.with(|done| !done.contains(at))));
    let export = move |_| {
        let (text, day) = keep.with_value(|report| {
            let head = verify::COLUMNS.map(str::to_owned);
            let lines =
                rows.with_untracked(|rows| rows.iter().map(|at| report.line(*at)).collect::<Vec<_>>());
            (csv::write(std::iter::once(head).chain(lines)), report.at.date())
        });
        save(workspace, &format!("佐证材料核对-{day}.csv"), &text);
    };
    let open = Callback::new(move |at: usize| {
        let finding = keep.with_value(|report| {
            let piece = report.outcomes.get(at)?.registered?;
            report.registered.get(piece).map(|piece| piece.finding.clone())
        });
        if let Some(finding) = finding {
            nav.go(&Place::Finding(finding).into());
        }
    });
    let head = view! {
        <tr>
            <th scope="col" class="c-aspect">"核对结果"</th>
            <th scope="col" class="c-owner">"材料编号"</th>
            <th scope="col" class="c-finding">"材料名称"</th>
            <th scope="col">"所选文件"</th>
            <th scope="col" class="c-finding">"说明"</th>
            <th scope="col" class="c-due c-tools">"操作"</th>
        </tr>
    }
    .into_any();
    let row = move |at: usize| {
        let line = keep.with_value(|report| report.line(at));
        let kind = keep.with_value(|report| report.class(at));
        let piece: Option<Id> =
            keep.with_value(|report| report.update(at).map(|(piece, _)| piece.id.clone()));
        let [result, number, _, name, _, file, _, _, _, _, note] = line;
        let label = format!("更新 {number} 的摘要");
        view! {
            <td>
                <span class="sign" aria-hidden="true">{kind.map_or("", sign)}</span>
                {result}
            </td>
            <td>{number}</td>
            <td class="clamp">
                <div>{name}</div>
            </td>
            <td class="clamp">
                <div>{file}</div>
            </td>
            <td class="clamp">
                <div>{note}</div>
            </td>
            <td class="c-tools">
                {piece
                    .map(|_| {
                        view! {
                            <Show
                                when=move || !updated.with(|all| all.contains(&at))
                                fallback=|| view! { <span class="blank">"已更新"</span> }
                            >
                                <button
                                    type="button"
                                    class="small"
                                    aria-label=label.clone()
                                    on:click=move |_| enter(vec![at])
                                >
                                    "更新摘要"
                                </button>
                            </Show>
                        }
                    })}
            </td>
        }
        .into_any()
    };
    let paper = Callback::new(move |lines: Vec<usize>| {
        let printed = |report: &Arc<Report>, at: usize| {
            let [result, number, _, name, _, file, _, _, _, _, note] = report.line(at);
            let result = format!("{} {result}", report.class(at).map_or("", sign));
            PrintRow::Cells([result, number, name, file, note].map(PrintCell::plain).into())
        };
        keep.with_value(|report| lines.into_iter().map(|at| printed(report, at)).collect())
    });
    view! {
        <section class="report" role="region" aria-label="核对结果">
            <div class="report-head">
                <h2>"核对结果"</h2>
                <p role="status">{told}</p>
                <span class="spread"></span>
                <Show when=move || left()>
                    <button type="button" on:click=move |_| enter(blank.get_value())>
                        {format!("为 {blanks} 份材料补登摘要")}
                    </button>
                </Show>
                <button type="button" on:click=export>"导出核对结果（CSV）"</button>
                <button type="button" on:click=move |_| close.run(())>"回到材料登记"</button>
            </div>
            <ul class="classes" aria-label="按结果看">{chips}</ul>
            <Windowed
                label="核对结果明细"
                rows=Signal::derive(move || rows.get())
                row_height=ROW
                columns=6
                head
                row
                paper
                current=keys.current
                open
            />
        </section>
    }
}

/// The sign before a class, so that colour is not needed.
fn sign(class: Class) -> &'static str {
    match class {
        Class::Present => "✓",
        Class::Moved => "→",
        Class::Changed => "≠",
        Class::Missing => "×",
        Class::NeverDigested => "–",
        Class::Unread => "!",
        Class::Unknown => "?",
    }
}
