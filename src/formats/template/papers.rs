//! Which files a template becomes: one for all, one each finding, measure or unit; what each of them sees, and its name.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::changes;
use super::error::TemplateError;
use super::fields::{FINDINGS, MEASURES, UNITS};
use super::ledger_scope::{OneFinding, Whole, narrowed, root};
use super::scope::{Name, Schema, Scope};
use super::wanted::{Each, Wanted};

/// A file to be filled.
#[derive(Debug)]
pub struct Paper {
    /// What tells it from the others in its name; empty where it is one for all.
    pub part: String,
    /// What its marks see, the outermost first, each with the name of its list.
    scopes: Vec<(&'static str, Rc<Scope>)>,
}

impl Paper {
    /// What its marks see.
    #[must_use]
    pub fn around(&self) -> super::scope::Around<'_> {
        self.scopes.iter().map(|(name, scope)| (*name, &**scope)).collect()
    }
}

/// The lists that the whole paper is about, with the names of their items.
#[must_use]
pub fn about(schema: &Schema, each: Each) -> Vec<(Name, &Schema)> {
    let lists: &[&str] = match each {
        Each::All => &[],
        Each::Finding => &[FINDINGS],
        Each::Measure => &[FINDINGS, MEASURES],
        Each::Unit => &[UNITS],
    };
    lists.iter().filter_map(|name| Some((Rc::from(*name), schema.list(name)?))).collect()
}

/// The number of a finding as it is shown.
fn number(one: &OneFinding, name: &str) -> String {
    one.scope.values.get(name).map(super::value::Value::plain).unwrap_or_default()
}

/// The files.
///
/// # Errors
/// Where there is nothing to be about.
pub fn papers(whole: &Whole, wanted: &Wanted) -> Result<Vec<Paper>, TemplateError> {
    let of = |findings: &[OneFinding]| Rc::new(root(&whole.head, findings));
    let mut papers = Vec::new();
    match wanted.each {
        Each::All => {
            let mut scope = whole.scope();
            if let Some(changes) = &wanted.since {
                changes::tell(&mut scope, whole, changes, wanted.today);
            }
            papers.push(Paper { part: String::new(), scopes: vec![("", Rc::new(scope))] });
        }
        Each::Finding => {
            for one in &whole.findings {
                let scopes = vec![("", of(std::slice::from_ref(one))), (FINDINGS, Rc::clone(&one.scope))];
                papers.push(Paper { part: format!("问题{}", number(one, "序号")), scopes });
            }
        }
        Each::Measure => {
            for one in &whole.findings {
                for measure in &one.measures {
                    let own = narrowed(one, vec![measure.clone()]);
                    let ordinal = measure.scope.values.get("措施序号").map(super::value::Value::plain);
                    let part = format!("{}-{}", number(one, "序号"), ordinal.unwrap_or_default());
                    let scopes = vec![
                        ("", of(std::slice::from_ref(&own))),
                        (FINDINGS, Rc::clone(&own.scope)),
                        (MEASURES, Rc::clone(&measure.scope)),
                    ];
                    papers.push(Paper { part, scopes });
                }
            }
        }
        Each::Unit if wanted.public => return Err(TemplateError::PublicUnits),
        Each::Unit => {
            for (id, name) in &whole.units {
                let own = whole.of_unit(id);
                let unit = Rc::new(whole.unit(id, name));
                papers.push(Paper { part: name.clone(), scopes: vec![("", of(&own)), (UNITS, unit)] });
            }
        }
    }
    match (wanted.each, papers.is_empty()) {
        (_, false) => Ok(papers),
        (Each::Measure, true) => Err(TemplateError::Nothing("措施")),
        (Each::Unit, true) => Err(TemplateError::Nothing("责任单位")),
        (_, true) => Err(TemplateError::Nothing("问题")),
    }
}

/// A name that every file system takes: of at most 60 characters, without a dot at its end, none that Windows keeps for itself.
fn legal(text: &str) -> String {
    let bad = |c: char| "<>:\"/\\|?*".contains(c) || c.is_control();
    let kept: String = text.trim().chars().map(|c| if bad(c) { '_' } else { c }).take(60).collect();
    let kept = kept.trim_end_matches(['.', ' ']).to_owned();
    let stem = kept.split('.').next().unwrap_or("").to_lowercase();
    let port = |word: &str| {
        stem.strip_prefix(word).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let kept_back = ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || port("com") || port("lpt");
    if kept_back { format!("_{kept}") } else { kept }
}

/// The names of the files: `某局-督办单-高新处-2026-11-27.docx`; those that would be one are told apart.
#[must_use]
pub fn file_names(papers: &[Paper], organization: &str, wanted: &Wanted, ending: &str) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    // How often a name was asked for, so that the next of it is found at once.
    let mut asked: HashMap<String, usize> = HashMap::new();
    let day = wanted.today.to_string();
    let named = |paper: &Paper| {
        let parts = [legal(organization), legal(&wanted.name), legal(&paper.part), day.clone()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let stem = parts.join("-");
        let count = asked.entry(stem.to_lowercase()).or_insert(0);
        loop {
            *count += 1;
            let own = if *count == 1 { stem.clone() } else { format!("{stem}（{count}）") };
            if taken.insert(own.to_lowercase()) {
                return format!("{own}.{ending}");
            }
        }
    };
    papers.iter().map(named).collect()
}
