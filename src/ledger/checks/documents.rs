//! 制度: the same document twice, or nearly; and the totals that the notice claims.

use super::{Kind, Walk};
use crate::counts::Counts;
use crate::id_map::IdMap;
use crate::register::{DocumentRole, Institution};

/// Titles shorter than this differ by a character for good reason.
const NEAR_FROM: usize = 10;

/// A title as it is compared: without 的, 关于 at the beginning, signs and numbers; and its numbers apart, for
/// documents of two years are two documents.
fn normal(title: &str) -> (String, String) {
    let title = title.trim().trim_start_matches('《').trim_start_matches("关于");
    let words = title.chars().filter(|c| c.is_alphabetic() && *c != '的').collect();
    (words, title.chars().filter(char::is_ascii_digit).collect())
}

/// Whether two texts differ by one character: another one, one more or one less.
fn differ_by_one(a: &[char], b: &[char]) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let skip = usize::from(a.len() == b.len());
    a[(same + skip).min(a.len())..] == b[(same + 1).min(b.len())..]
}

fn hash(words: impl Iterator<Item = char>) -> u64 {
    // FNV-1a: only to find candidates, which are then compared.
    words.fold(0xcbf2_9ce4_8422_2325, |hash, c| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3))
}

impl Walk<'_> {
    pub(super) fn documents(&mut self) {
        let bundle = self.bundle;
        let mut exact: IdMap<(&str, &Option<DocumentRole>), &Institution> = IdMap::default();
        let mut normals: IdMap<(String, String), usize> = IdMap::default();
        // Titles with one character left out meet where they differ by one.
        let mut lacking: IdMap<u64, Vec<usize>> = IdMap::default();
        let mut all: Vec<(Vec<char>, String)> = Vec::new();
        for (n, document) in bundle.institutions.iter().enumerate() {
            let title = document.title.trim();
            let place = format!("制度《{title}》");
            all.push(Default::default());
            if title.is_empty() || document.role.is_none() {
                let what = if title.is_empty() {
                    "没有文件名称"
                } else {
                    "没有填写性质，不计入制发数"
                };
                self.note(Kind::DocumentBare, &document.id, &place, what);
            }
            if document.findings.is_empty()
                && document.measures.is_empty()
                && document.section.trim().is_empty()
            {
                self.note(Kind::DocumentStray, &document.id, &place, "没有写明对应问题、措施或通报部分");
            }
            if title.is_empty() {
                continue;
            }
            if exact.insert((title, &document.role), document).is_some() {
                self.note(Kind::DocumentTwice, &document.id, &place, "前面已有同名的文件");
                continue;
            }
            let (words, digits) = normal(title);
            let near = match normals.insert((words.clone(), digits.clone()), n) {
                Some(other) => Some(other),
                None => near(&words, &digits, &all, &mut lacking, n),
            };
            all[n] = (words.chars().collect(), digits);
            if let Some(other) = near.and_then(|other| bundle.institutions.get(other)) {
                let replaced = |a: &Institution, b: &Institution| a.replaced_by.contains(b.title.trim());
                if other.title.trim() != title && !replaced(other, document) && !replaced(document, other) {
                    let what = format!("与《{}》只差个别字", other.title.trim());
                    self.note(Kind::DocumentNear, &document.id, &place, what);
                }
            }
        }
    }

    pub(super) fn totals(&mut self) {
        let bundle = self.bundle;
        if bundle.claims.is_empty() {
            return;
        }
        let counts = Counts::of(bundle, self.today);
        for (claim, count) in bundle.claims.iter().zip(&counts.claims) {
            if let (true, Some(claimed), Some(counted)) = (count.differs(), count.claimed, count.counted) {
                let subject = claim.subject.as_ref().map_or("", |subject| subject.label());
                let what =
                    format!("通报称{subject} {claimed} {unit}，台账计 {counted} {unit}", unit = claim.unit);
                self.note(Kind::ClaimDiffers, &claim.id, &format!("通报所称 {subject}"), what);
            }
        }
    }
}

/// An earlier title that differs from this one by one character and has the same numbers.
fn near(
    words: &str,
    digits: &str,
    all: &[(Vec<char>, String)],
    lacking: &mut IdMap<u64, Vec<usize>>,
    n: usize,
) -> Option<usize> {
    let own: Vec<char> = words.chars().collect();
    if own.len() < NEAR_FROM {
        return None;
    }
    let mut found = None;
    let mut keys = vec![hash(own.iter().copied())];
    for gap in 0..own.len() {
        keys.push(hash(own.iter().enumerate().filter(|(at, _)| *at != gap).map(|(_, c)| *c)));
    }
    crate::order::sort(&mut keys);
    keys.dedup();
    for key in keys {
        let met = lacking.entry(key).or_default();
        let like = |other: &&usize| {
            all.get(**other).is_some_and(|(chars, numbers)| numbers == digits && differ_by_one(chars, &own))
        };
        // Titles that share a key with hundreds are a series; the first few tell enough.
        found = found.or_else(|| met.iter().take(16).find(like).copied());
        met.push(n);
    }
    found
}
