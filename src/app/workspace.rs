//! The workspace: the open ledger, the one way in which the page changes it, and what tells the page to redraw.
//!
//! The ledger is plain Rust; an entity that is on screen has a trigger of its own, pulled when an edit's
//! `Changes` name it. Knows no page and no element.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::Value;

use super::context::of_page;
use super::notices::Notices;
use super::persistence::Persistence;
use super::person::Person;
use journal::entity_names::EntityNames;
use journal::{Cause, Changes, Edit, Journal, Op, Refusal, Spot, Stamp, describe, extending, field_input};
use ledger::{Bundle, Id, Ledger};
use platform::clock;
use platform::storage::Store;
use query::stale_rows::StaleRows;

/// 保存状态: whether the browser's store holds every edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Save {
    /// Every edit is stored.
    Saved,
    /// A write is under way.
    Saving,
    /// Some edits are only in memory: why.
    Unsaved(String),
}

/// The part of the workspace that is not drawn.
pub(super) struct Inner {
    pub(super) journal: Journal,
    pub(super) store: Option<Store>,
    session: Id,
    /// The id of the ledger in the page itself.
    own: Id,
    /// What redraws when an entity's fields or lists change.
    triggers: HashMap<Id, ArcTrigger>,
    /// Of the rows that are on screen: a row prints more than its own fields.
    row_triggers: HashMap<Id, ArcTrigger>,
    /// Counts the entities made in this session, for their ids.
    made: u64,
    watchers: Vec<Watcher>,
    /// What is on its way into the stores, and what was exported.
    pub(super) keeping: Persistence,
}

/// Hears of every change, at once: search indexes and windowed tables keep up with it.
type Watcher = Box<dyn Fn(&Ledger, &Seen)>;

/// What a watcher hears.
#[derive(Debug)]
pub enum Seen<'a> {
    /// These things moved.
    Changes(&'a Changes),
    /// Anything may have moved; begin anew.
    All,
}

/// The open ledger and everything done to it. Cheap to copy; every component has one.
#[derive(Clone, Copy)]
pub struct Workspace {
    pub(super) inner: StoredValue<Inner, LocalStorage>,
    /// Counts changes of the ledger, whatever they are.
    pub revision: RwSignal<u64>,
    /// Counts ledgers opened: pages begin anew.
    pub opened: RwSignal<u64>,
    /// 保存状态.
    pub save: RwSignal<Save>,
    /// Who works here.
    pub person: RwSignal<Option<Person>>,
    /// What is told to the person.
    pub notices: Notices,
}

impl Workspace {
    /// A workspace with the page's own ledger on it.
    #[must_use]
    pub fn new(journal: Journal, store: Option<Store>) -> Self {
        let person = store.as_ref().and_then(|s| s.setting::<Person>("person"));
        let save = if store.is_some() {
            Save::Saved
        } else {
            Save::Unsaved("浏览器禁止本页保存数据".to_owned())
        };
        let keeping = Persistence::of(&journal, store.as_ref());
        let own = journal.ledger().bundle().id.clone();
        Self {
            inner: StoredValue::new_local(Inner {
                own,
                journal,
                store,
                session: clock::new_session(),
                triggers: HashMap::new(),
                row_triggers: HashMap::new(),
                made: 0,
                watchers: Vec::new(),
                keeping,
            }),
            revision: RwSignal::new(0),
            opened: RwSignal::new(0),
            save: RwSignal::new(save),
            person: RwSignal::new(person),
            notices: Notices::new(),
        }
    }

    /// The workspace of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// Looks at the ledger without being told of later changes.
    pub fn look<R>(self, at: impl FnOnce(&Ledger) -> R) -> R {
        self.inner.with_value(|inner| at(inner.journal.ledger()))
    }

    /// Looks at the journal without being told of later changes.
    pub fn look_journal<R>(self, at: impl FnOnce(&Journal) -> R) -> R {
        self.inner.with_value(|inner| at(&inner.journal))
    }

    /// Looks at the ledger, and again whenever anything in it changes.
    pub fn watch<R>(self, at: impl FnOnce(&Ledger) -> R) -> R {
        self.revision.track();
        self.look(at)
    }

    /// Looks at the ledger, and again whenever a field or list of this entity changes.
    pub fn watch_entity<R>(self, id: &Id, at: impl FnOnce(&Ledger) -> R) -> R {
        self.track(id);
        self.look(at)
    }

    /// Redraws what asks when a field or list of this entity changes.
    pub fn track(self, id: &Id) {
        self.track_in(|inner| &mut inner.triggers, id);
    }

    /// Redraws what asks when the row of this measure prints something else.
    pub fn track_row(self, measure: &Id) {
        self.track_in(|inner| &mut inner.row_triggers, measure);
    }

    fn track_in(self, triggers: fn(&mut Inner) -> &mut HashMap<Id, ArcTrigger>, id: &Id) {
        let mut trigger = None;
        self.inner
            .update_value(|inner| trigger = Some(triggers(inner).entry(id.clone()).or_default().clone()));
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Hears of every change from now on.
    pub fn on_change(self, watcher: impl Fn(&Ledger, &Seen) + 'static) {
        self.inner.update_value(|inner| inner.watchers.push(Box::new(watcher)));
    }

    /// Works on the journal itself, for many edits at once; who calls stores them and redraws.
    pub(super) fn with_journal<R>(self, work: impl FnOnce(&mut Journal) -> R) -> Option<R> {
        self.inner.try_update_value(|inner| work(&mut inner.journal))
    }

    /// The bundle's id.
    #[must_use]
    pub fn bundle_id(self) -> Id {
        self.look(|ledger| ledger.bundle().id.clone())
    }

    /// The id of the ledger in the page itself.
    #[must_use]
    pub fn own_id(self) -> Id {
        self.inner.with_value(|inner| inner.own.clone())
    }

    /// The store, where the browser has one.
    #[must_use]
    pub fn store(self) -> Option<Store> {
        self.inner.with_value(|inner| inner.store.clone())
    }

    /// An id for a new entity.
    #[must_use]
    pub fn fresh_id(self) -> Id {
        let mut id = Id::default();
        self.inner.update_value(|inner| {
            inner.made += 1;
            id = Id::new(&format!("{}.{}", inner.session, inner.made)).unwrap_or_default();
        });
        id
    }

    /// The name of who works here; empty where nobody said.
    #[must_use]
    pub fn person_name(self) -> String {
        self.person.with_untracked(|person| person.as_ref().map(|p| p.name.clone()).unwrap_or_default())
    }

    /// Who makes the next edit, and when.
    #[must_use]
    pub fn stamp(self) -> Stamp {
        let person = self.person.get_untracked().unwrap_or_default();
        Stamp {
            session: self.inner.with_value(|inner| inner.session.clone()),
            at: clock::now(),
            author: person.name,
            unit: person.unit,
        }
    }

    /// Makes one step of these operations. A refusal is told to the person; nothing has changed then.
    pub fn commit(self, ops: Vec<Op>) -> bool {
        let stamp = self.stamp();
        let mut result = None;
        self.inner.update_value(|inner| {
            result = Some(inner.journal.commit(ops, &stamp, &Cause::Direct));
        });
        self.settle(result, None)
    }

    /// Sets one field.
    pub fn set(self, entity: &Id, field: &str, to: Value) -> bool {
        let Some(from) = self.look(|ledger| ledger.get(entity, field)) else {
            return self.refused(&Refusal::Gone(entity.clone()));
        };
        self.commit(vec![Op::Set { entity: entity.clone(), field: field.to_owned(), from, to }])
    }

    /// Enters what was typed into a field. `Ok(false)` where the ledger refused: the person has been told.
    ///
    /// # Errors
    /// What the field takes, to complete "应为…".
    pub fn enter(self, entity: &Id, field: &str, text: &str) -> Result<bool, String> {
        let names: Vec<Id> = text.split(['、', '，', ',', '；', ';']).map(|_| self.fresh_id()).collect();
        let mut names = names.into_iter();
        let mut fresh = || names.next().unwrap_or_default();
        let person = self.person_name();
        let ops =
            self.look(|ledger| field_input::entered(ledger, entity, field, text, &person, &mut fresh))?;
        Ok(self.commit(ops))
    }

    /// Puts a new entity at the end of a list; gives its id where it was taken.
    pub fn add(self, parent: &Id, list: &str, members: Value) -> Option<Id> {
        let id = self.fresh_id();
        let op = self.insert_op(parent, list, &id, members);
        self.commit(vec![op]).then_some(id)
    }

    /// The operation that puts a new entity at the end of a list.
    #[must_use]
    pub fn insert_op(self, parent: &Id, list: &str, id: &Id, members: Value) -> Op {
        let mut item = if members.is_object() { members } else { Value::Object(serde_json::Map::new()) };
        if let Some(map) = item.as_object_mut() {
            map.insert("id".to_owned(), id.as_str().into());
        }
        let after = self.look(|ledger| {
            let items = ledger.node(parent)?.list(list)?;
            items.at(items.len().checked_sub(1)?)?.id().cloned()
        });
        Op::Insert { at: Spot { parent: parent.clone(), list: list.to_owned(), after }, item }
    }

    /// Takes an entity out, with all below it; 撤销 brings it back.
    pub fn remove(self, id: &Id) -> bool {
        if let Some(why) = self.look(|ledger| extending::stays(ledger, id, &self.person_name())) {
            self.notices.warn(format!("没有删除：{why}"));
            return false;
        }
        let op = self.look(|ledger| {
            let (parent, list) = ledger.parent(id)?;
            let at = Spot { parent: parent.clone(), list: list.to_owned(), after: ledger.before(id) };
            let name = describe::place(ledger, id)?;
            Some((Op::Remove { entity: id.clone(), at, item: ledger.node(id)?.to_json() }, name))
        });
        let Some((op, name)) = op else { return self.refused(&Refusal::Gone(id.clone())) };
        let done = self.commit(vec![op]);
        if done {
            self.notices.tell(format!("已删除{name}；按“撤销”可以找回"));
        }
        done
    }

    /// Moves an entity one place up (`-1`) or down (`1`) in its list.
    pub fn shift(self, id: &Id, by: isize) -> bool {
        let op = self.look(|ledger| {
            let (parent, list) = ledger.parent(id)?;
            let items = ledger.node(parent)?.list(list)?;
            let target = ledger.position(id)?.checked_add_signed(by).filter(|at| *at < items.len())?;
            let id_at = |index: usize| items.at(index).and_then(|node| node.id().cloned());
            // Going down, the entity that is passed comes before; going up, the one above that.
            let after = if by > 0 { id_at(target) } else { target.checked_sub(1).and_then(id_at) };
            let spot = |after| Spot { parent: parent.clone(), list: list.to_owned(), after };
            Some(Op::Move { entity: id.clone(), from: spot(ledger.before(id)), to: spot(after) })
        });
        op.is_some_and(|op| self.commit(vec![op]))
    }

    /// 撤销.
    pub fn undo(self) {
        let stamp = self.stamp();
        let mut result = None;
        self.inner.update_value(|inner| result = inner.journal.undo(&stamp));
        self.settle(result, Some("已撤销"));
    }

    /// 重做.
    pub fn redo(self) {
        let stamp = self.stamp();
        let mut result = None;
        self.inner.update_value(|inner| result = inner.journal.redo(&stamp));
        self.settle(result, Some("已重做"));
    }

    /// Takes one step back, also out of the middle, where it still fits.
    pub fn undo_step(self, step: &Id) {
        let stamp = self.stamp();
        let mut result = None;
        self.inner.update_value(|inner| result = Some(inner.journal.undo_step(step, &stamp)));
        self.settle(result, Some("已撤销"));
    }

    /// Stores, redraws and tells what came of a step. Whether it was made.
    pub(super) fn settle(
        self,
        result: Option<Result<(Vec<Edit>, Changes), Refusal>>,
        told: Option<&str>,
    ) -> bool {
        match result {
            None => false,
            Some(Err(refusal)) => self.refused(&refusal),
            Some(Ok((edits, changes))) => {
                let words = told.zip(edits.first().filter(|_| told.is_some())).map(|(done, first)| {
                    let what = self.look_journal(|journal| describe::tell(&EntityNames::of(journal), first));
                    let more =
                        if edits.len() > 1 { format!("等 {} 处", edits.len()) } else { String::new() };
                    format!("{done}：{}的{}{more}", what.place, what.what)
                });
                self.store_edits(edits);
                self.redraw(&Seen::Changes(&changes));
                if let Some(words) = words {
                    self.notices.tell(words);
                }
                true
            }
        }
    }

    fn refused(self, refusal: &Refusal) -> bool {
        let why = self.look_journal(|journal| describe::refusal(&EntityNames::of(journal), None, refusal));
        self.notices.warn(format!("没有修改：{why}"));
        false
    }

    /// Redraws what the changes name.
    pub fn redraw(self, seen: &Seen) {
        let triggers: Vec<ArcTrigger> = self.inner.with_value(|inner| {
            let ledger = inner.journal.ledger();
            for watcher in &inner.watchers {
                watcher(ledger, seen);
            }
            match seen {
                Seen::All => inner.triggers.values().chain(inner.row_triggers.values()).cloned().collect(),
                Seen::Changes(changes) => {
                    let ids = changes.fields.iter().map(|f| &f.0).chain(changes.lists.iter().map(|l| &l.0));
                    let entities = ids.chain(&changes.removed).filter_map(|id| inner.triggers.get(id));
                    let rows: Vec<&ArcTrigger> = match StaleRows::of(ledger, changes) {
                        StaleRows::All => inner.row_triggers.values().collect(),
                        StaleRows::Some { measures, .. } => {
                            measures.iter().filter_map(|id| inner.row_triggers.get(id)).collect()
                        }
                    };
                    entities.chain(rows).cloned().collect()
                }
            }
        });
        for trigger in triggers {
            trigger.notify();
        }
        self.revision.update(|n| *n += 1);
    }

    /// Brings in edits of this browser (at start, or of another tab). Gives how many met another edit.
    pub fn receive(self, edits: Vec<Edit>) -> usize {
        self.receive_as(edits, true)
    }

    /// Brings in edits; `own` ones can be taken back with 撤销. Gives how many met another edit.
    pub(super) fn receive_as(self, edits: Vec<Edit>, own: bool) -> usize {
        let (mut refused, mut twins) = (0, Vec::new());
        let mut seen_changes = None;
        self.inner.update_value(|inner| {
            let received = inner.journal.receive(edits, own);
            refused = received.refused;
            twins = received.twins;
            if received.new > 0 {
                seen_changes = Some((received.changes, received.replayed));
            }
        });
        if !twins.is_empty() {
            self.notices.warn(format!(
                "有 {} 处修改与别的修改编号相同（浏览器的用户数据可能被复制过），已另行编号，两处都在。",
                twins.len()
            ));
            self.store_edits(twins);
        }
        match seen_changes {
            None => {}
            Some((_, true)) => self.redraw(&Seen::All),
            Some((changes, false)) => self.redraw(&Seen::Changes(&changes)),
        }
        refused
    }

    /// Puts another ledger on the workspace. Edits of the old one that are only in memory must be exported before.
    pub fn replace(self, journal: Journal) {
        self.inner.update_value(|inner| {
            let before = std::mem::take(&mut inner.keeping);
            inner.keeping = Persistence::of(&journal, inner.store.as_ref()).after(before);
            inner.journal = journal;
            // A journal counts its edits from one again: under the old name an id could be given a second time.
            inner.session = clock::new_session();
            inner.triggers.clear();
            inner.row_triggers.clear();
        });
        self.tell_pending();
        self.tell_saved();
        self.redraw(&Seen::All);
        self.opened.update(|n| *n += 1);
    }

    /// The bundle as it is exported, with its history, handed to `write`. `None` once the page is gone.
    pub fn sealed<R>(self, write: impl FnOnce(&Bundle) -> R) -> Option<R> {
        self.inner.try_update_value(|inner| inner.journal.sealed(write))
    }
}
