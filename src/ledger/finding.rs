//! 问题 and 整改措施, with what is reported and proved for them. Knows nothing of counts or rules.

use super::closure::ClosureStep;
use super::date::{Date, Moment};
use super::due::{Due, Term};
use super::field::Decimal;
use super::id::Id;
use super::members::CustomValues;
use super::record::record;

record! {
    /// 问题: what the inspection found, with the measures promised for it.
    entity Finding = "问题" {
        fields {
            /// The printed number, 1 to n.
            number: Option<u32> = "序号",
            /// The printed numbering, verbatim: `1.`, `12、`, `（一）`.
            prefix: String = "印出的编号",
            /// 关于…的问题, verbatim.
            title: String = "反馈问题",
            /// The aspect it belongs to.
            aspect: Option<Id> = "问题类别" => Aspect,
            /// The printed label before the measures, verbatim: `整改情况:`.
            label: String = "措施前的标签",
            /// What the inspection saw in detail; printed between the title and the label.
            details: String = "问题的具体内容",
            /// Text between the label and the measures, verbatim.
            body: String = "正文",
            /// 整改目标.
            goal: String = "整改目标",
            /// 原因分析.
            cause: String = "原因分析",
            /// 举一反三.
            wider_check: String = "举一反三",
            /// 责任领导.
            leader: String = "责任领导",
            /// 牵头部门.
            lead_unit: Option<Id> = "牵头部门" => Unit,
            /// 责任部门.
            units: Vec<Id> = "责任部门" => Unit,
            /// 配合部门.
            supporting_units: Vec<Id> = "配合部门" => Unit,
            /// 责任人.
            owner: String = "责任人",
            /// 整改时限 of the finding as a whole, the first one: later ones are extensions.
            due: Option<Due> = "整改时限",
            /// 整改时限 as it was typed, where [`Self::due`] does not say all of it.
            due_text: String = "整改时限原文",
            /// 涉及金额, in 万元.
            amount: Option<Decimal> = "涉及金额（万元）",
            /// 已整改金额, in 万元. The balance is computed: see [`Finding::balance`].
            rectified_amount: Option<Decimal> = "已整改金额（万元）",
            /// 实际完成日期.
            completed: Option<Date> = "实际完成日期",
            /// 复查结果. Where it is empty, 销号 tells it: see [`super::follow_up`].
            recheck: String = "复查结果",
            /// 复查人.
            recheck_by: String = "复查人",
            /// 复查日期.
            recheck_date: Option<Date> = "复查日期",
            /// 备注.
            note: String = "备注",
            /// Left out of the public notice.
            internal: bool = "仅内部",
        }
        parts {
            /// How it is set in the notice.
            form: FindingForm,
            /// The values of the ledger's custom fields.
            custom: CustomValues,
        }
        lists {
            /// The measures, in the order printed.
            measures: Measure = "整改措施",
            /// 延期 of the finding as a whole: the deadlines after the first.
            extensions: Extension = "延期",
            /// The steps of 销号 of the finding as a whole.
            closure: ClosureStep = "销号情况",
        }
    }
}

record! {
    /// How a finding is set in the notice it was read from: what stands between its parts, verbatim.
    /// Empty is the usual: title and body in a paragraph each.
    part FindingForm = "排印" {
        fields {
            /// Before the numbering; empty is a line break.
            before: String = "编号前的间隔",
            /// After the title; empty is a line break, or nothing where the body runs on.
            after_title: String = "标题后的间隔",
            /// The body begins in the paragraph of the title.
            run_in: bool = "标题与正文同段",
            /// Between details and label; empty is a line break, or nothing where the label runs on.
            before_label: String = "标签前的间隔",
            /// The label stands in the paragraph of the details.
            label_run_in: bool = "标签与具体内容同段",
            /// After the last measure.
            after: String = "末尾的间隔",
        }
    }
}

record! {
    /// 整改措施: one promised action. A row of the ledger.
    entity Measure = "整改措施" {
        fields {
            /// Its own index within the finding, 1 to n.
            number: Option<u32> = "措施序号",
            /// What stands before the ordinal in the notice, verbatim; empty = the same paragraph.
            before: String = "序次前的间隔",
            /// The printed ordinal, verbatim: `一是`. May skip (一是 二是 四是).
            ordinal: String = "印出的序次",
            /// The summarising phrase that the text begins with.
            lead: String = "提要",
            /// The whole text after the ordinal, verbatim.
            text: String = "整改措施",
            /// 责任领导.
            leader: String = "责任领导",
            /// 牵头部门.
            lead_unit: Option<Id> = "牵头部门" => Unit,
            /// 责任部门.
            units: Vec<Id> = "责任部门" => Unit,
            /// 配合部门.
            supporting_units: Vec<Id> = "配合部门" => Unit,
            /// 责任人.
            owner: String = "责任人",
            /// 整改时限, the first one: later ones are extensions.
            due: Option<Due> = "整改时限",
            /// 整改时限 as it was typed, where [`Self::due`] does not say all of it.
            due_text: String = "整改时限原文",
            /// 整改类型: the class of the deadline.
            term: Option<Term> = "整改类型",
            /// 整改状态, an id of the bundle's vocabulary; empty is 未填报.
            status: Option<Id> = "整改状态" => Status,
            /// 实际完成日期.
            completed: Option<Date> = "实际完成日期",
            /// 复查结果. Where it is empty, 销号 tells it: see [`super::follow_up`].
            recheck: String = "复查结果",
            /// 复查人.
            recheck_by: String = "复查人",
            /// 复查日期.
            recheck_date: Option<Date> = "复查日期",
            /// 备注.
            note: String = "备注",
            /// Left out of the public notice.
            internal: bool = "仅内部",
        }
        parts {
            /// The values of the ledger's custom fields.
            custom: CustomValues,
        }
        lists {
            /// 整改进展及成效, dated and signed.
            progress: Progress = "整改进展及成效",
            /// 延期: the deadlines after the first.
            extensions: Extension = "延期",
            /// 佐证材料.
            evidence: Evidence = "佐证材料",
            /// The steps of 销号.
            closure: ClosureStep = "销号情况",
        }
    }
}

record! {
    /// 整改进展及成效: a dated, signed note.
    entity Progress = "进展" {
        fields {
            /// The day it tells of.
            date: Option<Date> = "日期",
            /// Who signs.
            by: String = "填报人",
            /// What was done and what came of it.
            text: String = "进展及成效",
        }
    }
}

record! {
    /// 延期: a new deadline beside the first one, never in its place.
    entity Extension = "延期" {
        fields {
            /// The new deadline.
            due: Option<Due> = "新的时限",
            /// Why.
            reason: String = "延期原因",
            /// Who approved.
            approver: String = "批准人",
            /// When it was approved.
            date: Option<Date> = "批准日期",
        }
    }
}

record! {
    /// 佐证材料: a file that stays where it is, known by name, size and digest.
    entity Evidence = "佐证材料" {
        fields {
            /// The running number: `12-3-01`.
            number: String = "材料编号",
            /// The file's name.
            name: String = "材料名称",
            /// Where it lies on the share.
            place: String = "存放位置",
            /// Bytes.
            size: Option<u64> = "大小（字节）",
            /// The media type.
            media_type: String = "类型",
            /// When the file was last changed.
            modified: Option<Moment> = "文件时间",
            /// SM3 digest, 64 hexadecimal digits (GB/T 32905-2016).
            sm3: String = "SM3",
            /// SHA-256 digest, 64 hexadecimal digits.
            sha256: String = "SHA-256",
            /// Who handed it in.
            provider: String = "提供者",
            /// The day of the material.
            date: Option<Date> = "材料日期",
            /// 备注.
            note: String = "备注",
            /// Other measures that it proves.
            also: Vec<Id> = "同时佐证" => Measure,
        }
    }
}
