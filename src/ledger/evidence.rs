//! 佐证材料 across the ledger: its numbering, which measures a piece proves, which measures lack one.
//! Knows no file and no digest's making.

use super::bundle::Bundle;
use super::document::Ledger;
use super::finding::{Evidence, Finding, Measure};
use super::id::Id;
use super::id_map::{IdMap, IdSet};
use super::vocabulary::{Class, Vocabulary};

/// The next `count` running numbers of a measure: `12-3-01`, `12-3-02` … They run on behind every number that was
/// given, also where its piece moved to another measure or was `removed`, so that none is given twice.
#[must_use]
pub fn next_numbers(
    ledger: &Ledger,
    finding: &Id,
    measure: &Id,
    count: usize,
    removed: &[String],
) -> Vec<String> {
    let stem = format!("{}-", ledger.measure_number(finding, measure));
    let given = all(ledger).map(|(.., evidence)| &evidence.number).chain(removed);
    let numbers = given.filter_map(|number| number.strip_prefix(&stem)?.parse::<u64>().ok());
    let last = numbers.max().unwrap_or(0);
    (1..=count as u64).map(|n| format!("{stem}{:02}", last.saturating_add(n))).collect()
}

/// Where a piece of evidence stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Piece {
    /// The piece.
    pub evidence: Id,
    /// The measure that holds it.
    pub measure: Id,
    /// The finding of that measure.
    pub finding: Id,
}

/// Every piece of evidence of a ledger, in its order, and which measures other than their own they prove.
#[derive(Debug, Default)]
pub struct Index {
    pieces: Vec<Piece>,
    also: IdMap<Id, Vec<usize>>,
}

impl Index {
    /// Of a ledger as it stands.
    #[must_use]
    pub fn of(ledger: &Ledger) -> Self {
        let mut index = Self::default();
        for (finding, measure, evidence) in all(ledger) {
            for other in evidence.also.iter().filter(|other| **other != measure.id) {
                index.also.entry(other.clone()).or_default().push(index.pieces.len());
            }
            index.pieces.push(Piece {
                evidence: evidence.id.clone(),
                measure: measure.id.clone(),
                finding: finding.id.clone(),
            });
        }
        index
    }

    /// All pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces of other measures that prove this one too.
    pub fn also_proving(&self, measure: &Id) -> impl Iterator<Item = &Piece> {
        let places = self.also.get(measure).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.pieces.get(*place))
    }

    /// The measures that are done, wholly or in part, and that nothing proves, with their findings. What is not
    /// done needs no proof yet.
    #[must_use]
    pub fn lacking<'l>(&self, ledger: &'l Ledger) -> Vec<(&'l Finding, &'l Measure)> {
        let words = Vocabulary::new(&ledger.bundle().statuses);
        let due = |m: &Measure| matches!(words.class(m.status.as_ref()), Class::Done | Class::Partial);
        let findings = ledger.bundle().findings.iter();
        let measures = findings.flat_map(|f| f.measures.iter().map(move |m| (f, m)));
        let proved = Proved::of(ledger.bundle());
        measures.filter(|(_, m)| due(m) && !proved.holds(m)).collect()
    }
}

/// Whether an entry says what it is: one without a name and a place proves nothing.
#[must_use]
pub fn tells(evidence: &Evidence) -> bool {
    !evidence.name.trim().is_empty() || !evidence.place.trim().is_empty()
}

/// The measures that 佐证材料 of other measures prove. Everything that asks whether a measure is proved asks here,
/// or means the same.
pub struct Proved<'l>(IdSet<&'l Id>);

impl<'l> Proved<'l> {
    /// Of a ledger as it stands.
    #[must_use]
    pub fn of(bundle: &'l Bundle) -> Self {
        let measures = bundle.findings.iter().flat_map(|finding| &finding.measures);
        let pieces = measures.flat_map(|measure| &measure.evidence).filter(|evidence| tells(evidence));
        Self(pieces.flat_map(|evidence| &evidence.also).collect())
    }

    /// Whether a piece proves this measure, its own or another's.
    #[must_use]
    pub fn holds(&self, measure: &Measure) -> bool {
        measure.evidence.iter().any(tells) || self.0.contains(&measure.id)
    }
}

/// Whether a piece proves a measure, its own or another's; for one measure.
#[must_use]
pub fn is_proved(ledger: &Ledger, measure: &Measure) -> bool {
    measure.evidence.iter().any(tells) || foreign(ledger, &measure.id).any(|(.., evidence)| tells(evidence))
}

/// The pieces of other measures that prove this one too.
pub fn foreign<'l>(
    ledger: &'l Ledger,
    measure: &Id,
) -> impl Iterator<Item = (&'l Finding, &'l Measure, &'l Evidence)> {
    all(ledger).filter(move |(_, own, evidence)| own.id != *measure && evidence.also.contains(measure))
}

/// Every piece with its measure and finding, in the order of the ledger.
pub fn all(ledger: &Ledger) -> impl Iterator<Item = (&Finding, &Measure, &Evidence)> {
    let findings = ledger.bundle().findings.iter();
    let measures = findings.flat_map(|f| f.measures.iter().map(move |m| (f, m)));
    measures.flat_map(|(f, m)| m.evidence.iter().map(move |e| (f, m, e)))
}

/// The piece with this id, with its finding and measure.
#[must_use]
pub fn piece<'l>(ledger: &'l Ledger, id: &Id) -> Option<(&'l Finding, &'l Measure, &'l Evidence)> {
    let (measure, list) = ledger.parent(id)?;
    let (finding, measure) = ledger.measure(measure).filter(|_| list == "evidence")?;
    Some((finding, measure, measure.evidence.iter().find(|e| e.id == *id)?))
}

/// A registered piece with this content, by its SM3: whether it is of this measure, and its number, or its name where it
/// has none. One of this measure first.
#[must_use]
pub fn namesake(ledger: &Ledger, measure: &Id, sm3: &str) -> Option<(bool, String)> {
    let same = all(ledger).filter(|(_, _, e)| e.sm3.trim().eq_ignore_ascii_case(sm3));
    let told = |(_, m, e): (_, &Measure, &Evidence)| {
        let name = if e.number.is_empty() { &e.name } else { &e.number };
        (m.id == *measure, name.clone())
    };
    same.map(told).max_by_key(|(own, _)| *own)
}

/// A file's place in a folder, with the kind of stroke that the folder is written with. Empty without a folder:
/// a browser does not say where a file lies.
#[must_use]
pub fn place_in(folder: &str, name: &str) -> String {
    let bare = folder.trim().trim_end_matches(['/', '\\']);
    match bare {
        "" => String::new(),
        _ if folder.contains('\\') => format!("{bare}\\{name}"),
        _ => format!("{bare}/{name}"),
    }
}

/// A size as people read it: `512 字节`, `20.0 KB`, `1.9 GB`; a unit is 1,024 of the one before, as Windows counts.
#[must_use]
pub fn size_text(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} 字节");
    }
    let mut unit = 1024_u64;
    let mut names = ["KB", "MB", "GB", "TB"].into_iter().peekable();
    loop {
        let name = names.next().unwrap_or("TB");
        // 1,023.95 KB and more would read as 1024.0 KB.
        if names.peek().is_none() || bytes / unit < 1023 {
            let tenths = (u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit);
            return format!("{}.{} {name}", tenths / 10, tenths % 10);
        }
        unit *= 1024;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "statuses": [{"id": "d", "class": "done"}, {"id": "p", "class": "partial"}, {"id": "o", "class": "open"}],
            "findings": [
                {"id": "f", "number": 12, "measures": [
                    {"id": "m1", "number": 1, "status": "d"},
                    {"id": "m2", "number": 2, "status": "d"},
                    {"id": "m3", "number": 3, "status": "p", "evidence": [
                        {"id": "e1", "name": "纪要.pdf", "number": "12-3-01", "also": ["m2", "n1", "m3"]},
                        {"id": "e2", "number": "12-3-07"},
                        {"id": "e3", "number": "12-1-09"},
                        {"id": "e4", "number": "旧编号"}]},
                    {"id": "m4", "number": 4, "status": "o"}]},
                {"id": "g", "measures": [{"id": "n1", "status": "p"}, {"id": "n2", "evidence": [{"id": "e5", "also": ["n1"]}]}]}]
        }))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    #[test]
    fn numbers_run_on_behind_the_last_of_the_measure() {
        let ledger = ledger();
        for (finding, measure, count, numbers) in [
            // One of its pieces stands at 12-3 now.
            ("f", "m1", 2, vec!["12-1-10", "12-1-11"]),
            ("f", "m3", 2, vec!["12-3-08", "12-3-09"]),
            ("g", "n2", 1, vec!["2-2-01"]),
            ("f", "m4", 0, vec![]),
        ] {
            assert_eq!(next_numbers(&ledger, &id(finding), &id(measure), count, &[]), numbers, "{measure}");
        }
        let many = next_numbers(&ledger, &id("f"), &id("m2"), 100, &[]);
        assert_eq!((many[98].as_str(), many[99].as_str()), ("12-2-99", "12-2-100"));
        let removed = ["12-3-11", "12-30-40", "12-3-x"].map(str::to_owned);
        assert_eq!(next_numbers(&ledger, &id("f"), &id("m3"), 1, &removed), ["12-3-12"]);
    }

    #[test]
    fn a_piece_proves_its_own_measure_and_those_it_names() {
        let ledger = ledger();
        let index = Index::of(&ledger);
        assert_eq!(index.pieces().len(), 5);
        let proving = |measure: &str| {
            index.also_proving(&id(measure)).map(|p| p.evidence.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(proving("m2"), ["e1"]);
        assert_eq!(proving("n1"), ["e1", "e5"]);
        assert_eq!(proving("m3"), [""; 0], "its own pieces are not told twice");
        assert_eq!(piece(&ledger, &id("e5")).unwrap().1.id, id("n2"));
        assert!(piece(&ledger, &id("m1")).is_none());
    }

    #[test]
    fn what_is_done_and_proved_by_nothing_lacks_evidence() {
        let ledger = ledger();
        let lacking: Vec<_> =
            Index::of(&ledger).lacking(&ledger).into_iter().map(|(_, m)| m.id.to_string()).collect();
        assert_eq!(lacking, ["m1"]);
        for (measure, proved) in
            [("m1", false), ("m2", true), ("m3", true), ("m4", false), ("n1", true), ("n2", false)]
        {
            let (_, found) = ledger.measure(&id(measure)).unwrap();
            assert_eq!(is_proved(&ledger, found), proved, "{measure}");
            assert_eq!(Proved::of(ledger.bundle()).holds(found), proved, "{measure}");
        }
    }

    #[test]
    fn sizes_read_as_windows_shows_them() {
        for (bytes, text) in [
            (0, "0 字节"),
            (1023, "1023 字节"),
            (1024, "1.0 KB"),
            (20_480, "20.0 KB"),
            (1_048_575, "1.0 MB"),
            (2_147_483_648, "2.0 GB"),
            (u64::MAX, "16777216.0 TB"),
        ] {
            assert_eq!(size_text(bytes), text, "{bytes}");
        }
    }

    #[test]
    fn a_piece_with_the_same_content_is_found_and_one_of_the_measure_itself_first() {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "findings": [{"id": "f", "measures": [
                {"id": "m1", "evidence": [
                    {"id": "e1", "number": "1-1-01", "sm3": " AB12 "},
                    {"id": "e2", "name": "纪要.pdf", "sm3": "cd34"},
                    {"id": "e3", "number": "1-1-03"}]},
                {"id": "m2", "evidence": [{"id": "e4", "number": "1-2-01", "sm3": "ab12"}]},
                {"id": "m3"}]}]
        }));
        let ledger = Ledger::new(bundle.unwrap()).unwrap();
        let cases = [
            ("m1", "ab12", Some((true, "1-1-01"))),
            ("m2", "ab12", Some((true, "1-2-01"))),
            ("m1", "cd34", Some((true, "纪要.pdf"))),
            ("m2", "cd34", Some((false, "纪要.pdf"))),
            ("m1", "ff", None),
        ];
        for (measure, sm3, expected) in cases {
            let expected = expected.map(|(own, name): (bool, &str)| (own, name.to_owned()));
            assert_eq!(namesake(&ledger, &id(measure), sm3), expected, "{sm3} for {measure}");
        }
        assert!(namesake(&ledger, &id("m3"), "AB12").is_some_and(|(own, _)| !own), "as others write it");
    }

    #[test]
    fn a_place_is_written_with_the_strokes_of_its_folder() {
        let cases = [
            ("", ""),
            ("  ", ""),
            ("/", ""),
            ("佐证/12-3", "佐证/12-3/a.pdf"),
            ("佐证/12-3/ ", "佐证/12-3/a.pdf"),
            ("\\\\共享盘\\佐证", "\\\\共享盘\\佐证\\a.pdf"),
            ("D:\\佐证\\", "D:\\佐证\\a.pdf"),
            ("佐证", "佐证/a.pdf"),
        ];
        for (folder, expected) in cases {
            assert_eq!(place_in(folder, "a.pdf"), expected, "{folder}");
        }
    }
}
