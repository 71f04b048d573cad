//! A folder of files held against the 佐证材料 of a ledger: what is there, what moved, changed or is missing, and
//! what nobody registered. Sizes and names say which files need reading; only equal digests say that a file is
//! the registered one. Knows paths, sizes and digests; reads no file.

use std::collections::{HashMap, HashSet};

use super::digest::Digest;
use ledger::evidence::all;
use ledger::finding::{Evidence, Finding, Measure};
use ledger::{Id, Ledger};

/// What the ledger says of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registered {
    /// The piece.
    pub id: Id,
    /// The finding that it belongs to.
    pub finding: Id,
    /// 材料编号.
    pub number: String,
    /// The number of its measure: `12-3`.
    pub measure: String,
    /// 材料名称.
    pub name: String,
    /// 存放位置.
    pub place: String,
    /// Bytes.
    pub size: Option<u64>,
    /// SM3; empty where none was taken.
    pub sm3: String,
    /// SHA-256; empty where none was taken.
    pub sha256: String,
}

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Its path from the chosen folder on, that folder's own name first; the name alone where files were chosen.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Its digests, where it was read.
    pub digest: Option<Digest>,
    /// Why it could not be read.
    pub unread: Option<String>,
}

/// How a piece of evidence stands to the files, or a file to the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// 相符: the same content at the registered place.
    Present,
    /// 已移动: the same content under another name or at another place.
    Moved,
    /// 已改变: another content at the registered place.
    Changed,
    /// 缺失: no file has the content, none the name.
    Missing,
    /// 未登记摘要: the ledger has no digest, so nothing can be proved.
    NeverDigested,
    /// 读不出: the file that should be looked at could not be read.
    Unread,
    /// 未登记: a file of which the ledger knows nothing.
    Unknown,
}

impl Class {
    /// Every class, what needs a person first.
    pub const ALL: [Self; 7] = [
        Self::Changed,
        Self::Missing,
        Self::Unread,
        Self::Moved,
        Self::NeverDigested,
        Self::Unknown,
        Self::Present,
    ];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Present => "相符",
            Self::Moved => "已移动",
            Self::Changed => "已改变",
            Self::Missing => "缺失",
            Self::NeverDigested => "未登记摘要",
            Self::Unread => "读不出",
            Self::Unknown => "未登记",
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Present => "内容与登记的摘要一致，位置不变",
            Self::Moved => "内容一致，但名称或位置与登记的不同",
            Self::Changed => "同名文件的内容与登记的摘要不同",
            Self::Missing => "所选文件里没有这份材料",
            Self::NeverDigested => "台账没有它的摘要，无法核对",
            Self::Unread => "文件在，但浏览器读不出",
            Self::Unknown => "台账里没有登记这个文件",
        }
    }
}

/// One line of the result. A piece of evidence has exactly one; a file without a piece has one of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it stands.
    pub class: Class,
    /// The place of the piece in what is registered.
    pub registered: Option<usize>,
    /// The place of the file in what was found.
    pub found: Option<usize>,
    /// For an unknown file: the piece whose content it has, too.
    pub copy_of: Option<usize>,
}

/// What a ledger has registered, in its order.
#[must_use]
pub fn registered(ledger: &Ledger) -> Vec<Registered> {
    all(ledger)
        .map(|(finding, measure, evidence)| Registered::of(ledger, finding, measure, evidence))
        .collect()
}

impl Registered {
    /// What the ledger says of one piece.
    #[must_use]
    pub fn of(ledger: &Ledger, finding: &Finding, measure: &Measure, evidence: &Evidence) -> Self {
        Self {
            id: evidence.id.clone(),
            finding: finding.id.clone(),
            number: evidence.number.clone(),
            measure: ledger.measure_number(&finding.id, &measure.id),
            name: evidence.name.clone(),
            place: evidence.place.clone(),
            size: evidence.size,
            sm3: evidence.sm3.clone(),
            sha256: evidence.sha256.clone(),
        }
    }

    /// Whether the ledger holds a digest of it.
    #[must_use]
    pub fn is_digested(&self) -> bool {
        !self.sm3.trim().is_empty() || !self.sha256.trim().is_empty()
    }

    /// Whether a content is the registered one: every digest that is registered agrees.
    #[must_use]
    pub fn agrees(&self, digest: &Digest) -> bool {
        let same = |registered: &str, now: &str| {
            let registered = registered.trim();
            registered.is_empty() || registered.eq_ignore_ascii_case(now)
        };
        self.is_digested() && same(&self.sm3, &digest.sm3) && same(&self.sha256, &digest.sha256)
    }

    /// Where it lies, in parts, its name last. A place that does not end in the name is the folder.
    fn parts(&self) -> Vec<String> {
        let mut parts = parts(&self.place);
        let name = folded(&self.name);
        if parts.last() != Some(&name) && !name.is_empty() {
            parts.push(name);
        }
        parts
    }
}

/// Names as Windows compares them.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

fn parts(path: &str) -> Vec<String> {
    path.split(['/', '\\']).map(folded).filter(|part| !part.is_empty() && part != ".").collect()
}

/// A file's parts below the chosen folder: what that folder is called, and where, differs between computers.
fn below(path: &str) -> Vec<String> {
    let mut parts = parts(path);
    if parts.len() > 1 {
        parts.remove(0);
    }
    parts
}

/// Whether a file lies where the piece is registered, as far as both tell: one path ends like the other.
fn same_place(piece: &[String], file: &[String]) -> bool {
    let common = piece.iter().rev().zip(file.iter().rev()).take_while(|(a, b)| a == b).count();
    common > 0 && common == piece.len().min(file.len())
}

/// Which files have to be read: those that are as long as a registered piece, and those that bear a registered
/// name, whatever their length, so that what changed can be told by its new digest. The rest is unknown unread.
#[must_use]
pub fn to_read(registered: &[Registered], found: &[Found]) -> Vec<usize> {
    let unsized_piece = registered.iter().any(|piece| piece.size.is_none() && piece.is_digested());
    let sizes: HashSet<u64> = registered.iter().filter_map(|piece| piece.size).collect();
    let names: HashSet<String> = registered.iter().filter_map(|piece| piece.parts().pop()).collect();
    let wanted = |file: &Found| {
        unsized_piece
            || sizes.contains(&file.size)
            || below(&file.path).pop().is_some_and(|name| names.contains(&name))
    };
    found.iter().enumerate().filter(|(_, file)| wanted(file)).map(|(at, _)| at).collect()
}

/// The files by what they can be found by.
struct Files<'f> {
    found: &'f [Found],
    paths: &'f [Vec<String>],
    by_digest: HashMap<&'f str, Vec<usize>>,
    by_name: HashMap<&'f str, Vec<usize>>,
}

impl<'f> Files<'f> {
    fn new(found: &'f [Found], paths: &'f [Vec<String>]) -> Files<'f> {
        let mut files = Files { found, paths, by_digest: HashMap::new(), by_name: HashMap::new() };
        for (at, (file, path)) in found.iter().zip(paths).enumerate() {
            if let Some(digest) = &file.digest {
                files.by_digest.entry(&digest.sm3).or_default().push(at);
                files.by_digest.entry(&digest.sha256).or_default().push(at);
            }
            if let Some(name) = path.last() {
                files.by_name.entry(name).or_default().push(at);
            }
        }
        files
    }

    /// Those whose content is that of the piece; none where it was never digested.
    fn with_content(&self, piece: &Registered) -> Vec<usize> {
        if !piece.is_digested() {
            return Vec::new();
        }
        let key = if piece.sm3.trim().is_empty() { &piece.sha256 } else { &piece.sm3 };
        let places = self.by_digest.get(key.trim().to_ascii_lowercase().as_str());
        let agrees = |at: &usize| {
            self.found.get(*at).and_then(|f| f.digest.as_ref()).is_some_and(|digest| piece.agrees(digest))
        };
        places.into_iter().flatten().copied().filter(agrees).collect()
    }

    /// Those that bear the name at the end of a place.
    fn named(&self, place: &[String]) -> impl Iterator<Item = usize> + use<'_> {
        let files = place.last().and_then(|name| self.by_name.get(name.as_str()));
        files.into_iter().flatten().copied()
    }

    /// Whether a file lies at a place.
    fn is_at(&self, file: usize, place: &[String]) -> bool {
        self.paths.get(file).is_some_and(|path| same_place(place, path))
    }
}

/// Holds the files against what is registered: the pieces in their order, then the files that nobody registered.
#[must_use]
pub fn verify(registered: &[Registered], found: &[Found]) -> Vec<Outcome> {
    let paths: Vec<Vec<String>> = found.iter().map(|file| below(&file.path)).collect();
    let files = Files::new(found, &paths);
    // Files whose content is registered are no changed versions of anything.
    let contents: Vec<Vec<usize>> = registered.iter().map(|piece| files.with_content(piece)).collect();
    let known: HashSet<usize> = contents.iter().flatten().copied().collect();
    let mut elsewhere: HashSet<usize> = HashSet::new();
    for own in registered.iter().map(Registered::parts).filter(|own| own.len() > 1) {
        elsewhere.extend(files.named(&own).filter(|at| files.is_at(*at, &own)));
    }
    let mut used: HashSet<usize> = HashSet::new();
    let mut outcomes = Vec::with_capacity(registered.len());
    for (index, (piece, same)) in registered.iter().zip(&contents).enumerate() {
        let own = piece.parts();
        let here = |at: &usize| files.is_at(*at, &own);
        // A namesake elsewhere may be the changed file, unless it is, or lies where, another piece is registered.
        let free = |at: &usize| !known.contains(at) && !elsewhere.contains(at) && !used.contains(at);
        let stands_in = || files.named(&own).find(here).or_else(|| files.named(&own).find(free));
        let (class, file) = if !piece.is_digested() {
            (Class::NeverDigested, stands_in())
        } else if let Some(at) = same.iter().copied().find(here) {
            (Class::Present, Some(at))
        } else if let Some(at) = same.iter().copied().find(|at| !used.contains(at)).or(same.first().copied())
        {
            (Class::Moved, Some(at))
        } else {
            match stands_in() {
                Some(at) if found.get(at).is_some_and(|f| f.unread.is_some()) => (Class::Unread, Some(at)),
                Some(at) => (Class::Changed, Some(at)),
                None => (Class::Missing, None),
            }
        };
        used.extend(file);
        outcomes.push(Outcome { class, registered: Some(index), found: file, copy_of: None });
    }
    outcomes.extend(unregistered(&contents, found.len(), &used));
    outcomes
}

/// The files that stand for no piece; `contents` are the files of each piece's content.
fn unregistered(
    contents: &[Vec<usize>],
    count: usize,
    used: &HashSet<usize>,
) -> impl Iterator<Item = Outcome> {
    let mut owner: HashMap<usize, usize> = HashMap::new();
    for (index, files) in contents.iter().enumerate() {
        for at in files {
            owner.entry(*at).or_insert(index);
        }
    }
    (0..count).filter(|at| !used.contains(at)).map(move |at| Outcome {
        class: Class::Unknown,
        registered: None,
        found: Some(at),
        copy_of: owner.get(&at).copied(),
    })
}

/// How many lines each class has, in the order of [`Class::ALL`].
#[must_use]
pub fn counts(outcomes: &[Outcome]) -> [(Class, usize); 7] {
    Class::ALL.map(|class| (class, outcomes.iter().filter(|outcome| outcome.class == class).count()))
}

/// The head of the rows of the table.
pub const COLUMNS: [&str; 11] = [
    "核对结果",
    "材料编号",
    "措施",
    "材料名称",
    "存放位置",
    "所选文件",
    "登记大小",
    "现在大小",
    "登记SM3",
    "现在SM3",
    "说明",
];

/// A line of the result as text, in the order of [`COLUMNS`].
#[must_use]
pub fn row(outcome: &Outcome, registered: &[Registered], found: &[Found]) -> [String; 11] {
    let piece = outcome.registered.and_then(|at| registered.get(at));
    let file = outcome.found.and_then(|at| found.get(at));
    let of = |read: fn(&Registered) -> String| piece.map(read).unwrap_or_default();
    [
        outcome.class.label().to_owned(),
        of(|p| p.number.clone()),
        of(|p| p.measure.clone()),
        of(|p| p.name.clone()),
        of(|p| p.place.clone()),
        file.map(|f| f.path.clone()).unwrap_or_default(),
        of(|p| p.size.map(|n| n.to_string()).unwrap_or_default()),
        file.map(|f| f.size.to_string()).unwrap_or_default(),
        of(|p| p.sm3.clone()),
        file.and_then(|f| f.digest.as_ref()).map(|d| d.sm3.clone()).unwrap_or_default(),
        note(outcome, registered, found),
    ]
}

/// What there is to say of a line beyond its class.
#[must_use]
pub fn note(outcome: &Outcome, registered: &[Registered], found: &[Found]) -> String {
    let file = outcome.found.and_then(|at| found.get(at));
    if let Some(why) = file.and_then(|f| f.unread.as_ref()) {
        return format!("浏览器读不出这个文件（{why}）");
    }
    match (outcome.class, outcome.copy_of.and_then(|at| registered.get(at))) {
        (Class::Unknown, Some(piece)) => format!("内容与 {} 相同", piece.number),
        (Class::NeverDigested, _) if file.is_some() => "有同名文件，可以补登摘要".to_owned(),
        (class, _) => class.meaning().to_owned(),
    }
}

#[cfg(test)]
mod tests;
