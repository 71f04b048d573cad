//! 反馈意见: what an inspection found, before anything was done about it. Its findings are numbered under aspects; what is
//! counted 一是, 二是 within one are facts, not measures.

mod findings;
mod level;
mod numbered;
mod paragraphs;
pub mod sections;

pub use findings::{facts, read};
pub use paragraphs::carriers;

use super::facts::{date_of, dates, inspection, organization};
use super::lines::trimmed;
use ledger::Bundle;

/// What a feedback tells of the inspection: as a notice does, but those who inspected sign, and those who were inspected
/// are addressed. Whether the feedback's own day stands for the day of feedback.
pub fn head(bundle: &mut Bundle) -> bool {
    let notice = &bundle.notice;
    // The feedback names its own authors in title and signatory, too.
    let said =
        [&notice.preamble, "\n", &notice.organization, "\n", &notice.signatory, "\n", &notice.title].concat();
    let title: String = notice.title.split_whitespace().collect();
    bundle.inspection = inspection(&title, &said);
    bundle.organization = addressed(&notice.preamble)
        .or_else(|| inspected(&title))
        .or_else(|| notice.preamble.split('。').find_map(inspected))
        .unwrap_or_default();
    if bundle.organization.is_empty() && notice.signatory.trim_start().starts_with("中共") {
        bundle.organization = organization(&title, "");
    }
    if bundle.inspection.feedback.is_some() {
        return false;
    }
    bundle.inspection.feedback = notice
        .date
        .or_else(|| date_of(&notice.below_title))
        .or_else(|| dates(&notice.date_text).first().map(|dated| dated.date));
    bundle.inspection.feedback.is_some()
}

/// What stands before the office in a list of problems.
const NAMES: [&str; 6] =
    ["被巡察单位", "被巡察党组织", "被巡察单位党组织", "被督察单位", "被审计单位", "单位名称"];

/// Who is addressed: the first line, where it ends in a colon. Several are no single office.
fn addressed(preamble: &str) -> Option<String> {
    let line = preamble.lines().map(trimmed).find(|line| !line.is_empty())?;
    let named =
        line.split_once(['：', ':']).filter(|(name, _)| NAMES.contains(name)).map(|(_, office)| office);
    let office = trimmed(named.or_else(|| line.strip_suffix(['：', ':']))?);
    let office = office.split(['并', '及']).next().map(trimmed)?;
    let one = !office.contains(['、', '，', '。', '；']) && !office.starts_with('各');
    (one && (3..=45).contains(&office.chars().count())).then(|| office.to_owned())
}

/// Who was inspected, as `关于对…开展巡察的反馈意见`, `关于巡察…的反馈意见`, `对…进行了巡察` name it.
fn inspected(text: &str) -> Option<String> {
    const BEHIND: [&str; 20] = [
        "的反馈",
        "反馈",
        "开展",
        "进行",
        "实施",
        "常规巡察",
        "专项巡察",
        "政治巡察",
        "提级巡察",
        "巡察工作",
        "巡察情况",
        "巡视情况",
        "巡察发现",
        "督察情况",
        "审计情况",
        "巡察的",
        "情况的",
        "的巡察",
        "领导班子",
        "存在",
    ];
    let starts = ["关于对", "关于巡察", "关于向", "关于", "对", "向"];
    let from = starts.iter().find_map(|word| Some(text.find(word)? + word.len()))?;
    let rest = text.get(from..)?;
    let end = BEHIND.iter().filter_map(|word| rest.find(word)).min()?;
    let office = trimmed(rest.get(..end)?).trim_start_matches("巡察").trim_end_matches('的');
    let plain = !office.contains(['，', '。', '、', '：', '；', '《', '“']);
    (plain && (3..=40).contains(&office.chars().count())).then(|| office.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_that_was_inspected_is_named_by_title_or_sentence() {
        let cases = [
            ("市委第三巡察组关于巡察市水务局党组的反馈意见", Some("市水务局党组")),
            ("关于对青石镇党委开展常规巡察的反馈意见", Some("青石镇党委")),
            ("关于柳溪区教育局党组巡察情况的反馈", Some("柳溪区教育局党组")),
            ("关于向县供销社党委反馈巡察情况的意见", Some("县供销社党委")),
            ("巡察反馈意见", None),
            ("根据县委统一部署，县委第一巡察组对县林业局党组进行了巡察", Some("县林业局党组")),
            ("关于甲、乙、丙三家党组织的反馈意见", None),
        ];
        for (text, expected) in cases {
            assert_eq!(inspected(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn the_addressee_is_the_office_where_there_is_one() {
        let cases = [
            ("市水务局党组：\n根据统一部署，", Some("市水务局党组")),
            ("\u{3000}\u{3000}中共青石镇委员会:\n根据", Some("中共青石镇委员会")),
            ("县林业局党组并张某同志：", Some("县林业局党组")),
            ("被巡察单位：市残联党组\n1.学习不够。", Some("市残联党组")),
            ("各党组：", None),
            ("甲局党组、乙局党组：", None),
            ("根据统一部署，现将情况反馈如下：", None),
        ];
        for (text, expected) in cases {
            assert_eq!(addressed(text).as_deref(), expected, "{text}");
        }
    }
}
