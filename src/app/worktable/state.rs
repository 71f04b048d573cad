//! What a person has picked, folded and chosen in the 措施 table or the 问题 list. Knows rows and columns, draws nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use leptos::prelude::*;

use super::look::Look;
use super::sheet::Doubt;
use super::words::Words;
use crate::app::context::of_page;
use crate::app::lists::Lists;
use crate::app::workspace::Workspace;
use ledger::fields::Fields;
use query::columns::{Column, Columns};
use query::groups::{Group, GroupKey, Line, groups, lines, numbers};
use query::{GroupBy, Query, RecordKind, Row, Selection};

/// The setting that keeps the columns in this browser: of measures for all ledgers, of findings for each.
fn setting(workspace: Workspace, kind: RecordKind) -> String {
    match kind {
        RecordKind::Measure => "columns".to_owned(),
        RecordKind::Finding => format!("columns.findings/{}", workspace.bundle_id()),
    }
}

/// The groups of the table, to be found by their key.
#[derive(Debug, Default)]
pub struct Grouped {
    list: Vec<Group>,
    places: HashMap<GroupKey, usize>,
}

impl Grouped {
    fn of(list: Vec<Group>) -> Self {
        let places = list.iter().enumerate().map(|(at, group)| (group.key, at)).collect();
        Self { list, places }
    }

    /// The group with this key.
    #[must_use]
    pub fn group(&self, key: GroupKey) -> Option<&Group> {
        self.places.get(&key).and_then(|at| self.list.get(*at))
    }
}

/// The columns that this browser keeps.
pub(super) fn own_columns(workspace: Workspace, kind: RecordKind) -> Columns {
    let kept = workspace.store().and_then(|store| store.setting::<String>(&setting(workspace, kind)));
    Columns::parse(kind, &kept.unwrap_or_default())
}

/// The state of a table; the page provides it to its parts.
#[derive(Clone, Copy)]
pub struct Worktable {
    workspace: Workspace,
    lists: Lists,
    /// What its rows are.
    pub kind: RecordKind,
    /// The rows that match, in the order of the list.
    pub matched: Memo<Arc<Vec<Row>>>,
    /// What the rows stand in groups of; none where that is no field of theirs.
    pub by: Memo<Option<GroupBy>>,
    /// The rows that are picked, also those that the list does not show now.
    pub picked: RwSignal<Selection>,
    /// Where a stretch of rows begins that is picked with the shift key.
    anchor: StoredValue<Option<Row>>,
    /// The columns, in order, with their widths.
    pub columns: RwSignal<Columns>,
    /// How the table looks in this ledger: pins, names, the height of rows.
    pub look: RwSignal<Look>,
    /// The ledger's table of fields: what columns are called, which there are.
    pub fields: Memo<Fields>,
    /// Which columns are seen, in order: rows are drawn anew only when these change.
    pub shown: Memo<Vec<Column>>,
    /// A paste or fill that waits for a person to say what to do.
    pub doubt: RwSignal<Option<Doubt>>,
    /// Whether the record of the row that has the focus stands beside the table.
    pub record: RwSignal<bool>,
    /// The groups that show their heads alone.
    pub folded: RwSignal<BTreeSet<GroupKey>>,
    /// The groups; none where none are asked for.
    pub groups: Memo<Arc<Grouped>>,
    /// What stands in the table, line by line.
    pub lines: Memo<Arc<Vec<Line>>>,
    /// The numbers of the lines among the rows that match; none where there are no groups.
    numbers: Memo<Option<Arc<Vec<Option<usize>>>>>,
}

/// The groups that the rows which match stand in; none where none are asked for. A change of one measure can move a count
/// in a head. Other groups are told by being made anew: to compare them would cost what making them costs.
fn grouped(
    workspace: Workspace,
    lists: Lists,
    by: Memo<Option<GroupBy>>,
    matched: Memo<Arc<Vec<Row>>>,
) -> Memo<Arc<Grouped>> {
    Memo::new_with_compare(
        move |_| {
            let Some(by) = by.get() else { return Arc::default() };
            workspace.revision.track();
            let rows = matched.get();
            let made = lists.look(|index, ledger| groups(index, ledger, &rows, &by));
            Arc::new(Grouped::of(made.unwrap_or_default()))
        },
        |_, _| true,
    )
}

impl Worktable {
    /// For the page of this query.
    #[must_use]
    pub fn new(kind: RecordKind, query: Memo<Query>) -> Self {
        let (workspace, lists) = (Workspace::of_page(), Lists::of_page());
        let columns = RwSignal::new(own_columns(workspace, kind));
        let look = RwSignal::new(Look::kept(workspace, kind));
        let fields = Memo::new(move |_| workspace.watch(|ledger| Fields::of_records(ledger, kind)));
        let folded = RwSignal::new(BTreeSet::new());
        let by = Memo::new(move |_| {
            let asked = query.with(|query| query.group.clone())?;
            fields.with(|fields| fields.groups().any(|entry| entry.field == asked)).then_some(asked)
        });
        let matched = Memo::new_with_compare(move |_| Arc::new(lists.rows(kind)), |_, _| true);
        let groups = grouped(workspace, lists, by, matched);
        let lines = Memo::new_with_compare(
            move |_| match by.get() {
                None => Arc::new(matched.with(|rows| rows.iter().copied().map(Line::Row).collect())),
                Some(_) => Arc::new(groups.with(|groups| folded.with(|folded| lines(&groups.list, folded)))),
            },
            |_, _| true,
        );
        let numbers = Memo::new(move |_| {
            by.get()?;
            let numbers = groups.with(|groups| folded.with(|folded| numbers(&groups.list, folded)));
            Some(Arc::new(numbers))
        });
        let table = Self {
            workspace,
            lists,
            kind,
            matched,
            by,
            picked: RwSignal::new(Selection::default()),
            anchor: StoredValue::new(None),
            columns,
            look,
            fields,
            shown: Memo::new(move |_| {
                let seen = fields.with(|fields| columns.with(|columns| columns.seen(fields)));
                look.with(|look| look.arranged(kind, seen))
            }),
            doubt: RwSignal::new(None),
            record: RwSignal::new(false),
            folded,
            groups,
            lines,
            numbers,
        };
        table.follow();
        table
    }

    /// Lets go of what a person picked, folded and chosen where it means something else now.
    fn follow(self) {
        let Self { workspace, lists, kind, matched, by, columns, look, folded, .. } = self;
        // Rows of another index are other records, and another ledger has another look.
        Effect::new(move |before: Option<u64>| {
            let now = lists.made.get();
            if before.is_some_and(|before| before != now) {
                self.clear();
                folded.set(BTreeSet::new());
                look.set(Look::kept(workspace, kind));
                if kind == RecordKind::Finding {
                    columns.set(own_columns(workspace, kind));
                }
            }
            now
        });
        // What was removed is not picked any more.
        Effect::new(move || {
            matched.track();
            let gone = |picked: &Selection| lists.look(|index, _| picked.clone().prune(index)) == Some(true);
            if self.picked.with_untracked(|picked| !picked.is_empty() && gone(picked)) {
                self.picked.update(|picked| {
                    let _ = lists.look(|index, _| picked.prune(index));
                });
            }
        });
        // Keys of other groups mean other groups.
        Effect::new(move |before: Option<Option<GroupBy>>| {
            let now = by.get();
            if before.is_some_and(|before| before != now) {
                folded.set(BTreeSet::new());
            }
            now
        });
    }

    /// What people call its rows.
    #[must_use]
    pub fn words(self) -> Words {
        Words::of(self.kind)
    }

    /// The state of the table on this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// The number of a line among the rows that match, from 1; none for the head of a group.
    #[must_use]
    pub fn number(self, line: usize) -> Option<usize> {
        self.numbers.with(|numbers| match numbers {
            None => Some(line + 1),
            Some(numbers) => numbers.get(line).copied().flatten(),
        })
    }

    /// The same, without being told when it changes.
    #[must_use]
    pub fn number_untracked(self, line: usize) -> Option<usize> {
        untrack(|| self.number(line))
    }

    /// Carries a column to where another one stands; the others move up.
    pub fn carry(self, column: &Column, to: &Column) {
        self.set_columns(|columns| {
            let place =
                |columns: &Columns, wanted: &Column| columns.iter().position(|(column, _)| column == wanted);
            let (Some(from), Some(target)) = (place(columns, column), place(columns, to)) else { return };
            for _ in 0..from.abs_diff(target) {
                columns.shift(column, if from < target { 1 } else { -1 });
            }
        });
    }

    /// What a column is called here: as somebody named it in this browser, else as the ledger does.
    #[must_use]
    pub fn name(self, column: &Column) -> String {
        self.fields.with(|fields| self.look.with(|look| look.name(fields, column)))
    }

    /// Changes how the table looks, and keeps it in this browser.
    pub fn set_look(self, change: impl FnOnce(&mut Look)) {
        self.look.update(change);
        self.look.with_untracked(|look| look.keep(self.workspace, self.kind));
    }

    /// Picks a row or lets it go; with `stretch`, all rows from the last one on.
    pub fn pick(self, row: Row, picked: bool, stretch: bool) {
        let from = self.anchor.get_value().filter(|from| stretch && *from != row);
        let between = from.and_then(|from| {
            self.lines.with_untracked(|lines| {
                let at = |row| lines.iter().position(|line| *line == Line::Row(row));
                let (a, b) = (at(from)?, at(row)?);
                let rows = lines.get(a.min(b)..=a.max(b))?.iter().filter_map(|line| match line {
                    Line::Row(row) => Some(*row),
                    Line::Head(_) => None,
                });
                Some(rows.collect::<Vec<_>>())
            })
        });
        self.picked.update(|set| set.put_all(between.unwrap_or_else(|| vec![row]), picked));
        self.anchor.set_value(Some(row));
    }

    /// Picks a row that is not picked, and lets one go that is.
    pub fn turn(self, row: Row, stretch: bool) {
        let picked = self.picked.with_untracked(|set| set.contains(row));
        self.pick(row, stretch || !picked, stretch);
    }

    /// Picks all rows of the list, or lets them go.
    pub fn pick_all(self, picked: bool) {
        let rows = self.matched.get_untracked();
        self.picked.update(|set| set.put_all(rows.iter().copied(), picked));
    }

    /// Picks the rows of a group, or lets them go.
    pub fn pick_group(self, key: GroupKey, picked: bool) {
        let rows = self.groups.with_untracked(|groups| groups.group(key).map(|group| group.rows.clone()));
        self.picked.update(|set| set.put_all(rows.unwrap_or_default(), picked));
    }

    /// Picks nothing.
    pub fn clear(self) {
        self.picked.set(Selection::default());
        self.anchor.set_value(None);
    }

    /// Folds a group, or unfolds it.
    pub fn fold(self, key: GroupKey) {
        self.folded.update(|folded| {
            if !folded.remove(&key) {
                folded.insert(key);
            }
        });
    }

    /// Folds all groups, or unfolds them.
    pub fn fold_all(self, fold: bool) {
        let keys = self.groups.with_untracked(|groups| groups.list.iter().map(|group| group.key).collect());
        self.folded.set(if fold { keys } else { BTreeSet::new() });
    }

    /// Shows the columns of a saved view; the person's own stay what they were.
    pub fn show_columns(self, columns: Columns) {
        self.columns.set(columns);
    }

    /// Shows the columns again that this browser keeps.
    pub fn show_own_columns(self) {
        self.columns.set(own_columns(self.workspace, self.kind));
    }

    /// Changes the columns, and keeps them in this browser.
    pub fn set_columns(self, change: impl FnOnce(&mut Columns)) {
        self.columns.update(change);
        self.keep_columns();
    }

    /// Keeps the columns as they are now in this browser.
    pub fn keep_columns(self) {
        let Some(store) = self.workspace.store() else { return };
        let setting = setting(self.workspace, self.kind);
        match self.columns.with_untracked(Columns::print) {
            text if text.is_empty() => store.drop_setting(&setting),
            text => store.put_setting(&setting, &text),
        }
    }

    /// Puts away the record that stands beside the rows, by an Esc that nobody else has taken.
    pub fn put_away(self, event: &leptos::ev::KeyboardEvent) {
        let closes = self.record.get_untracked() && self.picked.with_untracked(Selection::is_empty);
        if event.key() == "Escape" && closes && !event.is_composing() {
            event.stop_propagation();
            self.record.set(false);
        }
    }

    /// The rows that are shown, in their order: by groups where there are groups, folded ones too.
    #[must_use]
    pub fn rows(self) -> Vec<Row> {
        self.groups.with_untracked(|groups| {
            if groups.list.is_empty() {
                self.matched.with_untracked(|rows| rows.to_vec())
            } else {
                groups.list.iter().flat_map(|group| group.rows.iter().copied()).collect()
            }
        })
    }

    /// The picked rows: those of the list in its order, then the others in the order of the ledger.
    #[must_use]
    pub fn picked_rows(self) -> Vec<Row> {
        self.picked.with_untracked(|picked| {
            let mut rows = self.rows();
            rows.retain(|row| picked.contains(*row));
            if rows.len() < picked.len() {
                let mut rest = picked.clone();
                rest.put_all(rows.iter().copied(), false);
                rows.extend(self.lists.look(|index, _| rest.in_order(index)).unwrap_or_default());
            }
            rows
        })
    }
}
