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

use super::timeout::within;

/// A database of its own: the one of opened files can stay open in an older page, which would block its upgrade.
const NAME: &str = "zhenggai-edits";

/// How long the browser may take to open a database. Some never answer.
const PATIENCE_MS: i32 = 15_000;

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
    in_time(connect()).await
}

/// Waits for a database to be opened, but not for ever.
pub(super) async fn in_time<T: 'static>(
    open: impl Future<Output = Result<T, idb::Error>> + 'static,
) -> Result<T, idb::Error> {
    within(PATIENCE_MS, open)
        .await
        .unwrap_or_else(|| Err(idb::Error::IndexedDbOpenFailed(JsValue::from_str("浏览器一直没有回应"))))
}

async fn connect() -> Result<JsValue, idb::Error> {
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

/// Begins a transaction on one store of an open database. Writing ones are strict: they are done when the disk has them.
pub(super) fn begin(open: &JsValue, store: &str, mode: TransactionMode) -> Result<Transaction, idb::Error> {
    let call = || -> Result<JsValue, JsValue> {
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let function: Function = Reflect::get(open, &"transaction".into())?.dyn_into()?;
        let arguments = Array::of3(&Array::of1(&store.into()), &JsValue::from(mode), &options);
        function.apply(open, &arguments)
    };
    Transaction::try_from(call().map_err(idb::Error::TransactionOpenFailed)?)
}

/// Waits for the end of a writing transaction: well only where the disk has all of it.
pub(super) async fn done(transaction: Transaction) -> Result<(), idb::Error> {
    // Not `commit()`: it does not wait for requests that fail, and what is left open commits by itself. And an aborted
    // transaction (a full disk) is no error of its own here.
    if transaction.await?.is_committed() {
        Ok(())
    } else {
        Err(idb::Error::TransactionAbortError(JsValue::from_str("事务没有完成，磁盘可能已满")))
    }
}

async fn transaction(kind: Kind, mode: TransactionMode) -> Result<Transaction, idb::Error> {
    let open = connection().await?;
    if let Ok(begun) = begin(&open, kind.store(), mode) {
        return Ok(begun);
    }
    // A connection that was closed meanwhile: once more with a new one.
    CONNECTION.set(None);
    begin(&connection().await?, kind.store(), mode)
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
    done(transaction).await
}

/// Writes values and is done when the disk has all of them.
///
/// # Errors
/// The browser's words; nothing of it was written then.
pub async fn put(kind: Kind, items: &[(String, JsValue)]) -> Result<(), String> {
    write(kind, items, &[]).await.map_err(|error| error.to_string())
}

/// Writes texts and is done when the disk has all of them. A text with a number, which is a setting, takes the place of
/// another one only where that has no higher one; `seq` tells the number of a text.
///
/// # Errors
/// The browser's words; nothing of it was written then.
pub async fn put_newest(items: &[(String, String, Option<u64>)], seq: fn(&str) -> u64) -> Result<(), String> {
    let write = async {
        let transaction = transaction(Kind::Edits, TransactionMode::ReadWrite).await?;
        let store = transaction.object_store(Kind::Edits.store())?;
        for (key, text, number) in items {
            let key = JsValue::from_str(key);
            if let Some(number) = number {
                let there = store.get(Query::Key(key.clone()))?.await?;
                if there.and_then(|there| there.as_string()).is_some_and(|there| seq(&there) > *number) {
                    continue;
                }
            }
            store.put(&JsValue::from_str(text), Some(&key))?;
        }
        done(transaction).await
    };
    write.await.map_err(|error: idb::Error| error.to_string())
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
