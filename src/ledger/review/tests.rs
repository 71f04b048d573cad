//! Whose turn it is: levels, reviewers, double review, and a board that is kept up item by item.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn ledger(levels: impl Into<Value>, closure: impl Into<Value>) -> Ledger {
    let (levels, closure) = (levels.into(), closure.into());
    let bundle = serde_json::from_value(json!({
        "format": "zhenggai.bundle/1", "id": "b", "closure_levels": levels,
        "units": [{"id": "u1", "name": "高新处", "aliases": "高新技术处"}, {"id": "u2", "name": "整改办"}],
        "findings": [{"id": "f", "number": 1, "lead_unit": "u1", "measures": [
            {"id": "m", "number": 1, "closure": closure}]}]
    }))
    .unwrap();
    Ledger::new(bundle).unwrap()
}

fn signer(text: &str) -> Signer {
    let (name, unit) = text.split_once('/').unwrap_or((text, ""));
    Signer { name: name.to_owned(), unit: unit.to_owned() }
}

fn turn_of(ledger: &Ledger, who: &str) -> Result<u32, NotYours> {
    turn(ledger.bundle(), Item::of(ledger, &Id::new("m").unwrap()).unwrap(), &signer(who))
}

#[test]
fn a_level_takes_whom_it_names_by_person_unit_or_lead_unit() {
    let applied = json!([{"id": "c", "action": "apply", "by": "赵云"}]);
    for (reviewers, who, may) in [
        ("", "王敏/高新处", true),
        (" 、", "王敏", true),
        ("王敏", "王敏/高新处", true),
        ("王敏", "李强/高新处", false),
        ("李强、高新处", "王敏/高新处", true),
        ("高新处", "王敏/高新技术处", true),
        ("高新技术处", "王敏/高新处", true),
        ("高新处", "王敏", false),
        ("整改办；法规处", "王敏/法规处", true),
        ("牵头部门", "王敏/高新处", true),
        ("牵头部门", "王敏/整改办", false),
        ("牵头部门", "王敏", false),
    ] {
        let ledger = ledger(json!([{"id": "l", "name": "初审", "reviewers": reviewers}]), applied.clone());
        assert_eq!(turn_of(&ledger, who).is_ok(), may, "{reviewers}: {who}");
    }
}

#[test]
fn who_applied_decides_neither_as_another_unit_nor_above_the_first_level() {
    let applied = json!({"id": "c1", "action": "apply", "by": "赵云", "unit": "高新处", "round": 1});
    let first =
        json!({"id": "c2", "action": "accept", "by": "王敏", "unit": "高新处", "round": 1, "level": 1});
    let again = json!([{"id": "l1", "name": "初审"}, {"id": "l2", "name": "复核", "again": true}]);
    for (levels, steps, who, may) in [
        (json!([]), json!([applied]), "赵云/高新处", true),
        (json!([]), json!([applied]), "赵云/高新技术处", true),
        (json!([]), json!([applied]), "赵云/整改办", false),
        (json!([]), json!([applied]), "赵云", false),
        (json!([]), json!([applied]), "王敏/整改办", true),
        (json!([]), json!([applied, first]), "赵云/高新处", false),
        (json!([]), json!([applied, first]), "赵云/整改办", false),
        (json!([]), json!([applied, first]), "李强/高新处", true),
        (again.clone(), json!([applied, first]), "赵云/高新处", true),
        (again, json!([applied, first]), "赵云/整改办", false),
        // Nobody signed for a unit: one name is one person.
        (json!([]), json!([{"id": "c1", "action": "apply", "by": "赵云"}]), "赵云", true),
    ] {
        assert_eq!(turn_of(&ledger(levels, steps.clone()), who).is_ok(), may, "{who}: {steps}");
    }
}

#[test]
fn one_person_reviews_one_level_of_a_round_unless_the_office_says_otherwise() {
    let steps = json!([
        {"id": "c1", "action": "apply", "by": "赵云", "unit": "高新处", "round": 1},
        {"id": "c2", "action": "accept", "by": "王敏", "unit": "高新处", "round": 1, "level": 1}]);
    let usual = ledger(json!([]), steps.clone());
    let before = NotYours::AcceptedBefore { level: "牵头部门初审".to_owned() };
    assert_eq!(turn_of(&usual, "王敏/高新处"), Err(before.clone()));
    assert_eq!(turn_of(&usual, "王敏"), Err(before.clone()));
    assert_eq!(turn_of(&usual, "王敏/高新技术处"), Err(before.clone()), "another name of the unit");
    assert_eq!(turn_of(&usual, "王敏/整改办"), Ok(2), "another person of that name");
    assert_eq!(turn_of(&usual, "李强/高新处"), Ok(2));
    let own = NotYours::OwnApplication { unit: "高新处".to_owned(), level: "整改办复核".to_owned() };
    assert_eq!(turn_of(&usual, "赵云/高新处"), Err(own), "who applied does not review above the first level");
    let item = Id::new("m").unwrap();
    let of = Item::of(&usual, &item).unwrap();
    assert!(own_application(usual.bundle(), of, &signer("赵云/高新技术处")));
    assert!(!own_application(usual.bundle(), of, &signer("王敏/高新处")));
    // Who did both hears of what he did last, and has it among what he reviewed.
    let both = json!([
        {"id": "c1", "action": "apply", "by": "王敏", "unit": "高新处", "round": 1},
        {"id": "c2", "action": "accept", "by": "王敏", "unit": "高新处", "round": 1, "level": 1}]);
    let own = ledger(json!([]), both);
    assert_eq!(turn_of(&own, "王敏/高新处"), Err(before));
    assert_eq!(Board::new(&own, signer("王敏/高新处")).progress(), (1, 1));
    let again = ledger(json!([{"id": "l1"}, {"id": "l2", "again": true}]), steps);
    assert_eq!(turn_of(&again, "王敏/高新处"), Ok(2));
    assert_eq!(level_name(again.bundle(), 2), "第 2 级");
}

#[test]
fn what_is_not_open_waits_for_nobody() {
    for (steps, state) in [
        (json!([]), ClosureState::NotApplied),
        (json!([{"id": "c1", "action": "apply"}, {"id": "c2", "action": "return"}]), ClosureState::Returned),
        (json!([{"id": "c1", "action": "close"}]), ClosureState::Closed),
    ] {
        assert_eq!(turn_of(&ledger(json!([]), steps), "王敏"), Err(NotYours::NotOpen(state)));
    }
}

#[test]
fn an_application_is_taken_back_by_the_applicant_or_the_applicants_unit() {
    let applied = |by: &str, unit: &str| json!([{"id": "c", "action": "apply", "by": by, "unit": unit}]);
    for (steps, who, may) in [
        (applied("赵云", "高新处"), "赵云/高新处", true),
        (applied("赵云", "高新处"), "赵云", true),
        (applied("赵云", "高新处"), "李强/高新技术处", true),
        (applied("赵云", "高新处"), "李强/整改办", false),
        (applied("赵云", "高新处"), "赵云/整改办", false),
        (applied("赵云", ""), "李强/高新处", false),
        (applied("", ""), "李强/整改办", true),
    ] {
        let ledger = ledger(json!([]), steps.clone());
        let item = Item::of(&ledger, &Id::new("m").unwrap()).unwrap();
        let other = others_application(ledger.bundle(), item, &signer(who));
        assert_eq!(other.is_none(), may, "{who} on {steps}");
    }
}

#[test]
fn what_others_closed_or_returned_is_not_counted_as_reviewed_by_me() {
    let steps = |by: &str| {
        json!([
        {"id": "c1", "action": "apply", "by": "赵云", "round": 1},
        {"id": "c2", "action": "return", "by": by, "round": 1, "level": 1, "opinion": "缺签到表"}])
    };
    for (by, progress) in [("王敏", (1, 1)), ("李强", (0, 0))] {
        let board = Board::new(&ledger(json!([]), steps(by)), signer("王敏"));
        assert_eq!(board.progress(), progress, "{by}");
    }
}

/// A ledger of these closure tracks, one a measure.
fn tracks(tracks: &[Vec<(usize, usize)>]) -> Ledger {
    let people = ["王敏", "李强", "赵云"];
    let measures: Vec<Value> = tracks
        .iter()
        .enumerate()
        .map(|(m, track)| {
            let steps: Vec<Value> = track
                .iter()
                .enumerate()
                .map(|(n, (action, person))| {
                    json!({"id": format!("c{m}-{n}"), "action": ClosureAction::KNOWN[action % 6].to_string(),
                        "level": 1 + n % 2, "by": people[person % 3]})
                })
                .collect();
            json!({"id": format!("m{m}"), "closure": steps})
        })
        .collect();
    let bundle = json!({"format": "zhenggai.bundle/1", "id": "b", "findings": [{"id": "f", "measures": measures}],
        "closure_levels": [{"id": "l1", "reviewers": "王敏、赵云"}, {"id": "l2", "reviewers": "李强、赵云"}]});
    Ledger::new(serde_json::from_value(bundle).unwrap()).unwrap()
}

fn track() -> impl Strategy<Value = Vec<Vec<(usize, usize)>>> {
    prop::collection::vec(prop::collection::vec((0..6_usize, 0..3_usize), 0..5), 5)
}

proptest! {
    #[test]
    fn a_board_that_is_kept_up_is_the_board_made_anew(before in track(), after in track()) {
        let me = signer("王敏");
        let (old, new) = (tracks(&before), tracks(&after));
        let mut board = Board::new(&old, me.clone());
        for n in 0..5 {
            board.update(&new, &Id::new(&format!("m{n}")).unwrap());
        }
        let fresh = Board::new(&new, me.clone());
        prop_assert_eq!(&board.items, &fresh.items);
        let waiting = |id: &Id| turn(new.bundle(), Item::of(&new, id).unwrap(), &me).is_ok();
        let queue = board.queue(&new, false);
        prop_assert_eq!(queue.len(), board.waiting());
        prop_assert!(queue.iter().all(waiting));
        // 已审 n / m, told plainly: what waits for me, and what I took a step of the review of in its last round.
        let (done, all) = board.progress();
        let mut mine = (0, 0);
        for measure in &new.bundle().findings[0].measures {
            let open = waiting(&measure.id);
            let reviews = |step: &ClosureStep| {
                step.by == "王敏" && !matches!(step.action.as_ref().map(ClosureAction::label), Some("申请销号" | "撤回申请" | "重新打开"))
            };
            let reviewed = !measure.closure.is_empty()
                && ClosureState::after(&measure.closure) != ClosureState::NotApplied
                && rounds(&measure.closure).pop().unwrap().steps.iter().any(|step| reviews(step));
            mine = (mine.0 + usize::from(!open && reviewed), mine.1 + usize::from(open || reviewed));
        }
        prop_assert_eq!((done, all), mine);
        prop_assert!(board.queue(&new, true).len() >= queue.len());
        let places: Vec<_> = queue.iter().map(|id| new.position(id)).collect();
        prop_assert!(places.is_sorted());
    }
}
