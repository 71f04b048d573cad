//! The registers beside the findings: units, aspects, statuses, documents issued, reminders, accountability,
//! figures and claims. Knows nothing of how they are counted.

use super::date::Date;
use super::field::{Decimal, words};
use super::id::Id;
use super::record::record;

words! {
    /// What a status means for the counts, whatever an office calls it.
    StatusClass, "open、partial、done 之一", {
        /// Not begun or under way.
        Open = "open" "未完成",
        /// Done in part: 阶段性完成, 基本完成. Does not count as 已完成.
        Partial = "partial" "部分完成",
        /// 已完成.
        Done = "done" "已完成",
    }
}

record! {
    /// A word of the office's status vocabulary. 未填报 is the absence of a status, not a word of it.
    entity Status = "状态" {
        fields {
            /// What people read.
            label: String = "名称",
            /// What it means for the counts.
            class: Option<StatusClass> = "类别",
            /// The sign that stands before the word, so that colour is not needed.
            symbol: String = "符号",
        }
    }
}

record! {
    /// 单位, 部门: who answers for a measure.
    entity Unit = "单位" {
        fields {
            /// The name.
            name: String = "名称",
            /// Other names that files use for it, separated by 、.
            aliases: String = "别名",
            /// Its head.
            head: String = "负责人",
        }
    }
}

record! {
    /// 方面, 类: a grouping above findings; aspects may be nested.
    entity Aspect = "方面" {
        fields {
            /// The printed numbering, verbatim: `（一）`.
            prefix: String = "印出的编号",
            /// The heading.
            title: String = "名称",
            /// The aspect above it.
            parent: Option<Id> = "上级方面" => Aspect,
            /// Text under the heading, before the first finding, verbatim.
            body: String = "类别下的文字",
            /// What stands before the numbering in the notice; empty is a line break.
            before: String = "编号前的间隔",
        }
    }
}

words! {
    /// How a document stands to the rectification.
    DocumentRole, "issued、studied、produced 之一", {
        /// Issued or revised by the office: 建章立制.
        Issued = "issued" "制定印发",
        /// Studied or carried out: laws, rules and papers of others.
        Studied = "studied" "学习贯彻",
        /// Produced, but no rule: reports, records, forms, handbooks.
        Produced = "produced" "形成成果",
    }
}

record! {
    /// 制度成果: a document named in the rectification.
    entity Institution = "制度" {
        fields {
            /// The title inside 《》.
            title: String = "文件名称",
            /// How it stands to the rectification.
            role: Option<DocumentRole> = "性质",
            /// The verb that the text uses: 制发, 修订.
            verb: String = "行文动词",
            /// 文号.
            number: String = "文号",
            /// The day of issue.
            date: Option<Date> = "印发日期",
            /// 文种: 办法, 细则, 方案.
            kind: String = "文种",
            /// The document that replaced it; empty = in force.
            replaced_by: String = "被何文件替代",
            /// The findings it serves.
            findings: Vec<Id> = "对应问题" => Finding,
            /// The measures that name it.
            measures: Vec<Id> = "对应措施" => Measure,
            /// The section of the notice that names it, where no finding does.
            section: String = "通报部分",
            /// 备注.
            note: String = "备注",
        }
    }
}

words! {
    /// What kind of supervision letter.
    ReminderKind, "督办单、提示函 之一", {
        /// 督办单.
        Supervision = "督办单" "督办单",
        /// 提示函.
        Notice = "提示函" "提示函",
    }
}

record! {
    /// 督办单, 提示函: a supervision letter and its answer.
    entity Reminder = "督办提示" {
        fields {
            /// What kind.
            kind: Option<ReminderKind> = "种类",
            /// 文号.
            number: String = "编号",
            /// When it was sent.
            date: Option<Date> = "发出日期",
            /// To whom.
            unit: Option<Id> = "收文单位" => Unit,
            /// The findings it is about as a whole.
            findings: Vec<Id> = "对应问题" => Finding,
            /// The measures it is about.
            measures: Vec<Id> = "对应措施" => Measure,
            /// What it says.
            text: String = "内容",
            /// By when an answer is wanted.
            answer_due: Option<Date> = "答复期限",
            /// When the answer came.
            answered: Option<Date> = "答复日期",
            /// The answer.
            answer: String = "答复",
        }
    }
}

record! {
    /// 追责问责: a count with its form. Zeros are printed too.
    entity Accountability = "追责问责" {
        fields {
            /// 第一种形态, 第二种形态, 诫勉谈话 …
            form: String = "形式",
            /// How many.
            count: Option<u32> = "数量",
            /// 人, 人次.
            unit: String = "单位",
            /// The findings it belongs to.
            findings: Vec<Id> = "对应问题" => Finding,
            /// Names and detail, internal.
            note: String = "备注",
        }
    }
}

record! {
    /// A number with a unit that the text claims as achieved.
    entity Figure = "数字成果" {
        fields {
            /// The exact number.
            value: Option<Decimal> = "数值",
            /// Its unit: 份, 家, 人次, 万元, %.
            unit: String = "单位",
            /// The text says 多, 余, 近.
            approx: bool = "约数",
            /// What was counted.
            what: String = "内容",
            /// The words of the text.
            quote: String = "原文",
            /// The finding that holds it.
            finding: Option<Id> = "对应问题" => Finding,
            /// The measure that holds it.
            measure: Option<Id> = "对应措施" => Measure,
            /// The section of the notice that holds it, where no finding does.
            section: String = "通报部分",
        }
    }
}

record! {
    /// A work list that somebody saved for all who open the ledger: what is asked of a table, and how it is shown.
    entity SavedView = "视图" {
        fields {
            /// What people call it.
            name: String = "名称",
            /// The place: `/measures` or `/findings`.
            place: String = "位置",
            /// What is asked, as it stands in the address, with the order and the groups.
            query: String = "条件",
            /// The columns with their widths, as `query::columns` prints them; empty = as they are at first.
            columns: String = "表格列",
            /// Who saved it.
            by: String = "保存人",
        }
    }
}

words! {
    /// What a claimed total is about.
    ClaimSubject, "findings、measures、institutions、accountability 之一", {
        /// 问题.
        Findings = "findings" "问题",
        /// 整改措施.
        Measures = "measures" "整改措施",
        /// 制度.
        Institutions = "institutions" "制度机制",
        /// 追责问责.
        Accountability = "accountability" "追责问责",
    }
}

record! {
    /// A total that the notice claims, to stand beside the counted one.
    entity Claim = "通报所称" {
        fields {
            /// What is counted.
            subject: Option<ClaimSubject> = "事项",
            /// The number claimed.
            value: Option<u32> = "数量",
            /// Its unit.
            unit: String = "单位",
            /// The words of the text.
            quote: String = "原文",
        }
    }
}

/// The unit that bears this name, as its own or among its aliases, however these are parted.
#[must_use]
pub fn unit_named<'a>(units: &'a [Unit], name: &str) -> Option<&'a Id> {
    let name = name.trim();
    let bears = |unit: &&Unit| {
        let aliases = unit.aliases.split(['、', ',', '，', ';', '；']);
        unit.name == name || aliases.map(str::trim).any(|alias| alias == name)
    };
    units.iter().filter(|_| !name.is_empty()).find(bears).map(|unit| &unit.id)
}
