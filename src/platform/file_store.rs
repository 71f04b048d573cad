//! IndexedDB: keeps the file that was opened, since localStorage is too small for it. Knows bytes, no ledger.
//!
//! Bytes, not text: a long text costs the browser seconds to turn into its own kind of string and back.

use idb::{Database, DatabaseEvent, Factory, ObjectStore, ObjectStoreParams, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::replica::{self, begin, done};
use ledger::Id;

const NAME: &str = "zhenggai";
const STORE: &str = "opened";

async fn database() -> Result<Database, idb::Error> {
    replica::in_time(connect()).await
}

async fn connect() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database()
            && !database.store_names().iter().any(|name| name == STORE)
        {
            // A store that could not be made shows as an error of the transaction that wants it.
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

/// Works on the store of files; well only where the disk has what was done.
async fn change(work: impl FnOnce(&ObjectStore) -> Result<(), idb::Error>) -> Result<(), String> {
    let result: Result<(), idb::Error> = async {
        let open = JsValue::from(database().await?);
        let transaction = begin(&open, STORE, TransactionMode::ReadWrite)?;
        // The transaction tells whether it went well.
        work(&transaction.object_store(STORE)?)?;
        let result = done(transaction).await;
        Database::try_from(open)?.close();
        result
    }
    .await;
    result.map_err(|error| error.to_string())
}

/// Keeps the bytes of an opened file under its bundle's id.
pub async fn put(bundle: &Id, bytes: &Uint8Array) -> Result<(), String> {
    change(|store| store.put(bytes, Some(&JsValue::from_str(bundle.as_str()))).map(drop)).await
}

/// The bytes kept under a bundle's id.
pub async fn get(bundle: &Id) -> Result<Option<Uint8Array>, String> {
    let result: Result<Option<Uint8Array>, idb::Error> = async {
        let database = database().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let value = store.get(idb::Query::Key(JsValue::from_str(bundle.as_str())))?.await?;
        transaction.await?;
        database.close();
        Ok(value.and_then(|value| value.dyn_into().ok()))
    }
    .await;
    result.map_err(|error| error.to_string())
}

/// The ids of the bundles whose files are kept, each with its bytes.
pub async fn sizes() -> Result<Vec<(String, u32)>, String> {
    let result: Result<Vec<(String, u32)>, idb::Error> = async {
        let database = database().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let keys = store.get_all_keys(None, None)?.await?;
        let mut found = Vec::with_capacity(keys.len());
        // One after the other: together they may be more than the page can hold.
        for key in keys {
            let value = store.get(idb::Query::Key(key.clone()))?.await?;
            let bytes: Option<Uint8Array> = value.and_then(|value| value.dyn_into().ok());
            if let (Some(name), Some(bytes)) = (key.as_string(), bytes) {
                found.push((name, bytes.length()));
            }
        }
        transaction.await?;
        database.close();
        Ok(found)
    }
    .await;
    result.map_err(|error| error.to_string())
}

/// Forgets the file of a bundle.
pub async fn remove(bundle: &Id) -> Result<(), String> {
    change(|store| store.delete(idb::Query::Key(JsValue::from_str(bundle.as_str()))).map(drop)).await
}
