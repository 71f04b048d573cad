//! Asks once who works here. It blocks nothing: an edit made before is kept, without a name.

use leptos::ev;
use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::person::Person;

/// The strip above the page; gone once it is answered, and back when the name is to change.
#[component]
pub fn PersonCard() -> impl IntoView {
    let desk = Desk::of_page();
    let name = RwSignal::new(String::new());
    let unit = RwSignal::new(String::new());
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let person = Person {
            name: name.get_untracked().trim().to_owned(),
            unit: unit.get_untracked().trim().to_owned(),
        };
        if person.name.is_empty() {
            return;
        }
        desk.sign(person);
    };
    view! {
        <Show when=move || desk.person.with(Option::is_none)>
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
                </form>
            </section>
        </Show>
    }
}
