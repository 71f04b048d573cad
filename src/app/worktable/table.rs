//! A table of records as the pages 措施 and 问题 show it: the grid with its heads, the dialog of doubts and the bar of
//! what is picked. Call [`begin`] first.

use leptos::prelude::*;

use super::bar::PickBar;
use super::doubt::DoubtDialog;
use super::head::Heads;
use super::look::remember_query;
use super::sheet::RecordSheet;
use super::state::Worktable;
use crate::app::display_settings::DisplaySettings;
use crate::app::grid::{Geometry, Grid};
use crate::app::keys::Rows;
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::parts::filter::query_of;
use crate::app::workspace::Workspace;
use query::RecordKind;
use query::print_rows::{self, PRINTED};

/// Asks for the rows that the address asks for, now and whenever it asks for others, and provides the state of the table.
#[must_use]
pub fn begin(kind: RecordKind) -> Worktable {
    let (lists, keys) = (Lists::of_page(), Rows::of_page());
    let query = query_of(Nav::of_page());
    keys.current.set(None);
    // Another query begins at its first row, before the page is drawn with the old one.
    Effect::new_isomorphic(move |before: Option<bool>| {
        query.with(|query| lists.ask(kind, query));
        if before.is_some() {
            keys.ask();
        }
        true
    });
    remember_query(kind, query);
    let table = Worktable::new(kind, query);
    provide_context(table);
    Effect::new(move || keys.count.set(table.lines.with(|lines| lines.len())));
    table
}

/// The grid.
#[component]
pub fn RecordTable(
    /// The accessible name: 措施台账.
    label: &'static str,
    /// What stands beside the rows.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (table, lists) = (Worktable::of_page(), Lists::of_page());
    let sheet = RecordSheet::of(&table);
    let comfort = DisplaySettings::of_page();
    let scale = Signal::derive(move || comfort.scale.get());
    let tracks = Signal::derive(move || {
        let scale = scale.get();
        table.shown.with(|shown| {
            table.columns.with(|columns| {
                table.fields.with(|fields| table.look.with(|look| look.tracks(shown, columns, fields, scale)))
            })
        })
    });
    let density = Memo::new(move |_| table.look.with(|look| look.density));
    let height = Signal::derive(move || density.get().height().map(|height| height * scale.get()));
    let geometry = Geometry::new(tracks, height, scale);
    let count = Memo::new(move |_| table.lines.with(|lines| lines.len()));
    let workspace = Workspace::of_page();
    let paper = Callback::new(move |()| {
        let lines = table.lines.get_untracked();
        let (groups, shown) = (table.groups.get_untracked(), table.shown.get_untracked());
        let some = lines.get(..PRINTED).unwrap_or(&lines);
        let made = lists.look(|index, ledger| {
            print_rows::lines(index, ledger, some, |key| groups.group(key), &shown, workspace.day())
        });
        (made.unwrap_or_default(), lines.len())
    });
    view! {
        <div class="beside" on:keydown=move |event| table.put_away(&event)>
            <Grid
                label
                source=sheet
                geometry
                head=view! { <Heads geometry/> }.into_any()
                matched=Signal::derive(move || table.matched.with(|rows| rows.len()))
                count
                paper
            />
            {children.map(|children| children())}
        </div>
        <DoubtDialog/>
        <PickBar/>
    }
}
