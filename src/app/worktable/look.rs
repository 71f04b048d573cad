//! How a table looks in one ledger on this browser: which columns stay at an edge, what they are called here, how
//! high rows are. Draws nothing.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::state::Worktable;
use crate::app::nav::Nav;
use crate::app::workspace::Workspace;
use grid::{Pin, Track};
use ledger::custom;
use ledger::fields::Fields;
use query::columns::{Column, Columns, grows, least_width, usual_width};
use query::{Query, RecordKind};

/// What style sheets know a column by; all of the ledger's own are alike.
#[must_use]
pub fn class(column: &Column) -> &'static str {
    column.row().map_or(custom::VALUES, |row| row.code)
}

/// How high rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// 一行.
    One,
    /// 两行.
    #[default]
    Two,
    /// 全文.
    All,
}

impl Density {
    /// Every height, with what people read.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::One, "一行"), (Self::Two, "两行"), (Self::All, "全文")];

    /// The height of a row at the standard size of the type, in pixels; none where it is that of its text. The style
    /// sheet says the same.
    #[must_use]
    pub fn height(self) -> Option<f64> {
        match self {
            Self::One => Some(36.0),
            Self::Two => Some(44.0),
            Self::All => None,
        }
    }

    /// The class of the table, for the style sheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::One => "lines-one",
            Self::Two => "lines-two",
            Self::All => "lines-all",
        }
    }
}

/// What is kept, by the ids of columns. What is not kept is as it was at first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// `left`, `right` or `none`.
    pins: BTreeMap<String, String>,
    /// Names that were given here.
    names: BTreeMap<String, String>,
    /// How high rows are.
    pub density: Density,
}

impl Look {
    /// What this browser keeps for the open ledger.
    #[must_use]
    pub fn kept(workspace: Workspace, kind: RecordKind) -> Self {
        workspace.store().and_then(|store| store.setting(&setting(workspace, kind))).unwrap_or_default()
    }

    /// Keeps it.
    pub fn keep(&self, workspace: Workspace, kind: RecordKind) {
        let Some(store) = workspace.store() else { return };
        let setting = setting(workspace, kind);
        if *self == Self::default() {
            store.drop_setting(&setting);
        } else {
            store.put_setting(&setting, self);
        }
    }

    /// Where a column stays: the number at the left, the status of measures at the right until a person says otherwise.
    #[must_use]
    pub fn pin(&self, of: RecordKind, column: &Column) -> Pin {
        match (self.pins.get(&column.code()).map(String::as_str), column) {
            (Some("left"), _) | (None, Column::Number) => Pin::Left,
            (Some("right"), _) => Pin::Right,
            (None, Column::Status) if of == RecordKind::Measure => Pin::Right,
            _ => Pin::None,
        }
    }

    /// Lets a column stay at an edge, or be scrolled.
    pub fn set_pin(&mut self, of: RecordKind, column: &Column, pin: Pin) {
        let word = match pin {
            Pin::Left => "left",
            Pin::Right => "right",
            Pin::None => "none",
        };
        self.pins.remove(&column.code());
        if self.pin(of, column) != pin {
            self.pins.insert(column.code(), word.to_owned());
        }
    }

    /// What a column is called here.
    #[must_use]
    pub fn name(&self, fields: &Fields, column: &Column) -> String {
        self.names.get(&column.code()).cloned().unwrap_or_else(|| fields.label(column))
    }

    /// Gives a column another name; an empty one, or that of the ledger, is the one that it had at first.
    pub fn set_name(&mut self, fields: &Fields, column: &Column, name: &str) {
        let name = name.trim();
        if name.is_empty() || name == fields.label(column) {
            self.names.remove(&column.code());
        } else {
            self.names.insert(column.code(), name.to_owned());
        }
    }

    /// The columns that are seen, those that stay at an edge at that edge.
    #[must_use]
    pub fn arranged(&self, of: RecordKind, mut seen: Vec<Column>) -> Vec<Column> {
        // A stable order: within an edge columns stand as they were chosen.
        ledger::order::sort_by_key(&mut seen, |column| match self.pin(of, column) {
            Pin::Left => 0,
            Pin::None => 1,
            Pin::Right => 2,
        });
        seen
    }

    /// What the columns that are shown ask for. What a row is about, 整改措施 or 反馈问题, has at least 16 characters.
    #[must_use]
    pub fn tracks(&self, shown: &[Column], columns: &Columns, fields: &Fields, scale: f64) -> Vec<Track> {
        let of = fields.kind();
        let track = |column: &Column| {
            let usual = f64::from(usual_width(fields, column));
            let least = f64::from(least_width(fields, column));
            // The head is to be read whole: 12 pixels a character, and room for what opens its menu.
            let head: f64 =
                self.name(fields, column).chars().map(|c| if c.is_ascii() { 7.0 } else { 12.0 }).sum();
            let least = least.max((head + 32.0).min(160.0));
            let wanted = usual.max(least);
            let (width, least) = match columns.width(column) {
                Some(chosen) => (f64::from(chosen), f64::from(chosen)),
                None if *column == Column::Number => (wanted * scale, wanted * scale),
                None => (wanted * scale, least.max(wanted * 0.7) * scale),
            };
            Track { width, least, grows: grows(of, column), pin: self.pin(of, column) }
        };
        shown.iter().map(track).collect()
    }
}

/// What was last asked of a list in the open ledger, here or on an earlier visit.
#[must_use]
pub fn remembered_query(kind: RecordKind) -> Memo<String> {
    let (workspace, nav) = (Workspace::of_page(), Nav::of_page());
    let asked = nav.asked(kind);
    // What was asked of another ledger means nothing in this one.
    Effect::new(move |before: Option<u64>| {
        let now = workspace.opened.get();
        if before.is_some_and(|before| before != now) {
            asked.set(None);
        }
        now
    });
    Memo::new(move |_| {
        let _ = workspace.opened.get();
        let kept = || {
            workspace.store().and_then(|store| store.setting(&filter(workspace, kind))).unwrap_or_default()
        };
        asked.get().unwrap_or_else(kept)
    })
}

/// Remembers what is asked of a list: at once for this visit, and in this browser when the page is left.
pub fn remember_query(kind: RecordKind, query: Memo<Query>) {
    let (workspace, nav) = (Workspace::of_page(), Nav::of_page());
    let name = StoredValue::new(filter(workspace, kind));
    Effect::new(move || nav.asked(kind).set(Some(query.with(Query::print))));
    let keep = move || {
        let asked = query.try_with_untracked(Query::print);
        let (Some(store), Some(name), Some(asked)) = (workspace.store(), name.try_get_value(), asked) else {
            return;
        };
        if asked.is_empty() { store.drop_setting(&name) } else { store.put_setting(&name, &asked) }
    };
    let hidden =
        window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("pagehide"), move |_| keep());
    on_cleanup(move || {
        hidden.remove();
        keep();
    });
}

/// The name of a setting of a list in the open ledger.
fn named(name: &str, kind: RecordKind, workspace: Workspace) -> String {
    let of = if kind == RecordKind::Finding { ".findings" } else { "" };
    format!("{name}{of}/{}", workspace.bundle_id())
}

fn filter(workspace: Workspace, kind: RecordKind) -> String {
    named("filter", kind, workspace)
}

fn setting(workspace: Workspace, kind: RecordKind) -> String {
    named("grid", kind, workspace)
}

/// 行高.
#[component]
pub fn DensityChoice() -> impl IntoView {
    let table = Worktable::of_page();
    let choose = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        if let Some((density, _)) = Density::ALL.into_iter().find(|(_, label)| *label == name) {
            table.set_look(|look| look.density = density);
        }
    };
    let option = move |(density, label): (Density, &'static str)| {
        let chosen = move || table.look.with(|look| look.density == density);
        view! { <option value=label selected=chosen>{format!("行高：{label}")}</option> }
    };
    view! {
        <select aria-label="行高" on:change=choose>
            {Density::ALL.into_iter().map(option).collect_view()}
        </select>
    }
}
