//! `cargo xtask build`: the page, one file, in `dist/`.
//! Trunk compiles and calls `pack`; this command only starts it offline and hands the result out.

use std::fs;
use std::io::Write;
use std::num::NonZeroU64;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::{At, Outcome};
use crate::setup::{self, Ready};
use crate::steps::Steps;
use crate::{place, process};

/// How long a build takes on two cores, for the messages.
const TAKES: &str = "about 4 minutes, the first time 6";

/// The command.
pub fn run() -> Outcome {
    let mut steps = Steps::default();
    let ready = setup::build_tools(&mut steps)?;
    steps.run("build", || page(&ready))?;
    println!("\n{}\n", steps.table());
    Ok(())
}

/// Builds and packs the page, and says how large it is.
pub fn page(ready: &Ready) -> Outcome {
    println!("compiling the page ({TAKES})");
    process::run(&mut trunk(ready))?;
    println!("{}", hand_out()?);
    Ok(())
}

/// The same beside another step; gives what was said.
pub fn page_beside(ready: &Ready) -> Outcome<String> {
    let said = process::beside(&mut trunk(ready))?;
    Ok(format!("{said}\n{}", hand_out()?))
}

fn trunk(ready: &Ready) -> Command {
    let mut trunk = Command::new("trunk");
    trunk
        .current_dir(place::root())
        .args(["build", "--release", "--offline", "--dist"])
        .arg(place::trunk_dist());
    trunk.env("PATH", process::path_with(&ready.folders));
    // Trunk reads NO_COLOR as true or false and stops at the "1" that other programs take.
    trunk.env_remove("NO_COLOR");
    trunk
}

/// Puts the packed page into `dist/`, and says how large it is.
fn hand_out() -> Outcome<String> {
    let packed = place::trunk_dist().join("index.html");
    let bytes = fs::read(&packed).at("read", &packed)?;
    let page = place::page();
    let dist = page.parent().unwrap_or(&page).to_path_buf();
    // Only the page may be handed out, so whatever an earlier build left beside it goes.
    if dist.is_dir() {
        fs::remove_dir_all(&dist).at("empty", &dist)?;
    }
    fs::create_dir_all(&dist).at("make", &dist)?;
    fs::write(&page, &bytes).at("write", &page)?;

    let gzipped = gzip(&bytes).at("compress", &page)?.len();
    Ok(format!("{}: {} bytes, {gzipped} gzipped", page.display(), bytes.len()))
}

/// The bytes as gzip that takes seconds for a megabyte to make, and is read as any other.
pub fn smallest_gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    // Measured on 7.25 MB: one round takes 21 s and 4.0 % off, five take 40 s and 0.2 % more.
    let options = zopfli::Options { iteration_count: NonZeroU64::MIN, ..zopfli::Options::default() };
    zopfli::compress(options, zopfli::Format::Gzip, bytes, &mut packed)?;
    Ok(packed)
}

/// The bytes as gzip, as small as it gets in a moment.
pub fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
