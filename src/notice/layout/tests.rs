//! The rules of the printed page, and laws over any text.

use proptest::prelude::*;

use super::*;
use crate::Version;
use crate::paragraph::paragraphs;
use ledger::Bundle;

fn shipped() -> Vec<Page> {
    let bundle: Bundle = serde_json::from_str(include_str!("../../default-bundle.json")).unwrap();
    pages(&paragraphs(&bundle, Version::Public))
}

#[test]
fn lines_keep_the_rules_for_their_ends() {
    let cases: [(&str, usize, &[&str]); 6] = [
        ("一二三四五，六", 10, &["一二三四", "五，六"]),
        ("一二三四“五”六", 10, &["一二三四", "“五”六"]),
        ("一二三四五六", 10, &["一二三四五", "六"]),
        ("一二三四12345号", 12, &["一二三四", "12345号"]),
        ("一二三四100%。", 12, &["一二三四", "100%。"]),
        ("，，，，，，", 10, &["，，，，，", "，"]),
    ];
    for (text, full, expected) in cases {
        let lines: Vec<&str> = break_lines(text, full, 0).into_iter().map(|line| line.text).collect();
        assert_eq!(lines, expected, "{text}");
    }
}

#[test]
fn a_title_is_broken_where_it_means_something() {
    let title = "中共武汉市科技创新局党组关于十四届市委第五轮巡察集中整改进展情况的通报";
    assert_eq!(
        title_lines(title),
        ["中共武汉市科技创新局党组", "关于十四届市委第五轮巡察", "集中整改进展情况的通报"]
    );
    assert_eq!(title_lines("短的通报"), ["短的通报"]);
}

#[test]
fn the_shipped_notice_has_pages_of_22_lines() {
    let pages = shipped();
    assert!(pages.len() > 15, "{}", pages.len());
    for page in &pages {
        assert!(page.lines.iter().all(|line| line.row < ROWS));
        assert!(page.lines.len() <= ROWS);
        for run in page.lines.iter().flat_map(|line| &line.runs) {
            assert!(run.x + run.width <= LEFT + BLOCK_WIDTH + 0.01, "{run:?}");
        }
    }
    let last = pages.last().unwrap();
    let end: Vec<String> = last.lines.iter().rev().take(3).map(Line::text).collect();
    assert_eq!(end[..2], ["2024年6月18日", "中共武汉市科技创新局党组"]);
    assert!(!end[2].is_empty(), "the signatory stands alone on its page");
    let place = |line: &Line| line.runs[0].x;
    let [.., office, date] = &last.lines[..] else { panic!("no signatory") };
    assert!((place(office) + office.runs[0].width - (LEFT + BLOCK_WIDTH - 2.0 * CELL)).abs() < 0.01);
    assert!((place(date) - place(office) - 2.0 * CELL).abs() < 0.01);
}

#[test]
fn odd_numbers_stand_right_and_even_ones_left() {
    let pages = shipped();
    assert_eq!(pages[0].number_text(), "— 1 —");
    assert!(pages[0].number_right() && !pages[1].number_right());
    assert!(pages[0].number_place().0 > pages[1].number_place().0);
}

#[test]
fn no_heading_is_the_last_line_of_its_page() {
    let text = |style, text: &str| Paragraph::new(style, text);
    for filling in 0..ROWS * 2 {
        let mut all: Vec<Paragraph> = (0..filling).map(|_| text(Style::Body, "正文。")).collect();
        all.push(text(Style::Heading1, "一、标题"));
        all.push(text(Style::Body, "随后的正文。"));
        all.extend([text(Style::Signatory, "中共某局党组"), text(Style::Date, "2024年6月18日")]);
        for page in pages(&all) {
            assert_ne!(page.lines.last().map(Line::text).as_deref(), Some("一、标题"), "{filling}");
            let first = page.lines.first().map(Line::text).unwrap_or_default();
            assert!(!first.starts_with("中共") && !first.starts_with("2024"), "{filling}: {first}");
        }
    }
}

proptest! {
    #[test]
    fn lines_together_are_the_text_and_none_is_too_wide(text in "[一二三，。“”《》（）a-z0-9 %]{0,400}", full in 6usize..60) {
        let lines = break_lines(&text, full, 0);
        prop_assert_eq!(lines.iter().map(|line| line.text).collect::<String>(), text.clone());
        for line in &lines {
            prop_assert!(width(line.text) <= full.max(2), "{}", line.text);
        }
    }

    #[test]
    fn ordinary_text_never_begins_or_ends_a_line_wrongly(words in prop::collection::vec("[一二三四五]{2,6}[，。、”》]?|[“《（][一二三]{1,4}[”》）]", 1..80)) {
        let text = words.concat();
        for pair in break_lines(&text, 56, 4).windows(2) {
            let (last, first) = (pair[0].text.chars().last().unwrap(), pair[1].text.chars().next().unwrap());
            prop_assert!(!"。，、”》）".contains(first), "{first} begins a line");
            prop_assert!(!"“《（".contains(last), "{last} ends a line");
        }
    }

    #[test]
    fn pages_hold_every_line_in_order(counts in prop::collection::vec(1usize..90, 1..60)) {
        let all: Vec<Paragraph> = counts.iter().map(|n| Paragraph::new(Style::Body, "字".repeat(*n))).collect();
        let pages = pages(&all);
        let text: String = pages.iter().flat_map(|page| &page.lines).map(Line::text).collect();
        prop_assert_eq!(text.chars().count(), counts.iter().sum::<usize>());
        for (page, number) in pages.iter().zip(1..) {
            prop_assert_eq!(page.number, number);
            prop_assert!(page.lines.windows(2).all(|pair| pair[0].row < pair[1].row));
        }
    }
}
