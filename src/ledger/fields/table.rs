//! The built-in fields, each declared once. What a list shows, sorts by, groups by and asks for, and what a head of
//! a sheet may mean, is a line here. Knows no ledger.

use super::Field;
use crate::finding::{Finding, Measure};
use crate::record::FieldSpec;

/// What is known of a built-in field.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub field: Field,
    /// The name in addresses, settings and saved views; never changed.
    pub code: &'static str,
    /// What people read where the ledger says nothing else.
    pub label: &'static str,
    /// The field of a measure that it is, where it is one.
    pub measure: Option<&'static FieldSpec>,
    /// The field of a finding that it is, where it is one. Where a measure has the same field, an empty one of the
    /// measure means what its finding says.
    pub finding: Option<&'static FieldSpec>,
    /// Its width in the 措施 table before anybody chose, in pixels; 0 = it is no column there.
    pub width: u16,
    /// The same of the 问题 list.
    pub finding_width: u16,
    /// What it serves for.
    pub uses: &'static [Use],
    /// The names that a search knows it by, the first for people.
    pub asked: &'static [&'static str],
    /// The names that offices give to its column, besides its label: see [`super::Fields::of_head`].
    pub heads: &'static [&'static str],
}

/// What a built-in field serves for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A column of the 措施 table before anybody chose.
    First,
    /// The 措施 table is sorted by it.
    SortsMeasures,
    /// The 问题 list is sorted by it.
    SortsFindings,
    /// The 措施 table stands in groups of it.
    Groups,
    /// The 问题 list stands in groups of it.
    GroupsFindings,
    /// Its text is cut behind a line: a number, a name, a word.
    OneLine,
}

use Use::{First, Groups, GroupsFindings, OneLine, SortsFindings, SortsMeasures};

/// Writes the table: field, code, label, widths in both lists, what it is of a measure and of a finding, uses, and names.
macro_rules! rows {
    ($($field:ident $code:literal $label:literal $width:literal $finding_width:literal $($measure:ident)? / $($finding:ident)? [$($use:ident)*] [$($asked:literal)*] [$($head:literal)*];)+) => {
        &[$(Row {
            field: Field::$field,
            code: $code,
            label: $label,
            measure: rows!(@spec Measure $($measure)?),
            finding: rows!(@spec Finding $($finding)?),
            width: $width,
            finding_width: $finding_width,
            uses: &[$($use),*],
            asked: &[$($asked),*],
            heads: &[$($head),*],
        },)+]
    };
    (@spec $record:ident) => { None };
    (@spec $record:ident $field:ident) => { Some($record::$field) };
}

/// Every built-in field, in the order in which columns stand before anybody chose.
pub static ROWS: &[Row] = rows! {
    Number "number" "序号" 84 84 number / number [First SortsMeasures SortsFindings OneLine] ["编号" "序号"]
        ["问题序号" "问题编号" "编号" "号"];
    Aspect "aspect" "问题类别" 112 112 / aspect [SortsMeasures SortsFindings GroupsFindings] ["方面" "类别" "问题类别"]
        ["主要方面" "方面" "类别" "问题类型" "反馈类别" "所属方面" "检查项" "检查项目" "风险类别" "隐患类别"];
    Finding "finding" "反馈问题" 200 240 / title [First SortsMeasures SortsFindings Groups] ["问题" "反馈问题"]
        ["发现的问题" "问题的具体内容" "突出问题" "具体问题" "问题" "主要问题" "存在问题" "存在的问题" "巡察反馈问题" "巡视反馈问题" "反馈意见" "问题内容"
         "具体表现" "反馈的具体问题" "隐患内容" "隐患描述" "问题描述" "存在问题及表现" "审计发现问题" "督察反馈问题" "风险" "风险点" "自查问题" "问题清单"];
    Details "details" "具体内容" 200 200 / details [SortsMeasures SortsFindings] [] ["问题表现" "具体情形" "问题详情" "事实描述"];
    Goal "goal" "整改目标" 160 160 / goal [SortsMeasures SortsFindings] ["目标" "整改目标"] ["目标" "整改要求" "目标要求" "整改建议" "预期目标"];
    Cause "cause" "原因分析" 160 160 / cause [SortsMeasures SortsFindings] ["原因" "原因分析"] ["问题原因" "产生原因" "成因分析" "原因"];
    WiderCheck "wider-check" "举一反三" 160 160 / wider_check [SortsMeasures SortsFindings] ["举一反三"] ["举一反三情况" "举一反三措施"];
    Amount "amount" "涉及金额（万元）" 104 104 / amount [SortsMeasures SortsFindings OneLine] ["涉及金额" "金额"]
        ["涉及金额" "问题金额" "金额" "违规金额" "涉及资金" "金额(万元)"];
    Rectified "rectified" "已整改金额（万元）" 104 104 / rectified_amount [SortsMeasures SortsFindings OneLine] ["已整改金额"]
        ["已整改金额" "整改金额" "已追缴金额" "已清退金额" "挽回金额"];
    Balance "balance" "未整改金额（万元）" 104 104 / [OneLine] ["未整改金额"] [];
    MeasureNumber "measure-number" "措施序号" 0 0 number / [] [] ["措施编号"];
    Text "text" "整改措施" 216 0 text / [First SortsMeasures] ["措施" "整改措施"]
        ["整改举措" "整改措施具体内容" "具体措施" "措施" "具体整改措施" "措施内容" "工作措施" "整改措施与要求" "处置措施" "整改方案" "防范措施" "自查问题及整改措施"];
    Leader "leader" "责任领导" 88 88 leader / leader [SortsMeasures SortsFindings OneLine] ["领导" "责任领导"]
        ["主责领导" "分管领导" "牵头领导" "责任局领导" "责任校领导" "包保领导" "挂牌领导"];
    Lead "lead" "牵头部门" 96 112 lead_unit / lead_unit [First SortsMeasures SortsFindings Groups GroupsFindings] ["牵头" "牵头部门" "牵头单位"]
        ["主责部门" "牵头单位" "主责单位" "牵头处室" "牵头科室" "主办单位"];
    Units "units" "责任部门" 112 112 units / units [SortsMeasures SortsFindings] ["单位" "部门" "责任部门" "责任单位" "配合部门"]
        ["责任(配合)部门" "责任单位" "责任处室" "责任科室" "整改责任单位" "责任配合部门" "责任(配合)单位" "承办单位" "整改单位"];
    Supporting "supporting" "配合部门" 112 112 supporting_units / supporting_units [] []
        ["配合单位" "协办部门" "协办单位" "配合处室" "配合科室" "协同单位"];
    Owner "owner" "责任人" 76 76 owner / owner [First SortsMeasures SortsFindings OneLine] ["责任人" "负责人"]
        ["具体责任人" "经办人" "直接责任人" "责任人员" "整改责任人" "责任人及联系方式" "联系人" "承办人"];
    Due "due" "整改时限" 116 116 due / due [First SortsMeasures SortsFindings] ["时限" "整改时限" "到期"]
        ["完成时间" "完成时限" "时限" "整改期限" "完成期限" "计划完成时间" "计划完成" "计划完成日期" "时间节点" "整改完成时限" "期限" "办结时限"];
    Extensions "extensions" "延期次数" 76 76 / [OneLine] [] [];
    Term "term" "整改类型" 80 0 term / [First SortsMeasures Groups OneLine] ["类型" "整改类型"] ["时限类型" "整改类别"];
    Progress "progress" "整改进展及成效" 132 0 / [First SortsMeasures] ["进展"]
        ["进展" "整改进展" "整改情况" "整改落实情况" "进展情况" "整改成效" "完成情况" "整改进展情况" "进展及成效" "整改结果" "取得成效" "整改措施及成效" "落实情况" "工作进展"];
    Status "status" "整改状态" 124 116 status / [First SortsMeasures SortsFindings Groups GroupsFindings OneLine] ["状态" "整改状态"]
        ["状态" "完成状态" "整改完成情况" "是否完成" "是否整改到位" "隐患状态" "是否整改" "整改进度"];
    Completed "completed" "实际完成日期" 104 104 completed / completed [SortsMeasures SortsFindings OneLine] ["完成日期" "实际完成"]
        ["实际完成" "实际完成时间" "完成日期" "整改完成时间" "整改完成日期" "办结日期"];
    Recheck "recheck" "复查结果" 96 96 recheck / recheck [SortsMeasures SortsFindings] ["复查" "复查结果"]
        ["复查情况" "验收结果" "核查结果" "复核结果" "验收情况" "复查意见"];
    RecheckBy "recheck-by" "复查人" 76 76 recheck_by / recheck_by [SortsMeasures SortsFindings OneLine] ["复查人"]
        ["验收人" "核查人" "复核人" "销号人"];
    RecheckDate "recheck-date" "复查日期" 104 104 recheck_date / recheck_date [SortsMeasures SortsFindings OneLine] ["复查日期"]
        ["复查时间" "验收日期" "验收时间" "核查日期" "销号日期" "销号时间"];
    Institutions "institutions" "制度成果" 0 0 / [] [] ["建章立制" "制度建设" "制度机制" "建章立制情况" "出台制度"];
    Accountability "accountability" "追责问责" 0 0 / [] [] ["问责情况" "追责问责情况" "处理情况" "问责"];
    Evidence "evidence" "佐证份数" 80 0 / [SortsMeasures OneLine] ["佐证" "佐证材料"]
        ["佐证材料" "证明材料" "佐证" "印证材料" "支撑材料" "佐证资料"];
    Closure "closure" "销号情况" 84 84 / [SortsMeasures SortsFindings Groups GroupsFindings OneLine] ["销号" "销号情况"]
        ["销号" "是否销号" "销号状态" "对账销号"];
    Note "note" "备注" 132 132 note / note [SortsMeasures SortsFindings] ["备注"] ["说明" "其他" "备注说明"];
    Internal "internal" "仅内部" 0 76 internal / internal [OneLine] [] [];
    Measures "measures" "措施数" 0 72 / [SortsFindings OneLine] [] [];
    Overdue "overdue" "逾期措施数" 0 64 / [SortsFindings OneLine] [] [];
};
