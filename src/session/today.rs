//! The day: it ends while the page is open, and everything that says 逾期 has to hear of it.

use std::time::Duration;

use ledger::date::{Date, Moment};

use crate::event::{Effect, Ticket};
use crate::outbox::{Outbox, Purpose};

/// A timer sleeps while the machine does, so that the day is looked at at least this often.
const AT_MOST: Duration = Duration::from_mins(30);

/// What day it is.
#[derive(Debug, Default)]
pub(crate) struct Today {
    day: Option<Date>,
    timer: Option<Ticket>,
}

impl Today {
    /// The time, told by the machine's clock. It may have jumped, in either direction.
    pub(crate) fn clock(&mut self, now: Moment, out: &mut Outbox) {
        let day = now.date();
        if self.day != Some(day) {
            self.day = Some(day);
            out.send(Effect::Today(day));
        }
        if let Some(timer) = self.timer.take() {
            out.forget(timer);
        }
        let left = now.until_midnight() + Duration::from_secs(1);
        self.timer = Some(out.wait(Purpose::DayEnd, left.min(AT_MOST)));
    }

    /// The timer ran out.
    pub(crate) fn elapsed(&mut self, out: &mut Outbox) {
        self.timer = None;
        out.send(Effect::AskTime);
    }

    /// The day, once it is known.
    pub(crate) fn day(&self) -> Option<Date> {
        self.day
    }
}
