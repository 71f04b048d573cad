//! 销号 of one item, a measure or a finding: where it stands, its rounds, and what can be done with it. What a step
//! may do is decided by `journal::closing`; this draws it and says why it refused.

use leptos::ev;
use leptos::prelude::*;

use super::draft_box::{Kept, LeftText};
use super::entries::css;
use super::fold::{Fold, FoldName};
use crate::app::nav::Nav;
use crate::app::reveal;
use crate::app::reviewing::Reviewing;
use crate::app::workspace::Workspace;
use journal::closing::{Act, Blocked, Given, missing as missing_for, step};
use ledger::closure::{ClosureState, OpinionUse};
use ledger::closure_requirements::Lack;
use ledger::review::{Item, Signer, own_application, state_text, templates};
use ledger::{Id, Ledger};
use platform::{clock, page};
use query::review_summary::{DescribedRound, told_rounds};
use query::route::Route;
use query::whereabouts::place_of;

/// What a page does with an item by key: the part hands itself over here.
pub type Hand = StoredValue<Option<Callback<Act>>>;

/// What an item shows of its 销号.
#[derive(Clone, PartialEq)]
struct Standing {
    state: ClosureState,
    /// The state in words.
    told: String,
    /// It waits for review, and who works here applied.
    is_own: bool,
    rounds: Vec<DescribedRound>,
}

impl Standing {
    fn of(ledger: &Ledger, id: &Id, signer: &Signer) -> Option<Self> {
        let item = Item::of(ledger, id)?;
        let (standing, told) = state_text(ledger.bundle(), item.steps());
        let is_own = own_application(ledger.bundle(), item, signer);
        let rounds = told_rounds(ledger.bundle(), item.steps());
        Some(Self { state: standing.state, told, is_own, rounds })
    }
}

/// The 销号 of one item, and the step that is about to be taken.
#[derive(Clone, Copy)]
struct Closure {
    workspace: Workspace,
    item: StoredValue<Id>,
    /// How it stands; `None` where the item is gone.
    standing: Memo<Option<Standing>>,
    opinion: Kept,
    supply: Kept,
    /// The act that waits for words.
    asking: RwSignal<Option<Act>>,
    /// Why the last act was refused.
    blocked: RwSignal<Option<Blocked>>,
    fold: Fold,
    /// Hears of every step that was taken.
    done: Option<Callback<()>>,
}

impl Closure {
    fn acts(self) -> Vec<Act> {
        self.standing.with(|s| s.as_ref().map_or(Vec::new(), |s| Act::of_state(s.state).to_vec()))
    }

    /// The state in words; empty where the item is gone.
    fn told(self) -> String {
        self.standing.with(|s| s.as_ref().map(|s| s.told.clone()).unwrap_or_default())
    }

    fn rounds(self) -> Vec<DescribedRound> {
        self.standing.with(|s| s.as_ref().map_or(Vec::new(), |s| s.rounds.clone()))
    }

    /// The selector of something in the part.
    fn inside(self, inner: &str) -> String {
        self.item.with_value(|id| format!("[data-closing=\"{}\"] {inner}", css(id)))
    }

    /// Takes a step, or says why it cannot be taken.
    fn take(self, act: Act) {
        let signer = Reviewing::signer(self.workspace);
        let (text, more) = (self.opinion.text.get_untracked(), self.supply.text.get_untracked());
        let given = Given { signer: &signer, today: clock::today(), opinion: &text, supply: &more };
        let fresh = self.workspace.fresh_id();
        let made = self.workspace.look(|ledger| {
            let id = self.item.get_value();
            let name = Item::of(ledger, &id).map(|item| item.name(ledger)).unwrap_or_default();
            step(ledger, &id, act, given, &fresh).map(|ops| (ops, name))
        });
        match made {
            Ok((ops, name)) => {
                if self.workspace.commit(ops) {
                    self.taken(act, &name);
                }
            }
            Err(refusal) => self.refuse(act, refusal),
        }
    }

    /// The step was taken: its words are entered, and the focus goes on.
    fn taken(self, act: Act, name: &str) {
        self.blocked.set(None);
        self.asking.set(None);
        self.fold.open();
        self.opinion.clear();
        self.supply.clear();
        let now = untrack(|| self.told());
        self.workspace.notices.tell(format!("{name}：{}，现在是“{now}”", act.label()));
        match self.done {
            Some(done) => done.run(()),
            None => request_animation_frame(move || page::focus(&self.inside(".closing-acts button"))),
        }
    }

    /// The step was not taken: for want of words, which are asked for, or for another reason.
    fn refuse(self, act: Act, refusal: Blocked) {
        let wordless = matches!(refusal, Blocked::NoWords(_));
        let first = wordless && self.asking.get_untracked() != Some(act);
        self.asking.set(wordless.then_some(act));
        // The first press of 退回 asks for the words; the second, without any, is refused.
        self.blocked.set((!first).then_some(refusal));
        if wordless {
            request_animation_frame(move || page::focus(&self.inside("textarea")));
        }
    }

    fn press(self, event: &ev::KeyboardEvent) {
        if event.key() == "Enter" && event.ctrl_key() && !event.is_composing() {
            event.prevent_default();
            event.stop_propagation();
            self.take(self.asking.get_untracked().unwrap_or(Act::Return));
        }
    }
}

/// 销号 of an item.
#[component]
pub fn Closing(
    /// Which measure or finding.
    id: Id,
    /// Takes the acts that keys ask for.
    #[prop(optional)]
    hand: Option<Hand>,
    /// Hears of every step that was taken.
    #[prop(optional)]
    done: Option<Callback<()>>,
) -> impl IntoView {
    let closure = closure(id, hand.is_some(), done);
    let Closure { standing, asking, blocked, fold, .. } = closure;
    let acts = Memo::new(move |_| closure.acts());
    let reviewing = Memo::new(move |_| acts.with(|acts| acts.contains(&Act::Return)));
    let take = Callback::new(move |act| closure.take(act));
    if let Some(hand) = hand {
        hand.set_value(Some(take));
    }
    let is_told = move || standing.with(|s| s.as_ref().is_some_and(|s| !s.rounds.is_empty()));
    let is_asking = move || asking.with(Option::is_some);
    let is_own = move || standing.with(|s| s.as_ref().is_some_and(|s| s.is_own));
    let is_open = move || {
        (fold.is_shown() && is_told()) || reviewing.get() || is_asking() || blocked.with(Option::is_some)
    };
    let entity = closure.item.with_value(Id::to_string);
    view! {
        <section class="closing" class:open=is_open role="group" aria-label="销号" data-closing=entity>
            <div class="closing-head">
                <FoldName fold name="销号" told=Signal::derive(move || closure.told())/>
                <Show when=move || reviewing.get() && is_own()>
                    <span class="hint">"这是您自己的申请"</span>
                </Show>
                <span class="spread"></span>
                <Show when=move || !reviewing.get()>
                    <Buttons acts take/>
                </Show>
            </div>
            <Show when=move || fold.is_shown()>
                <Rounds rounds=Signal::derive(move || closure.rounds())/>
            </Show>
            <Show when=move || reviewing.get() || is_asking()>
                {words(&closure, acts, reviewing, take)}
            </Show>
            {asked(&closure)}
            {gate(&closure)}
        </section>
    }
}

/// The 销号 of an item as a part begins with it.
fn closure(id: Id, is_reviewed: bool, done: Option<Callback<()>>) -> Closure {
    let workspace = Workspace::of_page();
    let opinion = Kept::of(workspace, &id, "closure.opinion");
    let supply = Kept::of(workspace, &id, "closure.supply");
    let item = StoredValue::new(id);
    let standing = Memo::new(move |_| {
        workspace.person.track();
        let signer = Reviewing::signer(workspace);
        workspace.watch(|ledger| item.with_value(|id| Standing::of(ledger, id, &signer)))
    });
    // Where an item is reviewed, and where it was sent back, what was said of it is read first.
    let is_returned =
        standing.with_untracked(|s| s.as_ref().is_some_and(|s| s.state == ClosureState::Returned));
    Closure {
        workspace,
        item,
        standing,
        opinion,
        supply,
        asking: RwSignal::new(None),
        blocked: RwSignal::new(None),
        fold: Fold::new(is_reviewed || is_returned),
        done,
    }
}

/// The boxes for the words of a step, with the acts of a reviewer.
fn words(closure: &Closure, acts: Memo<Vec<Act>>, reviewing: Memo<bool>, take: Callback<Act>) -> AnyView {
    let closure = *closure;
    let Closure { opinion, supply, .. } = closure;
    view! {
        <div class="opinion" on:keydown=move |event| closure.press(&event)>
            <Template opinion=opinion.text supply=supply.text/>
            <label class="opinion-text">
                <span>"意见"</span>
                <textarea
                    rows="2"
                    aria-label="意见"
                    title="写明意见后，按 Ctrl+Enter 退回"
                    bind:value=opinion.text
                ></textarea>
            </label>
            <label class="opinion-supply">
                <span>"需补充"</span>
                <input type="text" autocomplete="off" aria-label="需补充" bind:value=supply.text/>
            </label>
            <LeftText boxes=vec![opinion, supply]/>
            <Show when=move || reviewing.get()>
                <Buttons acts take/>
            </Show>
        </div>
    }
    .into_any()
}

/// Asks for the words of an act that was pressed without any.
fn asked(closure: &Closure) -> AnyView {
    let Closure { asking, blocked, .. } = *closure;
    let told = move || match asking.get() {
        Some(Act::Reopen) => "请写明重新打开的原因，再按“重新打开”。",
        _ => "请写明退回的意见，再按“退回”或 Ctrl+Enter。",
    };
    view! {
        <Show when=move || asking.with(Option::is_some) && blocked.with(Option::is_none)>
            <p class="hint">{told}</p>
        </Show>
    }
    .into_any()
}

/// Why the last act was refused, for as long as that is so.
fn gate(closure: &Closure) -> AnyView {
    let Closure { workspace, item, blocked, .. } = *closure;
    let missing = Memo::new(move |_| {
        let Some(Blocked::Lacks(act, _)) = blocked.get() else { return Vec::new() };
        workspace.watch(|ledger| {
            let item = item.with_value(|id| Item::of(ledger, id));
            item.map_or(Vec::new(), |item| missing_for(ledger, item, act, workspace.day()))
        })
    });
    let drawn = move || {
        let list = missing.get();
        let text = match blocked.get()? {
            // What was missing has been supplied since.
            Blocked::Lacks(..) if list.is_empty() => return None,
            Blocked::Lacks(act, _) => Blocked::Lacks(act, list.clone()),
            other => other,
        };
        let lines: Vec<_> = list.into_iter().map(|lack| view! { <LackLine lack/> }).collect();
        Some(view! {
            <div class="gate" role="alert">
                <p>{text.text()}</p>
                <ul>{lines}</ul>
            </div>
        })
    };
    view! { {drawn} }.into_any()
}

/// The acts that the state allows.
#[component]
fn Buttons(acts: Memo<Vec<Act>>, take: Callback<Act>) -> impl IntoView {
    view! {
        <span class="closing-acts">
            <For each=move || acts.get() key=|act| *act let:act>
                <button
                    type="button"
                    class=if matches!(act, Act::Accept) { "primary" } else { "" }
                    title=match act {
                        Act::Accept => "审核同意（审核页按 a）",
                        Act::Return => "退回，须写明意见（审核页按 r）",
                        Act::Withdraw => "申请人或其单位收回申请，经过留在记录里",
                        Act::Apply => "提交审核；还缺什么会逐项写明",
                        Act::Reopen => "已销号的重新整改，须写明原因",
                    }
                    on:click=move |_| take.run(act)
                >
                    {act.label()}
                </button>
            </For>
        </span>
    }
}

/// Opinions that are written often; choosing one puts it into the boxes.
#[component]
fn Template(opinion: RwSignal<String>, supply: RwSignal<String>) -> impl IntoView {
    let workspace = Workspace::of_page();
    let all = workspace.look(|ledger| templates(ledger.bundle()).into_owned());
    let options: Vec<_> = all
        .iter()
        .enumerate()
        .map(|(n, template)| {
            let usage = template.usage.as_ref().map_or("", OpinionUse::label);
            let text =
                if usage.is_empty() { template.text.clone() } else { format!("{usage}：{}", template.text) };
            view! { <option value=n.to_string()>{text}</option> }
        })
        .collect();
    let choose = move |event: ev::Event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|n| all.get(n));
        if let Some(template) = chosen {
            opinion.set(template.text.clone());
            supply.set(template.supply.clone());
        }
    };
    view! {
        <select class="opinion-template" aria-label="意见模板" on:change=choose>
            <option value="">"意见模板"</option>
            {options}
        </select>
    }
}

/// One thing that is missing, with the way to where it is mended.
#[component]
fn LackLine(lack: Lack) -> impl IntoView {
    let (workspace, nav) = (Workspace::of_page(), Nav::of_page());
    let place = workspace.look(|ledger| place_of(ledger, &lack.entity));
    let href = Route::from(place.clone()).href();
    let inner = match lack.field {
        "status" => "select[aria-label=\"整改状态\"]",
        "progress" => "[aria-label=\"整改进展及成效\"] .entries-head > button",
        "evidence" => "[aria-label=\"佐证材料\"] .entries-head > button",
        "extensions" => "[aria-label=\"延期\"] .entries-head > button",
        "closure" => "[aria-label=\"销号\"] .closing-acts button",
        _ => "button",
    };
    let selector = format!("[data-entity=\"{}\"] {inner}", css(&lack.entity));
    let go = move |_| {
        // The address leads to the entity by itself: what is missing is a part of it.
        reveal::look_for_part(nav, place.clone(), selector.clone());
    };
    view! {
        <li>
            <a href=href on:click=go>{lack.text}</a>
        </li>
    }
}

/// Every round with its steps; the last one open, the earlier ones folded away where there are many.
#[component]
fn Rounds(rounds: Signal<Vec<DescribedRound>>) -> impl IntoView {
    let count = move || rounds.with(Vec::len);
    view! {
        <Show when=move || count() != 0>
            <ol class="rounds" aria-label="销号经过">
                <For each=move || rounds.get() key=|round| round.clone() let:round>
                    {
                        let steps: Vec<_> = round
                            .steps
                            .into_iter()
                            .map(|step| {
                                view! {
                                    <li>
                                        <time>{step.day}</time>
                                        " "
                                        <span class="round-what">{step.what}</span>
                                        " "
                                        <span class="round-who">{step.who}</span>
                                        {(!step.opinion.is_empty())
                                            .then(|| view! { <p class="round-opinion">{step.opinion}</p> })}
                                        {(!step.supply.is_empty())
                                            .then(|| view! { <p class="round-opinion">"需补充："{step.supply}</p> })}
                                    </li>
                                }
                            })
                            .collect();
                        view! {
                            <li>
                                <p class="round-head">{round.name}" "<span class="tag">{round.outcome}</span></p>
                                <ol>{steps}</ol>
                            </li>
                        }
                    }
                </For>
            </ol>
        </Show>
    }
}
