//! 显示设置: light or dark, the size of the type, contrast, keys of one letter. Kept in the browser, set as attributes of the root that
//! the style sheets read. Knows no page.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::context::of_page;
use super::theme::Theme;
use super::workspace::Workspace;
use platform::{focus, page};

/// A setting of one word: what is kept, and what people read. The first is what holds where nothing is kept.
type Choice = (&'static str, &'static str);

const THEMES: [Choice; 3] = [("", "跟随系统"), ("light", "浅色"), ("dark", "深色")];
const FONTS: [Choice; 4] = [("", "标准"), ("small", "小"), ("large", "大"), ("largest", "特大")];
const CONTRASTS: [Choice; 2] = [("", "标准"), ("high", "高")];
const KEYS: [Choice; 2] = [("", "开"), ("off", "关")];

/// The comfort settings of this page.
#[derive(Clone, Copy)]
pub struct DisplaySettings {
    workspace: Workspace,
    font: RwSignal<String>,
    contrast: RwSignal<String>,
    keys: RwSignal<String>,
    /// How large the type is; 1 is what the style sheets are written in. Pixel heights are multiplied by it.
    pub scale: RwSignal<f64>,
}

impl DisplaySettings {
    /// The settings that this browser keeps.
    #[must_use]
    pub fn kept(workspace: Workspace) -> Self {
        let kept = |name: &str, known: &[Choice]| {
            let value = workspace.store().and_then(|store| store.setting::<String>(name)).unwrap_or_default();
            // What another version may have kept is not what this one shows.
            if known.iter().any(|(word, _)| *word == value) { value } else { String::new() }
        };
        let (font, contrast) = (kept("font", &FONTS), kept("contrast", &CONTRASTS));
        let keys = kept("keys", &KEYS);
        put_root("data-font", &font);
        put_root("data-contrast", &contrast);
        Self {
            workspace,
            font: RwSignal::new(font),
            contrast: RwSignal::new(contrast),
            keys: RwSignal::new(keys),
            scale: RwSignal::new(page::scale()),
        }
    }

    /// The settings of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Whether a single letter or sign is a key of the page. Who dictates turns that off, lest words become commands.
    #[must_use]
    pub fn single_keys(self) -> bool {
        self.keys.with_untracked(String::is_empty)
    }

    fn set(self, name: &str, signal: RwSignal<String>, value: &str) {
        signal.set(value.to_owned());
        put_root(&format!("data-{name}"), value);
        if let Some(store) = self.workspace.store() {
            if value.is_empty() {
                store.drop_setting(name);
            } else {
                store.put_setting(name, &value);
            }
        }
        self.scale.set(page::scale());
    }
}

fn put_root(name: &str, value: &str) {
    page::set_root(name, (!value.is_empty()).then_some(value));
}

/// The button in the bar and what it opens.
#[component]
pub fn DisplaySettings() -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && details.get_untracked().is_some_and(|details| details.open()) {
            event.stop_propagation();
            close();
            page::focus(".display > summary");
        }
    };
    let left = move |event: ev::FocusEvent| {
        let details = details.try_get_untracked().flatten();
        if focus::leaves(details.as_deref().map(AsRef::as_ref), &event) {
            close();
        }
    };
    view! {
        <details class="display" node_ref=details on:keydown=keys on:focusout=left>
            <summary aria-label="显示设置" title="显示设置">"Aa"</summary>
            {panel()}
        </details>
    }
}

/// What can be chosen, a group each.
fn panel() -> AnyView {
    let comfort = DisplaySettings::of_page();
    let theme = Theme::of_page();
    view! {
        <div class="display-panel" role="group" aria-label="显示设置">
            <Choices
                legend="明暗"
                name="theme"
                choices=&THEMES
                now=Signal::derive(move || theme.chosen.get().unwrap_or_default())
                choose=Callback::new(move |value: String| theme.choose(&value))
            />
            <Choices
                legend="字号"
                name="font"
                choices=&FONTS
                now=comfort.font
                choose=Callback::new(move |value: String| comfort.set("font", comfort.font, &value))
            />
            <Choices
                legend="对比度"
                name="contrast"
                choices=&CONTRASTS
                now=comfort.contrast
                choose=Callback::new(move |value: String| comfort.set("contrast", comfort.contrast, &value))
            />
            <Choices
                legend="单键快捷键"
                name="keys"
                choices=&KEYS
                now=comfort.keys
                choose=Callback::new(move |value: String| comfort.set("keys", comfort.keys, &value))
            />
        </div>
    }
    .into_any()
}

#[component]
fn Choices(
    legend: &'static str,
    name: &'static str,
    choices: &'static [Choice],
    #[prop(into)] now: Signal<String>,
    choose: Callback<String>,
) -> impl IntoView {
    let boxes: Vec<_> = choices
        .iter()
        .map(|(value, label)| {
            view! {
                <label>
                    <input
                        type="radio"
                        name=format!("display-{name}")
                        value=*value
                        prop:checked=move || now.with(|now| now == value)
                        on:change=move |_| choose.run((*value).to_owned())
                    />
                    {*label}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset>
            <legend>{legend}</legend>
            {boxes}
        </fieldset>
    }
}
