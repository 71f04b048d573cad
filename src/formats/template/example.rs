//! 生成示例模板: a document with each mark, made to be looked at, changed and filled.

use super::fields::{FINDINGS, MEASURES, UNITS};
use super::names::names;
use super::wanted::{NameKind, UsableName};
use crate::document::{Document, Paragraph, Part};
use ledger::Ledger;
use ledger::date::Date;

/// What may be written besides names: a line of it, and what is in it.
const FORMS: [(&str, &str); 8] = [
    ("日期的格式", "{{今天|2024年6月30日}}，{{今天|2024-06-30}}，{{今天|二〇二四年六月三十日}}"),
    ("条数", "共 {{问题.总数}} 个问题、{{措施.总数}} 条措施"),
    ("按条件计数", "已完成 {{措施.总数 状态:已完成}} 条，未完成 {{措施.总数 -状态:已完成}} 条"),
    ("逐条重复", "{{#问题}}{{序号|一}}、{{反馈问题}}；{{/问题}}"),
    ("只列一部分", "{{#措施 状态:已完成}}{{序号}}-{{措施序号}} {{/措施}}"),
    ("有内容才写", "{{#措施}}{{#佐证材料}}{{序号}}-{{措施序号}} 有佐证材料。{{/佐证材料}}{{/措施}}"),
    ("没有内容才写", "{{#措施}}{{^佐证材料}}{{序号}}-{{措施序号}} 缺佐证材料。{{/佐证材料}}{{/措施}}"),
    ("是否", "{{#措施}}{{逾期|逾期/未逾期}} {{/措施}}"),
];

fn paragraph(part: Part, text: String) -> Paragraph {
    Paragraph { part, left: 0, head: String::new(), text }
}

/// The document.
#[must_use]
pub fn example(ledger: &Ledger, today: Date) -> Document {
    let all = names(ledger);
    let body = |text: String| paragraph(Part::Body, text);
    let mut paragraphs = vec![
        paragraph(Part::Title, "模板标记示例".to_owned()),
        body("双花括号之间的文字在生成文件时换成台账里的内容，其余文字、版式、图片保持不变。可删改后作为自己的模板。".to_owned()),
        paragraph(Part::First, "一、写法".to_owned()),
    ];
    paragraphs.extend(FORMS.iter().map(|(told, marks)| body(format!("{told}：{marks}"))));
    let values = |list: &str| {
        let of =
            |name: &&UsableName| name.list == list && !matches!(name.kind, NameKind::List | NameKind::Count);
        all.iter().filter(of).map(|name| body(format!("{}：{}", name.name, name.mark))).collect::<Vec<_>>()
    };
    let mark = |text: String| paragraph(Part::Plain, text);
    paragraphs.push(paragraph(Part::First, "二、台账".to_owned()));
    paragraphs.extend(values(""));
    paragraphs.push(paragraph(Part::First, "三、逐个问题，每个问题逐条措施".to_owned()));
    paragraphs.push(mark(format!("{{{{#{FINDINGS}}}}}")));
    paragraphs.extend(values(FINDINGS));
    paragraphs.push(mark(format!("{{{{#{MEASURES}}}}}")));
    paragraphs.extend(values(MEASURES));
    paragraphs.push(mark(format!("{{{{/{MEASURES}}}}}")));
    paragraphs.push(mark(format!("{{{{/{FINDINGS}}}}}")));
    paragraphs.push(paragraph(Part::First, "四、逐个单位".to_owned()));
    paragraphs.push(mark(format!("{{{{#{UNITS}}}}}")));
    paragraphs.extend(values(UNITS));
    paragraphs.push(body("问题 {{问题.总数}} 个，措施 {{措施.总数}} 条".to_owned()));
    paragraphs.push(mark(format!("{{{{/{UNITS}}}}}")));
    Document { title: "模板标记示例".to_owned(), author: String::new(), date: today, paragraphs }
}
