//! What browsers hold of 0.2.0, with edits that were never exported.

use serde_json::{Value, json};

use super::{Shell, arrival, id, stored};
use crate::{Answer, Effect, KeptFile};

const PERSON: &str = r#"{"name":"王敏","unit":"高新处"}"#;

/// localStorage of a page that had another ledger open, two edits in it, one of them lost with the last seconds.
fn local() -> Vec<(&'static str, String)> {
    vec![
        ("zhenggai/1/other/s1/0", stored("s1-0", 1, "甲")),
        ("zhenggai/1/own/s2/0", stored("s2-0", 1, "另")),
        ("zhenggai/1/setting/person", PERSON.to_owned()),
        ("zhenggai/1/setting/current/own", r#"{"bundle":"other"}"#.to_owned()),
        ("zhenggai/1/setting/theme", r#""dark""#.to_owned()),
        ("zhenggai/1/setting/exported/other", r#"{"mark":"x","edits":9,"at":""}"#.to_owned()),
    ]
}

fn restored() -> Shell {
    let mut shell = Shell::start(&local());
    shell.replica_reads(&[("zhenggai/1/setting/person", PERSON.to_owned())]);
    let ticket = shell.find(|effect| match effect {
        Effect::ReadFile { ticket, bundle } if bundle.as_str() == "other" => Some(*ticket),
        _ => None,
    });
    shell.answer(ticket, Answer::File(KeptFile::Found(arrival("other"))));
    shell
}

#[test]
fn stores_of_0_2_0_open_as_they_were_left() {
    let mut shell = restored();
    assert_eq!(shell.session.journal().ledger().bundle().id, id("other"), "what was open is open");
    assert_eq!(shell.owner(), "甲", "the pending edit is on it");
    assert!(shell.shown.iter().any(|e| matches!(e, Effect::Person(person) if person.unit == "高新处")));
    assert!(shell.shown.contains(&Effect::Ready));
    assert!(!shell.saved(), "nobody knows yet whether both stores hold all");
    // The replica has one edit more: localStorage lost its last seconds.
    shell.replica_reads(&[
        ("zhenggai/1/other/s1/0", stored("s1-0", 1, "甲")),
        (
            "zhenggai/1/other/s1/1",
            json!({
                "id": "s1-1", "clock": 2, "at": "2024-06-18T09:30:00.000+08:00", "author": "赵云",
                "op": "set", "entity": "m1", "field": "owner", "from": "甲", "to": "乙"
            })
            .to_string(),
        ),
        ("zhenggai/1/setting/person", PERSON.to_owned()),
    ]);
    assert_eq!(shell.owner(), "乙");
    assert!(shell.told().contains("找回 1 处"), "{}", shell.told());
    assert!(shell.local.contains_key("zhenggai/1/other/s1/1"));
    shell.replica_writes(Ok(()));
    if !shell.saved() {
        shell.replica_writes(Ok(()));
    }
    assert!(shell.saved());
}

#[test]
fn keys_stay_and_settings_are_read_by_0_2_0_still() {
    let mut shell = restored();
    shell.replica_reads(&[]);
    shell.replica_writes(Ok(()));
    for (key, before) in local() {
        let now = &shell.local[key];
        if key.contains("/setting/") && !key.ends_with("theme") {
            let (before, mut now): (Value, Value) =
                (serde_json::from_str(&before).unwrap(), serde_json::from_str(now).unwrap());
            assert!(now.as_object_mut().unwrap().remove("seq").is_some(), "{key} has no number: {now}");
            assert_eq!(now, before, "{key}");
        } else {
            assert_eq!(*now, before, "{key}");
        }
    }
}

#[test]
fn what_was_open_is_known_after_a_kill_from_the_replica_alone() {
    // localStorage lost the note with its last seconds.
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[("zhenggai/1/setting/current/own", r#"{"bundle":"other","seq":3}"#.to_owned())]);
    let ticket = shell.find(|effect| match effect {
        Effect::ReadFile { ticket, .. } => Some(*ticket),
        _ => None,
    });
    shell.answer(ticket, Answer::File(KeptFile::Found(arrival("other"))));
    assert_eq!(shell.session.journal().ledger().bundle().id, id("other"));
}

#[test]
fn the_note_with_the_higher_number_holds_whichever_store_has_it() {
    for (local, replica, open) in [(2, 1, "a"), (1, 2, "b"), (1, 1, "a"), (0, 1, "b")] {
        let note = |bundle: &str, seq: u64| json!({"bundle": bundle, "seq": seq}).to_string();
        let key = "zhenggai/1/setting/current/own";
        let mut shell = Shell::start(&[(key, note("a", local))]);
        shell.replica_reads(&[(key, note("b", replica))]);
        let asked = shell.open.iter().find_map(|effect| match effect {
            Effect::ReadFile { bundle, .. } => Some(bundle.clone()),
            _ => None,
        });
        assert_eq!(asked, Some(id(open)), "localStorage {local}, replica {replica}");
    }
}
