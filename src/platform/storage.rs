//! localStorage: one key an edit, written once, never rewritten; drafts of what is being typed; settings.
//!
//! Chromium has ONE localStorage for all `file://` pages and Firefox one a file, so every key begins with
//! the product and the bundle's id, and nothing here is the record: the exported JSON is. A failed write
//! leaves what is there alone. Knows no ledger.

use gloo_storage::{LocalStorage, SessionStorage, Storage as _};
use wasm_bindgen::JsValue;

use formats::json::keys::{PREFIX, part};
pub use formats::json::keys::{edit_key, edits_of, is_edit_of, setting_key};
use ledger::Id;

/// UTF-16 units that localStorage holds, keys and values together (Chromium and Firefox).
pub const LIMIT: usize = 5_242_880;

/// The setting that holds which ledger is open: `current/<id of the page's own>`.
const CURRENT: &str = "current";

/// Why something was not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// The 5,242,880 UTF-16 units of the browser are used up.
    Full,
    /// The browser refuses.
    Refused(String),
}

impl WriteError {
    /// What happened, for people.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Full => "浏览器存储已满".to_owned(),
            Self::Refused(why) => format!("浏览器拒绝写入（{why}）"),
        }
    }
}

/// The browser's store, known to be open to the page.
#[derive(Debug, Clone)]
pub struct Store(web_sys::Storage);

impl Store {
    /// The store, or `None` where the browser keeps it closed ("block all cookies").
    #[must_use]
    pub fn open() -> Option<Self> {
        web_sys::window()?.local_storage().ok().flatten().map(Self)
    }

    /// Every stored edit of a bundle, as `(key, JSON)`, in no order.
    #[must_use]
    pub fn edits(&self, bundle: &Id) -> Vec<(String, String)> {
        let mut found = self.under(&edits_of(bundle));
        found.retain(|(key, _)| is_edit_of(key, bundle));
        found
    }

    /// Keeps what is being typed into a field, and what stood there when that began.
    pub fn put_draft(
        &self,
        bundle: &Id,
        entity: &Id,
        field: &str,
        (text, base): (&str, &str),
    ) -> Result<(), WriteError> {
        self.put(&draft_key(bundle, entity, field), text)?;
        // A key of its own: earlier pages take the whole value for the text.
        self.put(&base_key(bundle, entity, field), base)
    }

    /// Forgets what was being typed.
    pub fn drop_draft(&self, bundle: &Id, entity: &Id, field: &str) {
        let _ = self.0.remove_item(&draft_key(bundle, entity, field));
        let _ = self.0.remove_item(&base_key(bundle, entity, field));
    }

    /// What was being typed into a field and never entered, and what stood there when that began, where it is known.
    #[must_use]
    pub fn draft(&self, bundle: &Id, entity: &Id, field: &str) -> Option<(String, Option<String>)> {
        let text = self.0.get_item(&draft_key(bundle, entity, field)).ok().flatten()?;
        Some((text, self.0.get_item(&base_key(bundle, entity, field)).ok().flatten()))
    }

    /// Everything that this product keeps here, as keys and texts.
    #[must_use]
    pub fn everything(&self) -> Vec<(String, String)> {
        self.under(PREFIX)
    }

    /// UTF-16 units that all pages together use, keys and values. The limit is [`LIMIT`].
    #[must_use]
    pub fn used(&self) -> usize {
        let units = |text: &str| text.encode_utf16().count();
        self.under("").iter().map(|(key, value)| units(key) + units(value)).sum()
    }

    /// Writes a text under a key.
    pub fn put_back(&self, key: &str, text: &str) -> Result<(), WriteError> {
        self.put(key, text)
    }

    /// The text under a key.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<String> {
        self.0.get_item(key).ok().flatten()
    }

    /// Takes a key out.
    pub fn take_out(&self, key: &str) {
        let _ = self.0.remove_item(key);
    }

    /// Keeps a setting of this browser (theme, who works here).
    pub fn put_setting<T: serde::Serialize>(&self, name: &str, value: &T) {
        // A setting that is lost is set again; it is no data.
        let _ = LocalStorage::set(setting_key(name), value);
    }

    /// Keeps a setting that a person would miss.
    ///
    /// # Errors
    /// Why the browser did not take it; what was there before is there still.
    pub fn write_setting<T: serde::Serialize>(&self, name: &str, value: &T) -> Result<(), WriteError> {
        let text = serde_json::to_string(value).map_err(|error| WriteError::Refused(error.to_string()))?;
        self.put(&setting_key(name), &text)
    }

    /// A setting of this browser.
    #[must_use]
    pub fn setting<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        LocalStorage::get(setting_key(name)).ok()
    }

    /// What this tab has noted under a key, for as long as it lives.
    #[must_use]
    pub fn tab_note(&self, key: &str) -> Option<String> {
        SessionStorage::raw().get_item(key).ok().flatten()
    }

    /// Notes something for this tab. Where it cannot, the next page asks the other stores.
    pub fn note_tab(&self, key: &str, text: &str) {
        let _ = SessionStorage::raw().set_item(key, text);
    }

    /// Up to 0.2.0 one note served all pages; the first page that finds it takes it for its own.
    pub fn keep_old_current(&self, own: &Id) {
        let of = |bundle: Id| serde_json::json!({ "bundle": bundle });
        let name = current_setting(own);
        if let Ok(old) = SessionStorage::get::<Option<Id>>(setting_key(CURRENT)) {
            SessionStorage::delete(setting_key(CURRENT));
            let _ = SessionStorage::set(setting_key(&name), old.map(of));
        }
        if let Some(old) = self.setting::<Id>(CURRENT) {
            self.drop_setting(CURRENT);
            if self.setting::<serde_json::Value>(&name).is_none() {
                self.put_setting(&name, &of(old));
            }
        }
    }

    /// Forgets a setting.
    pub fn drop_setting(&self, name: &str) {
        LocalStorage::delete(setting_key(name));
    }

    /// How many UTF-16 units are left for all that is to be stored, by what browsers allow.
    #[must_use]
    pub fn room(&self) -> usize {
        /// What browsers give to a page, keys and values together.
        const ALLOWED: usize = 5 * 1024 * 1024;
        let units = |text: &str| js_sys::JsString::from(text).length() as usize;
        let used: usize = self.under("").iter().map(|(key, value)| units(key) + units(value)).sum();
        ALLOWED.saturating_sub(used)
    }

    /// Every key and text under a prefix.
    #[must_use]
    pub fn under(&self, prefix: &str) -> Vec<(String, String)> {
        let count = self.0.length().unwrap_or(0);
        let keys = (0..count).filter_map(|i| self.0.key(i).ok().flatten());
        let keys: Vec<String> = keys.filter(|key| key.starts_with(prefix)).collect();
        keys.into_iter().filter_map(|key| Some((key.clone(), self.0.get_item(&key).ok()??))).collect()
    }

    fn put(&self, key: &str, value: &str) -> Result<(), WriteError> {
        self.0.set_item(key, value).map_err(|error| write_error(&error))
    }
}

/// The bundle that a key belongs to, and whether it is an edit's. `None` for settings and what is not ours.
#[must_use]
pub fn owner(key: &str) -> Option<(Id, bool)> {
    let (bundle, rest) = key.strip_prefix(PREFIX)?.split_once('/')?;
    let bundle = Id::new(&bundle.replace("%2F", "/").replace("%25", "%")).filter(|_| bundle != "setting")?;
    let is_edit = is_edit_of(key, &bundle);
    let is_draft = rest.starts_with("draft/") || rest.starts_with("draft-base/");
    (is_edit || is_draft).then_some((bundle, is_edit))
}

fn current_setting(own: &Id) -> String {
    format!("{CURRENT}/{}", part(own.as_str()))
}

fn draft_key(bundle: &Id, entity: &Id, field: &str) -> String {
    format!("{PREFIX}{}/draft/{}/{}", part(bundle.as_str()), part(entity.as_str()), part(field))
}

fn base_key(bundle: &Id, entity: &Id, field: &str) -> String {
    format!("{PREFIX}{}/draft-base/{}/{}", part(bundle.as_str()), part(entity.as_str()), part(field))
}

fn write_error(error: &JsValue) -> WriteError {
    let text = |name: &str| js_sys::Reflect::get(error, &name.into()).ok().and_then(|v| v.as_string());
    match text("name").as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => WriteError::Full,
        name => WriteError::Refused(name.map(str::to_owned).or_else(|| text("message")).unwrap_or_default()),
    }
}
