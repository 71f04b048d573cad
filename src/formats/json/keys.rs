//! The keys under which a browser stores edits: read back from storage and from rescue files. Knows ids alone.

use ledger::Id;

/// What every key of this product begins with.
pub const PREFIX: &str = "zhenggai/1/";

/// A part of a key made safe: `/` separates them.
#[must_use]
pub fn part(text: &str) -> String {
    text.replace('%', "%25").replace('/', "%2F")
}

/// What the keys of a bundle's edits begin with.
#[must_use]
pub fn edits_of(bundle: &Id) -> String {
    format!("{PREFIX}{}/", part(bundle.as_str()))
}

/// The key of a setting.
#[must_use]
pub fn setting_key(name: &str) -> String {
    format!("{PREFIX}setting/{name}")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_session(text: &str) -> bool {
    !text.is_empty() && text != "draft"
}

/// The key of an edit: `zhenggai/1/<bundle>/<session>/<n>` where its id is `<session>-<n>`, as all of this program are;
/// `zhenggai/1/<bundle>/_<id>/id` where it is not.
#[must_use]
pub fn edit_key(bundle: &Id, edit: &Id) -> String {
    let parts = edit.as_str().rsplit_once('-').filter(|(session, n)| is_session(session) && is_number(n));
    let rest = match parts {
        Some((session, n)) => format!("{}/{n}", part(session)),
        None => format!("_{}/id", part(edit.as_str())),
    };
    format!("{}{rest}", edits_of(bundle))
}

/// Whether a key holds an edit of this bundle, and not a draft: the browser holds edits of other ledgers too.
#[must_use]
pub fn is_edit_of(key: &str, bundle: &Id) -> bool {
    let rest = key.strip_prefix(&edits_of(bundle)).and_then(|rest| rest.split_once('/'));
    rest.is_some_and(|(session, n)| {
        is_session(session) && (is_number(n) || n == "id" && session.starts_with('_'))
    })
}

/// The bundle whose edit is under this key; `None` for everything else.
#[must_use]
pub fn bundle_of(key: &str) -> Option<Id> {
    let (bundle, _) = key.strip_prefix(PREFIX)?.split_once('/')?;
    let bundle = Id::new(&bundle.replace("%2F", "/").replace("%25", "%"))?;
    is_edit_of(key, &bundle).then_some(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    #[test]
    fn every_edit_has_a_key_of_its_own_that_is_read_back() {
        let edits = [
            "s1-0", "s1-12", "s1-012", "a-b-3", "e-a", "e", "e-0", "-5", "draft-3", "draft", "_e-0", "_e",
            "e-", "a/b-1", "a%2Fb-1", "_e/id", "id",
        ];
        let mut keys: Vec<String> = edits.iter().map(|edit| edit_key(&id("a/b"), &id(edit))).collect();
        for (edit, key) in edits.iter().zip(&keys) {
            assert!(is_edit_of(key, &id("a/b")), "{edit}: {key}");
            assert!(!is_edit_of(key, &id("a")), "{edit}: {key}");
        }
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), edits.len());
        assert_eq!(edit_key(&id("whkjj"), &id("s1-12")), "zhenggai/1/whkjj/s1/12", "as it was stored before");
    }

    #[test]
    fn edits_of_the_ledger_are_told_from_drafts_and_other_ledgers_by_their_keys() {
        for (key, bundle) in [("zhenggai/1/whkjj/s1/0", "whkjj"), ("zhenggai/1/a%2Fb/s1/12", "a/b")] {
            assert!(is_edit_of(key, &id(bundle)), "{key}");
            assert_eq!(bundle_of(key), Some(id(bundle)), "{key}");
        }
        assert_eq!(bundle_of("zhenggai/1/setting/person"), None);
        assert_eq!(bundle_of("zhenggai/1/whkjj/draft/m1/3"), None);
        for key in [
            "zhenggai/1/whkjj/draft/3",
            "zhenggai/1/whkjj/draft/m1/3",
            "zhenggai/1/whkjj/draft/m1/id",
            "zhenggai/1/whkjj2/s1/0",
            "zhenggai/1/other/s1/0",
            "zhenggai/1/s1/0",
            "zhenggai/2/whkjj/s/1",
            "zhenggai/1/whkjj/s/1a",
            "zhenggai/1/whkjj/s/id",
            "other",
            "zhenggai/1/whkjj/s/",
        ] {
            assert!(!is_edit_of(key, &id("whkjj")), "{key}");
        }
    }
}
