//! Tests of reading and writing together: what each kind of broken file is told, and what holds for any file.

mod files;
mod laws;
mod odd;
mod places;

use super::{Opened, Refusal, open};

/// What the page's `TextDecoder("gb18030", { fatal: true })` does.
fn gb18030(bytes: &[u8]) -> Option<String> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

fn opened(bytes: &[u8]) -> Result<Opened, Refusal> {
    open(bytes, &gb18030)
}

/// The sentences that a refused file is told.
fn refused(bytes: &[u8]) -> String {
    opened(bytes).expect_err("refused").to_string()
}

/// A bundle with these members from line 4 on.
fn with(members: &str) -> String {
    format!("{{\n  \"format\": \"zhenggai.bundle/1\",\n  \"id\": \"b\",\n{members}\n}}\n")
}

/// Checks a table of files and sentences; shows all that differ at once.
fn check<'c>(cases: impl IntoIterator<Item = (String, &'c str)>, told: impl Fn(&str) -> String) {
    let mut wrong = String::new();
    for (file, expected) in cases {
        let told = told(&file);
        if told != expected {
            let start = file.chars().take(200).collect::<String>();
            wrong.extend(["FILE ", &start, "\nSAID ", &told, "\nNOT  ", expected, "\n\n"]);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
