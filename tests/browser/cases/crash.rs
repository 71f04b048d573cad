//! Killed browsers: what was acknowledged is there afterwards, letter for letter.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::rc::Rc;
use std::time::{Duration, Instant};

use browser_tests::{Browser, Condition, Page, Session, Suite, Verdict, packed_page};
use serde_json::Value;

use crate::workspace::{edits, exported, saved, sign};

/// How many edits are to be acknowledged before the test has seen enough.
const ENOUGH: usize = 200;

/// Goes on editing by the status boxes of a finding, in bursts, and notes the key and text of every edit that 已保存 was
/// said of: each is looked at a while after it was made.
const EDIT_AND_NOTE: &str = "window.noted = {}; let n = arguments[0]; \
    const is_edit = /^zhenggai\\/1\\/[^/]+\\/[^/]+\\/\\d+$/; \
    const step = () => { \
      if (document.querySelector('[aria-label=\"保存状态\"]').textContent === '已保存') \
        for (const key of Object.keys(localStorage)) if (is_edit.test(key)) noted[key] = localStorage.getItem(key); \
      const boxes = document.querySelectorAll('select[aria-label=\"整改状态\"]'); \
      const box = boxes[n % Math.min(boxes.length, 9)]; \
      const options = Array.from(box.options).map((one) => one.value).filter((one) => one && one !== box.value); \
      box.value = options[n % options.length]; \
      box.dispatchEvent(new Event('change', { bubbles: true })); \
      n += 1; setTimeout(step, n % 7 === 0 ? 50 : 5); }; step();";

pub fn add(suite: &mut Suite) {
    for browser in [Browser::Chromium, Browser::Firefox] {
        suite.alone(
            &format!("{browser}: crash: a killed browser loses nothing that was acknowledged"),
            move || {
                killed(browser);
                Verdict::Passed
            },
        );
    }
}

/// The moments at which the browser is killed: another series each time, or the one of `ZHENGGAI_SEED`.
struct Moments {
    seed: u64,
    state: u64,
}

impl Moments {
    /// Of a seed, which is printed: a run that fails can be begun again with it.
    fn new(browser: Browser) -> Self {
        let given = std::env::var("ZHENGGAI_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
        println!("{browser}: crash: ZHENGGAI_SEED={seed}");
        Self { seed, state: seed }
    }

    /// The next one: 50 to 1,549 milliseconds, by SplitMix64 (Steele, Lea and Flood 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        50 + (mixed ^ (mixed >> 31)) % 1500
    }
}

/// Many lives of one browser, each ended by SIGKILL at a random moment, until 200 edits were acknowledged.
fn killed(browser: Browser) {
    let folder = std::env::temp_dir().join(format!("zhenggai-kill-{browser}-{}", std::process::id()));
    let profile = folder.join("profile");
    std::fs::create_dir_all(&profile).expect("a folder can be made");
    let file = folder.join("整改台账.html");
    std::fs::copy(packed_page(), &file).expect("the page is there");
    let mut acknowledged: BTreeMap<String, String> = BTreeMap::new();
    let mut random = Moments::new(browser);
    let mut moments = Vec::new();
    loop {
        let session =
            Session::start_with(browser, Condition::Plain, Some(&profile)).expect("the browser starts");
        let page = Page::at(Rc::new(session), file.clone());
        page.wait_ready();
        if moments.is_empty() {
            sign(&page);
            saved(&page);
        }
        page.goto("#/findings/f12");
        page.by_role("article", "措施 12-1").wait();
        let told = format!(
            "what was acknowledged is there, killed after {moments:?} ms (ZHENGGAI_SEED={})",
            random.seed
        );
        page.wait_until(&told, || {
            let stored = edits(&page);
            acknowledged.iter().all(|(key, text)| stored.get(key) == Some(text))
        });
        if acknowledged.len() >= ENOUGH || moments.len() >= 40 {
            all_exported(&page, &acknowledged);
            assert!(acknowledged.len() >= ENOUGH, "only {} edits were acknowledged", acknowledged.len());
            break;
        }
        page.script(EDIT_AND_NOTE, &[acknowledged.len().into()]);
        let moment = random.next();
        moments.push(moment);
        let until = Instant::now() + Duration::from_millis(moment);
        while Instant::now() < until {
            let noted = page.script("return window.noted", &[]);
            let noted: BTreeMap<String, String> = serde_json::from_value(noted).unwrap_or_default();
            acknowledged.extend(noted);
        }
        page.session().kill().expect("the browser is killed");
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// The export holds every edit as it was acknowledged.
fn all_exported(page: &Page, acknowledged: &BTreeMap<String, String>) {
    let ledger = exported(page);
    let mut history: BTreeMap<String, Value> = BTreeMap::new();
    for mut edit in ledger["history"].as_array().cloned().unwrap_or_default() {
        // What takes it back, where the edit alone does not tell: files hold it, stores do not.
        edit.as_object_mut().map(|members| members.remove("took"));
        history.insert(edit["id"].as_str().unwrap_or_default().to_owned(), edit);
    }
    for text in acknowledged.values() {
        let edit: Value = serde_json::from_str(text).expect("an edit is JSON");
        let id = edit["id"].as_str().unwrap_or_default();
        assert_eq!(history.get(id), Some(&edit), "an acknowledged edit is lost or another one");
    }
}
