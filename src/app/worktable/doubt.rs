//! The dialog that comes up where a paste or fill holds something that its cells do not take: what would be left out,
//! before anything is done.

use leptos::prelude::*;

use super::dialog::Modal;
use super::sheet::RecordSheet;
use super::state::Worktable;

/// How many lines are shown.
const SHOWN: usize = 200;

/// 核对填写.
#[component]
pub fn DoubtDialog() -> impl IntoView {
    let table = Worktable::of_page();
    let sheet = RecordSheet::of(&table);
    let open = RwSignal::new(false);
    Effect::new(move || {
        if table.doubt.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            table.doubt.set(None);
        }
        now
    });
    let enter = move |_| {
        if let Some(doubt) = table.doubt.get_untracked() {
            sheet.commit(doubt.written, doubt.told);
        }
        open.set(false);
    };
    let told = move || {
        table.doubt.with(|doubt| {
            doubt.as_ref().map(|doubt| {
                format!("{} 格可以填写，{} 格不能填写，保留原值：", doubt.written.changed, doubt.lines.len())
            })
        })
    };
    let lines = move || {
        table.doubt.with(|doubt| {
            let lines = doubt.iter().flat_map(|doubt| doubt.lines.iter().take(SHOWN).cloned());
            lines.map(|line| view! { <li>{line}</li> }).collect_view()
        })
    };
    let units = move || {
        table.doubt.with(|doubt| {
            let units = doubt
                .as_ref()
                .map(|doubt| doubt.written.new_units.join("、"))
                .filter(|units| !units.is_empty());
            units.map(|units| view! { <p>{format!("台账中还没有的单位会一并新增：{units}。")}</p> })
        })
    };
    view! {
        <Modal name="核对填写" open>
            <p role="status" aria-label="填写结果">{told}</p>
            <ul class="doubt-lines">{lines}</ul>
            {units}
            <p class="dialog-foot">
                <button type="button" on:click=move |_| open.set(false)>"都不填"</button>
                <button type="button" class="primary" on:click=enter>"填写其余"</button>
            </p>
        </Modal>
    }
}
