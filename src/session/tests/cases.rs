//! What each machine does when something goes wrong.

use ledger::date::Moment;

use super::{Shell, arrival, id, noon};
use crate::{Answer, Effect, Event, Person, Save};

/// A page on which everything is at rest.
fn at_rest() -> Shell {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.replica_reads(&[]);
    assert!(shell.saved());
    shell
}

fn keep_ticket(shell: &mut Shell) -> crate::Ticket {
    shell.find(|effect| match effect {
        Effect::KeepFile { ticket, .. } => Some(*ticket),
        _ => None,
    })
}

#[test]
fn an_edit_is_saved_when_both_stores_have_it() {
    let mut shell = at_rest();
    shell.edit("甲");
    assert_eq!(shell.local.len(), 1);
    assert_eq!(*shell.session.save(), Save::Saving);
    assert_eq!(shell.replica_writes(Ok(())), ["zhenggai/1/own/s/1"]);
    assert!(shell.saved());
}

#[test]
fn a_setting_is_saved_when_both_stores_have_it() {
    let mut shell = at_rest();
    shell.send(Event::Sign(Person { name: "王敏".to_owned(), unit: String::new() }));
    assert_eq!(*shell.session.save(), Save::Saving);
    assert_eq!(shell.replica_writes(Ok(())), ["zhenggai/1/setting/person"]);
    assert!(shell.saved());
    assert!(shell.local["zhenggai/1/setting/person"].contains("\"seq\":1718674200000"));
}

#[test]
fn a_replica_that_never_answers_is_told_and_does_not_say_saving_for_ever() {
    let mut shell = at_rest();
    shell.edit("甲");
    assert_eq!(*shell.session.save(), Save::Saving);
    shell.elapse(5);
    assert!(shell.unsaved().contains("一直没有回应，只在浏览器存储中留有一份"), "{}", shell.unsaved());
    shell.elapse(25);
    assert!(shell.unsaved().contains("只在浏览器存储中留有一份"));
    shell.elapse(2);
    shell.open.retain(|effect| !matches!(effect, Effect::WriteReplica { items, .. } if items.is_empty()));
    // The first request is given up; the second one carries the same edit.
    let writes = shell.open.iter().filter(|effect| matches!(effect, Effect::WriteReplica { .. })).count();
    assert_eq!(writes, 2);
    shell.open.remove(shell.open.iter().position(|e| matches!(e, Effect::WriteReplica { .. })).unwrap());
    assert_eq!(shell.replica_writes(Ok(())), ["zhenggai/1/own/s/1"]);
    assert!(shell.saved());
}

#[test]
fn edits_made_while_a_file_is_being_kept_are_not_dropped() {
    let mut shell = at_rest();
    shell.send(Event::Open(arrival("other")));
    shell.full = true;
    shell.edit("甲");
    let ticket = keep_ticket(&mut shell);
    shell.answer(ticket, Answer::Written(Ok(())));
    assert_eq!(shell.session.journal().ledger().bundle().id, id("own"), "the edit would be lost");
    assert_eq!(shell.owner(), "甲");
    assert!(shell.told().contains("请先导出 JSON"), "{}", shell.told());
    // Where localStorage takes the edit there is nothing to lose.
    shell.full = false;
    shell.send(Event::StoreAgain);
    shell.send(Event::Open(arrival("other")));
    shell.edit("乙");
    let ticket = keep_ticket(&mut shell);
    shell.answer(ticket, Answer::Written(Ok(())));
    assert_eq!(shell.session.journal().ledger().bundle().id, id("other"));
    assert!(shell.local.contains_key("zhenggai/1/own/s/2"));
}

#[test]
fn a_second_ledger_is_not_opened_while_one_is_being_opened() {
    let mut shell = at_rest();
    shell.send(Event::Open(arrival("other")));
    shell.send(Event::Open(arrival("third")));
    assert!(shell.told().contains("请等它结束再试"));
    let ticket = keep_ticket(&mut shell);
    shell.answer(ticket, Answer::Written(Ok(())));
    assert_eq!(shell.session.journal().ledger().bundle().id, id("other"));
}

#[test]
fn a_browser_that_never_keeps_the_file_opens_it_all_the_same() {
    let mut shell = at_rest();
    shell.send(Event::Open(arrival("other")));
    shell.elapse(30);
    assert_eq!(shell.session.journal().ledger().bundle().id, id("other"));
    assert!(shell.told().contains("没有空间记住打开的文件（浏览器一直没有回应）"), "{}", shell.told());
}

#[test]
fn what_was_read_of_another_ledger_is_stale() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    // The comparison of the page's own ledger is under way when another one is opened.
    let first = shell.find(|effect| match effect {
        Effect::ReadReplica { ticket, .. } => Some(*ticket),
        _ => None,
    });
    shell.send(Event::Open(arrival("other")));
    let ticket = keep_ticket(&mut shell);
    shell.answer(ticket, Answer::Written(Ok(())));
    shell.shown.clear();
    let text = super::stored("x-1", 1, "别的");
    let answer = Answer::Read(Ok(vec![("zhenggai/1/other/x/1".to_owned(), text)]));
    shell.answer(first, answer);
    assert_eq!(shell.shown, [], "an answer about the ledger before was taken");
    assert_ne!(shell.owner(), "别的");
}

#[test]
fn a_download_counts_when_the_person_confirms_it() {
    let mut shell = at_rest();
    shell.edit("甲");
    assert_eq!(shell.session.unexported(), 1);
    let exported = shell.session.to_be_exported(noon());
    shell.send(Event::HandedOut(exported.clone()));
    assert_eq!((shell.session.unexported(), shell.session.is_handed_out()), (1, true));
    shell.send(Event::ConfirmExport);
    assert_eq!((shell.session.unexported(), shell.session.is_handed_out()), (0, false));
    // What was confirmed late holds what was handed out then, not what there is now.
    shell.send(Event::HandedOut(shell.session.to_be_exported(noon())));
    shell.edit("乙");
    shell.send(Event::ConfirmExport);
    assert_eq!(shell.session.unexported(), 1);
    // What the browser reports as written needs no confirmation.
    shell.send(Event::FileWritten(shell.session.to_be_exported(noon())));
    assert_eq!(shell.session.unexported(), 0);
}

#[test]
fn the_day_ends_while_the_page_is_open() {
    let mut shell = at_rest();
    let day = |shell: &Shell| shell.session.today();
    assert_eq!(day(&shell), Some(noon().date()));
    shell.elapse(30 * 60);
    assert!(shell.shown.contains(&Effect::AskTime));
    let tomorrow = Moment::new(noon().unix_ms() + 86_400_000, 480).unwrap();
    shell.send(Event::Clock(tomorrow));
    assert_eq!(day(&shell), Some(tomorrow.date()));
    assert!(shell.shown.contains(&Effect::Today(tomorrow.date())));
    shell.shown.clear();
    shell.send(Event::Clock(tomorrow));
    assert_eq!(shell.shown, [], "the same day is told twice");
    // A clock that is put back.
    shell.send(Event::Clock(noon()));
    assert_eq!(day(&shell), Some(noon().date()));
}

#[test]
fn without_stores_everything_is_in_memory_and_said_to_be() {
    let mut shell = Shell::new(&[]);
    shell.send(Event::Start { stores: false, tab_note: None, now: noon() });
    assert!(shell.shown.contains(&Effect::Ready));
    assert_eq!(shell.unsaved(), "浏览器禁止本页保存数据");
    assert!(!shell.session.has_unsaved(), "there is nothing to lose yet");
    shell.edit("甲");
    assert!(shell.session.would_lose());
    assert!(shell.shown.iter().any(|e| matches!(e, Effect::Rescue(texts) if texts.len() == 1)));
    shell.send(Event::Open(arrival("other")));
    assert!(shell.told().contains("请先导出 JSON"));
}

#[test]
fn a_full_store_is_told_with_where_the_copy_is() {
    let mut shell = at_rest();
    shell.full = true;
    shell.edit("甲");
    assert_eq!(shell.unsaved(), "浏览器存储已满");
    shell.replica_writes(Ok(()));
    assert_eq!(shell.unsaved(), "浏览器存储已满，只在备用存储中留有一份");
    assert!(shell.shown.iter().any(|e| matches!(e, Effect::TellTabs { .. })), "other tabs hear of it");
    shell.full = false;
    shell.send(Event::StoreAgain);
    assert!(shell.saved());
}

#[test]
fn a_replica_that_never_worked_is_told_once() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    for _ in 0..2 {
        let ticket = shell.find(|effect| match effect {
            Effect::ReadReplica { ticket, .. } => Some(*ticket),
            _ => None,
        });
        shell.answer(ticket, Answer::Read(Err("坏了".to_owned())));
        shell.send(Event::StoreAgain);
    }
    assert_eq!(shell.told().matches("用不了（坏了）").count(), 1, "{}", shell.told());
    shell.edit("甲");
    assert!(shell.saved(), "localStorage is all that there is");
}

#[test]
fn what_another_page_clears_is_put_back_and_what_a_tab_lets_go_of_is_not() {
    let mut shell = at_rest();
    shell.edit("甲");
    shell.edit("乙");
    shell.local.clear();
    let said = crate::Said::LetGo(vec!["zhenggai/1/own/s/1".to_owned()]);
    shell.send(Event::TabSaid { bundle: "own".to_owned(), said });
    shell.send(Event::LocalChanged { key: None, text: None });
    shell.elapse(0);
    assert_eq!(shell.local.keys().collect::<Vec<_>>(), ["zhenggai/1/own/s/2"]);
    assert!(shell.told().contains("重新存入本台账的 1 处"), "{}", shell.told());
    // Whoever cleared the one store may have cleared the other: what was let go of is written there again.
    let mut written = Vec::new();
    while shell.open.iter().any(|effect| matches!(effect, Effect::WriteReplica { .. })) {
        written.extend(shell.replica_writes(Ok(())));
    }
    let again = written.iter().filter(|key| *key == "zhenggai/1/own/s/1").count();
    assert_eq!(again, 2, "{written:?}");
}

#[test]
fn what_is_let_go_of_is_written_again_where_all_was_cleared_and_not_where_a_key_goes() {
    let mut shell = at_rest();
    shell.edit("甲");
    let key = "zhenggai/1/own/s/1".to_owned();
    let writes = |shell: &mut Shell| {
        let mut written = Vec::new();
        while shell.open.iter().any(|effect| matches!(effect, Effect::WriteReplica { .. })) {
            written.extend(shell.replica_writes(Ok(())));
        }
        written.into_iter().filter(|one| *one == "zhenggai/1/own/s/1").count()
    };
    assert_eq!(writes(&mut shell), 1);
    shell.send(Event::TabSaid { bundle: "own".to_owned(), said: crate::Said::LetGo(vec![key.clone()]) });
    shell.local.clear();
    shell.send(Event::LocalChanged { key: Some(key), text: None });
    shell.elapse(0);
    assert_eq!(writes(&mut shell), 0, "a tab let go of it: the replica holds it");
    shell.send(Event::LocalChanged { key: None, text: None });
    shell.elapse(0);
    assert_eq!(writes(&mut shell), 1, "the databases may be gone with the rest");
}
