//! The second WebAssembly: `zhenggai.office` of index.html compiles it in a worker when it is first asked something.
//! Knows the questions and answers of `formats::office`, no page and no signal.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

use formats::intake::Intake;
use formats::office::{Answer, Ask, gb18030_table_bytes, join, split};
use formats::template::Fault;
use formats::template::wanted::{Filled, FilledFile, Inspection, UsableName};

use super::files;

/// Why nothing came back, where the formats themselves have nothing to say.
const BROKEN: &str = "办公格式模块没有运行起来";

/// What a file said that took all memory, past every limit that the readers count. The module was given up and begins anew.
const EXHAUSTED: &str = "文件太大或内部太复杂，处理时用尽了内存，没有完成。请把台账复制到新建的文件中，另存后再试；台账没有变动。";

/// What `stopOffice` of index.html refuses a question with.
const STOP: &str = "stopped";
/// What people are told of a question that they stopped.
pub const STOPPED: &str = "已按“停止”，没有做完。没有生成文件，台账没有变动。";

/// Whether the browser tells of a module that stopped by itself: a trap, or memory that did not come.
fn is_trap(message: &str) -> bool {
    let message = message.to_lowercase();
    ["runtimeerror", "unreachable", "memory", "rangeerror", "internalerror"]
        .iter()
        .any(|word| message.contains(word))
}

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

/// Has a file read, whatever it is.
///
/// # Errors
/// A sentence for people: why it is not read and what to do.
pub async fn intake(bytes: &[u8]) -> Result<Intake, String> {
    let gb18030 = files::gb18030_with_gaps(&gb18030_table_bytes()).unwrap_or_default();
    match ask(&Ask::Read { gb18030 }, bytes).await? {
        (Answer::Intake(intake), _) => Ok(intake),
        _ => Err(format!("{BROKEN}：回答与所问不符。请重新打开页面再试。")),
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

/// What an answer to another question than the one that was asked is.
fn beside_the_point() -> String {
    format!("{BROKEN}：回答与所问不符。请重新打开页面再试。")
}

/// Has a template looked into.
///
/// # Errors
/// Why it is no template; or as [`ask`].
pub async fn inspection(question: &Ask, bytes: &[u8]) -> Result<Inspection, String> {
    match ask(question, bytes).await? {
        (Answer::Template(told), _) => Ok(told),
        _ => Err(beside_the_point()),
    }
}

/// Has the text of the first page of a filled template told.
///
/// # Errors
/// A line for each thing that is wrong with it; or as [`ask`].
pub async fn text(question: &Ask, bytes: &[u8]) -> Result<String, String> {
    match ask(question, bytes).await? {
        (Answer::Text(text), _) => Ok(text),
        (Answer::Faults(faults), _) => Err(lines(&faults)),
        _ => Err(beside_the_point()),
    }
}

/// Has a template filled.
///
/// # Errors
/// A line for each thing that is wrong with it; or as [`ask`].
pub async fn filled(question: &Ask, bytes: &[u8]) -> Result<Filled, String> {
    match ask(question, bytes).await? {
        (Answer::Filled { files, notes }, bytes) => {
            let mut rest = bytes.as_slice();
            let mut filled = Filled { files: Vec::with_capacity(files.len()), notes };
            for (name, length) in files {
                let (own, others) = rest.split_at_checked(length).ok_or_else(beside_the_point)?;
                filled.files.push(FilledFile { name, bytes: own.to_vec() });
                rest = others;
            }
            Ok(filled)
        }
        (Answer::Faults(faults), _) => Err(lines(&faults)),
        _ => Err(beside_the_point()),
    }
}

/// Has the names listed that marks may use in a ledger, given as JSON.
///
/// # Errors
/// As [`ask`].
pub async fn template_names(ledger: &[u8]) -> Result<Vec<UsableName>, String> {
    match ask(&Ask::TemplateNames, ledger).await? {
        (Answer::Names(names), _) => Ok(names),
        _ => Err(beside_the_point()),
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Who hears whether a question is under way.
type Watch = Rc<dyn Fn(bool)>;

thread_local! {
    /// How many questions are under way, and who hears of it.
    static ASKING: Cell<usize> = const { Cell::new(0) };
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// Has the page told whenever a question begins or the last one ends.
pub fn watch(watch: impl Fn(bool) + 'static) {
    WATCH.with(|kept| *kept.borrow_mut() = Some(Rc::new(watch)));
}

fn under_way(count: impl Fn(usize) -> usize) {
    let now = ASKING.with(|asking| {
        asking.set(count(asking.get()));
        asking.get()
    });
    if let Some(watch) = WATCH.with(|watch| watch.borrow().clone()) {
        watch(now > 0);
    }
}

/// Has the page told how much of the question that is under way is done, and of how much.
pub fn watch_progress(told: impl Fn(u32, u32) + 'static) {
    let Ok(page) = Reflect::get(&js_sys::global(), &"zhenggai".into()) else { return };
    let told = Closure::<dyn Fn(u32, u32)>::new(told).into_js_value();
    // Where it is not taken, the page tells nothing of it.
    let _ = Reflect::set(&page, &"told".into(), &told);
}

/// Gives up the question that is under way, which then says so. Nothing happens where there is none.
pub fn stop() {
    let Ok(page) = Reflect::get(&js_sys::global(), &"zhenggai".into()) else { return };
    if let Ok(stop) = Reflect::get(&page, &"stopOffice".into())
        && let Ok(stop) = stop.dyn_into::<Function>()
    {
        // What it would throw, the question tells.
        let _ = stop.call0(&page);
    }
}

async fn call(question: &[u8]) -> Result<Vec<u8>, String> {
    under_way(|count| count + 1);
    let answer = put(question).await;
    under_way(|count| count.saturating_sub(1));
    answer
}

async fn put(question: &[u8]) -> Result<Vec<u8>, String> {
    let told = |error: &wasm_bindgen::JsValue| {
        let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
        let message = message.unwrap_or_default();
        if message == STOP {
            return STOPPED.to_owned();
        }
        if is_trap(&message) {
            return EXHAUSTED.to_owned();
        }
        format!("{BROKEN}（{message}）。请重新打开页面再试。")
    };
    let page = Reflect::get(&js_sys::global(), &"zhenggai".into()).map_err(|error| told(&error))?;
    let office = Reflect::get(&page, &"office".into()).map_err(|error| told(&error))?;
    let office: Function = office.dyn_into().map_err(|error| told(&error))?;
    let promise = office.call1(&page, &Uint8Array::from(question)).map_err(|error| told(&error))?;
    let promise: Promise = promise.dyn_into().map_err(|error| told(&error))?;
    let reply = JsFuture::from(promise).await.map_err(|error| told(&error))?;
    Ok(Uint8Array::new(&reply).to_vec())
}
