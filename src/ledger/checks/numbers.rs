//! Numbers: gaps and repetitions in what is counted 1 to n.

use super::{At, Kind, Walk};
use crate::Id;
use crate::id_map::IdMap;

/// The printed ordinals, in order.
const ORDINALS: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
    "十六", "十七", "十八", "十九", "二十",
];

/// The place of a printed ordinal: `三是`, `（三）`, `3.`.
fn ordinal(text: &str) -> Option<usize> {
    let bare: String = text.chars().filter(|c| !"是（）()、.．:：第条 ".contains(*c)).collect();
    let chinese = ORDINALS.iter().position(|known| *known == bare).map(|at| at + 1);
    chinese.or_else(|| bare.parse().ok().filter(|n| (1..1000).contains(n)))
}

fn chinese(n: usize) -> String {
    n.checked_sub(1).and_then(|at| ORDINALS.get(at)).map_or_else(|| n.to_string(), |word| format!("{word}是"))
}

/// The numbers that are missing before `number`, as words: `3`, `3 至 5`.
fn missing(expected: u32, number: u32) -> String {
    if number == expected + 1 { expected.to_string() } else { format!("{expected} 至 {}", number - 1) }
}

impl Walk<'_> {
    pub(super) fn finding_numbers(&mut self) {
        let bundle = self.bundle;
        let mut seen: IdMap<u32, &Id> = IdMap::default();
        let mut numbers: Vec<u32> = bundle.findings.iter().filter_map(|finding| finding.number).collect();
        crate::order::sort(&mut numbers);
        for finding in &bundle.findings {
            let Some(number) = finding.number else { continue };
            let place = format!("问题 {number}");
            if seen.insert(number, &finding.id).is_some() {
                self.note(
                    Kind::FindingTwice,
                    &finding.id,
                    &place,
                    format!("序号 {number} 已有另一个问题使用"),
                );
                continue;
            }
            let before = numbers.partition_point(|other| *other < number);
            let expected = before.checked_sub(1).map_or(1, |at| numbers[at] + 1);
            if number > expected {
                let what = format!("{number} 之前缺 {}", missing(expected, number));
                self.note(Kind::FindingGap, &finding.id, &place, what);
            }
        }
    }

    pub(super) fn measure_numbers(&mut self, at: At) {
        let measures = &at.finding.measures;
        let mut numbers: Vec<u32> = measures.iter().filter_map(|measure| measure.number).collect();
        crate::order::sort(&mut numbers);
        let mut before = 0;
        for (n, measure) in measures.iter().enumerate() {
            if let Some(number) = measure.number {
                let place = || format!("措施 {}-{number}", at.place.trim_start_matches("问题 "));
                if measures[..n].iter().any(|other| other.number == Some(number)) {
                    self.note(
                        Kind::MeasureTwice,
                        &measure.id,
                        &place(),
                        format!("序号 {number} 在这个问题下已经用过"),
                    );
                } else {
                    let less = numbers.partition_point(|other| *other < number);
                    let expected = less.checked_sub(1).map_or(1, |at| numbers[at] + 1);
                    if number > expected {
                        let what = format!("{number} 之前缺 {}", missing(expected, number));
                        self.note(Kind::MeasureGap, &measure.id, &place(), what);
                    }
                }
            }
            let Some(printed) = ordinal(&measure.ordinal) else { continue };
            if printed > before + 1 {
                let (own, gap) = (&measure.ordinal, (before + 1..printed).map(chinese).collect::<Vec<_>>());
                let what = format!("印有“{own}”，其前缺“{}”", gap.join("”“"));
                self.note(Kind::OrdinalGap, &measure.id, at.place, what);
            }
            before = printed;
        }
    }
}
