//! IndexedDB as the second store of edits: every edit a second time, written with `durability: "strict"`.
//!
//! localStorage is written at once but reaches the disk seconds later, and in Chromium every `file://` page can clear
//! it; what a strict transaction has committed survives a killed browser (Chromium 83 on; Firefox 126 on, before that it
//! decides by itself). Keys are those of localStorage. Either store alone restores all. Knows keys and texts, no ledger.

use std::cell::RefCell;

use idb::{
    Database, DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, Transaction, TransactionMode,
};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A database of its own: the one of opened files can stay open in an older page, which would block its upgrade.
const NAME: &str = "zhenggai-edits";

/// What is kept apart from each other in the mirror.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Edits and settings under their localStorage keys.
    Edits,
    /// What is known of each ledger (title, when it was last open), by its id.
    Ledgers,
    /// Handles of linked files, by the ledger's id.
    Links,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Edits, Self::Ledgers, Self::Links];

    fn store(self) -> &'static str {
        match self {
            Self::Edits => "edits",
            Self::Ledgers => "ledgers",
            Self::Links => "links",
        }
    }
}

thread_local! {
    /// The open connection. Opening one for every edit would double what an edit costs.
    static CONNECTION: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

async fn connection() -> Result<JsValue, idb::Error> {
    if let Some(open) = CONNECTION.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        for kind in Kind::ALL {
            // A store that could not be made shows as an error of the transaction that wants it.
            let _ = database.create_object_store(kind.store(), ObjectStoreParams::new());
        }
    });
    let mut database: Database = request.await?;
    // Whoever wants to delete or upgrade the database waits for this connection; the next use opens it again.
    database.on_version_change(|event| {
        CONNECTION.set(None);
        let open = event.target().and_then(|target| Database::try_from(target).ok());
        if let Some(open) = open {
            open.close();
        }
    });
    database.on_close(|_| CONNECTION.set(None));
    database.forget_callbacks();
    let open: JsValue = database.into();
    CONNECTION.set(Some(open.clone()));
    Ok(open)
}

/// A transaction on one store. Writing ones are strict: they are done when the disk has them.
async fn transaction(kind: Kind, mode: TransactionMode) -> Result<Transaction, idb::Error> {
    let begin = |open: &JsValue| -> Result<JsValue, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let function: Function = Reflect::get(open, &"transaction".into())?.dyn_into()?;
        let arguments = Array::of3(&Array::of1(&kind.store().into()), &JsValue::from(mode), &options);
        function.apply(open, &arguments)
    };
    let open = connection().await?;
    if let Ok(begun) = begin(&open) {
        return Transaction::try_from(begun);
    }
    // A connection that was closed meanwhile: once more with a new one.
    CONNECTION.set(None);
    let again = begin(&connection().await?).map_err(idb::Error::TransactionOpenFailed)?;
    Transaction::try_from(again)
}

async fn write(kind: Kind, items: &[(String, JsValue)], gone: &[String]) -> Result<(), idb::Error> {
    let transaction = transaction(kind, TransactionMode::ReadWrite).await?;
    let store = transaction.object_store(kind.store())?;
    for (key, value) in items {
        // The transaction tells whether all of them went well.
        store.put(value, Some(&JsValue::from_str(key)))?;
    }
    for key in gone {
        store.delete(Query::Key(JsValue::from_str(key)))?;
    }
    // Not `commit()`: it does not wait for requests that fail, and what is left open commits by itself.
    if transaction.await?.is_committed() {
        Ok(())
    } else {
        Err(idb::Error::TransactionAbortError(JsValue::from_str("事务没有完成，磁盘可能已满")))
    }
}

/// Writes values and is done when the disk has all of them.
///
/// # Errors
/// The browser's words; nothing of it was written then.
pub async fn put(kind: Kind, items: &[(String, JsValue)]) -> Result<(), String> {
    write(kind, items, &[]).await.map_err(|error| error.to_string())
}

/// Takes keys out, all or none.
///
/// # Errors
/// The browser's words.
pub async fn remove(kind: Kind, keys: &[String]) -> Result<(), String> {
    write(kind, &[], keys).await.map_err(|error| error.to_string())
}

/// Every key and value under a prefix.
///
/// # Errors
/// The browser's words.
pub async fn under(kind: Kind, prefix: &str) -> Result<Vec<(String, JsValue)>, String> {
    let read = async {
        let transaction = transaction(kind, TransactionMode::ReadOnly).await?;
        let store = transaction.object_store(kind.store())?;
        // U+FFFF is behind every key that begins with the prefix.
        let end = JsValue::from_str(&format!("{prefix}\u{ffff}"));
        let range = || KeyRange::bound(&JsValue::from_str(prefix), &end, None, None).map(Query::KeyRange);
        let keys = store.get_all_keys(Some(range()?), None)?.await?;
        let values = store.get_all(Some(range()?), None)?.await?;
        Ok::<_, idb::Error>(keys.iter().filter_map(JsValue::as_string).zip(values).collect())
    };
    read.await.map_err(|error| error.to_string())
}

/// Every edit and setting under a prefix, as texts.
///
/// # Errors
/// The browser's words.
pub async fn texts(prefix: &str) -> Result<Vec<(String, String)>, String> {
    let found = under(Kind::Edits, prefix).await?;
    Ok(found.into_iter().filter_map(|(key, value)| Some((key, value.as_string()?))).collect())
}
