//! A notice in the order in which it is printed, cut into pieces that say what they are. Their texts, one after
//! the other, are the notice: [`super::render`] and [`super::paragraph`] both read them, so they cannot differ.

use std::borrow::Cow;
use std::collections::HashMap;

use super::marks::{in_chinese, mark, renumbered};
use super::paragraph::{Style, Version, heading};
use super::render::details;
use ledger::Bundle;
use ledger::Id;
use ledger::finding::{Finding, Measure};
use ledger::register::Aspect;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Line breaks and spaces between the others.
    Gap,
    /// What stood around the notice where it was copied from.
    Outside,
    /// The title.
    Title,
    /// A heading.
    Heading(Style),
    /// A section's paragraphs, a line each.
    Text,
    /// What belongs to a finding.
    Body,
    /// The signatory.
    Signatory,
    /// The date.
    Date,
}

/// A piece of the notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text, verbatim.
    pub text: Cow<'a, str>,
}

struct Pieces<'a> {
    done: Vec<Piece<'a>>,
    /// Whether anything was printed that the next part is set apart from by a line break.
    started: bool,
}

impl<'a> Pieces<'a> {
    fn push(&mut self, kind: Kind, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.done.push(Piece { kind, text });
        }
    }

    /// A part of its own: set apart by one line break; what is empty is left out.
    fn part(&mut self, kind: Kind, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.apart("");
            self.push(kind, text);
        }
    }

    /// The gap before something: as written, else a line break where anything stands before.
    fn apart(&mut self, written: &'a str) {
        let usual = if self.started { "\n" } else { "" };
        self.push(Kind::Gap, if written.is_empty() { usual } else { written });
        self.started = true;
    }
}

/// The notice in pieces.
#[must_use]
pub fn pieces(bundle: &Bundle, version: Version) -> Vec<Piece<'_>> {
    let notice = &bundle.notice;
    let mut out = Pieces { done: Vec::new(), started: false };
    out.push(Kind::Outside, &*notice.before);
    out.part(Kind::Title, &*notice.title);
    out.part(Kind::Outside, &*notice.below_title);
    out.part(Kind::Text, &*notice.preamble);
    out.part(Kind::Heading(Style::Heading1), &*notice.organization_heading);
    out.part(Kind::Text, &*notice.organization);
    out.part(Kind::Heading(Style::Heading1), &*notice.progress_heading);
    out.part(Kind::Text, &*notice.intro);
    findings(&mut out, bundle, version);
    if version == Version::Internal {
        for entry in bundle.accountability.iter().filter(|entry| !entry.note.is_empty()) {
            out.part(Kind::Text, details::accountability(entry));
        }
    }
    out.part(Kind::Heading(Style::Heading1), &*notice.plans_heading);
    out.part(Kind::Text, &*notice.plans);
    out.part(Kind::Text, &*notice.contact);
    out.part(Kind::Signatory, &*notice.signatory);
    match notice.date.filter(|_| notice.date_text.is_empty()) {
        Some(date) => out.part(Kind::Date, date.chinese()),
        None => out.part(Kind::Date, &*notice.date_text),
    }
    out.push(Kind::Outside, &*notice.after);
    out.done
}

fn findings<'a>(out: &mut Pieces<'a>, bundle: &'a Bundle, version: Version) {
    let aspects: HashMap<&Id, &Aspect> = bundle.aspects.iter().map(|aspect| (&aspect.id, aspect)).collect();
    let hidden = |finding: &Finding| version == Version::Public && finding.internal;
    let renumber = bundle.findings.iter().any(hidden);
    let mut chain: Vec<&Aspect> = Vec::new();
    let mut running = 0;
    let mut numbers = [0; 8];
    for finding in bundle.findings.iter().filter(|finding| !hidden(finding)) {
        let next = chain_of(&aspects, finding);
        let same = chain.iter().zip(&next).take_while(|(was, is)| was.id == is.id).count();
        for (depth, aspect) in next.iter().enumerate().skip(same) {
            let found = mark(&aspect.prefix).map_or(Style::Heading2, |found| heading(Some(found.mark)));
            out.apart(&aspect.before);
            match numbers.get_mut(depth) {
                // An aspect that was never printed is numbered by its place.
                Some(number) if aspect.prefix.is_empty() && aspect.before.is_empty() => {
                    *number += 1;
                    out.push(Kind::Heading(found), format!("（{}）", in_chinese(*number)));
                }
                _ => out.push(Kind::Heading(found), &*aspect.prefix),
            }
            numbers.iter_mut().skip(depth + 1).for_each(|number| *number = 0);
            out.push(Kind::Heading(found), &*aspect.title);
            out.push(Kind::Text, &*aspect.body);
        }
        if next.len() != chain.len() || same < next.len() {
            chain = next;
            // Where numbers begin anew under each aspect, they do so when some are left out.
            if renumber && mark(&finding.prefix).is_some_and(|found| found.number == Some(1)) {
                running = 0;
            }
        }
        running += 1;
        one_finding(out, bundle, finding, version, renumber.then_some(running));
    }
}

/// The aspects above a finding, the outermost first. A circle of parents ends where it closes.
fn chain_of<'a>(aspects: &HashMap<&Id, &'a Aspect>, finding: &Finding) -> Vec<&'a Aspect> {
    let mut chain: Vec<&Aspect> = Vec::new();
    let mut at = finding.aspect.as_ref();
    while let Some(aspect) = at.and_then(|id| aspects.get(id)) {
        if chain.len() == 8 || chain.iter().any(|above| above.id == aspect.id) {
            break;
        }
        chain.push(aspect);
        at = aspect.parent.as_ref();
    }
    chain.reverse();
    chain
}

/// The numbering of a finding: as printed, or where it was never printed, its number.
fn prefix(finding: &Finding, running: Option<u32>) -> Cow<'_, str> {
    match running {
        Some(running) if !finding.prefix.is_empty() => renumbered(&finding.prefix, running).into(),
        None if !finding.prefix.is_empty() || !finding.form.before.is_empty() => {
            Cow::Borrowed(&*finding.prefix)
        }
        _ => match running.or(finding.number) {
            Some(number) if finding.form.before.is_empty() => format!("{number}.").into(),
            _ => Cow::Borrowed(""),
        },
    }
}

fn one_finding<'a>(
    out: &mut Pieces<'a>,
    bundle: &'a Bundle,
    finding: &'a Finding,
    version: Version,
    running: Option<u32>,
) {
    let form = &finding.form;
    let style = heading(mark(&finding.prefix).map(|found| found.mark));
    out.apart(&form.before);
    out.push(Kind::Heading(style), prefix(finding, running));
    out.push(Kind::Heading(style), &*finding.title);
    let shown: Vec<&Measure> =
        finding.measures.iter().filter(|m| version == Version::Internal || !m.internal).collect();
    let bare = finding.label.is_empty() && finding.body.is_empty() && shown.is_empty();
    if !bare || !finding.details.is_empty() {
        let usual = if form.run_in { "" } else { "\n" };
        out.push(Kind::Gap, if form.after_title.is_empty() { usual } else { &form.after_title });
    }
    if !finding.details.is_empty() {
        out.push(Kind::Body, &*finding.details);
        if !bare {
            let usual = if form.label_run_in { "" } else { "\n" };
            out.push(Kind::Gap, if form.before_label.is_empty() { usual } else { &form.before_label });
        }
    }
    out.push(Kind::Body, &*finding.label);
    out.push(Kind::Body, &*finding.body);
    let left_out = shown.len() < finding.measures.len();
    let numbered = is_unprinted(finding);
    for (measure, number) in shown.into_iter().zip(1..) {
        out.push(Kind::Gap, &*measure.before);
        if left_out && !measure.ordinal.is_empty() {
            out.push(Kind::Body, renumbered(&measure.ordinal, number));
        } else if measure.ordinal.is_empty() && numbered {
            out.push(Kind::Body, format!("{}是", in_chinese(number)));
        } else {
            out.push(Kind::Body, &*measure.ordinal);
        }
        out.push(Kind::Body, &*measure.text);
    }
    out.push(Kind::Gap, &*form.after);
    if version == Version::Internal {
        for text in details::finding(bundle, finding) {
            out.apart("");
            out.push(Kind::Body, text);
        }
    }
}

/// Whether the measures were made by hand and never printed: several in one paragraph with nothing to tell them
/// apart. They are given ordinals when printed.
fn is_unprinted(finding: &Finding) -> bool {
    finding.measures.len() > 1
        && finding.measures.iter().skip(1).any(|m| m.ordinal.is_empty() && m.before.is_empty())
}
