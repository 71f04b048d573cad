//! A package that somebody unpacked and packed again: the files by the names of the manifest, and what is other in form.
//! The content decides; a name that came to harm is found by the digest. Knows files as names and bytes.

use std::collections::BTreeSet;

use super::manifest::{JSON_NAME, Manifest, XML_NAME};
use crate::digest::{Digest, digest};

/// The files of a package, by the names that its manifest has for them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered<'f> {
    /// Names and bytes, in the order of the package.
    pub files: Vec<(String, &'f [u8])>,
    /// What is other in form than in a package of this program, for people.
    pub form: Vec<String>,
}

/// The most names in a sentence.
const MOST: usize = 5;

/// Whether a file is one that a system puts beside others: of macOS and of Windows.
fn is_of_system(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let known = ["thumbs.db", "desktop.ini", ".ds_store"];
    // The second half of a file that macOS keeps in two.
    name.starts_with("._") || known.contains(&name.to_lowercase().as_str())
}

/// Some names in a sentence.
fn together(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let shown = format!("“{}”", shown.join("”“"));
    if names.len() > MOST { format!("{shown}等 {} 个", names.len()) } else { shown }
}

/// The folder that holds everything: that of the only manifest, with `/` at its end; `None` where that stands on top, or is
/// not the only one.
fn folder(files: &[(String, &[u8])]) -> Option<String> {
    let of =
        |name: &str| name.strip_suffix(JSON_NAME).filter(|folder| folder.ends_with('/')).map(str::to_owned);
    if files.iter().any(|(name, _)| name == JSON_NAME) {
        return None;
    }
    let mut folders: Vec<String> = files.iter().filter_map(|(name, _)| of(name)).collect();
    folders.sort_by_key(|folder| folder.matches('/').count());
    match folders.as_slice() {
        [one] => Some(one.clone()),
        [one, next, ..] if one.matches('/').count() < next.matches('/').count() => Some(one.clone()),
        _ => None,
    }
}

/// The files as the manifest names them.
#[must_use]
pub fn recovered(files: &[(String, Vec<u8>)]) -> Recovered<'_> {
    let mut out = Recovered::default();
    let mut beside: Vec<String> = Vec::new();
    for (name, bytes) in files {
        let path = name.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path).trim_start_matches('/').to_owned();
        if is_of_system(&path) {
            beside.push(path);
        } else {
            out.files.push((path, bytes));
        }
    }
    if files.iter().any(|(name, _)| name.contains('\\')) {
        out.form.push("文件夹用“\\”分隔".to_owned());
    }
    if let Some(folder) = folder(&out.files) {
        for (name, _) in &mut out.files {
            if let Some(own) = name.strip_prefix(&folder) {
                *name = own.to_owned();
            }
        }
        out.form.push(format!("所有文件放在文件夹“{}”里", folder.trim_end_matches('/')));
    }
    if !beside.is_empty() {
        out.form.push(format!("多出操作系统附带的文件{}，已略过", together(&beside)));
    }
    let manifest = out.files.iter().find(|(name, _)| name == JSON_NAME);
    if let Some(manifest) = manifest.and_then(|(_, bytes)| serde_json::from_slice::<Manifest>(bytes).ok()) {
        rename(&mut out, &manifest);
    }
    out
}

/// Gives files their names back that are known by nothing but their content.
fn rename(out: &mut Recovered<'_>, manifest: &Manifest) {
    let there: BTreeSet<String> = out.files.iter().map(|(name, _)| name.clone()).collect();
    let listed: BTreeSet<&str> =
        manifest.files.iter().map(|file| file.name.as_str()).chain([JSON_NAME, XML_NAME]).collect();
    let mut renamed = Vec::new();
    for file in manifest.files.iter().filter(|file| !there.contains(&file.name)) {
        let same = out.files.iter_mut().find(|(name, bytes)| {
            let may_be = !listed.contains(name.as_str()) && u64::try_from(bytes.len()) == Ok(file.bytes);
            let is_same = |own: Digest| own.sm3 == file.sm3 && own.sha256 == file.sha256;
            may_be && is_same(digest(bytes))
        });
        if let Some((name, _)) = same {
            renamed.push(format!("{}（原名“{}”）", name, file.name));
            name.clone_from(&file.name);
        }
    }
    if !renamed.is_empty() {
        out.form.push(format!("文件的名称变了，按内容认出：{}", renamed.join("、")));
    }
}
