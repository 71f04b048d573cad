//! The page opens by double click, offline, and keeps to itself.

use browser_tests::{Suite, packed_page};

pub fn add(suite: &mut Suite) {
    suite.test("the page opens over file:// and is ready", |page| {
        page.wait_ready();
        assert!(page.text().contains("整改台账"), "the page shows: {}", page.text());
        assert_eq!(page.by_role("status", "正在打开…").count(), 0, "the waiting note is still there");
        assert_eq!(page.errors(), [] as [&str; 0]);
    });

    suite.test("nothing leaves the page", |page| {
        page.wait_ready();
        assert_eq!(page.requests(), [] as [&str; 0]);
    });

    suite.test("the policy forbids what the page does not need", |page| {
        page.wait_ready();
        let script = "const done = arguments[0]; fetch('https://example.invalid/').then(() => done('sent'), () => done('refused'));";
        let fetched = page.script_async(script);
        assert_eq!(fetched, "refused");
        assert!(!page.requests().is_empty(), "the refusal is not among the requests, so they would miss a real one too");
        // The static policy allows this for the sake of old browsers; the second one must have taken it back.
        page.script("setTimeout('window.smuggled = 2')", &[]);
        page.wait_until("the browser reports it", || {
            page.requests().iter().any(|request| request.contains("script-src") && request.contains("eval"))
        });
        page.script("const made = document.createElement('script'); made.textContent = 'window.smuggled = 1'; document.head.append(made)", &[]);
        assert!(page.script("return window.smuggled", &[]).is_null(), "an inline script without a hash ran");
    });

    suite.test("axe finds nothing on the first page", |page| {
        page.wait_ready();
        assert_eq!(page.axe(), [] as [&str; 0]);
    });

    suite.test("another ledger can be put into the finished page", |page| {
        let html = std::fs::read_to_string(packed_page()).expect("the page was read before");
        let start = html.find("id=\"bundle\">").expect("the page has a ledger") + "id=\"bundle\">".len();
        let end = start + html[start..].find("</script>").expect("the ledger ends");
        let mut own: serde_json::Value = serde_json::from_str(&html[start..end]).expect("the ledger is JSON");
        own["id"] = "put-in-by-hand".into();
        let text = own.to_string().replace('<', "\\u003c");
        page.replace_file(&format!("{}{text}{}", &html[..start], &html[end..]));
        page.wait_ready();
        let id = page.script("return JSON.parse(document.getElementById('bundle').textContent).id", &[]);
        assert_eq!(id, "put-in-by-hand");
        assert_eq!(page.requests(), [] as [&str; 0]);
    });

    suite.test("names found by the tests are the names that the browser computes", |page| {
        page.wait_ready();
        let samples = "<label>单位 <input value='甲'></label><label>状态 <select><option>已完成</option></select></label>\
            <input type='search' aria-label='搜索'><nav aria-label='主导航'><a href='#/x'>总览</a></nav><button><span>导出</span> JSON</button>\
            <article aria-label='措施 12-3'>x</article><table><caption>措施台账</caption><tr><th>编号</th></tr></table>\
            <div role='status' aria-label='保存状态'>已保存</div><label><input type='checkbox'> 逾期</label>";
        let script = "const box = document.createElement('section'); box.innerHTML = arguments[0]; document.body.append(box)";
        page.script(script, &[samples.into()]);
        for (role, name) in [
            ("textbox", "单位"),
            ("combobox", "状态"),
            ("searchbox", "搜索"),
            ("navigation", "主导航"),
            ("link", "总览"),
            ("button", "导出 JSON"),
            ("article", "措施 12-3"),
            ("table", "措施台账"),
            ("status", "保存状态"),
            ("checkbox", "逾期"),
        ] {
            assert_eq!(page.by_role(role, name).computed(), (role.to_owned(), name.to_owned()));
        }
    });
}
