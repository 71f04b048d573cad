//! A file that the page may write itself, where the browser can (File System Access API, Chromium 86 on).
//! Writing goes to a copy that takes the file's place when it is whole, so a full disk leaves the file as it was.
//! Knows bytes, no ledger.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A file that a person chose, as the browser's handle; it outlives the page in IndexedDB.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked(pub JsValue);

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Milliseconds since 1970, as the file system tells.
    pub modified: f64,
    /// Bytes.
    pub size: f64,
}

/// Why a file was not read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// The permission is gone; a person has to give it again.
    Permission,
    /// The file is not where it was.
    Missing,
    /// The disk is full.
    Full,
    /// It is not as it was when it was looked at.
    Changed,
    /// Anything else, in the browser's words.
    Other(String),
}

impl LinkError {
    fn of(error: &JsValue) -> Self {
        let text = |name: &str| {
            Reflect::get(error, &name.into()).ok().and_then(|v| v.as_string()).unwrap_or_default()
        };
        match text("name").as_str() {
            "NotAllowedError" | "SecurityError" => Self::Permission,
            "NotFoundError" => Self::Missing,
            "QuotaExceededError" | "NoSpaceError" => Self::Full,
            name => Self::Other(format!("{name} {}", text("message"))),
        }
    }
}

/// Whether this browser can link files.
#[must_use]
pub fn is_supported() -> bool {
    web_sys::window()
        .is_some_and(|window| Reflect::has(&window, &"showSaveFilePicker".into()).unwrap_or(false))
}

async fn call(object: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    JsFuture::from(Promise::resolve(&function.apply(object, arguments)?)).await
}

fn record(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A plain object takes every member.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Asks for a new file to keep up to date. `None` where the person thought better of it. A file that is there already is
/// empty when the browser hands it over, so this must never be the way to link one.
///
/// # Errors
/// Why the browser does not show its dialog.
pub async fn pick_new(name: &str) -> Result<Option<Linked>, LinkError> {
    let options = record(&[("suggestedName", name.into()), ("types", kinds())]);
    picked("showSaveFilePicker", &options).await
}

/// Asks for a file that is there already; it is left as it is. `None` where the person thought better of it.
///
/// # Errors
/// Why the browser does not show its dialog.
pub async fn pick_existing() -> Result<Option<Linked>, LinkError> {
    let options = record(&[("multiple", JsValue::FALSE), ("types", kinds())]);
    picked("showOpenFilePicker", &options).await
}

fn kinds() -> JsValue {
    let accept = record(&[("application/json", Array::of1(&".json".into()).into())]);
    Array::of1(&record(&[("description", "JSON 台账".into()), ("accept", accept)])).into()
}

async fn picked(picker: &str, options: &JsValue) -> Result<Option<Linked>, LinkError> {
    let window = JsValue::from(web_sys::window());
    match call(&window, picker, &Array::of1(options)).await {
        // One picker gives a handle, the other a list of them.
        Ok(handles) if Array::is_array(&handles) => {
            Ok(Some(Array::from(&handles).get(0)).filter(JsValue::is_object).map(Linked))
        }
        Ok(handle) => Ok(Some(Linked(handle))),
        Err(error) if Reflect::get(&error, &"name".into()).is_ok_and(|name| name == "AbortError") => Ok(None),
        Err(error) => Err(LinkError::of(&error)),
    }
}

impl Linked {
    /// The file's name.
    #[must_use]
    pub fn name(&self) -> String {
        Reflect::get(&self.0, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
    }

    /// Whether the page may write; with `ask`, the browser asks the person (only right after a click).
    pub async fn may_write(&self, ask: bool) -> bool {
        let method = if ask { "requestPermission" } else { "queryPermission" };
        let mode = record(&[("mode", "readwrite".into())]);
        call(&self.0, method, &Array::of1(&mode)).await.is_ok_and(|answer| answer == "granted")
    }

    /// How the file stands now.
    pub async fn stand(&self) -> Result<Stand, LinkError> {
        let file = self.file().await?;
        Ok(stand(&file))
    }

    async fn file(&self) -> Result<JsValue, LinkError> {
        call(&self.0, "getFile", &Array::new()).await.map_err(|error| LinkError::of(&error))
    }

    /// The file's bytes, and how it stood when they were read.
    pub async fn read(&self) -> Result<(Vec<u8>, Stand), LinkError> {
        let file = self.file().await?;
        let buffer =
            call(&file, "arrayBuffer", &Array::new()).await.map_err(|error| LinkError::of(&error))?;
        Ok((Uint8Array::new(&buffer).to_vec(), stand(&file)))
    }

    /// Writes the file anew, whole or not at all, where it still stands as it is known to; gives how it stands then.
    pub async fn write(&self, parts: &[String], known: Stand) -> Result<Stand, LinkError> {
        let of = |error: JsValue| LinkError::of(&error);
        let stream = call(&self.0, "createWritable", &Array::new()).await.map_err(of)?;
        for part in parts {
            let bytes = Uint8Array::from(part.as_bytes());
            if let Err(error) = call(&stream, "write", &Array::of1(&bytes)).await {
                // The copy is thrown away; the file is as it was.
                let _ = call(&stream, "abort", &Array::new()).await;
                return Err(of(error));
            }
        }
        // Writing took its time: somebody else may have been quicker.
        let now = self.stand().await;
        if now != Ok(known) {
            let _ = call(&stream, "abort", &Array::new()).await;
            return Err(now.err().unwrap_or(LinkError::Changed));
        }
        call(&stream, "close", &Array::new()).await.map_err(of)?;
        self.stand().await
    }
}

fn stand(file: &JsValue) -> Stand {
    let number =
        |name: &str| Reflect::get(file, &name.into()).ok().and_then(|n| n.as_f64()).unwrap_or_default();
    Stand { modified: number("lastModified"), size: number("size") }
}
