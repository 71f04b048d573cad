//! 帮助, last part: where the data is, how not to lose it, and where the limits are.

use super::Block::{List, Text};
use super::Chapter;

/// The chapters.
pub(super) const CHAPTERS: [Chapter; 4] = [WHERE, SAFE, TABS, LIMITS];

const WHERE: Chapter = Chapter {
    id: "where",
    title: "保存在哪里",
    text: &[
        Text(
            "修改逐条保存在这台电脑的这个浏览器里，右上方显示“已保存”。浏览器里的只是工作副本：正式的记录是“导出 JSON”得到的文件，里面有全部内容和全部变更记录。",
        ),
        Text("显示“未保存”时，请按提示处理：先导出 JSON 留底，再清理浏览器存储。"),
    ],
};

const SAFE: Chapter = Chapter {
    id: "safe",
    title: "怎样不丢数据",
    text: &[List(&[
        "每天结束工作前导出一次，按日期另存，不要只留一份。",
        "换电脑、换浏览器、清理浏览器数据、重装系统之前，先导出。",
        "在 Firefox 里，移动本页文件或改它的名字之后，看不到以前的修改；先导出再移动。",
        "浏览器禁止网页保存数据时，页面仍然能用，但关掉就没有了，离开前必须导出。",
        "万一页面出错，会出现“页面出错了”，按“导出数据”得到抢救文件，重新打开页面后用“打开…”读回来。",
    ])],
};

const TABS: Chapter = Chapter {
    id: "tabs",
    title: "几个窗口、几个人",
    text: &[
        Text(
            "同一台电脑上开两个窗口，修改会互相看到，不会互相覆盖。两人改了同一处时，先改的生效，后改的也保留，在“变更”页由人选择。",
        ),
        Text("不同的电脑之间不会自动同步：把导出的文件交给对方，用“合并”收回来。"),
    ],
};

const LIMITS: Chapter = Chapter {
    id: "limits",
    title: "做不到的事",
    text: &[List(&[
        "没有账号和密码：谁拿到文件都能看、能改。涉密内容不要放进来，文件按单位的保密规定保管。",
        "署名由使用者自己填写，不是身份认证。",
        "浏览器里大约能保存五百万字的修改；快满时页面会提示，导出后再清理。",
        "需要 Chrome 或 Edge 83 以上、Firefox 115 以上，或内核为 Chromium 83 以上的浏览器。",
        "超过十万条措施的台账没有试过。",
    ])],
};
