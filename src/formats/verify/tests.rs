//! A folder against a ledger, case by case, and the laws that hold for any.

use proptest::prelude::*;

use super::super::digest::digest;
use super::*;

fn piece(number: &str, name: &str, place: &str, content: Option<&str>) -> Registered {
    let taken = content.map(|text| digest(text.as_bytes()));
    Registered {
        id: Id::new(number).unwrap(),
        number: number.to_owned(),
        name: name.to_owned(),
        place: place.to_owned(),
        size: taken.as_ref().map(|d| d.bytes),
        sm3: taken.as_ref().map(|d| d.sm3.clone()).unwrap_or_default(),
        sha256: taken.map(|d| d.sha256).unwrap_or_default(),
        ..Registered::default()
    }
}

fn file(path: &str, content: &str) -> Found {
    Found {
        path: path.to_owned(),
        size: content.len() as u64,
        digest: Some(digest(content.as_bytes())),
        unread: None,
    }
}

/// The result as `class number path`, with what the page would not read left unread.
fn told(pieces: &[Registered], files: &[Found]) -> Vec<String> {
    let read = to_read(pieces, files);
    let seen: Vec<Found> = files
        .iter()
        .enumerate()
        .map(|(at, f)| if read.contains(&at) { f.clone() } else { Found { digest: None, ..f.clone() } })
        .collect();
    let line = |o: &Outcome| {
        let number = o.registered.map_or("-", |at| &pieces[at].number);
        let path = o.found.map_or("-", |at| &seen[at].path);
        let copy = o.copy_of.map_or(String::new(), |at| format!(" ={}", pieces[at].number));
        format!("{} {number} {path}{copy}", o.class.label())
    };
    verify(pieces, &seen).iter().map(line).collect()
}

/// What is shown, what is registered, what is found, what is told.
type Case = (&'static str, Vec<Registered>, Vec<Found>, Vec<&'static str>);

#[expect(clippy::too_many_lines, reason = "a table of cases")]
#[test]
fn each_piece_and_each_file_is_told_once() {
    let share = r"\\server\share\整改佐证";
    let cases: Vec<Case> = vec![
        (
            "the same content at its place, whatever the share is called here",
            vec![piece("1-1-01", "纪要.pdf", &format!(r"{share}\1-1\纪要.pdf"), Some("a"))],
            vec![file("佐证/1-1/纪要.pdf", "a")],
            vec!["相符 1-1-01 佐证/1-1/纪要.pdf"],
        ),
        (
            "a place that is a folder, a name in other letters",
            vec![piece("1-1-01", "Report.PDF", &format!(r"{share}\1-1\"), Some("a"))],
            vec![file("整改佐证/1-1/report.pdf", "a")],
            vec!["相符 1-1-01 整改佐证/1-1/report.pdf"],
        ),
        (
            "no place is registered: the name is enough",
            vec![piece("1-1-01", "纪要.pdf", "", Some("a"))],
            vec![file("x/y/z/纪要.pdf", "a")],
            vec!["相符 1-1-01 x/y/z/纪要.pdf"],
        ),
        (
            "the same content elsewhere",
            vec![
                piece("1-1-01", "纪要.pdf", "佐证/1-1/纪要.pdf", Some("a")),
                piece("1-1-02", "照片.jpg", "佐证/1-1/照片.jpg", Some("b")),
            ],
            vec![file("佐证/2-1/纪要.pdf", "a"), file("佐证/1-1/照片（改名）.jpg", "b")],
            vec!["已移动 1-1-01 佐证/2-1/纪要.pdf", "已移动 1-1-02 佐证/1-1/照片（改名）.jpg"],
        ),
        (
            "another content under the name, of the same and of another length",
            vec![
                piece("1-1-01", "a.txt", "f/a.txt", Some("a")),
                piece("1-1-02", "b.txt", "f/b.txt", Some("b")),
            ],
            vec![file("f/a.txt", "x"), file("f/b.txt", "longer")],
            vec!["已改变 1-1-01 f/a.txt", "已改变 1-1-02 f/b.txt"],
        ),
        (
            "two of one name: each is held against the one in its own folder",
            vec![
                piece("1-1-01", "纪要.pdf", "f/1/纪要.pdf", Some("a")),
                piece("2-1-01", "纪要.pdf", "f/2/纪要.pdf", Some("b")),
            ],
            vec![file("f/2/纪要.pdf", "changed"), file("f/1/纪要.pdf", "a")],
            vec!["相符 1-1-01 f/1/纪要.pdf", "已改变 2-1-01 f/2/纪要.pdf"],
        ),
        (
            "a namesake that is another registered piece does not stand in for a missing one",
            vec![
                piece("1-1-01", "纪要.pdf", "f/1/纪要.pdf", Some("a")),
                piece("2-1-01", "纪要.pdf", "f/2/纪要.pdf", Some("b")),
            ],
            vec![file("f/1/纪要.pdf", "a")],
            vec!["相符 1-1-01 f/1/纪要.pdf", "缺失 2-1-01 -"],
        ),
        (
            "a changed namesake is that of its own place, and stands in for no missing one",
            vec![
                piece("1-1-01", "签到表.jpg", r"佐证\1\签到表.jpg", Some("a")),
                piece("2-1-01", "签到表.jpg", r"佐证\2\签到表.jpg", Some("b")),
            ],
            vec![file("佐证/2/签到表.jpg", "replaced")],
            vec!["缺失 1-1-01 -", "已改变 2-1-01 佐证/2/签到表.jpg"],
        ),
        (
            "one changed namesake stands in for one missing piece",
            vec![
                piece("1-1-01", "签到表.jpg", r"佐证\1\签到表.jpg", Some("a")),
                piece("2-1-01", "签到表.jpg", r"佐证\2\签到表.jpg", Some("b")),
            ],
            vec![file("佐证/3/签到表.jpg", "another")],
            vec!["已改变 1-1-01 佐证/3/签到表.jpg", "缺失 2-1-01 -"],
        ),
        (
            "one file registered for two measures",
            vec![
                piece("1-1-01", "a.txt", "f/a.txt", Some("a")),
                piece("2-1-01", "a.txt", "f/a.txt", Some("a")),
            ],
            vec![file("f/a.txt", "a")],
            vec!["相符 1-1-01 f/a.txt", "相符 2-1-01 f/a.txt"],
        ),
        (
            "what nobody registered, and what is a copy of something registered",
            vec![piece("1-1-01", "a.txt", "f/a.txt", Some("a"))],
            vec![file("f/a.txt", "a"), file("f/副本/a.txt", "a"), file("f/草稿.docx", "draft")],
            vec!["相符 1-1-01 f/a.txt", "未登记 - f/副本/a.txt =1-1-01", "未登记 - f/草稿.docx"],
        ),
        (
            "a piece without a digest proves nothing, and its file is not unknown",
            vec![piece("1-1-01", "a.txt", "f/a.txt", None), piece("1-1-02", "b.txt", "", None)],
            vec![file("f/a.txt", "a")],
            vec!["未登记摘要 1-1-01 f/a.txt", "未登记摘要 1-1-02 -"],
        ),
        (
            "an empty file and an empty folder",
            vec![piece("1-1-01", "空.txt", "", Some(""))],
            vec![file("空.txt", "")],
            vec!["相符 1-1-01 空.txt"],
        ),
        ("nothing at all", vec![piece("1-1-01", "a", "", Some("a"))], vec![], vec!["缺失 1-1-01 -"]),
    ];
    for (what, pieces, files, expected) in cases {
        assert_eq!(told(&pieces, &files), expected, "{what}");
    }
}

#[test]
fn a_file_that_could_not_be_read_is_neither_missing_nor_changed() {
    let pieces = [piece("1-1-01", "a.txt", "f/a.txt", Some("a"))];
    let files = [Found { digest: None, unread: Some("被占用".into()), ..file("f/a.txt", "a") }];
    let outcomes = verify(&pieces, &files);
    assert_eq!(outcomes[0].class, Class::Unread);
    assert_eq!(row(&outcomes[0], &pieces, &files)[10], "浏览器读不出这个文件（被占用）");
}

#[test]
fn a_digest_that_was_registered_must_agree_and_only_that() {
    let mut one = piece("1-1-01", "a", "", Some("a"));
    let (a, b) = (digest(b"a"), digest(b"b"));
    assert!(one.agrees(&a) && !one.agrees(&b));
    one.sm3 = format!(" {} ", one.sm3.to_uppercase());
    assert!(one.agrees(&a), "letters and spaces are no difference");
    one.sm3 = String::new();
    assert!(one.agrees(&a));
    one.sha256 = b.sha256;
    one.sm3 = a.sm3.clone();
    assert!(!one.agrees(&a), "two digests that contradict each other agree with nothing");
    one.sm3 = String::new();
    one.sha256 = String::new();
    assert!(!one.agrees(&a), "no digest proves nothing");
}

#[test]
fn only_candidates_are_read() {
    let pieces = [piece("1-1-01", "a.txt", "f/a.txt", Some("aaa"))];
    let files = [file("f/b.txt", "bbb"), file("f/c.txt", "cccc"), file("g/A.TXT", "zzzzzz")];
    assert_eq!(to_read(&pieces, &files), [0, 2]);
    let unsized_piece = [Registered { size: None, ..pieces[0].clone() }];
    assert_eq!(to_read(&unsized_piece, &files), [0, 1, 2], "any file may be the piece of unknown length");
}

#[test]
fn a_line_is_told_in_text() {
    let pieces = [piece("1-1-01", "a.txt", "f/a.txt", Some("a"))];
    let files = [file("f/a.txt", "xyz"), file("f/b.txt", "q")];
    let outcomes = verify(&pieces, &files);
    let first = row(&outcomes[0], &pieces, &files);
    assert_eq!((first[0].as_str(), first[6].as_str(), first[7].as_str()), ("已改变", "1", "3"));
    assert_ne!(first[8], first[9]);
    assert_eq!(row(&outcomes[1], &pieces, &files)[5], "f/b.txt");
    let counted = counts(&outcomes);
    assert_eq!(counted[0], (Class::Changed, 1));
    assert_eq!(counted.iter().map(|(_, n)| n).sum::<usize>(), 2);
}

proptest! {
    /// Whatever lies there: a piece has one line, a file that serves none has one, and what is called present,
    /// moved or changed is so by its digest.
    #[test]
    fn lines_tell_the_truth(
        pieces in prop::collection::vec(("[ab]{1}", "[fg]{0,1}", prop::option::of("[xy]{0,2}")), 0..6),
        files in prop::collection::vec(("[fg]{1}/[ab]{1}", "[xy]{0,2}"), 0..6),
    ) {
        let pieces: Vec<Registered> = pieces.iter().enumerate()
            .map(|(n, (name, place, content))| piece(&format!("1-1-{n}"), name, place, content.as_deref())).collect();
        let files: Vec<Found> = files.iter().map(|(path, content)| file(path, content)).collect();
        let read = to_read(&pieces, &files);
        let seen: Vec<Found> = files.iter().enumerate()
            .map(|(at, f)| if read.contains(&at) { f.clone() } else { Found { digest: None, ..f.clone() } }).collect();
        let outcomes = verify(&pieces, &seen);
        let lines: Vec<usize> = outcomes.iter().filter_map(|o| o.registered).collect();
        prop_assert_eq!(lines, (0..pieces.len()).collect::<Vec<_>>());
        let mut told: Vec<usize> = outcomes.iter().filter_map(|o| o.found).collect();
        told.sort_unstable();
        told.dedup();
        prop_assert_eq!(told, (0..files.len()).collect::<Vec<_>>());
        for outcome in outcomes {
            let piece = outcome.registered.map(|at| &pieces[at]);
            let content = outcome.found.and_then(|at| files[at].digest.clone());
            match outcome.class {
                Class::Present | Class::Moved => prop_assert!(piece.unwrap().agrees(&content.unwrap())),
                Class::Changed => prop_assert!(!piece.unwrap().agrees(&content.unwrap())),
                Class::Missing => prop_assert!(!files.iter().any(|f| piece.unwrap().agrees(f.digest.as_ref().unwrap()))),
                Class::NeverDigested => prop_assert!(piece.unwrap().sm3.is_empty()),
                Class::Unread => prop_assert!(false, "every file could be read"),
                Class::Unknown => prop_assert!(piece.is_none()),
            }
        }
    }
}
