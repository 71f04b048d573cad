//! Which texts of a measure and of a finding a search looks into. Names of units, aspects and statuses are
//! not among them: they are looked up once a search, not once a row (see `codes`). Digests are not searched:
//! any few letters and digits would be found in them.

use ledger::closure::ClosureStep;
use ledger::date::Date;
use ledger::finding::{Extension, Finding, Measure};
use ledger::members::CustomValues;

/// The number that people read: `12-3`; where one is not printed, the place counts, from 0.
#[must_use]
pub fn number((finding, at): (&Finding, usize), (measure, nth): (&Measure, usize)) -> String {
    let own =
        |printed: Option<u32>, at: usize| printed.map_or_else(|| (at + 1).to_string(), |n| n.to_string());
    format!("{}-{}", own(finding.number, at), own(measure.number, nth))
}

/// Visits the texts of a measure that bears this number.
pub(super) fn of_measure(number: &str, measure: &Measure, visit: &mut impl FnMut(&str)) {
    visit(number);
    visit(&measure.ordinal);
    // The phrase that the text begins with is in the text already.
    if !measure.text.starts_with(&measure.lead) {
        visit(&measure.lead);
    }
    visit(&measure.text);
    visit(&measure.leader);
    visit(&measure.owner);
    display(measure.due.as_ref(), visit);
    display(measure.term.as_ref(), visit);
    visit(&measure.note);
    visit(&measure.recheck);
    visit(&measure.recheck_by);
    of_custom(&measure.custom, visit);
    for entry in &measure.progress {
        day(entry.date, visit);
        visit(&entry.by);
        visit(&entry.text);
    }
    of_extensions(&measure.extensions, visit);
    for evidence in &measure.evidence {
        visit(&evidence.number);
        // The place mostly ends in the name.
        if !evidence.place.ends_with(&evidence.name) {
            visit(&evidence.name);
        }
        visit(&evidence.place);
        visit(&evidence.provider);
        visit(&evidence.note);
    }
    of_closure(&measure.closure, visit);
}

/// Visits the texts of a finding itself. The printed label before its measures (整改情况：) says nothing of it.
pub(super) fn of_finding(finding: &Finding, visit: &mut impl FnMut(&str)) {
    for text in [
        &finding.prefix,
        &finding.title,
        &finding.details,
        &finding.body,
        &finding.goal,
        &finding.cause,
        &finding.wider_check,
        &finding.leader,
        &finding.owner,
        &finding.note,
        &finding.recheck,
        &finding.recheck_by,
    ] {
        visit(text);
    }
    of_custom(&finding.custom, visit);
    display(finding.due.as_ref(), visit);
    of_extensions(&finding.extensions, visit);
    of_closure(&finding.closure, visit);
}

/// Texts of custom fields. Units are listed by id: their names are looked up elsewhere.
fn of_custom(values: &CustomValues, visit: &mut impl FnMut(&str)) {
    values.iter().filter_map(|(_, value)| value.as_str()).for_each(visit);
}

fn of_extensions(extensions: &[Extension], visit: &mut impl FnMut(&str)) {
    for extension in extensions {
        display(extension.due.as_ref(), visit);
        visit(&extension.reason);
        visit(&extension.approver);
    }
}

fn of_closure(steps: &[ClosureStep], visit: &mut impl FnMut(&str)) {
    for step in steps {
        visit(&step.by);
        visit(&step.opinion);
        visit(&step.supply);
    }
}

fn display(value: Option<&impl ToString>, visit: &mut impl FnMut(&str)) {
    if let Some(value) = value {
        visit(&value.to_string());
    }
}

fn day(date: Option<Date>, visit: &mut impl FnMut(&str)) {
    display(date.as_ref(), visit);
}
