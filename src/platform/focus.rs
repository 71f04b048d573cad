//! Keeps the focus on the page: where a control takes itself away, its neighbour gets it. Knows elements, not what
//! they mean.

use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, Node};

/// What Tab stops at.
const STOPS: &str = "a[href], button, input, select, textarea, summary, [tabindex=\"0\"]";

/// How often, and how long between, it is looked whether a control is still there: what was clicked may be redrawn only
/// after something has been counted anew.
const LOOKS: u32 = 25;
const BETWEEN: Duration = Duration::from_millis(40);

/// An element that has the focus, or had it.
pub type Focused = HtmlElement;

/// What has the focus; nothing where nobody has it.
#[must_use]
pub fn active() -> Option<Focused> {
    let active = web_sys::window()?.document()?.active_element()?;
    let active = active.dyn_into::<HtmlElement>().ok()?;
    (!matches!(active.tag_name().as_str(), "BODY" | "HTML")).then_some(active)
}

/// The first element that the selector finds.
#[must_use]
pub fn find(selector: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.query_selector(selector).ok()??.dyn_into().ok()
}

/// Gives an element the focus. Whether it has it then.
#[must_use]
pub fn give(element: &HtmlElement) -> bool {
    element.is_connected() && element.focus().is_ok() && active().is_some_and(|now| now == *element)
}

/// To be called by a control that may take itself away, be disabled, or move: the focus stays with it where it can, and goes to
/// what stands in its place otherwise, or to the last thing of the nearest list that is left.
pub fn keep(event: &web_sys::Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = target.and_then(|target| target.closest(STOPS).ok().flatten());
    let Some(own) = own.and_then(|own| own.dyn_into::<HtmlElement>().ok()) else { return };
    let mut places = Vec::new();
    let mut around = own.parent_element();
    while let Some(one) = around {
        if let Some(at) = stops(&one).iter().position(|stop| *stop == own) {
            places.push((one.clone(), at));
        }
        if one.matches("main, dialog, body").unwrap_or(true) {
            break;
        }
        around = one.parent_element();
    }
    watch(own, places, LOOKS);
}

fn watch(own: HtmlElement, places: Vec<(Element, usize)>, looks: u32) {
    set_timeout(
        move || match active() {
            // The person went on.
            Some(other) if other != own => {}
            now => {
                // Keys pressed on a disabled button reach nobody.
                let gone = own.matches(":disabled").unwrap_or(false) || (now.is_none() && !give(&own));
                if gone {
                    let left = places.iter().filter(|(around, _)| around.is_connected());
                    let neighbour = left.filter_map(|(around, at)| {
                        let mut stops = stops(around);
                        stops.truncate(at + 1);
                        stops.pop()
                    });
                    let _ = neighbour.into_iter().any(|stop| give(&stop));
                } else if looks > 0 {
                    watch(own, places, looks - 1);
                }
            }
        },
        BETWEEN,
    );
}

/// Everything within an element that Tab stops at, in order.
fn stops(of: &Element) -> Vec<HtmlElement> {
    let mut found = Vec::new();
    let mut waiting = of.first_element_child();
    while let Some(one) = waiting {
        if let Some(stop) = one.dyn_ref::<HtmlElement>()
            && one.matches(STOPS).unwrap_or(false)
            && !one.matches(":disabled").unwrap_or(false)
            && stop.offset_width() > 0
        {
            found.push(stop.clone());
        }
        let inner = if one.tag_name() == "SELECT" { None } else { one.first_element_child() };
        waiting = inner.or_else(|| after(&one, of));
    }
    found
}

/// What comes behind an element and all that is in it, within another one.
fn after(one: &Element, within: &Element) -> Option<Element> {
    let mut one = one.clone();
    loop {
        if let Some(next) = one.next_element_sibling() {
            return Some(next);
        }
        one = one.parent_element().filter(|above| above != within)?;
    }
}

/// Whether an event happened within an element; not where there is no such element.
#[must_use]
pub fn is_within(root: Option<&Element>, event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    root.is_some_and(|root| root.contains(target.as_ref()))
}

/// Whether the focus goes from an element to another place of the page. A dialog is none: it comes back to what opened it.
#[must_use]
pub fn leaves(root: Option<&Element>, event: &FocusEvent) -> bool {
    let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
    to.is_some_and(|to| {
        let inside = root.is_some_and(|root| root.contains(Some(&to)));
        !inside && to.closest("dialog").ok().flatten().is_none()
    })
}

/// Hides what lies behind a dialog from screen readers too, or shows it again: a name stands on the page once.
pub fn hide(selector: &str, hidden: bool) {
    if let Some(element) = find(selector) {
        let _ = if hidden {
            element.set_attribute("aria-hidden", "true")
        } else {
            element.remove_attribute("aria-hidden")
        };
    }
}
