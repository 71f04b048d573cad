//! The reading of files for their digests: how far it is, and the button that stops it. Knows no ledger.

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use web_sys::File;

use formats::digest::{Digest, Digests};
use ledger::evidence::size_text;
use platform::{chunked_read, clock};

/// How far the reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Progress {
    /// The file that is being read.
    name: String,
    /// Its place, from 1.
    at: usize,
    files: usize,
    done: u64,
    bytes: u64,
}

/// How often the progress is shown, in milliseconds.
const SHOWN_EVERY: f64 = 100.0;

/// One reading at a time. When the page that began it is left, it stops.
#[derive(Clone, Copy)]
pub struct Reading {
    progress: RwSignal<Option<Progress>>,
    stop: StoredValue<Option<Rc<Cell<bool>>>, LocalStorage>,
}

impl Reading {
    /// Of a page or part; call it where that is made.
    #[must_use]
    pub fn of_part() -> Self {
        let reading = Self { progress: RwSignal::new(None), stop: StoredValue::new_local(None) };
        on_cleanup(move || reading.cancel());
        reading
    }

    /// Whether files are being read.
    #[must_use]
    pub fn is_busy(self) -> bool {
        self.progress.with(Option::is_some)
    }

    /// Stops. What was read is forgotten.
    pub fn cancel(self) {
        let _ = self.stop.try_with_value(|stop| stop.as_ref().map(|stop| stop.set(true)));
        let _ = self.progress.try_set(None);
    }

    /// The digests of files, or why one could not be read; `None` where the reading was stopped.
    pub async fn digests(self, files: &[File]) -> Option<Vec<Result<Digest, String>>> {
        self.cancel();
        let stop = Rc::new(Cell::new(false));
        let _ = self.stop.try_update_value(|known| *known = Some(Rc::clone(&stop)));
        let bytes = files.iter().map(chunked_read::size).sum();
        let mut done = 0;
        let mut told = f64::MIN;
        let mut all = Vec::with_capacity(files.len());
        for (index, file) in files.iter().enumerate() {
            let mut digests = Digests::new();
            let mut tell = |done: u64| {
                let now = clock::elapsed_ms();
                if now - told > SHOWN_EVERY {
                    told = now;
                    let name = file.name();
                    let at = index + 1;
                    let _ =
                        self.progress.try_set(Some(Progress { name, at, files: files.len(), done, bytes }));
                }
            };
            tell(done);
            let read = chunked_read::read(file, |piece| {
                if stop.get() {
                    return false;
                }
                digests.update(piece);
                done += piece.len() as u64;
                tell(done);
                true
            });
            let read = read.await;
            if stop.get() {
                break;
            }
            all.push(read.map(|_| digests.finish()));
        }
        // A reading that was begun since has its own progress.
        let mine =
            self.stop.try_with_value(|known| known.as_ref().is_some_and(|known| Rc::ptr_eq(known, &stop)));
        if mine == Some(true) {
            let _ = self.progress.try_set(None);
        }
        (!stop.get()).then_some(all)
    }
}

/// Puts the focus back on the button that a reading or a box began at.
pub fn focus_again(button: NodeRef<html::Button>) {
    // A button that is not enabled takes no focus; by the next frame it is.
    request_animation_frame(move || {
        if let Some(Some(button)) = button.try_get_untracked() {
            let _ = button.focus();
        }
    });
}

/// How far the reading is, with 取消.
#[component]
pub fn ReadingBar(
    /// Which.
    reading: Reading,
    /// What puts the focus back where the reading began.
    back: Callback<()>,
) -> impl IntoView {
    let percent = move || {
        reading.progress.with(|p| {
            p.as_ref().map_or(0, |p| {
                (u128::from(p.done) * 100 / u128::from(p.bytes.max(1))).to_string().parse().unwrap_or(0_u32)
            })
        })
    };
    let words = move || {
        reading.progress.with(|p| {
            p.as_ref().map_or_else(String::new, |p| {
                let which = if p.files > 1 {
                    format!("（第 {} 个，共 {} 个）", p.at, p.files)
                } else {
                    String::new()
                };
                format!("正在读取 {}{which}：{} / {}", p.name, size_text(p.done), size_text(p.bytes))
            })
        })
    };
    view! {
        <Show when=move || reading.is_busy()>
            <div class="reading">
                <progress aria-label="读取进度" max="100" value=percent></progress>
                <span class="reading-words">{words}</span>
                <button
                    type="button"
                    class="small"
                    on:click=move |_| {
                        reading.cancel();
                        back.run(());
                    }
                >
                    "取消"
                </button>
            </div>
        </Show>
    }
}
