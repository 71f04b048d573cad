//! Two small ledgers, files of them, and what a person does with one.

use std::rc::Rc;

use journal::{Cause, Changes, Edit, Journal, Op, Refusal, Spot, Stamp};
use ledger::date::Moment;
use ledger::{Bundle, Id};
use serde_json::json;
use session::Arrival;

use crate::random::Random;
use crate::stores::Versioned;

/// A file: a ledger with the history that it held when it was written.
#[derive(Debug, Clone)]
pub struct File(pub Rc<Journal>);

impl Versioned for File {
    fn replaces(&self, _: &Self) -> bool {
        true
    }
}

impl File {
    /// Reads a file that a session wrote.
    ///
    /// # Panics
    /// Where it is no ledger: the session wrote something that it cannot read.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let bundle: Bundle =
            serde_json::from_slice(bytes).unwrap_or_else(|why| panic!("the file is no ledger: {why}"));
        Self(Rc::new(Journal::open(bundle).unwrap_or_else(|ids| panic!("ids twice: {ids:?}"))))
    }

    /// The file of what is open now.
    #[must_use]
    pub fn of(session: &mut session::Session) -> Self {
        Self::read(&session.sealed(|bundle| serde_json::to_vec(bundle).unwrap_or_default()))
    }

    /// As another program holds it.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self.0.ledger().bundle()).unwrap_or_default()
    }

    /// The id of its ledger.
    #[must_use]
    pub fn bundle(&self) -> Id {
        self.0.ledger().bundle().id.clone()
    }

    /// As it is opened.
    #[must_use]
    pub fn arrival(&self, has_bytes: bool) -> Box<Arrival> {
        Box::new(Arrival {
            name: "文件".to_owned(),
            journal: Journal::clone(&self.0),
            rescued: Vec::new(),
            unreadable: Vec::new(),
            oddities: Vec::new(),
            has_bytes,
        })
    }
}

/// An id.
///
/// # Panics
/// Where the text is no id.
#[must_use]
pub fn id(text: &str) -> Id {
    Id::new(text).unwrap_or_else(|| panic!("{text} is no id"))
}

/// The ledger with this id as it came.
///
/// # Panics
/// Never: it is a good one.
#[must_use]
pub fn fresh(name: &str) -> File {
    let measure = |n: u8| json!({"id": format!("m{n}"), "number": n, "text": "措施"});
    let bundle = json!({
        "format": "zhenggai.bundle/1", "id": name, "title": name,
        "findings": [{"id": "f1", "number": 1, "title": "问题", "measures": [measure(1), measure(2), measure(3)]}]
    });
    File::read(bundle.to_string().as_bytes())
}

/// Who acts in this session of a tab, and when.
#[must_use]
pub fn stamp(session: &Id, at: Moment) -> Stamp {
    Stamp { session: session.clone(), at, author: "王敏".to_owned(), unit: String::new() }
}

/// One thing that a person may do with a ledger.
///
/// # Errors
/// Why the ledger did not take it.
pub fn act(
    journal: &mut Journal,
    random: &mut Random,
    stamp: &Stamp,
) -> Result<(Vec<Edit>, Changes), Refusal> {
    let measure = id(["m1", "m2", "m3"][random.below(3)]);
    match random.below(8) {
        0 => journal.undo(stamp).unwrap_or_else(|| Ok((Vec::new(), Changes::default()))),
        1 => journal.redo(stamp).unwrap_or_else(|| Ok((Vec::new(), Changes::default()))),
        2 => {
            let item = json!({"id": format!("p{}", random.below(1_000_000_000)), "text": "进展"});
            let at = Spot { parent: measure, list: "progress".to_owned(), after: None };
            journal.commit(vec![Op::Insert { at, item }], stamp, &Cause::Direct)
        }
        _ => {
            let from = journal.ledger().get(&measure, "note").unwrap_or_default();
            let to = format!("注{}", random.below(1000)).into();
            let op = Op::Set { entity: measure, field: "note".to_owned(), from, to };
            journal.commit(vec![op], stamp, &Cause::Direct)
        }
    }
}
