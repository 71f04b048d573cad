//! Heads as they stand in ledgers of offices, each with the field that it means: names with marks, remarks and breaks, names
//! that are not listed word for word, heads over two rows. And heads that are no built-in field.

use super::super::column_likeness::likely;
use super::super::column_names::meaning;
use super::super::heads::Head;
use super::*;

const SEEN: [(Column, &[&str]); 28] = [
    (
        Column::Number,
        &[
            "序\n号",
            "序  号",
            "№",
            "NO.",
            "No",
            "反馈问题序号",
            "问题清单编号",
            "隐患台账编号",
            "编号*",
            "序号（自动）",
            "问题编码",
        ],
    ),
    (
        Column::Aspect,
        &[
            "问题类别（四个落实）",
            "所属方面",
            "反馈问题类别",
            "问题分类\n（下拉选择）",
            "监督重点",
            "大类",
            "问题归类",
            "所属领域",
            "隐患类别",
        ],
    ),
    (
        Column::Finding,
        &[
            "巡察反馈问题（原文）",
            "反馈的主要问题",
            "巡察组指出问题",
            "存在的主要问题和不足",
            "查摆出的问题",
            "问题清单\n（存在的具体问题）",
            "督察指出问题",
            "检查发现的主要问题",
            "审计查出的主要问题",
            "不合格项",
            "反馈意见\n（问题）",
            "问题简述",
            "存在问题（必填）",
            "3. 存在的问题",
            "市委巡察反馈问题",
            "发现的隐患",
            "主要问题清单",
            "具体问题\n(巡察反馈原文)",
        ],
    ),
    (
        Column::Details,
        &[
            "问题描述（具体表现）",
            "突出问题表现",
            "隐患具体描述",
            "具体问题表现",
            "典型事例",
            "问题具体情况描述",
            "具体情况\n（附佐证）",
        ],
    ),
    (Column::Goal, &["整改目标（预期成效）", "完成标志", "整改预期目标", "验收标准", "整改要求及标准"]),
    (Column::Cause, &["原因剖析", "问题产生的主要原因", "问题根源", "存在问题的原因分析", "产生问题的原因"]),
    (Column::WiderCheck, &["举一反三（类似问题排查）", "举一反三整改落实"]),
    (Column::Measure, &["措施序号（如1-1）", "整改措施序号", "任务编号"]),
    (
        Column::Text,
        &[
            "整改措施（逐条填写）",
            "整 改 措 施",
            "具体整改举措",
            "整改工作举措",
            "下一步整改措施",
            "对策措施",
            "整改措施及责任分工",
            "任务清单\n（整改措施）",
            "拟采取的整改措施",
            "采取的整改措施和办法",
            "整改落实措施",
            "治理措施及要求",
            "细化整改措施",
            "整改措施清单",
            "工作措施（具体、可量化）",
            "解决办法",
        ],
    ),
    (
        Column::Leader,
        &[
            "责任领导（签字）",
            "包抓领导",
            "牵头县领导",
            "分管领导\n（班子成员）",
            "包案责任领导",
            "责任区级领导",
            "主管领导姓名",
        ],
    ),
    (
        Column::Lead,
        &[
            "牵头单位（部门）",
            "牵头科（室）",
            "牵头责任科室",
            "主责部门/单位",
            "归口管理部门",
            "主责处(室)",
            "牵头部门（单位）",
        ],
    ),
    (
        Column::Units,
        &[
            "责任单位(科室)",
            "整改责任处室",
            "责任部门*",
            "责任单位名称",
            "承办单位（科室）",
            "落实责任部门",
            "整改责任支部",
            "责任股室/单位",
        ],
    ),
    (
        Column::Supporting,
        &["配合科室（单位）", "配合整改单位", "协办科室", "协同配合部门", "协助单位（部门）"],
    ),
    (
        Column::Owner,
        &[
            "责任人（姓名）",
            "整改责任人员",
            "直接责任人姓名",
            "具体经办人",
            "责任人/联系电话",
            "第一责任人（姓名）",
            "具体责任人及手机号",
            "部门责任人",
        ],
    ),
    (
        Column::Due,
        &[
            "整改时限（年月日）",
            "完成时限*",
            "整改完成时限要求",
            "要求整改完成时间",
            "拟完成时限",
            "完成整改时限",
            "时限\n（×年×月）",
            "整改到位时限",
            "预计整改完成时间",
            "起止时间",
            "时间节点（截止）",
            "规定整改期限",
            "节点",
            "计划完成时间（年/月/日）",
            "整改期限/天",
            "限期整改截止日期",
        ],
    ),
    (Column::Term, &["整改类型（立行立改/限期/长期）", "整改方式（类型）", "整改分类"]),
    (
        Column::Progress,
        &[
            "整改进展（截至6月底）",
            "目前整改进展情况",
            "整改措施落实情况",
            "已开展工作",
            "整改落实进展情况",
            "整改情况及成效",
            "进展情况\n（文字说明）",
            "阶段性成效",
            "整改工作落实情况",
            "整改取得的成效",
            "最新进展情况",
            "工作开展情况",
            "已采取的整改措施",
        ],
    ),
    (
        Column::Status,
        &[
            "整改状态（已完成/整改中）",
            "完成状态*",
            "是否整改完成（是/否）",
            "是否已整改到位",
            "问题整改状态",
            "隐患整改状态",
            "是否完成整改任务",
            "整改任务状态",
        ],
    ),
    (
        Column::Institutions,
        &[
            "制度成果（名称）",
            "建立完善制度情况",
            "新建修订制度名称",
            "建章立制（制度名称）",
            "制度建设成果",
            "修订完善制度",
        ],
    ),
    (Column::Accountability, &["追责问责情况（人次）", "问责处理", "责任追究及处理情况", "处理问责情况"]),
    (
        Column::Evidence,
        &["佐证材料（文件名）", "印证材料目录", "支撑材料清单", "佐证资料名称", "证明材料（附后）"],
    ),
    (Column::Closure, &["销号情况（是/否）", "是否销号\n（盖章）", "对账销号"]),
    (Column::Note, &["备注（可填）", "备 注", "其他（说明）"]),
    (
        Column::Amount,
        &["涉及金额（元）", "问题金额\n(万元)", "违规金额（万元）", "查出问题金额", "违纪违规金额"],
    ),
    (
        Column::Rectified,
        &["已整改金额(元)", "已追缴资金（万元）", "整改到位金额", "已收回资金", "已退缴金额（元）"],
    ),
    (Column::Completed, &["实际完成时间（年月日）", "整改完成日期", "整改到位时间", "实际办结时间"]),
    (Column::RecheckDate, &["复查时间（年月日）", "验收日期", "复核时间"]),
    (Column::Recheck, &["复查结果（合格/不合格）", "复查验收结果", "核验情况", "验收结论意见"]),
];

#[test]
fn heads_of_offices_mean_their_fields() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (column, names) in SEEN {
        for name in names {
            count += 1;
            let found = meaning(name).or_else(|| likely(name));
            if found != Some(column) {
                wrong.push(format!("{name:?}: {found:?}, not {column:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 150, "{count}");
}

#[test]
fn heads_that_are_no_built_in_field_stay_the_offices_own() {
    let mut wrong = Vec::new();
    for name in [
        "联系电话",
        "手机号码",
        "问题来源",
        "检查时间",
        "检查人",
        "检查地点",
        "隐患级别",
        "隐患部位",
        "隐患照片",
        "整改前照片",
        "整改后照片",
        "完成率",
        "完成比例",
        "整改率",
        "是否逾期",
        "是否立行立改",
        "是否重复问题",
        "是否问责",
        "督办领导意见",
        "责任领导意见",
        "领导批示",
        "存在困难",
        "延期原因",
        "未完成原因",
        "启动时间",
        "开始时间",
        "进驻时间",
        "反馈时间",
        "问题数量",
        "措施数",
        "附件数",
        "挂牌情况",
        "预案",
        "整改资金（万元）",
        "责任人职务",
        "责任人电话",
        "上报人",
        "登记日期",
        "文号",
        "页码",
        "权重",
        "得分",
        "涉及人数",
        "所在片区",
        "项目名称",
        "合同编号",
    ] {
        let found = meaning(name).or_else(|| likely(name));
        if let Some(column) = found {
            wrong.push(format!("{name}: {column:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_name_under_another_means_what_both_say() {
    let mut wrong = Vec::new();
    for (above, leaf, column) in [
        ("责任分工", "领导", Some(Column::Leader)),
        ("责任清单", "部门", Some(Column::Units)),
        ("责任清单", "牵头部门", Some(Column::Lead)),
        ("责任部门", "牵头", Some(Column::Lead)),
        ("责任部门", "配合", Some(Column::Supporting)),
        ("责任单位", "主责", Some(Column::Lead)),
        ("责任单位", "协办", Some(Column::Supporting)),
        ("责任主体", "责任人", Some(Column::Owner)),
        ("复查", "时间", Some(Column::RecheckDate)),
        ("复查", "人员", Some(Column::RecheckBy)),
        ("复查", "结果", Some(Column::Recheck)),
        ("验收", "日期", Some(Column::RecheckDate)),
        ("验收", "结果", Some(Column::Recheck)),
        ("整改", "时限", Some(Column::Due)),
        ("整改", "措施", Some(Column::Text)),
        ("整改", "情况", Some(Column::Progress)),
        ("整改落实情况", "是否完成", Some(Column::Status)),
        ("整改落实情况", "状态", Some(Column::Status)),
        ("时限清单", "完成时间", Some(Column::Due)),
        ("问题清单", "问题", Some(Column::Finding)),
        ("问题清单", "类别", Some(Column::Aspect)),
        ("问题清单", "原因剖析", Some(Column::Cause)),
        ("措施清单", "措施", Some(Column::Text)),
        ("任务清单", "整改目标", Some(Column::Goal)),
        ("问题", "编号", Some(Column::Number)),
        ("检查", "时间", None),
        ("检查", "人员", None),
        ("建档", "日期", None),
        ("联系方式", "电话", None),
    ] {
        let head = Head { leaf: leaf.to_owned(), above: vec![above.to_owned()] };
        let found = head.meaning().map(|(column, _)| column);
        if found != column {
            wrong.push(format!("{above}/{leaf}: {found:?}, not {column:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
