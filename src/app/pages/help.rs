//! 帮助: how the page works, offline like the rest of it. The chapters are plain text in the files below; this one
//! draws them and leads to them.

use leptos::prelude::*;

use crate::app::keys::KEYS;
use crate::app::nav::Nav;
use crate::app::person::Signing;
use crate::app::workspace::Workspace;
use platform::page;
use query::route::{Place, Route};

mod exchange;
mod safety;
mod start;
mod work;

/// A piece of a chapter.
enum Block {
    /// A paragraph.
    Text(&'static str),
    /// Things side by side.
    List(&'static [&'static str]),
    /// Steps in order.
    Steps(&'static [&'static str]),
    /// The list of keys.
    Keys,
    /// Who signs, and the button that changes it.
    Person,
}

/// A chapter: its name in the address, its title, its text.
struct Chapter {
    id: &'static str,
    title: &'static str,
    text: &'static [Block],
}

/// The chapters, in the order of the work.
const CHAPTERS: [&[Chapter]; 4] = [&start::CHAPTERS, &work::CHAPTERS, &exchange::CHAPTERS, &safety::CHAPTERS];

fn heading(id: &str) -> String {
    format!("help-{id}")
}

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    let nav = Nav::of_page();
    let chapters = || CHAPTERS.into_iter().flatten();
    // A link into the help leads to its chapter; only what is a chapter is looked for.
    Effect::new(move || {
        let at = nav.route.with(|route| route.query.strip_prefix("at=").map(str::to_owned));
        if let Some(chapter) = at.and_then(|at| chapters().find(|chapter| chapter.id == at)) {
            page::focus(&format!("#{}", heading(chapter.id)));
        }
    });
    let contents: Vec<_> = chapters()
        .map(|chapter| {
            let href = Route { place: Place::Help, query: format!("at={}", chapter.id) }.href();
            let target = format!("#{}", heading(chapter.id));
            view! {
                <li>
                    <a href=href on:click=move |_| page::focus(&target)>{chapter.title}</a>
                </li>
            }
        })
        .collect();
    let text: Vec<_> = chapters()
        .map(|chapter| {
            view! {
                <section aria-labelledby=heading(chapter.id)>
                    <h2 id=heading(chapter.id) tabindex="-1">{chapter.title}</h2>
                    {chapter.text.iter().map(draw).collect_view()}
                </section>
            }
        })
        .collect();
    view! {
        <section class="page help">
            <header class="page-head">
                <h1>"帮助"</h1>
            </header>
            <div class="help-columns">
                <nav aria-label="帮助目录">
                    <ol>{contents}</ol>
                </nav>
                <div class="help-text">{text}</div>
            </div>
        </section>
    }
}

fn draw(block: &Block) -> AnyView {
    let items = |list: &[&'static str]| list.iter().map(|item| view! { <li>{*item}</li> }).collect_view();
    match block {
        Block::Text(text) => view! { <p>{*text}</p> }.into_any(),
        Block::List(list) => view! { <ul>{items(list)}</ul> }.into_any(),
        Block::Steps(list) => view! { <ol>{items(list)}</ol> }.into_any(),
        Block::Keys => keys(),
        Block::Person => view! { <Person/> }.into_any(),
    }
}

fn keys() -> AnyView {
    let lines: Vec<_> = KEYS
        .iter()
        .map(|(key, what)| {
            view! {
                <dt>
                    <kbd>{*key}</kbd>
                </dt>
                <dd>{*what}</dd>
            }
        })
        .collect();
    view! { <dl class="keys">{lines}</dl> }.into_any()
}

#[component]
fn Person() -> impl IntoView {
    let (workspace, signing) = (Workspace::of_page(), Signing::of_page());
    let words = move || match workspace.person.get() {
        Some(person) if person.unit.is_empty() => format!("现在的署名：{}。", person.name),
        Some(person) => format!("现在的署名：{}（{}）。", person.name, person.unit),
        None => "还没有署名。".to_owned(),
    };
    view! {
        <p>{words}</p>
        <p>
            <button type="button" on:click=move |_| signing.again()>"更改署名"</button>
        </p>
    }
}
