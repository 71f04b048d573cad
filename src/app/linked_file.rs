//! 关联文件: a JSON file that is kept up to date while the page is open, where the browser can. Whatever stands in the
//! way is said, and nothing is overwritten that this page did not write or read. Knows no page.

use std::time::Duration;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::context::of_page;
use super::merging::{Chosen, Merging};
use super::opening;
use super::workspace::Workspace;
use formats::json;
use journal::auto_merge::absorb;
use journal::{Journal, Op};
use ledger::{Bundle, Id};
use platform::file_handle::{self, LinkError, Linked, Stand};
use platform::replica::{self, Kind};
use platform::{clock, files, lock, page};
use query::route::{Place, Route};
use session::{Event, edits_in};

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
    /// What somebody else wrote is for a person to decide; it was handed to 合并.
    Asks,
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
            Self::Asks => format!(
                "{name} 里有要由您决定的内容（与本页的修改冲突，或没有变更记录），没有覆盖它，已放到“合并”页；合并后请回到“本机台账”写入"
            ),
            Self::Failed(why) => format!("没有写入 {name}：{why}；文件保持原样"),
        }
    }

    fn is_trouble(&self) -> bool {
        matches!(self, Self::Permission | Self::Changed | Self::Asks | Self::Failed(_))
    }
}

struct Link {
    bundle: Id,
    file: Linked,
    /// How the file stood when this page last wrote or read it. `None`: never.
    stand: Option<Stand>,
}

/// The linked file of the ledger on the workspace.
#[derive(Clone, Copy)]
pub struct Linking {
    workspace: Workspace,
    merging: Merging,
    link: StoredValue<Option<Link>, LocalStorage>,
    waiting: StoredValue<bool>,
    /// How the file stood when it was handed to 合并, and how many merges of it there had been.
    handed: StoredValue<Option<(Stand, usize)>>,
    /// Its name.
    pub name: RwSignal<String>,
    /// How it stands with it.
    pub state: RwSignal<LinkState>,
}

impl Linking {
    /// For the workspace: follows every change of its ledger.
    #[must_use]
    pub fn new(workspace: Workspace, merging: Merging) -> Self {
        let linking = Self {
            workspace,
            merging,
            link: StoredValue::new_local(None),
            waiting: StoredValue::new(false),
            handed: StoredValue::new(None),
            name: RwSignal::new(String::new()),
            state: RwSignal::new(LinkState::None),
        };
        if file_handle::is_supported() {
            Effect::new(move || {
                workspace.opened.track();
                spawn_local(linking.recall());
            });
            Effect::new(move || {
                workspace.revision.track();
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
        let bundle = self.workspace.bundle_id();
        self.put_link(None);
        self.tell(LinkState::None);
        let Some((file, stand)) = kept(&bundle).await else { return };
        if self.workspace.bundle_id() != bundle {
            return;
        }
        self.name.set(file.name());
        self.put_link(Some(Link { bundle, file, stand }));
        self.write_soon();
    }

    /// Asks for a file that is there already and links it.
    pub fn choose_existing(self) {
        spawn_local(async move {
            let bundle = self.workspace.bundle_id();
            let picked = file_handle::pick_existing().await;
            self.link_to(bundle, picked).await;
        });
    }

    /// Asks for a new file and links it.
    pub fn choose_new(self) {
        spawn_local(async move {
            let bundle = self.workspace.bundle_id();
            let picked = file_handle::pick_new(&format!("{}.json", opening::file_name(&bundle))).await;
            self.link_to(bundle, picked).await;
        });
    }

    /// Keeps a file up to date from now on.
    async fn link_to(self, bundle: Id, picked: Result<Option<Linked>, LinkError>) {
        let file = match picked {
            Ok(Some(file)) => file,
            Ok(None) => return,
            Err(error) => return self.tell(failed(error)),
        };
        let may_write = file.may_write(true).await;
        let stand = file.stand().await;
        // Another ledger may have come onto the workspace while the dialog was open.
        if self.workspace.bundle_id() != bundle {
            return;
        }
        // What a file holds already is somebody's work: it is taken in before anything is written.
        let is_empty = stand.as_ref().is_ok_and(|stand| stand.size == 0.0);
        let stand = if is_empty { stand.unwrap_or(NEVER) } else { NEVER };
        self.name.set(file.name());
        self.put_link(Some(Link { bundle: bundle.clone(), file: file.clone(), stand: Some(stand) }));
        keep(&bundle, &file, stand).await;
        if !may_write {
            self.tell(LinkState::Permission);
        } else if is_empty {
            self.write().await;
        } else {
            self.tell(LinkState::Changed);
        }
    }

    /// Has the browser ask for the permission to write again.
    pub fn ask(self) {
        spawn_local(async move {
            if let Some((_, file)) = self.here()
                && file.may_write(true).await
            {
                self.write().await;
            }
        });
    }

    /// Takes in what somebody else wrote into the file, then writes all. What only a person can decide goes to 合并 first.
    pub fn take_in(self) {
        spawn_local(async move {
            let Some((bundle, file)) = self.here() else { return };
            let _alone = lock::hold(&lock(&bundle), false).await;
            self.absorb(&bundle, &file, true).await;
        });
    }

    /// Links no file any more. The file stays.
    pub fn end(self) {
        let bundle = self.workspace.bundle_id();
        self.put_link(None);
        self.tell(LinkState::None);
        spawn_local(async move {
            // What is left behind is asked about again at the next start, no more.
            let _ = replica::remove(Kind::Links, &[bundle.to_string()]).await;
        });
    }

    fn put_link(self, link: Option<Link>) {
        self.handed.set_value(None);
        self.link.set_value(link);
    }

    /// The linked file, where it is that of the ledger on the workspace.
    fn here(self) -> Option<(Id, Linked)> {
        let here = self.workspace.bundle_id();
        self.link.with_value(|link| {
            let link = link.as_ref().filter(|link| link.bundle == here)?;
            Some((link.bundle.clone(), link.file.clone()))
        })
    }

    /// Whether this file is still the linked one of this ledger, and the ledger on the workspace.
    fn is_here(self, bundle: &Id, file: &Linked) -> bool {
        self.here().is_some_and(|(id, linked)| id == *bundle && linked == *file)
    }

    fn tell(self, state: LinkState) {
        if state.is_trouble() && self.state.with_untracked(|before| *before != state) {
            self.workspace.notices.warn(format!(
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
        if self.workspace.unexported() == 0 && matches!(self.state.get_untracked(), LinkState::UpToDate(_)) {
            return;
        }
        self.waiting.set_value(true);
        set_timeout(
            move || {
                self.waiting.set_value(false);
                // What waits for a person is not looked at again with every edit.
                if self.state.with_untracked(|state| *state != LinkState::Asks) {
                    spawn_local(self.write());
                }
            },
            PAUSE,
        );
    }

    /// Looks whether the file is as it was left, and writes it; one tab at a time.
    async fn write(self) {
        let Some((bundle, file)) = self.here() else { return };
        let _alone = lock::hold(&lock(&bundle), false).await;
        if !self.is_here(&bundle, &file) {
            return;
        }
        if !file.may_write(false).await {
            return self.tell(LinkState::Permission);
        }
        let now = match file.stand().await {
            Ok(now) => now,
            Err(error) => return self.tell(failed(error)),
        };
        let known = self.link.with_value(|link| link.as_ref().and_then(|link| link.stand));
        if known == Some(now) {
            return self.put(&bundle, &file, now).await;
        }
        // Another tab of this browser may have written it; it notes how it left the file.
        if kept(&bundle).await.is_some_and(|(_, stand)| stand == Some(now)) {
            return self.absorb(&bundle, &file, false).await;
        }
        if self.is_here(&bundle, &file) {
            self.tell(LinkState::Changed);
        }
    }

    /// Takes in what the file holds, then writes it; with `asked`, what a person must decide is handed to 合并.
    async fn absorb(self, bundle: &Id, file: &Linked, asked: bool) {
        let (bytes, stand) = match file.read().await {
            Ok(read) => read,
            Err(error) => return self.tell(failed(error)),
        };
        if !self.is_here(bundle, file) {
            return;
        }
        let opened = match json::open(&bytes, &files::decode_gb18030) {
            Ok(opened) => opened,
            Err(why) => return self.tell(LinkState::Failed(why.sentences().join("；"))),
        };
        if opened.bundle.id != *bundle {
            return self.tell(LinkState::Failed(format!("其中是另一本台账（{}）", opened.bundle.id)));
        }
        let (rescued, unreadable) = edits_in(opened.rescued);
        let beside = !rescued.is_empty();
        let Chosen { name, told, source } =
            self.merging.taken(file.name(), Ok((opened.bundle, rescued, Vec::new())));
        let Some(source) = source else { return self.tell(LinkState::Failed(told.join("；"))) };
        let found = self.workspace.look_journal(|journal| absorb(journal, &source));
        let unread = found.unread + unreadable.len();
        if unread > 0 {
            return self.tell(LinkState::Failed(format!(
                "其中有 {unread} 条变更本页读不懂（可能来自新版本），写入会丢掉它们，请改关联另一个文件"
            )));
        }
        if found.unknown.count > 0 {
            return self.tell(LinkState::Failed(format!(
                "其中有 {} 处本页不认识的内容（如{}，可能来自新版本），写入会丢掉它们，请改关联另一个文件",
                found.unknown.count, found.unknown.first
            )));
        }
        let merges = self.merges_of(&name);
        let is_merged =
            self.handed.get_value().is_some_and(|(then, before)| then == stand && merges > before);
        if !is_merged && (found.asks || beside || !told.is_empty()) {
            if !asked {
                return self.tell(LinkState::Changed);
            }
            self.handed.set_value(Some((stand, merges)));
            self.merging.hand(Chosen { name, told, source: Some(source) });
            self.tell(LinkState::Asks);
            return page::go(&Route::from(Place::Merge).href());
        }
        self.workspace.take_in(found.edits);
        if found.same && !found.asks {
            let exported = self.workspace.to_be_exported();
            self.note(bundle, file, stand).await;
            return self.workspace.send(Event::FileWritten(exported));
        }
        self.put(bundle, file, stand).await;
    }

    /// How many merges of a file of this name hold.
    fn merges_of(self, name: &str) -> usize {
        let of = |holding: bool| {
            let is_one = |op: &Op| matches!(op, Op::Merge { files, holds, .. } if *holds == holding && files.iter().any(|file| file == name));
            let count =
                |journal: &Journal| journal.entries().iter().filter(|entry| is_one(&entry.edit.op)).count();
            self.workspace.look_journal(count)
        };
        of(true).saturating_sub(of(false))
    }

    /// Writes the ledger on the workspace into the file, where it still stands like this.
    async fn put(self, bundle: &Id, file: &Linked, known: Stand) {
        // Right before it is sealed: another ledger in this file would be the loss of it.
        if !self.is_here(bundle, file) {
            return;
        }
        self.tell(LinkState::Writing);
        let exported = self.workspace.to_be_exported();
        let parts = self.workspace.sealed(|bundle: &Bundle| json::export_chunks(bundle).collect::<Vec<_>>());
        match file.write(&parts.unwrap_or_default(), known).await {
            Ok(stand) => {
                self.note(bundle, file, stand).await;
                self.workspace.send(Event::FileWritten(exported));
            }
            Err(error) if self.is_here(bundle, file) => self.tell(failed(error)),
            Err(_) => {}
        }
    }

    /// Notes that the file holds everything and how it stands.
    async fn note(self, bundle: &Id, file: &Linked, stand: Stand) {
        let here = self.is_here(bundle, file);
        if here {
            self.handed.set_value(None);
            self.link.update_value(|link| {
                if let Some(link) = link {
                    link.stand = Some(stand);
                }
            });
        }
        // Of a ledger that has left the workspace meanwhile the note is kept too, but not over a new link of this one.
        if here || self.workspace.bundle_id() != *bundle {
            keep(bundle, file, stand).await;
        }
        if self.is_here(bundle, file) {
            self.tell(LinkState::UpToDate(clock::now().minute_text()));
        }
    }
}

/// The lock under which a ledger's linked file is looked at and written.
fn lock(bundle: &Id) -> String {
    format!("zhenggai/link/{bundle}")
}

/// The file that a ledger is linked to, and how it stood when this browser wrote or read it last.
async fn kept(bundle: &Id) -> Option<(Linked, Option<Stand>)> {
    let found = replica::under(Kind::Links, bundle.as_str()).await.ok()?;
    let (_, kept) = found.into_iter().find(|(id, _)| id == bundle.as_str())?;
    let member = |name: &str| Reflect::get(&kept, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let number = |name: &str| member(name).as_f64();
    let stand = number("modified").zip(number("size")).map(|(modified, size)| Stand { modified, size });
    Some((Linked(member("handle")), stand))
}

async fn keep(bundle: &Id, file: &Linked, stand: Stand) {
    let kept = Object::new();
    let members =
        [("handle", file.0.clone()), ("modified", stand.modified.into()), ("size", stand.size.into())];
    for (name, value) in members {
        // A plain object takes every member.
        let _ = Reflect::set(&kept, &name.into(), &value);
    }
    // Where it cannot be kept, the file is linked anew after the next start.
    let _ = replica::put(Kind::Links, &[(bundle.to_string(), kept.into())]).await;
}

fn failed(error: LinkError) -> LinkState {
    match error {
        LinkError::Permission => LinkState::Permission,
        LinkError::Missing => LinkState::Failed("文件不在原处，可能被移动或删除".to_owned()),
        LinkError::Full => LinkState::Failed("磁盘已满".to_owned()),
        LinkError::Changed => LinkState::Changed,
        LinkError::Other(why) => LinkState::Failed(why),
    }
}
