//! The ledgers that this browser holds: what of each is where, opening, exporting and removing them. Knows no page.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

use wasm_bindgen::JsValue;

use super::opening;
use super::workspace::Workspace;
use formats::{file_names, json};
use ledger::{Bundle, Id};
use platform::replica::{self, Kind};
use platform::{clock, file_store, files, lock, page, storage};
use session::{Event, exported_setting};

/// What is known of a ledger without opening it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Card {
    title: String,
    /// When it was last put on a workspace.
    at: String,
}

/// A ledger that this browser holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalLedgers {
    /// Its id.
    pub id: Id,
    /// Its title, where it is known.
    pub title: String,
    /// How many edits are stored, in either store.
    pub edits: usize,
    /// What localStorage holds of it, in UTF-16 units.
    pub units: usize,
    /// Bytes of the file that was opened; 0 where none is kept.
    pub file: u32,
    /// When it was last open, by this machine's clock.
    pub at: String,
    /// It is the one on the workspace.
    pub here: bool,
    /// It is the one in the page itself.
    pub own: bool,
    /// Another tab has it open.
    pub elsewhere: bool,
}

/// A ledger that was taken out of the browser, to be put back if that was a mistake.
#[derive(Debug, Clone)]
pub struct Removed {
    /// What it was.
    pub held: LocalLedgers,
    local: Vec<(String, String)>,
    mirrored: Vec<(String, String)>,
    file: Option<Uint8Array>,
    link: Vec<(String, JsValue)>,
}

/// The lock by which tabs know of each other what they have open.
fn open_lock(id: &Id) -> String {
    format!("zhenggai/open/{id}")
}

/// Lets other tabs know what is on the workspace.
pub fn tell_open(workspace: Workspace) {
    let held = StoredValue::new_local(None);
    Effect::new(move || {
        workspace.opened.track();
        // Let go of at once: what left the workspace is open no more.
        held.set_value(None);
        let id = workspace.bundle_id();
        spawn_local(async move {
            let open = lock::hold(&open_lock(&id), true).await;
            if workspace.bundle_id() == id {
                held.try_set_value(Some(open));
            }
        });
    });
}

/// Notes a ledger's title and that it is open now.
pub async fn note(id: Id, title: String) {
    let card = Card { title, at: clock::now().to_string() };
    if let Ok(text) = serde_json::to_string(&card) {
        // It only makes the list more readable.
        let _ = replica::put(Kind::Ledgers, &[(id.to_string(), text.into())]).await;
    }
}

fn own_id() -> Option<Id> {
    #[derive(Deserialize)]
    struct Head {
        id: Id,
    }
    serde_json::from_str::<Head>(&page::built_in_bundle()?).ok().map(|head| head.id)
}

/// Every ledger of which this browser holds something, the one on the workspace first, then the last used; and why IndexedDB
/// could not be asked, where it could not.
pub async fn list(workspace: Workspace) -> (Vec<LocalLedgers>, Option<String>) {
    let mut found: BTreeMap<Id, LocalLedgers> = BTreeMap::new();
    let mut keys: BTreeMap<Id, std::collections::BTreeSet<String>> = BTreeMap::new();
    let mut fault = None;
    for (key, text) in workspace.store().map(|store| store.everything()).unwrap_or_default() {
        let Some((id, is_edit)) = storage::owner(&key) else { continue };
        found.entry(id.clone()).or_default().units +=
            key.encode_utf16().count() + text.encode_utf16().count();
        if is_edit {
            keys.entry(id).or_default().insert(key);
        }
    }
    for (key, _) in or_told(replica::texts("").await, &mut fault) {
        let Some((id, _)) = storage::owner(&key) else { continue };
        found.entry(id.clone()).or_default();
        keys.entry(id).or_default().insert(key);
    }
    for (id, bytes) in or_told(file_store::sizes().await, &mut fault) {
        if let Some(id) = Id::new(&id) {
            found.entry(id).or_default().file = bytes;
        }
    }
    let here = workspace.bundle_id();
    found.entry(here.clone()).or_default();
    for (id, card) in or_told(replica::under(Kind::Ledgers, "").await, &mut fault) {
        let card = card.as_string().and_then(|text| serde_json::from_str::<Card>(&text).ok());
        if let (Some(held), Some(card)) = (Id::new(&id).and_then(|id| found.get_mut(&id)), card) {
            held.title = card.title;
            held.at = card.at;
        }
    }
    let own = own_id();
    let open = lock::held().await;
    let mut list: Vec<LocalLedgers> = found
        .into_iter()
        .map(|(id, held)| LocalLedgers {
            edits: keys.get(&id).map_or(0, std::collections::BTreeSet::len),
            here: id == here,
            elsewhere: id != here && open.contains(&open_lock(&id)),
            own: Some(&id) == own.as_ref(),
            id,
            ..held
        })
        .collect();
    ledger::order::sort_by(&mut list, |a, b| {
        b.here.cmp(&a.here).then_with(|| b.at.cmp(&a.at)).then_with(|| a.id.cmp(&b.id))
    });
    (list, fault)
}

/// What a store gave, or nothing with the reason noted: what the other store holds is of use alone.
fn or_told<T: Default>(read: Result<T, String>, fault: &mut Option<String>) -> T {
    read.unwrap_or_else(|why| {
        fault.get_or_insert(why);
        T::default()
    })
}

/// The file under a ledger's edits: the one that was opened, or the page's own.
async fn base(held: &LocalLedgers) -> Result<Vec<u8>, String> {
    match file_store::get(&held.id).await {
        Ok(Some(bytes)) => Ok(bytes.to_vec()),
        Ok(None) | Err(_) if held.own => Ok(page::built_in_bundle().unwrap_or_default().into_bytes()),
        Err(why) => Err(why),
        Ok(None) => Err("本机没有存下这本台账的文件，只有修改；请先打开它的文件，修改会自动接上".to_owned()),
    }
}

/// Hands a held ledger with all its stored edits to the downloads; gives the file's name, and why IndexedDB could not be
/// asked, where it could not.
///
/// # Errors
/// Why not, for people.
pub async fn export(workspace: Workspace, held: &LocalLedgers) -> Result<(String, Option<String>), String> {
    let mut fault = None;
    let bytes = base(held).await?;
    let mut read = opening::read(&bytes).map_err(|problems| problems.join("；"))?;
    let mut stored: BTreeMap<String, String> =
        or_told(replica::texts(&storage::edits_of(&held.id)).await, &mut fault).into_iter().collect();
    if let Some(store) = workspace.store() {
        stored.extend(store.edits(&held.id));
    }
    opening::replay(&mut read.journal, stored.into_values().collect());
    let name = file_names::of_ledger(read.journal.ledger().bundle(), "整改台账", clock::today(), "json");
    let parts = read.journal.sealed(|bundle: &Bundle| json::export_chunks(bundle).collect::<Vec<_>>());
    files::download(&name, "application/json", &parts)?;
    Ok((name, fault))
}

/// Takes everything of a ledger out of the browser's stores and gives it back, to be held until the page is left.
///
/// # Errors
/// The browser's words; nothing was removed then.
pub async fn remove(workspace: Workspace, held: &LocalLedgers) -> Result<Removed, String> {
    if lock::held().await.contains(&open_lock(&held.id)) {
        return Err("另一个标签页正开着它，请先关闭那一页".to_owned());
    }
    // What was exported of it goes too: if it comes back, nobody knows whether that file is still there.
    let exported = storage::setting_key(&exported_setting(&held.id));
    let belongs = |key: &str| key == exported || storage::owner(key).is_some_and(|(id, _)| id == held.id);
    let mut mirrored = replica::texts("").await?;
    mirrored.retain(|(key, _)| belongs(key));
    let file = file_store::get(&held.id).await?;
    let mut link = replica::under(Kind::Links, held.id.as_str()).await?;
    link.retain(|(id, _)| id == held.id.as_str());
    let mut local = workspace.store().map(|store| store.everything()).unwrap_or_default();
    local.retain(|(key, _)| belongs(key));
    let keys: Vec<String> = mirrored.iter().map(|(key, _)| key.clone()).collect();
    replica::remove(Kind::Edits, &keys).await?;
    replica::remove(Kind::Ledgers, &[held.id.to_string()]).await?;
    replica::remove(Kind::Links, &[held.id.to_string()]).await?;
    file_store::remove(&held.id).await?;
    if let Some(store) = workspace.store() {
        for (key, _) in &local {
            store.take_out(key);
        }
    }
    workspace.send(Event::Removed(held.id.clone()));
    Ok(Removed { held: held.clone(), local, mirrored, file, link })
}

/// Puts a removed ledger back.
///
/// # Errors
/// What did not go back, in the browser's words.
pub async fn put_back(workspace: Workspace, removed: &Removed) -> Result<(), String> {
    let items: Vec<_> = removed.mirrored.iter().map(|(key, text)| (key.clone(), text.into())).collect();
    replica::put(Kind::Edits, &items).await?;
    replica::put(Kind::Links, &removed.link).await?;
    if let Some(file) = &removed.file {
        file_store::put(&removed.held.id, file).await?;
    }
    note(removed.held.id.clone(), removed.held.title.clone()).await;
    if let Some(store) = workspace.store() {
        for (key, text) in &removed.local {
            store.put_back(key, text).map_err(|error| error.text())?;
        }
    }
    Ok(())
}
