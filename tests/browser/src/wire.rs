//! WebDriver on the wire: one JSON request, one JSON answer.
//! It knows no browser and no page, only sessions, paths and errors as the specification has them.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

/// The key under which an element's reference travels, fixed by the WebDriver specification, section 12.
pub const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An error as the driver names it, such as `stale element reference`.
#[derive(Debug)]
pub struct WireError {
    /// The name from the specification, or `unreachable`.
    pub kind: String,
    /// What the driver says about it.
    pub message: String,
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

impl WireError {
    /// Whether the page may only have been redrawing: the same step can work a moment later.
    pub fn may_pass(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "stale element reference"
                | "element click intercepted"
                | "element not interactable"
                | "no such element"
        )
    }
}

/// A driver that listens on a port of this machine.
pub struct Wire {
    agent: ureq::Agent,
    base: String,
}

impl Wire {
    /// A driver at `http://127.0.0.1:<port>`.
    pub fn new(port: u16) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_mins(2)))
            .build();
        Self { agent: config.into(), base: format!("http://127.0.0.1:{port}") }
    }

    /// `GET`, and the `value` of the answer.
    pub fn get(&self, path: &str) -> Result<Value, WireError> {
        Self::answer(self.agent.get(format!("{}{path}", self.base)).call())
    }

    /// `POST` with a JSON body, and the `value` of the answer.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, WireError> {
        let request = self.agent.post(format!("{}{path}", self.base));
        Self::answer(request.header("content-type", "application/json; charset=utf-8").send(body.to_string()))
    }

    /// `DELETE`, and the `value` of the answer.
    pub fn delete(&self, path: &str) -> Result<Value, WireError> {
        Self::answer(self.agent.delete(format!("{}{path}", self.base)).call())
    }

    fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, WireError> {
        let unreachable =
            |error: ureq::Error| WireError { kind: "unreachable".into(), message: error.to_string() };
        let mut response = result.map_err(unreachable)?;
        // A screenshot is some megabytes; the limit is there for a driver that never stops.
        let text = response.body_mut().with_config().limit(1 << 28).read_to_string().map_err(unreachable)?;
        let mut answer: Value = serde_json::from_str(&text).unwrap_or_else(|_| json!({ "value": text }));
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(kind) if !response.status().is_success() => Err(WireError {
                kind: kind.to_owned(),
                message: value["message"]
                    .as_str()
                    .unwrap_or_default()
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            }),
            _ => Ok(value),
        }
    }
}
