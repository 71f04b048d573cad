//! The notice as text, and what its public version leaves out. Knows no page.

use super::paragraph::Version;
use super::pieces::pieces;
use ledger::Bundle;

pub use super::paragraph::paragraphs;

/// The text of the notice. What was read by `parse` comes out as it went in, byte for byte.
#[must_use]
pub fn render(bundle: &Bundle, version: Version) -> String {
    let text: String = pieces(bundle, version).into_iter().map(|piece| piece.text).collect();
    if bundle.notice.line_end == "CRLF" { text.replace('\n', "\r\n") } else { text }
}

/// What the public version leaves out, a sentence each; and what neither version prints.
#[must_use]
pub fn left_out(bundle: &Bundle) -> Vec<String> {
    let mut told = Vec::new();
    for (finding, at) in bundle.findings.iter().zip(1u32..) {
        let number = finding.number.unwrap_or(at);
        if finding.internal {
            told.push(format!("问题 {number}（标为“仅内部”）：{}", finding.title));
            continue;
        }
        for (measure, at) in finding.measures.iter().zip(1u32..).filter(|(measure, _)| measure.internal) {
            let own = measure.number.unwrap_or(at);
            told.push(format!("措施 {number}-{own}（标为“仅内部”）：{}", short(&measure.text)));
        }
        let names = details::names(finding);
        if !names.is_empty() {
            told.push(format!("问题 {number}：{}", names.join("、")));
        }
    }
    if !told.is_empty() && bundle.findings.iter().any(|f| f.internal || f.measures.iter().any(|m| m.internal))
    {
        told.push("其余的问题和措施在公开版中依次重新编号。".to_owned());
    }
    for entry in bundle.accountability.iter().filter(|entry| !entry.note.is_empty()) {
        told.push(format!("追责问责“{}”的备注", entry.form));
    }
    told
}

/// What stands in the text around the notice and is printed in neither version.
#[must_use]
pub fn not_printed(bundle: &Bundle) -> Vec<String> {
    let notice = &bundle.notice;
    let parts = [
        ("标题前的文字", &notice.before),
        ("标题下的文字", &notice.below_title),
        ("日期后的文字", &notice.after),
    ];
    let said = parts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    said.map(|(name, text)| format!("{name}：{}", short(text.trim()))).collect()
}

/// The first 30 characters.
fn short(text: &str) -> String {
    let mut signs = text.chars().map(|c| if c == '\n' { ' ' } else { c });
    let start: String = signs.by_ref().take(30).collect();
    if signs.next().is_some() { start + "…" } else { start }
}

/// What only the internal version says: who answers, by when, how it stands.
pub(super) mod details {
    use ledger::deadline::deadline;
    use ledger::finding::{Finding, Measure};
    use ledger::register::Accountability;
    use ledger::vocabulary::Vocabulary;
    use ledger::{Bundle, Id};

    fn unit(bundle: &Bundle, id: &Id) -> String {
        bundle
            .units
            .iter()
            .find(|unit| unit.id == *id)
            .map_or_else(|| id.to_string(), |unit| unit.name.clone())
    }

    fn units(bundle: &Bundle, ids: &[Id]) -> String {
        ids.iter().map(|id| unit(bundle, id)).collect::<Vec<_>>().join("、")
    }

    fn sentence(said: &[(&str, String)]) -> Option<String> {
        let said: Vec<String> = said
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| format!("{name}：{text}"))
            .collect();
        (!said.is_empty()).then(|| said.join("；"))
    }

    fn of_measure(bundle: &Bundle, measure: &Measure) -> Option<String> {
        let vocabulary = Vocabulary::new(&bundle.statuses);
        let status =
            measure.status.as_ref().map_or(String::new(), |id| vocabulary.label(Some(id)).to_owned());
        sentence(&[
            ("责任领导", measure.leader.clone()),
            ("牵头部门", measure.lead_unit.iter().map(|id| unit(bundle, id)).collect()),
            ("责任部门", units(bundle, &measure.units)),
            ("配合部门", units(bundle, &measure.supporting_units)),
            ("责任人", measure.owner.clone()),
            ("整改时限", deadline(measure).map(ToString::to_string).unwrap_or_default()),
            ("整改状态", status),
        ])
    }

    /// The paragraphs that the internal version adds to a finding.
    pub fn finding(bundle: &Bundle, finding: &Finding) -> Vec<String> {
        let own = sentence(&[
            ("责任领导", finding.leader.clone()),
            ("牵头部门", finding.lead_unit.iter().map(|id| unit(bundle, id)).collect()),
            ("责任部门", units(bundle, &finding.units)),
            ("配合部门", units(bundle, &finding.supporting_units)),
            ("责任人", finding.owner.clone()),
            ("整改时限", finding.due.as_ref().map(ToString::to_string).unwrap_or_default()),
        ]);
        let mut told: Vec<String> = own.map(|own| format!("（{own}。）")).into_iter().collect();
        for (measure, at) in finding.measures.iter().zip(1u32..) {
            if let Some(said) = of_measure(bundle, measure) {
                told.push(format!("（措施{}：{said}。）", measure.number.unwrap_or(at)));
            }
        }
        told
    }

    /// The accountability that only the internal version tells in detail.
    pub fn accountability(entry: &Accountability) -> String {
        let count = entry.count.map_or(String::new(), |count| format!("{count}{}", entry.unit));
        format!("（追责问责：{}{count}；{}）", entry.form, entry.note)
    }

    /// The names of the fields of a finding and its measures that say something internal.
    pub fn names(finding: &Finding) -> Vec<&'static str> {
        let any = |own: bool, of: fn(&Measure) -> bool| own || finding.measures.iter().any(of);
        let said = [
            ("责任领导", any(!finding.leader.is_empty(), |m| !m.leader.is_empty())),
            ("牵头部门", any(finding.lead_unit.is_some(), |m| m.lead_unit.is_some())),
            ("责任部门", any(!finding.units.is_empty(), |m| !m.units.is_empty())),
            ("配合部门", any(!finding.supporting_units.is_empty(), |m| !m.supporting_units.is_empty())),
            ("责任人", any(!finding.owner.is_empty(), |m| !m.owner.is_empty())),
            ("整改时限", any(finding.due.is_some(), |m| deadline(m).is_some())),
            ("整改状态", any(false, |m| m.status.is_some())),
        ];
        said.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect()
    }
}
