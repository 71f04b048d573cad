//! One seed: what persons, other pages and the machine do, step by step, and what must hold after each.

use formats::json::keys::edits_of;
use ledger::Id;
use session::{Event, LinkState, Person, Save};

use crate::broken::Broken;
use crate::ledgers::{File, act, fresh, stamp};
use crate::merges::{Merges, with_merges};
use crate::settings::refusal_is_shown;
use crate::stores::Mode;
use crate::tab::Tab;
use crate::world::World;

/// How long nothing may be due for a browser to count as quiet, in milliseconds.
const QUIET: u64 = 200_000;

/// Runs a seed. It panics with what does not hold. Gives what was merged.
pub fn run(seed: u64, broken: Broken, trace: bool) -> Merges {
    let mut world = World::new(seed, broken);
    world.trace = trace;
    world.open_tab(None);
    let steps = 30 + world.random.below(90);
    // In most lives nothing takes a whole database away.
    let wiped = world.random.one_in(5);
    for n in 0..steps {
        if world.trace {
            eprintln!("--- step {n}, {} tabs, {} ms", world.tabs.len(), world.now);
        }
        if world.random.one_in(12) {
            world.fuse = Some(world.random.below(6));
        }
        world.now += 1;
        if world.disk.is_used {
            with_files(&mut world);
        }
        if world.merges.is_used {
            with_merges(&mut world);
        }
        if world.fuse != Some(0) {
            step(&mut world, wiped);
        }
        if world.fuse == Some(0) {
            world.kill();
        }
        world.fuse = None;
        if world.tabs.is_empty() {
            world.open_tab(None);
        }
        world.oracle.check(&world.local, &world.edits);
    }
    let hung = world.edits.mode != Mode::Works;
    settle(&mut world);
    check_quiet(&world, !hung && !world.local.full);
    heal(&mut world);
    check_quiet(&world, true);
    check_agreement(&world);
    check_after_crash(&mut world);
    world.merges
}

fn step(world: &mut World, wiped: bool) {
    let at = world.random.below(world.tabs.len());
    match world.random.below(100) {
        0..22 => edit(world, at),
        22..40 => world.deliver(at),
        40..54 => world.step_replica(),
        54..60 => world.step_files(),
        60..68 => world.deliver_mail(),
        68..72 => {
            let until = world.now + 2000;
            world.fire(at, until);
            world.now = until;
        }
        72..76 => {
            let reached = world.random.below(world.local.unsynced() + 1);
            world.local.sync(reached);
        }
        76..82 => open(world, at),
        82..86 => export(world, at),
        86 => sign(world, at),
        87 => world.deliver_stale(at),
        88 | 89 => tabs(world, at),
        90..93 => trouble(world, at),
        93 => world.kill(),
        94 => {
            world.local.clear();
            world.oracle.local_was_lost(&world.local, &world.edits);
            let clear = crate::tab::Mail::Storage(None, None);
            let all: Vec<usize> = world.tabs.iter().map(|tab| tab.number).collect();
            world.mail.extend(all.into_iter().map(|number| (number, clear.clone())));
        }
        95 if wiped => {
            world.edits.disk.clear();
            world.files.disk.clear();
            world.oracle.replica_was_lost(&world.local, &world.edits);
        }
        96 => take_in(world, at),
        97 => {
            // Midnight passes, or the clock is put somewhere else.
            world.clock += [86_400_000, -86_400_000, 3_600_000][world.random.below(3)];
            let now = world.at();
            world.send(at, Event::Clock(now));
        }
        98 => {
            let digest = world.random.below(2).to_string();
            world.oracle.page_renewed |= digest != world.own_digest;
            world.own_digest = digest;
        }
        _ => world.send(at, Event::StoreAgain),
    }
}

/// What happens to linked files and with them. It takes nothing from the chance of the rest of a life.
fn with_files(world: &mut World) {
    let at = world.disk.random.below(world.tabs.len());
    let is_ready = world.tabs[at].ready;
    match world.disk.random.below(24) {
        0 if is_ready => {
            let bundle = world.tabs[at].bundle();
            let (link, look) = world.disk.choose();
            world.send(at, Event::FileChosen { bundle, link, look });
        }
        1 => {
            let now = world.at();
            if let Some((bundle, edits)) = world.disk.replace(now) {
                world.oracle.made(0, &bundle, &edits);
            }
        }
        2 => world.send(at, Event::LinkAllowed),
        3 => world.send(at, Event::TakeInLinked),
        4 if is_ready && world.disk.random.one_in(4) => world.send(at, Event::Unlink),
        5..14 => world.step_disk(),
        _ => {}
    }
}

fn edit(world: &mut World, at: usize) {
    let now = world.at();
    let tab = &mut world.tabs[at];
    if !tab.ready {
        return;
    }
    let (bundle, by) = (tab.bundle(), stamp(&tab.name, now));
    let random = &mut world.random;
    if let Ok((edits, effects)) = tab.session.edit(|journal| act(journal, random, &by)) {
        world.oracle.made(tab.number, &bundle, &edits);
        world.carry_out(at, effects);
    }
}

fn open(world: &mut World, at: usize) {
    if !world.tabs[at].ready {
        return;
    }
    match world.random.below(5) {
        0 => {
            let own = world.own.arrival(false);
            world.send(at, Event::OpenOwn(own));
        }
        1 => give(world, at, &fresh("b"), true),
        2 => {
            // What the browser exports now is opened again: its edits are in a file.
            let file = File::of(&mut world.tabs[at].session);
            give(world, at, &file, true);
        }
        3 => give(world, at, &fresh("c"), false),
        _ => give(world, at, &fresh("c"), true),
    }
}

fn give(world: &mut World, at: usize, file: &File, has_bytes: bool) {
    world.tabs[at].given = Some(file.clone());
    world.send(at, Event::Open(file.arrival(has_bytes)));
}

fn export(world: &mut World, at: usize) {
    if !world.tabs[at].ready {
        return;
    }
    let exported = world.tabs[at].session.to_be_exported(world.at());
    match world.random.below(4) {
        0 => {
            world.oracle.in_files.insert(exported.mark.clone());
            world.send(at, Event::FileWritten(exported));
        }
        // Cancelled: nobody confirms it.
        1 => world.send(at, Event::HandedOut(exported)),
        _ => {
            world.oracle.in_files.insert(exported.mark.clone());
            world.send(at, Event::HandedOut(exported));
            world.send_confirm(at);
        }
    }
}

fn sign(world: &mut World, at: usize) {
    if world.tabs[at].ready {
        let name = format!("人{}", world.now);
        let clock = Tab::unix_ms(world.now, world.clock);
        world.oracle.signed.set(world.tabs[at].number, name.clone(), clock, &world.local);
        world.send(at, Event::Sign(Person { name, unit: String::new() }));
        if !world.oracle.signed.is_in_local(&world.local) && world.fuse != Some(0) {
            refusal_is_shown(&world.tabs[at].shown);
        }
    }
}

fn tabs(world: &mut World, at: usize) {
    match world.random.below(3) {
        0 if world.tabs.len() < 3 => world.open_tab(None),
        1 => {
            let tab = world.close(at);
            world.mail.retain(|(number, _)| *number != tab.number);
        }
        _ => {
            let tab = world.close(at);
            world.open_tab(tab.note);
        }
    }
}

fn trouble(world: &mut World, at: usize) {
    match world.random.below(6) {
        0 | 1 => world.local.full = !world.local.full,
        2 => world.edits.mode = Mode::Hangs,
        3 => world.edits.mode = Mode::Fails,
        4 => world.files.mode = if world.files.mode == Mode::Works { Mode::Fails } else { Mode::Works },
        _ => {
            world.edits.mode = Mode::Works;
            world.send(at, Event::StoreAgain);
        }
    }
}

/// Edits of somebody else come out of a file.
fn take_in(world: &mut World, at: usize) {
    let now = world.at();
    let tab = &mut world.tabs[at];
    if !tab.ready {
        return;
    }
    let mut other = journal::Journal::clone(&world.own.0);
    let name: Id = crate::ledgers::id(&format!("o{}", world.random.below(1_000_000)));
    let (Ok((edits, _)), bundle) = (act(&mut other, &mut world.random, &stamp(&name, now)), tab.bundle())
    else {
        return;
    };
    world.oracle.made(tab.number, &bundle, &edits);
    let (_, effects) = tab.session.take_in(edits);
    world.carry_out(at, effects);
}

impl World {
    fn send_confirm(&mut self, at: usize) {
        if at < self.tabs.len() {
            self.send(at, Event::ConfirmExport);
        }
    }
}

/// Everything that is on its way arrives, and timers run out, until nothing is due for a while.
fn settle(world: &mut World) {
    let until = world.now + QUIET;
    for _ in 0..5000 {
        if let Some(at) = world.tabs.iter().position(|tab| !tab.back.is_empty()) {
            world.deliver(at);
        } else if !world.mail.is_empty() {
            world.deliver_mail();
        } else if world.edits.is_busy() {
            world.step_replica();
        } else if world.files.is_busy() {
            world.step_files();
        } else if world.disk.is_busy() {
            world.step_disk();
        } else {
            let earliest = |tab: &Tab| tab.timers.iter().map(|(due, _)| *due).min();
            let next = (0..world.tabs.len()).min_by_key(|at| earliest(&world.tabs[*at]).unwrap_or(u64::MAX));
            if !next.is_some_and(|at| world.fire(at, until)) {
                world.now = until;
                return;
            }
        }
        world.oracle.check(&world.local, &world.edits);
    }
    panic!("it never becomes quiet");
}

/// Everything works again.
fn heal(world: &mut World) {
    world.honest = true;
    world.local.full = false;
    world.edits.mode = Mode::Works;
    world.files.mode = Mode::Works;
    let now = world.at();
    for at in 0..world.tabs.len() {
        world.send(at, Event::StoreAgain);
        world.send(at, Event::Clock(now));
    }
    settle(world);
}

fn check_quiet(world: &World, healthy: bool) {
    for tab in &world.tabs {
        assert!(tab.ready, "the page was never drawn");
        assert_ne!(tab.shown, Save::Saving, "正在保存 stays for ever: {}", tab.session.why());
        assert_eq!(tab.session.merging().busy(), None, "a merge never comes to its end");
        assert_eq!(tab.shown, *tab.session.save(), "what is shown is not what is so");
        world.oracle.told_truth(tab);
        let link = tab.session.link_state();
        assert_ne!(*link, LinkState::Writing, "正在写入 stays for ever");
        if let (LinkState::UpToDate(_), Some(file)) = (link, tab.session.linked_file()) {
            world.disk.assert_holds(file, tab.session.journal());
        }
        if healthy && world.honest {
            assert_eq!(tab.shown, Save::Saved, "everything works and nothing is 已保存");
            assert_eq!(tab.today, Some(world.today()), "it is another day");
        }
    }
}

/// All tabs of a ledger know every edit that another one made or a store holds. What they know alike they show alike; an edit
/// that a file alone holds is known to those who opened the file. What localStorage, by which tabs hear of each
/// other, refused, or another page took out of it, comes back out of the replica, at the latest when the page is loaded anew.
fn check_agreement(world: &World) {
    for tab in &world.tabs {
        let (bundle, journal) = (tab.bundle(), tab.session.journal());
        let stored = world.local.under(&edits_of(&bundle)).into_iter();
        let replica = world.edits.under(&[edits_of(&bundle)]).into_iter();
        let replica = replica.filter(|(key, _)| !world.oracle.was_taken_out(key));
        let stored = stored.chain(replica.map(|(key, item)| (key, item.text)));
        for edit in session::edits_in(stored.map(|(_, text)| text).collect()).0 {
            assert!(journal.knows(&edit.id), "tab {} does not know {}, which is stored", tab.number, edit.id);
        }
        for other in world.tabs.iter().filter(|other| other.bundle() == bundle) {
            let there = other.session.journal();
            for entry in there.entries().iter().filter(|entry| !entry.in_file) {
                let (id, maker) = (&entry.edit.id, other.number);
                assert!(journal.knows(id), "tab {} does not know {id} of tab {maker}", tab.number);
            }
            if journal.mark() == there.mark() {
                let (a, b) = (journal.ledger().bundle(), there.ledger().bundle());
                assert_eq!(a.findings, b.findings, "two tabs show different things");
            }
        }
    }
}

/// A last kill: a new browser has everything that was acknowledged.
fn check_after_crash(world: &mut World) {
    world.kill();
    world.oracle.check(&world.local, &world.edits);
    world.open_tab(None);
    settle(world);
    check_quiet(world, true);
    world.oracle.same_as_before(&world.tabs[0]);
    for file in [fresh("c"), fresh("b")] {
        world.oracle.all_there(&world.tabs[0]);
        give(world, 0, &file, true);
        settle(world);
        assert_eq!(world.tabs[0].bundle(), file.bundle(), "the file is not open");
    }
    world.oracle.all_there(&world.tabs[0]);
}
