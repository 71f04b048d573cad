//! Saved views: what is asked of a table under a name, for all who open the ledger (in the bundle, an ordinary edit)
//! or for this browser alone (a setting).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::desk::Desk;
use crate::ledger::Id;

/// A view that this browser alone keeps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// In this browser, at this place of the list.
    Here(usize),
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
    desk: Desk,
    here: RwSignal<Vec<LocalView>>,
    /// The view of this browser that was removed last, and where it stood.
    pub removed: RwSignal<Option<(usize, LocalView)>>,
}

impl Views {
    /// Those of the open ledger.
    #[must_use]
    pub fn of_page() -> Self {
        let desk = Desk::of_page();
        let here = desk.store().and_then(|store| store.setting(&setting(desk))).unwrap_or_default();
        Self { desk, here: RwSignal::new(here), removed: RwSignal::new(None) }
    }

    /// All views of a place, those of the ledger first.
    #[must_use]
    pub fn list(self, place: &str) -> Vec<View> {
        let mut all: Vec<View> = self.desk.watch(|ledger| {
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
            let here = here.iter().enumerate();
            all.extend(here.map(|(at, view)| View { kept: Kept::Here(at), view: view.clone() }));
        });
        all.retain(|view| view.view.place == place);
        all
    }

    /// Saves a view in the ledger.
    pub fn save_in_ledger(self, view: &LocalView) -> bool {
        let by = self.desk.person.with_untracked(|person| person.clone().unwrap_or_default().name);
        let LocalView { name, place, query, columns } = view;
        let item = json!({ "name": name, "place": place, "query": query, "columns": columns, "by": by });
        let root = self.desk.bundle_id();
        self.desk.add(&root, "views", item).is_some()
    }

    /// Saves a view in this browser. Whether there is a store for it.
    pub fn save_here(self, view: LocalView) -> bool {
        self.here.update(|here| here.push(view));
        self.keep()
    }

    /// Gives a view another name.
    pub fn rename(self, kept: &Kept, name: &str) -> bool {
        match kept {
            Kept::Ledger(id) => self.desk.set(id, "name", name.into()),
            Kept::Here(at) => {
                self.here.update(|here| {
                    if let Some(view) = here.get_mut(*at) {
                        name.clone_into(&mut view.name);
                    }
                });
                self.keep()
            }
        }
    }

    /// Removes a view. One of the ledger comes back with 撤销, one of this browser with [`Views::bring_back`].
    pub fn remove(self, kept: &Kept) {
        match kept {
            Kept::Ledger(id) => {
                self.desk.remove(id);
            }
            Kept::Here(at) => {
                self.here.update(|here| {
                    if *at < here.len() {
                        self.removed.set(Some((*at, here.remove(*at))));
                    }
                });
                self.keep();
            }
        }
    }

    /// Brings back the view of this browser that was removed last.
    pub fn bring_back(self) {
        let Some((at, view)) = self.removed.get_untracked() else { return };
        self.removed.set(None);
        self.here.update(|here| here.insert(at.min(here.len()), view));
        self.keep();
    }

    fn keep(self) -> bool {
        let Some(store) = self.desk.store() else { return false };
        self.here.with_untracked(|here| store.put_setting(&setting(self.desk), here));
        true
    }
}

/// Ids in a view are those of one ledger, so views of this browser are kept by ledger.
fn setting(desk: Desk) -> String {
    format!("views/{}", desk.bundle_id())
}
