//! 合并: files are read one after the other, compared, decided on and merged; a large merge is kept as a whole.

use journal::conflict::Rule;
use journal::{Cause, Edit, Journal, Op, Stamp};
use serde_json::json;

use super::{Shell, id, journal, noon};
use crate::{Answer, Chosen, Effect, Event, MergeAct, ReadIn, Said, Ticket};

fn by(name: &str) -> Stamp {
    Stamp { session: id(name), at: noon(), author: name.to_owned(), unit: String::new() }
}

/// What a colleague's file holds: the ledger with these owners entered one after the other.
#[expect(clippy::unnecessary_wraps, reason = "as the shell hands it in")]
fn file(colleague: &str, owners: &[&str]) -> ReadIn {
    let mut theirs = journal("own");
    for owner in owners {
        let from = theirs.ledger().get(&id("m1"), "owner").unwrap_or_default();
        let op = Op::Set { entity: id("m1"), field: "owner".to_owned(), from, to: json!(owner) };
        theirs.commit(vec![op], &by(colleague), &Cause::Direct).unwrap();
    }
    let text = theirs.sealed(|bundle| serde_json::to_string(bundle).unwrap());
    Ok((serde_json::from_str(&text).unwrap(), Vec::new(), Vec::new()))
}

fn started() -> Shell {
    let mut shell = Shell::start(&[]);
    shell.replica_reads(&[]);
    shell.replica_reads(&[]);
    shell.open.clear();
    shell.shown.clear();
    shell
}

impl Shell {
    fn act(&mut self, act: MergeAct) {
        self.send(Event::Merge(act));
    }

    fn reads_to_merge(&mut self, read: ReadIn) {
        let ticket = self.find(|effect| match effect {
            Effect::ReadToMerge { ticket, .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::ToMerge(Box::new(read)));
    }

    fn draws(&mut self) {
        let ticket = self.find(|effect| match effect {
            Effect::Draw { ticket } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::Drawn(by("钱审核")));
    }

    /// Chooses files, and compares them.
    fn chooses(&mut self, files: Vec<(&str, ReadIn)>) {
        self.act(MergeAct::Choose(files.iter().map(|(name, _)| (*name).to_owned()).collect()));
        for (_, read) in files {
            self.reads_to_merge(read);
        }
        self.draws();
    }

    fn merges(&mut self) {
        self.act(MergeAct::Carry);
        self.draws();
    }

    fn keeps_file(&mut self, result: Result<(), String>) {
        let ticket = self.find(|effect| match effect {
            Effect::KeepFile { ticket, written: Some(_), .. } => Some(*ticket),
            _ => None,
        });
        self.answer(ticket, Answer::Written(result));
    }

    fn conflicts(&self) -> usize {
        self.session.merging().choices().len()
    }

    fn kept_edits(&self) -> usize {
        self.local.keys().filter(|key| key.starts_with("zhenggai/1/own/")).count()
    }
}

#[test]
fn files_are_read_one_after_the_other_compared_and_merged_as_one_step() {
    let mut shell = started();
    shell.act(MergeAct::Choose(vec!["甲.json".to_owned(), "乙.json".to_owned()]));
    assert_eq!(shell.session.merging().busy().unwrap(), "正在读取第 1 个文件，共 2 个：甲.json…");
    shell.reads_to_merge(file("甲", &["赵云"]));
    assert_eq!(shell.session.merging().busy().unwrap(), "正在读取第 2 个文件，共 2 个：乙.json…");
    // What is under way is not begun twice.
    shell.act(MergeAct::Choose(vec!["丙.json".to_owned()]));
    shell.act(MergeAct::Drop(0));
    shell.reads_to_merge(Err(vec!["这个文件不是台账。".to_owned()]));
    assert_eq!(shell.session.merging().busy().unwrap(), "正在比对…");
    shell.draws();
    let merging = shell.session.merging();
    assert_eq!((merging.files().len(), merging.busy()), (2, None));
    assert_eq!(merging.files()[1].told, ["这个文件不是台账。"]);
    assert_eq!(merging.plan().unwrap().edits.len(), 1);
    shell.merges();
    assert_eq!(shell.owner(), "赵云");
    assert!(shell.told().contains("已合并 1 个文件：1 处变更"), "{}", shell.told());
    assert!(shell.session.merging().files().is_empty() && shell.session.merging().done().is_some());
    assert_eq!(shell.kept_edits(), shell.session.journal().entries().len());
    shell.act(MergeAct::Read);
    assert!(shell.session.merging().done().is_none());
}

#[test]
fn conflicts_are_decided_one_by_one_or_by_a_rule() {
    let mut shell = started();
    shell.edit("本机");
    shell.chooses(vec![("甲.json", file("甲", &["赵云"]))]);
    assert_eq!(shell.conflicts(), 1);
    shell.act(MergeAct::Rule(Rule::ALL[0]));
    let by_rule = shell.session.merging().choices()[0].clone();
    assert!(by_rule.is_some());
    shell.act(MergeAct::Decide(0, None));
    assert_eq!(shell.session.merging().choices(), [None]);
    // There is no such conflict, and no such file: nothing is thrown over.
    shell.act(MergeAct::Decide(7, by_rule.clone()));
    shell.act(MergeAct::Drop(7));
    shell.act(MergeAct::Decide(0, by_rule));
    shell.merges();
    assert!(shell.told().contains("处理冲突 1 处"), "{}", shell.told());
    assert!(shell.session.journal().waiting().is_empty());
}

#[test]
fn a_ledger_that_changed_since_is_compared_anew_before_anything_is_merged() {
    for late in [false, true] {
        let mut shell = started();
        shell.chooses(vec![("甲.json", file("甲", &["赵云"]))]);
        if late {
            shell.act(MergeAct::Carry);
        }
        shell.edit("后来");
        if late {
            shell.draws();
        } else {
            shell.act(MergeAct::Carry);
        }
        assert!(shell.told().contains("已重新比对"), "{}", shell.told());
        assert_eq!(shell.owner(), "后来");
        shell.draws();
        assert_eq!(shell.conflicts(), 1, "it was not compared anew");
        shell.merges();
        assert!(shell.told().contains("已合并 1 个文件"), "{}", shell.told());
    }
}

#[test]
fn another_ledger_takes_nothing_of_a_merge_along() {
    let mut shell = started();
    shell.act(MergeAct::Choose(vec!["甲.json".to_owned()]));
    shell.send(Event::OpenOwn(super::arrival("own")));
    let ticket = shell.find(|effect| match effect {
        Effect::ReadToMerge { ticket, .. } => Some(*ticket),
        _ => None,
    });
    shell.answer(ticket, Answer::ToMerge(Box::new(file("甲", &["赵云"]))));
    let merging = shell.session.merging();
    assert!(merging.files().is_empty() && merging.busy().is_none() && merging.plan().is_none());
}

#[test]
fn a_file_that_is_handed_over_when_a_merge_is_about_to_be_made_is_compared_before_it() {
    let mut shell = started();
    shell.chooses(vec![("甲.json", file("甲", &["赵云"]))]);
    shell.act(MergeAct::Carry);
    let source = shell.session.merging().files()[0].source.clone();
    shell.session.hand_to_merge(Chosen { name: "乙.json".to_owned(), told: Vec::new(), source });
    let effects = shell.session.finish();
    shell.carry_out(effects);
    shell.draws();
    assert_eq!(shell.owner(), json!(null), "it was merged before the other file was looked at");
    shell.draws();
    assert_eq!(shell.session.merging().files().len(), 2, "a file is gone without a word");
    shell.merges();
    assert_eq!(shell.owner(), "赵云");
    assert!(shell.told().contains("已合并 2 个文件"), "{}", shell.told());
}

/// A merge of five edits in a session that keeps more than three as a whole.
fn large() -> Shell {
    let mut shell = started();
    shell.session.keep_whole_above(3);
    shell.chooses(vec![("甲.json", file("甲", &["一", "二", "三", "四"]))]);
    shell.merges();
    assert_eq!(shell.owner(), "四");
    assert!(!shell.saved(), "已保存 is said of a merge that no store has");
    shell
}

#[test]
fn a_large_merge_is_saved_once_the_replica_and_a_file_hold_it() {
    let mut shell = large();
    let count = shell.session.journal().entries().len();
    assert_eq!(shell.replica_writes(Ok(())).len(), count);
    assert!(!shell.saved(), "已保存 is said before the file is kept");
    shell.keeps_file(Ok(()));
    assert_eq!(shell.kept_edits(), 0, "localStorage holds what is too much for it");
    assert!(shell.shown.contains(&Effect::FileIsBase));
    let kept = shell.shown.iter().find_map(|effect| match effect {
        Effect::TellTabs { said: Said::Kept(texts), .. } => Some(texts.clone()),
        _ => None,
    });
    let texts = kept.unwrap();
    assert_eq!(texts.len(), count);

    // Another tab of the ledger shows it, and stores nothing a second time.
    let mut other = started();
    other.send(Event::TabSaid { bundle: "own".to_owned(), said: Said::Kept(texts) });
    assert_eq!((other.owner(), other.kept_edits()), (json!("四"), 0));
    other.send(Event::LocalChanged { key: None, text: None });
    let pause = other.open.iter().find_map(|effect| match effect {
        Effect::SetTimer { ticket, after } if after.as_millis() == 400 => Some(*ticket),
        _ => None,
    });
    other.answer(pause.unwrap(), Answer::Elapsed);
    assert_eq!(other.kept_edits(), 0, "what is left out on purpose was put back");
}

#[test]
fn a_large_merge_that_cannot_be_kept_as_a_whole_is_stored_edit_by_edit() {
    type Trouble = fn(&mut Shell);
    let troubles: [Trouble; 4] = [
        |shell| drop(shell.replica_writes(Err("磁盘已满".to_owned()))),
        |shell| shell.elapse(30),
        |shell| {
            shell.replica_writes(Ok(()));
            shell.keeps_file(Err("磁盘已满".to_owned()));
        },
        |shell| {
            shell.replica_writes(Ok(()));
            shell.elapse(30);
        },
    ];
    for (n, trouble) in troubles.into_iter().enumerate() {
        let mut shell = large();
        let count = shell.session.journal().entries().len();
        trouble(&mut shell);
        assert_eq!(shell.kept_edits(), count, "case {n}");
    }
}

#[test]
fn a_large_merge_is_known_to_another_file_of_the_ledger_that_was_opened_meanwhile() {
    let mut shell = large();
    let count = shell.session.journal().entries().len();
    let exported = shell.session.to_be_exported(noon());
    shell.send(Event::FileWritten(exported));
    shell.send(Event::OpenOwn(super::arrival("own")));
    assert_ne!(shell.owner(), "四");
    shell.replica_writes(Ok(()));
    assert_eq!(shell.owner(), "四");
    assert_eq!(shell.kept_edits(), count);
    let edits: Vec<&Edit> = shell.session.journal().entries().iter().map(|entry| &entry.edit).collect();
    assert_eq!(edits.len(), count);
}

#[test]
fn answers_of_a_merge_that_nobody_waits_for_do_nothing() {
    let mut shell = started();
    shell.answer(Ticket(900), Answer::Drawn(by("钱审核")));
    shell.answer(Ticket(901), Answer::ToMerge(Box::new(Err(Vec::new()))));
    shell.act(MergeAct::Carry);
    assert!(shell.open.is_empty(), "{:?}", shell.open);
    assert!(Journal::entries(shell.session.journal()).is_empty());
}
