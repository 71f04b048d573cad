//! What meets a word that asks for a field, and what is told where nothing can: the values in the codes of an
//! index, tested row by row. Knows the index and the ledger, not how words are parted: see [`super::qualifiers`].

use super::dictionary::{CodeTable, NONE};
use super::index::{FindingEntry, Index, MeasureEntry};
use super::qualifiers::{About, Asked, Flag, field_names, flag, flag_names, parse};
use super::shown::{Shown, Text};
use super::spans::{Span, span};
use ledger::closure::ClosureState;
use ledger::counts::is_under;
use ledger::date::Date;
use ledger::deadline::{Deadline, DueClass};
use ledger::effective::Effective;
use ledger::fields::{Field, Fields, Kind};
use ledger::finding::{Finding, Measure};
use ledger::{Id, Ledger};

/// What is told of a search, under its box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Whether something is wrong; else it is help.
    pub wrong: bool,
    /// What is told.
    pub said: String,
    /// The whole text that was probably meant.
    pub instead: Option<String>,
}

/// One word's meaning.
enum Test {
    /// Any of these codes.
    Units(Vec<bool>),
    Lead(Vec<bool>),
    Status(Vec<bool>),
    Term(Vec<bool>),
    Aspect(Vec<bool>),
    Owner(Vec<Text>),
    Leader(Vec<Text>),
    Finding(Vec<Text>),
    Measure(Vec<Text>),
    Note(Vec<Text>),
    Progress(Vec<Text>),
    Evidence(Vec<Text>),
    Due(Vec<Span>),
    Closure(Vec<ClosureState>),
    /// Any other field: what it shows of a measure, or of a finding where it is one of findings.
    Shown {
        field: Field,
        of_finding: bool,
        values: Vec<Shown>,
    },
    /// A finding, and one of its measures or all.
    Number(Vec<(u32, Option<u32>)>),
    Is(Vec<Flag>),
}

/// All words of a search that ask for fields.
pub(super) struct Wishes<'l> {
    ledger: &'l Ledger,
    today: Date,
    tests: Vec<(bool, Test)>,
}

/// What a wish leads to: tests that can be met, or what is wrong with it.
type Outcome = Result<Test, String>;

fn codes<K: std::hash::Hash + Eq + Clone>(
    asked: &Asked,
    words: &CodeTable<K>,
    what: &str,
) -> Result<Vec<bool>, String> {
    let mut which = vec![false; words.len()];
    for value in &asked.values {
        let found = match value.as_str() {
            "无" | "空" | "未定" | "未填报" => {
                (0..words.len()).map(|code| code == NONE as usize).collect()
            }
            value => words.named(value),
        };
        if !found.contains(&true) {
            let known = words.labels().collect::<Vec<_>>();
            let shown = known.iter().take(8).copied().collect::<Vec<_>>().join("、");
            let more = if known.len() > 8 { " 等" } else { "" };
            return Err(format!("没有“{value}”这个{what}，可用：{shown}{more}"));
        }
        which.iter_mut().zip(found).for_each(|(which, found)| *which |= found);
    }
    Ok(which)
}

fn each<T>(asked: &Asked, read: impl Fn(&str) -> Option<T>, expected: &str) -> Result<Vec<T>, String> {
    let read =
        |value: &String| read(value).ok_or_else(|| format!("“{}:{value}”看不懂，{expected}", asked.name));
    asked.values.iter().map(read).collect()
}

fn number(text: &str) -> Option<(u32, Option<u32>)> {
    match text.split_once('-') {
        None => Some((text.parse().ok()?, None)),
        Some((finding, measure)) => Some((finding.parse().ok()?, Some(measure.parse().ok()?))),
    }
}

fn closure(text: &str) -> Option<ClosureState> {
    ClosureState::ALL.into_iter().find(|state| state.label() == text || state.label().ends_with(text))
}

/// What may stand behind a name, while nothing stands there yet.
fn expected(about: &About, fields: &Fields) -> &'static str {
    let About::Field(field) = about else {
        return "逾期、临期、7天、无佐证、无进展、已完成、延期、退回 等";
    };
    match field {
        Field::Units | Field::Lead => "单位的名称或其中几个字，也可以写拼音首字母；没有的写“未定”",
        Field::Status => "状态的名称，几个状态用顿号隔开；没有的写“未填报”",
        Field::Term => "立行立改、限期整改、长期坚持或“未填报”",
        Field::Aspect => "方面名称中的几个字",
        Field::Owner | Field::Leader => "姓名，或“无”",
        Field::Due => {
            "2024-06、2024-06-30、<2024-07、>=2024-06、2024-01..2024-06、30天、本月、逾期、长期或“无”"
        }
        Field::Closure => "未申请、已申请、审核中、退回或已销号",
        Field::Number => "12（问题）或 12-3（措施）",
        Field::Finding | Field::Text | Field::Note => "其中的几个字",
        Field::Evidence | Field::Progress => "有、无，或其中的几个字",
        other => match fields.get(other).map(|entry| entry.kind) {
            Some(Kind::Number) => "12.5、>10、<=10、10..20、有或“无”",
            Some(Kind::Date) => "2024-06、2024-06-30、<2024-07、2024-01..2024-06、有或“无”",
            _ => "其中的几个字，有或“无”",
        },
    }
}

fn outcome(asked: &Asked, index: &Index, ledger: &Ledger) -> Outcome {
    let words = &index.dictionary;
    let texts = || asked.values.iter().map(|value| Text::new(value)).collect();
    let say = || format!("应为{}", expected(&asked.about, &index.fields));
    let About::Field(field) = &asked.about else {
        return Ok(Test::Is(each(asked, flag, &format!("可用：{}、7天", flag_names()))?));
    };
    Ok(match field {
        Field::Units => Test::Units(codes(asked, &words.units, "单位")?),
        Field::Lead => Test::Lead(codes(asked, &words.units, "单位")?),
        Field::Status => Test::Status(codes(asked, &words.statuses, "状态")?),
        Field::Term => Test::Term(codes(asked, &words.terms, "整改类型")?),
        Field::Aspect => {
            let own = codes(asked, &words.aspects, "方面")?;
            let tree = &ledger.bundle().aspects;
            let above: Vec<&Id> = tree
                .iter()
                .map(|aspect| &aspect.id)
                .filter(|id| own[words.aspects.asked(id) as usize])
                .collect();
            let below = words.aspects.which(|aspect| {
                aspect.is_some_and(|aspect| above.iter().any(|above| is_under(tree, aspect, above)))
            });
            Test::Aspect(own.iter().zip(below).map(|(own, below)| *own || below).collect())
        }
        Field::Owner => Test::Owner(texts()),
        Field::Leader => Test::Leader(texts()),
        Field::Finding => Test::Finding(texts()),
        Field::Text => Test::Measure(texts()),
        Field::Note => Test::Note(texts()),
        Field::Evidence => Test::Evidence(texts()),
        Field::Progress => Test::Progress(texts()),
        Field::Due => Test::Due(each(asked, span, &say())?),
        Field::Closure => Test::Closure(each(asked, closure, &say())?),
        Field::Number => Test::Number(each(asked, number, &say())?),
        other => {
            let entry = index.fields.get(other);
            let kind = entry.map_or(Kind::Text, |entry| entry.kind);
            let values = asked.values.iter().map(|value| Shown::new(kind, value)).collect();
            let of_finding = entry.is_some_and(|entry| entry.of_finding);
            Test::Shown { field: other.clone(), of_finding, values }
        }
    })
}

/// What is to be told of a search: wrong names and values, and what may stand where nothing stands yet.
#[must_use]
pub fn hints(text: &str, index: &Index, ledger: &Ledger) -> Vec<Hint> {
    let parsed = parse(text, &index.fields);
    let mut hints = Vec::new();
    for word in &parsed.unknown {
        let sign = word.find([':', '：']).unwrap_or_default();
        let name = word[..sign].trim_start_matches('-');
        let instead = super::qualifiers::meant(name, &index.fields)
            .map(|meant| text.replace(word, &word.replacen(name, meant, 1)));
        let said = format!("没有“{name}”这个字段，已按文字查找；可用：{}", field_names(&index.fields));
        hints.push(Hint { wrong: true, said, instead });
    }
    for asked in &parsed.asked {
        if asked.values.is_empty() {
            let said = format!("{}：填{}", asked.name, expected(&asked.about, &index.fields));
            hints.push(Hint { wrong: false, said, instead: None });
        } else if let Err(said) = outcome(asked, index, ledger) {
            hints.push(Hint { wrong: true, said, instead: None });
        }
    }
    for word in &parsed.bare {
        let said = format!("正在查找“{word}”这几个字；按情况查找请写 是:{word}");
        let instead = Some(text.replace(word, &format!("是:{word}")));
        hints.push(Hint { wrong: false, said, instead });
    }
    hints
}

impl<'l> Wishes<'l> {
    /// The wishes of a search. A value that is not typed yet asks for nothing; one that cannot be is met by none.
    pub fn new(text: &str, index: &Index, ledger: &'l Ledger, today: Date) -> Self {
        let asked = parse(text, &index.fields).asked;
        let tests = asked.iter().filter(|asked| !asked.values.is_empty()).map(|asked| {
            outcome(asked, index, ledger).map_or((false, Test::Is(Vec::new())), |test| (asked.negated, test))
        });
        Self { ledger, today, tests: tests.collect() }
    }

    /// Whether anything is asked that a measure answers for its finding.
    pub fn of_bearer(&self) -> bool {
        self.tests.iter().any(|(_, test)| !is_of_finding(test))
    }

    pub fn meets_measure(&self, index: &Index, entry: &MeasureEntry) -> bool {
        self.tests.is_empty()
            || self
                .tests
                .iter()
                .all(|(negated, test)| is_of_finding(test) || self.measure(index, entry, test) != *negated)
    }

    /// What is asked of the finding as such, of which its measures tell nothing.
    pub fn meets_finding(&self, entry: &FindingEntry) -> bool {
        let of_finding = self.tests.iter().filter(|(_, test)| is_of_finding(test));
        of_finding.clone().count() == 0
            || of_finding.into_iter().all(|(negated, test)| {
                let met = match test {
                    Test::Aspect(which) => has(which, entry.facts.aspect),
                    Test::Finding(texts) => self.finding(entry).is_some_and(|finding| {
                        texts.iter().any(|text| text.meets([&finding.title, &finding.body].into_iter()))
                    }),
                    Test::Shown { field, values, .. } => self.finding(entry).is_some_and(|finding| {
                        let text = field.of_finding(self.ledger, finding);
                        values.iter().any(|value| value.meets(&text, self.today))
                    }),
                    _ => false,
                };
                met != *negated
            })
    }

    /// Whether a finding meets all that measures are asked by the values that it has itself.
    pub fn meets_itself(&self, entry: &FindingEntry) -> bool {
        let own = |test: &Test| -> Option<bool> {
            let facts = &entry.facts;
            let finding = self.finding(entry)?;
            let text = |texts: &[Text], own: &String| {
                (!own.is_empty()).then(|| texts.iter().any(|text| text.meets([own].into_iter())))
            };
            match test {
                Test::Units(which) => {
                    (!facts.units.is_empty()).then(|| facts.units.iter().any(|unit| has(which, *unit)))
                }
                Test::Lead(which) => (facts.lead != NONE).then(|| has(which, facts.lead)),
                Test::Owner(texts) => text(texts, &finding.owner),
                Test::Leader(texts) => text(texts, &finding.leader),
                Test::Note(texts) => text(texts, &finding.note),
                Test::Due(spans) => (facts.deadline != Deadline::Unset)
                    .then(|| spans.iter().any(|span| span.holds(facts.deadline, facts.finished, self.today))),
                Test::Closure(states) => {
                    (facts.closure != ClosureState::NotApplied).then(|| states.contains(&facts.closure))
                }
                Test::Number(numbers) => {
                    let own = self.ledger.finding_number(&entry.id);
                    Some(numbers.iter().any(|(number, measure)| *number == own && measure.is_none()))
                }
                Test::Shown { field, values, .. } => {
                    let text = field.of_finding(self.ledger, finding);
                    (!text.is_empty()).then(|| values.iter().any(|value| value.meets(&text, self.today)))
                }
                Test::Is(flags) => {
                    let own: Vec<bool> =
                        flags.iter().filter_map(|flag| self.is_itself(entry, *flag)).collect();
                    (!own.is_empty()).then(|| own.contains(&true))
                }
                _ => None,
            }
        };
        self.tests
            .iter()
            .all(|(negated, test)| is_of_finding(test) || own(test).is_some_and(|met| met != *negated))
    }

    fn finding(&self, entry: &FindingEntry) -> Option<&'l Finding> {
        let at = self.ledger.bundle().findings.get(entry.at).filter(|finding| finding.id == entry.id);
        at.or_else(|| self.ledger.finding(&entry.id))
    }

    fn entity(&self, index: &Index, entry: &MeasureEntry) -> Option<(&'l Finding, &'l Measure)> {
        let finding = self.finding(index.findings.get(entry.finding as usize)?)?;
        let measure = finding.measures.get(entry.at).filter(|measure| measure.id == entry.id);
        measure.map(|measure| (finding, measure)).or_else(|| self.ledger.measure(&entry.id))
    }

    fn measure(&self, index: &Index, entry: &MeasureEntry, test: &Test) -> bool {
        let facts = &entry.facts;
        let any = |texts: &[Text], field: for<'f> fn(&'f Finding, &'f Measure) -> &'f str| {
            self.entity(index, entry).is_some_and(|(finding, measure)| {
                texts.iter().any(|text| text.meets([field(finding, measure)].into_iter()))
            })
        };
        match test {
            Test::Units(which) => {
                facts.units.iter().any(|unit| has(which, *unit))
                    || (facts.units.is_empty() && has(which, NONE))
            }
            Test::Lead(which) => has(which, facts.lead),
            Test::Status(which) => has(which, facts.status),
            Test::Term(which) => has(which, facts.term),
            Test::Owner(texts) => any(texts, |finding, measure| Effective::of(finding, measure).owner),
            Test::Leader(texts) => any(texts, |finding, measure| Effective::of(finding, measure).leader),
            Test::Measure(texts) => any(texts, |_, measure| &measure.text),
            Test::Note(texts) => any(texts, |_, measure| &measure.note),
            Test::Progress(texts) => self.entity(index, entry).is_some_and(|(_, measure)| {
                texts.iter().any(|text| text.meets(measure.progress.iter().map(|entry| &entry.text)))
            }),
            Test::Evidence(texts) => self.entity(index, entry).is_some_and(|(_, measure)| {
                let named = || measure.evidence.iter().map(|file| format!("{}{}", file.name, file.place));
                texts.iter().any(|text| match text {
                    Text::Empty => !index.is_proved(entry),
                    Text::Filled => index.is_proved(entry),
                    Text::Holding(_) => text.meets(named()),
                })
            }),
            Test::Due(spans) => spans.iter().any(|span| span.holds(facts.deadline, facts.done, self.today)),
            Test::Closure(states) => states.contains(&facts.closure),
            Test::Number(numbers) => {
                let Some((finding, measure)) = self.entity(index, entry) else { return false };
                let own = (
                    finding.number.or_else(|| counted(index.findings[entry.finding as usize].at)),
                    measure.number.or_else(|| counted(entry.at)),
                );
                numbers.iter().any(|(finding, measure)| {
                    own.0 == Some(*finding) && measure.is_none_or(|measure| own.1 == Some(measure))
                })
            }
            Test::Is(flags) => flags.iter().any(|flag| self.is(index, entry, *flag)),
            Test::Shown { field, values, .. } => {
                self.entity(index, entry).is_some_and(|(finding, measure)| {
                    let shown = field.of_measure(self.ledger, finding, measure);
                    values.iter().any(|value| value.meets(&shown, self.today))
                })
            }
            Test::Aspect(_) | Test::Finding(_) => true,
        }
    }

    /// What a flag says of a finding as a whole; `None` where only its measures can tell.
    fn is_itself(&self, entry: &FindingEntry, flag: Flag) -> Option<bool> {
        let facts = &entry.facts;
        let due = |span: Span| {
            (facts.deadline != Deadline::Unset)
                .then(|| span.holds(facts.deadline, facts.finished, self.today))
        };
        let state = (facts.closure != ClosureState::NotApplied).then_some(facts.closure);
        match flag {
            Flag::Overdue => due(Span::Class(DueClass::Overdue)),
            Flag::ThisMonth => due(Span::Class(DueClass::ThisMonth)),
            Flag::Within(days) => due(Span::Within(days)),
            Flag::Returned => state.map(|state| state == ClosureState::Returned),
            Flag::Closed => state.map(|state| state == ClosureState::Closed),
            _ => None,
        }
    }

    fn is(&self, index: &Index, entry: &MeasureEntry, flag: Flag) -> bool {
        let facts = &entry.facts;
        let measure = || self.entity(index, entry).map(|(_, measure)| measure);
        let holds = || self.entity(index, entry).map(|(finding, measure)| Effective::of(finding, measure));
        let due = |class: DueClass| class.holds(facts.deadline, facts.done, self.today);
        match flag {
            Flag::Overdue => due(DueClass::Overdue),
            Flag::Within(days) => Span::Within(days).holds(facts.deadline, facts.done, self.today),
            Flag::ThisMonth => due(DueClass::ThisMonth),
            Flag::NoDue => due(DueClass::Unset),
            Flag::NoEvidence => !index.is_proved(entry),
            Flag::NoProgress => measure().is_some_and(|measure| measure.progress.is_empty()),
            Flag::NoOwner => facts.owners.is_empty(),
            Flag::NoLead => facts.lead == NONE,
            Flag::Done => facts.done,
            Flag::Unfinished => !facts.done,
            Flag::Extended => holds().is_some_and(|holds| !holds.extensions.is_empty()),
            Flag::Returned => facts.closure == ClosureState::Returned,
            Flag::Closed => facts.closure == ClosureState::Closed,
            Flag::NotClosed => facts.closure != ClosureState::Closed,
            Flag::Internal => measure().is_some_and(|measure| measure.internal),
        }
    }
}

fn counted(at: usize) -> Option<u32> {
    u32::try_from(at + 1).ok()
}

fn is_of_finding(test: &Test) -> bool {
    matches!(test, Test::Aspect(_) | Test::Finding(_) | Test::Shown { of_finding: true, .. })
}

fn has(which: &[bool], code: u32) -> bool {
    which.get(code as usize).copied().unwrap_or(false)
}
