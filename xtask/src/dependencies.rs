//! What `deny.toml` says of dependencies, held against what cargo resolved: licences, sources, two versions of one crate.
//! The file is cargo-deny's own. cargo-deny itself brings a git client and a registry client that every fresh machine would have to compile.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::checks::cargo;
use crate::failure::{At, Failure, Outcome};
use crate::{place, process};

/// The part of `deny.toml` that is held here.
#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    sources: Sources,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    skip: Vec<Skip>,
}

#[derive(Deserialize)]
struct Skip {
    /// `name@version`.
    #[serde(rename = "crate")]
    one: String,
}

/// What `cargo metadata` tells.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    /// Where it came from; the crates of this repository have none.
    source: Option<String>,
    /// As SPDX has it.
    license: Option<String>,
}

/// The check.
pub fn run() -> Outcome {
    let file = place::root().join("deny.toml");
    let rules = fs::read_to_string(&file).at("read", &file)?;
    let rules: Rules =
        toml::from_str(&rules).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let told =
        process::read(cargo("metadata").args(["--format-version", "1", "--locked", "--all-features"]))?;
    let metadata: Metadata = serde_json::from_str(&told)
        .map_err(|error| Failure::new(format!("cargo metadata is not understood: {error}")))?;
    let faults = faults(&rules, &metadata.packages);
    if faults.is_empty() {
        println!(
            "{} packages: licences, sources and versions are as deny.toml has them",
            metadata.packages.len()
        );
        return Ok(());
    }
    Err(Failure::with_advice(
        faults.join("\n"),
        "do without the package, or change deny.toml and say why in the commit",
    ))
}

/// A line a fault.
fn faults(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        let Package { name, version, source, license } = package;
        versions.entry(name).or_default().push(version);
        let Some(source) = source else { continue };
        let registry = source.trim_start_matches("registry+");
        if !rules.sources.allow_registry.iter().any(|allowed| allowed == registry) {
            faults.push(format!("{name} {version} comes from {source}"));
        }
        let license = license.as_deref().unwrap_or_default();
        if !allows(license, &rules.licenses.allow) {
            faults.push(format!("{name} {version} has the licence “{license}”"));
        }
    }
    let skipped: Vec<&str> = rules.bans.skip.iter().map(|skip| skip.one.as_str()).collect();
    for (name, versions) in &versions {
        let counted: Vec<&&str> = versions
            .iter()
            .filter(|version| !skipped.contains(&format!("{name}@{version}").as_str()))
            .collect();
        if counted.len() > 1 {
            faults.push(format!("{name} is there in the versions {versions:?}"));
        }
    }
    for one in skipped {
        let (name, version) = one.split_once('@').unwrap_or((one, ""));
        let needed = versions.get(name).is_some_and(|all| all.len() > 1 && all.contains(&version));
        if !needed {
            faults.push(format!("deny.toml passes over {one}, which is not one of two versions any more"));
        }
    }
    faults
}

/// Whether an SPDX expression can be met with these licences. What cannot be read, cannot be met.
fn allows(expression: &str, allowed: &[String]) -> bool {
    // Before 2018 a slash stood for OR.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any(&mut rest, allowed);
    met && rest.is_empty()
}

/// Alternatives: one is enough.
fn any(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = all(rest, allowed);
    while let Some(("OR", after)) = rest.split_first().map(|(word, after)| (*word, after)) {
        *rest = after;
        met |= all(rest, allowed);
    }
    met
}

/// What has to be met together.
fn all(rest: &mut &[&str], allowed: &[String]) -> bool {
    let mut met = one(rest, allowed);
    while let Some(("AND", after)) = rest.split_first().map(|(word, after)| (*word, after)) {
        *rest = after;
        met &= one(rest, allowed);
    }
    met
}

fn one(rest: &mut &[&str], allowed: &[String]) -> bool {
    let Some((word, after)) = rest.split_first() else { return false };
    *rest = after;
    if *word != "(" {
        return allowed.iter().any(|license| license == word);
    }
    let met = any(rest, allowed);
    match rest.split_first() {
        Some((&")", after)) => {
            *rest = after;
            met
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, source: Option<&str>, license: &str) -> Package {
        Package {
            name: name.to_owned(),
            version: version.to_owned(),
            source: source.map(str::to_owned),
            license: Some(license.to_owned()),
        }
    }

    fn rules(skip: &[&str]) -> Rules {
        Rules {
            licenses: Licenses { allow: vec!["MIT".to_owned()] },
            sources: Sources { allow_registry: vec!["https://crates".to_owned()] },
            bans: Bans { skip: skip.iter().map(|one| Skip { one: (*one).to_owned() }).collect() },
        }
    }

    #[test]
    fn a_licence_is_met_by_one_of_its_alternatives_and_all_of_its_parts() {
        let allowed = ["MIT".to_owned(), "Zlib".to_owned()];
        for (expression, met) in [
            ("MIT", true),
            ("GPL-3.0 OR MIT", true),
            ("Unlicense/MIT", true),
            ("MIT AND Zlib", true),
            ("MIT AND GPL-3.0", false),
            ("(GPL-3.0 OR MIT) AND Zlib", true),
            ("(GPL-3.0 OR MIT AND Zlib", false),
            ("GPL-3.0", false),
            ("MIT WITH something", false),
            ("", false),
        ] {
            assert_eq!(allows(expression, &allowed), met, "{expression}");
        }
    }

    #[test]
    fn each_kind_of_fault_is_told() {
        let crates = Some("registry+https://crates");
        let good = [package("a", "1", crates, "MIT"), package("own", "0", None, "whatever")];
        assert_eq!(faults(&rules(&[]), &good), [] as [&str; 0]);
        let cases = [
            (vec![package("a", "1", Some("git+https://x"), "MIT")], vec![], "comes from"),
            (vec![package("a", "1", crates, "GPL-3.0")], vec![], "has the licence"),
            (vec![package("a", "1", crates, "MIT"), package("a", "2", crates, "MIT")], vec![], "versions"),
            (vec![package("a", "1", crates, "MIT")], vec!["a@1"], "any more"),
        ];
        for (packages, skip, part) in cases {
            let told = faults(&rules(&skip), &packages);
            assert!(told.len() == 1 && told[0].contains(part), "{told:?}");
        }
        let two = [package("a", "1", crates, "MIT"), package("a", "2", crates, "MIT")];
        assert_eq!(faults(&rules(&["a@1"]), &two), [] as [&str; 0]);
    }
}
