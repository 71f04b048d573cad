//! How wide the window of a grid is, and how its columns share it. Knows no row.

use grid::{Layout, Track};
use leptos::prelude::*;

/// How wide the window is, and how columns share it. The heads are drawn by it, too.
#[derive(Clone, Copy)]
pub struct Geometry {
    /// The width of the window in pixels.
    pub room: RwSignal<f64>,
    /// The columns in their places.
    pub layout: Memo<Layout>,
    /// The height of a row in pixels; none where each is as high as its text.
    pub height: Signal<Option<f64>>,
    /// How large the type is; 1 is the standard.
    pub scale: Signal<f64>,
}

impl Geometry {
    /// For columns that ask for this much, and rows of this height.
    #[must_use]
    pub fn new(tracks: Signal<Vec<Track>>, height: Signal<Option<f64>>, scale: Signal<f64>) -> Self {
        let room = RwSignal::new(0.0);
        let layout = Memo::new(move |_| tracks.with(|tracks| Layout::new(tracks, room.get())));
        Self { room, layout, height, scale }
    }
}
