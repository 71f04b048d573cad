//! Which browsers there are, under which conditions they run, and how a driver starts them.
//! It knows capabilities and preferences; pages and tests come later.

use std::fmt;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::page::PATIENCE;
use crate::wire::Wire;

/// A browser that the tests run in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Browser {
    /// Chromium or Chrome, driven by chromedriver.
    Chromium,
    /// Firefox, driven by geckodriver.
    Firefox,
}

impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        })
    }
}

/// What an office may have set. Each condition is a session of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Condition {
    /// The browser as it is delivered.
    Plain,
    /// All cookies and site data are blocked, so that touching localStorage throws.
    BlockedStorage,
    /// A policy took WebAssembly away.
    NoWebAssembly,
}

/// A running driver; it ends with this value.
pub struct Driver {
    child: Child,
    /// Where to talk to it.
    pub wire: Wire,
}

impl Driver {
    /// Starts the driver of a browser on a free port and waits until it answers.
    pub fn start(browser: Browser) -> Result<Self, String> {
        let port = free_port()?;
        let (name, arguments) = match browser {
            Browser::Chromium => {
                ("chromedriver", vec![format!("--port={port}"), "--log-level=OFF".to_owned()])
            }
            Browser::Firefox => {
                let socket = free_port()?;
                let ports = [format!("--port={port}"), format!("--websocket-port={socket}")];
                ("geckodriver", ports.into_iter().chain(["--log=fatal".to_owned()]).collect())
            }
        };
        let child = Command::new(name)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{name} does not start ({error}); run `cargo xtask setup --tests`"))?;
        let driver = Self { child, wire: Wire::new(port) };
        let start = Instant::now();
        while driver.wire.get("/status").is_err() {
            if start.elapsed() > PATIENCE {
                return Err(format!("{name} does not answer on port {port}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself; either way there is nothing left to do about it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}

/// The capabilities for a new session: headless, Chinese, downloads into the folder without asking. A profile outlives the
/// session; without one the browser has a fresh one.
pub fn capabilities(
    browser: Browser,
    condition: Condition,
    downloads: &Path,
    profile: Option<&Path>,
) -> Value {
    let mut own = match browser {
        Browser::Chromium => chromium(condition, downloads),
        Browser::Firefox => firefox(condition, downloads),
    };
    if let Some(profile) = profile {
        let (options, arguments) = match browser {
            Browser::Chromium => {
                ("goog:chromeOptions", vec![json!(format!("--user-data-dir={}", profile.display()))])
            }
            Browser::Firefox => ("moz:firefoxOptions", vec![json!("-profile"), json!(profile)]),
        };
        if let Some(list) = own[options]["args"].as_array_mut() {
            list.extend(arguments);
        }
    }
    json!({ "capabilities": { "alwaysMatch": own } })
}

fn chromium(condition: Condition, downloads: &Path) -> Value {
    let mut arguments = vec![
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        // Several tabs of a test work at the same time, and only one of them is in front.
        "--disable-background-timer-throttling",
        "--no-first-run",
        // Colours half-way from one state to the other are nobody's to read.
        "--force-prefers-reduced-motion",
        "--force-device-scale-factor=1",
        "--window-size=1366,900",
        "--lang=zh-CN",
    ];
    // Chromium's sandbox refuses to run as root, which is who a build machine often is.
    if is_root() {
        arguments.push("--no-sandbox");
    }
    if condition == Condition::NoWebAssembly {
        arguments.push("--js-flags=--jitless");
    }
    let mut preferences = json!({
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        "profile.default_content_setting_values.automatic_downloads": 1,
    });
    if condition == Condition::BlockedStorage {
        preferences["profile.default_content_setting_values.cookies"] = json!(2);
    }
    let mut options = json!({ "args": arguments, "prefs": preferences });
    if let Some(program) = find(&["chromium", "chromium-browser", "google-chrome"]) {
        options["binary"] = json!(program);
    }
    json!({ "browserName": "chrome", "webSocketUrl": true, "unhandledPromptBehavior": "accept", "goog:chromeOptions": options })
}

fn firefox(condition: Condition, downloads: &Path) -> Value {
    let mut preferences = json!({
        "browser.download.dir": downloads,
        "browser.download.folderList": 2,
        "browser.download.useDownloadDir": true,
        "browser.download.manager.showWhenStarting": false,
        "browser.helperApps.neverAsk.saveToDisk": "application/json,application/octet-stream,text/csv,text/html,application/zip",
        "browser.download.always_ask_before_handling_new_types": false,
        "intl.accept_languages": "zh-CN, zh, en",
        // Colours half-way from one state to the other are nobody's to read.
        "ui.prefersReducedMotion": 1,
        // What the page prints by itself becomes a file, without a question.
        "print.always_print_silent": true,
        "print_printer": "Mozilla Save to PDF",
        "print.printer_Mozilla_Save_to_PDF.print_to_file": true,
        "print.printer_Mozilla_Save_to_PDF.print_to_filename": downloads.join("printed.pdf"),
        // As offices have it; the driver would let all files share one store.
        "security.fileuri.strict_origin_policy": true,
    });
    match condition {
        Condition::Plain => {}
        Condition::BlockedStorage => preferences["network.cookie.cookieBehavior"] = json!(2),
        Condition::NoWebAssembly => preferences["javascript.options.wasm"] = json!(false),
    }
    let mut options = json!({ "args": ["-headless", "--width=1366", "--height=900"], "prefs": preferences });
    if let Some(program) = find(&["firefox-esr", "firefox"]) {
        options["binary"] = json!(program);
    }
    json!({ "browserName": "firefox", "webSocketUrl": true, "unhandledPromptBehavior": "accept", "moz:firefoxOptions": options })
}

fn is_root() -> bool {
    std::env::var_os("USER").is_none_or(|user| user == "root")
}

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}
