//! Files of any length, read a piece at a time, so that 2 GB neither fill the memory nor freeze the page; and what
//! a file says of itself. Knows bytes and names, no digest and no ledger.

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList};

use super::clock;
use super::files::message;
use ledger::date::Moment;

/// What is asked of the file at once.
const PIECE: f64 = 4_194_304.0;

/// What is handed on at once, copied out of a piece.
const CHUNK: u32 = 262_144;

/// How long work may go on before the browser gets a turn, in milliseconds: a frame.
const TURN: f64 = 16.0;

/// Hands the bytes of a file to `take`, in order, until it is at its end or `take` says no. The browser draws and
/// hears in between. Whether the end was reached.
///
/// # Errors
/// The reason in the browser's words where the file cannot be read.
pub async fn read(file: &File, mut take: impl FnMut(&[u8]) -> bool) -> Result<bool, String> {
    let size = file.size();
    let ask = |from: f64| -> Result<Promise, String> {
        let to = (from + PIECE).min(size);
        Ok(file.slice_with_f64_and_f64(from, to).map_err(|error| message(&error))?.array_buffer())
    };
    let mut buffer = vec![0; CHUNK as usize];
    let mut turn = clock::elapsed_ms();
    let mut from = 0.0;
    let mut next = if size > 0.0 { Some(ask(0.0)?) } else { None };
    while let Some(promise) = next.take() {
        let bytes = Uint8Array::new(&JsFuture::from(promise).await.map_err(|error| message(&error))?);
        from += PIECE;
        // The disk reads on while this piece is worked through.
        if from < size {
            next = Some(ask(from)?);
        }
        let mut at = 0;
        while at < bytes.length() {
            let end = bytes.length().min(at + CHUNK);
            let Some(room) = buffer.get_mut(..(end - at) as usize) else { break };
            bytes.subarray(at, end).copy_to(room);
            if !take(room) {
                return Ok(false);
            }
            at = end;
            if clock::elapsed_ms() - turn > TURN {
                breathe().await;
                turn = clock::elapsed_ms();
            }
        }
    }
    Ok(true)
}

/// Gives the browser a turn.
async fn breathe() {
    let promise = Promise::new(&mut |resolve, _| {
        leptos::prelude::set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::NULL);
            },
            std::time::Duration::ZERO,
        );
    });
    let _ = JsFuture::from(promise).await;
}

/// How many bytes a file has.
#[must_use]
pub fn size(file: &File) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes: whole, at least 0")]
    let size = file.size() as u64;
    size
}

/// When a file was last changed, in the time of this machine.
#[must_use]
pub fn modified(file: &File) -> Option<Moment> {
    clock::moment(file.last_modified())
}

/// The path from the chosen folder on, where a folder was chosen; the name where files were.
#[must_use]
pub fn path(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// The files of a list.
#[must_use]
pub fn listed(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

/// The files that were dropped. Folders are no files: a browser hands them over as files that cannot be read, so
/// they are counted apart.
#[must_use]
pub fn dropped(data: &DataTransfer) -> (Vec<File>, usize) {
    let items = data.items();
    let mut folders = 0;
    let mut files = Vec::new();
    for at in 0..items.length() {
        let Some(item) = items.get(at).filter(|item| item.kind() == "file") else { continue };
        if is_folder(&item) {
            folders += 1;
        } else if let Ok(Some(file)) = item.get_as_file() {
            files.push(file);
        }
    }
    if files.is_empty() && folders == 0 {
        files = data.files().map(|list| listed(&list)).unwrap_or_default();
    }
    (files, folders)
}

/// By `webkitGetAsEntry`, which Chromium and Firefox have; where it is missing everything is a file.
fn is_folder(item: &web_sys::DataTransferItem) -> bool {
    let ask = Reflect::get(item, &"webkitGetAsEntry".into())
        .ok()
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok());
    let entry = ask.and_then(|ask| ask.call0(item).ok());
    entry
        .and_then(
            |entry| if entry.is_object() { Reflect::get(&entry, &"isDirectory".into()).ok() } else { None },
        )
        .is_some_and(|folder| folder.is_truthy())
}
