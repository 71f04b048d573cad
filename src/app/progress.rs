//! What takes a while, said while it lasts: for how long already, and a way to stop what runs beside the page.

use std::time::Duration;

use leptos::prelude::*;

use super::opening::Opening;
use formats::office::told_progress;
use platform::office;

/// The note at the foot of the page. What is made of office files runs beside the page and can be stopped; what the page itself
/// does cannot.
#[component]
pub fn Progress() -> impl IntoView {
    let opening = Opening::of_page();
    let stoppable = RwSignal::new(false);
    let far = RwSignal::new(None);
    office::watch(move |asking| {
        far.set(None);
        stoppable.set(asking);
    });
    office::watch_progress(move |done, of| far.set(Some((done, of))));
    let seconds = RwSignal::new(0u32);
    let is_busy = Memo::new(move |_| opening.busy.with(Option::is_some));
    Effect::new(move |before: Option<Option<IntervalHandle>>| {
        if let Some(clock) = before.flatten() {
            clock.clear();
        }
        seconds.set(0);
        let tick = move || seconds.update(|seconds| *seconds += 1);
        is_busy.get().then(|| set_interval_with_handle(tick, Duration::from_secs(1)).ok()).flatten()
    });
    // Not in the sentence that is read aloud: it would be read again each second.
    let lasts = move || {
        let filled = far.get().map(|(done, of)| told_progress(done, of));
        let lasting = (seconds.get() > 1).then(|| format!("已 {} 秒", seconds.get()));
        filled.into_iter().chain(lasting).collect::<Vec<_>>().join("，")
    };
    view! {
        <div class="busy" class:shown=move || is_busy.get()>
            // Always there: what is said in a region that comes up with its words may go unheard.
            <span role="status" aria-label="进度">
                {move || opening.busy.get()}
            </span>
            <span class="lasts" aria-hidden="true">
                {lasts}
            </span>
            <button type="button" hidden=move || !(is_busy.get() && stoppable.get()) on:click=move |_| office::stop()>
                "停止"
            </button>
        </div>
    }
}
