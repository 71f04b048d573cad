//! What the page says when the browser cannot run it, when nothing can be kept, and when the program breaks.

use browser_tests::{Condition, Page, Suite};

pub fn add(suite: &mut Suite) {
    suite.test_under(Condition::BlockedStorage, "blocked storage is told and the page works", |page| {
        page.wait_ready();
        page.by_css(".boot-banner[role=alert]").wait_text("修改不会保留");
        assert_eq!(page.script("return zhenggai.storage", &[]), "blocked");
        assert!(page.text().contains("整改台账"));
        assert_eq!(page.axe(), [] as [&str; 0]);
        page.script("zhenggai.pending.push('an edit')", &[]);
        drill(page);
        let dialog = page.by_role("dialog", "页面出错了");
        dialog.wait_text("不导出就会丢失");
        let (_, bytes) = page.download(|| dialog.by_role("button", "导出数据").click());
        let saved: serde_json::Value = serde_json::from_slice(&bytes).expect("the export is JSON");
        let kept = (&saved["entries"], &saved["pending"]);
        assert_eq!(kept, (&serde_json::json!({}), &serde_json::json!(["an edit"])));
    });

    suite.test_under(Condition::NoWebAssembly, "no WebAssembly is told with what to do", |page| {
        page.by_css(".boot-message").wait_text("WebAssembly");
        page.by_css(".boot-message").wait_text("联系管理员");
        assert_eq!(page.by_css(".boot-opening").count(), 0);
        assert_eq!(page.axe(), [] as [&str; 0]);
    });

    suite.test("a file cut short is told", |page| {
        let html = std::fs::read_to_string(browser_tests::packed_page()).expect("the page was read before");
        let cut = html.rfind("<script type=\"module\">").expect("the page has a program") - 1000;
        page.replace_file(&html[..cut]);
        page.by_css(".boot-message").wait_text("重新复制一份完整的文件");
    });

    suite.test("a file with damaged bytes is told", |page| {
        let html = std::fs::read_to_string(browser_tests::packed_page()).expect("the page was read before");
        let at = html.find("id=\"wasm-0\">").expect("the page has WebAssembly") + 2000;
        page.replace_file(&format!("{}AAAAAAAA{}", &html[..at], &html[at + 8..]));
        page.by_css(".boot-message").wait_text("启动时出错");
        page.by_css(".boot-message summary").wait_text("详细信息");
    });

    suite.test("a panic shows the rescue, which exports everything", |page| {
        page.wait_ready();
        page.script(
            "localStorage.setItem('zhenggai/1/demo/s/1', 'kept'); localStorage.setItem('other', 'not ours'); \
             zhenggai.pending.push('{\"id\":\"not stored yet\"}')",
            &[],
        );
        drill(page);
        let dialog = page.by_role("dialog", "页面出错了");
        assert_eq!(page.axe(), [] as [&str; 0]);
        let (name, bytes) = page.download(|| dialog.by_role("button", "导出数据").click());
        assert!(name.starts_with("整改台账-抢救-20") && name.contains(".json"), "{name}");
        let saved: serde_json::Value = serde_json::from_slice(&bytes).expect("the export is JSON");
        assert_eq!(saved["format"], "zhenggai.rescue/1");
        assert!(
            saved["message"].as_str().is_some_and(|message| message.contains("抢救演练")),
            "{}",
            saved["message"]
        );
        assert_eq!(saved["bundle"]["format"], "zhenggai.bundle/1");
        assert_eq!(saved["entries"], serde_json::json!({ "zhenggai/1/demo/s/1": "kept" }));
        assert_eq!(saved["pending"], serde_json::json!(["{\"id\":\"not stored yet\"}"]));

        // A second break must not put a second dialog over the first.
        page.script("zhenggai.rescue('again')", &[]);
        assert_eq!(page.by_css("dialog.boot-rescue").count(), 1);
        page.press("Escape");
        dialog.wait();
        dialog.by_role("button", "重新打开").click();
        dialog.wait_gone();
        page.wait_ready();
    });

    suite.test("the rescue holds the ledger that was opened, to the last digit", |page| {
        page.wait_ready();
        for (opened, part) in [
            (r#""{\"n\": 12345678901234567890.10}""#, r#""bundle":{"n": 12345678901234567890.10}"#),
            (r#"new Blob(["{\"b\": 1.0}"])"#, r#""bundle":{"b": 1.0}"#),
            (r#""{ no json""#, r#""bundleText":"{ no json""#),
        ] {
            page.reload();
            page.script(&format!("zhenggai.opened = {opened}"), &[]);
            drill(page);
            let save = page.by_role("dialog", "页面出错了").by_role("button", "导出数据");
            let (_, bytes) = page.download(|| save.click());
            let text = String::from_utf8(bytes).expect("the export is UTF-8");
            assert!(text.contains(part), "{part} is not in {text}");
            serde_json::from_str::<serde_json::Value>(&text).expect("the export is JSON");
        }
    });

    suite.test("a trap without a panic shows the rescue too", |page| {
        page.wait_ready();
        // Without the panic hook, as when memory runs out: all that is left is the error in the page.
        page.script("zhenggai.rescue = () => {}", &[]);
        drill(page);
        let message = page.by_css(".boot-rescue pre").eval("return arguments[0].textContent");
        assert!(message.as_str().is_some_and(|message| message.contains("unreachable")), "{message}");
    });

    suite.test("only errors that break the program show the rescue", |page| {
        page.wait_ready();
        page.script("dispatchEvent(new ErrorEvent('error', { error: new Error('of an extension') }))", &[]);
        assert_eq!(page.by_css(".boot-rescue, .boot-message").count(), 0);
        for broken in [
            "new ErrorEvent('error', { error: new WebAssembly.RuntimeError('x') })",
            "new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: new WebAssembly.RuntimeError('x') })",
            "new ErrorEvent('error', { error: new RangeError('Maximum call stack size exceeded') })",
        ] {
            page.reload();
            page.script(&format!("dispatchEvent({broken})"), &[]);
            page.by_role("dialog", "页面出错了").wait();
        }
    });
}

fn drill(page: &Page) {
    page.script("setTimeout(() => dispatchEvent(new Event('zhenggai-drill')))", &[]);
    page.by_role("dialog", "页面出错了").wait();
}
