//! The linked file: what is written, what is not, and what is said of it.

use journal::{Cause, Journal, Op, Stamp};
use serde_json::{Value, json};

use super::{Shell, arrival, id, journal, noon};
use crate::{
    Answer, Content, Effect, Event, FileLook, FileRef, KeptLink, LinkFault, LinkState, Stand, Ticket,
};

const FILE: FileRef = FileRef(1);

fn stand(modified: i64) -> Stand {
    Stand { modified, size: 9 }
}

fn link() -> KeptLink {
    KeptLink { file: FILE, name: "共享.json".to_owned() }
}

fn look(at: i64, noted: Option<i64>) -> FileLook {
    FileLook { may_write: true, stand: Ok(stand(at)), noted: noted.map(stand) }
}

impl Shell {
    fn asked(&mut self, is_meant: impl Fn(&Effect) -> Option<Ticket>) -> Option<Ticket> {
        let at = self.open.iter().position(|effect| is_meant(effect).is_some())?;
        is_meant(&self.open.remove(at))
    }

    fn recalls(&mut self, kept: Option<KeptLink>) {
        let ticket = self.find(|effect| match effect {
            Effect::RecallLink { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::Link(kept));
    }

    /// The pause ends, and no other tab is at the file.
    fn locks(&mut self) {
        let ticket = self.find(|effect| match effect {
            Effect::LockFile { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::Locked);
    }

    fn looks(&mut self, found: FileLook) {
        let ticket = self.find(|effect| match effect {
            Effect::LookAtFile { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::FileStands(found));
    }

    fn reads(&mut self, content: Content, at: i64) {
        let ticket = self.find(|effect| match effect {
            Effect::ReadLinked { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::FileHolds(Ok((content, stand(at)))));
    }

    /// What is being written, answered.
    fn writes(&mut self, result: Result<Stand, LinkFault>) -> Option<String> {
        let text = self.open.iter().find_map(|effect| match effect {
            Effect::WriteLinked { parts, .. } => Some(parts.concat()),
            _ => None,
        });
        let ticket = self.asked(|effect| match effect {
            Effect::WriteLinked { ticket, .. } => Some(*ticket),
            _ => None,
        })?;
        self.answer(ticket, Answer::FilePut(result));
        text
    }

    /// How often it was waited for more to write.
    fn pauses(&self) -> usize {
        let is =
            |effect: &&Effect| matches!(effect, Effect::SetTimer { after, .. } if after.as_millis() == 1500);
        self.open.iter().filter(is).count()
    }

    fn is_idle(&self) -> bool {
        let works = |effect: &Effect| {
            matches!(
                effect,
                Effect::LockFile { .. }
                    | Effect::LookAtFile { .. }
                    | Effect::ReadLinked { .. }
                    | Effect::WriteLinked { .. }
            )
        };
        let count = |is: &dyn Fn(&Effect) -> bool| self.shown.iter().filter(|effect| is(effect)).count();
        let unlocked = count(&|effect| matches!(effect, Effect::UnlockFile(_)));
        !self.open.iter().any(works) && unlocked > 0
    }
}

/// A page whose ledger was linked to a file that stands as it was left.
fn linked() -> Shell {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.replica_reads(&[]);
    shell.recalls(Some(link()));
    shell.elapse(1);
    shell.locks();
    shell.looks(look(2, Some(2)));
    shell.reads(content(&mut journal("own"), |_| ()), 2);
    assert!(matches!(shell.session.link_state(), LinkState::UpToDate(_)));
    shell.shown.clear();
    shell
}

fn set(journal: &mut Journal, session: &str, field: &str, to: &str) {
    let by = Stamp { session: id(session), at: noon(), author: "赵云".to_owned(), unit: String::new() };
    let from = journal.ledger().get(&id("m1"), field).unwrap_or_default();
    let op = Op::Set { entity: id("m1"), field: field.to_owned(), from, to: to.into() };
    journal.commit(vec![op], &by, &Cause::Direct).unwrap();
}

/// What somebody else's file holds, after something happened to its JSON.
fn content(of: &mut Journal, work: impl FnOnce(&mut Value)) -> Content {
    let mut value = of.sealed(|bundle| serde_json::to_value(bundle).unwrap());
    work(&mut value);
    let bundle = Box::new(serde_json::from_value(value).unwrap());
    Content::Ledger { bundle, rescued: Vec::new(), unreadable: 0 }
}

#[test]
fn an_edit_is_in_the_file_soon_and_once() {
    let mut shell = linked();
    shell.edit("甲");
    shell.edit("乙");
    assert_eq!(shell.session.unexported(), 2);
    shell.elapse(1);
    shell.locks();
    shell.looks(look(2, Some(2)));
    assert_eq!(*shell.session.link_state(), LinkState::Writing);
    let before = shell.pauses();
    let text = shell.writes(Ok(stand(3))).unwrap();
    assert!(text.contains("乙"), "{text}");
    assert_eq!(shell.session.unexported(), 0, "the file is an export");
    assert!(shell.is_idle());
    assert_eq!(shell.pauses(), before, "it is written again without need");
}

#[test]
fn what_the_file_alone_holds_after_a_kill_comes_back_out_of_it() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.recalls(Some(link()));
    shell.elapse(1);
    shell.locks();
    // It stands as this browser left it, and holds an edit that was in memory alone when the browser was killed.
    shell.looks(look(2, Some(2)));
    let mut before = journal("own");
    set(&mut before, "s", "owner", "最后");
    shell.reads(content(&mut before, |_| ()), 2);
    assert_eq!(shell.owner(), "最后");
    assert_eq!(shell.writes(Ok(stand(3))), None, "there is nothing to add");
    assert!(shell.local.contains_key("zhenggai/1/own/s/1"));
}

#[test]
fn what_is_edited_while_the_file_is_written_is_written_next() {
    let mut shell = linked();
    shell.edit("甲");
    shell.elapse(1);
    shell.locks();
    shell.looks(look(2, Some(2)));
    shell.edit("乙");
    let text = shell.writes(Ok(stand(3))).unwrap();
    assert!(!text.contains("乙"), "{text}");
    assert!(shell.session.unexported() > 0);
    shell.elapse(1);
    shell.locks();
    shell.looks(look(3, Some(3)));
    assert!(shell.writes(Ok(stand(4))).unwrap().contains("乙"));
    assert_eq!(shell.session.unexported(), 0);
}

#[test]
fn a_file_that_somebody_else_wrote_is_taken_in_before_it_is_written() {
    let mut shell = linked();
    shell.edit("甲");
    shell.elapse(1);
    shell.locks();
    shell.looks(look(7, Some(2)));
    assert_eq!(*shell.session.link_state(), LinkState::Changed);
    assert!(shell.is_idle(), "it was not touched");
    assert!(shell.told().contains("没有覆盖它"), "{}", shell.told());
    shell.send(Event::TakeInLinked);
    shell.locks();
    let mut theirs = journal("own");
    set(&mut theirs, "z", "note", "对方");
    shell.reads(content(&mut theirs, |_| ()), 7);
    let text = shell.writes(Ok(stand(8))).unwrap();
    assert!(text.contains("对方") && text.contains("甲"), "{text}");
    assert_eq!(shell.session.journal().ledger().get(&id("m1"), "note"), Some("对方".into()));
    assert!(matches!(shell.session.link_state(), LinkState::UpToDate(_)));
}

#[test]
fn what_another_tab_of_this_browser_wrote_is_taken_in_without_a_person() {
    let mut shell = linked();
    let mut theirs = journal("own");
    set(&mut theirs, "z", "note", "另一页");
    shell.edit("甲");
    shell.elapse(1);
    shell.locks();
    shell.looks(look(5, Some(5)));
    shell.reads(content(&mut theirs, |_| ()), 5);
    assert!(shell.writes(Ok(stand(6))).unwrap().contains("另一页"));
    // A file that holds just what is known here is not written again.
    let mut same = shell.session.journal().clone();
    shell.edit("乙");
    same.receive(shell.session.journal().entries().iter().map(|e| e.edit.clone()).collect(), true);
    shell.elapse(1);
    shell.locks();
    shell.looks(look(9, Some(9)));
    shell.reads(content(&mut same, |_| ()), 9);
    assert_eq!(shell.writes(Ok(stand(10))), None);
    assert!(matches!(shell.session.link_state(), LinkState::UpToDate(_)));
    assert!(shell.is_idle());
}

#[test]
fn what_only_a_person_can_decide_goes_to_the_merge_and_no_edit_writes_over_it() {
    let mut shell = linked();
    shell.edit("甲");
    shell.send(Event::TakeInLinked);
    shell.locks();
    // A value without an edit that tells of it.
    let silent = |value: &mut Value| value["findings"][0]["measures"][0]["owner"] = json!("无记录");
    shell.reads(content(&mut journal("own"), silent), 7);
    assert_eq!(*shell.session.link_state(), LinkState::Asks);
    assert!(shell.shown.iter().any(|effect| matches!(effect, Effect::GoToMerge)));
    assert!(shell.is_idle());
    shell.elapse(1);
    shell.edit("乙");
    shell.elapse(1);
    assert!(shell.is_idle(), "what waits for a person is looked at again");
}

#[test]
fn a_file_that_must_not_be_written_is_told_and_left_alone() {
    let newer = |value: &mut Value| value["future_member"] = json!(["新"]);
    let cases: Vec<(Content, &str)> = vec![
        (content(&mut journal("other"), |_| ()), "另一本台账（other）"),
        (Content::Unreadable(vec!["不是 JSON。".to_owned()]), "不是 JSON"),
        (content(&mut journal("own"), newer), "不认识的内容"),
        (
            match content(&mut journal("own"), |_| ()) {
                Content::Ledger { bundle, rescued, .. } => Content::Ledger { bundle, rescued, unreadable: 2 },
                other @ Content::Unreadable(_) => other,
            },
            "2 条变更本页读不懂",
        ),
    ];
    for (content, why) in cases {
        let mut shell = linked();
        shell.send(Event::TakeInLinked);
        shell.locks();
        shell.reads(content, 7);
        assert_eq!(shell.writes(Ok(stand(8))), None, "{why}");
        assert!(shell.told().contains(why), "{why}: {}", shell.told());
        assert!(matches!(shell.session.link_state(), LinkState::Failed(_)));
        assert!(shell.is_idle());
    }
}

#[test]
fn a_lost_permission_is_told_and_given_again() {
    let mut shell = linked();
    shell.edit("甲");
    shell.elapse(1);
    shell.locks();
    shell.looks(FileLook { may_write: false, ..look(2, Some(2)) });
    assert_eq!(*shell.session.link_state(), LinkState::Permission);
    assert!(shell.is_idle());
    shell.send(Event::LinkAllowed);
    shell.locks();
    shell.looks(look(2, Some(2)));
    assert!(shell.writes(Ok(stand(3))).is_some());
    assert_eq!(shell.session.unexported(), 0);
}

#[test]
fn a_write_that_fails_half_way_is_told_once_and_tried_with_the_next_edit() {
    for (fault, words) in [
        (LinkFault::Full, "磁盘已满"),
        (LinkFault::Missing, "文件不在原处"),
        (LinkFault::Changed, "没有覆盖它"),
        (LinkFault::Other("坏了".to_owned()), "坏了"),
    ] {
        let mut shell = linked();
        for to in ["甲", "乙"] {
            shell.edit(to);
            shell.elapse(1);
            shell.locks();
            shell.looks(look(2, Some(2)));
            shell.writes(Err(fault.clone()));
            assert!(shell.is_idle());
        }
        // `Writing` stands in between, so that the second failure is news.
        assert!(shell.told().contains(words), "{}", shell.told());
        assert!(shell.session.unexported() > 0, "the file is as it was");
        shell.edit("丙");
        shell.elapse(1);
        shell.locks();
        shell.looks(look(2, Some(2)));
        assert!(shell.writes(Ok(stand(3))).is_some());
        assert_eq!(shell.session.unexported(), 0);
    }
}

#[test]
fn a_ledger_that_is_opened_while_the_file_of_another_is_written_has_nothing_to_do_with_it() {
    let mut shell = linked();
    shell.edit("甲");
    shell.elapse(1);
    shell.locks();
    shell.looks(look(2, Some(2)));
    shell.send(Event::Open(arrival("other")));
    let ticket = shell.find(|effect| match effect {
        Effect::KeepFile { ticket, .. } => Some(*ticket),
        _ => None,
    });
    shell.answer(ticket, Answer::Written(Ok(())));
    assert_eq!(*shell.session.link_state(), LinkState::None);
    shell.shown.clear();
    shell.writes(Ok(stand(3)));
    let note = Effect::NoteLink { bundle: id("own"), file: FILE, stand: Some(stand(3)) };
    assert!(shell.shown.contains(&note), "{:?}", shell.shown);
    assert!(shell.shown.iter().any(|effect| matches!(effect, Effect::UnlockFile(_))));
    assert_eq!(*shell.session.link_state(), LinkState::None);
    assert!(shell.local.contains_key("zhenggai/1/setting/exported/own"));
    shell.recalls(None);
    shell.edit("乙");
    assert!(shell.is_idle());
}

#[test]
fn a_file_that_is_chosen_before_the_last_one_is_recalled_stays() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    let look = FileLook { may_write: true, stand: Ok(Stand { modified: 1, size: 0 }), noted: None };
    shell.send(Event::FileChosen { bundle: id("own"), link: link(), look });
    shell.recalls(Some(KeptLink { file: FileRef(2), name: "旧.json".to_owned() }));
    assert_eq!(shell.session.linked_file(), Some(FILE));
}

#[test]
fn an_empty_file_is_written_though_this_page_never_saw_it() {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.recalls(Some(link()));
    shell.elapse(1);
    shell.locks();
    shell.looks(FileLook { stand: Ok(Stand { modified: 1, size: 0 }), ..look(1, None) });
    assert!(shell.writes(Ok(stand(2))).is_some());
}

#[test]
fn a_chosen_file_is_written_where_it_is_empty_and_looked_at_where_it_is_not() {
    for (size, may_write, state) in [
        (0, true, LinkState::None),
        (9, true, LinkState::Changed),
        (9, false, LinkState::Permission),
        (0, false, LinkState::Permission),
    ] {
        let mut shell = Shell::start(&[]);
        shell.replica_reads(&[]);
        shell.recalls(None);
        let look = FileLook { may_write, stand: Ok(Stand { modified: 1, size }), noted: None };
        let chosen = |bundle| Event::FileChosen { bundle, link: link(), look: look.clone() };
        shell.send(chosen(id("other")));
        assert_eq!(shell.session.linked_file(), None, "it was for another ledger");
        shell.send(chosen(id("own")));
        assert_eq!(*shell.session.link_state(), state, "{size} {may_write}");
        if state == LinkState::None {
            shell.locks();
            shell.looks(look.clone());
            assert!(shell.writes(Ok(stand(2))).is_some());
        }
        shell.send(Event::Unlink);
        assert_eq!((shell.session.linked_file(), shell.session.link_state()), (None, &LinkState::None));
        assert!(shell.shown.contains(&Effect::ForgetLink(id("own"))));
    }
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.send(Event::FileNotChosen(LinkFault::Permission));
    assert_eq!(*shell.session.link_state(), LinkState::Permission);
}
