//! The facts of the inspection that title and preamble tell: round, team, dates, organisation; and the claims.
//! Reads damaged dates no further than they say; repairs nothing. Knows texts, no line.

use super::lines::trimmed;
use super::marks::{chinese, digit};
use ledger::bundle::Inspection;
use ledger::date::Date;

/// A date in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// Where it begins.
    pub at: usize,
    /// Where it ends.
    pub end: usize,
    /// The day.
    pub date: Date,
}

/// A number in Arabic or Chinese digits, with spaces between them as copied text has them.
fn number(text: &str, most: usize) -> Option<(i32, usize)> {
    let mut value = 0;
    let mut count = 0;
    let mut len = 0;
    for (at, c) in text.char_indices() {
        let d = digit(c).or(match c {
            '〇' | '○' | 'O' | 'o' if count > 0 => Some(0),
            _ => "零一二三四五六七八九".chars().position(|d| d == c).and_then(|at| u32::try_from(at).ok()),
        });
        match d {
            Some(d) if count < most => {
                value = value * 10 + i32::try_from(d).ok()?;
                count += 1;
                len = at + c.len_utf8();
            }
            None if c == ' ' && count > 0 => {}
            _ => break,
        }
    }
    (count > 0).then_some((value, len))
}

/// A month or day: `6`, `18`, `十八`, `1 8`.
fn small(text: &str) -> Option<(u8, usize)> {
    let text_start = text.trim_start_matches(' ');
    let skipped = text.len() - text_start.len();
    if text_start.contains('十')
        && let Some((value, len)) = chinese(text_start)
        && text_start.get(..len)?.contains('十')
    {
        return Some((u8::try_from(value).ok()?, skipped + len));
    }
    let (value, len) = number(text_start, 2)?;
    Some((u8::try_from(value).ok()?, skipped + len))
}

fn after(text: &str, at: usize, sign: char) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let inner = rest.trim_start_matches(' ');
    let skipped = rest.len() - inner.len();
    let rest = inner.strip_prefix(sign)?;
    Some((rest, at + skipped + sign.len_utf8()))
}

/// A day at the start of a text: `2023年7月13日`, also with spaces or Chinese digits. Without a year, `year` is taken.
fn day_at(text: &str, year: Option<i32>) -> Option<(Date, usize)> {
    let own = number(text, 4).and_then(|(value, len)| Some((value, after(text, len, '年')?.1)));
    let (year, at) = match own {
        Some((value, at)) => (value, at),
        None => (year?, 0),
    };
    let (month, len) = small(text.get(at..)?)?;
    let (_, at) = after(text, at + len, '月')?;
    let (day, len) = small(text.get(at..)?)?;
    let (_, end) = after(text, at + len, '日')?;
    (1900..2200).contains(&year).then(|| Date::new(year, month, day)).flatten().map(|date| (date, end))
}

/// The days that a text names, in order; a day without a year takes that of the day before it.
#[must_use]
pub fn dates(text: &str) -> Vec<Dated> {
    let mut found: Vec<Dated> = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if at < from || !(digit(c).is_some() || "〇零一二三四五六七八九十".contains(c)) {
            continue;
        }
        let year = found.last().map(|dated| dated.date.year());
        let rest = text.get(at..).unwrap_or("");
        // No date is longer than 40 bytes, so this stays linear.
        let rest = rest.get(..rest.char_indices().nth(20).map_or(rest.len(), |(at, _)| at)).unwrap_or("");
        if let Some((date, len)) = day_at(rest, year) {
            found.push(Dated { at, end: at + len, date });
            from = at + len;
        }
    }
    found
}

/// Whether a line is nothing but a date, damaged ones included: `2024年6月`, `20 24年6月18日`, `二〇二四年六月十八日`.
#[must_use]
pub fn looks_like_date(line: &str) -> bool {
    let line = trimmed(line);
    let sign = |c: char| {
        digit(c).is_some() || "年月日号〇零一二三四五六七八九十○OoxX×*_-./()（）－．／ \u{3000}".contains(c)
    };
    let digits = line
        .chars()
        .filter(|c| digit(*c).is_some() || "〇○零一二三四五六七八九十OoxX×*".contains(*c))
        .count();
    let stops = line.chars().filter(|c| "-./－．／".contains(*c)).count();
    line.chars().count() <= 30
        && line.chars().all(sign)
        && digits >= 3
        && ((line.contains('年') && line.contains(['月', '日'])) || (stops == 2 && digits >= 6))
}

/// The day that a date line says, where it says one whole.
#[must_use]
pub fn date_of(line: &str) -> Option<Date> {
    let line = trimmed(line).trim_matches(['(', ')', '（', '）']);
    dates(line).first().map(|dated| dated.date).or_else(|| Date::typed(line))
}

/// The text from the last of these signs before `at` up to `to`.
fn since<'a>(text: &'a str, at: usize, to: usize, signs: &[char]) -> &'a str {
    let before = text.get(..at).unwrap_or("");
    let from =
        before.char_indices().rev().find(|(_, c)| signs.contains(c)).map_or(0, |(at, c)| at + c.len_utf8());
    text.get(from..to).unwrap_or("")
}

/// 巡察轮次: `十四届市委第五轮巡察`, `十五届区委第六轮常规巡察`.
fn round(title: &str, preamble: &str) -> String {
    for text in [title, preamble] {
        for (at, sign) in text.match_indices('轮') {
            let behind = text.get(at + sign.len()..).unwrap_or("");
            let clause = behind.find(['，', ',', '。', '、', '；', '\n']).and_then(|end| behind.get(..end));
            let clause = clause.unwrap_or(behind);
            let word =
                ["巡察", "巡视"].into_iter().filter_map(|word| Some(clause.find(word)? + word.len())).min();
            // 第六轮第二批专项巡察 is the longest that is said.
            let Some(end) =
                word.filter(|end| clause.get(..*end).is_some_and(|said| said.chars().count() <= 10))
            else {
                continue;
            };
            let stops = ['，', ',', '。', '、', '\n', '对', '在'];
            let mut said = since(text, at, at + sign.len() + end, &stops);
            for word in ["关于", "按照", "根据", "开展", "作为"] {
                said = said.rsplit(word).next().unwrap_or(said);
            }
            let said = trimmed(said);
            let said = said.strip_prefix('了').unwrap_or(said);
            if said.contains('第') && said.chars().count() <= 30 {
                return said.to_owned();
            }
        }
    }
    String::new()
}

/// 巡察组: `市委第一巡察组`.
fn team(preamble: &str) -> String {
    for word in ["巡察组", "巡视组", "督察组"] {
        for (at, _) in preamble.match_indices(word) {
            let said = since(
                preamble,
                at,
                at + word.len(),
                &['，', ',', '。', '、', '日', '由', '向', '\n', '：', '；', '和'],
            );
            let said = trimmed(said);
            let before =
                ["根据", "按照", "经", "派出", "派"].into_iter().find_map(|word| said.strip_prefix(word));
            let said = before.unwrap_or(said);
            let plain = !said.contains(['对', '的', '轮']) && said.contains('第');
            if plain && (4..=24).contains(&said.chars().count()) {
                return said.to_owned();
            }
        }
    }
    String::new()
}

/// What title and preamble tell of the inspection.
#[must_use]
pub fn inspection(title: &str, preamble: &str) -> Inspection {
    let team = team(preamble);
    let authority = team.find('第').and_then(|at| team.get(..at)).unwrap_or("").to_owned();
    let mut found = Inspection { authority, round: round(title, preamble), team, ..Inspection::default() };
    let days = dates(preamble);
    for (n, dated) in days.iter().enumerate() {
        if is_publicity(preamble, dated) {
            continue;
        }
        let behind = days.get(n + 1).and_then(|next| Some((next, preamble.get(dated.end..next.at)?)));
        if let Some((next, between)) = behind
            && found.from.is_none()
            && ["至", "到", "—", "-", "－", "～", "~", "––", "——"].contains(&trimmed(between))
        {
            (found.from, found.to) = (Some(dated.date), Some(next.date));
        }
        let rest = preamble.get(dated.end..).unwrap_or("");
        let sentence = rest.split('。').next().unwrap_or("");
        let sentence = sentence
            .get(..days.get(n + 1).map_or(sentence.len(), |next| (next.at - dated.end).min(sentence.len())));
        // 6月5日至6月16日巡察了你村，现反馈如下: the day before 反馈 is the last of the inspection.
        let leaves = found.to == Some(dated.date);
        if found.feedback.is_none() && !leaves && sentence.is_some_and(|sentence| sentence.contains("反馈"))
        {
            found.feedback = Some(dated.date);
        }
    }
    found
}

/// Whether a day belongs to the time in which the public may read and answer, as in `公示期为2024年6月1日至6月10日`:
/// its clause, or the sentence up to it, says so and names no inspection.
fn is_publicity(text: &str, dated: &Dated) -> bool {
    let before = since(text, dated.at, dated.at, &['。', '\n', '；', ';']);
    let behind = text.get(dated.end..).unwrap_or("");
    let clause = behind.split(['。', '，', '；', '\n', ';']).next().unwrap_or("");
    let said = |word: &str| before.contains(word) || clause.contains(word);
    let publicity =
        ["公示", "公开期", "公开时间", "公布期", "受理", "举报", "监督电话", "意见建议请", "反映"];
    let inspection = ["巡察组", "巡视组", "进驻", "开展了", "进行了", "反馈"];
    publicity.into_iter().any(said) && !inspection.into_iter().any(said)
}

/// 被巡察党组织: what signs, else what the title begins with.
#[must_use]
pub fn organization(title: &str, signatory: &str) -> String {
    let title: String = title.split_whitespace().collect();
    let named = title.split_once("关于").map_or("", |(office, _)| office);
    let signed = signatory.lines().map(trimmed).find(|line| !line.is_empty()).unwrap_or("");
    if named.is_empty() || (signed.starts_with("中共") && !named.starts_with("中共")) {
        signed
    } else {
        named
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_dates_are_told_from_whole_ones() {
        let cases = [
            ("2024年6月18日", true, Some((2024, 6, 18))),
            ("2024 年 6 月 18 日", true, Some((2024, 6, 18))),
            ("２０２４年６月１８日", true, Some((2024, 6, 18))),
            ("二〇二四年六月十八日", true, Some((2024, 6, 18))),
            ("（2024年6月1 8日）", true, Some((2024, 6, 18))),
            ("2024-06-18", true, Some((2024, 6, 18))),
            ("2024年6月", true, None),
            ("2024年 月 日", true, None),
            ("2024年2月30日", true, None),
            ("2O24年6月18日", true, Some((2024, 6, 18))),
            ("2024年6月18日起施行", false, Some((2024, 6, 18))),
            ("第二十条", false, None),
            ("12", false, None),
        ];
        for (line, like, day) in cases {
            assert_eq!(looks_like_date(line), like, "{line}");
            assert_eq!(date_of(line), day.and_then(|(y, m, d)| Date::new(y, m, d)), "{line}");
        }
    }

    #[test]
    fn a_round_is_named_in_many_ways() {
        let cases = [
            ("根据十五届市委第六轮巡察工作安排，", "十五届市委第六轮巡察"),
            ("按照五届县委第三轮第二批专项巡察部署，", "五届县委第三轮第二批专项巡察"),
            ("省委第二轮巡视", "省委第二轮巡视"),
            ("开展了五届市委第一轮巡察", "五届市委第一轮巡察"),
            ("开展第一轮、第二轮常规巡察。", "第二轮常规巡察"),
            ("新一轮巡察", ""),
            ("第二轮土地承包到期，县委巡察组", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(round("", text), expected, "{text}");
        }
    }

    #[test]
    fn the_days_of_publicity_are_no_days_of_the_inspection() {
        let inspected =
            "2023年9月5日至11月3日，区委第三巡察组对区某局党组开展了巡察。2024年1月9日反馈了意见。";
        let cases = [
            "公示期：2024年6月1日至6月10日。",
            "公示时间为2024年6月1日至2024年6月10日，欢迎监督。",
            "意见受理时间：2024年6月1日-6月10日。",
            "现予公布，公开时间：2024年6月1日至6月10日。",
            "请于2024年6月1日至6月10日向局党组反映。",
        ];
        for publicity in cases {
            let alone = inspection("", publicity);
            assert_eq!((alone.from, alone.to, alone.feedback), (None, None, None), "{publicity}");
            for text in [format!("{publicity}\n{inspected}"), format!("{inspected}{publicity}")] {
                let found = inspection("", &text);
                assert_eq!((found.from, found.to), (Date::new(2023, 9, 5), Date::new(2023, 11, 3)), "{text}");
                assert_eq!(found.feedback, Date::new(2024, 1, 9), "{text}");
            }
        }
    }

    #[test]
    fn the_preamble_tells_who_inspected_and_when() {
        let preamble = "根据区委统一部署，2022年9月6日至11月4日，区委第三巡察组对区某局党组开展了常规巡察。2023年1月9日，区委第三巡察组向局党组反馈了意见。";
        let found = inspection("中共某区某局党组关于五届区委第二轮巡察整改情况的通报", preamble);
        assert_eq!(found.round, "五届区委第二轮巡察");
        assert_eq!(found.team, "区委第三巡察组");
        assert_eq!(found.authority, "区委");
        assert_eq!(found.from, Date::new(2022, 9, 6));
        assert_eq!(found.to, Date::new(2022, 11, 4));
        assert_eq!(found.feedback, Date::new(2023, 1, 9));
    }
}
