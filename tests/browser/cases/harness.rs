//! The harness does what people do: keys, fields, files, tabs. Without this a test of the app could pass because
//! nothing happened at all.

use browser_tests::{Page, Suite};

/// Puts elements into the page in the place of the app, with a script that notes what happens to them in `window.noted`.
fn put(page: &Page, html: &str) {
    page.wait_ready();
    page.script(
        "document.getElementById('app').hidden = true; window.noted = []; document.body.insertAdjacentHTML('beforeend', arguments[0]); \
         for (const kind of ['click', 'input', 'change', 'keydown']) \
           document.addEventListener(kind, (event) => noted.push([kind, event.target.id, event.key || '', event.ctrlKey ? 'ctrl' : ''].join(' ').trim()))",
        &[html.into()],
    );
}

fn noted(page: &Page) -> Vec<String> {
    serde_json::from_value(page.script("return noted.splice(0)", &[])).unwrap_or_default()
}

pub fn add(suite: &mut Suite) {
    suite.test("the harness types, fills, selects and presses", |page| {
        put(
            page,
            "<label>意见 <textarea id=a>旧</textarea></label><label>期限 <input id=d type=date></label>\
             <label>状态 <select id=s><option>整改中</option><option>已完成</option></select></label><button id=b>导出…</button>",
        );
        let opinion = page.by_role("textbox", "意见");
        opinion.type_text("的\n新的");
        assert_eq!(opinion.value(), "旧的\n新的");
        opinion.fill("换过了");
        assert_eq!(opinion.value(), "换过了");
        opinion.fill("");
        assert_eq!(opinion.value(), "");
        assert!(opinion.has_focus());
        let date = page.by_css("#d");
        noted(page);
        date.fill("2024-03-01");
        assert_eq!(date.value(), "2024-03-01");
        assert_eq!(noted(page), ["change a", "input d", "change d"]);
        let status = page.by_role("combobox", "状态");
        status.select("已完成");
        assert_eq!(status.value(), "已完成");
        assert!(noted(page).contains(&"change s".to_owned()));
        page.by_role("button", "导出…").press("Control+Shift+x");
        assert!(noted(page).contains(&"keydown b X ctrl".to_owned()));
        page.by_role("button", "导出…").click();
        assert!(noted(page).contains(&"click b".to_owned()));
        opinion.focus();
        page.type_text("再写");
        assert_eq!(opinion.value(), "再写");
    });

    suite.test("the harness finds what people can reach and nothing else", |page| {
        put(
            page,
            "<button hidden>甲</button><button aria-hidden=true>甲</button><p id=x></p><ul><li><button>乙 1</button></li><li><button>乙 2</button></li></ul>\
             <dialog aria-label='选择'><button>丙</button></dialog>",
        );
        assert_eq!(page.by_role("button", "甲").count(), 0);
        assert_eq!(page.by_role_containing("button", "乙").count(), 2);
        assert_eq!(page.by_role_containing("button", "乙").nth(1).text(), "乙 2");
        assert_eq!(page.by_role("listitem", "").nth(0).by_role("button", "").text(), "乙 1");
        assert!(!page.by_role("button", "丙").exists());
        page.script("document.querySelector('dialog[aria-label=选择]').showModal()", &[]);
        page.by_role("dialog", "选择").by_role("button", "丙").wait();
        page.by_role("button", "乙 1").wait_gone();
        page.script("setTimeout(() => { document.querySelector('dialog[aria-label=选择]').close(); document.getElementById('x').textContent = '来了' }, 200)", &[]);
        page.wait_text("来了");
        page.by_role("button", "乙 1").wait();
    });

    suite.test("the harness hands files over and takes them", |page| {
        put(page, "<label>选择文件 <input id=f type=file></label><a id=l download='台账.json'>存</a>");
        let file = page.file().with_file_name("另一个 台账.json");
        std::fs::write(&file, "{\"a\":1}").expect("the folder is there");
        page.upload(&page.by_css("#f"), &file);
        let read = page.script_async(
            "const done = arguments[0]; const file = document.getElementById('f').files[0]; file.text().then((text) => done(file.name + text))",
        );
        assert_eq!(read, "另一个 台账.json{\"a\":1}");
        page.script("l.href = URL.createObjectURL(new Blob(['{\"b\":2}'], { type: 'application/json' }))", &[]);
        for _ in 0..2 {
            let (name, bytes) = page.download(|| page.by_css("#l").click());
            assert_eq!((name.as_str(), bytes.as_slice()), ("台账.json", b"{\"b\":2}".as_slice()));
        }
    });

    suite.test("the harness opens tabs that share what is stored", |page| {
        page.wait_ready();
        assert!(page.store().is_empty(), "an earlier test left something: {:?}", page.store());
        let other = page.new_tab();
        page.script("addEventListener('storage', (event) => { document.title = event.key })", &[]);
        other.script("localStorage.setItem('zhenggai/1/a', 'b')", &[]);
        page.wait_until("the first tab hears of it", || {
            page.script("return document.title", &[]) == "zhenggai/1/a"
        });
        assert_eq!(page.store().get("zhenggai/1/a").map(String::as_str), Some("b"));
        page.reload();
        assert_eq!(page.store().len(), 1);
    });
}
