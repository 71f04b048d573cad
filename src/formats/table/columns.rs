//! The columns of the ledger that offices exchange, their names, and the names that others give them.
//! Knows no cell and no ledger.

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// 序号 of the finding.
    Number,
    /// 问题类别.
    Aspect,
    /// 反馈问题.
    Finding,
    /// 整改目标.
    Goal,
    /// 措施序号.
    Measure,
    /// 整改措施.
    Text,
    /// 责任领导.
    Leader,
    /// 牵头部门.
    Lead,
    /// 责任(配合)部门.
    Units,
    /// 责任人.
    Owner,
    /// 整改时限.
    Due,
    /// 整改类型.
    Term,
    /// 整改进展及成效.
    Progress,
    /// 整改状态.
    Status,
    /// 制度成果.
    Institutions,
    /// 追责问责.
    Accountability,
    /// 佐证材料.
    Evidence,
    /// 销号情况.
    Closure,
    /// 备注.
    Note,
    /// The stable id, in a column that is not shown.
    Id,
}

impl Column {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 20] = [
        Self::Number,
        Self::Aspect,
        Self::Finding,
        Self::Goal,
        Self::Measure,
        Self::Text,
        Self::Leader,
        Self::Lead,
        Self::Units,
        Self::Owner,
        Self::Due,
        Self::Term,
        Self::Progress,
        Self::Status,
        Self::Institutions,
        Self::Accountability,
        Self::Evidence,
        Self::Closure,
        Self::Note,
        Self::Id,
    ];

    /// What people read.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// The name, then the names that other offices give it.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Number => &["序号", "问题序号", "问题编号", "编号"],
            Self::Aspect => &["问题类别", "主要方面", "方面", "类别", "问题类型", "反馈类别"],
            Self::Finding => &[
                "反馈问题",
                "发现的问题",
                "问题的具体内容",
                "突出问题",
                "具体问题",
                "问题",
                "主要问题",
                "存在问题",
                "存在的问题",
                "巡察反馈问题",
                "反馈意见",
                "问题内容",
                "具体表现",
                "反馈的具体问题",
            ],
            Self::Goal => &["整改目标", "目标", "整改要求", "目标要求"],
            Self::Measure => &["措施序号", "措施编号"],
            Self::Text => &[
                "整改措施",
                "整改举措",
                "整改措施具体内容",
                "具体措施",
                "措施",
                "具体整改措施",
                "措施内容",
                "工作措施",
            ],
            Self::Leader => &["责任领导", "主责领导", "分管领导", "牵头领导", "责任局领导", "责任校领导"],
            Self::Lead => {
                &["牵头部门", "主责部门", "牵头单位", "责任单位", "主责单位", "牵头处室", "责任处室"]
            }
            Self::Units => &[
                "责任(配合)部门",
                "责任部门",
                "配合部门",
                "配合单位",
                "责任配合部门",
                "协办部门",
                "配合处室",
                "责任(配合)单位",
            ],
            Self::Owner => &["责任人", "具体责任人", "经办人", "直接责任人", "责任人员"],
            Self::Due => &[
                "整改时限",
                "完成时间",
                "完成时限",
                "时限",
                "整改期限",
                "完成期限",
                "计划完成时间",
                "时间节点",
            ],
            Self::Term => &["整改类型", "时限类型", "整改类别"],
            Self::Progress => &[
                "整改进展及成效",
                "进展",
                "整改进展",
                "整改情况",
                "整改落实情况",
                "进展情况",
                "整改成效",
                "完成情况",
                "整改进展情况",
                "进展及成效",
                "整改结果",
                "取得成效",
                "整改措施及成效",
            ],
            Self::Status => &["整改状态", "状态", "完成状态", "整改完成情况", "是否完成"],
            Self::Institutions => {
                &["制度成果", "建章立制", "制度建设", "制度机制", "建章立制情况", "出台制度"]
            }
            Self::Accountability => &["追责问责", "问责情况", "追责问责情况", "处理情况", "问责"],
            Self::Evidence => &["佐证材料", "证明材料", "佐证", "印证材料", "支撑材料", "佐证资料"],
            Self::Closure => &["销号情况", "销号", "是否销号", "销号状态", "对账销号"],
            Self::Note => &["备注", "说明", "其他"],
            Self::Id => &["系统编号（请勿修改）", "系统编号"],
        }
    }

    /// Whether it tells of the finding, whose rows it spans.
    #[must_use]
    pub fn of_finding(self) -> bool {
        matches!(self, Self::Number | Self::Aspect | Self::Finding | Self::Goal | Self::Accountability)
    }

    /// How wide it is, in half-width characters.
    #[must_use]
    pub fn width(self) -> u32 {
        match self {
            Self::Number | Self::Measure => 6,
            Self::Aspect | Self::Leader | Self::Owner | Self::Term | Self::Status | Self::Closure => 10,
            Self::Finding | Self::Id => 24,
            Self::Goal => 20,
            Self::Text => 44,
            Self::Lead | Self::Units | Self::Due | Self::Accountability => 13,
            Self::Progress => 40,
            Self::Institutions | Self::Evidence => 18,
            Self::Note => 14,
        }
    }

    /// What a table shows in this column, as the address and the select of a page name it.
    #[must_use]
    pub fn code(self) -> usize {
        Self::ALL.iter().position(|column| *column == self).unwrap_or_default()
    }

    /// The column with this code.
    #[must_use]
    pub fn from_code(code: usize) -> Option<Self> {
        Self::ALL.get(code).copied()
    }

    /// The column that a head means. Spaces, brackets' width and what follows a line break do not matter.
    #[must_use]
    pub fn of_head(head: &str) -> Option<Self> {
        let head = folded(head);
        if head.is_empty() {
            return None;
        }
        let named = |column: &Self| column.names().iter().any(|name| folded(name) == head);
        Self::ALL.into_iter().find(named).or_else(|| {
            // `整改时限（年月日）`: a remark in brackets behind the name.
            let bare = head.split('(').next().filter(|bare| !bare.is_empty() && *bare != head)?.to_owned();
            let named = |column: &Self| column.names().iter().any(|name| folded(name) == bare);
            Self::ALL.into_iter().find(named)
        })
    }
}

/// A head without what differs between offices.
fn folded(head: &str) -> String {
    let kept = head.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：'));
    kept.map(|c| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    })
    .collect()
}

/// The row that names the columns: the one that names most of them, at least two, among the first `rows`.
/// Where two do so equally (a head of two rows, merged), the lower one.
#[must_use]
pub fn head_row<'a>(rows: impl Iterator<Item = &'a [String]>) -> Option<(usize, usize)> {
    let scored = rows.take(HEAD_ROWS).enumerate().map(|(at, row)| {
        let mut found: Vec<Column> = row.iter().filter_map(|cell| Column::of_head(cell)).collect();
        found.sort_unstable();
        found.dedup();
        (found.len(), at)
    });
    scored.max().filter(|(score, _)| *score >= 2).map(|(score, at)| (at, score))
}

/// How far down a head is looked for.
const HEAD_ROWS: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_other_offices_are_known() {
        for (head, column) in [
            ("主要方面", Column::Aspect),
            ("发现的问题", Column::Finding),
            ("问题的具体内容", Column::Finding),
            ("突出问题", Column::Finding),
            ("具体问题", Column::Finding),
            ("整改举措", Column::Text),
            ("整改措施具体内容", Column::Text),
            ("完成时间", Column::Due),
            ("完成时限", Column::Due),
            ("主责领导", Column::Leader),
            ("主责部门", Column::Lead),
            ("进展", Column::Progress),
            ("状态", Column::Status),
            ("责任（配合）部门", Column::Units),
            ("整 改\n措 施", Column::Text),
            ("整改时限（年月日）", Column::Due),
            ("系统编号", Column::Id),
        ] {
            assert_eq!(Column::of_head(head), Some(column), "{head}");
        }
        for head in ["", "联系电话", "（略）"] {
            assert_eq!(Column::of_head(head), None, "{head}");
        }
    }

    #[test]
    fn no_name_means_two_columns() {
        let mut all: Vec<String> =
            Column::ALL.iter().flat_map(|c| c.names()).map(|name| folded(name)).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn the_head_is_the_row_that_names_most() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let rows = [
            row(&["整改台账", "整改台账"]),
            row(&["序号", "反馈问题", "责任分工", "责任分工"]),
            row(&["序号", "反馈问题", "责任领导", "牵头部门"]),
            row(&["1", "关于甲的问题", "张", "办公室"]),
        ];
        assert_eq!(head_row(rows.iter().map(Vec::as_slice)), Some((2, 4)));
        assert_eq!(head_row(rows[3..].iter().map(Vec::as_slice)), None);
    }
}
