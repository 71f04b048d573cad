//! The names that offices give to the columns of a ledger, word for word as they were seen. Those that nobody has seen are told
//! by `column_likeness`. Knows no cell.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::Column;

/// The name of a column, then the names that other offices give it.
pub fn of(column: Column) -> impl Iterator<Item = &'static str> {
    list(column).split_ascii_whitespace()
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn list(column: Column) -> &'static str {
    match column {
        Column::Number => {
            "序号 问题序号 问题编号 编号 序 项次 No. Number Ref ItemNo S.N 编码 问题号 隐患编号 隐患序号 № 顺序号 问题编码 \
             清单编号 台账编号 排序"
        }
        Column::Aspect => {
            "问题类别 主要方面 方面 类别 问题类型 反馈类别 问题分类 隐患类型 隐患类别 类型 分类 \
             问题大类 所属方面 反馈方面 检查类别 问题领域 一级分类 事项类别 风险类别 风险类型 审计类别 整改方面 问题方面 Category Aspect \
             四个落实 大类 问题归类 监督重点 所属领域 领域 板块 对应方面 问题领域类别"
        }
        Column::Finding => {
            "反馈问题 发现的问题 突出问题 具体问题 问题 主要问题 存在问题 存在的问题 巡察反馈问题 \
             巡视反馈问题 反馈意见 反馈的具体问题 问题清单 问题名称 问题标题 问题概述 问题摘要 隐患内容 \
             隐患 隐患名称 存在隐患 安全隐患 事故隐患 检查发现问题 检查发现的问题 发现问题 审计发现问题 \
             审计查出问题 审计发现的问题 督察反馈问题 督查发现问题 自查问题 存在问题及表现 \
             存在的主要问题 存在问题及隐患 问题及隐患 隐患问题 检查项 检查内容 风险 风险点 风险事项 \
             整改问题 整改事项 反馈事项 事项 问题事项 不符合项 缺陷描述 巡察发现问题 巡察组反馈问题 \
             反馈问题内容 反馈的问题 移交问题 问题（隐患） 存在的突出问题 巡察反馈意见 意见建议 \
             督办事项 查摆问题 查摆出的问题 检查问题 检查存在问题 审计问题 审计事项 督察指出问题 \
             指出问题 问题简述 问题简要描述 不合格项 不符合内容 违规问题 主要问题和不足 存在不足 \
             信访事项 问题表现及内容 Finding Findings Issue Issues Problem AuditFinding \
             Observation"
        }
        Column::Details => {
            "问题的具体内容 问题描述 具体表现 问题表现 问题内容 隐患描述 问题具体描述 问题详情 具体内容 \
             具体情况 问题具体内容 具体问题描述 问题具体表现 主要表现 事实描述 典型问题 问题事实 \
             问题情况 表现形式 隐患具体内容 隐患情况 具体事例 典型事例 具体问题表现 违规事实 Description Details"
        }
        Column::Goal => {
            "整改目标 目标 整改要求 目标要求 整改建议 整改标准 工作目标 预期目标 整改目标及要求 \
             整改意见 审计建议 处理意见 整改完成标准 完成标准 预期成效 目标任务 销号标准 整改任务 \
             完成标志 验收标准 量化目标 整改要点 Goal Objective Recommendation"
        }
        Column::Cause => {
            "原因分析 问题原因 原因 产生原因 成因分析 问题产生原因 问题成因 存在问题原因 未完成原因分析 \
             原因剖析 问题根源 根源分析 根本原因 成因 问题原因剖析 存在原因 Cause RootCause"
        }
        Column::WiderCheck => "举一反三 举一反三情况 举一反三措施 举一反三整改情况 同类问题排查 延伸排查",
        Column::Measure => "措施序号 措施编号 措施号 子序号 任务序号 任务编号",
        Column::Text => {
            "整改措施 整改举措 整改措施具体内容 具体措施 措施 具体整改措施 措施内容 工作措施 \
             整改措施与要求 整改措施及要求 整改措施和要求 处置措施 治理措施 防范措施 应对措施 管控措施 \
             自查问题及整改措施 整改措施内容 任务清单 措施清单 整改具体措施 主要措施 整改任务及措施 \
             拟采取措施 拟采取的措施 拟整改措施 采取措施 采取的措施 采取的整改措施 整改工作措施 \
             整改方案 整改办法 整改思路及措施 工作举措 具体举措 改进措施 纠正措施 解决措施 整改内容 \
             任务分解 落实措施 整改目标及措施 整改目标和措施 问题整改措施 整改措施（含时限） \
             对策措施 对策 解决办法 下一步措施 下步整改措施 下一步整改措施 推进措施 细化措施 整改计划 \
             整改路径 工作任务 重点任务 任务措施 Action Actions ActionPlan CorrectiveAction \
             CorrectiveActions Measure Measures"
        }
        Column::Leader => {
            "责任领导 主责领导 分管领导 牵头领导 责任局领导 责任校领导 包保领导 主管领导 责任县领导 \
             挂点领导 包案领导 责任院领导 责任区领导 责任市领导 分管负责人 整改责任领导 督办领导 \
             责任分管领导 牵头责任领导 包抓领导 包联领导 ResponsibleLeader"
        }
        Column::Lead => {
            "牵头部门 主责部门 牵头单位 主责单位 牵头处室 牵头 主办单位 主办部门 牵头科室 主办 主责 \
             牵头责任单位 牵头责任部门 主责处室 主责科室 责任牵头部门 责任牵头单位 整改牵头部门 \
             整改牵头单位 第一责任单位 归口部门 归口管理部门 业务主管部门 主管部门 主管单位 \
             责任(牵头)单位 责任(牵头)部门 LeadDepartment LeadUnit"
        }
        Column::Units => {
            "责任(配合)部门 责任部门 责任配合部门 责任(配合)单位 责任单位 责任处室 责任科室 责任股室 \
             整改单位 整改责任单位 整改责任部门 责任主体 整改主体 承办单位 承办部门 责任单位（部门） \
             责任部门（单位） 责任党组织 落实部门 落实单位 被检查单位 受检单位 施工单位 责任清单 \
             主体单位 责任方 整改部门 所属部门 部门 单位 整改责任主体 责任部门及配合部门 责任单位及部门 Department ResponsibleDepartment \
             ResponsibleUnit"
        }
        Column::Supporting => {
            "配合部门 配合单位 协办部门 配合处室 配合 协办单位 协办 配合科室 协助单位 协同部门 协同单位 \
             参与部门 协助部门 配合责任部门 配合责任单位 责任配合单位 协作部门 SupportingDepartment"
        }
        Column::Owner => {
            "责任人 具体责任人 经办人 直接责任人 责任人员 责任人及联系方式 责任人及电话 \
             责任人及联系电话 责任人联系电话 负责人 整改责任人 承办人 具体负责人 整改负责人 责任人姓名 落实责任人 \
             联系人 整改人 牵头人 主要责任人 部门负责人 第一责任人 整改责任人及电话 \
             专职联系人 责任人员姓名 整改责任 责任个人 整改责任个人 Owner \
             ResponsiblePerson PersonResponsible PersonInCharge"
        }
        Column::Due => {
            "整改时限 完成时间 完成时限 时限 整改期限 完成期限 计划完成时间 时间节点 计划完成 \
             计划完成日期 要求完成时间 整改完成时限 整改时间 完成日期 限期 截止时间 截止日期 \
             整改截止时间 预计完成时间 拟完成时间 整改时限要求 时限要求 办结时限 到期日 计划完成时限 \
             要求完成日期 计划整改完成时间 整改期限及要求 计划时间 期限 时间要求 计划整改时间 \
             整改计划完成时间 规定完成时间 整改完成期限 应完成时间 目标时间 整改时间节点 预计完成日期 \
             整改截止日期 进度安排 时间安排 时间进度 起止时间 起止日期 节点 整改节点 完成节点 \
             整改时效 最后期限 计划时限 整改起止时间 DueDate Deadline TargetDate Due"
        }
        Column::Term => "整改类型 时限类型 整改类别 整改方式 整改分类 时限类别 整改性质",
        Column::Progress => {
            "整改进展及成效 进展 整改进展 整改情况 整改落实情况 进展情况 整改成效 完成情况 整改进展情况 \
             进展及成效 整改结果 取得成效 整改措施及成效 落实情况 工作进展 目前进展 目前整改情况 \
             整改落实 具体整改情况 整改工作进展 整改进展及取得成效 整改完成情况说明 整改情况说明 \
             取得的成效 整改进度 当前进展 最新进展 推进情况 进度 整改进展及成果 落实整改情况 已采取措施 \
             已采取的措施 已采取的整改措施 已开展工作 已完成工作 工作开展情况 措施落实情况 \
             整改措施落实情况 阶段性成效 Progress"
        }
        Column::Status => {
            "整改状态 状态 完成状态 整改完成情况 是否完成 是否整改到位 隐患状态 是否整改 是否完成整改 \
             是否整改完成 整改与否 完成与否 是否办结 办理状态 当前状态 问题状态 是否到位 整改完成状态 \
             是否已完成 是否落实 整改进度状态 是否整改到位情况 进展状态 任务状态 \
             整改结论 完成情况（已完成/未完成） 是否已整改 Status"
        }
        Column::Institutions => {
            "制度成果 建章立制 制度建设 制度机制 建章立制情况 出台制度 制度建设情况 建立制度 完善制度 \
             建立健全制度 制度建立情况 长效机制 新建修订制度 建章立制成果 \
             制度建设成果 新建制度 制定制度 形成制度 健全制度"
        }
        Column::Accountability => {
            "追责问责 问责情况 追责问责情况 处理情况 问责 责任追究 追责情况 追责 责任追究情况 \
             处理处分情况 组织处理情况 \
             组织处理 处理处分 问责处理情况"
        }
        Column::Evidence => {
            "佐证材料 证明材料 佐证 印证材料 支撑材料 佐证资料 支撑资料 佐证材料清单 印证资料 \
             整改佐证材料 材料清单 附件 整改佐证 证明资料 Evidence"
        }
        Column::Closure => "销号情况 销号 是否销号 销号状态 对账销号 是否申请销号 销号结果 验收销号",
        Column::Note => {
            "备注 说明 其他 备注说明 备注栏 注 附注 其他说明 补充说明 特殊说明 Remark Remarks Comment Comments Note Notes"
        }
        Column::Id => "系统编号（请勿修改） 系统编号",
        Column::Amount => {
            "涉及金额（万元） 涉及金额 问题金额 金额 违规金额 涉案金额 审计金额 涉及资金 应整改金额 \
             问题涉及金额 查出金额"
        }
        Column::Rectified => {
            "已整改金额（万元） 已整改金额 整改金额 已追缴金额 追缴金额 已上缴金额 完成整改金额 \
             已收回金额 挽回金额 整改到位金额 已退缴金额 已清退金额 已追回金额"
        }
        Column::Completed => {
            "实际完成日期 实际完成时间 实际完成 整改完成时间 整改完成日期 实际整改完成时间 完成整改时间 \
             实际整改时间 销号时间 实际整改完成日期 办结时间 办结日期 \
             整改到位时间 整改到位日期 实际办结时间 CompletionDate ClosedDate DateClosed"
        }
        Column::Recheck => {
            "复查结果 复查情况 复查意见 复核结果 验收结果 复核情况 验收情况 复查结论 验收意见 核查结果 \
             复查验收情况 复查验收结果 核验结果 核验情况 复核意见 督查核实情况"
        }
        Column::RecheckBy => "复查人 复核人 验收人 复查人员 验收人员 复核人员 核查人 检查验收人",
        Column::Extended => "延期至",
        Column::ExtensionNote => "延期说明",
        Column::Overdue => "逾期情况",
        Column::ClosureDate => "销号日期",
        Column::ClosureBy => "销号审核人",
        Column::ClosureOpinion => "销号意见",
        Column::ClosureRound => "销号轮次",
        Column::RecheckDate => "复查日期 复查时间 验收日期 验收时间 复核时间 复核日期 核查时间 核查日期",
    }
}

/// A head without what differs between offices: blanks, marks, width of brackets, a number before it.
#[must_use]
pub fn folded(head: &str) -> String {
    let kept = head.chars().filter(|c| {
        !c.is_whitespace()
            && !matches!(
                c,
                '*' | '＊'
                    | ':'
                    | '：'
                    | '·'
                    | '.'
                    | '。'
                    | '、'
                    | '★'
                    | '☆'
                    | '▲'
                    | '△'
                    | '●'
                    | '#'
                    | '"'
                    | '“'
                    | '”'
                    | '_'
                    | '—'
                    | '-'
                    | '【'
                    | '】'
                    | '['
                    | ']'
                    | '/'
                    | '／'
                    | '\\'
                    | '\u{200b}'
                    | '\u{feff}'
                    | '※'
                    | '◆'
                    | '■'
            )
    });
    let even: String = kept
        .map(|c| match c {
            '（' | '〔' => '(',
            '）' | '〕' => ')',
            'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '０'..='９' => {
                char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
            }
            c => c,
        })
        .collect();
    let bare = even.trim_start_matches(|c: char| c.is_ascii_digit());
    if bare.is_empty() { even } else { bare.to_owned() }
}

/// Names in another script differ in their letters only: `Due Date`, `DUE DATE`.
fn lower(name: &str) -> String {
    folded(name).to_ascii_lowercase()
}

fn named(head: &str) -> Option<Column> {
    static NAMED: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
        let all =
            Column::ALL.into_iter().flat_map(|column| of(column).map(move |name| (lower(name), column)));
        all.collect()
    });
    NAMED.get(&head.to_ascii_lowercase()).copied()
}

/// A head without its remarks in brackets: `整改时限(年月日)`.
#[must_use]
pub fn without_brackets(head: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for c in head.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// The column that a head means word for word, with or without its remarks in brackets.
#[must_use]
pub fn meaning(head: &str) -> Option<Column> {
    let head = folded(head);
    if head.is_empty() {
        return None;
    }
    named(&head).or_else(|| {
        let bare = without_brackets(&head);
        // `牵头科（室）`: what stands in brackets may be part of the name.
        let whole: String = head.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        // `整改措施 Action`: the same once more in another language.
        let of_brackets = if bare == head { None } else { named(&whole).or_else(|| named(&bare)) };
        let is_twofold =
            bare.contains(|c: char| c.is_ascii_alphabetic()) && !bare.contains(|c: char| c.is_ascii_digit());
        let chinese: String = bare.chars().filter(|c| !c.is_ascii()).collect();
        of_brackets.or_else(|| named(&chinese).filter(|_| is_twofold))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_its_column_and_no_name_two() {
        let mut all: Vec<(String, Column)> = Vec::new();
        for column in Column::ALL {
            for name in of(column) {
                assert_eq!(meaning(name), Some(column), "{name}");
                all.push((lower(name), column));
            }
        }
        assert!(all.len() >= 300, "{}", all.len());
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "no name is listed twice");
    }

    #[test]
    fn blanks_marks_and_remarks_do_not_matter() {
        for (head, column) in [
            ("整 改\n措 施", Column::Text),
            ("整改时限（年月日）", Column::Due),
            ("整改时限\n（年月日）", Column::Due),
            ("反馈问题\n（原文）", Column::Finding),
            ("序号·", Column::Number),
            ("责任部门 ", Column::Units),
            ("自查问题及整改措施          ", Column::Text),
            ("*整改措施", Column::Text),
            ("★责任人：", Column::Owner),
            ("3.整改措施", Column::Text),
            ("（一）整改措施", Column::Text),
            ("【整改措施】", Column::Text),
            ("责任（配合）部门", Column::Units),
            ("责任\u{3000}领导", Column::Leader),
            ("整改进展(截至6月底)", Column::Progress),
            ("序号\nNo.", Column::Number),
            ("状态Status", Column::Status),
            ("整改措施\nAction plan", Column::Text),
            ("实际完成日期 Closed date", Column::Completed),
            ("No.", Column::Number),
            ("NO", Column::Number),
            ("Due Date", Column::Due),
            ("DUE DATE", Column::Due),
            ("Root cause", Column::Cause),
            ("Responsible Department", Column::Units),
            ("Finding", Column::Finding),
            ("Corrective action", Column::Text),
            ("Owner", Column::Owner),
            ("整改方面", Column::Aspect),
        ] {
            assert_eq!(meaning(head), Some(column), "{head}");
        }
        for head in ["", "联系电话", "（略）", "排查日期", "隐患级别", "检查人"] {
            assert_eq!(meaning(head), None, "{head}");
        }
    }
}
