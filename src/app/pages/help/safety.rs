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
            "修改逐条保存在这台电脑的这个浏览器里，存两份：浏览器存储（localStorage）和备用存储（IndexedDB）。两份都写到，才显示“已保存”。任何一份被清空，都能从另一份找回。浏览器里的只是工作副本：正式的记录是“导出 JSON”得到的文件，里面有全部内容和全部变更记录。",
        ),
        Text(
            "右上方还写着有几处修改没有导出；内容一样才算“已导出”，不看按没按过按钮。有没有导出的修改时，离开页面会提醒。",
        ),
        Text(
            "“本机台账”列出这个浏览器存有的台账，可以打开、导出、移除（离开本页之前可以恢复）。在 Chrome、Edge 86 以上，还可以关联一个已有的或新建的 JSON 文件，每次修改后自动写入；别人改过的文件不会被覆盖，先并入再写入，有冲突的先到“合并”页处理。",
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
        "浏览器存储的上限是 5,242,880 个字符；满了以后页面会提示，新的修改只有备用存储一份，请导出后再清理。",
        "佐证材料的原件不在台账里，归档包里也只有清单。",
        "需要 Chrome 或 Edge 83 以上、Firefox 115 以上，或内核为 Chromium 83 以上的浏览器。",
        "超过十万条措施的台账没有试过。",
    ])],
};
