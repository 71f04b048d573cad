//! What only the browser tests need: what `system` brings, geckodriver, axe-core, and an old Chromium.
//! It installs and finds; how the tests use it is their business.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::failure::{At, Failure, Outcome};
use crate::{place, process, python, system, tools};

/// A package of the npm registry, pinned by version and by the SHA-256 of its archive.
struct NpmPackage {
    name: &'static str,
    version: &'static str,
    sha256: &'static str,
}

/// The accessibility checker. It is under the MPL, so it is fetched for the tests and not kept in the repository.
const AXE: NpmPackage = NpmPackage {
    name: "axe-core",
    version: "4.14.1",
    sha256: "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
};

/// A package whose archive holds Chromium 83, the oldest that the page must run in.
const FLOOR: NpmPackage = NpmPackage {
    name: "chrome-aws-lambda",
    version: "3.1.1",
    sha256: "f33e7655eb479c0a916adbc3d35333350f6e852dbff90b65274b471b9548b3c1",
};

/// Where everything is.
pub struct TestTools {
    /// To be put before PATH.
    pub folders: Vec<PathBuf>,
    /// axe-core as one script.
    pub axe: PathBuf,
    /// The program of Chromium 83, or why there is none.
    pub floor: Result<PathBuf, String>,
    /// Which programs of `LibreOffice` are here: `writer`, `calc`.
    pub office: Vec<&'static str>,
}

/// Finds or installs it all.
pub fn ensure() -> Outcome<TestTools> {
    let office = system::ensure()?;
    // The native tests ask for it themselves; without it they say so.
    drop(python::ensure());
    let folders = vec![tools::geckodriver().ensure()?];
    let axe = AXE.unpacked()?.join("package").join("axe.min.js");
    // An old browser that this machine cannot run is no reason not to test in the new ones.
    let floor = floor().map_err(|failure| failure.to_string().replace('\n', ";"));
    if let Err(why) = &floor {
        println!("SKIPPED: the check in Chromium 83: {why}");
    }
    Ok(TestTools { folders, axe, floor, office })
}

impl NpmPackage {
    /// The folder that holds the package, which is fetched and checked first if need be.
    fn unpacked(&self) -> Outcome<PathBuf> {
        let home = place::cache()?.join(format!("{}-{}", self.name, self.version));
        if home.is_dir() {
            return Ok(home);
        }
        println!("fetching {} {} into {}", self.name, self.version, home.display());
        // Unpacked beside and renamed at the end, so that a folder that is there is whole.
        let work = home.with_extension(format!("part-{}", std::process::id()));
        fs::create_dir_all(&work).at("make", &work)?;
        let exact = format!("{}@{}", self.name, self.version);
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        process::read(Command::new(npm).args(["pack", "--silent", &exact, "--pack-destination"]).arg(&work))
            .map_err(|failure| {
                Failure::with_advice(
                    format!("{exact} could not be fetched: {failure}"),
                    "see that the npm registry can be reached; npm reads registry and proxy from ~/.npmrc",
                )
            })?;
        let archive = work.join(format!("{}-{}.tgz", self.name, self.version));
        let bytes = fs::read(&archive).at("read", &archive)?;
        let mut hash = String::new();
        for byte in Sha256::digest(&bytes) {
            // Writing into a string cannot fail.
            let _ = write!(hash, "{byte:02x}");
        }
        if hash != self.sha256 {
            return Err(Failure::with_advice(
                format!("{exact} has the SHA-256 {hash}, not {}", self.sha256),
                "do not use it; find out who changed the archive",
            ));
        }
        process::run(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(&work))?;
        fs::remove_file(&archive).at("remove", &archive)?;
        fs::rename(&work, &home).at("rename", &work)?;
        Ok(home)
    }
}

/// The program in the package is compressed with Brotli, which node can undo.
const UNPACK: &str = "const [from, to] = process.argv.slice(1); const fs = require('fs'); \
    fs.writeFileSync(to + '.part', require('zlib').brotliDecompressSync(fs.readFileSync(from)), { mode: 0o755 }); \
    fs.renameSync(to + '.part', to);";

fn floor() -> Outcome<PathBuf> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(Failure::new("it is a program for Linux on x86-64"));
    }
    let home = FLOOR.unpacked()?;
    let program = home.join("chromium-83");
    if !program.is_file() {
        let packed = home.join("package").join("bin").join("chromium.br");
        process::run(Command::new("node").args(["-e", UNPACK]).arg(packed).arg(&program))?;
    }
    starts(&program)?;
    Ok(program)
}

/// It is linked to libraries of the system, which a small machine may lack.
fn starts(program: &Path) -> Outcome {
    let arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"];
    process::read(Command::new(program).args(arguments)).map(|_| ()).map_err(|failure| {
        Failure::with_advice(
            failure.to_string(),
            "install the libraries that `ldd` says are not found (libnss3 …)",
        )
    })
}
