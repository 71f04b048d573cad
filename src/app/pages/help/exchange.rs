//! 帮助, third part: what goes in and out. Each chapter is short and stands alone.

use super::Block::{List, Text};
use super::Chapter;

/// The chapters.
pub(super) const CHAPTERS: [Chapter; 5] = [OPEN, NOTICE, OFFICE, MERGE, ARCHIVE];

const OPEN: Chapter = Chapter {
    id: "open",
    title: "打开台账文件",
    text: &[Text(
        "“打开…”可以选择文件、粘贴，也可以把文件拖进页面。读不懂的文件不会影响现在的台账，页面会写明第几行第几列、应为什么、实为什么。",
    )],
};

const NOTICE: Chapter = Chapter {
    id: "notice",
    title: "通报",
    text: &[
        Text(
            "“通报”页按《党政机关公文格式》（GB/T 9704-2012）排版，每页 22 行、每行 28 字，所见即所印。公开版不印标为“仅内部”的内容和责任人、时限、状态，并列出略去了什么；内部版印全部内容。",
        ),
        Text(
            "“导入通报…”读入已发布的通报（粘贴文字，或选 .txt、.docx）：先显示认出了什么、哪些没有认出、编号有无缺漏、所称与所计是否一致，再选“新建台账”或“并入当前台账”。并入只补充和更新，一次“撤销”可以全部撤回。",
        ),
    ],
};

const OFFICE: Chapter = Chapter {
    id: "office",
    title: "Word、Excel 和 CSV",
    text: &[List(&[
        "从“措施”页或“打开…”进入“导入导出”。台账可以导出为 .xlsx（全部，或现在筛选出的），一行一条措施；发下去填好再收回来，按隐藏的编号对上，先看预览，再按“导入”。",
        "空着的格子保留原有内容；已有的首次时限、销号情况、佐证材料和追责问责不从表格导入；进展只增加，不覆盖；序号只用于辨认。一次“撤销”可以全部撤回。",
        "列名与本程序不同也认得，认错了可以改。",
        "通报可以导出为 .docx（公开版、内部版），用于会议和送审。",
        "表格可以导出为 CSV，用 WPS、Excel 打开，汉字不会乱。",
    ])],
};

const MERGE: Chapter = Chapter {
    id: "merge",
    title: "合并和比较",
    text: &[
        Text(
            "几个人各改一份文件，可以在“合并”页合到一起（导出的 JSON、抢救文件、存有台账的网页、归档包）：各改各处的自动合上；同一处改得不同的，两个值并排列出，标明差别，逐处选或按规则选，两段文字也可以合在一起。合并之前能看到谁改了什么，合并之后能整体撤销。",
        ),
        Text(
            "“对比”比较任意两个文件或两个时刻：只看变化，写明已完成等数字从多少到多少，可以打印和导出，就是当月的整改进展报告。",
        ),
    ],
};

const ARCHIVE: Chapter = Chapter {
    id: "archive",
    title: "归档",
    text: &[
        Text(
            "“归档”页填写档案元数据（必填的没有填，程序不代填），逐项检测，生成一个不加密的 ZIP：台账数据、变更记录、通报、台账表格、佐证材料清单和文件清单，每个文件都有 SM3 和 SHA-256 摘要。收到的人在同一页选“核验”，被改动的文件会逐个指出。",
        ),
        Text("“另存为网页”得到带有当前台账和全部变更的网页文件，可以放到共享盘上替换原来的页面。"),
    ],
};
