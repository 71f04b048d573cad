//! One running browser: its driver, its profile, its events. Tests get at it through `Page`.
//! It knows nothing of what is on the page.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::{self, Browser, Condition, Driver};
use crate::socket::Socket;
use crate::wire::WireError;

/// Reports each violation of the page's policy on the console, where it becomes an event like any error.
const WATCH_POLICY: &str = "() => addEventListener('securitypolicyviolation', (event) => \
    console.error('policy violation: ' + event.violatedDirective + ' ' + event.blockedURI))";

/// Keeps the timers that the page has set and that have not run yet, for tests that wait until they have.
const WATCH_TIMERS: &str = "() => { const all = window.timersOfThePage = new Set(), set = window.setTimeout, clear = window.clearTimeout; \
    all.later = set.bind(window); \
    window.setTimeout = (work, wait, ...rest) => { \
      const id = set.call(window, (...given) => { try { typeof work === 'function' ? work(...given) : (0, eval)(work); } finally { all.delete(id); } }, wait, ...rest); \
      if (!(wait > 10000)) all.add(id); return id; }; \
    window.clearTimeout = (id) => { all.delete(id); clear.call(window, id); }; }";

/// What the browser reported since somebody last asked.
#[derive(Default)]
pub struct Reported {
    /// Errors on the console and uncaught ones.
    pub errors: Vec<String>,
    /// Requests to anywhere but the file, `data:` and `blob:`.
    pub requests: Vec<String>,
}

/// A browser with a profile of its own.
pub struct Session {
    /// Which browser it is.
    pub browser: Browser,
    /// Its version as it tells it.
    pub version: String,
    /// Under which condition it was started.
    pub condition: Condition,
    /// The folder of this session: downloads, and the copies of the page.
    pub folder: PathBuf,
    process: Option<u64>,
    driver: Driver,
    path: String,
    events: RefCell<Socket>,
    window: RefCell<String>,
    copies: Cell<u32>,
}

impl Session {
    /// Starts a browser with a fresh profile.
    pub fn start(browser: Browser, condition: Condition) -> Result<Self, String> {
        Self::start_with(browser, condition, None)
    }

    /// Starts a browser with a profile that is kept, as a person's own.
    pub fn start_with(
        browser: Browser,
        condition: Condition,
        profile: Option<&Path>,
    ) -> Result<Self, String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // A blank and Chinese in the path, as on any office machine.
        let name = format!("台账 test {}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let downloads = folder.join("downloads");

        let driver = Driver::start(browser)?;
        std::fs::create_dir_all(&downloads)
            .map_err(|error| format!("could not make {}: {error}", downloads.display()))?;
        let wish = browser::capabilities(browser, condition, &downloads, profile);
        let made = driver
            .wire
            .post("/session", &wish)
            .map_err(|error| format!("{browser} does not start: {error}"))?;
        let id = made["sessionId"].as_str().unwrap_or_default();
        let url = made["capabilities"]["webSocketUrl"].as_str().unwrap_or_default();
        let mut events = Socket::connect(url)?;
        events.call(
            "session.subscribe",
            &json!({ "events": ["log.entryAdded", "network.beforeRequestSent"] }),
        )?;
        for script in [WATCH_POLICY, WATCH_TIMERS] {
            events.call("script.addPreloadScript", &json!({ "functionDeclaration": script }))?;
        }
        let path = format!("/session/{id}");
        let process = ["goog:processID", "moz:processID"];
        let process = process.iter().find_map(|name| made["capabilities"][*name].as_u64());
        let window = driver.wire.get(&format!("{path}/window")).map_err(|error| error.to_string())?;
        let window = window.as_str().unwrap_or_default().to_owned();
        let session = Self {
            browser,
            version: made["capabilities"]["browserVersion"].as_str().unwrap_or_default().to_owned(),
            condition,
            folder,
            process,
            driver,
            path,
            events: RefCell::new(events),
            window: RefCell::new(window),
            copies: Cell::new(0),
        };
        session.resize(1366, 768)?;
        Ok(session)
    }

    /// Runs a function in every document from now on, before the document's own scripts.
    pub fn preload(&self, function: &str) -> Result<(), String> {
        let wish = json!({ "functionDeclaration": function });
        self.events.borrow_mut().call("script.addPreloadScript", &wish).map(|_| ())
    }

    /// The browser's main process; none where the driver does not tell.
    #[must_use]
    pub fn process(&self) -> Option<u64> {
        self.process
    }

    /// Kills the browser as a power cut would: it gets to write nothing more.
    pub fn kill(&self) -> Result<(), String> {
        let process = self.process.ok_or("the driver does not tell the browser's process")?;
        let done = Command::new("kill").args(["-9", &process.to_string()]).status();
        done.map_err(|error| error.to_string())?.success().then_some(()).ok_or("kill failed".to_owned())
    }

    /// A command of WebDriver, on the window that is current.
    pub fn post(&self, command: &str, body: &Value) -> Result<Value, WireError> {
        let sent = || self.driver.wire.post(&format!("{}/{command}", self.path), body);
        let mut result = sent();
        // Chromium's driver may still be busy with the question whether a page may be left, which the one before asked.
        for _ in 0..10 {
            let is_busy = result.as_ref().is_err_and(|error| error.to_string().contains("beforeunload"));
            if !matches!(command, "url" | "refresh") || !is_busy {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
            result = sent();
        }
        result
    }

    /// A question of WebDriver.
    pub fn get(&self, question: &str) -> Result<Value, WireError> {
        self.driver.wire.get(&format!("{}/{question}", self.path))
    }

    /// A command of WebDriver BiDi.
    pub fn bidi(&self, method: &str, params: &Value) -> Result<Value, String> {
        self.events.borrow_mut().call(method, params)
    }

    /// The size of the viewport of the current window.
    pub fn resize(&self, width: u32, height: u32) -> Result<(), String> {
        let window = self.window.borrow().clone();
        let params = json!({ "context": window, "viewport": { "width": width, "height": height } });
        self.bidi("browsingContext.setViewport", &params).map(|_| ())
    }

    /// The window that commands go to.
    pub fn window(&self) -> String {
        self.window.borrow().clone()
    }

    /// Makes a window the one that commands go to.
    pub fn switch(&self, window: &str) -> Result<(), WireError> {
        if *self.window.borrow() != window {
            self.post("window", &json!({ "handle": window }))?;
            window.clone_into(&mut self.window.borrow_mut());
        }
        Ok(())
    }

    /// A folder for the next copy of the page: Firefox keeps one localStorage a path, and so a test a path.
    pub fn next_folder(&self) -> PathBuf {
        self.copies.set(self.copies.get() + 1);
        self.folder.join(format!("第 {} 份", self.copies.get()))
    }

    /// What was reported since the last call.
    pub fn reported(&self) -> Result<Reported, String> {
        let mut events = self.events.borrow_mut();
        events.call("session.status", &json!({}))?;
        let mut reported = Reported::default();
        for event in events.take_events() {
            let params = &event["params"];
            match event["method"].as_str() {
                Some("log.entryAdded") if params["level"] == "error" => {
                    reported.errors.push(params["text"].as_str().unwrap_or_default().to_owned());
                }
                Some("network.beforeRequestSent") => {
                    let url = params["request"]["url"].as_str().unwrap_or_default();
                    if !["file:", "data:", "blob:", "about:"].iter().any(|scheme| url.starts_with(scheme)) {
                        reported.requests.push(url.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(reported)
    }

    /// Back to how it was after the start: one empty window, nothing stored.
    /// `page` is a copy of the page, from which the storage that all `file://` pages share can be reached.
    pub fn clean(&self, main_window: &str) -> Result<(), WireError> {
        for window in self.get("window/handles")?.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if window != main_window {
                self.switch(window)?;
                self.driver.wire.delete(&format!("{}/window", self.path))?;
            }
        }
        self.switch(main_window)?;
        let script = "const done = arguments[0]; try { localStorage.clear(); sessionStorage.clear(); } catch (error) {} \
            const all = window.indexedDB && indexedDB.databases ? indexedDB.databases() : Promise.resolve([]); \
            all.then((found) => { found.forEach((one) => indexedDB.deleteDatabase(one.name)); }).catch(() => {}).then(() => done());";
        self.post("execute/async", &json!({ "script": script, "args": [] }))?;
        self.post("url", &json!({ "url": "about:blank" }))?;
        // What the last test caused is not the next one's doing. Events that cannot be had show up there as a failure.
        let _ = self.reported();
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Ending the session ends the browser; the driver goes with its own drop, and the folder is only temporary.
        let _ = self.driver.wire.delete(&self.path);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
