//! 审核: what waits for review, one item after another: what was done and proved, what was said before, and the
//! decision. `j` and `k` go on and back, `a` accepts, `r` returns.

use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;

use crate::app::display_settings::DisplaySettings;
use crate::app::keys::{Rows, is_of_list, is_typing};
use crate::app::nav::Nav;
use crate::app::parts::closure::{Closing, Hand};
use crate::app::parts::window::Windowed;
use crate::app::person::Signing;
use crate::app::reviewing::Reviewing;
use crate::app::workspace::Workspace;
use journal::closing::{Act, Given, accept_all, awaiting};
use ledger::closure::ClosureAction;
use ledger::reminder::ReminderState;
use ledger::review::{Item, level_name, levels};
use ledger::rounds::{rounds, standing};
use ledger::{Id, Ledger};
use platform::{clock, page};
use query::print_rows::{PrintCell, PrintRow};
use query::review_summary::{ReviewSummary, dossiers};
use query::route::{Place, Route};

/// The height of a row; the style sheet says the same.
const ROW: f64 = 44.0;

/// The query of the address that shows everybody's items.
const ALL: &str = "who=all";

/// The page.
#[component]
pub fn Review() -> impl IntoView {
    let workspace = Workspace::of_page();
    let nav = Nav::of_page();
    let reviewing = Reviewing::of_page();
    let everybodys = Memo::new(move |_| nav.route.with(|route| route.query == ALL));
    let queue: Queue = Memo::new(move |_| {
        workspace.opened.track();
        Arc::new(reviewing.queue(everybodys.get()))
    });
    let current = cursor(queue);
    let hand: Hand = StoredValue::new(None);
    decide_by_key(current, hand);
    let choose = move |event: ev::Event| {
        Rows::of_page().current.set(None);
        nav.set_query(event_target_value(&event));
    };
    let progress = move || {
        let (done, all) = reviewing.progress();
        format!("已审 {done} / {all}")
    };
    view! {
        <section class="page table-page review">
            <header class="page-head">
                <h1>"审核"</h1>
                <p role="status" aria-label="审核进度" class="hits">{progress}</p>
                <Who/>
                <span class="spread"></span>
                <Letters/>
            </header>
            <div class="filters" data-keys="">
                <select aria-label="范围" on:change=choose>
                    <option value="" selected=move || !everybodys.get()>"等我审核"</option>
                    <option value=ALL selected=move || everybodys.get()>"全部在审"</option>
                </select>
                <span class="hint">"j / k 下一项、上一项，a 同意，r 退回"</span>
            </div>
            <Show
                when=move || queue.with(|queue| !queue.is_empty())
                fallback=move || view! { <Nothing everybodys/> }
            >
                <Split queue current hand/>
            </Show>
        </section>
    }
}

/// What waits, in order.
type Queue = Memo<Arc<Vec<Id>>>;

/// The item under the cursor. What was decided leaves the list, and the next takes its place there.
fn cursor(queue: Queue) -> Memo<Option<Id>> {
    let keys = Rows::of_page();
    keys.current.set(None);
    Effect::new(move || {
        let count = queue.with(|queue| queue.len());
        keys.count.set(count);
        let at = keys.current.get();
        let next = count.checked_sub(1).map(|last| at.unwrap_or(0).min(last));
        if next != at {
            keys.current.set(next);
        }
    });
    Memo::new(move |_| {
        let at = keys.current.get()?;
        queue.with(|queue| queue.get(at).cloned())
    })
}

/// `a` accepts the item under the cursor, `r` returns it; dead while somebody types or a dialog is open.
fn decide_by_key(current: Memo<Option<Id>>, hand: Hand) {
    let comfort = DisplaySettings::of_page();
    let listener = window_event_listener(ev::keydown, move |event| {
        let act = match event.key().as_str() {
            "a" => Act::Accept,
            "r" => Act::Return,
            _ => return,
        };
        if !comfort.single_keys() {
            return;
        }
        let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat();
        if held
            || event.is_composing()
            || (is_typing(&event) && !is_of_list(&event))
            || page::has("dialog[open]")
        {
            return;
        }
        if current.with_untracked(Option::is_some)
            && let Some(take) = hand.get_value()
        {
            event.prevent_default();
            take.run(act);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The list of what waits, and beside it what is read of the item under the cursor.
#[component]
fn Split(queue: Queue, current: Memo<Option<Id>>, hand: Hand) -> impl IntoView {
    let (workspace, nav, keys) = (Workspace::of_page(), Nav::of_page(), Rows::of_page());
    let done = Callback::new(move |()| {
        request_animation_frame(move || {
            let at = keys.current.get_untracked().unwrap_or(0);
            let row = Rows::selector(at);
            page::focus(if page::has(&row) { &row } else { "#main" });
        });
    });
    let head = view! {
        <tr>
            <th scope="col" class="c-item">"事项"</th>
            <th scope="col">"内容"</th>
            <th scope="col" class="c-level">"待审"</th>
        </tr>
    };
    let open = Callback::new(move |id: Id| {
        let finding = workspace.look(|ledger| ledger.finding_of(&id).map(|f| f.id.clone()));
        if let Some(finding) = finding {
            nav.go(&Place::Finding(finding).into());
        }
    });
    let paper = Callback::new(move |ids: Vec<Id>| {
        workspace.look(|ledger| {
            let rows = ids.iter().filter_map(|id| texts(ledger, id));
            rows.map(|row| PrintRow::Cells(row.map(PrintCell::plain).into())).collect()
        })
    });
    view! {
        <div class="review-split">
            <div class="review-list">
                <Windowed
                    label="待审事项"
                    rows=queue
                    row_height=ROW
                    columns=3
                    head=head.into_any()
                    row=move |id: Id| view! { <Cells id/> }.into_any()
                    paper
                    current=keys.current
                    open
                />
            </div>
            <div class="review-detail">{move || current.get().map(|id| view! { <Detail id hand done/> })}</div>
        </div>
    }
}

/// Whose signature the decisions bear.
#[component]
fn Who() -> impl IntoView {
    let workspace = Workspace::of_page();
    let signing = Signing::of_page();
    view! {
        <p class="who">
            {move || match workspace.person.get() {
                Some(person) if person.unit.is_empty() => format!("署名：{}", person.name),
                Some(person) => format!("署名：{}（{}）", person.name, person.unit),
                None => "还没有署名".to_owned(),
            }}
            <button type="button" class="small" on:click=move |_| signing.again()>
                {move || if workspace.person.with(Option::is_some) { "更换署名" } else { "署名…" }}
            </button>
        </p>
    }
}

/// The way to the letters, with how many are late.
#[component]
fn Letters() -> impl IntoView {
    let workspace = Workspace::of_page();
    let words = Memo::new(move |_| {
        let late = workspace.watch(|ledger| {
            let all = ledger.bundle().reminders.iter();
            all.filter(|r| ReminderState::of(r, workspace.day()) == ReminderState::Late).count()
        });
        if late == 0 {
            "督办提示".to_owned()
        } else {
            format!("督办提示（{late} 件逾期未答复）")
        }
    });
    view! { <a href=Route::from(Place::Reminders).href()>{move || words.get()}</a> }
}

/// What there is to do when nothing waits.
#[component]
fn Nothing(everybodys: Memo<bool>) -> impl IntoView {
    view! {
        <p class="empty">
            {move || if everybodys.get() {
                "没有在审的事项。在问题或措施上按“申请销号”，就会出现在这里。"
            } else {
                "没有等您审核的事项。别人的在审事项在“全部在审”里；对方的申请要先合并进来才看得到。"
            }}
        </p>
    }
}

/// The texts of an item's row: what it is, what it says, which level it waits for.
fn texts(ledger: &Ledger, id: &Id) -> Option<[String; 3]> {
    let item = Item::of(ledger, id)?;
    let text = match item {
        Item::Finding(finding) => finding.title.clone(),
        Item::Measure(_, measure) => measure.text.clone(),
    };
    let bundle = ledger.bundle();
    let level = standing(item.steps()).awaits(levels(bundle).len());
    let level = level.map(|level| level_name(bundle, level)).unwrap_or_default();
    Some([item.name(ledger), text, level])
}

#[component]
fn Cells(id: Id) -> impl IntoView {
    let workspace = Workspace::of_page();
    let cells =
        Memo::new(move |_| workspace.watch_entity(&id, |ledger| texts(ledger, &id)).unwrap_or_default());
    view! {
        <td class="c-item">{move || cells.with(|c| c[0].clone())}</td>
        <td class="clamp">
            <div>{move || cells.with(|c| c[1].clone())}</div>
        </td>
        <td class="clamp">
            <div>{move || cells.with(|c| c[2].clone())}</div>
        </td>
    }
}

/// What the reviewer reads, and the decision under it.
#[component]
fn Detail(id: Id, hand: Hand, done: Callback<()>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let keep = StoredValue::new(id.clone());
    // What is read is edited elsewhere, so it is taken anew with any change: it is one item alone.
    let read = Memo::new(move |_| {
        workspace.watch(|ledger| {
            let item = keep.with_value(|id| Item::of(ledger, id))?;
            let finding = item.finding();
            let applied =
                rounds(item.steps()).pop().and_then(|round| round.first(&ClosureAction::Apply).cloned());
            let applied = applied.map(|step| {
                let date = step.date.map(|date| date.to_string()).unwrap_or_default();
                format!("{} {} 申请", date, step.by)
            });
            Some((
                format!("问题 {}　{}", ledger.finding_number(&finding.id), finding.title),
                Route::from(Place::Finding(finding.id.clone())).href(),
                finding.goal.clone(),
                item.name(ledger),
                applied.unwrap_or_default(),
                dossiers(ledger, item, workspace.day()),
            ))
        })
    });
    let part = move |of: fn(&Read) -> String| move || read.with(|r| r.as_ref().map(of).unwrap_or_default());
    view! {
        <article class="review-item" aria-label=part(|r| r.3.clone())>
            <h2>
                <a href=part(|r| r.1.clone())>{part(|r| r.0.clone())}</a>
            </h2>
            <Show when=move || read.with(|r| r.as_ref().is_some_and(|r| !r.2.is_empty()))>
                <p class="review-goal">"整改目标："{part(|r| r.2.clone())}</p>
            </Show>
            <p class="hint">{part(|r| format!("{}　{}", r.3, r.4))}</p>
            <For each=move || read.with(|r| r.as_ref().map_or(Vec::new(), |r| r.5.clone())) key=|d| d.clone() let:dossier>
                <Sheet dossier/>
            </For>
            <AcceptAll id=id.clone() done/>
            <Closing id hand done/>
        </article>
    }
}

/// Accepts at once what waits of the finding, where that is more than the one measure that is read.
#[component]
fn AcceptAll(id: Id, done: Callback<()>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let finding =
        workspace.look(|ledger| ledger.finding_of(&id).map(|finding| finding.id.clone())).unwrap_or_default();
    let keep = StoredValue::new(finding);
    let waiting = Memo::new(move |_| {
        workspace.person.track();
        let signer = Reviewing::signer(workspace);
        workspace.watch(|ledger| keep.with_value(|finding| awaiting(ledger, finding, &signer).len()))
    });
    let take = move |_| {
        let signer = Reviewing::signer(workspace);
        let given = Given { signer: &signer, today: clock::today(), opinion: "", supply: "" };
        // Made before the ledger is looked at: an id changes the workspace.
        let ids: Vec<Id> = (0..waiting.get_untracked()).map(|_| workspace.fresh_id()).collect();
        let mut ids = ids.into_iter();
        let made = workspace.look(|ledger| {
            keep.with_value(|finding| {
                let ops = accept_all(ledger, finding, given, &mut || ids.next().unwrap_or_default())?;
                Ok::<_, journal::closing::Blocked>((ops, ledger.finding_number(finding)))
            })
        });
        match made {
            Ok((ops, number)) => {
                let count = ops.len();
                if workspace.commit(ops) {
                    workspace
                        .notices
                        .tell(format!("已同意问题 {number} 的 {count} 条措施；按“撤销”可以一并收回"));
                    done.run(());
                }
            }
            Err(blocked) => workspace.notices.warn(blocked.text()),
        }
    };
    view! {
        <Show when=move || { waiting.get() > 1 }>
            <p class="accept-all">
                <button type="button" on:click=take>"同意本问题全部待审措施"</button>
                <span class="hint">{move || format!("本问题有 {} 条措施等您审核；一步办完，不写意见。", waiting.get())}</span>
            </p>
        </Show>
    }
}

/// Finding, its address, its goal, the item's name, who applied when, and what is read of each measure.
type Read = (String, String, String, String, String, Vec<ReviewSummary>);

/// One measure as it is read.
#[component]
fn Sheet(dossier: ReviewSummary) -> impl IntoView {
    let facts: Vec<_> = dossier
        .facts
        .into_iter()
        .map(|(name, value)| {
            let overdue = dossier.overdue && name == "整改时限";
            view! { <div><dt>{name}</dt><dd class:overdue=overdue>{value}{overdue.then_some(" 逾期")}</dd></div> }
        })
        .collect();
    let lines = |title: &'static str, none: &'static str, list: Vec<(String, String)>| {
        let empty = list.is_empty();
        let items: Vec<_> = list
            .into_iter()
            .map(|(head, text)| view! { <li><span class="dossier-head">{head}</span>" "{text}</li> })
            .collect();
        view! {
            <h3>{title}</h3>
            <Show when=move || empty>
                <p class="blank">{none}</p>
            </Show>
            <ul class="dossier-list">{items}</ul>
        }
    };
    let deadlines: Vec<_> = dossier.deadlines.into_iter().map(|line| (String::new(), line)).collect();
    let delayed = (!deadlines.is_empty()).then(|| lines("延期", "", deadlines));
    view! {
        <section class="dossier" aria-label=dossier.name.clone()>
            <p class="dossier-text">{dossier.text}</p>
            <dl class="facts">{facts}</dl>
            {lines("整改进展及成效", "没有填写", dossier.progress)}
            {lines("佐证材料", "没有佐证材料", dossier.evidence)}
            {delayed}
        </section>
    }
}
