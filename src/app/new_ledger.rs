//! 新建台账: the dialog that begins a ledger of one's own, and what it asks. What a new ledger is, is
//! `ledger::new_ledger`'s.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::context::of_page;
use super::opening::Opening;
use super::workspace::Workspace;
use ledger::Bundle;
use ledger::due::Due;
use ledger::due_reading::{self, Around};
use ledger::new_ledger::{NewLedger, Scenario, departments};
use platform::{clock, page};
use query::route::{Place, Route};

/// What is typed about a new ledger.
#[derive(Clone, Copy)]
pub struct Typed {
    unit: RwSignal<String>,
    round: RwSignal<String>,
    feedback: RwSignal<String>,
    months: RwSignal<String>,
    units: RwSignal<String>,
    scenario: RwSignal<Scenario>,
}

impl Typed {
    /// Nothing typed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            unit: RwSignal::new(String::new()),
            round: RwSignal::new(String::new()),
            feedback: RwSignal::new(String::new()),
            months: RwSignal::new(String::new()),
            units: RwSignal::new(String::new()),
            scenario: RwSignal::new(Scenario::default()),
        }
    }

    /// The kind of work, which brings its words; there is one however little else is typed.
    #[must_use]
    pub fn scenario(self) -> Scenario {
        self.scenario.get()
    }

    /// What it says.
    ///
    /// # Errors
    /// Why it says nothing, for people.
    pub fn read(self) -> Result<NewLedger, String> {
        let unit = self.unit.get();
        if unit.trim().is_empty() {
            return Err("请填写单位，台账和文件以它命名。".to_owned());
        }
        let feedback = self.feedback.get();
        let feedback = match due_reading::read(&feedback, &Around::default()).due {
            None if feedback.trim().is_empty() => None,
            Some(Due::Day(day)) => Some(day),
            _ => return Err(format!("反馈日期“{feedback}”不是某一天，请写成 2024-06-18。")),
        };
        let months = self.months.get();
        let months = match months.trim().trim_end_matches("个月") {
            "" => None,
            text => Some(text.parse().map_err(|_| "集中整改期请写月数，如 3。".to_owned())?),
        };
        Ok(NewLedger {
            unit,
            round: self.round.get(),
            feedback,
            months,
            units: departments(&self.units.get()),
            scenario: self.scenario.get(),
        })
    }

    /// The bundle of what is typed.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn bundle(self, workspace: Workspace) -> Result<Bundle, String> {
        let new = untrack(|| self.read())?;
        let apart: String =
            workspace.fresh_id().as_str().chars().filter(char::is_ascii_alphanumeric).take(4).collect();
        Ok(new.bundle(new.id(&format!("{}{apart}", clock::today().to_string().replace('-', "")))))
    }
}

/// The boxes about a new ledger.
#[component]
pub fn Boxes(
    /// What is typed in them.
    typed: Typed,
) -> impl IntoView {
    let scenarios = Scenario::ALL.map(|scenario| {
        view! { <option value=scenario.label() selected=move || typed.scenario.get() == scenario>{scenario.label()}</option> }
    });
    let choose = move |event: ev::Event| {
        let label = event_target_value(&event);
        if let Some(scenario) = Scenario::ALL.into_iter().find(|scenario| scenario.label() == label) {
            typed.scenario.set(scenario);
        }
    };
    view! {
        <div class="new-ledger-boxes">
            <label>"单位" <input type="text" autocomplete="off" bind:value=typed.unit/></label>
            <label>"巡察轮次" <input type="text" autocomplete="off" placeholder="2024年第一轮" bind:value=typed.round/></label>
            <label>"反馈日期" <input type="text" autocomplete="off" placeholder="2024-06-18" bind:value=typed.feedback/></label>
            <label>"集中整改期（月）" <input type="text" autocomplete="off" placeholder="3" bind:value=typed.months/></label>
            <label>"适用场景" <select on:change=choose>{scenarios}</select></label>
            <label class="wide">"单位名单" <textarea rows="4" placeholder="一行一个，也可以从表格的一列粘贴" bind:value=typed.units></textarea></label>
        </div>
    }
}

/// Whether the dialog is asked for.
#[derive(Clone, Copy)]
pub struct NewLedgerAsked(pub RwSignal<bool>);

impl NewLedgerAsked {
    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Asks.
    pub fn ask(self) {
        self.0.set(true);
    }
}

/// The dialog.
#[component]
pub fn NewLedgerDialog() -> impl IntoView {
    let (workspace, opening) = (Workspace::of_page(), Opening::of_page());
    let asked = NewLedgerAsked::of_page().0;
    let typed = Typed::new();
    let refused = RwSignal::new(None::<String>);
    let then_import = RwSignal::new(false);
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        match (asked.get(), dialog.open()) {
            // Where dialogs cannot be modal it is shown all the same.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let make = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let made = typed.bundle(workspace).and_then(|bundle| {
            let json = serde_json::to_string(&bundle).map_err(|why| why.to_string())?;
            Ok((bundle.title, json))
        });
        match made {
            Ok((title, json)) => {
                refused.set(None);
                asked.set(false);
                opening.made(title, json);
                let place = if then_import.get_untracked() { Place::Exchange } else { Place::Findings };
                page::go(&Route::from(place).print());
            }
            Err(why) => refused.set(Some(why)),
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class="open-dialog new-ledger"
            aria-labelledby="new-ledger-title"
            on:close=move |_| asked.set(false)
        >
            <form on:submit=make>
                <h2 id="new-ledger-title">"新建台账"</h2>
                <p>"现在打开的台账仍留在本机，随时可以从“本机台账”打开。"</p>
                <Boxes typed/>
                <label class="check">
                    <input type="checkbox" prop:checked=move || then_import.get() on:change=move |event| then_import.set(event_target_checked(&event))/>
                    "建立后从表格或文字导入"
                </label>
                {move || refused.get().map(|why| view! { <p class="refused" role="alert">{why}</p> })}
                <p class="dialog-foot">
                    <button type="submit" class="primary">"建立"</button>
                    <button type="button" on:click=move |_| asked.set(false)>"取消"</button>
                </p>
            </form>
        </dialog>
    }
}
