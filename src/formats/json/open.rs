//! Reads a bundle from the bytes of a file. Read this first: the straight way is serde's, and only what it
//! refuses is scanned and diagnosed, to tell all that is wrong.

use serde_json::Value;

use super::decode::decode;
use super::diagnose::{diagnose, found};
use super::oddity::{Ids, oddities};
use super::place::{Draft, Step};
use super::problem::{FileError, Problem, Refusal, check_size};
use super::rescue;
use super::scan::{Kind, Node, RESERVED, Stop, Tree, scan};
use ledger::Bundle;
use ledger::bundle::FORMAT;
use ledger::record::Node as Record;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Opened {
    /// The ledger; its ids are unique.
    pub bundle: Bundle,
    /// What is odd about the file, to be shown; nothing of it was lost.
    pub oddities: Vec<Problem>,
    /// The JSON texts of edits that a rescue file holds beside the bundle, not yet applied.
    pub rescued: Vec<String>,
}

/// Opens a file. `decode_gb18030` gives the text of bytes in GB 18030, `None` where they are not in it.
///
/// # Errors
/// Why the file as a whole is not read, or all that is wrong in it.
pub fn open(bytes: &[u8], decode_gb18030: &dyn Fn(&[u8]) -> Option<String>) -> Result<Opened, Refusal> {
    check_size(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let (text, mut odd) = decode(bytes, decode_gb18030)?;
    let mut opened = match read(&text) {
        Ok(opened) => opened,
        Err(_) => explain(&text)?,
    };
    odd.append(&mut opened.oddities);
    Ok(Opened { oddities: odd, ..opened })
}

/// A bundle with what is odd about it, or the reason why not: the straight way.
fn read(text: &str) -> Result<Opened, String> {
    let bundle: Bundle = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if bundle.format != FORMAT {
        return Err("format".to_owned());
    }
    let mut ids = Ids::default();
    // A measure with its entries takes some 150 bytes an id; a guess too low costs a copy of the map.
    ids.reserve(text.len() / 150);
    let mut unread = Unread(bundle.history.0.iter().chain(&bundle.unsettled.0).any(holds_object));
    ids.insert(bundle.id.as_str(), Bundle::SPEC.name);
    if !index(&bundle, &mut ids, &mut unread) {
        return Err("id".to_owned());
    }
    // In values that it does not know serde_json takes the last of equal keys, and an object with the key
    // below for a number. The scan tells of both.
    let careful = unread.0 || memchr::memmem::find(text.as_bytes(), RESERVED.as_bytes()).is_some();
    if careful && !scan(text).is_ok_and(|tree| tree.soft.is_empty()) {
        return Err("key".to_owned());
    }
    let oddities = oddities(&bundle, &ids);
    Ok(Opened { bundle, oddities, rescued: Vec::new() })
}

/// Whether there are values with objects in them that no type has looked at.
struct Unread(bool);

/// Notes the ids of all entities below a record; `false` where one occurs twice.
fn index<'b>(node: &'b dyn Record, ids: &mut Ids<'b>, unread: &mut Unread) -> bool {
    let spec = node.spec();
    let mut untyped = node.extra().iter().chain(node.members().iter());
    unread.0 = unread.0 || untyped.any(|(_, value)| holds_object(value));
    for part in spec.parts.iter().filter_map(|(name, _)| node.part(name)) {
        index(part, ids, unread);
    }
    spec.lists.iter().filter_map(|list| node.list(list.name)).all(|list| {
        (0..list.len()).filter_map(|i| list.at(i)).all(|item| {
            let new = item.id().is_none_or(|id| ids.insert(id.as_str(), item.spec().name).is_none());
            new && index(item, ids, unread)
        })
    })
}

fn holds_object(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(holds_object),
        _ => false,
    }
}

/// A file that the straight way refuses: a rescue file, or the reasons.
fn explain(text: &str) -> Result<Opened, Refusal> {
    let tree = scanned(text)?;
    let format = tree.member(&tree.root, "format").and_then(|member| tree.string(&member.value));
    if format.is_some_and(|format| format == rescue::FORMAT) {
        return rescue::open(&tree);
    }
    bundle_at(&tree, &tree.root, &[])
}

/// A bundle as a text of its own, as a rescue file may hold one.
pub(super) fn bundle_of(text: &str) -> Result<Opened, Refusal> {
    if let Ok(opened) = read(text) {
        return Ok(opened);
    }
    let tree = scanned(text)?;
    bundle_at(&tree, &tree.root, &[])
}

/// The bundle at a place of a tree, or all that is wrong with it and with the file's texts.
pub(super) fn bundle_at(tree: &Tree, node: &Node, above: &[Step]) -> Result<Opened, Refusal> {
    check_format(tree, node)?;
    let drafts = diagnose(tree, node, above);
    if !(drafts.is_empty() && tree.soft.is_empty()) {
        return Err(drafts.refuse(tree.soft.clone(), tree.text));
    }
    read(tree.source(node)).map_err(|cause| {
        let at = Draft { at: node.start, other: None, problem: Problem::default() };
        FileError::Unexplained { line: at.located(tree.text).line, cause }.into()
    })
}

fn check_format(tree: &Tree, node: &Node) -> Result<(), FileError> {
    let Kind::Object(members) = &node.kind else {
        return Err(FileError::NotABundle { found: found(tree, node) });
    };
    let format = tree.member(node, "format").map(|member| &member.value);
    let Some(format) = format.filter(|format| !matches!(format.kind, Kind::Null)) else {
        let known = members.iter().any(|member| Bundle::SPEC.list(&tree.key(member)).is_some());
        return Err(if known {
            FileError::NoFormat
        } else {
            FileError::NotABundle { found: found(tree, node) }
        });
    };
    let text = tree.string(format).unwrap_or_default();
    let version = text.strip_prefix("zhenggai.bundle/").and_then(|n| n.parse::<u64>().ok());
    if text == FORMAT {
        return Ok(());
    }
    let format = found(tree, format);
    Err(if version.is_some_and(|v| v > 1) {
        FileError::Newer { format }
    } else {
        FileError::UnknownFormat { format }
    })
}

fn scanned(text: &str) -> Result<Tree<'_>, FileError> {
    scan(text).map_err(|stop| match stop {
        Stop::End(draft) => FileError::Truncated(Box::new(draft.located(text))),
        Stop::Syntax(draft) => FileError::Syntax(Box::new(draft.located(text))),
    })
}
