//! What the page had open when it was left: the note of it, and the way back to it. A page whose own ledger was renewed
//! since is taken as it is now. Knows no page.

use js_sys::Uint8Array;

use super::opening::{self, Opening, Read, read};
use super::workspace::Workspace;
use formats::digest::digest;
use journal::Edit;
use ledger::Id;
use platform::storage::Current;
use platform::{file_store, page, timeout};

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
pub fn note_current(workspace: Workspace, bundle: Option<&Id>) {
    let Some(store) = workspace.store() else { return };
    let own = workspace.own_id();
    let current = bundle.map(|bundle| Current { bundle: bundle.clone(), base: (*bundle == own).then(base) });
    store.set_current(&own, current.as_ref());
}

/// Which ledger was open, where it is not the page's own as it came.
#[must_use]
pub fn current(workspace: Workspace) -> Option<Current> {
    workspace.store()?.current(&workspace.own_id())
}

/// Reads the ledger that this page had open. Where that does not go, the person is told.
pub async fn restore(workspace: Workspace, current: Current) -> Option<Restored> {
    let id = current.bundle;
    let asked = {
        let id = id.clone();
        timeout::within(PATIENCE_MS, async move { file_store::get(&id).await }).await
    };
    let now = "现在显示页面自带的台账";
    let bytes = match asked.unwrap_or_else(|| Err("浏览器一直没有回应".to_owned())) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            workspace.notices.warn(format!(
                "浏览器没有留下上次打开的台账 {id}，{now}；请重新打开那个文件，本机保存的修改会自动接上。"
            ));
            return None;
        }
        Err(why) => {
            workspace
                .notices
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
            workspace.notices.warn_with(format!("上次打开的台账 {id} 读不出来，{now}。原因："), problems);
            None
        }
    }
}

/// Puts what was found on the workspace.
pub fn put(files: Opening, workspace: Workspace, restored: Restored) {
    match restored {
        Restored::File(read, bytes) => {
            let id = read.journal.ledger().bundle().id.clone();
            if id == workspace.own_id() {
                // A note of an earlier version does not tell what stood for the page's ledger then.
                note_current(workspace, Some(&id));
            }
            files.put("上次的台账", *read, Some(&bytes));
        }
        Restored::Renewed(edits) => {
            note_current(workspace, None);
            let refused = workspace.take_in(edits);
            opening::tell_replayed(workspace, refused, &[]);
            workspace.notices.warn(
                "页面自带的台账在上次打开文件之后更新过，现在显示更新后的台账，上次文件中有记录的修改已接到它上面。如果要用的是上次的文件，请再打开一次。"
                    .to_owned(),
            );
        }
    }
}
