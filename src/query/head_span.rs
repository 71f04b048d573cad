//! The first and last day that the head of a column of dates asks for, as a person types them, and the word of the query that
//! asks for them: `2024-01..2024-06`, `>=2024-01`, `<=2024-06`. Knows no column.

use ledger::due::{Due, typed};

/// The ends of the span among what is asked; empty where it is open, and where none is asked.
#[must_use]
pub fn ends(asked: &[String]) -> (String, String) {
    let ends = asked.iter().find_map(|word| {
        if let Some(from) = word.strip_prefix(">=") {
            return Some((from, ""));
        }
        if let Some(to) = word.strip_prefix("<=") {
            return Some(("", to));
        }
        word.split_once("..")
    });
    ends.map(|(from, to)| (from.to_owned(), to.to_owned())).unwrap_or_default()
}

/// Whether a word of the query is such a span.
#[must_use]
pub fn is_span(word: &str) -> bool {
    word.starts_with(">=") || word.starts_with("<=") || word.contains("..")
}

/// The word that asks for days from one end to the other, both in it; `None` where both are empty. A month is meant whole.
///
/// # Errors
/// In Chinese: what is no day, or that the end comes first.
pub fn between(from: &str, to: &str) -> Result<Option<String>, String> {
    let (from, to) = (end(from)?, end(to)?);
    match (from, to) {
        (None, None) => Ok(None),
        (Some(from), None) => Ok(Some(format!(">={from}"))),
        (None, Some(to)) => Ok(Some(format!("<={to}"))),
        (Some(from), Some(to)) => {
            let word = format!("{from}..{to}");
            if super::spans::span(&word).is_none() {
                return Err(format!("结束“{to}”早于开始“{from}”。"));
            }
            Ok(Some(word))
        }
    }
}

/// A day or a month as the query writes it; `None` of an empty text.
fn end(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match typed(text).parse() {
        Ok(due @ (Due::Day(_) | Due::Month { .. })) => Ok(Some(due.to_string())),
        _ => Err(format!("“{text}”不是日期。请写成 2024-06 或 2024-06-30。")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_asked_for_in_the_words_of_the_search() {
        for (from, to, word) in [
            ("2024-1", "2024.6.30", Some("2024-01..2024-06-30")),
            ("2024年1月", "", Some(">=2024-01")),
            ("", "20240630", Some("<=2024-06-30")),
            (" ", "", None),
        ] {
            let asked = between(from, to).unwrap();
            assert_eq!(asked.as_deref(), word, "{from} {to}");
            if let Some(word) = asked {
                assert!(super::super::spans::span(&word).is_some(), "{word} is no span of the search");
                assert!(is_span(&word));
                let (from, to) = ends(&["逾期".to_owned(), word.clone()]);
                assert_eq!(between(&from, &to), Ok(Some(word)), "what is told is asked for again");
            }
        }
        assert_eq!(ends(&["2024-06".to_owned(), "逾期".to_owned()]), Default::default());
    }

    #[test]
    fn what_is_no_span_is_told() {
        for (from, to, told) in [
            ("明天", "", "“明天”不是日期。请写成 2024-06 或 2024-06-30。"),
            ("", "长期", "“长期”不是日期。请写成 2024-06 或 2024-06-30。"),
            ("2024-07", "2024-06", "结束“2024-06”早于开始“2024-07”。"),
        ] {
            assert_eq!(between(from, to), Err(told.to_owned()));
        }
    }
}
