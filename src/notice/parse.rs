//! Reads a notice, a report or a feedback: text in, a ledger and a report out. Every character of the text has its place in the ledger;
//! what was read prints as the same text. Decides nothing about an open ledger: see [`super::into`].

use std::collections::HashMap;
use std::ops::Range;

use super::documents::documents;
use super::duties;
use super::facts;
use super::feedback;
use super::figures::{claims, figures};
use super::findings::{self, Section};
use super::kind::{Kind, kind};
use super::lines::{Lines, space_before, trimmed};
use super::paragraph::Version;
use super::render::render;
use super::report::{Report, report};
use super::sections::{Frame, frame, tail};
use ledger::bundle::{FORMAT, Notice};
use ledger::register::{Accountability, Claim, ClaimSubject, DocumentRole, Figure, Institution};
use ledger::vocabulary::usual_statuses;
use ledger::{Bundle, Id};

/// A notice that was read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The ledger.
    pub bundle: Bundle,
    /// What reading came to.
    pub report: Report,
}

/// Reads a notice from its text. The ledger's id is a placeholder: whoever keeps the ledger gives it its own.
#[must_use]
pub fn parse(source: &str) -> Parsed {
    let all_crlf = source.contains("\r\n") && source.matches('\n').count() == source.matches("\r\n").count();
    let text = if all_crlf { source.replace("\r\n", "\n") } else { source.to_owned() };
    let lines = Lines::new(&text);
    let (kind, frame) = framed(&lines);
    let mut bundle = Bundle {
        id: id("notice"),
        format: FORMAT.to_owned(),
        statuses: usual_statuses(),
        ..Bundle::default()
    };
    let section = parts(&lines, &frame, kind, &mut bundle.notice);
    if all_crlf {
        "CRLF".clone_into(&mut bundle.notice.line_end);
    }
    bundle.aspects.clone_from(&section.aspects);
    bundle.findings.clone_from(&section.findings);
    for (finding, number) in bundle.findings.iter_mut().zip(1..) {
        finding.id = id(&format!("f{number:02}"));
        for (measure, own) in finding.measures.iter_mut().zip(1..) {
            measure.id = id(&format!("m{number}-{own}"));
        }
    }
    let (mut dated, mut odd) = (false, Vec::new());
    if kind == Kind::Feedback {
        // What it names and counts are faults, not what was achieved.
        kind.label().clone_into(&mut bundle.notice.kind);
        dated = feedback::head(&mut bundle);
    } else {
        bundle.inspection = facts::inspection(&bundle.notice.title, &bundle.notice.preamble);
        bundle.organization = facts::organization(&bundle.notice.title, &bundle.notice.signatory);
    }
    match kind {
        Kind::Feedback => {}
        Kind::Plan => {
            // What it names is still to be done.
            kind.label().clone_into(&mut bundle.notice.kind);
            let lines: Vec<usize> = section.reads.iter().map(|read| read.line).collect();
            odd = duties::take(&mut bundle, &lines);
        }
        Kind::Notice | Kind::Report => {
            documents_of(&mut bundle);
            figures_of(&mut bundle);
            claims_of(&mut bundle);
        }
    }
    name(&mut bundle);
    let mut report = report(&lines, &frame, &section, &bundle, kind);
    report.doubts.extend(odd);
    report.guessed_feedback(dated, &lines, &frame);
    report.exact = render(&bundle, Version::Public) == source;
    Parsed { bundle, report }
}

/// Which document it is, and its parts.
pub(super) fn framed(lines: &Lines<'_>) -> (Kind, Frame) {
    let (end, tail) = tail(lines);
    let (kind, title) = kind(lines, end);
    let frame = match kind {
        Kind::Feedback => feedback::sections::frame(lines, title, end, tail),
        Kind::Notice | Kind::Report | Kind::Plan => frame(lines, title, end, tail),
    };
    (kind, frame)
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap_or_default()
}

/// Cuts the text into parts, one after the other. Blank lines go with the part behind them.
struct Cutter<'a> {
    lines: &'a Lines<'a>,
    /// The first line that is in no part yet.
    from: usize,
    /// Where the part before ends, in bytes.
    previous: usize,
    /// Whether a part was cut.
    started: bool,
}

impl Cutter<'_> {
    /// The lines of a part and what is left before it; `None` where they say nothing.
    fn part(&mut self, range: &Range<usize>) -> Option<Range<usize>> {
        let whole = self.from.min(range.start)..range.end;
        if range.is_empty() || trimmed(self.lines.slice(&whole)).is_empty() {
            return None;
        }
        self.from = range.end;
        Some(whole)
    }

    fn cut(&mut self, range: &Range<usize>, to: &mut String) {
        if let Some(whole) = self.part(range) {
            self.lines.slice(&whole).clone_into(to);
            (self.previous, self.started) = (self.lines.bytes(&whole).end, true);
        }
    }
}

/// Fills the texts around the findings, and reads the findings.
fn parts(lines: &Lines<'_>, frame: &Frame, kind: Kind, notice: &mut Notice) -> Section {
    let mut section = Section::default();
    let mut cutter = Cutter { lines, from: frame.title.end, previous: 0, started: false };
    if !frame.title.is_empty() {
        let bytes = lines.bytes(&frame.title);
        let (space, title) = space_before(lines.slice(&frame.title));
        lines.text.get(..bytes.start + space.len()).unwrap_or("").clone_into(&mut notice.before);
        title.clone_into(&mut notice.title);
        (cutter.previous, cutter.started) = (bytes.end, true);
    }
    cutter.cut(&frame.below_title, &mut notice.below_title);
    cutter.cut(&frame.preamble, &mut notice.preamble);
    cutter.cut(&frame.organization_heading, &mut notice.organization_heading);
    cutter.cut(&frame.organization, &mut notice.organization);
    cutter.cut(&frame.progress_heading, &mut notice.progress_heading);
    if let Some(progress) = cutter.part(&frame.progress) {
        let read = if kind == Kind::Feedback { feedback::read } else { findings::read };
        section = read(lines, &progress, cutter.started, cutter.previous);
        lines.text.get(section.intro.clone()).unwrap_or("").clone_into(&mut notice.intro);
        (cutter.previous, cutter.started) = (lines.bytes(&progress).end, true);
    }
    cutter.cut(&frame.plans_heading, &mut notice.plans_heading);
    cutter.cut(&frame.plans, &mut notice.plans);
    cutter.cut(&frame.contact, &mut notice.contact);
    cutter.cut(&frame.signatory, &mut notice.signatory);
    cutter.cut(&frame.date, &mut notice.date_text);
    lines.text.get(cutter.previous..).unwrap_or("").clone_into(&mut notice.after);
    notice.date = facts::date_of(&notice.date_text);
    section
}

/// The ledger's title: office and round.
fn name(bundle: &mut Bundle) {
    let office = bundle.organization.trim_start_matches("中共").trim_end_matches("党工委");
    let office = office.trim_end_matches(['组', '委']).trim_end_matches('党');
    bundle.title = format!("{office}{}整改台账", bundle.inspection.round);
}

/// The texts of a ledger that name documents and figures: which finding and measure, or which section.
fn places(bundle: &Bundle) -> Vec<(Option<Id>, Option<Id>, &'static str, &str)> {
    let mut places = vec![(None, None, "organization", &*bundle.notice.organization)];
    for finding in &bundle.findings {
        for text in [&finding.details, &finding.body] {
            if !text.is_empty() {
                places.push((Some(finding.id.clone()), None, "", text));
            }
        }
        for measure in &finding.measures {
            places.push((Some(finding.id.clone()), Some(measure.id.clone()), "", &measure.text));
        }
    }
    places
}

fn documents_of(bundle: &mut Bundle) {
    let mut found: Vec<Institution> = Vec::new();
    let mut known: HashMap<(String, Option<DocumentRole>), usize> = HashMap::new();
    for (finding, measure, section, text) in places(bundle) {
        for document in documents(text) {
            let key = (document.title.to_owned(), document.role.clone());
            let at = *known.entry(key).or_insert_with(|| {
                found.push(Institution {
                    title: document.title.to_owned(),
                    role: document.role.clone(),
                    verb: document.verb.to_owned(),
                    ..Institution::default()
                });
                found.len() - 1
            });
            let Some(institution) = found.get_mut(at) else { continue };
            let new = |ids: &[Id], id: &Option<Id>| id.clone().filter(|id| ids.last() != Some(id));
            institution.findings.extend(new(&institution.findings, &finding));
            institution.measures.extend(new(&institution.measures, &measure));
            if finding.is_none() {
                section.clone_into(&mut institution.section);
            }
        }
    }
    for (institution, number) in found.iter_mut().zip(1..) {
        institution.id = id(&format!("d{number:03}"));
    }
    bundle.institutions = found;
}

fn figures_of(bundle: &mut Bundle) {
    let mut found = Vec::new();
    for (finding, measure, section, text) in places(bundle) {
        for figure in figures(text) {
            found.push(Figure {
                id: id(&format!("n{:03}", found.len() + 1)),
                value: figure.value.parse().ok(),
                unit: figure.unit.to_owned(),
                approx: figure.approx,
                what: figure.what,
                quote: figure.quote.to_owned(),
                finding: finding.clone(),
                measure: measure.clone(),
                section: section.to_owned(),
                ..Figure::default()
            });
        }
    }
    bundle.figures = found;
}

fn claims_of(bundle: &mut Bundle) {
    let mut seen = Vec::new();
    let notice = &bundle.notice;
    for text in [&notice.preamble, &notice.organization, &notice.intro] {
        for claim in claims(text) {
            if seen.contains(&(claim.subject.clone(), claim.value, claim.form)) {
                continue;
            }
            seen.push((claim.subject.clone(), claim.value, claim.form));
            if claim.subject == ClaimSubject::Accountability {
                bundle.accountability.push(Accountability {
                    id: id(&format!("a{}", bundle.accountability.len() + 1)),
                    form: claim.form.to_owned(),
                    count: Some(claim.value),
                    unit: claim.unit.to_owned(),
                    ..Accountability::default()
                });
            }
            bundle.claims.push(Claim {
                id: id(&format!("c{}", bundle.claims.len() + 1)),
                subject: Some(claim.subject),
                value: Some(claim.value),
                unit: claim.unit.to_owned(),
                quote: claim.quote.to_owned(),
                ..Claim::default()
            });
        }
    }
}
