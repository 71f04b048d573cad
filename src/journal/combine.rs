//! Two versions of a free text made one, sentence by sentence, against the text both began with. What both
//! changed differently stands in both versions one after the other: a person reads it before it is entered.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The sentences of a text, each with the mark that ends it.
fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '；', '！', '？', '\n']).collect()
}

/// What a version says in place of each sentence of the original, and before the first; the last is after all.
struct Version<'t> {
    /// For each gap before an original sentence, and the one after the last, what was put in.
    put: Vec<Vec<&'t str>>,
    /// Which original sentences stay.
    stays: Vec<bool>,
}

fn version<'t>(original: &[&str], text: &'t str) -> Version<'t> {
    let new = sentences(text);
    let mut version =
        Version { put: vec![Vec::new(); original.len() + 1], stays: vec![false; original.len()] };
    for op in capture_diff_slices(Algorithm::Myers, original, &new) {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            version.stays.iter_mut().take(from.end).skip(from.start).for_each(|stays| *stays = true);
        } else if let Some(gap) = version.put.get_mut(from.start) {
            gap.extend(new.get(to).unwrap_or_default());
        }
    }
    version
}

/// Both versions in one text. Each sentence of either is in it, except what one took out and the other left alone.
#[must_use]
pub fn combine(original: &str, a: &str, b: &str) -> String {
    if a == b || b == original {
        return a.to_owned();
    }
    if a == original {
        return b.to_owned();
    }
    let base = sentences(original);
    let (of_a, of_b) = (version(&base, a), version(&base, b));
    let mut out = String::new();
    for (n, (from_a, from_b)) in of_a.put.iter().zip(&of_b.put).enumerate() {
        out.extend(from_a.iter().copied());
        if from_a != from_b {
            if !from_a.is_empty() && !from_b.is_empty() && !out.ends_with(['。', '；', '！', '？', '\n'])
            {
                out.push('\n');
            }
            out.extend(from_b.iter().copied());
        }
        let stays = |version: &Version| version.stays.get(n).copied().unwrap_or(false);
        if stays(&of_a) && stays(&of_b) {
            out.push_str(base.get(n).copied().unwrap_or_default());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_combined_by_sentences() {
        for (original, a, b, both) in [
            (
                "开了会。发了文。",
                "开了会。发了文。查了账。",
                "先调研。开了会。发了文。",
                "先调研。开了会。发了文。查了账。",
            ),
            ("开了会。发了文。", "开了两次会。发了文。", "开了会。发了文件。", "开了两次会。发了文件。"),
            ("", "甲写的", "乙写的", "甲写的\n乙写的"),
            ("开了会。", "开了大会。", "开了小会。", "开了大会。开了小会。"),
            ("甲。乙。", "乙。", "甲。乙。丙。", "乙。丙。"),
            ("甲。", "甲。", "乙。", "乙。"),
            ("甲。", "丙。", "丙。", "丙。"),
        ] {
            assert_eq!(combine(original, a, b), both, "{original} / {a} / {b}");
        }
    }
}
