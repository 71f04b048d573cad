//! Files: read what a person chose, hand out what is exported. Knows bytes and names, no format.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, File, HtmlAnchorElement, HtmlInputElement, TextDecoder, Url};

/// The bytes of a file; the reason in the browser's words where it cannot be read.
pub async fn read(file: &File) -> Result<Vec<u8>, String> {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|error| message(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Bytes as the browser holds them, to be handed to several of its parts without further copies.
#[must_use]
pub fn held(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

/// A file in memory, which scripts of the page can read.
#[must_use]
pub fn blob(bytes: &Uint8Array) -> Option<Blob> {
    Blob::new_with_u8_array_sequence(&Array::of1(bytes)).ok()
}

/// The text of GB 18030 bytes, by the browser's own tables; `None` where they are no such text.
#[must_use]
pub fn decode_gb18030(bytes: &[u8]) -> Option<String> {
    let decoder = TextDecoder::new_with_label("gb18030").ok()?;
    let text = decoder.decode_with_u8_array(bytes).ok()?;
    // The decoder of the web puts U+FFFD where bytes are no text.
    (!text.contains('\u{fffd}')).then_some(text)
}

/// As [`decode_gb18030`], with U+FFFD where bytes are no text.
#[must_use]
pub fn gb18030_with_gaps(bytes: &[u8]) -> Option<String> {
    TextDecoder::new_with_label("gb18030").ok()?.decode_with_u8_array(bytes).ok()
}

/// Hands the parts of a file to the browser's downloads.
pub fn download(name: &str, media_type: &str, parts: &[String]) -> Result<(), String> {
    let list = Array::new();
    for part in parts {
        // As bytes: a string would be turned into the browser's own kind and back.
        list.push(&held(part.as_bytes()));
    }
    hand_out(name, media_type, &list)
}

/// Hands the bytes of a file to the browser's downloads.
pub fn download_bytes(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), String> {
    hand_out(name, media_type, &Array::of1(&held(bytes)))
}

fn hand_out(name: &str, media_type: &str, list: &Array) -> Result<(), String> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(list, &options).map_err(|e| message(&e))?;
    let url = Url::create_object_url_with_blob(&blob).map_err(|e| message(&e))?;
    let document = web_sys::window().and_then(|w| w.document()).ok_or("没有页面")?;
    let link: HtmlAnchorElement = document
        .create_element("a")
        .map_err(|e| message(&e))?
        .dyn_into()
        .map_err(|_| "没有链接元素".to_owned())?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken the blob by the time the click returns to the event loop; a minute is ample.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_mins(1),
    );
    Ok(())
}

/// An error in the browser's words.
pub(super) fn message(error: &JsValue) -> String {
    js_sys::Reflect::get(error, &"message".into())
        .ok()
        .and_then(|v| v.as_string())
        .unwrap_or_else(|| format!("{error:?}"))
}

/// The names of files, in their order.
#[must_use]
pub fn names(files: &[File]) -> Vec<String> {
    files.iter().map(File::name).collect()
}

/// The files that were chosen in the input that the event is of, which is emptied: the same file can be chosen again after it was
/// changed. Empty where the event is of something else.
#[must_use]
pub fn picked(event: &Event) -> Vec<File> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = input.files();
    let count = files.as_ref().map_or(0, web_sys::FileList::length);
    let files = (0..count).filter_map(|at| files.as_ref()?.get(at)).collect();
    input.set_value("");
    files
}
