//! The second store in IndexedDB: one job at a time, each with a patience, each tried again after a growing pause.
//!
//! A job is a batch of items, or the comparison of what it holds with the open ledger. Until both are done 已保存 is not said.

use std::time::Duration;

use crate::event::{Effect, Item, Ticket};
use crate::outbox::{Outbox, Purpose, Scope};

/// How many items one transaction takes: the page goes on between them.
const BATCH: usize = 1000;
/// How long a job may take before the person is told.
const SLOW: Duration = Duration::from_secs(5);
/// How much longer it may take before it is given up and tried again.
const GIVE_UP: Duration = Duration::from_secs(25);
/// The pauses before the next try, the first and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_mins(1));

/// What is being done.
#[derive(Debug, PartialEq, Eq)]
enum Job {
    /// These items are being written.
    Write(Vec<Item>),
    /// What it holds of the open ledger is being read.
    Compare,
}

/// Where it stands.
#[derive(Debug, PartialEq, Eq)]
enum State {
    /// Nothing is under way.
    Idle,
    /// A job is under way; `slow` once the person was told.
    Busy { job: Job, ticket: Ticket, timer: Ticket, slow: bool },
    /// The last job failed; it is tried again when the timer runs out.
    Pausing { timer: Ticket },
}

/// What is known of the store itself.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Health {
    /// It has not answered yet.
    Unknown,
    /// It has answered.
    Works,
    /// It worked, and now it does not: why.
    Failing(String),
    /// It has never worked: localStorage is all that there is.
    Absent,
}

/// How safe its contents are, for 保存状态.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Safety {
    /// It holds everything.
    Whole,
    /// It will soon.
    Behind,
    /// It does not answer.
    Slow,
    /// It does not take it: why.
    Failing(String),
    /// There is none, which the person was told.
    Absent,
}

/// The way into the replica.
#[derive(Debug)]
pub(crate) struct Replica {
    state: State,
    health: Health,
    queue: Vec<Item>,
    /// The prefixes to compare, where the open ledger was not compared yet.
    compare: Option<Vec<String>>,
    /// Whether the comparison matters for 保存状态: there is something that only one store may hold.
    at_stake: bool,
    pause: Duration,
}

impl Replica {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Idle,
            health: Health::Unknown,
            queue: Vec::new(),
            compare: None,
            at_stake: false,
            pause: PAUSES.0,
        }
    }

    /// How safe its contents are.
    pub(crate) fn safety(&self) -> Safety {
        let comparing = self.compare.is_some() || matches!(self.state, State::Busy { job: Job::Compare, .. });
        let writing = matches!(self.state, State::Busy { job: Job::Write(_), .. });
        if self.queue.is_empty() && !writing && !(comparing && self.at_stake) {
            return Safety::Whole;
        }
        match (&self.health, &self.state) {
            (Health::Absent, _) => Safety::Absent,
            (Health::Failing(why), _) => Safety::Failing(why.clone()),
            (_, State::Busy { slow: true, .. }) => Safety::Slow,
            _ => Safety::Behind,
        }
    }

    /// Items that it does not hold for certain yet.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Item> {
        let under_way = match &self.state {
            State::Busy { job: Job::Write(batch), .. } => batch.as_slice(),
            _ => &[],
        };
        under_way.iter().chain(&self.queue)
    }

    /// Has it hold these items.
    pub(crate) fn put(&mut self, items: Vec<Item>, out: &mut Outbox) {
        self.queue.extend(items);
        self.go(out);
    }

    /// Has it compared with the open ledger. The answer is bound to that ledger.
    pub(crate) fn compare(&mut self, prefixes: Vec<String>, at_stake: bool, out: &mut Outbox) {
        if let State::Busy { job: Job::Compare, ticket, timer, .. } = self.state {
            out.forget(ticket);
            out.forget(timer);
            self.state = State::Idle;
        }
        self.compare = Some(prefixes);
        self.at_stake = at_stake;
        self.go(out);
    }

    /// Something was entered that only the comparison may save.
    pub(crate) fn note_stake(&mut self) {
        self.at_stake = true;
    }

    /// Begins the next job, if none is under way. A pause ends: whoever has new edits tries at once.
    pub(crate) fn go(&mut self, out: &mut Outbox) {
        if matches!(self.state, State::Busy { .. }) {
            return;
        }
        if let State::Pausing { timer } = self.state {
            out.forget(timer);
        }
        self.state = State::Idle;
        let (job, ticket) = if let Some(prefixes) = self.compare.clone() {
            let ask = |ticket| Effect::ReadReplica { ticket, prefixes };
            (Job::Compare, out.ask(Purpose::ReplicaJob, Scope::Ledger, ask))
        } else if self.queue.is_empty() {
            return;
        } else {
            let batch: Vec<Item> = self.queue.drain(..self.queue.len().min(BATCH)).collect();
            let items = batch.clone();
            let ask = |ticket| Effect::WriteReplica { ticket, items };
            (Job::Write(batch), out.ask(Purpose::ReplicaJob, Scope::Page, ask))
        };
        let timer = out.wait(Purpose::ReplicaSlow, SLOW);
        self.state = State::Busy { job, ticket, timer, slow: false };
    }

    /// The transaction ended.
    pub(crate) fn written(&mut self, result: Result<(), String>, out: &mut Outbox) {
        match result {
            Ok(()) => self.done(out),
            Err(why) => self.failed(&why, out),
        }
    }

    /// The comparison was read, or not. Gives what was found.
    pub(crate) fn read(
        &mut self,
        result: Result<Vec<(String, String)>, String>,
        out: &mut Outbox,
    ) -> Option<Vec<(String, String)>> {
        match result {
            Ok(found) => {
                self.compare = None;
                self.done(out);
                Some(found)
            }
            Err(why) => {
                self.failed(&why, out);
                None
            }
        }
    }

    fn done(&mut self, out: &mut Outbox) {
        if let State::Busy { timer, .. } = self.state {
            out.forget(timer);
        }
        self.health = Health::Works;
        self.pause = PAUSES.0;
        self.state = State::Idle;
        self.go(out);
    }

    fn failed(&mut self, why: &str, out: &mut Outbox) {
        if let State::Busy { timer, ticket, .. } = self.state {
            out.forget(timer);
            out.forget(ticket);
        }
        if let State::Busy { job: Job::Write(mut batch), .. } =
            std::mem::replace(&mut self.state, State::Idle)
        {
            batch.append(&mut self.queue);
            self.queue = batch;
        }
        self.health = match self.health {
            Health::Works | Health::Failing(_) => Health::Failing(why.to_owned()),
            Health::Unknown => {
                out.warn(
                    format!(
                        "浏览器的备用存储（IndexedDB）用不了（{why}）：修改照常保存，但浏览器被强行结束时可能丢失最后几秒的修改，请勤导出 JSON。"
                    ),
                    Vec::new(),
                );
                Health::Absent
            }
            Health::Absent => Health::Absent,
        };
        let timer = out.wait(Purpose::ReplicaRetry, self.pause);
        self.pause = (self.pause * 2).min(PAUSES.1);
        self.state = State::Pausing { timer };
    }

    /// The job takes long: the person is told, and it may go on for a while.
    pub(crate) fn slow(&mut self, out: &mut Outbox) {
        if let State::Busy { timer, slow, .. } = &mut self.state {
            *slow = true;
            *timer = out.wait(Purpose::ReplicaGiveUp, GIVE_UP);
        }
    }

    /// The job takes too long. What is written twice is the same.
    pub(crate) fn give_up(&mut self, out: &mut Outbox) {
        self.failed("浏览器一直没有回应", out);
    }
}
