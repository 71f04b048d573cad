//! The words that the 演示台账 is composed of. All invented: no office, no person and no case is meant.
//! Knows nothing of how they are put together.

/// 方面, in the words that inspections use.
pub const ASPECTS: [&str; 5] = [
    "聚焦贯彻落实党的路线方针政策和上级决策部署方面",
    "聚焦群众身边腐败问题和不正之风方面",
    "聚焦领导班子和干部人才队伍建设方面",
    "聚焦基层党组织建设方面",
    "聚焦巡察、审计等监督发现问题整改方面",
];

/// 单位. The first one also stands in for the leading group.
pub const UNITS: [&str; 20] = [
    "办公室",
    "组织人事处",
    "机关党委",
    "机关纪委",
    "政策法规处",
    "规划财务处",
    "项目管理处",
    "监督检查处",
    "公共服务处",
    "审批服务处",
    "数据资源处",
    "安全管理处",
    "产业发展处",
    "对外合作处",
    "信访接待中心",
    "综合保障中心",
    "信息中心",
    "培训中心",
    "评审中心",
    "离退休干部处",
];

/// Family names.
pub const FAMILY: [&str; 30] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱",
    "秦", "许", "何", "吕", "施", "张", "孔", "曹", "严", "华", "金", "魏", "陶",
];

/// Given names.
pub const GIVEN: [&str; 32] = [
    "试一", "演明", "例平", "示安", "样华", "拟成", "设文", "范清", "构思", "虚怀", "若谷", "知行", "守正",
    "致远", "立新", "向阳", "思齐", "景行", "秉诚", "望舒", "慎独", "笃行", "明德", "怀瑾", "凝", "珩", "澄",
    "朗", "岚", "越", "宁", "恒",
];

/// The leaders of the invented office: few, as in a real one, so that each answers for many measures.
pub const LEADERS: [&str; 8] = [
    "周明（局长）",
    "林岚（副局长）",
    "何平（副局长）",
    "宋佳（副局长）",
    "唐宁（党组成员）",
    "许航（总工程师）",
    "高远（二级巡视员）",
    "梁静（机关党委书记）",
];

/// What a finding is about: the matter, the aspect it belongs to, and what is dealt with in it.
pub struct Topic {
    /// Index into [`ASPECTS`].
    pub aspect: usize,
    /// The matter, as it stands in the finding's title.
    pub matter: &'static str,
    /// What the measures take in hand.
    pub objects: [&'static str; 5],
}

/// The matters of the findings.
pub const TOPICS: [Topic; 24] = [
    Topic {
        aspect: 0,
        matter: "“第一议题”制度",
        objects: ["党组理论学习", "学习计划", "学习台账", "交流研讨", "学用转化"],
    },
    Topic {
        aspect: 0,
        matter: "年度重点工作任务",
        objects: ["重点任务清单", "进度调度", "跨处室协作", "目标分解", "督办机制"],
    },
    Topic {
        aspect: 0,
        matter: "优化营商环境部署",
        objects: ["办事流程", "惠企政策", "一次告知", "企业走访", "政策兑现"],
    },
    Topic {
        aspect: 0,
        matter: "意识形态工作责任制",
        objects: ["阵地管理", "分析研判", "网络舆情", "信息发布审核", "专题培训"],
    },
    Topic {
        aspect: 0,
        matter: "安全生产责任",
        objects: ["风险隐患", "应急预案", "值班值守", "安全检查", "演练组织"],
    },
    Topic {
        aspect: 0,
        matter: "数据共享和系统整合",
        objects: ["数据目录", "接口标准", "老旧系统", "共享清单", "数据质量"],
    },
    Topic {
        aspect: 1,
        matter: "专项资金使用管理",
        objects: ["资金拨付", "绩效评价", "结余资金", "项目验收", "资金台账"],
    },
    Topic {
        aspect: 1,
        matter: "政府采购和招标投标",
        objects: ["采购需求", "询价比价", "合同管理", "评审专家", "履约验收"],
    },
    Topic {
        aspect: 1,
        matter: "公务接待和公务用车",
        objects: ["接待清单", "派车审批", "费用报销", "定点加油", "公示制度"],
    },
    Topic {
        aspect: 1,
        matter: "群众诉求办理",
        objects: ["信访事项", "热线工单", "回访制度", "办理时限", "重复投诉"],
    },
    Topic {
        aspect: 1,
        matter: "津补贴发放和差旅报销",
        objects: ["发放依据", "报销凭证", "票据审核", "清退事项", "财务内控"],
    },
    Topic {
        aspect: 1,
        matter: "工程项目管理",
        objects: ["概算控制", "变更签证", "工期管理", "质量抽检", "竣工决算"],
    },
    Topic {
        aspect: 1,
        matter: "国有资产管理",
        objects: ["资产盘点", "出租出借", "账实核对", "闲置资产", "处置程序"],
    },
    Topic {
        aspect: 2,
        matter: "选人用人工作",
        objects: ["动议程序", "考察材料", "任前公示", "试用期考核", "纪实材料"],
    },
    Topic {
        aspect: 2,
        matter: "年轻干部培养",
        objects: ["轮岗交流", "导师帮带", "基层锻炼", "后备名单", "能力培训"],
    },
    Topic {
        aspect: 2,
        matter: "民主集中制执行",
        objects: ["议事规则", "末位表态", "会议记录", "“三重一大”清单", "决策评估"],
    },
    Topic {
        aspect: 2,
        matter: "干部日常监督",
        objects: ["个人事项报告", "兼职审批", "因私出国证件", "谈心谈话", "考勤管理"],
    },
    Topic {
        aspect: 2,
        matter: "人才引进和使用",
        objects: ["岗位需求", "引才协议", "服务保障", "作用发挥", "考核激励"],
    },
    Topic {
        aspect: 3,
        matter: "“三会一课”落实",
        objects: ["组织生活", "支部手册", "党课质量", "会议频次", "支部考评"],
    },
    Topic {
        aspect: 3,
        matter: "党员教育管理",
        objects: ["党费收缴", "组织关系", "发展党员程序", "流动党员", "主题党日"],
    },
    Topic {
        aspect: 3,
        matter: "党建与业务融合",
        objects: ["党建品牌", "结对共建", "责任清单", "述职评议", "先锋岗位"],
    },
    Topic {
        aspect: 3,
        matter: "廉政风险防控",
        objects: ["风险点排查", "警示教育", "廉政谈话", "家风建设", "防控措施"],
    },
    Topic {
        aspect: 4,
        matter: "上轮巡察反馈问题整改",
        objects: ["整改台账", "销号标准", "长效机制", "整改复核", "反弹问题"],
    },
    Topic {
        aspect: 4,
        matter: "审计发现问题整改",
        objects: ["审计清单", "整改时限", "责任追究", "制度漏洞", "后续审计"],
    },
];

/// Before the matter in a finding's title.
pub const VERBS: [&str; 8] = ["落实", "执行", "推进", "抓", "统筹", "履行", "开展", "组织"];

/// What is wrong with it.
pub const FAULTS: [&str; 14] = [
    "不够到位",
    "存在差距",
    "不够扎实",
    "用力不足",
    "存在薄弱环节",
    "不够严格",
    "主动性不强",
    "机制不健全",
    "标准不高",
    "跟踪问效不及时",
    "统筹谋划不够",
    "存在形式主义",
    "监管存在漏洞",
    "成效不够明显",
];

/// 整改目标.
pub const GOALS: [&str; 8] = [
    "制度健全、流程清晰、责任到人",
    "问题全部清零，同类问题不再发生",
    "台账完整、有据可查、按期销号",
    "形成常态长效机制",
    "办理质量和群众满意度明显提升",
    "风险可控、管理规范、运转高效",
    "纪律规矩意识进一步增强",
    "基础工作补齐，薄弱环节加强",
];

/// 原因分析.
pub const CAUSES: [&str; 10] = [
    "思想认识不够深，对政策要求学习理解不透",
    "责任传导逐级递减，末端落实缺少抓手",
    "制度更新滞后，与新要求衔接不够",
    "人员力量不足，业务骨干流动较快",
    "日常检查偏重资料，现场核验偏少",
    "处室之间沟通不畅，信息共享不及时",
    "重部署轻督办，结果运用不充分",
    "历史遗留较多，清理难度较大",
    "信息化手段支撑不足，靠人工统计容易出错",
    "对新情况新问题研究不够",
];

/// 举一反三.
pub const WIDER: [&str; 6] = [
    "对照反馈问题在全局范围开展自查",
    "延伸至局属各单位同步排查",
    "对近三年同类事项逐项复核",
    "梳理共性问题纳入年度检查重点",
    "组织相关处室交叉互查",
    "将排查情况纳入季度通报",
];

/// 提要: what a measure does to its object.
pub const LEADS: [&str; 22] = [
    "健全{}制度",
    "规范{}",
    "全面清理{}",
    "加强{}统筹",
    "压实{}责任",
    "开展{}专项检查",
    "完善{}机制",
    "强化{}培训",
    "建立{}清单",
    "修订{}操作规程",
    "深化{}整治",
    "优化{}流程",
    "严格{}审核",
    "推动{}提质",
    "畅通{}渠道",
    "加大{}督办力度",
    "细化{}分工",
    "补齐{}短板",
    "组织{}“回头看”",
    "抓实{}闭环管理",
    "推进{}信息化",
    "固化{}成果",
];

/// What is done. `{}` is the object, `#` a number.
pub const STEPS: [&str; 28] = [
    "召开专题会议#次研究{}有关事项",
    "逐项梳理{}形成#项任务清单",
    "对{}开展全覆盖自查，发现并纠正问题#个",
    "制定《{}工作指引》并印发执行",
    "修订完善{}管理规定#条",
    "组织业务培训#期、覆盖#人次",
    "由分管领导牵头每季度调度{}情况",
    "对照上级要求逐条核对{}资料#份",
    "选取#个处室开展{}试点",
    "邀请业务专家对{}进行辅导",
    "将{}纳入年度考核指标",
    "建立{}月报告、季通报制度",
    "实地走访基层单位#家了解{}情况",
    "抽查近三年{}档案#份",
    "对责任不落实的#名同志进行谈话提醒",
    "开通线上渠道受理{}意见建议#条",
    "与兄弟单位交流{}经验做法",
    "明确{}专人专岗负责",
    "设置{}风险点#处并逐一制定防控措施",
    "对{}实行台账管理、动态更新",
    "联合相关部门会商{}难点问题#项",
    "聘请第三方机构评估{}成效",
    "压缩{}办理环节#个",
    "收回或清退{}相关款项#万元",
    "公开{}办理结果接受监督",
    "编印{}应知应会手册#册",
    "完成{}历史数据核对#条",
    "推动{}与年度重点工作同部署、同检查",
];

/// What comes of it.
pub const RESULTS: [&str; 16] = [
    "确保责任落实到岗到人",
    "做到底数清、情况明",
    "形成用制度管人管事的长效机制",
    "切实提升工作规范化水平",
    "防止同类问题再次发生",
    "推动问题真改实改",
    "不断提高服务效能",
    "做到有计划、有落实、有反馈",
    "进一步堵塞管理漏洞",
    "努力实现闭环管理",
    "让群众感受到实实在在的变化",
    "为后续工作打牢基础",
    "以点带面推动整体提升",
    "确保件件有着落、事事有回音",
    "增强干部责任意识和规矩意识",
    "持续巩固整改成效",
];

/// 整改进展及成效. `{}` is the object, `#` a number.
pub const PROGRESS: [&str; 14] = [
    "已完成{}摸底，梳理问题#项",
    "{}初稿已征求#个处室意见",
    "已召开推进会#次，{}按计划推进",
    "{}相关制度经局党组会审议通过",
    "已整改问题#个，其余正在推进",
    "{}培训已开展#期",
    "完成资料归集#份，正在复核",
    "{}清单已上线运行",
    "因涉及多个部门，{}仍在协调",
    "已向上级汇报{}进展情况",
    "经抽查，{}规范率明显提高",
    "建立{}台账，实行周调度",
    "责任处室已提交阶段性总结",
    "{}工作已转入常态化",
];

/// Why a deadline was extended.
pub const REASONS: [&str; 8] = [
    "涉及历史资料较多，需延长核对时间",
    "上级配套政策尚未出台",
    "项目验收流程未走完",
    "责任处室人员调整，工作交接需要时间",
    "第三方评估报告尚未出具",
    "需与多部门会商后确定",
    "系统改造工期顺延",
    "资金尚未到位",
];

/// Opinions when a measure is sent back, with what is to be supplied.
pub const RETURNS: [(&str, &str); 6] = [
    ("佐证材料不充分，未能反映整改成效", "会议纪要和签到表"),
    ("制度文件仅有初稿，未见正式印发", "正式印发的文件"),
    ("整改数据与台账不一致", "数据核对说明"),
    ("只有部署没有落实", "落实情况照片和清单"),
    ("未说明举一反三情况", "自查报告"),
    ("责任人未签字", "签字后的扫描件"),
];

/// Opinions when a measure is accepted.
pub const ACCEPTS: [&str; 4] =
    ["情况属实，同意销号", "材料齐全，建议销号", "经现场核验，整改到位", "同意，转下一级审核"];

/// Kinds of evidence: a name with the object for `{}`, and the file's ending with its media type.
pub const EVIDENCE: [(&str, &str, &str); 7] = [
    ("{}会议纪要", "pdf", "application/pdf"),
    ("{}工作通知", "pdf", "application/pdf"),
    ("{}检查记录", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("{}台账", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("{}现场照片", "jpg", "image/jpeg"),
    ("{}培训签到表", "pdf", "application/pdf"),
    ("{}总结报告", "pdf", "application/pdf"),
];

/// Kinds of documents issued, with the verb of issuing.
pub const DOCUMENTS: [(&str, &str); 7] = [
    ("管理办法", "制定"),
    ("实施细则", "修订"),
    ("工作方案", "印发"),
    ("操作规程", "制定"),
    ("责任清单", "印发"),
    ("考核办法", "修订"),
    ("工作指引", "编制"),
];

/// Documents of others that are studied.
pub const STUDIED: [&str; 4] = ["示范学习读本", "党内法规选编", "财务管理制度汇编", "典型案例通报"];

/// Phrases that stand in place of a deadline.
pub const PHRASES: [&str; 6] =
    ["立行立改", "长期坚持", "立行立改并长期坚持", "年底前", "按季推进", "持续推进"];

/// 印出的序次.
pub const ORDINALS: [&str; 8] = ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"];

/// 备注.
pub const NOTES: [&str; 5] =
    ["需局党组会审议", "与审计整改合并推进", "涉及局属单位", "市级部门督办事项", "待补充佐证材料"];
