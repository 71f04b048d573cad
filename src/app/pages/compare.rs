//! 对比: two states of the ledger beside each other, 整改进展对比; printed or exported, it is the month's report.

use std::rc::Rc;
use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compare_report::Report;
use crate::app::merging::{bytes_of, read};
use crate::app::nav::Nav;
use crate::app::opening::next_frame;
use crate::app::workspace::Workspace;
use journal::compare::{Comparison, compare};
use journal::comparison_source::beside;
use ledger::date::{Date, Moment};
use ledger::{Id, Ledger};
use platform::{chunked_read, clock, files};
use query::edits::EditQuery;

/// Which state a side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Now,
    Moment,
    File,
}

impl Which {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Now, "当前台账"), (Self::Moment, "过去某一刻"), (Self::File, "某个文件")];

    fn label(self) -> &'static str {
        Self::ALL.iter().find(|(which, _)| *which == self).map_or("", |(_, label)| label)
    }
}

/// A side as it is being chosen.
#[derive(Clone, Copy)]
struct Side {
    letter: &'static str,
    which: RwSignal<Which>,
    /// The moment as the box writes it.
    moment: RwSignal<String>,
    /// The edit whose moment is meant, in place of a time.
    edit: RwSignal<Option<Id>>,
    file: RwSignal<Option<State>, LocalStorage>,
    /// What is odd about the file.
    told: RwSignal<Vec<String>>,
    problems: RwSignal<Vec<String>>,
}

/// A state with its name and the day for which it is counted.
type State = (String, Rc<Ledger>, Date);

impl Side {
    fn new(letter: &'static str, which: Which) -> Self {
        Self {
            letter,
            which: RwSignal::new(which),
            moment: RwSignal::new(String::new()),
            edit: RwSignal::new(None),
            file: RwSignal::new_local(None),
            told: RwSignal::new(Vec::new()),
            problems: RwSignal::new(Vec::new()),
        }
    }

    /// The state that is chosen, or what is missing.
    fn state(self, workspace: Workspace) -> Result<State, String> {
        let incomplete = |past: journal::snapshot::Snapshot, name: String, day: Date| {
            if past.whole {
                Ok((name, Rc::new(past.ledger), day))
            } else {
                Err(format!("{}：台账的变更记录不完整，回不到那一刻。", self.letter))
            }
        };
        match self.which.get_untracked() {
            Which::Now => Ok(("当前台账".to_owned(), Rc::new(workspace.look(Ledger::clone)), clock::today())),
            Which::Moment => {
                if let Some(edit) = self.edit.get_untracked() {
                    let found = workspace.look_journal(|journal| {
                        let at = journal.entry(&edit)?.edit.at;
                        Some((journal.after(&edit)?, at))
                    });
                    let Some((past, at)) = found else {
                        return Err(format!("{}：变更记录里没有这一处变更。", self.letter));
                    };
                    return incomplete(past, format!("{} 那次修改后", at.minute_text()), at.date());
                }
                let text = self.moment.get_untracked();
                let ms = clock::local_ms(&text);
                let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
                let (Some(ms), Some(day)) = (ms, day) else {
                    return Err(format!("{}：请填写日期和时间。", self.letter));
                };
                // The minute that was chosen counts whole.
                let past = workspace.look_journal(|journal| journal.at(ms + 59_999));
                incomplete(past, text.replace('T', " "), day)
            }
            Which::File => self.file.get_untracked().ok_or_else(|| format!("{}：请选择文件。", self.letter)),
        }
    }

    fn read(self, workspace: Workspace, file: web_sys::File) {
        self.problems.set(Vec::new());
        self.told.set(Vec::new());
        let name = file.name();
        // The file's own day: of an export that no later edit tells of.
        let written = chunked_read::modified(&file).map(Moment::date);
        spawn_local(async move {
            let opened = bytes_of(&file).await.and_then(|bytes| read(&bytes));
            let made = opened.and_then(|(bundle, edits, told)| {
                workspace
                    .look(|ledger| beside(ledger, bundle, edits))
                    .map(|side| (side, told))
                    .map_err(|ids| ids.iter().map(|id| format!("编号 {id} 出现了不止一次。")).collect())
            });
            match made {
                Ok((side, mut told)) => {
                    let (day, which) = match (side.last, written) {
                        (Some(day), _) => (day, "最后变更日"),
                        (None, Some(day)) => (day, "文件日期"),
                        (None, None) => (clock::today(), "今天"),
                    };
                    told.extend(side.warnings.iter().map(|warning| format!("{warning}。")));
                    self.told.set(told);
                    let name = format!("{name}（按{which} {day} 统计）");
                    self.file.set(Some((name, Rc::new(side.ledger), day)));
                }
                Err(problems) => {
                    self.file.set(None);
                    self.problems.set(problems);
                }
            }
        });
    }
}

/// A comparison with the names of its sides.
#[derive(Clone)]
pub(super) struct Compared {
    /// The names of the earlier and the later state.
    pub(super) names: (String, String),
    /// What differs.
    pub(super) told: Arc<Comparison>,
}

/// The part of the page.
#[component]
pub fn ComparePart() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let sides = (Side::new("对比前", Which::Moment), Side::new("对比后", Which::Now));
    let result: RwSignal<Option<Compared>, LocalStorage> = RwSignal::new_local(None);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    let only = RwSignal::new(true);
    let start = move || {
        problem.set(String::new());
        busy.set(true);
        spawn_local(async move {
            next_frame().await;
            match (sides.0.state(workspace), sides.1.state(workspace)) {
                (Ok(old), Ok(new)) => {
                    let told = Arc::new(compare(&old.1, &new.1, (old.2, new.2)));
                    result.set(Some(Compared { names: (old.0, new.0), told }));
                }
                (Err(why), _) | (_, Err(why)) => {
                    result.set(None);
                    problem.set(why);
                }
            }
            busy.set(false);
        });
    };
    // A link from the page 变更 names the edit whose moment is meant.
    let asked = nav.route.with_untracked(|route| EditQuery::parse(&route.query).at);
    if asked.is_some() {
        sides.0.edit.set(asked);
        start();
    }
    view! {
        <form
            class="sides-form"
            aria-label="对比什么"
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                start();
            }
        >
            <SideBox side=sides.0/>
            <SideBox side=sides.1/>
            <button type="submit" class="primary" disabled=move || busy.get()>"对比"</button>
        </form>
        <p class="progress" role="status" aria-label="对比进度">
            {move || if busy.get() { "正在对比…" } else { "" }}
        </p>
        <Show when=move || !problem.with(String::is_empty)>
            <p class="field-error" role="alert">{move || problem.get()}</p>
        </Show>
        {move || {
            result.get().map(|shown| view! { <Report shown only/> })
        }}
    }
}

/// One side: what it is, and where that is from.
#[component]
fn SideBox(side: Side) -> impl IntoView {
    let letter = side.letter;
    let options: Vec<_> = Which::ALL
        .into_iter()
        .map(|(which, label)| {
            view! {
                <option value=label selected=move || side.which.get() == which>{label}</option>
            }
        })
        .collect();
    view! {
        <fieldset>
            <legend>{letter}</legend>
            <select
                aria-label=format!("{letter}是什么")
                on:change=move |event: ev::Event| {
                    let value = event_target_value(&event);
                    if let Some((which, _)) = Which::ALL.into_iter().find(|(w, _)| w.label() == value) {
                        side.which.set(which);
                    }
                }
            >
                {options}
            </select>
            {moment(side)}
            {file(side)}
        </fieldset>
    }
}

/// The moment of a side that is a moment of this ledger.
fn moment(side: Side) -> AnyView {
    view! {
        <Show when=move || side.which.get() == Which::Moment>
            <input
                type="datetime-local"
                aria-label=format!("{}的时刻", side.letter)
                prop:value=move || side.moment.get()
                on:input=move |event: ev::Event| {
                    side.edit.set(None);
                    side.moment.set(event_target_value(&event));
                }
            />
            <Show when=move || side.edit.with(Option::is_some)>
                <span class="tag">"所选变更之后"</span>
            </Show>
        </Show>
    }
    .into_any()
}

/// The file of a side that is a file, with what is odd about it.
fn file(side: Side) -> AnyView {
    let workspace = Workspace::of_page();
    let letter = side.letter;
    let choose = move |event: ev::Event| {
        if let Some(file) = files::picked(&event).into_iter().next() {
            side.read(workspace, file);
        }
    };
    view! {
        <Show when=move || side.which.get() == Which::File>
            <label class="file">
                <span aria-hidden="true">"选择文件…"</span>
                <input
                    type="file"
                    aria-label=format!("{letter}的文件")
                    accept=".json,.html,.htm,.zip,application/json,text/html"
                    on:change=choose
                />
            </label>
            <span class="hint">
                {move || side.file.with(|file| file.as_ref().map_or_else(String::new, |f| f.0.clone()))}
            </span>
            {told(side.told, "status", Some(format!("{letter}的文件须知")))}
            {told(side.problems, "alert", None)}
        </Show>
    }
    .into_any()
}

/// Lines that are told, where there are any.
fn told(lines: RwSignal<Vec<String>>, role: &'static str, name: Option<String>) -> AnyView {
    let items = move || {
        let lines = lines.get().into_iter();
        lines.map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <ul class="told" role=role aria-label=name.clone()>{items}</ul>
        </Show>
    }
    .into_any()
}
