//! The life of an item under 销号: what each state allows, what is refused with which words, and what two copies
//! come to when they are merged.

use proptest::prelude::*;

use super::*;
use crate::{Cause, Edit, Journal, Stamp};
use ledger::date::Moment;
use ledger::review::Board;
use ledger::rounds::rounds;

fn journal(more: &Value) -> Journal {
    let mut bundle = json!({
        "format": "zhenggai.bundle/1", "id": "b", "statuses": [{"id": "d", "label": "已完成", "class": "done"}],
        "findings": [{"id": "f", "number": 12, "measures": [
            {"id": "m", "number": 3, "status": "d", "progress": [{"id": "p", "text": "已办"}], "evidence": [{"id": "e", "name": "办法.pdf"}]},
            {"id": "n", "number": 4}]}]
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        bundle[key] = value.clone();
    }
    Journal::open(serde_json::from_value(bundle).unwrap()).unwrap()
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn signer(name: &str) -> Signer {
    Signer { name: name.to_owned(), unit: "办公室".to_owned() }
}

/// Takes a step; gives the edits, or the words of the refusal.
fn act(journal: &mut Journal, item: &str, act: Act, who: &str, opinion: &str) -> Result<Vec<Edit>, String> {
    let today = Date::new(2024, 6, 18).unwrap();
    let signer = signer(who);
    let given = Given { signer: &signer, today, opinion, supply: "" };
    let fresh = id(&format!("{who}{}", journal.entries().len()));
    let ops = step(journal.ledger(), &id(item), act, given, &fresh).map_err(|blocked| {
        let lacks: String = blocked.lacks().iter().map(|lack| lack.text.clone() + "；").collect();
        blocked.text() + &lacks
    })?;
    let stamp = Stamp { session: id(who), at: Moment::EPOCH, author: who.to_owned(), unit: String::new() };
    Ok(journal.commit(ops, &stamp, &Cause::Direct).unwrap().0)
}

fn state(journal: &Journal, item: &str) -> ClosureState {
    ClosureState::after(Item::of(journal.ledger(), &id(item)).unwrap().steps())
}

#[test]
fn an_item_is_returned_applied_for_again_and_closed_by_two_people() {
    use ClosureState::{Applied, Closed, InReview, NotApplied, Returned};
    let mut journal = journal(&json!({}));
    let story = [
        (Act::Apply, "赵云", "", Applied),
        (Act::Withdraw, "赵云", "", NotApplied),
        (Act::Apply, "赵云", "", Applied),
        (Act::Return, "王敏", "缺签到表", Returned),
        (Act::Apply, "赵云", "已补", Applied),
        (Act::Accept, "王敏", "同意", InReview),
        (Act::Accept, "李强", "同意销号", Closed),
        (Act::Reopen, "李强", "复核发现同类问题", NotApplied),
        (Act::Apply, "赵云", "", Applied),
    ];
    for (what, who, opinion, after) in story {
        act(&mut journal, "m", what, who, opinion).unwrap();
        assert_eq!(state(&journal, "m"), after, "{what:?}");
    }
    let (_, measure) = journal.ledger().measure(&id("m")).unwrap();
    let rounds = rounds(&measure.closure);
    let told: Vec<_> = rounds.iter().map(|r| (r.number, r.outcome().label(), r.steps.len())).collect();
    assert_eq!(told, [(1, "已撤回", 2), (2, "退回", 2), (3, "已重新打开", 4), (4, "审核中", 1)]);
    let closing = rounds[2].steps[2];
    assert_eq!((closing.level, closing.by.as_str(), closing.unit.as_str()), (Some(2), "李强", "办公室"));
    assert_eq!(closing.date, Date::new(2024, 6, 18));
    while journal.can_undo() {
        let stamp = Stamp { session: id("s"), at: Moment::EPOCH, author: String::new(), unit: String::new() };
        journal.undo(&stamp).unwrap().unwrap();
    }
    assert_eq!(state(&journal, "m"), NotApplied);
}

#[test]
fn all_measures_of_a_finding_that_wait_for_one_person_are_accepted_in_one_step() {
    use ClosureState::{Applied, Closed, InReview, NotApplied};
    let ready = |id: &str| {
        json!({"id": id, "status": "d", "progress": [{"id": format!("p{id}"), "text": "已办"}],
            "evidence": [{"id": format!("e{id}"), "name": "办法.pdf"}]})
    };
    let measures = json!([ready("m1"), ready("m2"), ready("m3"), ready("m4")]);
    let mut journal = journal(&json!({"findings": [{"id": "f", "number": 12, "measures": measures}]}));
    for item in ["m1", "m2", "m3"] {
        act(&mut journal, item, Act::Apply, "赵云", "").unwrap();
    }
    // The second level of one of them waits for somebody else than who accepted the first.
    act(&mut journal, "m3", Act::Accept, "王敏", "").unwrap();
    let states = |journal: &Journal| ["m1", "m2", "m3", "m4"].map(|item| state(journal, item));
    let all = |journal: &mut Journal, who: &str| {
        let signer = signer(who);
        let given =
            Given { signer: &signer, today: Date::new(2024, 6, 18).unwrap(), opinion: "", supply: "" };
        let mut made = 0;
        let mut fresh = || {
            made += 1;
            id(&format!("{who}全{made}-{}", journal.entries().len()))
        };
        let ops = accept_all(journal.ledger(), &id("f"), given, &mut fresh)?;
        let stamp =
            Stamp { session: id(who), at: Moment::EPOCH, author: who.to_owned(), unit: String::new() };
        let count = ops.len();
        journal.commit(ops, &stamp, &Cause::Direct).unwrap();
        Ok::<usize, Blocked>(count)
    };
    assert_eq!(awaiting(journal.ledger(), &id("f"), &signer("王敏")), [id("m1"), id("m2")]);
    assert_eq!(all(&mut journal, ""), Err(Blocked::Unsigned));
    assert_eq!(all(&mut journal, "王敏"), Ok(2));
    assert_eq!(states(&journal), [InReview, InReview, InReview, NotApplied]);
    assert_eq!(awaiting(journal.ledger(), &id("f"), &signer("王敏")), []);
    assert_eq!(all(&mut journal, "李强"), Ok(3));
    assert_eq!(states(&journal), [Closed, Closed, Closed, NotApplied]);
    let stamp = Stamp { session: id("s"), at: Moment::EPOCH, author: String::new(), unit: String::new() };
    for after in [[InReview; 3], [Applied, Applied, InReview]] {
        journal.undo(&stamp).unwrap().unwrap();
        assert_eq!(states(&journal)[..3], after);
    }
}

#[test]
fn every_step_that_the_state_does_not_allow_is_refused() {
    let all = [Act::Apply, Act::Withdraw, Act::Accept, Act::Return, Act::Reopen];
    for (closure, legal) in [
        (json!([]), &[Act::Apply][..]),
        (json!([{"id": "c", "action": "apply"}]), &[Act::Withdraw, Act::Accept, Act::Return]),
        (
            json!([{"id": "c", "action": "apply"}, {"id": "c2", "action": "accept", "level": 1, "by": "赵云"}]),
            &[Act::Withdraw, Act::Accept, Act::Return],
        ),
        (json!([{"id": "c", "action": "apply"}, {"id": "c2", "action": "return"}]), &[Act::Apply]),
        (json!([{"id": "c", "action": "close"}]), &[Act::Reopen]),
    ] {
        for what in all {
            let mut measure = json!({"id": "m", "status": "d", "progress": [{"id": "p", "text": "已办"}],
                "evidence": [{"id": "e", "name": "办法.pdf"}]});
            measure["closure"] = closure.clone();
            let mut journal = journal(&json!({"findings": [{"id": "f", "measures": [measure]}]}));
            let before = journal.ledger().bundle().clone();
            let taken = act(&mut journal, "m", what, "王敏", "意见");
            assert_eq!(taken.is_ok(), legal.contains(&what), "{what:?} on {closure}: {taken:?}");
            assert_eq!(taken.is_err(), *journal.ledger().bundle() == before);
        }
    }
}

#[test]
fn a_refusal_says_what_is_missing_or_whose_turn_it_is() {
    let levels = json!({"closure_levels": [{"id": "l1", "name": "初审", "reviewers": "王敏"}, {"id": "l2", "name": "复核", "reviewers": "王敏、李强"}]});
    let mut journal = journal(&levels);
    let lacking = act(&mut journal, "n", Act::Apply, "赵云", "").unwrap_err();
    for part in ["还缺 3 项", "措施 12-4：整改状态是“未填报”", "整改进展及成效没有填写", "没有佐证材料"]
    {
        assert!(lacking.contains(part), "{lacking}");
    }
    assert!(act(&mut journal, "f", Act::Apply, "赵云", "").unwrap_err().contains("措施 12-4：没有佐证材料"));
    assert!(act(&mut journal, "x", Act::Apply, "赵云", "").unwrap_err().contains("已被删除"));
    assert!(act(&mut journal, "m", Act::Apply, "", "").unwrap_err().contains("署名"));
    act(&mut journal, "m", Act::Apply, "赵云", "").unwrap();
    assert!(act(&mut journal, "m", Act::Accept, "赵云", "").unwrap_err().contains("初审由 王敏 审核"));
    assert!(act(&mut journal, "m", Act::Return, "王敏", "  ").unwrap_err().contains("退回必须写明意见"));
    act(&mut journal, "m", Act::Accept, "王敏", "").unwrap();
    assert!(act(&mut journal, "m", Act::Accept, "王敏", "").unwrap_err().contains("双重审核须由另一人"));
    act(&mut journal, "m", Act::Accept, "李强", "").unwrap();
    assert!(act(&mut journal, "m", Act::Reopen, "李强", "").unwrap_err().contains("必须写明原因"));
    assert!(act(&mut journal, "m", Act::Accept, "李强", "").unwrap_err().contains("已销号"));
}

#[test]
fn what_was_lost_since_the_application_is_not_accepted() {
    for (entity, field, told) in [
        ("m", "status", "整改状态是“未填报”"),
        ("e", "name", "没有佐证材料"),
        ("p", "text", "整改进展及成效没有填写"),
    ] {
        for level in ["王敏", "李强"] {
            let mut journal = journal(&json!({}));
            act(&mut journal, "m", Act::Apply, "赵云", "").unwrap();
            if level == "李强" {
                act(&mut journal, "m", Act::Accept, "王敏", "").unwrap();
            }
            let from = journal.ledger().get(&id(entity), field).unwrap();
            let lost = Op::Set { entity: id(entity), field: field.to_owned(), from, to: Value::Null };
            let stamp =
                Stamp { session: id("s"), at: Moment::EPOCH, author: String::new(), unit: String::new() };
            journal.commit(vec![lost], &stamp, &Cause::Direct).unwrap();
            let refused = act(&mut journal, "m", Act::Accept, level, "").unwrap_err();
            assert!(refused.contains("不能审核同意，还缺 1 项") && refused.contains(told), "{refused}");
            act(&mut journal, "m", Act::Return, level, "请补齐").unwrap();
        }
    }
}

#[test]
fn an_acceptance_does_not_wait_for_an_extension() {
    let mut journal = journal(&json!({}));
    act(&mut journal, "m", Act::Apply, "赵云", "").unwrap();
    let due = Op::Set { entity: id("m"), field: "due".into(), from: Value::Null, to: json!("2024-05-31") };
    let stamp = Stamp { session: id("s"), at: Moment::EPOCH, author: String::new(), unit: String::new() };
    journal.commit(vec![due], &stamp, &Cause::Direct).unwrap();
    act(&mut journal, "m", Act::Accept, "王敏", "").unwrap();
}

#[test]
fn nobody_takes_back_what_another_unit_applied_for() {
    let mut journal = journal(&json!({}));
    act(&mut journal, "m", Act::Apply, "赵云", "").unwrap();
    let other = Signer { name: "李强".into(), unit: "高新处".into() };
    let given = Given { signer: &other, today: Date::new(2024, 6, 18).unwrap(), opinion: "", supply: "" };
    let refused = step(journal.ledger(), &id("m"), Act::Withdraw, given, &id("x")).unwrap_err();
    assert_eq!(refused, Blocked::NotApplicant("办公室 赵云".to_owned()));
    act(&mut journal, "m", Act::Withdraw, "王敏", "").unwrap();
}

#[test]
fn a_finding_is_closed_as_a_whole_once_each_measure_is_closed_or_complete() {
    let mut journal = journal(&json!({"findings": [{"id": "f", "number": 12, "measures": [
        {"id": "m", "status": "d", "progress": [{"id": "p", "text": "已办"}], "evidence": [{"id": "e", "name": "办法.pdf", "also": ["n"]}]},
        {"id": "n", "status": "d", "progress": [{"id": "q", "text": "已办"}]}]}]}));
    act(&mut journal, "f", Act::Apply, "赵云", "").unwrap();
    act(&mut journal, "f", Act::Accept, "王敏", "").unwrap();
    act(&mut journal, "f", Act::Accept, "李强", "").unwrap();
    assert_eq!(
        (state(&journal, "f"), state(&journal, "m")),
        (ClosureState::Closed, ClosureState::NotApplied)
    );
}

#[test]
fn the_same_acceptance_from_two_copies_does_not_skip_a_level() {
    let mut a = journal(&json!({}));
    let applied = act(&mut a, "m", Act::Apply, "赵云", "").unwrap();
    let mut b = journal(&json!({}));
    b.receive(applied, false);
    let of_a = act(&mut a, "m", Act::Accept, "王敏", "").unwrap();
    let of_b = act(&mut b, "m", Act::Accept, "李强", "").unwrap();
    a.receive(of_b, false);
    b.receive(of_a, false);
    for journal in [&a, &b] {
        let (_, measure) = journal.ledger().measure(&id("m")).unwrap();
        assert_eq!((measure.closure.len(), standing(&measure.closure).accepted), (3, 1));
        assert_eq!(state(journal, "m"), ClosureState::InReview);
    }
    act(&mut a, "m", Act::Accept, "孙工", "").unwrap();
    assert_eq!(state(&a, "m"), ClosureState::Closed);
}

/// A change that is no step: a level's reviewers, a lead unit, a measure that goes.
fn other_change(ledger: &Ledger, n: usize) -> Op {
    let set = |entity: &str, field: &str, to: Value| {
        let from = ledger.get(&id(entity), field).unwrap_or_default();
        Op::Set { entity: id(entity), field: field.to_owned(), from, to }
    };
    match n {
        0 => set("l1", "reviewers", json!("牵头部门")),
        1 => set("f", "lead_unit", json!("u2")),
        2 => set("m", "lead_unit", json!("u1")),
        3 => set("u1", "aliases", json!("整改办")),
        4 => set("l1", "reviewers", json!("甲、乙")),
        _ => {
            let at = Spot { parent: id("b"), list: "closure_levels".to_owned(), after: None };
            Op::Insert { at, item: json!({"id": format!("l{n}"), "reviewers": "整改办"}) }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A board that looks again at what an edit touched is the board made anew, whatever the edit, undone ones too.
    #[test]
    fn what_an_edit_touches_is_all_whose_turn_it_changes(
        wishes in prop::collection::vec((0..14_usize, 0..3_usize), 1..12)
    ) {
        let mut journal = journal(&json!({
            "units": [{"id": "u1", "name": "办公室"}, {"id": "u2", "name": "高新处"}], "closure_levels": [{"id": "l1"}, {"id": "l2"}]}));
        let me = signer("甲");
        let mut board = Board::new(journal.ledger(), me.clone());
        let acts = [Act::Apply, Act::Withdraw, Act::Accept, Act::Return, Act::Reopen];
        let stamp = Stamp { session: id("s"), at: Moment::EPOCH, author: String::new(), unit: String::new() };
        for (n, (wish, by)) in wishes.into_iter().enumerate() {
            let changes = if wish == 13 {
                match journal.undo(&stamp) { Some(Ok((_, changes))) => changes, _ => continue }
            } else {
                let person = signer(["甲", "乙", "丙"][by]);
                let today = Date::new(2024, 6, 18).unwrap();
                let given = Given { signer: &person, today, opinion: "意见", supply: "" };
                let ops = match acts.get(wish.wrapping_sub(6)) {
                    Some(act) => step(journal.ledger(), &id("m"), *act, given, &id(&format!("c{n}"))).unwrap_or_default(),
                    None => vec![other_change(journal.ledger(), if wish == 5 { 100 + n } else { wish.min(4) })],
                };
                match journal.commit(ops, &stamp, &Cause::Direct) { Ok((_, changes)) => changes, Err(_) => continue }
            };
            let ledger = journal.ledger();
            match touched(ledger, &changes) {
                Some(items) => items.iter().for_each(|item| { board.update(ledger, item); }),
                None => board = Board::new(ledger, me.clone()),
            }
            let fresh = Board::new(ledger, me.clone());
            prop_assert_eq!(board.queue(ledger, true), fresh.queue(ledger, true));
            prop_assert_eq!((board.waiting(), board.progress()), (fresh.waiting(), fresh.progress()));
        }
    }

    /// Two offices work on copies and send each other what they did: both end in one state, nothing is lost, and
    /// nothing is closed that somebody returned in its last round.
    #[test]
    fn two_copies_of_a_closure_merge_to_one_state(
        first in prop::collection::vec((0..5_usize, 0..3_usize), 0..4),
        left in prop::collection::vec((0..5_usize, 0..3_usize), 0..5),
        right in prop::collection::vec((0..5_usize, 0..3_usize), 0..5),
    ) {
        let acts = [Act::Apply, Act::Withdraw, Act::Accept, Act::Return, Act::Reopen];
        let work = |journal: &mut Journal, wishes: &[(usize, usize)], who: [&str; 3]| -> Vec<Edit> {
            wishes.iter().filter_map(|(what, by)| act(journal, "m", acts[*what], who[*by], "意见").ok()).flatten().collect()
        };
        let mut a = journal(&json!({}));
        let mut b = journal(&json!({}));
        let mut shared = act(&mut a, "m", Act::Apply, "赵云", "").unwrap();
        shared.extend(work(&mut a, &first, ["甲", "乙", "丙"]));
        b.receive(shared.clone(), false);
        let of_a = work(&mut a, &left, ["丁", "戊", "己"]);
        let of_b = work(&mut b, &right, ["庚", "辛", "壬"]);
        a.receive(of_b.clone(), false);
        b.receive(of_a.clone(), false);
        let (_, one) = a.ledger().measure(&id("m")).unwrap();
        let (_, other) = b.ledger().measure(&id("m")).unwrap();
        prop_assert_eq!(&one.closure, &other.closure);
        prop_assert_eq!(one.closure.len(), shared.len() + of_a.len() + of_b.len());
        let last = rounds(&one.closure).pop().unwrap();
        if last.steps.iter().any(|step| step.action == Some(ClosureAction::Return)) {
            prop_assert_ne!(state(&a, "m"), ClosureState::Closed);
        }
    }
}
