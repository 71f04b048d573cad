//! The dialog 批量修改: one change for all picked records, with what will come of it before it is made. What that is,
//! `journal::bulk` says.

use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::dialog::Modal;
use super::state::Worktable;
use super::words::Words;
use crate::app::lists::Lists;
use crate::app::opening::Opening;
use crate::app::workspace::Workspace;
use journal::bulk::{self, NoteMode, Plan, Preview, Wishes};
use journal::field_input;
use ledger::custom::{self, CustomField, CustomKind};
use ledger::due::Term;
use ledger::finding::{Finding, Measure};
use ledger::record::{FieldSpec, Node, Spec};
use ledger::{Id, Ledger};
use query::{Index, RecordKind, Row};

/// How long the preview waits for the next key.
const DELAY: Duration = Duration::from_millis(150);

/// How many records the size of a step is told from.
const SAMPLE: usize = 200;

/// Fields that can be emptied, with what people call them; a kind of record has those that are its own.
const EMPTIED: [(&str, &str); 9] = [
    ("aspect", "问题类别"),
    ("status", "整改状态"),
    ("lead_unit", "牵头部门"),
    ("units", "责任部门"),
    ("supporting_units", "配合部门"),
    ("leader", "责任领导"),
    ("owner", "责任人"),
    ("term", "整改类型"),
    ("note", "备注"),
];

/// What the dialog says before anything is done.
#[derive(Debug, Clone, PartialEq, Default)]
struct Described {
    preview: Preview,
    /// Which field does not take what was typed, and what it takes.
    fault: Option<bulk::Fault>,
    /// UTF-16 units that the step takes in the store, and those that are left, where they do not suffice.
    too_large: Option<(usize, usize)>,
}

fn records<'l>(index: &Index, ledger: &'l Ledger, rows: &[Row]) -> Vec<&'l dyn Node> {
    rows.iter().filter_map(|row| Some(index.record(ledger, *row)?.node())).collect()
}

/// The kind of record that is changed.
fn spec(kind: RecordKind) -> &'static Spec {
    match kind {
        RecordKind::Measure => Measure::SPEC,
        RecordKind::Finding => Finding::SPEC,
    }
}

fn plan(workspace: Workspace, wishes: &Wishes) -> Result<Plan, bulk::Fault> {
    // One name a unit that may have to be added: every piece of the text could be one.
    let pieces = wishes.lead.len()
        + wishes.units.len()
        + wishes.supporting.len()
        + wishes.custom.iter().map(|(_, text)| text.len()).sum::<usize>();
    let mut names = (0..pieces.min(200)).map(|_| workspace.fresh_id()).collect::<Vec<_>>().into_iter();
    workspace.look(|ledger| wishes.plan(ledger, &mut || names.next().unwrap_or_default()))
}

fn tell(workspace: Workspace, lists: Lists, rows: &[Row], wishes: &Wishes, room: Option<usize>) -> Described {
    let plan = match plan(workspace, wishes) {
        Ok(plan) => plan,
        Err(fault) => return Described { fault: Some(fault), ..Described::default() },
    };
    let told = lists.look(|index, ledger| {
        let all = records(index, ledger, rows);
        let preview = plan.preview(ledger, all.iter().copied());
        let some = plan.ops(all.iter().copied().step_by((all.len() / SAMPLE).max(1)));
        let one = bulk::stored_units(&some, &workspace.stamp(), &ledger.bundle().id).checked_div(some.len());
        let units = one.unwrap_or(0) * preview.edits;
        Described {
            too_large: room.filter(|room| units > *room).map(|room| (units, room)),
            preview,
            fault: None,
        }
    });
    told.unwrap_or_default()
}

fn apply(workspace: Workspace, lists: Lists, rows: &[Row], wishes: &Wishes) {
    let Ok(plan) = plan(workspace, wishes) else { return };
    let made = lists.look(|index, ledger| {
        let all = records(index, ledger, rows);
        (plan.preview(ledger, all.iter().copied()).changed, plan.ops(all))
    });
    let Some((changed, ops)) = made else { return };
    if workspace.commit(ops) {
        let told = Words::of(wishes.of).counted(changed);
        workspace.notices.tell(format!("已修改 {told}；按“撤销”一次全部找回"));
    }
}

/// What is typed and chosen in the dialog.
#[derive(Clone, Copy)]
struct Typed {
    kind: RecordKind,
    /// 整改状态 of measures, 问题类别 of findings.
    chosen: RwSignal<String>,
    lead: RwSignal<String>,
    units: RwSignal<String>,
    supporting: RwSignal<String>,
    leader: RwSignal<String>,
    owner: RwSignal<String>,
    term: RwSignal<String>,
    due: RwSignal<String>,
    note: RwSignal<String>,
    /// Whether the note takes the place of the old one.
    replace: RwSignal<bool>,
    /// The fields that are emptied.
    empty: RwSignal<Vec<&'static str>>,
    custom: RwSignal<Vec<(Id, String)>>,
}

impl Typed {
    fn new(kind: RecordKind) -> Typed {
        let text = || RwSignal::new(String::new());
        Typed {
            kind,
            chosen: text(),
            lead: text(),
            units: text(),
            supporting: text(),
            leader: text(),
            owner: text(),
            term: text(),
            due: text(),
            note: text(),
            replace: RwSignal::new(false),
            empty: RwSignal::new(Vec::new()),
            custom: RwSignal::new(Vec::new()),
        }
    }

    /// Nothing is typed and nothing chosen.
    fn clear(self) {
        let Typed { chosen, lead, units, supporting, leader, owner, term, due, note, .. } = self;
        for field in [chosen, lead, units, supporting, leader, owner, term, due, note] {
            field.set(String::new());
        }
        self.empty.set(Vec::new());
        self.replace.set(false);
        self.custom.set(Vec::new());
    }

    fn wishes(self) -> Wishes {
        let chosen = |kind| self.chosen.with(|id| Id::new(id)).filter(|_| self.kind == kind);
        Wishes {
            of: self.kind,
            status: chosen(RecordKind::Measure),
            aspect: chosen(RecordKind::Finding),
            lead: self.lead.get(),
            units: self.units.get(),
            supporting: self.supporting.get(),
            leader: self.leader.get(),
            owner: self.owner.get(),
            term: self.term.get(),
            empty: self.empty.get(),
            due: self.due.get(),
            note: self.note.get(),
            note_mode: if self.replace.get() { NoteMode::Replace } else { NoteMode::Append },
            custom: self.custom.get(),
        }
    }
}

/// 批量修改.
#[component]
pub fn BulkDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let typed = Typed::new(Worktable::of_page().kind);
    Effect::new(move || {
        if open.get() {
            typed.clear();
        }
    });
    let wishes = Memo::new(move |_| typed.wishes());
    view! {
        <Modal name="批量修改" open>
            <Form open wishes typed/>
        </Modal>
    }
}

/// What will come of the wishes, told anew a moment after each of them.
fn described(wishes: Memo<Wishes>, rows: StoredValue<Vec<Row>>) -> RwSignal<Described> {
    let (workspace, lists) = (Workspace::of_page(), Lists::of_page());
    let room = workspace.store().map(|store| store.room());
    let told = RwSignal::new(Described::default());
    let waiting: StoredValue<Option<TimeoutHandle>, LocalStorage> = StoredValue::new_local(None);
    let stop = move || {
        if let Some(Some(handle)) = waiting.try_update_value(Option::take) {
            handle.clear();
        }
    };
    Effect::new(move || {
        let wishes = wishes.get();
        stop();
        let look = move || {
            let now = rows.with_value(|rows| tell(workspace, lists, rows, &wishes, room));
            let _ = told.try_set(now);
        };
        waiting.set_value(set_timeout_with_handle(look, DELAY).ok());
    });
    on_cleanup(stop);
    told
}

#[component]
fn Form(open: RwSignal<bool>, wishes: Memo<Wishes>, typed: Typed) -> impl IntoView {
    let (workspace, lists, opening) = (Workspace::of_page(), Lists::of_page(), Opening::of_page());
    let table = Worktable::of_page();
    let words = table.words();
    let rows = StoredValue::new(table.picked_rows());
    let count = rows.with_value(Vec::len);
    let told = described(wishes, rows);
    let enter = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wishes = wishes.get_untracked();
        open.set(false);
        opening.busy.set(Some(format!("正在修改 {}…", words.counted(count))));
        let rows = rows.get_value();
        set_timeout(
            move || {
                apply(workspace, lists, &rows, &wishes);
                opening.busy.set(None);
            },
            Duration::from_millis(20),
        );
    };
    let fault = move || told.with(|told| told.fault.clone());
    let ready = move || told.with(|told| told.fault.is_none() && told.preview.changed > 0);
    view! {
        <form class="bulk" on:submit=enter>
            <p class="hint">{format!("对已选的 {}作同样的修改。空着的项保留原值。", words.counted(count))}</p>
            {boxes(workspace, typed)}
            <div class="bulk-preview" role="status" aria-label="预览">
                {move || told.with(|told| if told.fault.is_some() { ().into_any() } else { preview(words, told) })}
            </div>
            {move || {
                fault().map(|(field, expected)| {
                    view! { <p class="field-error" role="alert">{format!("{field}应为{expected}")}</p> }
                })
            }}
            <p class="dialog-foot">
                <button type="button" on:click=move |_| open.set(false)>"取消"</button>
                <button type="submit" class="primary" disabled=move || !ready()>"应用修改"</button>
            </p>
        </form>
    }
}

/// The boxes of the form, one a field.
fn boxes(workspace: Workspace, typed: Typed) -> AnyView {
    let Typed { kind, lead, units, supporting, leader, owner, due, note, replace, .. } = typed;
    view! {
        <div class="bulk-fields">
            {first_choice(workspace, typed)}
            <label>"整改时限" <input type="text" placeholder="保留原值" bind:value=due/></label>
            <label>"牵头部门" <input type="text" list="unit-names" placeholder="保留原值" bind:value=lead/></label>
            <label>"责任部门" <input type="text" placeholder="保留原值；多个用、分开" bind:value=units/></label>
            <label>"配合部门" <input type="text" placeholder="保留原值；多个用、分开" bind:value=supporting/></label>
            <label>"责任领导" <input type="text" placeholder="保留原值" bind:value=leader/></label>
            <label>"责任人" <input type="text" placeholder="保留原值" bind:value=owner/></label>
            {(kind == RecordKind::Measure).then(|| terms(typed.term))}
            <label>
                "备注的写法"
                <select on:change=move |event| replace.set(event_target_value(&event) == "replace")>
                    <option value="append">"接在原备注之后"</option>
                    <option value="replace">"替换原备注"</option>
                </select>
            </label>
            <label class="wide">"备注" <textarea rows="2" placeholder="保留原值" bind:value=note></textarea></label>
            {own_fields(workspace, kind, typed.custom)}
            {emptied(kind, typed.empty)}
        </div>
    }
    .into_any()
}

/// 整改状态 of measures, 问题类别 of findings.
fn first_choice(workspace: Workspace, typed: Typed) -> AnyView {
    let Typed { kind, chosen, .. } = typed;
    let (field, label) = match kind {
        RecordKind::Measure => ("status", "整改状态"),
        RecordKind::Finding => ("aspect", "问题类别"),
    };
    let options = workspace.look(|ledger| {
        let spec: Option<&FieldSpec> = spec(kind).field(field);
        spec.map(|spec| field_input::options(ledger, spec)).unwrap_or_default()
    });
    let option = |(id, label)| view! { <option value=id>{label}</option> };
    view! {
        <label>
            {label}
            <select on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">"保留原值"</option>
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// The fields that can be emptied, each with a box.
fn emptied(kind: RecordKind, empty: RwSignal<Vec<&'static str>>) -> AnyView {
    let own = |(field, _): &(&str, &str)| spec(kind).field(field).is_some();
    let line = move |(field, name): (&'static str, &'static str)| {
        let turn = move |event: ev::Event| {
            let on = event_target_checked(&event);
            empty.update(|empty| {
                empty.retain(|other| *other != field);
                if on {
                    empty.push(field);
                }
            });
        };
        view! {
            <label>
                <input type="checkbox" aria-label=format!("清空{name}") on:change=turn/>
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="wide bulk-empty">
            <legend>"清空（已有的时限不能清空）"</legend>
            {EMPTIED.into_iter().filter(own).map(line).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// 整改类型, of measures alone.
fn terms(term: RwSignal<String>) -> impl IntoView {
    view! {
        <label>
            "整改类型"
            <select on:change=move |event| term.set(event_target_value(&event))>
                <option value="">"保留原值"</option>
                {Term::KNOWN
                    .iter()
                    .map(|term| view! { <option value=term.to_string()>{term.to_string()}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}

/// The custom fields of these records: typed, or chosen where a field has choices.
fn own_fields(workspace: Workspace, kind: RecordKind, typed: RwSignal<Vec<(Id, String)>>) -> Vec<AnyView> {
    let is_theirs =
        |field: &&CustomField| field.of_findings() == (kind == RecordKind::Finding) && !field.hidden;
    let fields: Vec<CustomField> =
        workspace.look(|ledger| ledger.bundle().custom_fields.iter().filter(is_theirs).cloned().collect());
    let field = |field: CustomField| {
        let id = field.id.clone();
        let enter = move |event: ev::Event| {
            let text = event_target_value(&event);
            typed.update(|typed| {
                typed.retain(|(other, _)| *other != id);
                typed.push((id.clone(), text));
            });
        };
        let options: Vec<String> = match field.value_kind() {
            CustomKind::YesNo => vec![custom::YES.to_owned(), custom::NO.to_owned()],
            CustomKind::Choice => field.choices().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let name = field.name().to_owned();
        if options.is_empty() {
            view! { <label>{name} <input type="text" placeholder="保留原值" on:input=enter/></label> }
                .into_any()
        } else {
            let options = options
                .into_iter()
                .map(|option| view! { <option value=option.clone()>{option.clone()}</option> });
            let options = options.collect_view();
            view! {
                <label>
                    {name}
                    <select on:change=enter>
                        <option value="">"保留原值"</option>
                        {options}
                    </select>
                </label>
            }
            .into_any()
        }
    };
    fields.into_iter().map(field).collect()
}

/// What will come of it, in words.
fn preview(Words { unit, .. }: Words, told: &Described) -> AnyView {
    let Preview { changed, unchanged, kept, listed, new_units, .. } = &told.preview;
    let numbers = listed.iter().map(|kept| kept.number.as_str()).collect::<Vec<_>>().join("、");
    let more = if *kept > listed.len() { " 等" } else { "" };
    let megabytes = |units: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a store holds some millions of units")]
        let millions = units as f64 / 1_048_576.0;
        format!("{millions:.1}")
    };
    let lines = [
        (*kept > 0).then(|| {
            (false, format!("{kept} {unit}{}，时限保留原值：{numbers}{more}。", bulk::HAS_DEADLINE))
        }),
        (!new_units.is_empty()).then(|| (false, format!("台账中还没有的单位会一并新增：{}。", new_units.join("、")))),
        told.too_large.map(|(units, room)| {
            let text = format!(
                "本机存储放不下：这次修改约需 {} 百万字，只剩约 {} 百万字。修改仍会生效，但放不下的部分只在本页内存中；\
                 请修改后立即导出 JSON，或减少所选的条数分几次修改。",
                megabytes(units),
                megabytes(room)
            );
            (true, text)
        }),
    ];
    view! {
        <p class="bulk-count">{format!("将修改 {changed} {unit}，{unchanged} {unit}不变")}</p>
        {lines
            .into_iter()
            .flatten()
            .map(|(warned, line)| view! { <p class:warned=warned>{line}</p> })
            .collect_view()}
    }
    .into_any()
}
