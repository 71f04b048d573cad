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
    text: &[Text(
        "“通报”页按公文格式排版，分内部版和公开版：标为“仅内部”的内容不进公开版。也可以把已有通报的文字粘贴进来，拆成问题和措施；拆不开的文字原样保留，并逐条说明。",
    )],
};

const OFFICE: Chapter = Chapter {
    id: "office",
    title: "Word、Excel 和 CSV",
    text: &[List(&[
        "台账可以导出为 Excel，一行一条措施，样子就是各单位常用的台账表；发下去填好再收回来，按编号对上，先看改了什么再收。",
        "表里空着的格子不会清掉台账里的内容。",
        "通报可以导出为 Word，用于会议和送审。",
        "表格可以导出为 CSV，用 WPS、Excel 打开，汉字不会乱。",
    ])],
};

const MERGE: Chapter = Chapter {
    id: "merge",
    title: "合并和比较",
    text: &[Text(
        "几个人各改一份文件，可以在“合并”页合到一起：各改各处的自动合上；同一处改得不同的，两个值都列出，由人来选。合并之前能看到会改什么，合并之后能一次撤销。两个文件也可以只比较、不合并。",
    )],
};

const ARCHIVE: Chapter = Chapter {
    id: "archive",
    title: "归档",
    text: &[Text(
        "“归档”页填写档案元数据，检查必填项、编号和摘要值，生成一个压缩包：台账数据、通报和台账的版式文件、目录清单。收到的人可以用同一页核对整包是否完整、有没有改动。",
    )],
};
