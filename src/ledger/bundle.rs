//! The bundle: everything that one ledger holds, as it stands in one JSON file. Knows no rule and no edit.

use super::checks::Waiver;
use super::closure::{ClosureLevel, OpinionTemplate};
use super::custom::CustomField;
use super::date::Date;
use super::field::RawList;
use super::finding::Finding;
use super::members::{FieldLabels, HiddenFields};
use super::record::record;
use super::register::{
    Accountability, Aspect, Claim, Figure, Institution, Reminder, SavedView, Status, Unit,
};
use super::table_layout::TableLayout;
use super::template::Template;

/// The `format` that this version writes.
pub const FORMAT: &str = "zhenggai.bundle/1";

record! {
    /// One ledger: an organisation's rectification after one inspection.
    entity Bundle = "台账" {
        fields {
            /// [`FORMAT`].
            format: String = "格式",
            /// The title of the ledger.
            title: String = "台账名称",
            /// Generated for demonstrations; shown plainly.
            demonstration: bool = "演示数据",
            /// 被巡察党组织.
            organization: String = "被巡察党组织",
            /// The edits made since the ledger was set up; the journal reads them.
            history: RawList = "变更记录",
            /// Ids of edits in `history` that met another edit and wait for a person.
            unsettled: RawList = "待处理的变更",
        }
        parts {
            /// 巡察.
            inspection: Inspection,
            /// 集中整改期.
            rectification_period: RectificationPeriod,
            /// 通报.
            notice: Notice,
            /// 归档.
            archive: Archive,
            /// The names that this ledger gives to built-in fields, by key: `measure.owner`.
            field_labels: FieldLabels,
            /// The built-in fields that this ledger does not show, by key.
            hidden_fields: HiddenFields,
        }
        lists {
            /// 自定义字段, in the order of forms and tables.
            custom_fields: CustomField = "自定义字段",
            /// The status vocabulary, in the order of progress.
            statuses: Status = "状态",
            /// 单位.
            units: Unit = "单位",
            /// 方面.
            aspects: Aspect = "方面",
            /// 问题.
            findings: Finding = "问题",
            /// 制度.
            institutions: Institution = "制度",
            /// 督办单, 提示函.
            reminders: Reminder = "督办提示",
            /// 追责问责.
            accountability: Accountability = "追责问责",
            /// 数字成果.
            figures: Figure = "数字成果",
            /// 通报所称.
            claims: Claim = "通报所称",
            /// 审核级次, in the order of review; empty = the usual two.
            closure_levels: ClosureLevel = "审核级次",
            /// 意见模板; empty = the usual ones.
            opinion_templates: OpinionTemplate = "意见模板",
            /// Work lists that were saved for all.
            views: SavedView = "视图",
            /// Checks that a person set aside.
            waivers: Waiver = "无需处理",
            /// How tables of other offices are read.
            table_layouts: TableLayout = "读表方式",
            /// Forms of the office that the ledger fills.
            templates: Template = "模板",
        }
    }
}

record! {
    /// 巡察: which inspection, by whom, when.
    part Inspection = "巡察" {
        fields {
            /// The party committee that inspects.
            authority: String = "派出机关",
            /// 巡察轮次.
            round: String = "巡察轮次",
            /// 巡察组.
            team: String = "巡察组",
            /// 进驻, first day.
            from: Option<Date> = "进驻日期",
            /// 进驻, last day.
            to: Option<Date> = "撤离日期",
            /// 反馈日期: starts the clock.
            feedback: Option<Date> = "反馈日期",
        }
    }
}

record! {
    /// 集中整改期: always data, since offices set 2, 3 or 6 months.
    part RectificationPeriod = "集中整改期" {
        fields {
            /// Months after the feedback.
            months: Option<u32> = "月数",
            /// The last day, where it was set as a day.
            until: Option<Date> = "截止日期",
            /// The day on which the plan was issued. From then on a deadline changes by extension alone.
            plan: Option<Date> = "方案印发日期",
        }
    }
}

record! {
    /// 通报: the published text around the findings, verbatim.
    part Notice = "通报" {
        fields {
            /// Which document the text is: empty is a notice, otherwise `反馈意见`, which the public does not read.
            kind: String = "文种",
            /// What stood before the title where the text was copied from, verbatim: not printed.
            before: String = "标题前的文字",
            /// The title.
            title: String = "标题",
            /// What stood between title and text where it was copied from: source, time, sharing. Verbatim: not printed.
            below_title: String = "标题下的文字",
            /// Who inspected when; 现将…予以公布.
            preamble: String = "导语",
            /// The heading of the organisation section.
            organization_heading: String = "组织领导标题",
            /// The organisation section, a paragraph a line.
            organization: String = "组织领导",
            /// The heading before the findings.
            progress_heading: String = "整改进展标题",
            /// What stands between that heading and the first finding, a paragraph a line.
            intro: String = "整改进展导语",
            /// The heading of the plans.
            plans_heading: String = "下一步打算标题",
            /// 下一步打算, a paragraph a line.
            plans: String = "下一步打算",
            /// How the public can answer.
            contact: String = "联系方式",
            /// 落款.
            signatory: String = "落款单位",
            /// The day of the notice.
            date: Option<Date> = "成文日期",
            /// The day as it is printed.
            date_text: String = "成文日期原文",
            /// What stood after the date where the text was copied from, verbatim: not printed.
            after: String = "日期后的文字",
            /// The line ends of the text: empty is LF, otherwise `CRLF`.
            line_end: String = "换行符",
        }
    }
}

record! {
    /// 归档 metadata, in the words of DA/T 46-2009.
    part Archive = "归档" {
        fields {
            /// 立档单位名称.
            fonds_constituting_unit: String = "立档单位名称",
            /// 全宗号.
            fonds_number: String = "全宗号",
            /// 目录号.
            catalogue_number: String = "目录号",
            /// 年度.
            year: Option<u32> = "年度",
            /// 保管期限: 永久, 定期30年, 定期10年.
            retention: String = "保管期限",
            /// 机构或问题.
            agency_or_theme: String = "机构或问题",
            /// 类别号.
            category: String = "类别号",
            /// 室编件号.
            item_number: String = "室编件号",
            /// 题名.
            title: String = "题名",
            /// 责任者.
            author: String = "责任者",
            /// 日期.
            date: Option<Date> = "日期",
            /// 文种.
            document_kind: String = "文种",
            /// 密级.
            security: String = "密级",
            /// 保密期限.
            secrecy_period: String = "保密期限",
            /// 语种.
            language: String = "语种",
            /// 稿本.
            version: String = "稿本",
        }
    }
}
