//! The register of 佐证材料: which pieces a search and a filter admit, and their cells as text. Knows the ledger.

use ledger::date::Moment;
use ledger::evidence::{Index, piece, size_text};
use ledger::finding::Evidence;
use ledger::{Id, Ledger};

/// What a piece of evidence may lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lack {
    /// No digest: it cannot be verified.
    Digest,
    /// No 存放位置.
    Place,
    /// No 提供者.
    Provider,
    /// No 材料日期.
    Date,
    /// No 材料编号.
    Number,
}

impl Lack {
    /// Everything that can be asked for.
    pub const ALL: [Self; 5] = [Self::Digest, Self::Place, Self::Provider, Self::Date, Self::Number];

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Digest => "缺摘要",
            Self::Place => "缺存放位置",
            Self::Provider => "缺提供者",
            Self::Date => "缺材料日期",
            Self::Number => "缺材料编号",
        }
    }

    /// Its name in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::Place => "place",
            Self::Provider => "provider",
            Self::Date => "date",
            Self::Number => "number",
        }
    }

    /// What an address asks for.
    #[must_use]
    pub fn coded(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lack| lack.code() == code)
    }

    /// Whether a piece lacks it.
    #[must_use]
    pub fn holds(self, evidence: &Evidence) -> bool {
        let blank = |text: &str| text.trim().is_empty();
        match self {
            Self::Digest => blank(&evidence.sm3) && blank(&evidence.sha256),
            Self::Place => blank(&evidence.place),
            Self::Provider => blank(&evidence.provider),
            Self::Date => evidence.date.is_none(),
            Self::Number => blank(&evidence.number),
        }
    }
}

/// The fewest characters of a digest that are taken for one: fewer would be found in too many.
const DIGEST_PART: usize = 6;

/// The pieces that bear every word of the search and lack what is asked for, in the order of the ledger.
#[must_use]
pub fn rows(ledger: &Ledger, index: &Index, text: &str, lack: Option<Lack>) -> Vec<Id> {
    let terms: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let admits = |id: &Id| {
        let Some((finding, measure, evidence)) = piece(ledger, id) else { return false };
        if lack.is_some_and(|lack| !lack.holds(evidence)) {
            return false;
        }
        if terms.is_empty() {
            return true;
        }
        let own = format!(
            "{} {} {} {} {} {}",
            evidence.number,
            evidence.name,
            evidence.place,
            evidence.provider,
            evidence.note,
            ledger.measure_number(&finding.id, &measure.id)
        )
        .to_lowercase();
        let digest = |term: &str| {
            let begins = |digest: &str| digest.to_lowercase().starts_with(term);
            term.len() >= DIGEST_PART && (begins(&evidence.sm3) || begins(&evidence.sha256))
        };
        terms.iter().all(|term| own.contains(term.as_str()) || digest(term))
    };
    index.pieces().iter().map(|piece| &piece.evidence).filter(|id| admits(id)).cloned().collect()
}

/// The cells of a piece's row. Empty text is 未填报.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceCells {
    /// 材料编号.
    pub number: String,
    /// 材料名称.
    pub name: String,
    /// 存放位置.
    pub place: String,
    /// 大小, as people read it.
    pub size: String,
    /// The beginning of the SM3, or of the SHA-256 where there is no SM3, with its name.
    pub digest: String,
    /// 提供者.
    pub provider: String,
    /// 材料日期.
    pub date: String,
    /// The measures that it proves, its own first: number, finding, measure.
    pub measures: Vec<(String, Id, Id)>,
}

impl EvidenceCells {
    /// The cells of a piece; `None` where it is gone.
    #[must_use]
    pub fn of(ledger: &Ledger, id: &Id) -> Option<Self> {
        let (finding, measure, evidence) = piece(ledger, id)?;
        let short = |name: &str, digest: &str| {
            let part: String = digest.trim().chars().take(8).collect();
            (!part.is_empty()).then(|| format!("{name} {part}…"))
        };
        let mut measures =
            vec![(ledger.measure_number(&finding.id, &measure.id), finding.id.clone(), measure.id.clone())];
        measures.extend(evidence.also.iter().filter(|other| **other != measure.id).filter_map(|other| {
            let (finding, measure) = ledger.measure(other)?;
            let number = ledger.measure_number(&finding.id, &measure.id);
            Some((number, finding.id.clone(), measure.id.clone()))
        }));
        Some(Self {
            number: evidence.number.clone(),
            name: evidence.name.clone(),
            place: evidence.place.clone(),
            size: evidence.size.map(size_text).unwrap_or_default(),
            digest: short("SM3", &evidence.sm3)
                .or_else(|| short("SHA-256", &evidence.sha256))
                .unwrap_or_default(),
            provider: evidence.provider.clone(),
            date: evidence.date.map(|date| date.to_string()).unwrap_or_default(),
            measures,
        })
    }
}

/// The columns of the register as a file, and a line for each of these pieces.
#[must_use]
pub fn sheet(ledger: &Ledger, pieces: &[Id]) -> Vec<Vec<String>> {
    let head = [
        "材料编号",
        "措施",
        "材料名称",
        "存放位置",
        "大小（字节）",
        "类型",
        "文件时间",
        "SM3",
        "SHA-256",
        "提供者",
        "材料日期",
        "同时佐证",
        "备注",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(pieces.iter().filter_map(|id| {
        let (finding, measure, e) = piece(ledger, id)?;
        let also = e.also.iter().filter_map(|other| {
            let (finding, measure) = ledger.measure(other)?;
            Some(ledger.measure_number(&finding.id, &measure.id))
        });
        Some(vec![
            e.number.clone(),
            ledger.measure_number(&finding.id, &measure.id),
            e.name.clone(),
            e.place.clone(),
            e.size.map(|n| n.to_string()).unwrap_or_default(),
            e.media_type.clone(),
            e.modified.map(Moment::minute_text).unwrap_or_default(),
            e.sm3.clone(),
            e.sha256.clone(),
            e.provider.clone(),
            e.date.map(|date| date.to_string()).unwrap_or_default(),
            also.collect::<Vec<_>>().join("、"),
            e.note.clone(),
        ])
    }));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "format": "zhenggai.bundle/1", "id": "b",
            "findings": [{"id": "f", "number": 12, "measures": [
                {"id": "m1", "number": 1},
                {"id": "m3", "number": 3, "evidence": [
                    {"id": "e1", "number": "12-3-01", "name": "会议纪要.PDF", "place": "佐证/12-3", "size": 20480,
                     "sm3": "66c7f0f462eeedd9", "provider": "王敏", "date": "2024-03-01", "also": ["m1", "gone"]},
                    {"id": "e2", "name": "照片.jpg", "sha256": "ba7816bf8f01", "note": "现场"}]}]}]
        }))
        .unwrap();
        Ledger::new(bundle).unwrap()
    }

    #[test]
    fn the_register_is_searched_and_asked_for_what_is_missing() {
        let ledger = ledger();
        let index = Index::of(&ledger);
        for (text, lack, found) in [
            ("", None, vec!["e1", "e2"]),
            ("纪要 pdf", None, vec!["e1"]),
            ("12-3", None, vec!["e1", "e2"]),
            ("现场", None, vec!["e2"]),
            ("66C7F0F4", None, vec!["e1"]),
            ("66c7", None, vec![]),
            ("ba7816", None, vec!["e2"]),
            ("", Some(Lack::Place), vec!["e2"]),
            ("", Some(Lack::Digest), vec![]),
            ("王敏", Some(Lack::Date), vec![]),
            ("照片", Some(Lack::Number), vec!["e2"]),
        ] {
            let rows: Vec<_> = rows(&ledger, &index, text, lack).iter().map(ToString::to_string).collect();
            assert_eq!(rows, found, "{text} {lack:?}");
        }
        for lack in Lack::ALL {
            assert_eq!(Lack::coded(lack.code()), Some(lack));
        }
    }

    #[test]
    fn a_row_tells_what_is_proved_and_how_it_is_known() {
        let ledger = ledger();
        let row = EvidenceCells::of(&ledger, &Id::new("e1").unwrap()).unwrap();
        assert_eq!((row.size.as_str(), row.digest.as_str()), ("20.0 KB", "SM3 66c7f0f4…"));
        let numbers: Vec<_> = row.measures.iter().map(|m| m.0.as_str()).collect();
        assert_eq!(numbers, ["12-3", "12-1"], "what is gone is not told");
        let row = EvidenceCells::of(&ledger, &Id::new("e2").unwrap()).unwrap();
        assert_eq!((row.size.as_str(), row.digest.as_str()), ("", "SHA-256 ba7816bf…"));
        let sheet = sheet(&ledger, &[Id::new("e1").unwrap()]);
        assert_eq!((sheet.len(), sheet[1][1].as_str(), sheet[1][11].as_str()), (2, "12-3", "12-1"));
    }
}
