//! Where things are: the repository, what is built in it, and the cache of tools in the user's own folder.
//! It knows paths only; it creates and runs nothing.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};

/// The name of the file that is handed out.
pub const PAGE_NAME: &str = "整改台账.html";

/// The top folder of the repository.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// The one file that a build makes.
pub fn page() -> PathBuf {
    root().join("dist").join(PAGE_NAME)
}

/// Where cargo puts what it compiles.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Where Trunk leaves the packed page before `build` hands it out. `trunk serve` has a folder of its own, by
/// Trunk.toml, because two Trunks in one folder sweep away each other's work.
pub fn trunk_dist() -> PathBuf {
    root().join("target").join("page")
}

/// The per-user folder that holds the tools and the parts that only tests need.
pub fn cache() -> Outcome<PathBuf> {
    let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("LOCALAPPDATA")
    } else {
        from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")))
    };
    base.map(|folder| folder.join("zhenggai").join("tools")).ok_or_else(|| {
        Failure::with_advice(
            "there is no folder for the build tools",
            "set HOME (on Windows LOCALAPPDATA) and run the command again",
        )
    })
}
