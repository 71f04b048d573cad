//! The two boxes of the editor, one of which is there at a time: one line with proposals, or several lines without. A box
//! of several lines may not be one that proposes, by the rules of what assistive programs are told. Knows no record.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use web_sys::{CssStyleDeclaration, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::editor::{Editor, LIST};

/// One of the two boxes.
enum Shown {
    Line(HtmlInputElement),
    Lines(HtmlTextAreaElement),
}

impl Shown {
    fn element(&self) -> &HtmlElement {
        match self {
            Self::Line(element) => element,
            Self::Lines(element) => element,
        }
    }

    fn value(&self) -> String {
        match self {
            Self::Line(element) => element.value(),
            Self::Lines(element) => element.value(),
        }
    }

    fn set_value(&self, text: &str) {
        match self {
            Self::Line(element) => element.set_value(text),
            Self::Lines(element) => element.set_value(text),
        }
    }

    fn put_caret(&self, at: usize) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let _ = match self {
            Self::Line(element) => element.set_selection_range(at, at),
            Self::Lines(element) => element.set_selection_range(at, at),
        };
    }

    /// What is selected, in units of UTF-16.
    fn selection(&self) -> (Option<u32>, Option<u32>) {
        let (from, to) = match self {
            Self::Line(element) => (element.selection_start(), element.selection_end()),
            Self::Lines(element) => (element.selection_start(), element.selection_end()),
        };
        (from.ok().flatten(), to.ok().flatten())
    }

    fn set_read_only(&self, fixed: bool) {
        match self {
            Self::Line(element) => element.set_read_only(fixed),
            Self::Lines(element) => element.set_read_only(fixed),
        }
    }

    fn has_focus(&self) -> bool {
        let active = document().active_element();
        active.is_some_and(|active| active.is_same_node(Some(self.element())))
    }
}

/// The box that a text is typed in: whichever of the two is there. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct TextBox {
    line: NodeRef<html::Input>,
    lines: NodeRef<html::Textarea>,
    /// The box of one line is there.
    single: RwSignal<bool>,
    /// The focus goes from one box to the other.
    turning: StoredValue<bool>,
}

impl TextBox {
    pub fn new() -> Self {
        Self {
            line: NodeRef::new(),
            lines: NodeRef::new(),
            single: RwSignal::new(false),
            turning: StoredValue::new(false),
        }
    }

    /// Whether it is the box of one line.
    pub fn is_single(self) -> bool {
        self.single.get_untracked()
    }

    fn one(self, single: bool) -> Option<Shown> {
        if single {
            self.line.try_get_untracked().flatten().map(Shown::Line)
        } else {
            self.lines.try_get_untracked().flatten().map(Shown::Lines)
        }
    }

    fn shown(self) -> Option<Shown> {
        self.one(self.single.try_get_untracked()?)
    }

    /// Makes the other box the one that is there; the focus, not the text, goes along. Nothing where it is there already.
    pub fn turn(self, single: bool) {
        if self.single.get_untracked() == single {
            return;
        }
        let (before, after) = (self.shown(), self.one(single));
        self.single.set(single);
        let (Some(before), Some(after)) = (before, after) else { return };
        // Before the next key comes, so not by an effect. What is hidden loses the focus, so it is given first.
        after.element().set_hidden(false);
        after.set_read_only(false);
        if before.has_focus() {
            self.turning.set_value(true);
            give_focus(after.element());
            self.turning.set_value(false);
        }
        before.element().set_hidden(true);
        before.set_value("");
    }

    /// Gives it the focus. Nothing is scrolled by that.
    pub fn focus(self) {
        if let Some(shown) = self.shown() {
            give_focus(shown.element());
        }
    }

    /// What stands in it.
    pub fn text(self) -> String {
        self.shown().map(|shown| shown.value()).unwrap_or_default()
    }

    /// Puts a text into it. The box of one line cannot hold several: then the other one is there.
    pub fn set(self, text: &str) {
        if text.contains(['\n', '\r']) {
            self.turn(false);
        }
        if let Some(shown) = self.shown() {
            shown.set_value(text);
        }
    }

    /// Puts the caret behind the text.
    pub fn to_end(self) {
        if let Some(shown) = self.shown() {
            shown.put_caret(shown.value().encode_utf16().count());
        }
    }

    /// Puts a text where the caret is, in place of what is selected; gives the whole text.
    pub fn insert(self, typed: &str) -> String {
        let Some(shown) = self.shown() else { return String::new() };
        let value: Vec<u16> = shown.value().encode_utf16().collect();
        let at = |place: Option<u32>| {
            place.and_then(|place| usize::try_from(place).ok()).unwrap_or(value.len()).min(value.len())
        };
        let (from, to) = shown.selection();
        let (from, to) = (at(from), at(to));
        let text = String::from_utf16_lossy(&value[..from])
            + typed
            + &String::from_utf16_lossy(&value[to.max(from)..]);
        self.set(&text);
        if let Some(shown) = self.shown() {
            shown.put_caret(from + typed.encode_utf16().count());
        }
        text
    }

    /// Nobody may type in it.
    pub fn set_read_only(self, fixed: bool) {
        if let Some(shown) = self.shown() {
            shown.set_read_only(fixed);
        }
    }

    /// Gives it a size. One that grows is as high as its text, from `height` up to `most`.
    pub fn size(self, width: f64, height: f64, most: Option<f64>) {
        let Some(shown) = self.shown() else { return };
        let style = shown.element().style();
        put(&style, "width", width);
        let (Shown::Lines(area), Some(most)) = (&shown, most) else {
            put(&style, "height", height);
            return;
        };
        // A browser that does it by itself is not made to lay out the page for each key.
        if style.set_property("field-sizing", "content").is_ok()
            && style.get_property_value("field-sizing").is_ok_and(|value| value == "content")
        {
            let _ = style.set_property("height", "auto");
            put(&style, "min-height", height);
            put(&style, "max-height", most);
            return;
        }
        put(&style, "height", height);
        put(&style, "height", (f64::from(area.scroll_height()) + 2.0).clamp(height, most));
    }

    /// Takes back that it grows.
    pub fn shrink(self) {
        if let Some(shown) = self.shown() {
            let style = shown.element().style();
            for name in ["field-sizing", "min-height", "max-height"] {
                let _ = style.remove_property(name);
            }
        }
    }
}

fn put(style: &CssStyleDeclaration, name: &str, pixels: f64) {
    let _ = style.set_property(name, &format!("{pixels}px"));
}

fn give_focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// What happens in the box.
pub(super) enum Happened {
    Pressed(KeyboardEvent),
    Typed,
    Composing,
    Pasted(ev::ClipboardEvent),
    Focused,
    Left,
}

/// Both boxes.
pub(super) fn boxes(
    editor: Editor,
    listed: impl Fn() -> bool + Copy + Send + Sync + 'static,
    active: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    happened: impl Fn(Happened) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let text = editor.text_box;
    let both = move || {
        view! {
            <{..}
                autocomplete="off"
                spellcheck="false"
                aria-label=move || editor.name.get()
                aria-activedescendant=active
                aria-readonly=move || editor.fixed.get().then_some("true")
                aria-invalid=move || editor.error.with(Option::is_some).then_some("true")
                on:keydown=move |event| happened(Happened::Pressed(event))
                on:input=move |_| happened(Happened::Typed)
                on:compositionstart=move |_| happened(Happened::Composing)
                on:paste=move |event| happened(Happened::Pasted(event))
                on:focus=move |_| if text.turning.try_get_value() == Some(false) { happened(Happened::Focused) }
                on:blur=move |_| if text.turning.try_get_value() == Some(false) { happened(Happened::Left) }
            />
        }
    };
    view! {
        <input
            type="text"
            class="grid-box"
            node_ref=text.line
            hidden=move || !text.single.get()
            role="combobox"
            aria-expanded=move || listed().to_string()
            aria-autocomplete="list"
            aria-controls=move || if listed() { LIST } else { "grid" }
            {..both()}
        />
        <textarea
            class="grid-box"
            node_ref=text.lines
            hidden=move || text.single.get()
            rows="1"
            aria-controls="grid"
            {..both()}
        ></textarea>
    }
}
