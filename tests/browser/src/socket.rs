//! JSON commands and events over a web socket: WebDriver BiDi, and the DevTools protocol of an old Chromium.
//! Both number their commands and send events in between; what the methods mean is the caller's business.

use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, client};

/// An open socket and the events that came while answers were awaited.
pub struct Socket {
    stream: WebSocket<TcpStream>,
    events: Vec<Value>,
    last: u64,
}

impl Socket {
    /// Connects to a `ws://127.0.0.1:…` address.
    pub fn connect(url: &str) -> Result<Self, String> {
        let place = url.strip_prefix("ws://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let stream = TcpStream::connect(place).map_err(|error| format!("no connection to {url}: {error}"))?;
        stream.set_read_timeout(Some(Duration::from_secs(90))).map_err(|error| error.to_string())?;
        let (stream, _) = client(url, stream).map_err(|error| format!("no web socket at {url}: {error}"))?;
        Ok(Self { stream, events: Vec::new(), last: 0 })
    }

    /// Sends a command and waits for its answer; events on the way are kept.
    pub fn call(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.last += 1;
        let command = json!({ "id": self.last, "method": method, "params": params });
        self.stream.send(Message::text(command.to_string())).map_err(|error| error.to_string())?;
        loop {
            let message = self.stream.read().map_err(|error| format!("{method}: {error}"))?;
            let Message::Text(text) = message else { continue };
            let mut value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            if value["id"] != self.last {
                self.events.push(value);
            } else if value["error"].is_null() {
                return Ok(value["result"].take());
            } else {
                return Err(format!("{method}: {} {}", value["error"], value["message"]));
            }
        }
    }

    /// The events since the last call of this. The caller makes a harmless call first: events keep their order,
    /// so after its answer nothing older can be on the way.
    pub fn take_events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }
}
