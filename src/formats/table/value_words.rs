//! The words of columns that hold one of a few: 整改类型, 问题类别, 复查结果, own fields of 选项 and 是否, and the names of units.
//! Which of them the ledger does not have, what each is taken for, and what a person may take it for instead. 整改状态 has
//! rules of its own: see [`super::words`]. Knows no page.

use std::collections::BTreeMap;

use super::choices::{Choices, Meaning};
use super::columns::Column;
use super::doubts::{Doubt, Kind};
use super::matching::folded;
use super::reading::Reading;
use super::remembered;
use super::values::term;
use ledger::Ledger;
use ledger::custom::{CustomField, CustomKind, NO, YES, yes_or_no};
use ledger::due::Term;
use ledger::due_reading::term_of;

/// What a word is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// One that the field has.
    As(String),
    /// Itself: the ledger gets one more.
    New,
    /// Nothing: the cell stays empty.
    Empty,
    /// Asks a person, and is not imported before somebody says what it means.
    Asked,
}

/// A word that the ledger does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueUse {
    /// The word.
    pub word: String,
    /// In how many rows it stands.
    pub rows: usize,
    /// What it is taken for.
    pub taken: Taken,
    /// The one of the field that is most like it, to be proposed; `None` where none is.
    pub likely: Option<String>,
    /// A person said so, now or the last time.
    pub is_chosen: bool,
}

impl ValueUse {
    /// The value of what is taken in [`Choices::values`]; `None` where a person is asked.
    #[must_use]
    pub fn choice(&self) -> Option<&str> {
        match &self.taken {
            Taken::As(option) => Some(option),
            Taken::New => Some(&self.word),
            Taken::Empty => Some(""),
            Taken::Asked => None,
        }
    }
}

/// The words of a column that the ledger does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnWords {
    /// The place of the column in the file.
    pub column: usize,
    /// What people call the field.
    pub name: String,
    /// What the field has, to choose from.
    pub options: Vec<String>,
    /// A word may be taken as it is written: the ledger gets one more.
    pub takes_new: bool,
    /// The words, in their order.
    pub values: Vec<ValueUse>,
}

/// More different words than this are texts and no words to choose from.
const MOST: usize = 200;
/// A longer text is no word to choose from.
const LONGEST: usize = 30;

/// What a field has.
struct Known {
    name: String,
    options: Vec<String>,
    takes_new: bool,
    /// What a word is taken for that nobody chose; `None` where the field has it.
    usual: fn(&str, &[String]) -> Option<Taken>,
}

/// The field of a column, where it holds one of a few.
fn known(meaning: &Meaning, head: &str, ledger: &Ledger) -> Option<Known> {
    let bundle = ledger.bundle();
    let label = |column: Column| column.renamed(bundle).unwrap_or(column.name()).to_owned();
    match meaning {
        Meaning::Field(Column::Term) => Some(Known {
            name: label(Column::Term),
            options: Term::KNOWN.iter().map(ToString::to_string).collect(),
            takes_new: false,
            usual: of_term,
        }),
        Meaning::Field(Column::Aspect) => Some(Known {
            name: label(Column::Aspect),
            options: bundle.aspects.iter().map(|aspect| aspect.title.trim().to_owned()).collect(),
            takes_new: true,
            usual: |word, options| {
                (!options.iter().any(|own| folded(own) == folded(word))).then_some(Taken::New)
            },
        }),
        Meaning::Field(Column::Recheck) => Some(Known {
            name: label(Column::Recheck),
            options: rechecks(ledger),
            takes_new: true,
            usual: |word, options| (!options.iter().any(|own| own == word)).then_some(Taken::New),
        }),
        Meaning::Custom(id) => of_field(ledger.custom_field(id.as_str())?),
        Meaning::New { kind: CustomKind::YesNo, .. } => Some(yes_no(head.to_owned())),
        _ => None,
    }
}

fn of_field(field: &CustomField) -> Option<Known> {
    match field.value_kind() {
        CustomKind::YesNo => Some(yes_no(field.name().to_owned())),
        CustomKind::Choice => Some(Known {
            name: field.name().to_owned(),
            options: field.choices().map(str::to_owned).collect(),
            takes_new: true,
            usual: |word, options| {
                let same = options.iter().find(|own| folded(own) == folded(word));
                let taken = same.map_or(Taken::Asked, |own| Taken::As(own.clone()));
                (!options.iter().any(|own| own == word)).then_some(taken)
            },
        }),
        _ => None,
    }
}

fn yes_no(name: String) -> Known {
    Known {
        name,
        options: vec![YES.to_owned(), NO.to_owned()],
        takes_new: false,
        usual: |word, _| yes_or_no(word).is_none().then_some(Taken::Asked),
    }
}

/// 复查结果 that the ledger has: short ones, each once.
fn rechecks(ledger: &Ledger) -> Vec<String> {
    let findings = ledger.bundle().findings.iter();
    let all = findings.flat_map(|finding| {
        std::iter::once(&finding.recheck).chain(finding.measures.iter().map(|measure| &measure.recheck))
    });
    let mut words: Vec<String> = Vec::new();
    for word in all.map(|word| word.trim()).filter(|word| is_word(word)) {
        if words.len() < MOST && !words.iter().any(|own| own == word) {
            words.push(word.to_owned());
        }
    }
    words
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST && !text.contains('\n')
}

fn of_term(word: &str, options: &[String]) -> Option<Taken> {
    if options.iter().any(|own| own == word) {
        return None;
    }
    Some(term(word).or_else(|| term_of(word)).map_or(Taken::Asked, |term| Taken::As(term.to_string())))
}

/// What words say that says nothing of their own: `方面`, `类`, `问题`.
fn bare(word: &str) -> String {
    let mut bare = folded(word);
    for end in ["方面的问题", "类问题", "方面", "问题", "情况", "类"] {
        if let Some(rest) = bare.strip_suffix(end).filter(|rest| !rest.is_empty()) {
            bare = rest.to_owned();
            break;
        }
    }
    bare
}

/// How many pairs of signs two words share, of a hundred.
fn shared(one: &str, other: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (first, second) = (pairs(one), pairs(other));
    let both = first.iter().filter(|pair| second.contains(pair)).count();
    if first.is_empty() || second.is_empty() { 0 } else { both * 200 / (first.len() + second.len()) }
}

/// The option that is most like a word: the same but for what says nothing, part of it, or half of its pairs of signs.
#[must_use]
pub fn likely<'o>(word: &str, options: &'o [String]) -> Option<&'o str> {
    let word = bare(word);
    let length = |text: &str| text.chars().count();
    let score = |option: &str| {
        let own = bare(option);
        let (short, long) = if length(&own) < length(&word) { (&own, &word) } else { (&word, &own) };
        // `不合格` holds `合格` and is not it.
        let denied = long
            .split_once(short.as_str())
            .is_some_and(|(before, _)| before.ends_with(['不', '未', '无', '非', '没']));
        if own.is_empty() || word.is_empty() || denied {
            0
        } else if own == word {
            1000
        } else if length(short) >= 2 && long.contains(short.as_str()) {
            500 + shared(&own, &word)
        } else {
            Some(shared(&own, &word)).filter(|share| *share >= 50).unwrap_or_default()
        }
    };
    let best = options.iter().enumerate().map(|(at, option)| (score(option), std::cmp::Reverse(at))).max()?;
    options.get(best.1.0).filter(|_| best.0 > 0).map(String::as_str)
}

/// The words of a column with what each is taken for: what a person chose now or the last time, else the usual.
fn uses(
    counts: BTreeMap<String, usize>,
    column: usize,
    known: Known,
    chosen: &BTreeMap<(usize, String), String>,
) -> Option<ColumnWords> {
    let values: Vec<ValueUse> = counts
        .into_iter()
        .filter_map(|(word, rows)| {
            let usual = (known.usual)(&word, &known.options)?;
            let choice = chosen.get(&(column, word.clone())).and_then(|choice| {
                if choice.is_empty() {
                    Some(Taken::Empty)
                } else if known.options.contains(choice) {
                    Some(Taken::As(choice.clone()))
                } else {
                    (known.takes_new && *choice == word).then_some(Taken::New)
                }
            });
            let (is_chosen, taken) = (choice.is_some(), choice.unwrap_or(usual));
            let likely = match (known.usual)(&word, &known.options) {
                Some(Taken::As(option)) => Some(option),
                _ => likely(&word, &known.options).map(str::to_owned),
            };
            Some(ValueUse { word, rows, taken, likely, is_chosen })
        })
        .collect();
    // Where the ledger has nothing to choose from, every word is one more, and there is nothing to say.
    let says_something = !known.options.is_empty() && !values.is_empty() && values.len() <= MOST;
    says_something.then_some(ColumnWords {
        column,
        name: known.name,
        options: known.options,
        takes_new: known.takes_new,
        values,
    })
}

/// What a person chose, now or the last time.
#[must_use]
pub fn chosen(reading: &Reading, ledger: &Ledger, choices: &Choices) -> BTreeMap<(usize, String), String> {
    let mut chosen = remembered::values(ledger, &reading.layout);
    chosen.extend(choices.values.clone());
    chosen
}

/// The words of the columns that hold one of a few, each with what it is taken for; and the cells changed accordingly. What
/// is asked stays in its cell, where the field refuses it.
pub fn take(reading: &mut Reading, ledger: &Ledger, choices: &Choices) -> Vec<ColumnWords> {
    let chosen = chosen(reading, ledger, choices);
    let mut all = Vec::new();
    for at in 0..reading.columns.len() {
        let column = &reading.columns[at];
        let Some(known) = known(&column.meaning, &column.head, ledger) else { continue };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for word in reading.rows.iter().map(|row| row.cells[at].trim()).filter(|word| is_word(word)) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
        let Some(words) = uses(counts, at, known, &chosen) else { continue };
        for used in &words.values {
            put(reading, at, used);
        }
        all.push(words);
    }
    all
}

/// Puts what a word is taken for into its cells, and says where another may be meant.
fn put(reading: &mut Reading, at: usize, used: &ValueUse) {
    let mut first = None;
    for row in reading.rows.iter_mut().filter(|row| row.cells[at].trim() == used.word) {
        first = first.or(Some(row.key));
        match &used.taken {
            Taken::As(option) => option.clone_into(&mut row.cells[at]),
            Taken::Empty => row.cells[at].clear(),
            Taken::New | Taken::Asked => {}
        }
    }
    let (Some(row), Some(likely), false) = (first, &used.likely, used.is_chosen) else { return };
    let is_plain = term(&used.word).is_some() || folded(&used.word) == folded(likely);
    let message = match &used.taken {
        Taken::New => format!("台账里没有“{}”，有“{likely}”；是同一个的话请在“词语对应”中选择", used.word),
        Taken::As(option) if !is_plain => format!("“{}”按“{option}”处理，请核对", used.word),
        _ => return,
    };
    reading.doubts.push(Doubt { row, column: at, kind: Kind::Word, message });
}

/// The names of units that the ledger does not have, found in the rows under the column of units that stands first.
#[must_use]
pub fn of_units(
    counts: BTreeMap<String, usize>,
    column: usize,
    ledger: &Ledger,
    chosen: &BTreeMap<(usize, String), String>,
) -> Option<ColumnWords> {
    let options = ledger.bundle().units.iter().map(|unit| unit.name.trim().to_owned());
    let known = Known {
        name: "单位".to_owned(),
        options: options.filter(|name| !name.is_empty()).collect(),
        takes_new: true,
        usual: |_, _| Some(Taken::New),
    };
    uses(counts, column, known, chosen)
}

/// The options of own fields that get more: the id of the field, its options so far, and with the new ones.
#[must_use]
pub fn new_options<'l>(
    words: &[ColumnWords],
    reading: &Reading,
    ledger: &'l Ledger,
) -> Vec<(&'l CustomField, String)> {
    let more = words.iter().filter_map(|words| {
        let Meaning::Custom(id) = &reading.columns.get(words.column)?.meaning else { return None };
        let field = ledger.custom_field(id.as_str()).filter(|f| f.value_kind() == CustomKind::Choice)?;
        let new = words.values.iter().filter(|used| used.taken == Taken::New).map(|used| used.word.as_str());
        let new: Vec<&str> = new.collect();
        let old = field.options.trim_end();
        let all: Vec<&str> =
            std::iter::once(old).filter(|old| !old.is_empty()).chain(new.iter().copied()).collect();
        (!new.is_empty()).then(|| (field, all.join("\n")))
    });
    more.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_that_is_most_like_a_word_is_proposed() {
        let options =
            ["党的领导方面", "党的建设", "全面从严治党", "巡视巡察整改", "合格", "不合格", "办公室"];
        let options = options.map(str::to_owned);
        for (word, expected) in [
            ("党的领导", Some("党的领导方面")),
            ("一、党的领导方面的问题", Some("党的领导方面")),
            ("全面从严治党责任", Some("全面从严治党")),
            ("党建", None),
            ("巡察整改", Some("巡视巡察整改")),
            ("复查合格", Some("合格")),
            ("基本不合格", Some("不合格")),
            ("局办公室", Some("办公室")),
            ("甲", None),
            ("", None),
        ] {
            assert_eq!(likely(word, &options), expected, "{word}");
        }
    }
}
