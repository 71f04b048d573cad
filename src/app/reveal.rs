//! Leads to an entity: goes to its page, waits until it is drawn, brings it into sight and puts the focus on it.
//! Knows where entities are shown, not what is shown of them.

use std::time::Duration;

use leptos::prelude::*;

use super::nav::Nav;
use super::workspace::Workspace;
use ledger::Id;
use platform::page;
use query::route::{Place, Route};
use query::whereabouts::place_of;

/// How often a page is looked at before it is taken that the entity is not on it.
const LOOKS: u32 = 20;

/// The page of an entity.
pub fn route_of(workspace: Workspace, id: &Id) -> Route {
    workspace.look(|ledger| place_of(ledger, id)).into()
}

/// Goes to an entity and focuses it.
pub fn reveal(workspace: Workspace, nav: Nav, id: &Id) {
    let route = route_of(workspace, id);
    let finding = matches!(&route.place, Place::Finding(finding) if finding == id);
    nav.revealing.set(Some(id.clone()));
    nav.go(&route);
    if finding || matches!(&route.place, Place::Measure(_, measure) if measure == id) {
        return;
    }
    let quoted = id.as_str().replace('\\', "\\\\").replace('"', "\\\"");
    look_for(format!("[data-entity=\"{quoted}\"]"));
}

/// Waits until a page has drawn what a selector finds, brings it into sight and focuses it.
pub fn look_for(selector: String) {
    look(selector, LOOKS);
}

fn look(selector: String, left: u32) {
    set_timeout(
        move || {
            if !page::reveal(&selector) && left > 0 {
                look(selector, left - 1);
            }
        },
        Duration::from_millis(50),
    );
}
