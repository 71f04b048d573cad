//! What only the tests need: browsers and their drivers, a Chinese font, axe-core, and an old Chromium.
//! It installs and finds; how the tests use it is their business.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::failure::{At, Failure, Outcome};
use crate::{place, process, tools};

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

/// Each program or font that the tests use, and the Debian package that has it.
const DEBIAN: [(&[&str], &str); 4] = [
    (&["chromium", "chromium-browser", "google-chrome"], "chromium"),
    (&["chromedriver"], "chromium-driver"),
    (&["firefox-esr", "firefox"], "firefox-esr"),
    (&["npm"], "npm"),
];

/// `LibreOffice` without a window, which reads what the page hands out. Where it cannot be had, its tests are skipped.
const OFFICE: (&str, [&str; 2]) = ("soffice", ["libreoffice-writer-nogui", "libreoffice-calc-nogui"]);

/// Where everything is.
pub struct TestTools {
    /// To be put before PATH.
    pub folders: Vec<PathBuf>,
    /// axe-core as one script.
    pub axe: PathBuf,
    /// The program of Chromium 83, or why there is none.
    pub floor: Result<PathBuf, String>,
}

/// Finds or installs it all.
pub fn ensure() -> Outcome<TestTools> {
    system_packages()?;
    let folders = vec![tools::geckodriver().ensure()?];
    let axe = AXE.unpacked()?.join("package").join("axe.min.js");
    // An old browser that this machine cannot run is no reason not to test in the new ones.
    let floor = floor().map_err(|failure| failure.to_string().replace('\n', ";"));
    if let Err(why) = &floor {
        println!("!!! floor check: no Chromium 83: {why}");
    }
    Ok(TestTools { folders, axe, floor })
}

fn system_packages() -> Outcome {
    let mut missing: Vec<&str> = DEBIAN
        .iter()
        .filter(|(programs, _)| !programs.iter().any(|program| process::has(program)))
        .map(|(_, package)| *package)
        .collect();
    if cfg!(target_os = "linux") && !has_chinese_font() {
        missing.push("fonts-noto-cjk");
    }
    let can_install = process::has("apt-get") && is_root();
    if !process::has(OFFICE.0) {
        if can_install {
            missing.extend(OFFICE.1);
        } else {
            println!("!!! no LibreOffice ({}): its tests are skipped", OFFICE.1.join(", "));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !can_install {
        return Err(Failure::with_advice(
            format!("the tests need programs that are not here: {list} (names of Debian's packages)"),
            format!("run `sudo apt-get install {list}`, or install them as your system does, on PATH"),
        ));
    }
    println!("installing {list}");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    process::run(&mut apt(&["update"]))?;
    process::run(apt(&["install", "-y", "--no-install-recommends"]).args(&missing))
}

fn has_chinese_font() -> bool {
    process::read(Command::new("fc-list").arg(":lang=zh")).is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn is_root() -> bool {
    process::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
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
        process::read(Command::new(npm).args(["pack", "--silent", &exact, "--pack-destination"]).arg(&work))?;
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
