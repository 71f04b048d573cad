//! The verification of files against the register: reading them, and the result by class.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::ROW;
use crate::app::evidence_index::digest_ops;
use crate::app::keys::Rows;
use crate::app::nav::Nav;
use crate::app::parts::reading::Reading;
use crate::app::parts::table_head::head_row;
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

    /// What was held against what, and when.
    fn told(&self) -> String {
        format!(
            "{}，以所选的 {} 个文件核对台账登记的 {} 份材料",
            self.at.minute_text(),
            self.found.len(),
            self.registered.len()
        )
    }

    /// The lines of pieces that have no digest yet and that a file gives one.
    fn never_digested(&self) -> Vec<usize> {
        let of = |at: &usize| self.class(*at) == Some(Class::NeverDigested) && self.update(*at).is_some();
        (0..self.outcomes.len()).filter(of).collect()
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

/// The holding of files against the register: what reads them, and what came of the last one.
#[derive(Clone, Copy)]
pub(super) struct Checking {
    workspace: Workspace,
    /// What reads them.
    pub(super) reading: Reading,
    /// What came of the last one, until it is put away.
    pub(super) report: RwSignal<Option<Arc<Report>>>,
}

impl Checking {
    /// Of a page; call it where that is made.
    pub(super) fn of_part() -> Self {
        Self { workspace: Workspace::of_page(), reading: Reading::of_part(), report: RwSignal::new(None) }
    }

    /// Holds files against the ledger: those that may be registered ones are read, the others known by their names.
    pub(super) fn hold(self, files: Vec<File>) {
        if files.is_empty() {
            return;
        }
        let workspace = self.workspace;
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
            let Some(read) = self.reading.digests(&to_read).await else {
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
            let _ = self.report.try_set(Some(Arc::new(made)));
        });
    }

    /// Holds files against the ledger that were dropped here.
    pub(super) fn drop(self, event: &ev::DragEvent) {
        // Here files are held against the ledger, not opened as one.
        event.prevent_default();
        event.stop_propagation();
        let (files, folders) =
            event.data_transfer().map(|data| chunked_read::dropped(&data)).unwrap_or_default();
        if folders > 0 {
            let told = "拖来的文件夹没有核对：请按“核对文件夹…”选择它。".to_owned();
            self.workspace.notices.warn(told);
        }
        self.hold(files);
    }
}

/// The columns of the result.
const COLUMNS: [(&str, &str); 6] = [
    ("c-aspect", "核对结果"),
    ("c-owner", "材料编号"),
    ("c-finding", "材料名称"),
    ("", "所选文件"),
    ("c-finding", "说明"),
    ("c-due c-tools", "操作"),
];

/// A result as a person works through it.
#[derive(Clone, Copy)]
struct Work {
    workspace: Workspace,
    report: StoredValue<Arc<Report>>,
    /// The class that is asked for; all where none is.
    class: RwSignal<Option<Class>>,
    /// The lines whose digest was entered since.
    updated: RwSignal<HashSet<usize>>,
}

impl Work {
    /// Enters the digests that files have now for the pieces of these lines, as one step.
    fn enter(self, lines: Vec<usize>) {
        let ops = self.report.with_value(|report| {
            let update = |at: &usize| {
                let (piece, file) = report.update(*at)?;
                let digest = report.found.get(file)?.digest.as_ref()?;
                let modified = report.modified.get(file).copied().flatten();
                Some(self.workspace.look(|ledger| digest_ops(ledger, &piece.id, digest, modified)))
            };
            lines.iter().filter_map(update).flatten().collect::<Vec<_>>()
        });
        if self.workspace.commit(ops) {
            let told = format!("已为 {} 份材料登记现在的摘要；按“撤销”可以恢复", lines.len());
            self.workspace.notices.tell(told);
            self.updated.update(|all| all.extend(lines));
        }
    }

    fn export(self, lines: &[usize]) {
        let (text, day) = self.report.with_value(|report| {
            let head = verify::COLUMNS.map(str::to_owned);
            let lines = lines.iter().map(|at| report.line(*at));
            (csv::write(std::iter::once(head).chain(lines)), report.at.date())
        });
        self.workspace.hand_out(&format!("佐证材料核对-{day}.csv"), "text/csv", text);
    }

    /// The finding of a line's piece; none for a file that is no piece.
    fn finding(self, line: usize) -> Option<Id> {
        self.report.with_value(|report| {
            let piece = report.outcomes.get(line)?.registered?;
            report.registered.get(piece).map(|piece| piece.finding.clone())
        })
    }

    fn printed(self, lines: Vec<usize>) -> Vec<PrintRow> {
        let printed = |report: &Arc<Report>, at: usize| {
            let [result, number, _, name, _, file, _, _, _, _, note] = report.line(at);
            let result = format!("{} {result}", report.class(at).map_or("", sign));
            PrintRow::Cells([result, number, name, file, note].map(PrintCell::plain).into())
        };
        self.report.with_value(|report| lines.into_iter().map(|at| printed(report, at)).collect())
    }
}

/// The result: how many of each class, and the lines.
#[component]
pub(super) fn ReportView(report: Arc<Report>, close: Callback<()>) -> impl IntoView {
    let nav = Nav::of_page();
    let keys = Rows::of_page();
    let told = report.told();
    let blank = report.never_digested();
    let work = Work {
        workspace: Workspace::of_page(),
        class: RwSignal::new(None),
        updated: RwSignal::new(HashSet::new()),
        report: StoredValue::new(report),
    };
    let rows: Memo<Arc<Vec<usize>>> =
        Memo::new(move |_| Arc::new(work.report.with_value(|report| report.lines(work.class.get()))));
    keys.current.set(None);
    Effect::new(move || keys.count.set(rows.with(|rows| rows.len())));
    let blanks = blank.len();
    let blank = StoredValue::new(blank);
    let is_left =
        move || blank.with_value(|all| all.iter().any(|at| work.updated.with(|done| !done.contains(at))));
    let open = Callback::new(move |at: usize| {
        if let Some(finding) = work.finding(at) {
            nav.go(&Place::Finding(finding).into());
        }
    });
    view! {
        <section class="report" role="region" aria-label="核对结果">
            <div class="report-head">
                <h2>"核对结果"</h2>
                <p role="status">{told}</p>
                <span class="spread"></span>
                <Show when=is_left>
                    <button type="button" on:click=move |_| work.enter(blank.get_value())>
                        {format!("为 {blanks} 份材料补登摘要")}
                    </button>
                </Show>
                <button type="button" on:click=move |_| rows.with_untracked(|rows| work.export(rows))>"导出核对结果（CSV）"</button>
                <button type="button" on:click=move |_| close.run(())>"回到材料登记"</button>
            </div>
            {classes(work)}
            <Windowed
                label="核对结果明细"
                rows=Signal::derive(move || rows.get())
                row_height=ROW
                columns=COLUMNS.len()
                head=head_row(&COLUMNS)
                row=move |at| line(work, at)
                paper=Callback::new(move |lines| work.printed(lines))
                current=keys.current
                open
            />
        </section>
    }
}

/// How many lines each class has; pressing one asks for them.
fn classes(work: Work) -> AnyView {
    let counts = work.report.with_value(|report| verify::counts(&report.outcomes));
    let whole = counts.iter().map(|(_, n)| n).sum::<usize>();
    let chip = |one: Option<Class>, name: &'static str, meaning: &'static str, count: usize| {
        view! {
            <li>
                <button
                    type="button"
                    class="small"
                    title=meaning
                    aria-pressed=move || (work.class.get() == one).to_string()
                    disabled=count == 0
                    on:click=move |_| work.class.set(one)
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
    view! { <ul class="classes" aria-label="按结果看">{chips}</ul> }.into_any()
}

/// The cells of a line.
fn line(work: Work, at: usize) -> AnyView {
    let (line, class, is_update) =
        work.report.with_value(|report| (report.line(at), report.class(at), report.update(at).is_some()));
    let [result, number, _, name, _, file, _, _, _, _, note] = line;
    let label = format!("更新 {number} 的摘要");
    let clamped = |text: String| {
        view! {
            <td class="clamp">
                <div>{text}</div>
            </td>
        }
    };
    view! {
        <td>
            <span class="sign" aria-hidden="true">{class.map_or("", sign)}</span>
            {result}
        </td>
        <td>{number}</td>
        {clamped(name)}
        {clamped(file)}
        {clamped(note)}
        <td class="c-tools">{is_update.then(|| update(work, at, label))}</td>
    }
    .into_any()
}

/// The button that enters a line's digest, until it was.
fn update(work: Work, at: usize, label: String) -> AnyView {
    view! {
        <Show
            when=move || !work.updated.with(|all| all.contains(&at))
            fallback=|| view! { <span class="blank">"已更新"</span> }
        >
            <button
                type="button"
                class="small"
                aria-label=label.clone()
                on:click=move |_| work.enter(vec![at])
            >
                "更新摘要"
            </button>
        </Show>
    }
    .into_any()
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
