//! A query answered row by row, straight from the ledger: slow, short and plainly right.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::pinyin::{SYLLABLES, spellings};
use crate::query::{Pick, Query, SortBy};
use crate::texts;
use ledger::Id;
use ledger::bundle::Bundle;
use ledger::closure::ClosureState;
use ledger::counts::is_under;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass, finding_is_finished};
use ledger::due::Due;
use ledger::finding::{Evidence, Finding, Measure};
use ledger::month::Month;
use ledger::vocabulary::{Class, Vocabulary};

/// The ids of the measures that match, in order.
pub fn measures(bundle: &Bundle, query: &Query, today: Date) -> Vec<Id> {
    let rows = bundle.findings.iter().flat_map(|f| f.measures.iter().map(move |m| (f, m)));
    let mut found: Vec<_> = rows
        .filter(|(f, m)| {
            let mut texts = finding_texts(bundle, f);
            texts.extend(measure_texts(bundle, f, m));
            words(&query.text).iter().all(|word| texts.iter().any(|text| occurs(word, text)))
                && query.finding.as_ref().is_none_or(|id| *id == f.id)
                && aspect_matches(bundle, query, f)
                && query.finished.is_none_or(|finished| finished == is_done(bundle, m))
                && measure_bears(bundle, query, f, m, today)
        })
        .collect();
    found.sort_by(|(f, m), (g, n)| {
        compare(query, &measure_key(bundle, query, f, m), &measure_key(bundle, query, g, n))
    });
    found.into_iter().map(|(_, m)| m.id.clone()).collect()
}

/// The ids of the findings that match, in order.
pub fn findings(bundle: &Bundle, query: &Query, today: Date) -> Vec<Id> {
    let vocabulary = Vocabulary::new(&bundle.statuses);
    let mut found: Vec<_> = bundle
        .findings
        .iter()
        .filter(|f| {
            let mut texts = finding_texts(bundle, f);
            f.measures.iter().for_each(|m| texts.extend(measure_texts(bundle, f, m)));
            words(&query.text).iter().all(|word| texts.iter().any(|text| occurs(word, text)))
                && query.finding.as_ref().is_none_or(|id| *id == f.id)
                && aspect_matches(bundle, query, f)
                && query.finished.is_none_or(|finished| finished == finding_is_finished(vocabulary, f))
                && (asks_no_bearer(query)
                    || f.measures.iter().any(|m| measure_bears(bundle, query, f, m, today))
                    || finding_bears(bundle, query, f, today))
        })
        .collect();
    found.sort_by(|f, g| {
        compare(query, &finding_key(bundle, query, f, today), &finding_key(bundle, query, g, today))
    });
    found.into_iter().map(|f| f.id.clone()).collect()
}

fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap(),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(narrow).collect::<String>().to_ascii_lowercase()
}

fn words(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .map(Into::into)
        .collect()
}

static READINGS: OnceLock<HashMap<char, Vec<&'static str>>> = OnceLock::new();

/// Whether letters spell the first characters of a text, one after the other.
fn spelt(word: &[char], text: &[char]) -> bool {
    let (Some(first), Some(c)) = (word.first(), text.first()) else { return word.is_empty() };
    if first == c && spelt(&word[1..], &text[1..]) {
        return true;
    }
    let all = READINGS.get_or_init(|| {
        let mut all: HashMap<char, Vec<&'static str>> = HashMap::new();
        for (syllable, characters) in SYLLABLES.lines().filter_map(|line| line.split_once(' ')) {
            characters.chars().for_each(|c| all.entry(c).or_default().extend(spellings(syllable)));
        }
        all
    });
    all.get(c).into_iter().flatten().any(|reading| {
        (1..=reading.len()).any(|len| {
            let initial = len == 1 || (len == 2 && ["zh", "ch", "sh"].contains(&&reading[..2]));
            word.iter().collect::<String>().starts_with(&reading[..len])
                && (initial || len == reading.len() || len == word.len())
                && spelt(&word[len..], &text[1..])
        })
    })
}

fn occurs(word: &str, text: &str) -> bool {
    let text = folded(text);
    let letters = |c: char| c.is_ascii_lowercase() || !c.is_ascii();
    if word.chars().all(letters) && word.chars().any(|c| c.is_ascii()) {
        let (word, text): (Vec<char>, Vec<char>) = (word.chars().collect(), text.chars().collect());
        return (0..text.len()).any(|at| spelt(&word, &text[at..]));
    }
    let parts: Vec<&str> = word.split('-').collect();
    let numbers = parts.len() == 2
        && parts.iter().all(|p| p.parse::<u64>().is_ok_and(|n| n.to_string() == *p && n > 0));
    let year = parts[0].len() == 4 && (parts[0].starts_with("19") || parts[0].starts_with("20"));
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !numbers
            || year
            || (!before.is_some_and(|c| c == '-' || c.is_ascii_digit())
                && !after.is_some_and(|c| c.is_ascii_digit()))
    })
    // Overlapping places that `match_indices` steps over begin with the same digits, so are no whole numbers.
}

fn unit_texts<'a>(bundle: &'a Bundle, ids: impl IntoIterator<Item = &'a Id>) -> Vec<String> {
    let unit = |id: &Id| match bundle.units.iter().find(|u| u.id == *id) {
        Some(unit) => vec![unit.name.clone(), unit.aliases.clone()],
        None => vec![id.to_string()],
    };
    ids.into_iter().flat_map(unit).collect()
}

fn finding_texts(bundle: &Bundle, f: &Finding) -> Vec<String> {
    let mut all = unit_texts(bundle, f.lead_unit.iter().chain(&f.units).chain(&f.supporting_units));
    texts::of_finding(f, &mut |text| all.push(text.to_owned()));
    all.extend(f.aspect.as_ref().map(|id| match bundle.aspects.iter().find(|a| a.id == *id) {
        Some(aspect) => aspect.title.clone(),
        None => id.to_string(),
    }));
    all
}

fn measure_texts(bundle: &Bundle, f: &Finding, m: &Measure) -> Vec<String> {
    let mut all = unit_texts(bundle, m.lead_unit.iter().chain(&m.units).chain(&m.supporting_units));
    let place = bundle.findings.iter().position(|other| other.id == f.id).unwrap() + 1;
    let nth = f.measures.iter().position(|other| other.id == m.id).unwrap() + 1;
    let part = |printed: Option<u32>, counted: usize| printed.map_or(counted.to_string(), |n| n.to_string());
    let number = format!("{}-{}", part(f.number, place), part(m.number, nth));
    texts::of_measure(&number, m, &mut |text| all.push(text.to_owned()));
    all.push(Vocabulary::new(&bundle.statuses).label(m.status.as_ref()).to_owned());
    all
}

fn is_done(bundle: &Bundle, m: &Measure) -> bool {
    Vocabulary::new(&bundle.statuses).class(m.status.as_ref()) == Class::Done
}

fn picks<T: PartialEq>(pick: &Pick<T>, value: Option<&T>) -> bool {
    match pick {
        Pick::None => value.is_none(),
        Pick::Is(asked) => value == Some(asked),
    }
}

fn aspect_matches(bundle: &Bundle, query: &Query, f: &Finding) -> bool {
    match (&query.aspect, &f.aspect) {
        (None, _) | (Some(Pick::None), None) => true,
        (Some(Pick::Is(above)), Some(aspect)) => is_under(&bundle.aspects, aspect, above),
        _ => false,
    }
}

fn falls_into(deadline: Deadline, month: Month) -> bool {
    deadline.day().is_some_and(|day| (day.year(), day.month()) == (month.year(), month.number()))
}

fn leader_is(asked: &Pick<String>, name: &str) -> bool {
    match asked {
        Pick::None => name.is_empty(),
        Pick::Is(asked) => name == asked,
    }
}

/// A measure with what it leaves blank copied down from its finding, as one fills the cells below a merged one.
fn filled(f: &Finding, m: &Measure) -> Measure {
    let mut m = m.clone();
    if m.leader.trim().is_empty() {
        m.leader.clone_from(&f.leader);
    }
    if m.owner.trim().is_empty() {
        m.owner.clone_from(&f.owner);
    }
    if m.lead_unit.is_none() {
        m.lead_unit.clone_from(&f.lead_unit);
    }
    if m.units.is_empty() {
        m.units.clone_from(&f.units);
    }
    if m.supporting_units.is_empty() {
        m.supporting_units.clone_from(&f.supporting_units);
    }
    let says = |due: Option<&Due>| due.is_some_and(|due| !due.to_string().is_empty());
    if !says(m.due.as_ref()) && !m.extensions.iter().any(|extension| says(extension.due.as_ref())) {
        m.due.clone_from(&f.due);
        m.extensions.clone_from(&f.extensions);
    }
    m
}

/// The last deadline that was set.
fn deadline_of(m: &Measure) -> Deadline {
    let mut all = m.due.iter().chain(m.extensions.iter().filter_map(|extension| extension.due.as_ref()));
    Deadline::from_due(all.rfind(|due| !due.to_string().is_empty()))
}

fn overdue(bundle: &Bundle, f: &Finding, m: &Measure, today: Date) -> bool {
    !is_done(bundle, m) && deadline_of(&filled(f, m)).day().is_some_and(|day| day < today)
}

fn measure_bears(bundle: &Bundle, query: &Query, f: &Finding, m: &Measure, today: Date) -> bool {
    let m = &filled(f, m);
    query
        .lead
        .as_ref()
        .is_none_or(|lead| picks(lead, answering(m.lead_unit.as_ref(), &m.units, &m.supporting_units)))
        && query
            .unit
            .as_ref()
            .is_none_or(|id| m.lead_unit.iter().chain(&m.units).chain(&m.supporting_units).any(|u| u == id))
        && (query.statuses.is_empty() || query.statuses.iter().any(|status| picks(status, m.status.as_ref())))
        && query.term.as_ref().is_none_or(|term| picks(term, m.term.as_ref()))
        && query.due.is_none_or(|due| due.holds(deadline_of(m), is_done(bundle, m), today))
        && query.closure.is_none_or(|state| state == ClosureState::after(&m.closure))
        && query.owner.as_ref().is_none_or(|owner| names(owner, &m.owner))
        && query.idle.is_none_or(|days| {
            let old = |date: Date| date.days_until(today) > i64::from(days);
            !is_done(bundle, m) && m.progress.iter().all(|entry| entry.date.is_none_or(old))
        })
        && (!query.unproved || !is_proved(bundle, m))
        && query.leader.as_ref().is_none_or(|asked| leader_is(asked, &m.leader))
        && query.month.is_none_or(|month| falls_into(deadline_of(m), month))
}

fn names(asked: &Pick<String>, text: &str) -> bool {
    let names: Vec<&str> =
        text.split(['、', ',', '，', ';', '；', '/', '／', ' ', '\u{3000}', '\n', '\t']).collect();
    match asked {
        Pick::None => names.iter().all(|name| name.is_empty()),
        Pick::Is(name) => names.contains(&name.as_str()),
    }
}

fn is_proved(bundle: &Bundle, m: &Measure) -> bool {
    let mut all = bundle.findings.iter().flat_map(|f| &f.measures).flat_map(|m| &m.evidence);
    let says = |evidence: &Evidence| !format!("{}{}", evidence.name, evidence.place).trim().is_empty();
    m.evidence.iter().any(says) || all.any(|evidence| says(evidence) && evidence.also.contains(&m.id))
}

fn asks_no_bearer(query: &Query) -> bool {
    let Query { lead, unit, leader, statuses, term, due, month, closure, owner, idle, unproved, .. } = query;
    lead.is_none()
        && unit.is_none()
        && leader.is_none()
        && month.is_none()
        && statuses.is_empty()
        && term.is_none()
        && due.is_none()
        && closure.is_none()
        && owner.is_none()
        && idle.is_none()
        && !unproved
}

fn finding_bears(bundle: &Bundle, query: &Query, f: &Finding, today: Date) -> bool {
    let finished = finding_is_finished(Vocabulary::new(&bundle.statuses), f);
    let unset = query.lead == Some(Pick::None)
        || query.leader == Some(Pick::None)
        || query.due == Some(DueClass::Unset);
    !unset
        && query.closure != Some(ClosureState::NotApplied)
        && query.statuses.is_empty()
        && query.term.is_none()
        && query.idle.is_none()
        && !query.unproved
        && query.owner.as_ref().is_none_or(|owner| *owner != Pick::None && names(owner, &f.owner))
        && query
            .lead
            .as_ref()
            .is_none_or(|lead| picks(lead, answering(f.lead_unit.as_ref(), &f.units, &f.supporting_units)))
        && query
            .unit
            .as_ref()
            .is_none_or(|id| f.lead_unit.iter().chain(&f.units).chain(&f.supporting_units).any(|u| u == id))
        && query.due.is_none_or(|due| due.holds(Deadline::of_finding(f), finished, today))
        && query.closure.is_none_or(|state| state == ClosureState::after(&f.closure))
        && query.leader.as_ref().is_none_or(|asked| leader_is(asked, &f.leader))
        && query.month.is_none_or(|month| falls_into(Deadline::of_finding(f), month))
}

/// A group (values, phrases, empty) and, for values, a number or a text.
type Key = (u8, i64, String);

fn compare(query: &Query, a: &Key, b: &Key) -> Ordering {
    if query.sort.descending && a.0 == 0 && b.0 == 0 { b.cmp(a) } else { a.cmp(b) }
}

fn number(n: usize) -> Key {
    (0, i64::try_from(n).unwrap(), String::new())
}

fn text(text: &str) -> Key {
    (if text.is_empty() { 2 } else { 0 }, 0, text.to_owned())
}

fn unit(bundle: &Bundle, id: Option<&Id>) -> Key {
    let name = |id: &Id| bundle.units.iter().find(|u| u.id == *id).map_or(id.to_string(), |u| u.name.clone());
    text(&id.map(name).unwrap_or_default())
}

fn day(date: Option<Date>) -> Key {
    date.map_or((2, 0, String::new()), |day| (0, Date::new(1, 1, 1).unwrap().days_until(day), String::new()))
}

fn deadline(deadline: Deadline) -> Key {
    if deadline == Deadline::Phrase { (1, 0, String::new()) } else { day(deadline.day()) }
}

fn aspect(bundle: &Bundle, id: Option<&Id>) -> Key {
    id.map_or((2, 0, String::new()), |id| {
        number(bundle.aspects.iter().position(|a| a.id == *id).unwrap_or(usize::from(u16::MAX)))
    })
}

fn rank(bundle: &Bundle, f: &Finding, m: Option<&Measure>) -> Key {
    let before = bundle.findings.iter().position(|other| other.id == f.id).unwrap();
    number(before * 1000 + m.map_or(0, |m| f.measures.iter().position(|other| other.id == m.id).unwrap()))
}

/// The unit that answers: lead, else the first that is responsible, else the first that supports.
fn answering<'a>(lead: Option<&'a Id>, units: &'a [Id], supporting: &'a [Id]) -> Option<&'a Id> {
    lead.or(units.first()).or(supporting.first())
}

fn measure_key(bundle: &Bundle, query: &Query, f: &Finding, original: &Measure) -> Key {
    let m = &filled(f, original);
    match query.sort.by {
        SortBy::Number | SortBy::Measures | SortBy::Overdue => rank(bundle, f, Some(m)),
        SortBy::Aspect => aspect(bundle, f.aspect.as_ref()),
        SortBy::Finding => text(&f.title),
        SortBy::Text => text(&m.text),
        SortBy::Leader => text(&m.leader),
        SortBy::Lead => unit(bundle, answering(m.lead_unit.as_ref(), &m.units, &m.supporting_units)),
        SortBy::Units => unit(bundle, m.units.first()),
        SortBy::Owner => text(&m.owner),
        SortBy::Due => deadline(deadline_of(m)),
        SortBy::Term => m.term.as_ref().map_or((2, 0, String::new()), |term| {
            number(ledger::due::Term::KNOWN.iter().position(|known| known == term).unwrap())
        }),
        SortBy::Progress => day(m.progress.last().and_then(|p| p.date)),
        SortBy::Status => number(Vocabulary::new(&bundle.statuses).order(m.status.as_ref())),
        SortBy::Evidence => number(m.evidence.len()),
        SortBy::Closure => number(ClosureState::after(&m.closure) as usize),
        SortBy::Note => text(&m.note),
        ref other => unreachable!("{other:?} is no order of the laws"),
    }
}

fn finding_key(bundle: &Bundle, query: &Query, f: &Finding, today: Date) -> Key {
    let done = f.measures.iter().filter(|m| is_done(bundle, m)).count();
    match query.sort.by {
        SortBy::Aspect => aspect(bundle, f.aspect.as_ref()),
        SortBy::Finding => text(&f.title),
        SortBy::Leader => text(&f.leader),
        SortBy::Lead => unit(bundle, answering(f.lead_unit.as_ref(), &f.units, &f.supporting_units)),
        SortBy::Units => unit(bundle, f.units.first()),
        SortBy::Owner => text(&f.owner),
        SortBy::Due => deadline(Deadline::of_finding(f)),
        SortBy::Closure => number(ClosureState::after(&f.closure) as usize),
        SortBy::Measures => number(f.measures.len()),
        SortBy::Overdue => number(f.measures.iter().filter(|m| overdue(bundle, f, m, today)).count()),
        SortBy::Status if f.measures.is_empty() => (2, 0, String::new()),
        SortBy::Status => number(done * 10_000 / f.measures.len()),
        SortBy::Note => text(&f.note),
        _ => rank(bundle, f, None),
    }
}
