//! The page opens by double click, offline, and keeps to itself.

use browser_tests::{Suite, packed_page};

/// A ledger of nothing but its names.
const OTHER: &str = r#"{"format":"zhenggai.bundle/1","id":"other","title":"另一本台账"}"#;

pub fn add(suite: &mut Suite) {
    suite.test("the page opens over file:// and is ready", |page| {
        page.wait_ready();
        assert!(page.text().contains("整改台账"), "the page shows: {}", page.text());
        assert_eq!(page.by_role("status", "正在打开…").count(), 0, "the waiting note is still there");
        assert_eq!(page.errors(), [] as [&str; 0]);
    });

    suite.test("the titles of the ledger can be read before the program is there", |page| {
        page.wait_ready();
        let order = "return performance.getEntriesByType('mark').filter((mark) => ['preview', 'ready'].includes(mark.name)) \
            .sort((a, b) => a.startTime - b.startTime).map((mark) => mark.name)";
        assert_eq!(page.script(order, &[]), serde_json::json!(["preview", "ready"]));
        assert_eq!(page.by_css("#opening").count(), 0);
        // A copy of the page begins as this one did.
        let copy = page.script("return zhenggai.copy('{}')", &[]);
        let copy = copy.as_str().unwrap_or_default();
        assert!(copy.contains("正在打开…") && !copy.contains("<ol>"), "what was shown at the start is in the copy");
        // Of a ledger that is not the one that opens nothing is shown.
        let path = crate::workspace::file(page, "另一本.json", OTHER.as_bytes());
        page.by_role("button", "打开…").click();
        page.upload(&page.by_css("input[type=file]"), &path);
        page.wait_text("已打开 另一本.json");
        page.reload();
        assert!(page.text().contains("另一本台账"));
        assert_eq!(page.script(order, &[]), serde_json::json!(["ready"]));
    });

    suite.test("the program is compiled beside the page, and by the page where no worker may run", |page| {
        page.wait_ready();
        let beside = "return zhenggai.program.then((module) => String(module))";
        assert_eq!(page.script(beside, &[]), "[object WebAssembly.Module]");
        // Without the permission for workers.
        let html = std::fs::read_to_string(packed_page()).expect("the page was read before");
        page.replace_file(&html.replacen(" worker-src blob:;", "", 1));
        page.wait_ready();
        let refused = "return zhenggai.program.then(() => 'compiled', () => 'refused')";
        assert_eq!(page.script(refused, &[]), "refused");
    });

    suite.test("the first page is the overview, with the counts of the ledger", |page| {
        page.wait_ready();
        let title = page.script("return document.title", &[]);
        assert_eq!(title, "整改台账 — 武汉市科技创新局十四届市委第五轮巡察整改台账");
        let marks = page.script("return performance.getEntriesByName('ready', 'mark').length", &[]);
        assert_eq!(marks, 1);
        let places = page.by_role("navigation", "主导航");
        let names = "return Array.from(document.querySelectorAll(arguments[0]), (link) => link.textContent)";
        assert_eq!(
            page.script(names, &["[aria-label=主导航] a".into()]),
            serde_json::json!([
                "总览", "问题", "措施", "审核", "制度", "通报", "报表", "变更", "合并", "归档", "检查"
            ]),
            "the eleven places, each link with its name alone"
        );
        let others = page.by_role("navigation", "其他");
        for name in ["台账信息", "本机台账", "帮助"] {
            others.by_role("link", name).wait();
        }
        assert_eq!(places.by_role("link", "总览").attribute("aria-current").as_deref(), Some("page"));
        let totals = page.by_role("list", "总数");
        for name in ["34 问题", "110 整改措施", "110 未填报", "0 已完成", "0 已逾期"] {
            totals.by_role("link", name).wait();
        }
        let claims = page.by_role("region", "通报所称与台账所计");
        for (subject, claimed, counted) in
            [("整改措施", "162 条", "110 条"), ("制度机制", "63 项", ""), ("追责问责", "27 人次", "27 人次")]
        {
            let row = claims.by_role_containing("row", claimed).text();
            assert!(row.contains(subject) && row.contains(counted), "{row}");
            assert_eq!(row.contains("台账比通报少"), subject != "追责问责", "{row}");
            assert_eq!(row.contains("一致"), subject == "追责问责", "{row}");
        }
        totals.by_role("link", "110 整改措施").click();
        page.by_role("status", "命中").wait_text("共 110 条措施，符合 110 条");
        assert_eq!(places.by_role("link", "措施").attribute("aria-current").as_deref(), Some("page"));
        page.goto("#/nowhere");
        page.by_role("heading", "没有这一页").wait();
        assert_eq!(page.errors(), [] as [&str; 0]);
    });

    suite.test("the first stop of Tab leads to the content", |page| {
        page.wait_ready();
        page.press("Tab");
        let skip = page.by_role("link", "跳到正文");
        page.wait_until("the skip link has the focus", || skip.has_focus());
        page.press("Enter");
        page.wait_until("the content has the focus", || page.by_role("main", "").has_focus());
        assert_eq!(page.script("return location.hash", &[]), "", "the address is another one now");
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
        let script = "document.getElementById('app').hidden = true; const box = document.createElement('section'); box.innerHTML = arguments[0]; document.body.append(box)";
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
