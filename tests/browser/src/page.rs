//! A tab with the packed page in it: where it goes, what it holds, what it did.
//! It knows the page's contract (`data-ready`, the hash routes) and no feature of the app.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::keys;
use crate::locator::{Locator, Step};
use crate::session::Session;
use crate::wire::{ELEMENT, WireError};

/// How long anything may take before a test fails. Two browsers share the machine with whatever else runs on it: a wait that is too
/// short fails a test that has nothing wrong, a long one costs only a test that fails.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A tab that stays open until the test ends. What fails panics, with the browser, the step and what is on the page.
#[must_use = "a tab is opened to do something in it"]
pub struct Page {
    session: Rc<Session>,
    window: String,
    file: PathBuf,
}

impl Page {
    /// A copy of the page in a folder of its own, opened in the session's window. It need not be ready.
    pub fn open(session: Rc<Session>, html: &[u8]) -> Self {
        let folder = session.next_folder();
        let file = folder.join("整改台账.html");
        fs::create_dir_all(&folder).and_then(|()| fs::write(&file, html)).unwrap_or_else(|error| {
            panic!("the page could not be copied to {}: {error}", file.display());
        });
        let page = Self { window: session.window(), session, file };
        page.navigate("");
        page
    }

    /// A page that lies at this path already.
    pub fn at(session: Rc<Session>, file: PathBuf) -> Self {
        let page = Self { window: session.window(), session, file };
        page.navigate("");
        page
    }

    /// The session that it runs in.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The browser that shows this page.
    pub fn browser(&self) -> Browser {
        self.session.browser
    }

    /// The file that is open.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Goes to a route such as `#/findings` and waits until the page is ready.
    pub fn goto(&self, route: &str) {
        self.navigate(route);
        self.wait_ready();
    }

    /// Loads the page anew and waits until it is ready.
    pub fn reload(&self) {
        self.refresh();
        self.wait_ready();
    }

    /// Loads the page anew; it need not be ready.
    pub fn refresh(&self) {
        self.must("reload", self.command("refresh", &json!({})));
    }

    /// Opens the same file in another tab of the same browser and waits until it is ready.
    pub fn new_tab(&self) -> Self {
        let made = self.must("open a tab", self.command("window/new", &json!({ "type": "tab" })));
        let window = made["handle"].as_str().unwrap_or_default().to_owned();
        let page = Self { session: Rc::clone(&self.session), window, file: self.file.clone() };
        page.goto("");
        page
    }

    /// Opens another file in another tab of the same browser. It need not be the page, nor ready.
    pub fn tab_of(&self, file: PathBuf) -> Self {
        let made = self.must("open a tab", self.command("window/new", &json!({ "type": "tab" })));
        let window = made["handle"].as_str().unwrap_or_default().to_owned();
        let page = Self { session: Rc::clone(&self.session), window, file };
        page.navigate("");
        page
    }

    /// Writes another page over the file and loads it: what an intranet does when it publishes a new version.
    pub fn replace_file(&self, html: &str) {
        self.must("replace the file", fs::write(&self.file, html).map_err(|error| error.to_string()));
        // Away from the old page first: a driver that is asked to load the same address twice may meet the first one's question.
        self.must("leave the page", self.command("url", &json!({ "url": "about:blank" })));
        self.navigate("");
    }

    /// Waits until the app says that it can be used. A message of the boot page ends the wait.
    pub fn wait_ready(&self) {
        let script = "const broken = document.querySelector('.boot-message, .boot-rescue'); \
            return broken ? broken.textContent : document.documentElement.dataset.ready === 'true'";
        self.wait("the page is ready", || match self.run(script, &[]) {
            Ok(Value::Bool(true)) => Some(()),
            Ok(Value::String(message)) => self.fail(&format!("the page says: {message}")),
            _ => None,
        });
    }

    /// The element with this role and exactly this accessible name; white space does not count, and an empty
    /// name means any. It is looked for when it is used, and waited for.
    pub fn by_role(&self, role: &str, name: &str) -> Locator<'_> {
        Locator::new(self, Step::role(role, name, true))
    }

    /// The element with this role whose accessible name contains the text.
    pub fn by_role_containing(&self, role: &str, part: &str) -> Locator<'_> {
        Locator::new(self, Step::role(role, part, false))
    }

    /// The element for a CSS selector: for what has no role. Prefer `by_role`.
    pub fn by_css(&self, selector: &str) -> Locator<'_> {
        Locator::new(self, Step::Css(selector.to_owned()))
    }

    /// All text that can be seen.
    pub fn text(&self) -> String {
        self.script("return document.body.innerText", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the text can be seen somewhere on the page.
    pub fn wait_text(&self, text: &str) {
        self.wait_until(&format!("“{text}” is on the page"), || self.text().contains(text));
    }

    /// Presses keys on whatever has the focus: `Control+Shift+z`, `Escape`, `j`, `Tab`.
    pub fn press(&self, keys: &str) {
        self.must(&format!("press {keys}"), self.command("actions", &keys::chord(keys)));
    }

    /// Types into whatever has the focus.
    pub fn type_text(&self, text: &str) {
        self.must("type", self.command("actions", &keys::typing(text)));
    }

    /// Puts files into a file input, as a person would with its dialog.
    pub fn upload(&self, input: &Locator<'_>, file: &Path) {
        input.send(&file.to_string_lossy());
    }

    /// Does something that makes the browser download a file, and gives its name and bytes.
    pub fn download(&self, work: impl FnOnce()) -> (String, Vec<u8>) {
        let folder = self.session.folder.join("downloads");
        for file in files(&folder) {
            self.must("empty the downloads", fs::remove_file(&file).map_err(|error| error.to_string()));
        }
        work();
        let file = self.wait("a file was downloaded", || {
            let found = files(&folder);
            // Both browsers write beside the target, or into it, until they are done.
            let unfinished = |file: &PathBuf| {
                let ending = file.extension().map(|ending| ending.to_string_lossy().into_owned());
                matches!(ending.as_deref(), Some("part" | "crdownload" | "tmp"))
                    || fs::metadata(file).is_ok_and(|about| about.len() == 0)
            };
            if found.iter().any(unfinished) { None } else { found.into_iter().next() }
        });
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        (name, self.must("read the download", fs::read(&file).map_err(|error| error.to_string())))
    }

    /// What the page prints by itself when this is done: a PDF. Firefox only; Chromium asks first.
    pub fn printed(&self, work: impl FnOnce()) -> Vec<u8> {
        self.download(work);
        let file = self.session.folder.join("downloads").join("printed.pdf");
        self.wait("the PDF is whole", || {
            fs::read(&file).ok().filter(|pdf| pdf.trim_ascii_end().ends_with(b"%%EOF"))
        })
    }

    /// Everything in localStorage.
    pub fn store(&self) -> BTreeMap<String, String> {
        let script = "try { return Object.assign({}, localStorage) } catch (error) { return {} }";
        let value = self.script(script, &[]);
        serde_json::from_value(value).unwrap_or_default()
    }

    /// What axe finds wrong on the page as it is now, a line a fault; empty when it finds nothing.
    pub fn axe(&self) -> Vec<String> {
        self.run_axe("{ resultTypes: ['violations'] }")
    }

    /// What axe finds wrong with the colours alone: another theme changes nothing else.
    pub fn axe_colours(&self) -> Vec<String> {
        self.run_axe("{ resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast'] } }")
    }

    fn run_axe(&self, options: &str) -> Vec<String> {
        if self.script("return typeof axe", &[]) == "undefined" {
            self.must("load axe", self.run(crate::axe_source(), &[]));
        }
        let script = "const done = arguments[arguments.length - 1]; \
            axe.run(document, OPTIONS).then((result) => done(result.violations.flatMap((rule) => \
              rule.nodes.map((node) => rule.id + ': ' + rule.help + ' at ' + node.target.join(' ') + '; ' + (node.failureSummary || '').replace(/\\s+/g, ' '))))) \
            .catch((error) => done(['axe failed: ' + error]));";
        let body = json!({ "script": script.replace("OPTIONS", options), "args": [] });
        let found = self.must("run axe", self.command("execute/async", &body));
        serde_json::from_value(found).unwrap_or_default()
    }

    /// A PNG of the viewport.
    pub fn screenshot(&self, file: &Path) {
        let image = self.must("take a screenshot", self.get("screenshot"));
        let bytes = STANDARD.decode(image.as_str().unwrap_or_default()).unwrap_or_default();
        self.must("write the screenshot", fs::write(file, bytes).map_err(|error| error.to_string()));
    }

    /// The page as it prints: a PDF on A4.
    pub fn pdf(&self) -> Vec<u8> {
        let options = json!({ "background": true, "page": { "width": 21.0, "height": 29.7 } });
        let pdf = self.must("print", self.command("print", &options));
        STANDARD.decode(pdf.as_str().unwrap_or_default()).unwrap_or_default()
    }

    /// The first sheets of the page as it prints, also of a very long one: the standard's command ends after ten
    /// seconds. Chromium only.
    pub fn first_sheets(&self, count: usize) -> Vec<u8> {
        let params =
            json!({ "preferCSSPageSize": true, "printBackground": true, "pageRanges": format!("1-{count}") });
        let body = json!({ "cmd": "Page.printToPDF", "params": params });
        let pdf = self.must("print", self.command("goog/cdp/execute", &body));
        STANDARD.decode(pdf["data"].as_str().unwrap_or_default()).unwrap_or_default()
    }

    /// Everything that left the page, or that its policy kept from leaving, since this was last asked.
    /// For a page that works offline the answer is empty.
    pub fn requests(&self) -> Vec<String> {
        let script = "return performance.getEntriesByType('resource').map((entry) => entry.name) \
            .filter((name) => !/^(file|data|blob):/.test(name))";
        let mut all: Vec<String> = serde_json::from_value(self.script(script, &[])).unwrap_or_default();
        let reported = self.must("ask for events", self.session.reported());
        all.extend(reported.requests);
        all.extend(reported.errors.into_iter().filter(|error| error.starts_with("policy violation")));
        all
    }

    /// Errors on the console and uncaught ones since this or `requests` was last asked.
    pub fn errors(&self) -> Vec<String> {
        self.must("ask for events", self.session.reported()).errors
    }

    /// Shows the page as a system with this setting would: `("prefers-color-scheme", "dark")`. Chromium only.
    pub fn emulate(&self, feature: &str, value: &str) {
        let params = json!({ "features": [{ "name": feature, "value": value }] });
        let body = json!({ "cmd": "Emulation.setEmulatedMedia", "params": params });
        self.must("emulate", self.command("goog/cdp/execute", &body));
    }

    /// Shows the page as it would be on paper, or again as it is on the screen. Chromium only.
    pub fn emulate_print(&self, paper: bool) {
        let params = json!({ "media": if paper { "print" } else { "" } });
        let body = json!({ "cmd": "Emulation.setEmulatedMedia", "params": params });
        self.must("emulate", self.command("goog/cdp/execute", &body));
    }

    /// Sends a command of the DevTools protocol. Chromium only.
    pub fn devtools(&self, command: &str, params: &Value) -> Value {
        let body = json!({ "cmd": command, "params": params });
        self.must("send a command of the DevTools protocol", self.command("goog/cdp/execute", &body))
    }

    /// Runs a script in the page, as the body of a function, and gives what it returns.
    pub fn script(&self, body: &str, arguments: &[Value]) -> Value {
        self.must("run a script", self.run(body, arguments))
    }

    /// Runs a script that calls its last argument with the answer, and gives that.
    pub fn script_async(&self, body: &str) -> Value {
        let body = json!({ "script": body, "args": [] });
        self.must("run a script", self.command("execute/async", &body))
    }

    /// Waits until it is so.
    pub fn wait_until(&self, what: &str, mut is_so: impl FnMut() -> bool) {
        self.wait(what, || is_so().then_some(()));
    }

    /// Waits until every timer of less than ten seconds has run that the page has set: what it does after a while is done then, and
    /// what it has not done by then it does not do. Timers are watched from when the document was loaded.
    pub fn wait_timers(&self) {
        let script = "const done = arguments[0], all = window.timersOfThePage; \
            if (!all) return done(false); const now = Array.from(all); \
            const look = () => now.some((one) => all.has(one)) ? all.later(look, 10) : done(true); look();";
        assert_eq!(self.script_async(script), true, "the timers of the page are not watched");
    }

    /// Waits until there is an answer, and gives it.
    pub fn wait<T>(&self, what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(answer) = answer() {
                return answer;
            }
            if start.elapsed() > PATIENCE {
                self.fail(&format!("waited {} s in vain until: {what}", PATIENCE.as_secs()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends the test, and says what is on the page.
    pub fn fail(&self, what: &str) -> ! {
        let seen: String = match self.run("return location.hash + '\\n' + document.body.innerText", &[]) {
            Ok(text) => text.as_str().unwrap_or_default().chars().take(1500).collect(),
            Err(error) => format!("(nothing to see: {error})"),
        };
        let errors = self.session.reported().map(|reported| reported.errors).unwrap_or_default();
        panic!("{}: {what}\n--- errors: {errors:?}\n--- on the page: {seen}", self.session.browser);
    }

    pub(crate) fn run(&self, body: &str, arguments: &[Value]) -> Result<Value, WireError> {
        self.command("execute/sync", &json!({ "script": body, "args": arguments }))
    }

    pub(crate) fn element_command(
        &self,
        element: &str,
        command: &str,
        body: &Value,
    ) -> Result<Value, WireError> {
        self.command(&format!("element/{element}/{command}"), body)
    }

    pub(crate) fn element_get(&self, element: &str, question: &str) -> Result<Value, WireError> {
        self.get(&format!("element/{element}/{question}"))
    }

    pub(crate) fn reference(element: &str) -> Value {
        json!({ ELEMENT: element })
    }

    fn navigate(&self, route: &str) {
        let url = format!("{}{route}", url_of(&self.file));
        self.must(&format!("go to {route}"), self.command("url", &json!({ "url": url })));
    }

    fn command(&self, command: &str, body: &Value) -> Result<Value, WireError> {
        self.session.switch(&self.window)?;
        self.session.post(command, body)
    }

    fn get(&self, question: &str) -> Result<Value, WireError> {
        self.session.switch(&self.window)?;
        self.session.get(question)
    }

    fn must<T, E: std::fmt::Display>(&self, step: &str, result: Result<T, E>) -> T {
        result.unwrap_or_else(|error| panic!("{}: {step}: {error}", self.session.browser))
    }
}

/// A `file://` address, with everything escaped that is not plain.
pub fn url_of(file: &Path) -> String {
    let mut url = String::from("file://");
    for byte in file.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => url.push(char::from(byte)),
            _ => {
                // Writing into a string cannot fail.
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect());
    entries.unwrap_or_default()
}
