//! A model of what a browser's profile keeps: localStorage that reaches the disk late, IndexedDB with strict transactions.

use std::collections::{BTreeMap, VecDeque};

use session::Item;

use crate::random::Random;

/// localStorage of a profile: what pages see, and what the disk holds.
#[derive(Debug, Default)]
pub struct LocalStorage {
    now: BTreeMap<String, String>,
    disk: BTreeMap<String, String>,
    /// Changes that have not reached the disk, oldest first.
    tail: VecDeque<(String, Option<String>)>,
    /// Whether another page has filled it.
    pub full: bool,
}

impl LocalStorage {
    /// Whether pages see this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.now.contains_key(key)
    }

    /// What pages see under this key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.now.get(key).map(String::as_str)
    }

    /// Whether the disk holds this key.
    #[must_use]
    pub fn has_on_disk(&self, key: &str) -> bool {
        self.disk.contains_key(key)
    }

    /// What pages see under a prefix.
    #[must_use]
    pub fn under(&self, prefix: &str) -> Vec<(String, String)> {
        let of = self.now.range(prefix.to_owned()..).take_while(|(key, _)| key.starts_with(prefix));
        of.map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    /// Puts a text; `false` where there is no room.
    pub fn put(&mut self, key: &str, text: &str) -> bool {
        if self.full && self.now.get(key).is_none_or(|old| old.len() < text.len()) {
            return false;
        }
        self.now.insert(key.to_owned(), text.to_owned());
        self.tail.push_back((key.to_owned(), Some(text.to_owned())));
        true
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) {
        if self.now.remove(key).is_some() {
            self.tail.push_back((key.to_owned(), None));
        }
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        let keys: Vec<String> = self.now.keys().cloned().collect();
        for key in keys {
            self.remove(&key);
        }
    }

    /// Some of the changes reach the disk, the oldest first.
    pub fn sync(&mut self, changes: usize) {
        for (key, text) in self.tail.drain(..changes.min(self.tail.len())) {
            match text {
                Some(text) => self.disk.insert(key, text),
                None => self.disk.remove(&key),
            };
        }
    }

    /// The browser is killed: what has not reached the disk by then is gone.
    pub fn kill(&mut self, random: &mut Random) {
        let reached = random.below(self.tail.len() + 1);
        self.sync(reached);
        self.tail.clear();
        self.now = self.disk.clone();
    }

    /// How many changes the disk lacks.
    #[must_use]
    pub fn unsynced(&self) -> usize {
        self.tail.len()
    }
}

/// How a database behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Every transaction comes to its end.
    Works,
    /// Every transaction is aborted.
    Fails,
    /// Nothing is answered.
    Hangs,
}

/// A request to a database.
#[derive(Debug, Clone)]
pub enum Request<V> {
    /// Write these, all or none.
    Write(Vec<(String, V)>),
    /// Read what is under these prefixes.
    Read(Vec<String>),
}

/// What a request came to.
#[derive(Debug, Clone)]
pub enum Reply<V> {
    /// Written, or not.
    Written(Result<(), String>),
    /// Read, or not.
    Read(Result<Vec<(String, V)>, String>),
}

/// A database: its requests are done in order.
#[derive(Debug)]
pub struct Database<V> {
    /// What the disk holds.
    pub disk: BTreeMap<String, V>,
    /// Requests with the tab and the number of each.
    queue: VecDeque<(usize, u64, Request<V>)>,
    /// How it behaves.
    pub mode: Mode,
}

/// A value that may be newer or older than another one.
pub trait Versioned {
    /// Whether this value may take the place of that one.
    fn replaces(&self, old: &Self) -> bool;
}

impl Versioned for Item {
    fn replaces(&self, old: &Self) -> bool {
        !self.is_outdone_by(&old.text)
    }
}

impl<V: Clone + Versioned> Database<V> {
    /// An empty one that works.
    #[must_use]
    pub fn new() -> Self {
        Self { disk: BTreeMap::new(), queue: VecDeque::new(), mode: Mode::Works }
    }

    /// Takes a request of a tab in.
    pub fn ask(&mut self, tab: usize, number: u64, request: Request<V>) {
        self.queue.push_back((tab, number, request));
    }

    /// Whether a request waits and can come to its end.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.queue.is_empty() && self.mode != Mode::Hangs
    }

    /// Does the oldest request. `None` where nobody is answered.
    pub fn step(&mut self, random: &mut Random, honest: bool) -> Option<(usize, u64, Reply<V>)> {
        if self.mode == Mode::Hangs {
            return None;
        }
        let (tab, number, request) = self.queue.pop_front()?;
        let fails = self.mode == Mode::Fails || (!honest && random.one_in(12));
        let reply = match request {
            Request::Write(_) if fails => Reply::Written(Err("事务没有完成".to_owned())),
            Request::Read(_) if fails => Reply::Read(Err("读不出来".to_owned())),
            Request::Write(items) => {
                self.commit(items);
                Reply::Written(Ok(()))
            }
            Request::Read(prefixes) => Reply::Read(Ok(self.under(&prefixes))),
        };
        // Some answers are never heard.
        (honest || !random.one_in(20)).then_some((tab, number, reply))
    }

    /// The browser is killed: some of what waits is still written, nobody is answered.
    pub fn kill(&mut self, random: &mut Random) {
        let done = random.below(self.queue.len() + 1);
        let queue = std::mem::take(&mut self.queue);
        if self.mode == Mode::Works {
            for (_, _, request) in queue.into_iter().take(done) {
                if let Request::Write(items) = request {
                    self.commit(items);
                }
            }
        }
    }

    fn commit(&mut self, items: Vec<(String, V)>) {
        for (key, value) in items {
            if self.disk.get(&key).is_none_or(|old| value.replaces(old)) {
                self.disk.insert(key, value);
            }
        }
    }

    /// What the disk holds under these prefixes.
    #[must_use]
    pub fn under(&self, prefixes: &[String]) -> Vec<(String, V)> {
        let of = |prefix: &String| {
            let prefix = prefix.clone();
            self.disk.range(prefix.clone()..).take_while(move |(key, _)| key.starts_with(&prefix))
        };
        prefixes.iter().flat_map(of).map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

impl<V: Clone + Versioned> Default for Database<V> {
    fn default() -> Self {
        Self::new()
    }
}
