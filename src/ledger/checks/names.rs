//! Names: one unit under several names, in the register or in the texts; and the words for statuses.

use memchr::memmem::Finder;

use super::{Check, Kind, Walk};
use crate::Id;
use crate::id_map::IdMap;
use crate::register::Unit;

/// The level of government that a short name begins with: 市科技局.
const LEVELS: [char; 5] = ['市', '省', '区', '县', '州'];

/// How far before its last character a short name can begin.
const REACH: usize = 10;

fn bare(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

fn aliases(unit: &Unit) -> impl Iterator<Item = &str> {
    unit.aliases.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|alias| !alias.is_empty())
}

/// Whether all characters of a short name stand in the long one, in order.
fn abbreviates(short: &[char], long: &[char]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|c| rest.any(|other| other == c))
}

/// A full name from its level of government on: 武汉市科技创新局 is 市科技创新局.
fn full_name(text: &str) -> Option<Vec<char>> {
    let text = text.trim().trim_start_matches("中共").trim_end_matches("党组").trim_end_matches("委员会");
    let chars: Vec<char> = text.chars().collect();
    let level = chars.iter().rposition(|c| LEVELS.contains(c))?;
    let name = chars.get(level..)?.to_vec();
    (name.len() >= 5).then_some(name)
}

/// The short names of a full one in a text.
fn short_names(text: &str, full: &[char], last: &Finder, found: &mut impl FnMut(String)) {
    let (Some(first), Some(end)) = (full.first(), full.last()) else { return };
    for at in last.find_iter(text.as_bytes()) {
        let Some(before) = text.get(..at) else { continue };
        let mut name = vec![*end];
        for c in before.chars().rev().take(REACH) {
            name.push(c);
            if c == *first {
                break;
            }
        }
        name.reverse();
        if name.first() == Some(first) && name.len() >= 3 && abbreviates(&name, full) {
            found(name.into_iter().collect());
        }
    }
}

impl<'l> Walk<'l> {
    /// Every text that people wrote, with what it belongs to.
    fn texts(&self, visit: &mut impl FnMut(&'l Id, &'l str)) {
        let bundle = self.bundle;
        let notice = &bundle.notice;
        for text in [
            &bundle.title,
            &notice.title,
            &notice.preamble,
            &notice.organization,
            &notice.plans,
            &notice.contact,
            &notice.signatory,
        ] {
            visit(&bundle.id, text);
        }
        for finding in &bundle.findings {
            for text in [
                &finding.title,
                &finding.details,
                &finding.body,
                &finding.goal,
                &finding.cause,
                &finding.wider_check,
            ] {
                visit(&finding.id, text);
            }
            for measure in &finding.measures {
                visit(&measure.id, &measure.text);
                measure.progress.iter().for_each(|entry| visit(&measure.id, &entry.text));
            }
        }
        bundle.institutions.iter().for_each(|document| visit(&document.id, &document.title));
    }

    pub(super) fn mixed_names(&mut self) {
        let bundle = self.bundle;
        let own = [&bundle.organization, &bundle.notice.signatory].map(|name| (name, &bundle.id));
        let names = own.into_iter().chain(bundle.units.iter().map(|unit| (&unit.name, &unit.id)));
        // Each name is about its unit, so that one that is set aside takes no other along.
        let mut fulls: Vec<(Vec<char>, &Id)> =
            names.filter_map(|(name, of)| Some((full_name(name)?, of))).collect();
        crate::order::sort_by(&mut fulls, |(one, _), (other, _)| one.cmp(other));
        fulls.dedup_by(|(one, _), (other, _)| one == other);
        for (full, about) in &fulls {
            let end: String = full.iter().rev().take(1).collect();
            let last = Finder::new(end.as_bytes());
            let whole: String = full.iter().collect();
            let mut met: Vec<(String, usize, &Id)> = Vec::new();
            self.texts(&mut |id, text| {
                short_names(text, full, &last, &mut |name| match met
                    .iter_mut()
                    .find(|(known, ..)| *known == name)
                {
                    Some((_, count, _)) => *count += 1,
                    None if name != whole => met.push((name, 1, id)),
                    None => {}
                });
            });
            crate::order::sort_by(&mut met, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
            let Some((.., at)) = met.last().filter(|_| met.len() > 1) else { continue };
            let told: Vec<String> =
                met.iter().map(|(name, count, _)| format!("“{name}”{count} 处")).collect();
            let what = format!("{}，看来都指{whole}", told.join("、"));
            self.found.push(Check {
                kind: Kind::NamesMixed,
                about: (*about).clone(),
                at: (*at).clone(),
                place: whole,
                what,
            });
        }
        self.aliases_in_texts();
    }

    /// A unit that the texts call by its name and by an alias that is no part of it.
    fn aliases_in_texts(&mut self) {
        let bundle = self.bundle;
        for unit in &bundle.units {
            let apart = |alias: &&str| {
                alias.chars().count() > 1 && !unit.name.contains(alias) && !alias.contains(unit.name.as_str())
            };
            for alias in aliases(unit).filter(apart) {
                let finders = [Finder::new(unit.name.as_bytes()), Finder::new(alias.as_bytes())];
                let (mut counts, mut at) = ([0_usize; 2], None);
                self.texts(&mut |id, text| {
                    for (count, finder) in counts.iter_mut().zip(&finders) {
                        *count += finder.find_iter(text.as_bytes()).count();
                    }
                    at = at.or_else(|| finders[1].find(text.as_bytes()).map(|_| id));
                });
                if let (true, Some(at)) = (counts[0] > 0, at) {
                    let what = format!("“{}”{} 处、别名“{alias}”{} 处", unit.name, counts[0], counts[1]);
                    self.found.push(Check {
                        kind: Kind::AliasInText,
                        about: unit.id.clone(),
                        at: at.clone(),
                        place: format!("单位 {}", unit.name),
                        what,
                    });
                }
            }
        }
    }

    pub(super) fn units(&mut self) {
        let bundle = self.bundle;
        let mut names: IdMap<String, &Unit> = IdMap::default();
        for unit in &bundle.units {
            let own = std::iter::once(unit.name.as_str()).chain(aliases(unit)).map(bare);
            let mut told = false;
            for name in own.filter(|name| !name.is_empty()) {
                let first = *names.entry(name.clone()).or_insert(unit);
                if first.id != unit.id && !told {
                    let what = format!("“{name}”也是单位“{}”的名称或别名", first.name);
                    self.note(Kind::UnitTwice, &unit.id, &format!("单位 {}", unit.name), what);
                    told = true;
                }
            }
        }
        let chars: Vec<Vec<char>> =
            bundle.units.iter().map(|unit| bare(&unit.name).chars().collect()).collect();
        for (n, unit) in bundle.units.iter().enumerate() {
            let like = |other: &Vec<char>| {
                let (short, long) =
                    if other.len() < chars[n].len() { (other, &chars[n]) } else { (&chars[n], other) };
                short.len() >= 3
                    && short.len() < long.len()
                    && short.first() == long.first()
                    && short.last() == long.last()
                    && abbreviates(short, long)
            };
            if let Some(other) = chars[..n].iter().position(like).and_then(|at| bundle.units.get(at)) {
                let what = format!("与单位“{}”的名称相近，像是同一单位的全称和简称", other.name);
                self.note(Kind::UnitAlike, &unit.id, &format!("单位 {}", unit.name), what);
            }
        }
    }

    pub(super) fn statuses(&mut self) {
        for status in &self.bundle.statuses {
            let known = crate::register::StatusClass::KNOWN;
            if !status.class.as_ref().is_some_and(|class| known.contains(class)) {
                let label = if status.label.is_empty() { status.id.as_str() } else { &status.label };
                self.note(
                    Kind::StatusClass,
                    &status.id,
                    &format!("状态 {label}"),
                    "没有写明它算未完成、部分完成还是已完成",
                );
            }
        }
    }
}
