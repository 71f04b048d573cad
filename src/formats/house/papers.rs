//! What each paper of the house says.

use super::paper::{Field, Line, Piece};
use crate::document::Part;
use crate::docx::page::Page;

fn text(part: Part, text: &'static str) -> Piece {
    Piece::Paragraph(part, text)
}

fn body(words: &'static str) -> Piece {
    text(Part::Body, words)
}

fn field(head: &'static str, cell: &'static str, share: u32) -> Field {
    Field { head, cell, share }
}

fn line(name: &'static str, cell: &'static str, lines: u32) -> Line {
    Line { name, cell, lines }
}

/// Who signs, and when.
fn signed() -> [Piece; 2] {
    [
        text(Part::Signatory, "　　　　　　　　　　　　　　　{{单位名称}}"),
        text(Part::Date, "　　　　　　　　　　　　　　　　{{今天|2024年6月30日}}"),
    ]
}

/// 整改方案.
pub fn plan() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "{{单位名称}}巡察反馈意见整改方案"),
        text(Part::Plain, ""),
        body(
            "{{#反馈日期}}{{反馈日期|2024年6月30日}}，{{/反馈日期}}{{巡察组}}向{{单位名称}}反馈了{{巡察轮次}}的意见。对照反馈的{{问题.总数}}个问题，共制定整改措施{{措施.总数}}条。现制定整改方案如下。",
        ),
        text(Part::First, "一、整改任务"),
        body("{{#问题}}"),
        text(Part::Second, "（{{序号|一}}）{{反馈问题}}"),
        body("{{#问题的具体内容}}"),
        body("具体内容：{{问题的具体内容}}"),
        body("{{/问题的具体内容}}"),
        body("{{#整改目标}}"),
        body("整改目标：{{整改目标}}"),
        body("{{/整改目标}}"),
        body("{{#原因分析}}"),
        body("原因分析：{{原因分析}}"),
        body("{{/原因分析}}"),
        body("{{#措施}}"),
        body(
            "{{措施序号}}.{{整改措施}}{{#责任领导}}责任领导：{{责任领导}}。{{/责任领导}}{{#牵头部门}}牵头部门：{{牵头部门}}。{{/牵头部门}}{{#责任人}}责任人：{{责任人}}。{{/责任人}}{{#整改时限}}整改时限：{{整改时限|2024年6月30日}}。{{/整改时限}}",
        ),
        body("{{/措施}}"),
        body("{{/问题}}"),
        text(Part::First, "二、工作要求"),
        body(
            "各责任领导、责任部门对照本方案逐条落实整改措施，按时报送进展和佐证材料，完成一项、审核一项、销号一项。",
        ),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 三清单.
pub fn lists() -> (Page, Vec<Piece>) {
    let pieces = vec![
        text(Part::Title, "{{单位名称}}巡察整改问题清单"),
        Piece::Table(vec![
            field("序号", "{{#问题}}{{序号}}", 3),
            field("问题类别", "{{问题类别}}", 6),
            field("反馈问题", "{{反馈问题}}", 14),
            field("问题的具体内容", "{{问题的具体内容}}", 24),
            field("措施数", "{{措施.总数}}{{/问题}}", 3),
        ]),
        text(Part::Title, "{{单位名称}}巡察整改任务清单"),
        Piece::Table(vec![
            field("序号", "{{#措施}}{{序号}}-{{措施序号}}", 3),
            field("反馈问题", "{{反馈问题}}", 12),
            field("整改目标", "{{整改目标}}", 10),
            field("整改措施", "{{整改措施}}", 20),
            field("整改时限", "{{整改时限}}{{/措施}}", 5),
        ]),
        text(Part::Title, "{{单位名称}}巡察整改责任清单"),
        Piece::Table(vec![
            field("序号", "{{#措施}}{{序号}}-{{措施序号}}", 3),
            field("整改措施", "{{整改措施}}", 18),
            field("责任领导", "{{责任领导}}", 5),
            field("牵头部门", "{{牵头部门}}", 6),
            field("责任（配合）部门", "{{责任(配合)部门}}", 7),
            field("责任人", "{{责任人}}", 5),
            field("整改时限", "{{整改时限}}{{/措施}}", 5),
        ]),
    ];
    (Page::Across, pieces)
}

/// 集中整改进展情况报告.
pub fn progress() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "{{单位名称}}关于巡察集中整改进展情况的报告"),
        text(Part::Plain, ""),
        body(
            "截至{{今天|2024年6月30日}}，{{巡察组}}反馈的{{问题.总数}}个问题共制定整改措施{{措施.总数}}条，其中已完成{{措施.总数 状态:已完成}}条、整改中{{措施.总数 状态:整改中}}条、逾期{{措施.总数 逾期:是}}条，已销号{{措施.总数 销号情况:已销号}}条。现将集中整改进展情况报告如下。",
        ),
        text(Part::First, "一、整改落实情况"),
        body("{{#问题}}"),
        text(Part::Second, "（{{序号|一}}）{{反馈问题}}"),
        body("{{#措施}}"),
        body(
            "{{措施序号}}.{{整改措施}}（{{#整改状态}}{{整改状态}}{{/整改状态}}{{^整改状态}}未填报{{/整改状态}}）{{整改进展及成效}}",
        ),
        body("{{/措施}}"),
        body("{{/问题}}"),
        text(Part::First, "二、尚未完成的措施"),
        body("{{#措施 -状态:已完成}}"),
        body(
            "{{序号}}-{{措施序号}} {{整改措施}}{{#整改时限}}（时限{{整改时限|2024年6月30日}}）{{/整改时限}}",
        ),
        body("{{/措施}}"),
        body("{{^措施 -状态:已完成}}"),
        body("无。"),
        body("{{/措施}}"),
        text(Part::First, "三、下一步打算"),
        body("对尚未完成的措施倒排时间、逐条督办，对已完成的措施及时复核销号，把整改成果用制度固定下来。"),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 销号审批表, one for each measure.
pub fn closure_form() -> (Page, Vec<Piece>) {
    let pieces = vec![
        text(Part::Title, "巡察整改销号审批表"),
        text(Part::Plain, "单位：{{单位名称}}　　编号：{{序号}}-{{措施序号}}　　{{今天|2024年6月30日}}"),
        Piece::Form(vec![
            line("反馈问题", "{{反馈问题}}", 2),
            line("整改措施", "{{整改措施}}", 3),
            line("牵头部门", "{{牵头部门}}", 1),
            line("责任领导", "{{责任领导}}", 1),
            line("责任人", "{{责任人}}", 1),
            line("整改时限", "{{整改时限}}", 1),
            line("整改状态", "{{整改状态}}", 1),
            line("整改进展及成效", "{{整改进展及成效}}", 4),
            line("佐证材料", "{{佐证材料}}", 2),
            line("责任部门意见", "\n（盖章）　　　　年　月　日", 3),
            line("整改办审核意见", "\n（盖章）　　　　年　月　日", 3),
            line("分管领导意见", "\n签名：　　　　年　月　日", 3),
            line("主要领导意见", "\n签名：　　　　年　月　日", 3),
        ]),
    ];
    (Page::Upright, pieces)
}

/// 督办单, one for each unit.
pub fn supervision() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "巡察整改督办单"),
        text(Part::Plain, ""),
        text(Part::Recipient, "{{单位.名称}}："),
        body(
            "截至{{今天|2024年6月30日}}，你单位负责的{{措施.总数}}条整改措施中，已完成{{措施.总数 状态:已完成}}条，逾期{{措施.总数 逾期:是}}条。下列措施已过整改时限，请于收到本单后立即整改，并报送进展、佐证材料和逾期原因。",
        ),
        Piece::Table(vec![
            field("序号", "{{#措施 逾期:是}}{{序号}}-{{措施序号}}", 3),
            field("反馈问题", "{{反馈问题}}", 8),
            field("整改措施", "{{整改措施}}", 14),
            field("责任人", "{{责任人}}", 4),
            field("整改时限", "{{整改时限}}", 5),
            field("整改状态", "{{整改状态}}{{/措施}}", 4),
        ]),
        body("{{^措施 逾期:是}}"),
        body("目前没有逾期的整改措施。"),
        body("{{/措施}}"),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 提示函, one for each unit.
pub fn reminder() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "关于做好巡察整改工作的提示函"),
        text(Part::Plain, ""),
        text(Part::Recipient, "{{单位.名称}}："),
        body("你单位负责的下列整改措施尚未完成。请对照时限抓紧落实，按时报送进展和佐证材料。"),
        Piece::Table(vec![
            field("序号", "{{#措施 -状态:已完成}}{{序号}}-{{措施序号}}", 3),
            field("整改措施", "{{整改措施}}", 18),
            field("责任人", "{{责任人}}", 4),
            field("整改时限", "{{整改时限}}", 5),
            field("整改状态", "{{整改状态}}{{/措施}}", 4),
        ]),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 整改通知单, one for each finding.
pub fn finding_notice() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "巡察整改通知单"),
        text(Part::Plain, ""),
        text(Part::Recipient, "{{#牵头部门}}{{牵头部门}}{{/牵头部门}}{{^牵头部门}}各责任部门{{/牵头部门}}："),
        body("{{巡察组}}反馈的第{{序号}}个问题“{{反馈问题}}”由你单位牵头整改。请按下列措施和时限落实。"),
        body("{{#问题的具体内容}}"),
        body("问题的具体内容：{{问题的具体内容}}"),
        body("{{/问题的具体内容}}"),
        body("{{#整改目标}}"),
        body("整改目标：{{整改目标}}"),
        body("{{/整改目标}}"),
        Piece::Table(vec![
            field("序号", "{{#措施}}{{措施序号}}", 3),
            field("整改措施", "{{整改措施}}", 18),
            field("责任部门", "{{牵头部门}}", 6),
            field("责任人", "{{责任人}}", 4),
            field("整改时限", "{{整改时限}}{{/措施}}", 5),
        ]),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 单项销号公示, one for each finding. Public: it names what a notice names, and nothing else.
pub fn closure_notice() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "关于巡察整改问题销号的公示"),
        text(Part::Plain, ""),
        body(
            "根据巡察整改工作要求，现将{{单位名称}}对巡察反馈问题“{{反馈问题}}”的整改情况予以公示，接受监督。",
        ),
        text(Part::First, "整改情况"),
        body("{{#措施}}"),
        body("{{措施序号}}.{{整改措施}}"),
        body("{{/措施}}"),
        body("公示期自{{今天|2024年6月30日}}起5个工作日。如有异议，请在公示期内向{{单位名称}}反映。"),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 佐证材料目录.
pub fn evidence() -> (Page, Vec<Piece>) {
    let pieces = vec![
        text(Part::Title, "{{单位名称}}巡察整改佐证材料目录"),
        Piece::Table(vec![
            field("序号", "{{#措施 佐证材料:有}}{{序号}}-{{措施序号}}", 3),
            field("反馈问题", "{{反馈问题}}", 10),
            field("整改措施", "{{整改措施}}", 18),
            field("佐证材料", "{{佐证材料}}", 18),
            field("牵头部门", "{{牵头部门}}{{/措施}}", 6),
        ]),
    ];
    (Page::Across, pieces)
}

/// 周报 / 月报: what changed since a day.
pub fn weekly() -> (Page, Vec<Piece>) {
    let mut pieces = vec![
        text(Part::Title, "{{单位名称}}巡察整改工作{{报告名称}}"),
        text(Part::Plain, "（{{上期|2024年6月30日}}至{{今天|2024年6月30日}}）"),
        text(Part::First, "一、总体情况"),
        body(
            "共有问题{{问题.总数}}个、整改措施{{措施.总数}}条，已完成{{措施.总数 状态:已完成}}条，逾期{{措施.总数 逾期:是}}条，已销号{{措施.总数 销号情况:已销号}}条。与上期相比：新完成{{新完成.总数}}条，新逾期{{新逾期.总数}}条，延期{{延期.总数}}条，销号{{销号.总数}}条，退回{{退回.总数}}条。",
        ),
        text(Part::First, "二、新完成"),
        body("{{#新完成}}"),
        body("{{序号}}-{{措施序号}} {{整改措施}}（{{牵头部门}}）"),
        body("{{/新完成}}"),
        body("{{^新完成}}"),
        body("无。"),
        body("{{/新完成}}"),
        text(Part::First, "三、新逾期"),
        body("{{#新逾期}}"),
        body("{{序号}}-{{措施序号}} {{整改措施}}（{{牵头部门}}，时限{{整改时限|2024年6月30日}}）"),
        body("{{/新逾期}}"),
        body("{{^新逾期}}"),
        body("无。"),
        body("{{/新逾期}}"),
        text(Part::First, "四、延期、销号和退回"),
        body(
            "延期：{{#延期}}{{序号}}{{#整改措施}}-{{措施序号}} {{整改措施}}{{/整改措施}}{{^整改措施}} {{反馈问题}}{{/整改措施}}；{{/延期}}{{^延期}}无。{{/延期}}",
        ),
        body(
            "销号：{{#销号}}{{序号}}{{#整改措施}}-{{措施序号}} {{整改措施}}{{/整改措施}}{{^整改措施}} {{反馈问题}}{{/整改措施}}；{{/销号}}{{^销号}}无。{{/销号}}",
        ),
        body(
            "退回：{{#退回}}{{序号}}{{#整改措施}}-{{措施序号}} {{整改措施}}{{/整改措施}}{{^整改措施}} {{反馈问题}}{{/整改措施}}；{{/退回}}{{^退回}}无。{{/退回}}",
        ),
        text(Part::Plain, ""),
    ];
    pieces.extend(signed());
    (Page::Upright, pieces)
}

/// 领导一页纸.
pub fn summary() -> (Page, Vec<Piece>) {
    let pieces = vec![
        text(Part::Title, "巡察整改情况一页纸"),
        text(Part::Plain, "{{单位名称}}　{{巡察轮次}}　截至{{今天|2024年6月30日}}"),
        Piece::Form(vec![
            line("反馈问题", "{{问题.总数}}个", 1),
            line(
                "整改措施",
                "{{措施.总数}}条：已完成{{措施.总数 状态:已完成}}条，整改中{{措施.总数 状态:整改中}}条，未启动{{措施.总数 状态:未启动}}条",
                1,
            ),
            line("逾期", "{{措施.总数 逾期:是}}条", 1),
            line("已销号", "{{措施.总数 销号情况:已销号}}条", 1),
            line(
                "逾期的措施",
                "{{#措施 逾期:是}}\n{{序号}}-{{措施序号}} {{整改措施}}（{{牵头部门}} {{责任人}}，时限{{整改时限}}）\n{{/措施}}\n{{^措施 逾期:是}}\n无\n{{/措施}}",
                8,
            ),
            line("领导批示", "", 8),
        ]),
    ];
    (Page::Upright, pieces)
}
