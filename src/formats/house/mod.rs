//! The papers of the house, each a template that an office can download, change and put back: what leaves is filled by the
//! same mechanism as an office's own. Layouts follow GB/T 9704-2012.
//!
//! [`Paper`] names them; `paper` sets their pieces as a .docx, `papers` says what they say.

#[cfg(feature = "office")]
mod paper;
#[cfg(feature = "office")]
mod papers;
#[cfg(feature = "office")]
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::template::wanted::Each;

#[cfg(feature = "office")]
use crate::docx::page::Page;
#[cfg(feature = "office")]
use crate::zip::ZipError;
#[cfg(feature = "office")]
use ledger::date::Date;
#[cfg(feature = "office")]
use paper::Piece;

/// A paper of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Paper {
    /// 整改方案.
    Plan,
    /// 三清单: 问题清单, 任务清单, 责任清单.
    Lists,
    /// 集中整改进展情况报告.
    Progress,
    /// 销号审批表.
    ClosureForm,
    /// 督办单.
    Supervision,
    /// 提示函.
    Reminder,
    /// 整改通知单.
    FindingNotice,
    /// 单项销号公示.
    ClosureNotice,
    /// 佐证材料目录.
    Evidence,
    /// 周报 / 月报.
    Weekly,
    /// 领导一页纸.
    Summary,
}

impl Paper {
    /// All of them, in the order of the work.
    pub const ALL: [Self; 11] = [
        Self::Plan,
        Self::Lists,
        Self::FindingNotice,
        Self::Reminder,
        Self::Supervision,
        Self::Weekly,
        Self::Progress,
        Self::ClosureForm,
        Self::ClosureNotice,
        Self::Evidence,
        Self::Summary,
    ];

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "整改方案",
            Self::Lists => "三清单",
            Self::Progress => "集中整改进展情况报告",
            Self::ClosureForm => "销号审批表",
            Self::Supervision => "督办单",
            Self::Reminder => "提示函",
            Self::FindingNotice => "整改通知单",
            Self::ClosureNotice => "单项销号公示",
            Self::Evidence => "佐证材料目录",
            Self::Weekly => "周报 / 月报",
            Self::Summary => "领导一页纸",
        }
    }

    /// What it holds, in a line.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Plan => "逐个问题写明整改目标、措施、责任和时限",
            Self::Lists => "问题清单、任务清单、责任清单三张表",
            Self::Progress => "完成情况的数字、逐条进展、尚未完成的措施",
            Self::ClosureForm => "措施的落实情况和各级审批意见栏",
            Self::Supervision => "一个单位逾期的措施和要求",
            Self::Reminder => "一个单位尚未完成的措施",
            Self::FindingNotice => "一个问题的措施、责任和时限",
            Self::ClosureNotice => "一个问题的整改情况，供公示",
            Self::Evidence => "有佐证材料的措施和材料名称",
            Self::Weekly => "与上期对比：新完成、新逾期、延期、销号、退回",
            Self::Summary => "主要数字、逾期的措施、批示栏",
        }
    }

    /// What a file of it is made for.
    #[must_use]
    pub fn each(self) -> Each {
        match self {
            Self::Plan | Self::Lists | Self::Progress | Self::Evidence | Self::Weekly | Self::Summary => {
                Each::All
            }
            Self::FindingNotice | Self::ClosureNotice => Each::Finding,
            Self::ClosureForm => Each::Measure,
            Self::Supervision | Self::Reminder => Each::Unit,
        }
    }

    /// Whether all may read it: then it holds nothing internal.
    #[must_use]
    pub fn is_public(self) -> bool {
        self == Self::ClosureNotice
    }

    #[cfg(feature = "office")]
    fn pieces(self) -> (Page, Vec<Piece>) {
        match self {
            Self::Plan => papers::plan(),
            Self::Lists => papers::lists(),
            Self::Progress => papers::progress(),
            Self::ClosureForm => papers::closure_form(),
            Self::Supervision => papers::supervision(),
            Self::Reminder => papers::reminder(),
            Self::FindingNotice => papers::finding_notice(),
            Self::ClosureNotice => papers::closure_notice(),
            Self::Evidence => papers::evidence(),
            Self::Weekly => papers::weekly(),
            Self::Summary => papers::summary(),
        }
    }

    /// The template as a .docx. `date` is the day that the container bears.
    ///
    /// # Errors
    /// Where it cannot be packed.
    #[cfg(feature = "office")]
    pub fn template(self, date: Date) -> Result<Vec<u8>, ZipError> {
        let (page, pieces) = self.pieces();
        paper::write(self.name(), &pieces, page, date)
    }
}
