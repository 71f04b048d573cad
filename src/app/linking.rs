//! 关联文件: a JSON file that is kept up to date while the page is open, where the browser can. Whatever stands in the
//! way is said, and nothing is overwritten that this page did not write or read. Knows no page.

use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::context::of_page;
use super::desk::Desk;
use super::opening;
use crate::browser::linked::{self, LinkError, Linked, Stand};
use crate::browser::mirror::{self, Kind};
use crate::browser::{clock, files};
use crate::exchange::json;
use crate::ledger::{Bundle, Id};

/// How no file ever stands: one that holds something this page has not read.
const NEVER: Stand = Stand { modified: -1.0, size: -1.0 };

/// How long the page waits for more before it writes.
const PAUSE: Duration = Duration::from_millis(1500);

/// How it stands with the linked file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkState {
    /// No file is linked.
    None,
    /// The file holds everything, since this moment.
    UpToDate(String),
    /// It is being written, or will be in a moment.
    Writing,
    /// The browser wants to be asked again for the permission to write.
    Permission,
    /// Somebody else wrote the file. It was not touched.
    Changed,
    /// It was not written: why.
    Failed(String),
}

impl LinkState {
    /// What people read about a file of this name.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        match self {
            Self::None => "没有关联文件".to_owned(),
            Self::UpToDate(at) => format!("{name} 已是最新（{at}）"),
            Self::Writing => format!("正在写入 {name}"),
            Self::Permission => format!("浏览器需要您重新允许写入 {name}，现在没有写入"),
            Self::Changed => format!("{name} 里有本页没有读过的内容（可能被别人改过），没有覆盖它"),
            Self::Failed(why) => format!("没有写入 {name}：{why}；文件保持原样"),
        }
    }

    fn is_trouble(&self) -> bool {
        matches!(self, Self::Permission | Self::Changed | Self::Failed(_))
    }
}

struct Link {
    bundle: Id,
    file: Linked,
    /// How the file stood when this page last wrote or read it. `None`: never.
    stand: Option<Stand>,
}

/// The linked file of the ledger on the desk.
#[derive(Clone, Copy)]
pub struct Linking {
    desk: Desk,
    link: StoredValue<Option<Link>, LocalStorage>,
    waiting: StoredValue<bool>,
    /// Its name.
    pub name: RwSignal<String>,
    /// How it stands with it.
    pub state: RwSignal<LinkState>,
}

impl Linking {
    /// For the desk: follows every change of its ledger.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        let linking = Self {
            desk,
            link: StoredValue::new_local(None),
            waiting: StoredValue::new(false),
            name: RwSignal::new(String::new()),
            state: RwSignal::new(LinkState::None),
        };
        if linked::is_supported() {
            Effect::new(move || {
                desk.opened.track();
                spawn_local(linking.recall());
            });
            Effect::new(move || {
                desk.revision.track();
                linking.write_soon();
            });
        }
        linking
    }

    /// Of this page.
    #[must_use]
    pub fn of_page() -> Self {
        of_page()
    }

    /// The file that was linked before the page was loaded.
    async fn recall(self) {
        let bundle = self.desk.bundle_id();
        self.link.set_value(None);
        self.tell(LinkState::None);
        let Ok(found) = mirror::under(Kind::Links, bundle.as_str()).await else { return };
        let kept = found.into_iter().find(|(id, _)| id == bundle.as_str());
        let Some((_, kept)) = kept.filter(|_| self.desk.bundle_id() == bundle) else { return };
        let member = |name: &str| Reflect::get(&kept, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let number = |name: &str| member(name).as_f64();
        let stand = number("modified").zip(number("size")).map(|(modified, size)| Stand { modified, size });
        let file = Linked(member("handle"));
        self.name.set(file.name());
        self.link.set_value(Some(Link { bundle, file, stand }));
        self.write_soon();
    }

    /// Asks for a file and keeps it up to date from now on.
    pub fn choose(self) {
        spawn_local(async move {
            let name = format!("{}.json", opening::file_name(&self.desk.bundle_id()));
            match linked::pick(&name).await {
                Ok(Some(file)) => {
                    self.name.set(file.name());
                    let stand = file.stand().await.ok();
                    let is_new = stand.is_none_or(|stand| stand.size == 0.0);
                    let bundle = self.desk.bundle_id();
                    // What a file holds already is somebody's work: it is taken in before anything is written.
                    let stand = if is_new { stand } else { Some(NEVER) };
                    self.link.set_value(Some(Link { bundle, file, stand }));
                    if is_new { self.write().await } else { self.tell(LinkState::Changed) }
                }
                Ok(None) => {}
                Err(error) => self.tell(failed(error)),
            }
        });
    }

    /// Has the browser ask for the permission to write again.
    pub fn ask(self) {
        spawn_local(async move {
            if let Some(file) = self.file()
                && file.may_write(true).await
            {
                self.write().await;
            }
        });
    }

    /// Takes the edits in that somebody else wrote into the file, then writes all.
    pub fn take_in(self) {
        spawn_local(async move {
            let Some(file) = self.file() else { return };
            let (bytes, stand) = match file.read().await {
                Ok(read) => read,
                Err(error) => return self.tell(failed(error)),
            };
            let opened = json::open(&bytes, &files::decode_gb18030).map_err(|why| why.sentences().join("；"));
            let edits = opened.and_then(|opened| {
                if opened.bundle.id != self.desk.bundle_id() {
                    return Err(format!("其中是另一本台账（{}）", opened.bundle.id));
                }
                Ok(opening::history(&opened.bundle))
            });
            match edits {
                Ok(edits) => {
                    let refused = self.desk.take_in(edits);
                    opening::tell_replayed(self.desk, refused, &[]);
                    self.note(stand);
                    self.write().await;
                }
                Err(why) => self.tell(LinkState::Failed(why)),
            }
        });
    }

    /// Links no file any more. The file stays.
    pub fn end(self) {
        let bundle = self.desk.bundle_id();
        self.link.set_value(None);
        self.tell(LinkState::None);
        spawn_local(async move {
            // What is left behind is asked about again at the next start, no more.
            let _ = mirror::remove(Kind::Links, &[bundle.to_string()]).await;
        });
    }

    fn file(self) -> Option<Linked> {
        self.link.with_value(|link| link.as_ref().map(|link| link.file.clone()))
    }

    fn note(self, stand: Stand) {
        self.link.update_value(|link| {
            if let Some(link) = link {
                link.stand = Some(stand);
            }
        });
    }

    fn tell(self, state: LinkState) {
        if state.is_trouble() && self.state.with_untracked(|before| *before != state) {
            self.desk.notices.warn(format!(
                "关联文件：{}。修改仍保存在浏览器中，请到“本机台账”处理。",
                state.words(&self.name.get_untracked())
            ));
        }
        self.state.set(state);
    }

    fn write_soon(self) {
        if self.link.with_value(Option::is_none) || self.waiting.get_value() {
            return;
        }
        if self.desk.unexported() == 0 && matches!(self.state.get_untracked(), LinkState::UpToDate(_)) {
            return;
        }
        self.waiting.set_value(true);
        set_timeout(
            move || {
                self.waiting.set_value(false);
                spawn_local(self.write());
            },
            PAUSE,
        );
    }

    async fn write(self) {
        let here = self.desk.bundle_id();
        let link = self.link.with_value(|link| {
            link.as_ref().filter(|link| link.bundle == here).map(|link| (link.file.clone(), link.stand))
        });
        let Some((file, known)) = link else { return };
        if !file.may_write(false).await {
            return self.tell(LinkState::Permission);
        }
        match (file.stand().await, known) {
            (Ok(now), Some(known)) if now != known => return self.tell(LinkState::Changed),
            (Err(LinkError::Missing), _) => {
                return self.tell(LinkState::Failed("文件不在原处，可能被移动或删除".to_owned()));
            }
            (Err(error), _) => return self.tell(failed(error)),
            (Ok(_), _) => {}
        }
        self.tell(LinkState::Writing);
        let exported = self.desk.to_be_exported();
        let parts = self.desk.sealed(|bundle: &Bundle| json::export_chunks(bundle).collect::<Vec<_>>());
        match file.write(&parts.unwrap_or_default()).await {
            Ok(stand) => {
                self.note(stand);
                self.keep(&file, stand).await;
                self.tell(LinkState::UpToDate(clock::now().minute_text()));
                self.desk.note_export(exported);
            }
            Err(error) => self.tell(failed(error)),
        }
    }

    async fn keep(self, file: &Linked, stand: Stand) {
        let kept = Object::new();
        let members =
            [("handle", file.0.clone()), ("modified", stand.modified.into()), ("size", stand.size.into())];
        for (name, value) in members {
            // A plain object takes every member.
            let _ = Reflect::set(&kept, &name.into(), &value);
        }
        // Where it cannot be kept, the file is linked anew after the next start.
        let _ = mirror::put(Kind::Links, &[(self.desk.bundle_id().to_string(), kept.into())]).await;
    }
}

fn failed(error: LinkError) -> LinkState {
    match error {
        LinkError::Permission => LinkState::Permission,
        LinkError::Missing => LinkState::Failed("文件不在原处，可能被移动或删除".to_owned()),
        LinkError::Full => LinkState::Failed("磁盘已满".to_owned()),
        LinkError::Other(why) => LinkState::Failed(why),
    }
}
