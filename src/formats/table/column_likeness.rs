//! The columns that heads are likely to mean though nobody has seen them written so: by words that they contain. Knows no cell.

use super::column_names::{folded, without_brackets};
use super::columns::Column;
use super::two_fields;

/// Words that a likely head contains, one of each group, and none of the last.
type Likely = (&'static [&'static str], &'static [&'static str], &'static [&'static str], Column);

const UNITS: &[&str] = &["部门", "单位", "处室", "科室", "股室", "支部", "党组织", "机构"];

const LIKELY: [Likely; 26] = [
    (
        &["类别", "分类", "类型"],
        &["问题", "隐患", "反馈", "风险"],
        &["措施", "整改", "时限", "完成", "序号", "编号"],
        Column::Aspect,
    ),
    (
        &["描述", "表现", "事例", "具体情况"],
        &["问题", "隐患"],
        &["整改", "原因", "地点", "部位", "照片", "措施"],
        Column::Details,
    ),
    (
        &["复查", "验收", "复核", "核查", "核验"],
        &["结果", "情况", "意见", "结论"],
        &["时间", "日期", "人", "是否", "照片"],
        Column::Recheck,
    ),
    (&["序号", "编号", "编码"], &["问题", "隐患", "反馈", "台账", "清单", "事项"], &["措施"], Column::Number),
    (&["措施序号", "措施编号"], &[""], &[], Column::Measure),
    (
        &["近期", "当前", "短期", "中期", "长期", "长效", "后续", "远期"],
        &["措施", "举措"],
        &["序号", "编号", "数", "情况", "进展", "完成", "成效", "是否"],
        Column::Text,
    ),
    (
        &["措施", "举措"],
        &["整改", "具体", "工作", "治理", "处置", "采取", "落实", "控制"],
        &["序号", "编号", "数", "情况", "进展", "完成", "成效", "落实率", "是否"],
        Column::Text,
    ),
    (&["配合", "协办", "协助", "协同"], UNITS, &["人", "领导"], Column::Supporting),
    (&["牵头", "主责", "主办"], UNITS, &["人", "领导"], Column::Lead),
    (&["责任", "整改", "承办"], UNITS, &["人", "领导", "意见", "评价", "反馈"], Column::Units),
    (&["领导"], &["责任", "分管", "牵头", "包", "主管"], &["意见", "批示", "电话"], Column::Leader),
    (&["责任人", "负责人", "经办人"], &[""], &["电话", "职务", "复查", "意见", "数"], Column::Owner),
    (&["举一反三"], &[""], &[], Column::WiderCheck),
    (&["原因"], &["问题", "分析", "产生"], &["未完成", "延期", "未整改"], Column::Cause),
    (&["佐证", "印证", "证明材料", "支撑材料"], &[""], &["人", "是否", "数"], Column::Evidence),
    (
        &["制度", "建章立制"],
        &["成果", "建设", "建立", "完善", "制定", "修订", "新建", "出台", "机制"],
        &["是否", "数", "措施", "问题"],
        Column::Institutions,
    ),
    (
        &["金额", "资金"],
        &["已整改", "已追", "已上缴", "已收", "已退", "已清", "整改到位", "完成整改", "挽回"],
        &["率", "比例"],
        Column::Rectified,
    ),
    (
        &["金额"],
        &["问题", "涉及", "违规", "违纪", "涉案", "查出", "审计"],
        &["率", "比例", "类"],
        Column::Amount,
    ),
    (&["状态"], &["整改", "完成", "隐患", "问题", "办理", "进展", "任务"], &["销号", "审核"], Column::Status),
    (
        &["是否"],
        &["完成", "整改", "到位", "办结", "落实"],
        &["逾期", "销号", "延期", "问责", "重复", "立行立改"],
        Column::Status,
    ),
    (
        &["时限", "期限", "完成时间", "完成日期", "截止"],
        &[""],
        &["实际", "类型", "复查", "检查", "进驻", "延长", "延期", "是否", "超", "集中整改期"],
        Column::Due,
    ),
    (
        &["进展", "成效", "整改情况", "落实情况"],
        &[""],
        &["率", "数", "是否", "状态", "时间", "日期"],
        Column::Progress,
    ),
    (
        &["问题", "隐患"],
        &["反馈", "发现", "存在", "具体", "主要", "查出", "内容", "清单", "描述", "指出"],
        &[
            "类", "序号", "编号", "数", "级", "来源", "时间", "日期", "人", "部门", "单位", "原因", "地点",
            "位置", "照片", "图片", "状态", "是否", "金额", "性质", "部位",
        ],
        Column::Finding,
    ),
    (&["问责", "追责", "责任追究"], &[""], &["人数", "数", "是否"], Column::Accountability),
    (&["要求", "标准"], &["整改", "完成", "验收"], &["措施", "时", "日期", "情况"], Column::Goal),
    (&["目标"], &["整改", "工作", "预期"], &["时间", "完成率"], Column::Goal),
];

/// The column that a head is likely to mean though nobody has seen it written so.
#[must_use]
pub fn likely(head: &str) -> Option<Column> {
    // A sentence is no name.
    if head.contains(['。', '；', '，', '《', '！']) {
        return None;
    }
    // 整改情况及完成时间 is no 完成时间.
    if let Some((told, _)) = two_fields::of_head(head) {
        return Some(told);
    }
    let head = without_brackets(&folded(head));
    if head.is_empty() || head.chars().count() > 16 {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    LIKELY
        .iter()
        .find(|(first, second, none, _)| has(first) && has(second) && !has(none))
        .map(|likely| likely.3)
}

#[cfg(test)]
mod tests {
    use super::super::column_names::meaning;
    use super::*;

    #[test]
    fn heads_that_nobody_has_seen_are_known_by_their_words() {
        for (head, column) in [
            ("市委巡察反馈具体问题", Column::Finding),
            ("本单位整改具体措施", Column::Text),
            ("整改责任科室", Column::Units),
            ("协助配合单位", Column::Supporting),
            ("整改任务完成时限", Column::Due),
            ("目前整改进展", Column::Progress),
            ("责任人及手机", Column::Owner),
            ("是否已整改到位", Column::Status),
            ("问题产生的原因", Column::Cause),
        ] {
            assert_eq!(meaning(head).or_else(|| likely(head)), Some(column), "{head}");
        }
        for head in [
            "联系电话",
            "检查人",
            "排查日期",
            "隐患级别",
            "隐患部位",
            "问题来源",
            "责任领导意见",
            "延期时限",
            "问题数量",
            "是否逾期",
            "检查日期",
        ] {
            assert_eq!(meaning(head).or_else(|| likely(head)), None, "{head}");
        }
    }
}
