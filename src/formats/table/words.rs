//! The words of a column of 整改状态, each with the status that it is taken for. What would count as 已完成 is taken only
//! where the ledger has the word or a person says so. Knows the vocabulary; knows no table.

use ledger::Id;
use ledger::register::{Status, StatusClass};
use ledger::vocabulary::{UNFILLED, usual_statuses};

/// What a word is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// A status; `None` is 未填报.
    Known(Option<Id>),
    /// A status that is not 已完成, which the word makes likely.
    Likely(Id),
    /// Asks a person: it may mean 已完成.
    Asked(Option<Id>),
}

/// What ledgers write for 已完成, word for word.
const DONE: [&str; 14] = [
    "完成",
    "已整改完成",
    "整改完成",
    "已完成整改",
    "已办结",
    "办结",
    "全部完成",
    "完成整改",
    "已全部完成",
    "整改已完成",
    "已完成整改任务",
    "均已完成",
    "全部完成整改",
    "已全部整改完成",
];
/// Words that may mean 已完成, which only a person knows.
const PERHAPS_DONE: [&str; 48] = [
    "是",
    "√",
    "✓",
    "✔",
    "☑",
    "v",
    "y",
    "yes",
    "ok",
    "true",
    "100%",
    "1",
    "已整改",
    "已落实",
    "已解决",
    "整改到位",
    "已整改到位",
    "到位",
    "关闭",
    "已关闭",
    "闭环",
    "已闭环",
    "合格",
    "通过",
    "已销号",
    "销号",
    "符合",
    "已处理",
    "结案",
    "已结",
    "验收合格",
    "复查合格",
    "已验收",
    "达标",
    "closed",
    "done",
    "completed",
    "finished",
    "全部整改",
    "已全部整改",
    "整改完毕",
    "已完毕",
    "已纠正",
    "已整改销号",
    "已完成销号",
    "已验收销号",
    "完成并长期坚持",
    "已完成并长期坚持",
];
const UNDER_WAY: [&str; 52] = [
    "正在整改",
    "推进中",
    "进行中",
    "正在推进",
    "正在进行",
    "整改推进中",
    "持续整改",
    "持续推进",
    "长期坚持",
    "长期整改",
    "持续坚持",
    "申请延期",
    "延期",
    "延期整改",
    "正常推进",
    "有序推进",
    "办理中",
    "处理中",
    "落实中",
    "未完成",
    "未整改完成",
    "部分完成",
    "部分整改",
    "开放",
    "打开",
    "未关闭",
    "否",
    "×",
    "✗",
    "✘",
    "n",
    "no",
    "false",
    "未销号",
    "尚未完成",
    "正在落实",
    "正在办理",
    "正在整改中",
    "持续整改中",
    "持续推进中",
    "长期坚持中",
    "有序推进中",
    "按计划推进",
    "正在开展",
    "逾期",
    "逾期未完成",
    "超期",
    "超期未完成",
    "暂未完成",
    "open",
    "inprogress",
    "ongoing",
];
const NOT_BEGUN: [&str; 12] = [
    "notstarted",
    "pending",
    "暂未开展",
    "未开始",
    "尚未启动",
    "未整改",
    "待整改",
    "未开展",
    "尚未整改",
    "未落实",
    "待启动",
    "未启动整改",
];
const BASIC: [&str; 8] = [
    "基本完成整改",
    "已基本整改",
    "基本落实",
    "基本整改",
    "基本到位",
    "基本整改到位",
    "整改基本完成",
    "已基本完成",
];
const STAGE: [&str; 6] =
    ["阶段性整改完成", "取得阶段性成果", "阶段完成", "阶段性整改", "取得阶段性成效", "已阶段性完成"];

fn bare(word: &str) -> String {
    let narrow = word.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    });
    let kept: String = narrow.filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    kept.trim_matches(['。', '，', ';', '；', '.']).to_owned()
}

/// How much of a hundred a word tells: `60%`, `已完成80%`.
fn share(word: &str) -> Option<f64> {
    let beginnings = ["已完成", "完成率", "完成", "进度", "约", ""];
    let bare = beginnings.into_iter().find_map(|before| word.strip_prefix(before))?;
    bare.strip_suffix('%')?.parse().ok()
}

/// Whether a word says that something is done and goes on: `已完成，长期坚持`.
fn goes_on(word: &str) -> bool {
    let rest = word.strip_prefix("已").unwrap_or(word).strip_prefix("完成");
    rest.is_some_and(|rest| ["长期", "持续", "常态"].iter().any(|word| rest.contains(word)))
}

/// What a word of a file is taken for among these statuses.
#[must_use]
pub fn taken(word: &str, statuses: &[Status]) -> Taken {
    let own = word.trim();
    let unsigned = own.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    if unsigned == UNFILLED || own == "–" || own.is_empty() {
        return Taken::Known(None);
    }
    let labelled = |word: &str| statuses.iter().find(|s| s.label.trim() == word || s.id.as_str() == word);
    if let Some(status) = [own, unsigned].into_iter().filter(|word| !word.is_empty()).find_map(labelled) {
        return Taken::Known(Some(status.id.clone()));
    }
    let of_class = |class: &StatusClass, usual: &str| {
        let usual = labelled(usual).filter(|status| status.class.as_ref() == Some(class));
        usual.or_else(|| statuses.iter().rev().find(|status| status.class.as_ref() == Some(class)))
    };
    let done = || of_class(&StatusClass::Done, "已完成").map(|status| status.id.clone());
    let word = bare(own);
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(&DONE) {
        return done().map_or(Taken::Asked(None), |id| Taken::Known(Some(id)));
    }
    let open = |usual: &str| {
        labelled(usual)
            .or_else(|| statuses.iter().find(|s| s.class == Some(StatusClass::Open)))
            .map(|s| s.id.clone())
    };
    let partial = |usual: &str| of_class(&StatusClass::Partial, usual).map(|status| status.id.clone());
    let likely = if is(&UNDER_WAY) {
        open("整改中")
    } else if is(&NOT_BEGUN) {
        open("未启动")
    } else if is(&BASIC) {
        partial("基本完成")
    } else if is(&STAGE) {
        partial("阶段性完成")
    } else if let Some(share) = share(&word) {
        match share {
            share if share >= 100.0 => return Taken::Asked(done()),
            share if share > 0.0 => open("整改中"),
            _ => open("未启动"),
        }
    } else {
        None
    };
    match likely {
        Some(id) => Taken::Likely(id),
        None if is(&PERHAPS_DONE) || goes_on(&word) => Taken::Asked(done()),
        None => Taken::Asked(None),
    }
}

/// Whether a word is one that tells a status, whatever a ledger calls it.
#[must_use]
pub fn is_status(word: &str) -> bool {
    let word_bare = bare(word);
    let known = |words: &[&str]| words.contains(&word_bare.as_str());
    known(&DONE)
        || known(&PERHAPS_DONE)
        || known(&UNDER_WAY)
        || known(&NOT_BEGUN)
        || known(&BASIC)
        || known(&STAGE)
        || usual_statuses().iter().any(|status| status.label == word_bare)
        || share(&word_bare).is_some()
        || goes_on(&word_bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_for_a_status_and_never_for_done_without_being_asked() {
        let statuses = usual_statuses();
        let id = |label: &str| Id::new(label).unwrap();
        for (word, taken_for) in [
            ("已完成", Taken::Known(Some(id("已完成")))),
            ("● 已完成", Taken::Known(Some(id("已完成")))),
            ("完成", Taken::Known(Some(id("已完成")))),
            ("未填报", Taken::Known(None)),
            ("", Taken::Known(None)),
            ("整改中", Taken::Known(Some(id("整改中")))),
            ("正在推进", Taken::Likely(id("整改中"))),
            ("否", Taken::Likely(id("整改中"))),
            ("持续整改", Taken::Likely(id("整改中"))),
            ("申请延期", Taken::Likely(id("整改中"))),
            ("未整改", Taken::Likely(id("未启动"))),
            ("60%", Taken::Likely(id("整改中"))),
            ("0%", Taken::Likely(id("未启动"))),
            ("基本整改到位", Taken::Likely(id("基本完成"))),
            ("是", Taken::Asked(Some(id("已完成")))),
            ("√", Taken::Asked(Some(id("已完成")))),
            ("100%", Taken::Asked(Some(id("已完成")))),
            ("１００％", Taken::Asked(Some(id("已完成")))),
            ("已整改", Taken::Asked(Some(id("已完成")))),
            ("关闭", Taken::Asked(Some(id("已完成")))),
            ("某种话", Taken::Asked(None)),
            ("完成整改", Taken::Known(Some(id("已完成")))),
            ("均已完成。", Taken::Known(Some(id("已完成")))),
            ("基本完成整改", Taken::Likely(id("基本完成"))),
            ("已完成80%", Taken::Likely(id("整改中"))),
            ("完成率100%", Taken::Asked(Some(id("已完成")))),
            ("已完成，长期坚持", Taken::Asked(Some(id("已完成")))),
            ("已完成（持续推进）", Taken::Asked(Some(id("已完成")))),
            ("持续推进", Taken::Likely(id("整改中"))),
            ("长期坚持", Taken::Likely(id("整改中"))),
            ("逾期未完成", Taken::Likely(id("整改中"))),
            ("Closed", Taken::Asked(Some(id("已完成")))),
            ("In progress", Taken::Likely(id("整改中"))),
            ("Not started", Taken::Likely(id("未启动"))),
        ] {
            assert_eq!(taken(word, &statuses), taken_for, "{word}");
        }
        assert_eq!(taken("完成", &[]), Taken::Asked(None), "a ledger without such a word asks");
    }
}
