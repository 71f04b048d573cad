//! Web Locks (Chromium 69, Firefox 96 on): one tab at a time, and which tabs have what open. Where the browser has none,
//! every lock is free. Knows names, no ledger.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

fn locks() -> Option<JsValue> {
    let navigator = Reflect::get(&web_sys::window()?.into(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

/// Waits until no other tab holds the lock of this name, and holds it; `shared` ones only keep those out that are not.
pub async fn hold(name: &str, shared: bool) -> Lock {
    let Some(locks) = locks() else { return Lock(None) };
    let mut refused = JsValue::UNDEFINED;
    let granted = Promise::new(&mut |resolve, _| {
        let hold = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
            Promise::new(&mut |release, _| {
                let _ = resolve.call1(&JsValue::UNDEFINED, &release);
            })
            .into()
        });
        let ask = || -> Result<JsValue, JsValue> {
            let options = Object::new();
            Reflect::set(&options, &"mode".into(), &(if shared { "shared" } else { "exclusive" }).into())?;
            let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
            request.apply(&locks, &Array::of3(&name.into(), &options, &hold))
        };
        refused = ask().unwrap_or_else(|_| Promise::resolve(&JsValue::UNDEFINED).into());
    });
    // What `request` gives is settled at the end of the lock, or at once where the browser refuses it.
    let first = Promise::race(&Array::of2(&granted, &refused));
    Lock(JsFuture::from(first).await.ok().and_then(|release| release.dyn_into().ok()))
}

/// The names of all locks that any tab holds.
pub async fn held() -> Vec<String> {
    let ask = async {
        let locks = locks().ok_or(JsValue::UNDEFINED)?;
        let query: Function = Reflect::get(&locks, &"query".into())?.dyn_into()?;
        let state = JsFuture::from(Promise::resolve(&query.call0(&locks)?)).await?;
        let held: Array = Reflect::get(&state, &"held".into())?.dyn_into()?;
        let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok().and_then(|name| name.as_string());
        Ok::<_, JsValue>(held.iter().filter_map(name).collect())
    };
    ask.await.unwrap_or_default()
}
