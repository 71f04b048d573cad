//! How the sides of a conflict are called.

use super::*;

fn side(file: &str, author: &str) -> Side {
    Side {
        value: Value::Null,
        text: String::new(),
        author: author.to_owned(),
        unit: String::new(),
        at: None,
        file: file.to_owned(),
        mine: file.is_empty(),
    }
}

fn names(sides: &[(&str, &str)]) -> Vec<String> {
    let mut sides = sides.iter().map(|(file, author)| side(file, author));
    Conflict {
        entity: Id::default(),
        field: "note".to_owned(),
        place: String::new(),
        what: String::new(),
        is_text: true,
        original: String::new(),
        current: sides.next().unwrap(),
        others: sides.collect(),
        why: String::new(),
        adopt: Vec::new(),
        settles: Vec::new(),
    }
    .side_names()
}

#[test]
fn sides_are_called_by_their_files_and_told_apart() {
    for (sides, told) in [
        (vec![("", "王敏"), ("李强.json", "李强")], "本台账 李强.json"),
        (vec![("", "王敏"), ("", "李强")], "本台账（王敏） 本台账（李强）"),
        (
            vec![("a.json", "王敏"), ("a.json", "李强"), ("b.json", "")],
            "a.json（王敏） a.json（李强） b.json",
        ),
        (vec![("", ""), ("", ""), ("", "")], "本台账 本台账（2） 本台账（3）"),
        (vec![("a.json", "王敏"), ("a.json", "王敏")], "a.json（王敏） a.json（王敏）（2）"),
    ] {
        assert_eq!(names(&sides).join(" "), told);
    }
}
