//! What is wrong with a template, as people read it.

use serde::{Deserialize, Serialize};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{place}的“{mark}”：{wrong}")]
pub struct Fault {
    /// Where: 正文第 3 段, 正文第 2 张表第 3 行, 页眉 1 第 1 段, 工作表‘台账’C5.
    pub place: String,
    /// The mark or the head as it stands there.
    pub mark: String,
    /// What is wrong, and what would be right.
    pub wrong: String,
}
