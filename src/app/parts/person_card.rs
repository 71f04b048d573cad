//! Asks who works here, once, or when the signature is to change. It blocks nothing: an edit made before is kept,
//! without a name.

use leptos::ev;
use leptos::prelude::*;

use crate::app::person::{Ask, Person, Signing};
use crate::app::workspace::Workspace;
use platform::page;

/// The strip above the page; gone once it is answered or put off, and back when the name is to change.
#[component]
pub fn PersonCard() -> impl IntoView {
    let workspace = Workspace::of_page();
    let name = RwSignal::new(String::new());
    let unit = RwSignal::new(String::new());
    let signing = Signing::of_page();
    let shown = Memo::new(move |_| match signing.ask.get() {
        Ask::Once => workspace.person.with(Option::is_none),
        Ask::Later => false,
        Ask::Again => true,
    });
    Effect::new(move || {
        if signing.ask.get() == Ask::Again {
            let now = workspace.person.get_untracked().unwrap_or_default();
            name.set(now.name);
            unit.set(now.unit);
            request_animation_frame(|| page::focus(".person-card input"));
        }
    });
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let person = Person {
            name: name.get_untracked().trim().to_owned(),
            unit: unit.get_untracked().trim().to_owned(),
        };
        if person.name.is_empty() {
            return;
        }
        workspace.sign(person);
        signing.answered();
    };
    view! {
        <Show when=move || shown.get()>
            <section class="person-card" aria-label="您是谁">
                <form on:submit=keep>
                    <p>"您是谁？留下姓名和单位，之后的每处修改都会署名。"</p>
                    <label>
                        "姓名"
                        <input type="text" required autocomplete="name" bind:value=name/>
                    </label>
                    <label>
                        "单位"
                        <input type="text" autocomplete="organization" list="unit-names" bind:value=unit/>
                    </label>
                    <button type="submit" class="primary">"记住"</button>
                    <button type="button" on:click=move |_| signing.leave()>
                        {move || if workspace.person.with(Option::is_none) { "以后再说" } else { "取消" }}
                    </button>
                </form>
            </section>
        </Show>
    }
}
