//! The ledger in a file that holds more than a ledger: an archive package or a saved page. What a package is, is
//! `formats::archive`'s; unpacking is `platform::office`'s.

use formats::archive::inside;
use formats::html;
use formats::office::{Answer, Ask};
use platform::office;

/// Unpacks a package: names and bytes.
///
/// # Errors
/// A sentence for people.
pub async fn unpacked(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let (Answer::Files(listed), all) = office::ask(&Ask::Unpack, bytes).await? else {
        return Err("办公格式模块没有给出文件".to_owned());
    };
    let mut rest = all.as_slice();
    let mut found = Vec::with_capacity(listed.len());
    for (name, length) in listed {
        let (own, others) = rest.split_at_checked(length).ok_or("办公格式模块给出的长度不对")?;
        found.push((name, own.to_vec()));
        rest = others;
    }
    Ok(found)
}

/// The bytes of the ledger in an archive package; other bytes as they are.
///
/// # Errors
/// A sentence for people: the package is none of ours, or damaged.
pub async fn out_of_package(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    if !bytes.starts_with(b"PK") {
        return Ok(bytes);
    }
    inside::ledger(&unpacked(&bytes).await?).map_err(|why| why.to_string())
}

/// The bytes of the ledger in an archive package or in a saved page; other bytes as they are.
///
/// # Errors
/// As [`out_of_package`].
pub async fn ledger_of(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let bytes = out_of_package(bytes).await?;
    let block = std::str::from_utf8(&bytes).ok().filter(|text| html::is_html(text)).map(html::bundle_in_html);
    match block {
        None => Ok(bytes),
        Some(Some(block)) => Ok(block.as_bytes().to_vec()),
        Some(None) => Err("这个网页里没有台账数据。请选择“另存为网页”得到的文件。".to_owned()),
    }
}
