//! The second WebAssembly: `zhenggai.office` of index.html compiles it in a worker when it is first asked something.
//! Knows the questions and answers of `exchange::office`, no page and no signal.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use formats::office::{Answer, Ask, join, split};

/// Why nothing came back, where the formats themselves have nothing to say.
const BROKEN: &str = "办公格式模块没有运行起来";

/// Asks; gives the answer with its bytes.
///
/// # Errors
/// A sentence for people: what the formats say, or that they did not run.
pub async fn ask(ask: &Ask, bytes: &[u8]) -> Result<(Answer, Vec<u8>), String> {
    let reply = call(&join(ask, bytes)).await?;
    match split::<Answer>(&reply) {
        Some((Answer::Refused(why), _)) => Err(why),
        Some((answer, bytes)) => Ok((answer, bytes.to_vec())),
        None => Err(format!("{BROKEN}：回答读不懂。请重新打开页面再试。")),
    }
}

/// Asks for a file; gives its bytes.
///
/// # Errors
/// As [`ask`].
pub async fn file(question: &Ask, bytes: &[u8]) -> Result<Vec<u8>, String> {
    match ask(question, bytes).await? {
        (Answer::File, bytes) => Ok(bytes),
        _ => Err(format!("{BROKEN}：回答与所问不符。请重新打开页面再试。")),
    }
}

async fn call(question: &[u8]) -> Result<Vec<u8>, String> {
    let told = |error: &wasm_bindgen::JsValue| {
        let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
        format!("{BROKEN}（{}）。请重新打开页面再试。", message.unwrap_or_default())
    };
    let page = Reflect::get(&js_sys::global(), &"zhenggai".into()).map_err(|error| told(&error))?;
    let office = Reflect::get(&page, &"office".into()).map_err(|error| told(&error))?;
    let office: Function = office.dyn_into().map_err(|error| told(&error))?;
    let promise = office.call1(&page, &Uint8Array::from(question)).map_err(|error| told(&error))?;
    let promise: Promise = promise.dyn_into().map_err(|error| told(&error))?;
    let reply = JsFuture::from(promise).await.map_err(|error| told(&error))?;
    Ok(Uint8Array::new(&reply).to_vec())
}
