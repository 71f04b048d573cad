//! The floor: Chromium 83, as it still runs in offices. There is no driver for it, so it is spoken to in its own
//! DevTools protocol. It knows nothing of the app.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::free_port;
use crate::page::PATIENCE;
use crate::socket::Socket;

/// A running old Chromium with one tab.
pub struct OldChromium {
    child: Child,
    socket: Socket,
    folder: PathBuf,
}

impl OldChromium {
    /// The program that `cargo xtask setup --tests` provides, or why there is none.
    pub fn program() -> Result<PathBuf, String> {
        match std::env::var_os("ZHENGGAI_FLOOR") {
            Some(program) if Path::new(&program).is_file() => Ok(program.into()),
            _ => Err(std::env::var("ZHENGGAI_FLOOR_MISSING").unwrap_or_else(|_| {
                "Chromium 83 is not there; start the tests with `cargo xtask test`".to_owned()
            })),
        }
    }

    /// Starts it with a copy of the page.
    pub fn open(program: &Path, html: &[u8]) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("台账 floor {}", std::process::id()));
        let file = folder.join("整改台账.html");
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&file, html))
            .map_err(|error| format!("the page could not be copied to {}: {error}", file.display()))?;
        let port = free_port()?;
        let child = Command::new(program)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1366,768",
            ])
            .arg(format!("--remote-debugging-port={port}"))
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", program.display()))?;
        let tab = first_tab(port);
        let socket = tab.and_then(|url| Socket::connect(&url));
        // The child must not outlive a start that failed, so it is owned before anything can return.
        let mut child = Some(child);
        let mut made = match socket {
            Ok(socket) => Self { child: child.take().ok_or("no process")?, socket, folder },
            Err(error) => {
                if let Some(mut child) = child {
                    let _ = child.kill();
                    let _ = child.wait();
                }
                return Err(error);
            }
        };
        for domain in ["Runtime.enable", "Log.enable", "Page.enable"] {
            made.socket.call(domain, &json!({}))?;
        }
        made.goto_file(&file)?;
        Ok(made)
    }

    /// The version as the browser tells it.
    pub fn version(&mut self) -> Result<String, String> {
        let version = self.socket.call("Browser.getVersion", &json!({}))?;
        Ok(version["product"].as_str().unwrap_or_default().to_owned())
    }

    /// The value of a JavaScript expression; a promise is awaited.
    pub fn eval(&mut self, expression: &str) -> Result<Value, String> {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.socket.call("Runtime.evaluate", &params)?;
        match answer["exceptionDetails"]["exception"]["description"].as_str() {
            Some(message) => Err(format!("{expression}: {message}")),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until the expression is true.
    pub fn wait(&mut self, expression: &str) -> Result<(), String> {
        let start = Instant::now();
        loop {
            // An expression may fail while the document is not there yet; the last failure is told in the end.
            let answer = self.eval(expression);
            if matches!(answer, Ok(Value::Bool(true))) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let text = self.eval("document.body.innerText.slice(0, 1500)");
                let errors = self.errors()?;
                return Err(format!(
                    "waited in vain until {expression}, last {answer:?}\n--- errors: {errors:?}\n--- on the page: {text:?}"
                ));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Errors on the console and uncaught ones since this was last asked.
    pub fn errors(&mut self) -> Result<Vec<String>, String> {
        self.eval("1")?;
        let events = self.socket.take_events().into_iter();
        let told = events.filter_map(|event| {
            let params = &event["params"];
            match event["method"].as_str()? {
                "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
                "Runtime.consoleAPICalled" if params["type"] == "error" => Some(params["args"].to_string()),
                "Log.entryAdded" if params["entry"]["level"] == "error" => {
                    Some(params["entry"]["text"].to_string())
                }
                _ => None,
            }
        });
        Ok(told.collect())
    }

    fn goto_file(&mut self, file: &Path) -> Result<(), String> {
        self.socket.call("Page.navigate", &json!({ "url": crate::url_of(file) })).map(|_| ())
    }
}

impl Drop for OldChromium {
    fn drop(&mut self) {
        // It may have ended by itself, and the folder is only temporary.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The address of the tab, as soon as the browser listens.
fn first_tab(port: u16) -> Result<String, String> {
    let url = format!("http://127.0.0.1:{port}/json/list");
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Ok(mut response) = ureq::get(&url).call() {
            let text = response.body_mut().read_to_string().unwrap_or_default();
            let tabs: Value = serde_json::from_str(&text).unwrap_or_default();
            let page = tabs.as_array().into_iter().flatten().find(|tab| tab["type"] == "page");
            if let Some(address) = page.and_then(|tab| tab["webSocketDebuggerUrl"].as_str()) {
                return Ok(address.to_owned());
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err("Chromium 83 does not listen".to_owned())
}
