//! Saved views: what is asked of a table under a name, for all who open the ledger (in the bundle, an ordinary edit)
//! or for this browser alone (a setting). Other tabs save views too, so the setting is read again before it is written.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::workspace::Workspace;
use ledger::Id;

/// A view that this browser alone keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalView {
    /// What people call it.
    pub name: String,
    /// The place: `/measures`.
    pub place: String,
    /// What is asked, as in the address.
    pub query: String,
    /// The columns with their widths.
    pub columns: String,
}

/// Where a view is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kept {
    /// In the ledger, under this id.
    Ledger(Id),
    /// In this browser, as it stands there.
    Here(LocalView),
}

/// A saved view, wherever it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Where.
    pub kept: Kept,
    /// What it is.
    pub view: LocalView,
}

/// The saved views of the ledger and of this browser.
#[derive(Clone, Copy)]
pub struct Views {
    workspace: Workspace,
    here: RwSignal<Vec<LocalView>>,
    /// The view of this browser that was removed last, and where it stood.
    pub removed: RwSignal<Option<(usize, LocalView)>>,
}

impl Views {
    /// Those of the open ledger.
    #[must_use]
    pub fn of_page() -> Self {
        let workspace = Workspace::of_page();
        Self { workspace, here: RwSignal::new(kept(workspace)), removed: RwSignal::new(None) }
    }

    /// Reads anew what this browser keeps: another tab may have saved a view.
    pub fn reread(self) {
        let now = kept(self.workspace);
        if self.here.with_untracked(|here| *here != now) {
            self.here.set(now);
        }
    }

    /// All views of a place, those of the ledger first.
    #[must_use]
    pub fn list(self, place: &str) -> Vec<View> {
        let mut all: Vec<View> = self.workspace.watch(|ledger| {
            let views = ledger.bundle().views.iter().map(|view| View {
                kept: Kept::Ledger(view.id.clone()),
                view: LocalView {
                    name: view.name.clone(),
                    place: view.place.clone(),
                    query: view.query.clone(),
                    columns: view.columns.clone(),
                },
            });
            views.collect()
        });
        self.here.with(|here| {
            all.extend(here.iter().map(|view| View { kept: Kept::Here(view.clone()), view: view.clone() }));
        });
        all.retain(|view| view.view.place == place);
        all
    }

    /// Saves a view in the ledger.
    pub fn save_in_ledger(self, view: &LocalView) -> bool {
        let by = self.workspace.person.with_untracked(|person| person.clone().unwrap_or_default().name);
        let LocalView { name, place, query, columns } = view;
        let item = json!({ "name": name, "place": place, "query": query, "columns": columns, "by": by });
        let root = self.workspace.bundle_id();
        self.workspace.add(&root, "views", item).is_some()
    }

    /// Saves a view in this browser.
    ///
    /// # Errors
    /// Why the browser did not take it.
    pub fn save_here(self, view: LocalView) -> Result<(), String> {
        self.change(|here| here.push(view))
    }

    /// Gives a view another name. What prevents it is told to the person.
    pub fn rename(self, kept: &Kept, name: &str) {
        match kept {
            Kept::Ledger(id) => {
                self.workspace.set(id, "name", name.into());
            }
            Kept::Here(old) => {
                let done = self.change(|here| {
                    if let Some(view) = here.iter_mut().find(|view| *view == old) {
                        name.clone_into(&mut view.name);
                    }
                });
                self.tell(done);
            }
        }
    }

    /// Removes a view. One of the ledger comes back with 撤销, one of this browser with [`Views::bring_back`].
    pub fn remove(self, kept: &Kept) {
        match kept {
            Kept::Ledger(id) => {
                self.workspace.remove(id);
            }
            Kept::Here(view) => {
                let mut removed = None;
                let done = self.change(|here| {
                    let at = here.iter().position(|other| other == view);
                    removed = at.map(|at| (at, here.remove(at)));
                });
                if done.is_ok() && removed.is_some() {
                    self.removed.set(removed);
                }
                self.tell(done);
            }
        }
    }

    /// Brings back the view of this browser that was removed last.
    pub fn bring_back(self) {
        let Some((at, view)) = self.removed.get_untracked() else { return };
        let done = self.change(|here| here.insert(at.min(here.len()), view));
        if done.is_ok() {
            self.removed.set(None);
        }
        self.tell(done);
    }

    /// Changes what this browser keeps: the list as it is there now, whoever wrote it. A list that could not be
    /// written is not shown either.
    fn change(self, change: impl FnOnce(&mut Vec<LocalView>)) -> Result<(), String> {
        let store = self.workspace.store().ok_or("浏览器禁止本页保存数据")?;
        let mut now = kept(self.workspace);
        change(&mut now);
        store.write_setting(&setting(self.workspace), &now).map_err(|error| error.text())?;
        self.here.set(now);
        Ok(())
    }

    fn tell(self, done: Result<(), String>) {
        if let Err(why) = done {
            self.workspace.notices.warn(format!("本机的视图没有改动：{why}。"));
        }
    }
}

/// The views that this browser keeps for the open ledger.
fn kept(workspace: Workspace) -> Vec<LocalView> {
    workspace.store().and_then(|store| store.setting(&setting(workspace))).unwrap_or_default()
}

/// Ids in a view are those of one ledger, so views of this browser are kept by ledger.
fn setting(workspace: Workspace) -> String {
    format!("views/{}", workspace.bundle_id())
}
