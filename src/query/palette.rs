//! 命令面板: what a person may mean by a few letters, best first: commands, places, findings and measures by their number,
//! units, findings by their title; searching the texts comes last. Knows the ledger and the routes, not how anything is
//! done.

use super::route::Place;
use super::terms::{Terms, fold};
use ledger::register::Unit;
use ledger::{Id, Ledger};

/// A command of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// 打开….
    Open,
    /// 导出 JSON.
    Export,
    /// 撤销.
    Undo,
    /// 重做.
    Redo,
    /// 切换明暗.
    Theme,
    /// 按键一览.
    Keys,
    /// 搜索帮助.
    SearchHelp,
    /// 打印.
    Print,
    /// 新建台账.
    NewLedger,
    /// 对比: two states of the ledger, or the ledger and a file.
    Compare,
}

impl Command {
    /// Every command: its name, other words that find it, and its keys.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 10] = [
        (Self::NewLedger, "新建台账", "建立 空台账 开始", ""),
        (Self::Open, "打开…", "导入 文件 粘贴 演示台账 json", ""),
        (Self::Export, "导出 JSON", "保存 另存 下载", "Ctrl+S"),
        (Self::Undo, "撤销", "后退 undo", "Ctrl+Z"),
        (Self::Redo, "重做", "redo", "Ctrl+Shift+Z"),
        (Self::Theme, "切换明暗", "深色 浅色 主题 暗色", ""),
        (Self::Keys, "键盘快捷键", "按键一览", "?"),
        (Self::SearchHelp, "搜索帮助", "拼音 字段", ""),
        (Self::Print, "打印", "纸张 pdf", "Ctrl+P"),
        (Self::Compare, "对比", "周报 月报 与上期对比 与文件对比 差异 变化", ""),
    ];
}

/// What an option leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Searching the texts for what was typed.
    Search(String),
    /// A place.
    Place(Place),
    /// An entity: a finding or a measure.
    Entity(Id),
    /// The measures that a unit has to do with.
    Unit(Id),
    /// A command.
    Command(Command),
}

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it leads to.
    pub goal: Goal,
    /// What people read.
    pub title: String,
    /// What kind of thing it is: 位置, 问题, 措施, 单位, 命令, 搜索.
    pub kind: &'static str,
    /// The keys that do the same.
    pub keys: &'static str,
}

/// The places that can be gone to, with other words that find them.
const PLACES: [(Place, &str); 20] = [
    (Place::Overview, "首页 统计 进度"),
    (Place::Findings, "问题清单 反馈问题"),
    (Place::Measures, "措施台账 整改措施"),
    (Place::Review, "销号 待审"),
    (Place::Reminders, "督办单 提示函"),
    (Place::Institutions, "制度成果 文件"),
    (Place::Evidence, "材料 核验 摘要"),
    (Place::Results, "形态 资金"),
    (Place::Calendar, "月历 到期"),
    (Place::ExecutiveSummary, "领导 审阅 打印"),
    (Place::Notice, "公开 排版"),
    (Place::Reports, "模板 材料 周报 月报 整改方案 三清单 导出"),
    (Place::Exchange, "台账表格 xlsx csv docx"),
    (Place::History, "变更记录 历史 修改"),
    (Place::Merge, "比较 合并文件"),
    (Place::Archive, "移交 归档包"),
    (Place::Checks, "核对 校验"),
    (Place::About, "单位 状态 方面 设置"),
    (Place::LocalLedgers, "切换 浏览器"),
    (Place::Help, "说明"),
];

/// How well a name answers: less is better; `None` where it does not.
fn fit(terms: &Terms, typed: &str, name: &str, also: &str) -> Option<u8> {
    let folded: String = name.chars().map(fold).collect();
    if folded == typed {
        Some(0)
    } else if folded.starts_with(typed) {
        Some(1)
    } else if terms.are_in(name) {
        Some(2)
    } else {
        terms.are_in(&format!("{name} {also}")).then_some(3)
    }
}

/// What a place is called here: letters stand under 审核 in the rail, and are looked for by their own name.
fn called(place: &Place) -> &'static str {
    if *place == Place::Reminders { "督办提示" } else { place.name() }
}

fn of_place(place: &Place) -> Offer {
    let name = called(place).to_owned();
    Offer { goal: Goal::Place(place.clone()), title: name, kind: "位置", keys: "" }
}

fn of_command((command, name, _, keys): (Command, &str, &str, &'static str)) -> Offer {
    Offer { goal: Goal::Command(command), title: name.to_owned(), kind: "命令", keys }
}

/// The option that a key leads to from the one at `at`, of `count`; `None` where it leads to none. The list is a ring for
/// a single step and has ends for a page of them.
#[must_use]
pub fn stepped(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowDown" if count > 0 => Some((at + 1) % count),
        "ArrowUp" if count > 0 => Some((at + count - 1) % count),
        "PageDown" if count > 0 => Some((at + PAGE).min(count - 1)),
        "PageUp" => Some(at.saturating_sub(PAGE)),
        _ => None,
    }
}

/// How many options a page of them is.
const PAGE: usize = 8;

/// The options for what was typed, at most `limit`: first what bears that name or number, the better match before the
/// weaker one, then what has the words in its title. The last one searches the texts, so that a key up reaches it; it is
/// there whatever is left out. Where nothing is typed there are the places and the commands.
#[must_use]
pub fn offers(ledger: &Ledger, typed: &str, limit: usize) -> Vec<Offer> {
    let typed = typed.trim();
    if typed.is_empty() {
        let places = PLACES.iter().map(|(place, _)| of_place(place));
        return places.chain(Command::ALL.into_iter().map(of_command)).take(limit).collect();
    }
    let (terms, folded) = (Terms::parse(typed), typed.chars().map(fold).collect::<String>());
    let mut found: Vec<(u8, Offer)> = Vec::new();
    for command in Command::ALL {
        found.extend(fit(&terms, &folded, command.1, command.2).map(|fit| (fit, of_command(command))));
    }
    for (place, also) in &PLACES {
        found.extend(fit(&terms, &folded, called(place), also).map(|fit| (fit, of_place(place))));
    }
    numbered(ledger, &folded, &mut found);
    let units = ledger.bundle().units.iter().filter(|unit| !unit.name.is_empty());
    found.extend(
        units.filter_map(|unit| fit(&terms, &folded, &unit.name, "").map(|fit| (fit, of_unit(unit)))),
    );
    let mut titled = 0;
    for (at, finding) in ledger.bundle().findings.iter().enumerate() {
        if titled == limit {
            break;
        }
        if terms.are_in(&finding.title) {
            titled += 1;
            let number = finding.number.unwrap_or_else(|| u32::try_from(at + 1).unwrap_or(u32::MAX));
            found.push((4, of_finding(&finding.id, number, &finding.title)));
        }
    }
    ledger::order::sort_by_key(&mut found, |(fit, _)| *fit);
    let mut all: Vec<Offer> = Vec::new();
    for (_, offer) in found {
        if all.len() + 1 < limit && !all.iter().any(|other| other.goal == offer.goal) {
            all.push(offer);
        }
    }
    if limit > 0 {
        let goal = Goal::Search(typed.to_owned());
        all.push(Offer { goal, title: format!("搜索“{typed}”"), kind: "搜索", keys: "" });
    }
    all
}

fn of_unit(unit: &Unit) -> Offer {
    Offer { goal: Goal::Unit(unit.id.clone()), title: unit.name.clone(), kind: "单位", keys: "" }
}

fn of_finding(id: &Id, number: u32, title: &str) -> Offer {
    Offer { goal: Goal::Entity(id.clone()), title: format!("{number} {title}"), kind: "问题", keys: "" }
}

/// What bears the number that was typed: 12, 12-3, also 问题12 and 措施 12-3.
fn numbered(ledger: &Ledger, typed: &str, found: &mut Vec<(u8, Offer)>) {
    let bare = typed.trim_start_matches("问题").trim_start_matches("措施").trim();
    let (finding, measure) = bare.split_once('-').map_or((bare, None), |(a, b)| (a, Some(b)));
    let Ok(number) = finding.parse::<u32>() else { return };
    let findings = ledger.bundle().findings.iter().enumerate();
    let own = |(at, printed): (usize, Option<u32>)| printed.or_else(|| u32::try_from(at + 1).ok());
    for (_, finding) in findings.filter(|(at, f)| own((*at, f.number)) == Some(number)) {
        let Some(measure) = measure else {
            found.push((0, of_finding(&finding.id, number, &finding.title)));
            continue;
        };
        for (at, m) in finding.measures.iter().enumerate() {
            let printed = own((at, m.number)).unwrap_or_default().to_string();
            if printed.starts_with(measure) {
                let title = format!("{number}-{printed} {}", m.text.chars().take(40).collect::<String>());
                let fit = u8::from(printed != measure);
                found.push((fit, Offer { goal: Goal::Entity(m.id.clone()), title, kind: "措施", keys: "" }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ledger() -> Ledger {
        let units = json!([{"id": "u1", "name": "高新处"}, {"id": "u2", "name": "成果与变更处"}, {"id": "u3", "name": ""}]);
        let bundle = serde_json::from_value(json!({"id": "b", "units": units, "findings": [
            {"id": "f1", "number": 1, "title": "关于科技成果转化不力的问题", "measures": [
                {"id": "m1", "number": 1, "text": "制定办法。"}, {"id": "m10", "number": 10, "text": "培训。"}]},
            {"id": "f2", "number": 12, "title": "关于台账不全的问题"},
        ]}))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    fn titles(typed: &str) -> Vec<String> {
        offers(&ledger(), typed, 40).into_iter().map(|offer| offer.title).collect()
    }

    #[test]
    fn places_commands_findings_and_measures_are_found_by_name_pinyin_and_number() {
        for (typed, first) in [
            ("制度", "制度"),
            ("bg", "变更"),
            ("zhidu", "制度"),
            ("dc json", "导出 JSON"),
            ("daochu", "导出 JSON"),
            ("cx", "撤销"),
            ("深色", "切换明暗"),
            ("12", "12 关于台账不全的问题"),
            ("问题12", "12 关于台账不全的问题"),
            ("1-1", "1-1 制定办法。"),
            ("kjcg", "1 关于科技成果转化不力的问题"),
            ("台账", "台账信息"),
        ] {
            let found = titles(typed);
            assert_eq!(found[0], first, "{typed}: {found:?}");
            assert_eq!(found.last(), Some(&format!("搜索“{typed}”")), "{typed}: {found:?}");
        }
        assert_eq!(titles("1-1"), ["1-1 制定办法。", "1-10 培训。", "搜索“1-1”"]);
        assert_eq!(titles("没有这样的"), ["搜索“没有这样的”"]);
    }

    #[test]
    fn names_come_before_other_words_titles_after_names_and_the_search_is_last() {
        let kinds = |typed: &str| {
            let found = offers(&ledger(), typed, 40);
            found.into_iter().map(|offer| (offer.kind, offer.title)).collect::<Vec<_>>()
        };
        let own = |found: &[(&'static str, &str)]| {
            found.iter().map(|(kind, title)| (*kind, (*title).to_owned())).collect::<Vec<_>>()
        };
        // The page of that name before the unit that has the word in its name.
        assert_eq!(kinds("变更")[..2], own(&[("位置", "变更"), ("单位", "成果与变更处")]));
        assert_eq!(kinds("gxc"), own(&[("单位", "高新处"), ("搜索", "搜索“gxc”")]));
        assert_eq!(kinds("高新处")[0], ("单位", "高新处".to_owned()));
        // A unit that begins with the word, a page that has it in its name, one that it only helps to find, a title.
        let ranked = [
            ("单位", "成果与变更处"),
            ("位置", "追责问责与数字成果"),
            ("位置", "制度"),
            ("问题", "1 关于科技成果转化不力的问题"),
            ("搜索", "搜索“成果”"),
        ];
        assert_eq!(kinds("成果"), own(&ranked));
        // However few are asked for, the texts can be searched.
        assert_eq!(offers(&ledger(), "的", 1)[0].goal, Goal::Search("的".to_owned()));
        assert_eq!(offers(&ledger(), "的", 0), []);
    }

    #[test]
    fn every_place_without_an_id_is_offered_and_found_by_its_name() {
        use Place::{
            About, Archive, Calendar, Checks, Evidence, Exchange, ExecutiveSummary, Finding, Findings, Help,
            History, Institutions, LocalLedgers, Measure, Measures, Merge, Notice, Overview, Reminder,
            Reminders, Reports, Results, Review, Unknown,
        };
        for (place, also) in &PLACES {
            // A new place does not compile here before it is thought of.
            match place {
                Overview | Findings | Measures | Review | Reminders | Institutions | Notice | History
                | Reports | Merge | Archive | Checks | Exchange | Evidence | Results | Calendar
                | ExecutiveSummary | About | LocalLedgers | Help => {}
                Finding(_) | Measure(..) | Reminder(_) | Unknown(_) => {
                    panic!("{place:?} is no place to go to")
                }
            }
            assert!(PLACES.iter().filter(|(other, _)| other == place).count() == 1, "{place:?} {also}");
            let found = offers(&ledger(), called(place), 40);
            assert!(found.iter().any(|offer| offer.goal == Goal::Place(place.clone())), "{place:?}");
        }
        // As many as the match names.
        assert_eq!(PLACES.len(), 20);
        for (typed, place) in
            [("督办", Reminders), ("dbts", Reminders), ("zzcl", Evidence), ("一页", ExecutiveSummary)]
        {
            assert_eq!(offers(&ledger(), typed, 20)[0].goal, Goal::Place(place), "{typed}");
        }
    }

    #[test]
    fn keys_step_through_the_options_in_a_ring_and_page_to_their_ends() {
        let cases = [
            ("ArrowDown", 0, 3, Some(1)),
            ("ArrowDown", 2, 3, Some(0)),
            ("ArrowUp", 0, 3, Some(2)),
            ("ArrowUp", 2, 3, Some(1)),
            ("ArrowDown", 0, 1, Some(0)),
            ("PageDown", 0, 30, Some(8)),
            ("PageDown", 25, 30, Some(29)),
            ("PageUp", 25, 30, Some(17)),
            ("PageUp", 3, 30, Some(0)),
            // Nothing is offered.
            ("ArrowDown", 0, 0, None),
            ("ArrowUp", 0, 0, None),
            ("PageDown", 0, 0, None),
            ("PageUp", 0, 0, Some(0)),
            // Keys of the box.
            ("a", 0, 3, None),
            ("Home", 2, 3, None),
        ];
        for (key, at, count, expected) in cases {
            assert_eq!(stepped(key, at, count), expected, "{key} from {at} of {count}");
        }
    }

    #[test]
    fn without_a_word_there_are_places_and_commands_and_never_more_than_asked() {
        assert_eq!(titles(" ").len(), PLACES.len() + Command::ALL.len());
        assert_eq!(titles("")[0], "总览");
        assert_eq!(offers(&ledger(), "的", 2).len(), 2);
    }
}
