//! The ledger in an unpacked package, for whoever opens or merges the package as he would the ledger.
//! Knows files as names and bytes; what it knows of other packages are their marks, to say what they are.

use super::manifest::{JSON_NAME, Manifest};
use super::package::LEDGER;
use super::repacked::recovered;
use crate::digest::digest;

/// What every package of Office (ISO/IEC 29500) holds.
const OFFICE_MARK: &str = "[Content_Types].xml";

/// Why the ledger of a package is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLedger {
    /// A table or document.
    #[error("这是表格或文档，不是归档包。表格和通报请在“导入导出”页导入。")]
    Office,
    /// Some other package.
    #[error("这个压缩包不是“归档”页生成的归档包，其中没有“整改台账.json”。请先解压，再选择其中的台账文件。")]
    NotOurs,
    /// The ledger is not what the manifest says.
    #[error(
        "归档包里的“整改台账.json”与文件清单不符，可能被改动过。请先在“归档”页核验；确要使用，请解压后选择其中的“整改台账.json”。"
    )]
    Altered,
}

/// Takes the ledger out of the files of a package.
///
/// # Errors
/// The package is none of ours, or its ledger was changed.
pub fn ledger(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, NoLedger> {
    if files.iter().any(|(name, _)| name == OFFICE_MARK) {
        return Err(NoLedger::Office);
    }
    let files = recovered(files).files;
    let manifest = files.iter().find(|(name, _)| name == JSON_NAME);
    let manifest = manifest.and_then(|(_, bytes)| serde_json::from_slice::<Manifest>(bytes).ok());
    let manifest = manifest.ok_or(NoLedger::NotOurs)?;
    let (_, bytes) = files.into_iter().find(|(name, _)| name == LEDGER).ok_or(NoLedger::NotOurs)?;
    let listed = manifest.files.iter().find(|file| file.name == LEDGER);
    let is_listed = listed.is_some_and(|file| file.sm3 == digest(bytes).sm3);
    if is_listed { Ok(bytes.to_vec()) } else { Err(NoLedger::Altered) }
}
