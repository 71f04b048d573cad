//! What the page had open when it was left: the note of it, and the way back to it. A page whose own ledger was renewed
//! since is taken as it is now. Knows no page.

use js_sys::Uint8Array;

use super::desk::Desk;
use super::opening::{self, Opening, Read, read};
use formats::digest::digest;
use journal::Edit;
use ledger::Id;
use platform::storage::Current;
use platform::{keep, page, patience};

/// How long the browser may take to give a file back: it may be large, on a slow disk.
const PATIENCE_MS: i32 = 30_000;

/// What was found of the ledger that was open.
pub enum Restored {
    /// Its file.
    File(Box<Read>, Uint8Array),
    /// The page's own ledger was renewed: what the file kept before knows besides.
    Renewed(Vec<Edit>),
}

/// What stands for the page's own ledger as it came.
fn base() -> String {
    digest(page::built_in_bundle().unwrap_or_default().as_bytes()).sha256
}

/// Notes which ledger is open, where it is not the page's own as it came (`None`).
pub fn note_current(desk: Desk, bundle: Option<&Id>) {
    let Some(store) = desk.store() else { return };
    let own = desk.own_id();
    let current = bundle.map(|bundle| Current { bundle: bundle.clone(), base: (*bundle == own).then(base) });
    store.set_current(&own, current.as_ref());
}

/// Which ledger was open, where it is not the page's own as it came.
#[must_use]
pub fn current(desk: Desk) -> Option<Current> {
    desk.store()?.current(&desk.own_id())
}

/// Reads the ledger that this page had open. Where that does not go, the person is told.
pub async fn restore(desk: Desk, current: Current) -> Option<Restored> {
    let id = current.bundle;
    let asked = {
        let id = id.clone();
        patience::within(PATIENCE_MS, async move { keep::get(&id).await }).await
    };
    let now = "现在显示页面自带的台账";
    let bytes = match asked.unwrap_or_else(|| Err("浏览器一直没有回应".to_owned())) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            desk.notices.warn(format!(
                "浏览器没有留下上次打开的台账 {id}，{now}；请重新打开那个文件，本机保存的修改会自动接上。"
            ));
            return None;
        }
        Err(why) => {
            desk.notices
                .warn(format!("浏览器读不出上次打开的台账 {id}（{why}），{now}；请重新打开那个文件。"));
            return None;
        }
    };
    match read(&bytes.to_vec()) {
        Ok(read) if current.base.is_some_and(|then| then != base()) => {
            let entries = read.journal.entries().iter();
            Some(Restored::Renewed(entries.map(|entry| entry.edit.clone()).collect()))
        }
        Ok(read) => Some(Restored::File(Box::new(read), bytes)),
        Err(problems) => {
            desk.notices.warn_with(format!("上次打开的台账 {id} 读不出来，{now}。原因："), problems);
            None
        }
    }
}

/// Puts what was found on the desk.
pub fn put(files: Opening, desk: Desk, restored: Restored) {
    match restored {
        Restored::File(read, bytes) => {
            let id = read.journal.ledger().bundle().id.clone();
            if id == desk.own_id() {
                // A note of an earlier version does not tell what stood for the page's ledger then.
                note_current(desk, Some(&id));
            }
            files.put("上次的台账", *read, Some(&bytes));
        }
        Restored::Renewed(edits) => {
            note_current(desk, None);
            let refused = desk.take_in(edits);
            opening::tell_replayed(desk, refused, &[]);
            desk.notices.warn(
                "页面自带的台账在上次打开文件之后更新过，现在显示更新后的台账，上次文件中有记录的修改已接到它上面。如果要用的是上次的文件，请再打开一次。"
                    .to_owned(),
            );
        }
    }
}
