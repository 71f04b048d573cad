//! The harness of the browser tests: the packed page in real browsers, over `file://`.
//!
//! Read `suite` first (how tests are listed and run), then `page` and `locator` (what a test can do). `session` and
//! `browser` start browsers, `wire` and `socket` are the protocols, `old_chromium` is the oldest browser that counts.
//! Nothing here knows a feature of the app but `demonstration`, which tests and measurements share.
//!
//! ```text
//! pub fn add(suite: &mut Suite) {
//!     suite.test("a status is kept over a reload", |page| {
//!         page.goto("#/measures");
//!         let row = page.by_role("table", "措施台账").by_role_containing("row", "12-3");
//!         row.by_role("combobox", "整改状态").select("已完成");
//!         page.by_role("status", "保存状态").wait_text("已保存");
//!         page.reload();
//!         assert_eq!(row.by_role("combobox", "整改状态").value(), "已完成");
//!     });
//! }
//! ```

pub mod browser;
mod demonstration;
mod keys;
mod locator;
mod old_chromium;
mod page;
mod pdf;
mod session;
mod socket;
mod suite;
mod wire;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use browser::{Browser, Condition};
pub use demonstration::demonstration;
pub use locator::Locator;
pub use old_chromium::OldChromium;
pub use page::{Page, url_of};
pub use pdf::pages;
pub use session::Session;
pub use suite::{Suite, Verdict};

/// The packed page. `cargo xtask test` says where it is; by default it is where `cargo xtask build` puts it.
pub fn packed_page() -> PathBuf {
    std::env::var_os("ZHENGGAI_PAGE").map_or_else(|| root().join("dist").join("整改台账.html"), PathBuf::from)
}

/// The top folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..")
}

/// axe-core as one script, from the folder that `cargo xtask setup --tests` put it in.
fn axe_source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let file = std::env::var_os("ZHENGGAI_AXE").unwrap_or_default();
        std::fs::read_to_string(&file).unwrap_or_else(|_| {
            panic!("axe-core is not there; start the tests with `cargo xtask test --browser`")
        })
    })
}
