//! 合并 in the simulated browser: files of colleagues are read, compared, decided on and merged, at any moment and while
//! anything else happens. Small merges are kept edit by edit, larger ones as a whole.

use journal::conflict::Rule;
use journal::{Edit, Journal};
use session::{Answer, Event, MergeAct, ReadIn};

use crate::ledgers::{File, act, fresh, id, stamp};
use crate::random::Random;
use crate::world::World;

/// Of how many edits a merge is kept as a whole: the ledgers here are small.
pub const SINGLY: usize = 3;

/// What is chosen for 合并.
#[derive(Debug)]
pub struct Merges {
    /// Chance of its own, so that a life without merges does not depend on them.
    pub random: Random,
    /// Whether anything is merged in this life.
    pub is_used: bool,
    /// How many merges brought something.
    pub made: usize,
    /// How many of them were kept as a whole.
    pub wholes: usize,
}

impl Merges {
    /// Of this life.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0x3e29_e5ed);
        let is_used = random.one_in(3);
        Self { random, is_used, made: 0, wholes: 0 }
    }
}

/// A person does something on the page 合并, or nothing.
pub fn with_merges(world: &mut World) {
    let at = world.merges.random.below(world.tabs.len());
    if !world.tabs[at].ready {
        return;
    }
    // Who waits for a merge does nothing else for a while.
    while world.fuse != Some(0)
        && world
            .tabs
            .get(at)
            .is_some_and(|tab| tab.session.merging().busy().is_some() && !tab.back.is_empty())
        && !world.merges.random.one_in(8)
    {
        world.deliver(at);
    }
    if world.fuse == Some(0) {
        return;
    }
    let random = &mut world.merges.random;
    let doing = match random.below(16) {
        0 | 1 => MergeAct::Choose((0..=random.below(2)).map(|n| format!("同事{n}.json")).collect()),
        2 => MergeAct::Drop(random.below(2)),
        3 => MergeAct::Clear,
        4 => MergeAct::Rule(Rule::ALL[random.below(Rule::ALL.len())]),
        5..10 => MergeAct::Carry,
        10 => MergeAct::Read,
        _ => return,
    };
    world.send(at, Event::Merge(doing));
}

/// What a chosen file holds: mostly what this tab shows, with what a colleague did to it since.
pub fn file_of(world: &mut World, at: usize) -> ReadIn {
    let now = world.at();
    let random = &mut world.merges.random;
    let file = match random.below(8) {
        0 => return Err(vec!["这个文件不是台账。".to_owned()]),
        1 => fresh("c"),
        _ => File::of(&mut world.tabs[at].session),
    };
    let mut journal = Journal::clone(&file.0);
    let by = stamp(&id(&format!("o{}", random.below(1_000_000_000))), now);
    for _ in 0..random.below(8) {
        // What the colleague's ledger does not take, it does not take.
        let _ = act(&mut journal, random, &by);
    }
    let bundle = journal.sealed(|bundle| serde_json::to_vec(bundle).unwrap_or_default());
    Ok((File::read(&bundle).0.ledger().bundle().clone(), Vec::new(), Vec::new()))
}

/// Gives an answer of the page 合并. What comes into the ledger by it is there as surely as what a person makes.
pub fn answered(world: &mut World, at: usize, event: Event) {
    let is_merge = matches!(&event, Event::Answered { answer: Answer::Drawn(_), .. });
    let tab = &mut world.tabs[at];
    let before = is_merge.then(|| tab.session.journal().clone());
    let effects = tab.session.update(event);
    if let Some(before) = before {
        let (bundle, journal) = (tab.bundle(), tab.session.journal());
        let entries = journal.entries().iter().map(|entry| &entry.edit);
        let new: Vec<Edit> = entries.filter(|edit| !before.knows(&edit.id)).cloned().collect();
        world.merges.made += usize::from(!new.is_empty());
        world.oracle.made(tab.number, &bundle, &new);
    }
    world.carry_out(at, effects);
}
