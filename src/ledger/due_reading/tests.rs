//! Deadlines as offices type them, each with what becomes of it.

use super::*;

fn around() -> Around {
    Around { feedback: Date::new(2024, 5, 20), issued: Date::new(2024, 6, 10), year: None }
}

fn told(text: &str, around: &Around) -> String {
    read(text, around).due.map(|due| due.to_string()).unwrap_or_default()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn days_are_read_in_every_form() {
    for text in [
        "2024-06-30",
        "2024-6-30",
        "2024.6.30",
        "2024.06.30",
        "2024/6/30",
        "2024/06/30",
        "2024. 6. 30",
        "2024 . 6 . 30",
        "2024年6月30日",
        "2024年06月30日",
        "2024年6月30号",
        "2024 年 6 月 30 日",
        "２０２４年６月３０日",
        "２０２４．６．３０",
        "二〇二四年六月三十日",
        "二○二四年六月三十日",
        "二零二四年六月三十日",
        "20240630",
        "2024－06－30",
        "2024—6—30",
        "2024年6月30日前",
        "2024年6月30日之前",
        "2024年6月30日以前",
        "2024年6月30日止",
        "2024年6月30日为止",
        "2024年6月30日前完成",
        "2024年6月30日前完成整改",
        "2024年6月30日前整改到位",
        "2024年6月30日前整改到位。",
        "2024-06-30之前整改完成",
        "2024年6月30日（周日）",
        "2024年6月30日(星期日)",
        "2024年6月30日 周日",
        "2024年6月30日星期日前",
        "2024年6月30日17:00前",
        "2024年6月30日 17:00",
        "2024年6月30日17时前",
        "2024年6月30日下午5时前",
        "2024年6月30日24时",
        "2024-06-30 00:00:00",
        "2024/6/30 0:00",
        "2024-6-30T00:00:00",
        "2024-06-30T00:00:00.000Z",
        "2024-06-30 18:30",
        "于2024年6月30日前",
        "截至2024年6月30日",
        "截止2024年6月30日",
        "力争2024年6月30日前完成",
        "拟于2024年6月30日前完成",
        "预计2024年6月30日完成",
        "计划2024年6月30日前",
        "最迟2024年6月30日",
        "不迟于2024年6月30日",
        "2024年6月30日（含）",
        " 2024-06-30 ",
        "2024年6月30",
        "2024.6.30.",
        "2024年6.30",
        "2024年6-30",
        "\u{200b}2024年6月30日",
        "2024年6月30日前全部完成",
        "2024年6月30日前基本完成",
        "2024年6月30日前办结",
        "2024年6月30日前销号",
        "2024年1月1日至2024年6月30日",
        "2024年1月1日-6月30日",
        "2024.1.1-2024.6.30",
        "2024/1/1-2024/6/30",
        "2024年6月1日至30日",
        "自2024年1月1日起至2024年6月30日止",
        "从2024年1月1日到2024年6月30日",
        "2024年1月1日～2024年6月30日",
        "2024.1.1—2024.6.30",
        "2024年3月-2024年6月30日",
    ] {
        let found = read(text, &Around::default());
        assert_eq!(found.due.map(|due| due.to_string()).as_deref(), Some("2024-06-30"), "{text}");
        assert_eq!(found.doubt, None, "{text}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn months_and_parts_of_a_year_keep_their_precision() {
    for (text, stored) in [
        ("2024年6月", "2024-06"),
        ("2024年6月底", "2024-06"),
        ("2024年6月底前", "2024-06"),
        ("2024年6月末", "2024-06"),
        ("2024年6月份", "2024-06"),
        ("2024年6月前", "2024-06"),
        ("2024年6月底前完成整改", "2024-06"),
        ("2024.6", "2024-06"),
        ("2024.06", "2024-06"),
        ("2024-6", "2024-06"),
        ("2024/6", "2024-06"),
        ("202406", "2024-06"),
        ("2024年06月", "2024-06"),
        ("二○二四年六月", "2024-06"),
        ("二〇二四年六月底前", "2024-06"),
        ("24年6月底", "2024-06"),
        ("24年6月", "2024-06"),
        ("2024.6月底", "2024-06"),
        ("2024-6月", "2024-06"),
        ("2024年6月内", "2024-06"),
        ("2024年元月", "2024-01"),
        ("2024年十二月", "2024-12"),
        ("2024年底", "2024-12"),
        ("2024年年底", "2024-12"),
        ("2024年底前", "2024-12"),
        ("2024年年底前完成", "2024-12"),
        ("2024年末", "2024-12"),
        ("24年底", "2024-12"),
        ("2024年12月底前", "2024-12"),
        ("2024年6月至12月", "2024-12"),
        ("2024年6月-12月", "2024-12"),
        ("2024.6-2024.12", "2024-12"),
        ("2024年10月至3月", "2025-03"),
        ("2024年10月至2025年3月底", "2025-03"),
        ("2024年", "2024年"),
        ("2024年内", "2024年"),
        ("2024年度", "2024年"),
        ("2024年全年", "2024年"),
        ("2024年上半年", "2024年上半年"),
        ("2024年上半年前", "2024年上半年"),
        ("2024年下半年完成", "2024年下半年"),
        ("2024年中", "2024年上半年"),
        ("2024年二季度", "2024年二季度"),
        ("2024年第二季度", "2024年二季度"),
        ("2024年第2季度末", "2024年二季度"),
        ("2024年2季度", "2024年二季度"),
        ("2024年Q2", "2024年二季度"),
        ("2024年四季度前", "2024年四季度"),
        ("2024年前三季度", "2024年三季度"),
        ("二〇二四年第三季度", "2024年三季度"),
        ("2024年6月上旬", "2024年6月上旬"),
        ("2024年6月中旬前", "2024年6月中旬"),
        ("2024年6月下旬", "2024年6月下旬"),
        ("2024年6月初", "2024年6月上旬"),
        ("2024年6月中", "2024年6月中旬"),
        ("2024年1季度至3季度", "2024年三季度"),
    ] {
        let found = read(text, &Around::default());
        assert_eq!(found.due.as_ref().map(ToString::to_string).as_deref(), Some(stored), "{text}");
        assert_eq!(found.doubt, None, "{text}");
        assert!(found.due.unwrap().last_day().is_some(), "{text} falls due");
    }
}

#[test]
fn a_year_that_is_left_out_is_taken_from_the_feedback_and_marked() {
    for (text, stored) in [
        ("6月30日", "2024-06-30"),
        ("6月30日前", "2024-06-30"),
        ("6.30", "2024-06-30"),
        ("6-30", "2024-06-30"),
        ("6/30", "2024-06-30"),
        ("六月三十日", "2024-06-30"),
        ("6月底", "2024-06"),
        ("6月底前", "2024-06"),
        ("9月份", "2024-09"),
        ("12月底前完成", "2024-12"),
        ("年底前", "2024-12"),
        ("年末", "2024-12"),
        ("上半年", "2024年上半年"),
        ("三季度", "2024年三季度"),
        ("第四季度末", "2024年四季度"),
        ("6月上旬", "2024年6月上旬"),
        ("3月底", "2025-03"),
        ("1月15日", "2025-01-15"),
        ("5月20日", "2024-05-20"),
        ("今年底", "2024-12"),
        ("今年6月底", "2024-06"),
        ("明年6月底", "2025-06"),
        ("本年内", "2024年"),
        ("明年上半年", "2025年上半年"),
        ("次年3月", "2025-03"),
        ("24.6.30", "2024-06-30"),
        ("6月至9月", "2024-09"),
    ] {
        let found = read(text, &around());
        assert_eq!(found.due.as_ref().map(ToString::to_string).as_deref(), Some(stored), "{text}");
        assert!(matches!(found.doubt, Some(Doubt::GuessedYear(_))), "{text}: {:?}", found.doubt);
        assert_eq!(found.typed, text, "the text as typed is kept");
        if text != "24.6.30" {
            let alone = read(text, &Around::default());
            assert_eq!(
                (alone.due, alone.doubt),
                (text.parse().ok().filter(|d| matches!(d, Due::Phrase(_))), Some(Doubt::NoYear)),
                "{text}"
            );
        }
    }
    let year = Around { year: Some(2023), ..Around::default() };
    assert_eq!(told("3月底", &year), "2023-03", "the file's year, where there is no feedback date");
}

#[test]
fn distances_are_counted_from_the_feedback_or_the_plan() {
    for (text, stored) in [
        ("反馈后1个月内", "2024-06-20"),
        ("反馈后一个月内", "2024-06-20"),
        ("反馈之日起3个月内", "2024-08-20"),
        ("自反馈之日起30日内", "2024-06-19"),
        ("收到反馈意见后两个月内完成", "2024-07-20"),
        ("反馈后15天内", "2024-06-04"),
        ("反馈后2周内", "2024-06-03"),
        ("反馈后半年内", "2024-11-20"),
        ("整改方案印发之日起三个月内", "2024-09-10"),
        ("方案下发后1个月", "2024-07-10"),
    ] {
        let found = read(text, &around());
        assert_eq!(found.due.as_ref().map(ToString::to_string).as_deref(), Some(stored), "{text}");
        assert!(matches!(found.doubt, Some(Doubt::Counted(_))), "{text}");
        assert_eq!(told(text, &Around::default()), text, "without the day it stays a phrase");
    }
    for text in ["反馈后10个工作日内", "10个工作日内", "十五个工作日内"] {
        assert_eq!(told(text, &around()), text, "the calendar of holidays is not known");
        assert_eq!(read(text, &around()).doubt, Some(Doubt::Unread), "{text}");
    }
}

#[test]
fn lengths_of_time_without_a_beginning_are_counted_from_the_feedback_or_else_from_the_plan() {
    let plan = Around { feedback: None, ..around() };
    for (text, from_feedback, from_plan) in [
        ("1个月内", "2024-06-20", "2024-07-10"),
        ("一个月内", "2024-06-20", "2024-07-10"),
        ("3个月内完成", "2024-08-20", "2024-09-10"),
        ("三个月", "2024-08-20", "2024-09-10"),
        ("半年内", "2024-11-20", "2024-12-10"),
        ("半年", "2024-11-20", "2024-12-10"),
        ("两周内", "2024-06-03", "2024-06-24"),
        ("1周以内", "2024-05-27", "2024-06-17"),
        ("一年内", "2025-05-20", "2025-06-10"),
        ("15日内", "2024-06-04", "2024-06-25"),
        ("30天内整改到位", "2024-06-19", "2024-07-10"),
        ("限2个月内", "2024-07-20", "2024-08-10"),
        ("力争三个月之内完成", "2024-08-20", "2024-09-10"),
    ] {
        let found = read(text, &around());
        assert_eq!(found.due.as_ref().map(ToString::to_string).as_deref(), Some(from_feedback), "{text}");
        assert!(matches!(found.doubt, Some(Doubt::Counted(_))), "{text}");
        assert_eq!(found.typed, text, "what was typed is kept");
        assert_eq!(told(text, &plan), from_plan, "{text}");
        let free = read(text, &Around::default());
        assert_eq!(free.due, Some(Due::Phrase(text.to_owned())), "{text}");
        assert_eq!(free.doubt, Some(Doubt::NoStart), "{text}");
    }
    for (text, stored) in [
        ("6月内", "2024-06"),
        ("2024年内", "2024年"),
        ("本月内", "本月内"),
        ("接到通知后15日内", "接到通知后15日内"),
    ] {
        assert_eq!(told(text, &around()), stored, "no length of time: {text}");
    }
}

#[test]
fn days_that_no_calendar_has_stay_text_and_are_told() {
    for text in [
        "2024年11月31日",
        "2023-11-31 00:00:00",
        "2024-02-30",
        "2024年13月",
        "2024.6.31",
        "2023年2月29日",
        "2024-13-01",
        "20240631",
        "6月31日",
        "2024年6月0日",
    ] {
        let found = read(text, &around());
        assert_eq!(found.doubt, Some(Doubt::NoSuchDay), "{text}");
        let kept = found.due.map(|due| due.to_string()).unwrap_or_default() + &found.typed;
        assert!(kept.contains(text), "{text}: {kept}");
    }
}

#[test]
fn what_may_mean_another_day_is_told() {
    for (text, stored, doubt) in [
        ("30/06/2024", "2024-06-30", Doubt::Ambiguous),
        ("06/30/2024", "2024-06-30", Doubt::Ambiguous),
        ("2024.1", "2024-01", Doubt::Ambiguous),
        ("2024", "2024年", Doubt::Ambiguous),
        ("2024年6月30日、9月30日", "2024年6月30日、9月30日", Doubt::Several),
        ("2024年“七一”前", "2024年“七一”前", Doubt::Unread),
        ("已完成", "已完成", Doubt::NoDeadline),
        ("05/06/2024", "05/06/2024", Doubt::Unread),
    ] {
        let found = read(text, &around());
        assert_eq!(found.due.as_ref().map(ToString::to_string).as_deref(), Some(stored), "{text}");
        assert_eq!(found.doubt, Some(doubt), "{text}");
    }
}

#[test]
fn phrases_stay_word_for_word_and_tell_the_class() {
    for (text, term) in [
        ("长期", Some(Term::Lasting)),
        ("长期坚持", Some(Term::Lasting)),
        ("持续推进", Some(Term::Lasting)),
        ("持续整改", Some(Term::Lasting)),
        ("常态化", Some(Term::Lasting)),
        ("立行立改", Some(Term::AtOnce)),
        ("即知即改", Some(Term::AtOnce)),
        ("立即整改", Some(Term::AtOnce)),
        ("立行立改，长期坚持", Some(Term::Lasting)),
        ("每季度末", Some(Term::Lasting)),
        ("限期整改", Some(Term::ByDeadline)),
        ("视情况而定", None),
        ("随时", None),
    ] {
        let found = read(text, &around());
        assert_eq!(
            (found.due, found.term, found.doubt),
            (Some(Due::Phrase(text.to_owned())), term, None),
            "{text}"
        );
    }
    for (text, stored, term) in [
        ("立行立改，2024年6月底前", "2024-06", Term::AtOnce),
        ("2024年6月30日前完成，并长期坚持", "2024-06-30", Term::Lasting),
        ("2024年6月底；持续推进", "2024-06", Term::Lasting),
    ] {
        let found = read(text, &around());
        assert_eq!(
            (found.due.map(|due| due.to_string()), found.term),
            (Some(stored.into()), Some(term)),
            "{text}"
        );
        assert_eq!(found.typed, text);
    }
}

#[test]
fn nothing_typed_is_lost() {
    for text in
        ["2024年6月30日前", "2024年6月底", "2024年6月30日（周日）", "二〇二四年六月", "2024-06-30 17:00"]
    {
        assert_eq!(read(text, &around()).typed, text);
    }
    for text in
        ["2024-06-30", "2024.6.30", "2024年6月30日", "20240630", "2024/6", "2024年二季度", "长期坚持", ""]
    {
        assert_eq!(read(text, &around()).typed, "", "{text}");
    }
}
