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
const LOOKS: u32 = 100;

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
    look_for(nav, format!("[data-entity=\"{quoted}\"]"));
}

/// What is waited for: the last that was asked for counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Looking {
    /// How many were asked for.
    turn: u32,
    /// It is a part of an entity: the entity itself, which its page leads to, is passed over.
    exact: bool,
}

/// Waits until a page has drawn what a selector finds, brings it into sight and focuses it. Nothing where a part is waited
/// for.
pub fn look_for(nav: Nav, selector: String) {
    if !nav.looking.get_value().exact {
        begin(nav, false, move || page::reveal(&selector));
    }
}

/// The same for a part of an entity that a link leads to, whatever the page of the place leads to by itself. The part may
/// be drawn before the browser tells of the new address, so the place is waited for, too.
pub fn look_for_part(nav: Nav, place: Place, selector: String) {
    let there = move || nav.route.try_with_untracked(|route| route.place == place).unwrap_or(false);
    begin(nav, true, move || there() && page::reveal(&selector));
}

fn begin(nav: Nav, exact: bool, found: impl Fn() -> bool + 'static) {
    let turn = nav.looking.get_value().turn.wrapping_add(1);
    nav.looking.set_value(Looking { turn, exact });
    look(nav, found, turn, LOOKS);
}

fn look(nav: Nav, found: impl Fn() -> bool + 'static, turn: u32, left: u32) {
    set_timeout(
        move || {
            if nav.looking.try_get_value().is_none_or(|now| now.turn != turn) {
                return;
            }
            if found() || left == 0 {
                nav.looking.set_value(Looking { turn, exact: false });
            } else {
                look(nav, found, turn, left - 1);
            }
        },
        Duration::from_millis(50),
    );
}
