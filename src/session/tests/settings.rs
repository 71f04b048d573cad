//! Settings when the two stores, or two tabs, know different things: each a kind that the simulation found.

use serde_json::json;

use super::{Shell, arrival, id, noon};
use crate::{Answer, Effect, Event, Person};

const KEY: &str = "zhenggai/1/setting/person";

fn person(name: &str, seq: i64) -> String {
    json!({"name": name, "unit": "", "seq": seq}).to_string()
}

fn sign(shell: &mut Shell, name: &str) {
    shell.send(Event::Sign(Person { name: name.to_owned(), unit: String::new() }));
}

/// A page that was drawn before the replica told what it holds.
fn blind() -> Shell {
    let mut shell = Shell::start(&[]);
    shell.elapse(1);
    shell.open.retain(|effect| !matches!(effect, Effect::SetTimer { .. }));
    // The question of the start: its answer comes too late.
    shell.find(|effect| match effect {
        Effect::ReadReplica { ticket, .. } => Some(*ticket),
        _ => None,
    });
    assert!(shell.shown.contains(&Effect::Ready));
    shell
}

#[test]
fn who_signs_before_the_replica_answers_has_signed_later_than_what_is_found_in_it() {
    let now = noon().unix_ms();
    // Found afterwards: an old number, one that a clock which was put back since had made, and one of another tab just now.
    for (found, later, name) in [(1, 0, "新"), (now + 1000, 0, "新"), (now + 1000, 2000, "旧")] {
        let mut shell = blind();
        sign(&mut shell, "新");
        assert!(!shell.saved(), "the replica was not compared yet");
        shell.now = ledger::date::Moment::new(now + later, 480).unwrap();
        shell.replica_reads(&[(KEY, person("旧", found))]);
        shell.replica_writes(Ok(()));
        if !shell.saved() {
            shell.replica_writes(Ok(()));
        }
        assert!(shell.saved());
        assert!(shell.local[KEY].contains(name), "{found} after {later}: {}", shell.local[KEY]);
    }
}

#[test]
fn a_setting_that_waited_for_room_is_not_put_over_a_later_one() {
    let mut shell = blind();
    shell.full = true;
    sign(&mut shell, "先");
    assert_eq!(shell.unsaved(), "浏览器存储已满");
    let later = person("后", noon().unix_ms() + 5);
    shell.local.insert(KEY.to_owned(), later.clone());
    shell.full = false;
    shell.send(Event::StoreAgain);
    assert_eq!(shell.local[KEY], later);
}

#[test]
fn edits_of_a_ledger_that_is_not_open_any_more_are_put_back_too() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.replica_reads(&[]);
    shell.edit("甲");
    shell.send(Event::Open(arrival("other")));
    let ticket = shell.find(|effect| match effect {
        Effect::KeepFile { ticket, .. } => Some(*ticket),
        _ => None,
    });
    shell.answer(ticket, Answer::Written(Ok(())));
    assert_eq!(shell.session.journal().ledger().bundle().id, id("other"));
    // The replica has not answered yet.
    shell.local.clear();
    shell.send(Event::LocalChanged { key: None, text: None });
    shell.elapse(0);
    assert!(shell.local.contains_key("zhenggai/1/own/s/1"), "{:?}", shell.local.keys());
}

#[test]
fn a_tab_that_was_opened_while_the_store_is_full_is_told_of_all_that_waits() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.full = true;
    shell.edit("甲");
    shell.shown.clear();
    // Another tab is opened here, which has not heard of it.
    shell.edit("乙");
    let told = shell.shown.iter().find_map(|effect| match effect {
        Effect::TellTabs { said: crate::Said::Edits(texts), .. } => Some(texts.clone()),
        _ => None,
    });
    assert_eq!(told.map(|texts| texts.len()), Some(2));
}
