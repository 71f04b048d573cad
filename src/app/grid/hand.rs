//! What a person takes out of a grid or drags in it: cells onto the clipboard, a line to the edge of the window.

use grid::Block;
use leptos::prelude::*;
use platform::clipboard;

use super::source::Source;
use super::state::{State, covered};

/// The most cells that go over the clipboard; more is a file's work.
const COPIED: usize = 100_000;

impl<S: Source> State<S> {
    /// Scrolls by a little where a dragged line comes to an edge of the window.
    pub fn scroll_at_edge(self, y: f64) {
        const EDGE: f64 = 48.0;
        const STEP: i32 = 24;
        if self.kept.with_value(|kept| kept.grid.dragged_line().is_none()) {
            return;
        }
        let Some(frame) = self.frame() else { return };
        let around = frame.get_bounding_client_rect();
        let by = if y < around.top() + self.head_height() + EDGE {
            -STEP
        } else if y > around.bottom() - covered(&frame) - EDGE {
            STEP
        } else {
            return;
        };
        frame.set_scroll_top(frame.scroll_top() + by);
    }

    /// Puts the range onto the clipboard.
    pub fn copy(self, cells: usize) {
        let source = self.cells();
        if cells > COPIED {
            source.tell(format!("所选的 {cells} 格超过剪贴板的 {COPIED} 格，没有复制；请用“导出所示”"));
            return;
        }
        let block: Block = self.kept.with_value(|kept| kept.grid.copied(&source));
        self.editor.busy.set_value(true);
        let done = clipboard::copy(&block.to_html(), &block.to_tsv());
        self.editor.busy.set_value(false);
        self.editor.focus();
        source.tell(if done {
            format!("已复制 {} 行 {} 列", block.height(), block.width())
        } else {
            "浏览器没有让本页复制".to_owned()
        });
    }
}
