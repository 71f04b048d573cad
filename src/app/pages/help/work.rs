//! 帮助, second part: filling in, deadlines, evidence, 销号, searching, many rows at once, keys.

use super::Block::{Keys, List, Text};
use super::Chapter;

/// The chapters.
pub(super) const CHAPTERS: [Chapter; 9] =
    [FILL, DUE, EVIDENCE, CLOSURE, SEARCH, BULK, COUNTS, CHECKS, KEYS_AND_SIGHT];

const FILL: Chapter = Chapter {
    id: "fill",
    title: "填报和修改",
    text: &[
        Text(
            "看上去是文字的地方都可以直接改：点一下，或用 Tab 移到那里。离开输入框就存入，按 Esc 放弃。正在输入而没有存入的文字会留作草稿，下次打开时可以采用。",
        ),
        Text("进展及成效一条一条新增，写明日期和填报人，旧的进展不覆盖。"),
        Text(
            "每处修改都能撤销，删除也一样，所以不会反复询问“确定吗”。全部修改在“变更”页，写明谁在何时把什么从什么改成什么。",
        ),
    ],
};

const DUE: Chapter = Chapter {
    id: "due",
    title: "时限和延期",
    text: &[
        Text(
            "整改时限可以写日期（2024-06-30、2024年6月30日）、月份（2024年6月，以当月最后一天为限）或一句话（立行立改、长期坚持）。写成一句话的不计逾期，在“时限”页单独列出。",
        ),
        Text(
            "延期不改原定时限：在措施下新增一条延期，写新的时限、原因和批准人。现行时限以最后一次延期为准，原定时限一直保留。",
        ),
        Text(
            "过了现行时限而没有完成的，就是逾期，用“逾期”二字和红色标出。“时限”页按月画出到期、逾期和延期，点月份看当月的措施。",
        ),
    ],
};

const EVIDENCE: Chapter = Chapter {
    id: "evidence",
    title: "佐证材料",
    text: &[
        Text(
            "材料本身留在共享目录，台账只记它的名称、存放位置、大小和摘要值（SM3 和 SHA-256）。摘要值像文件的指纹：以后选同一个文件就能核对它有没有被改动、被替换。",
        ),
        Text("一份材料可以同时佐证几条措施。"),
    ],
};

const CLOSURE: Chapter = Chapter {
    id: "closure",
    title: "销号和审核",
    text: &[
        Text(
            "申请销号之前，页面检查该填的是否填了：状态、进展、佐证材料等。缺什么，就说缺什么，并带到该填的地方。",
        ),
        Text(
            "申请之后在“审核”页办理：同意，或退回并写明意见和需要补充的内容。退回后重新申请是新的一轮，以前各轮的经办人、日期和意见都保留。",
        ),
        Text("“审核”页可以全用键盘：j、k 换行，a 同意，r 退回。"),
    ],
};

const SEARCH: Chapter = Chapter {
    id: "search",
    title: "搜索和筛选",
    text: &[
        Text(
            "上方的搜索框在全部文字里找：几个词用空格隔开，都要出现。可以输入序号（12-3）、拼音或首字母，也可以限定在某一项里找。",
        ),
        Text(
            "筛选、排序和搜索都在地址里：复制地址就是复制这张表的样子，可以存为书签，也可以发给用同一个文件的人。常用的样子可以存为视图，下次一点就到。",
        ),
        Text("按 Ctrl+K 打开命令框，输入页名、问题、措施或命令的几个字就能过去。"),
    ],
};

const BULK: Chapter = Chapter {
    id: "bulk",
    title: "成批修改",
    text: &[
        Text(
            "在“措施”页选中若干行，可以一次修改它们的状态、部门、时限等；留空的项目不改。成批修改算一步，一次撤销就全部恢复。",
        ),
        Text("表格可以选择列、分组，按部门打印工作清单。"),
    ],
};

const COUNTS: Chapter = Chapter {
    id: "counts",
    title: "数字是怎样数的",
    text: &[List(&[
        "总览、一页纸、时限和各表的数字出自同一次计数，互相一致。",
        "一条措施只计在牵头部门名下，责任部门和配合部门不重复计数。",
        "措施没有写责任领导的，计在问题的责任领导名下。",
        "趋势由变更记录倒推：每天结束时已完成、未完成、逾期各多少条。没有变更记录就没有趋势，从第一次修改开始。",
        "通报所称的数字与台账所计的数字并排列出，不一致就写“不一致”，程序不代为修改。",
    ])],
};

const CHECKS: Chapter = Chapter {
    id: "checks",
    title: "检查",
    text: &[Text(
        "“检查”页随时列出台账里缺漏和矛盾的地方，例如没有牵头部门、已完成却没有进展、时限早于反馈日期。每一条都能点到该改的位置，改好就从列表里消失。",
    )],
};

const KEYS_AND_SIGHT: Chapter = Chapter {
    id: "keys",
    title: "按键和显示",
    text: &[
        Text(
            "每一项功能都可以不用鼠标：Tab 和 Shift+Tab 移动，Enter 打开，空格选择，Esc 关闭。对话框关闭后，光标回到原来的地方。",
        ),
        Keys,
        Text(
            "右上方的“显示设置”可以选择明暗、字号（小、标准、大、特大）和对比度，记在这台电脑的浏览器里。系统设置了“减少动画”的，页面不动。",
        ),
        Text("每一页都能打印：不印边框和按钮，黑白也能分清。图下面的“数据表”写着图里的全部数字。"),
    ],
};
