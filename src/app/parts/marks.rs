//! Text with the hits of a search marked. Text stays text: no markup is ever made from data.

use std::ops::Range;

use leptos::prelude::*;

/// The text cut at the hits; hits are `mark` elements.
pub fn marked(text: &str, hits: &[Range<usize>]) -> AnyView {
    if hits.is_empty() {
        return text.to_owned().into_any();
    }
    let mut parts: Vec<AnyView> = Vec::with_capacity(hits.len() * 2 + 1);
    let mut at = 0;
    for hit in hits {
        if let (Some(before), Some(inside)) = (text.get(at..hit.start), text.get(hit.clone())) {
            parts.push(before.to_owned().into_any());
            parts.push(view! { <mark>{inside.to_owned()}</mark> }.into_any());
            at = hit.end;
        }
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    parts.into_any()
}
