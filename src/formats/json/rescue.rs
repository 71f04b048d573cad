//! The rescue file that the page writes when it cannot go on: the bundle, and the edits that storage still
//! held. Does not apply the edits.

use super::diagnose::found;
use super::keys::is_edit_of;
use super::open::{Opened, bundle_at, bundle_of};
use super::place::{Draft, Drafts, Step, path_text};
use super::problem::{Problem, Refusal};
use super::scan::{Kind, Node, Tree};

/// The `format` of a rescue file.
pub(super) const FORMAT: &str = "zhenggai.rescue/1";

/// Reads a rescue file: `bundle` (or `bundleText`, the same as text), `entries` of storage, `pending` edits.
pub(super) fn open(tree: &Tree) -> Result<Opened, Refusal> {
    let root = &tree.root;
    let member = |key: &str| {
        let member = tree.member(root, key).filter(|m| !matches!(m.value.kind, Kind::Null));
        member.map(|member| &member.value)
    };
    let mut opened = if let Some(node) = member("bundle") {
        bundle_at(tree, node, &[Step::Key("bundle".to_owned())])?
    } else if let Some((node, text)) = member("bundleText").and_then(|n| Some((n, tree.string(n)?))) {
        bundle_of(&text).map_err(|refusal| inside(tree, node, refusal))?
    } else {
        let problem = Problem {
            path: "bundle".to_owned(),
            expected: "台账（一个对象）".to_owned(),
            found: "空缺".to_owned(),
            hint: "这份应急备份里没有台账，请改用别的备份".to_owned(),
            ..Problem::default()
        };
        let mut drafts = Drafts::default();
        drafts.push(Draft { at: root.start, other: None, problem });
        return Err(drafts.refuse(Drafts::default(), tree.text));
    };
    let mut odd = |key: &str, node: &Node, expected: &str| {
        let path = path_text(&[Step::Key(key.to_owned())]);
        let (expected, found) = (expected.to_owned(), found(tree, node));
        let hint = "其中的变更没有取出".to_owned();
        opened.oddities.push(Problem { path, expected, found, hint, ..Problem::default() });
    };
    match member("entries").map(|node| (node, &node.kind)) {
        None => {}
        Some((_, Kind::Object(members))) => {
            let bundle = &opened.bundle.id;
            let edits = members.iter().filter(|member| is_edit_of(&tree.key(member), bundle));
            opened.rescued.extend(edits.map(|member| json_of(tree, &member.value)));
        }
        Some((node, _)) => odd("entries", node, "存储内容（一个对象）"),
    }
    match member("pending").map(|node| (node, &node.kind)) {
        None => {}
        Some((_, Kind::Array(items))) => opened.rescued.extend(items.iter().map(|item| json_of(tree, item))),
        Some((node, _)) => odd("pending", node, "变更的列表 […]"),
    }
    Ok(opened)
}

/// An edit's JSON text: storage holds texts, `pending` may hold the edits themselves.
fn json_of(tree: &Tree, node: &Node) -> String {
    tree.string(node).map_or_else(|| tree.source(node).to_owned(), std::borrow::Cow::into_owned)
}

/// What is wrong inside `bundleText`, told at the place where that text stands in the file.
fn inside(tree: &Tree, node: &Node, refusal: Refusal) -> Refusal {
    let (list, more) = match refusal {
        Refusal::Content { problems, more } => (problems, more),
        Refusal::File(error) => {
            let problem =
                Problem { hint: error.to_string().trim_end_matches('。').to_owned(), ..Problem::default() };
            (vec![problem], 0)
        }
    };
    let here = Draft { at: node.start, other: None, problem: Problem::default() }.located(tree.text);
    let problems = list.into_iter().map(|mut problem| {
        if problem.line > 0 {
            let within = format!("位置在这段文字的第 {} 行第 {} 列", problem.line, problem.column);
            let parts = [std::mem::take(&mut problem.hint), within];
            problem.hint = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("；");
        }
        let below = if problem.path.is_empty() { "" } else { "." };
        problem.path = format!("bundleText{below}{}", problem.path);
        (problem.line, problem.column) = (here.line, here.column);
        problem
    });
    Refusal::Content { problems: problems.collect(), more }
}
