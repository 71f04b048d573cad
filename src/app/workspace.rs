//! The workspace: the open ledger, the one way in which the page changes it, and what tells the page to redraw.
//!
//! The ledger is plain Rust; an entity that is on screen has a trigger of its own, pulled when an edit's
//! `Changes` name it. Knows no page and no element.

use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Uint8Array;
use leptos::prelude::*;
use serde_json::Value;

use super::context::of_page;
use super::linked_file::{LinkShown, LinkedFiles};
use super::notices::Notices;
use super::person::Person;
use formats::file_names;
use journal::entity_names::EntityNames;
use journal::{Cause, Changes, Edit, Journal, Op, Refusal, Spot, Stamp, describe, extending, field_input};
use ledger::date::Date;
use ledger::{Bundle, Id, Ledger};
use platform::clock;
use platform::storage::Store;
pub use session::Save;
use session::Session;

/// What is said of a step that was taken back.
const UNDONE: &str = "已撤销";

/// The part of the workspace that is not drawn.
pub(super) struct Inner {
    /// All decisions, and the open ledger.
    pub(super) session: Session,
    store: Option<Store>,
    /// Under which name edits are made.
    pub(super) name: Id,
    /// The bytes of the file that is being opened, or is open.
    pub(super) given: Option<Uint8Array>,
    /// What redraws when an entity's fields or lists change.
    pub(super) triggers: HashMap<Id, ArcTrigger>,
    /// The files that were chosen for 合并 last.
    pub(super) to_merge: Vec<web_sys::File>,
    /// Handles and locks of linked files.
    pub(super) linked: LinkedFiles,
    /// Counts the entities made in this session, for their ids.
    made: u64,
    watchers: Vec<Watcher>,
}

/// Hears of every change, at once: search indexes and windowed tables keep up with it.
type Watcher = Rc<dyn Fn(&Seen)>;

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
    /// Counts what changes on the page 合并.
    pub(super) merges: RwSignal<u64>,
    /// Whether the start is over.
    pub ready: RwSignal<bool>,
    /// Whether another ledger is being opened.
    pub opening: RwSignal<bool>,
    /// The day. It ends while the page is open.
    pub today: RwSignal<Date>,
    /// Who works here.
    pub person: RwSignal<Option<Person>>,
    /// What is shown of the linked file.
    pub(super) linked: RwSignal<LinkShown, LocalStorage>,
    /// What is told to the person.
    pub notices: Notices,
}

impl Workspace {
    /// A workspace with a session that has not started yet.
    #[must_use]
    pub fn new(session: Session, store: Option<Store>) -> Self {
        let save = session.save().clone();
        Self {
            inner: StoredValue::new_local(Inner {
                session,
                store,
                name: clock::new_session(),
                given: None,
                triggers: HashMap::new(),
                to_merge: Vec::new(),
                linked: LinkedFiles::default(),
                made: 0,
                watchers: Vec::new(),
            }),
            revision: RwSignal::new(0),
            opened: RwSignal::new(0),
            save: RwSignal::new(save),
            merges: RwSignal::new(0),
            ready: RwSignal::new(false),
            opening: RwSignal::new(false),
            today: RwSignal::new(clock::today()),
            person: RwSignal::new(None),
            linked: RwSignal::new_local(LinkShown::default()),
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
        self.inner.with_value(|inner| at(inner.session.journal().ledger()))
    }

    /// Looks at the journal without being told of later changes.
    pub fn look_journal<R>(self, at: impl FnOnce(&Journal) -> R) -> R {
        self.inner.with_value(|inner| at(inner.session.journal()))
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
        let mut trigger = None;
        self.inner
            .update_value(|inner| trigger = Some(inner.triggers.entry(id.clone()).or_default().clone()));
        if let Some(trigger) = trigger {
            trigger.track();
        }
    }

    /// Hears of every change from now on. Nothing is borrowed while it does: it may look and change.
    pub fn on_change(self, watcher: impl Fn(&Seen) + 'static) {
        self.inner.update_value(|inner| inner.watchers.push(Rc::new(watcher)));
    }

    /// The bundle's id.
    #[must_use]
    pub fn bundle_id(self) -> Id {
        self.look(|ledger| ledger.bundle().id.clone())
    }

    /// The name of a file of this ledger that leaves today: `<单位>-<名称>-<日期>.<ending>`.
    #[must_use]
    pub fn file_name(self, what: &str, ending: &str) -> String {
        self.look(|ledger| file_names::of_ledger(ledger.bundle(), what, clock::today(), ending))
    }

    /// The name that is proposed for a file that the ledger is linked to: it stays the same from day to day.
    #[must_use]
    pub fn linked_name(self) -> String {
        self.look(|ledger| {
            format!("{}.json", file_names::stem(file_names::unit(ledger.bundle()), "整改台账", None))
        })
    }

    /// The id of the ledger in the page itself.
    #[must_use]
    pub fn own_id(self) -> Id {
        self.inner.with_value(|inner| inner.session.own().clone())
    }

    /// The day, as everything that is drawn shows it. When it ends, the page is drawn anew.
    #[must_use]
    pub fn day(self) -> Date {
        self.today.get_untracked()
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
            id = Id::new(&format!("{}.{}", inner.name, inner.made)).unwrap_or_default();
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
            session: self.inner.with_value(|inner| inner.name.clone()),
            at: clock::now(),
            author: person.name,
            unit: person.unit,
        }
    }

    /// Makes one step of these operations. A refusal is told to the person; nothing has changed then.
    pub fn commit(self, ops: Vec<Op>) -> bool {
        let stamp = self.stamp();
        self.step(|journal| journal.commit(ops, &stamp, &Cause::Direct), None)
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
        self.step(
            |journal| journal.undo(&stamp).unwrap_or_else(|| Ok((Vec::new(), Changes::default()))),
            Some(UNDONE),
        );
    }

    /// 重做.
    pub fn redo(self) {
        let stamp = self.stamp();
        self.step(
            |journal| journal.redo(&stamp).unwrap_or_else(|| Ok((Vec::new(), Changes::default()))),
            Some("已重做"),
        );
    }

    /// Takes one step back, also out of the middle, where it still fits.
    pub fn undo_step(self, step: &Id) {
        let stamp = self.stamp();
        self.step(|journal| journal.undo_step(step, &stamp), Some(UNDONE));
    }

    /// Makes one step, which is stored, drawn and told. Whether it was made.
    fn step(
        self,
        work: impl FnOnce(&mut Journal) -> Result<(Vec<Edit>, Changes), Refusal>,
        told: Option<&str>,
    ) -> bool {
        let result = self.inner.try_update_value(|inner| inner.session.edit(work));
        match result {
            None => false,
            Some(Err(refusal)) => self.refused(&refusal),
            Some(Ok((edits, effects))) => {
                let words = told.zip(edits.first()).map(|(done, first)| {
                    // Taking back is told by what is taken back: not that an entry goes, but that it was added.
                    let taken_back =
                        Some(first).filter(|_| done == UNDONE).and_then(|first| first.op.inverse());
                    let told = Edit { op: taken_back.unwrap_or_else(|| first.op.clone()), ..first.clone() };
                    let what = self.look_journal(|journal| describe::tell(&EntityNames::of(journal), &told));
                    let more =
                        if edits.len() > 1 { format!("等 {} 处", edits.len()) } else { String::new() };
                    format!("{done}：{}的{}{more}", what.place, what.what)
                });
                self.carry_out(effects);
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
        let watchers = self.inner.with_value(|inner| inner.watchers.clone());
        for watcher in watchers {
            watcher(seen);
        }
        let triggers: Vec<ArcTrigger> = self.inner.with_value(|inner| match seen {
            Seen::All => inner.triggers.values().cloned().collect(),
            Seen::Changes(changes) => {
                let ids = changes.fields.iter().map(|f| &f.0).chain(changes.lists.iter().map(|l| &l.0));
                ids.chain(&changes.removed).filter_map(|id| inner.triggers.get(id)).cloned().collect()
            }
        });
        for trigger in triggers {
            trigger.notify();
        }
        self.revision.update(|n| *n += 1);
    }

    /// The bundle as it is exported, with its history, handed to `write`. `None` once the page is gone.
    pub fn sealed<R>(self, write: impl FnOnce(&Bundle) -> R) -> Option<R> {
        self.inner.try_update_value(|inner| inner.session.sealed(write))
    }
}
