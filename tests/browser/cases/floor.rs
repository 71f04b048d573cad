//! The oldest browser that counts, Chromium 83, opens the page.

use browser_tests::{OldChromium, Suite, Verdict, packed_page};

pub fn add(suite: &mut Suite) {
    suite.alone("chromium 83: the page opens without an error, and the rescue works", || {
        let program = match OldChromium::program() {
            Ok(program) => program,
            Err(why) => return Verdict::Skipped(format!("floor check skipped: {why}")),
        };
        let html = std::fs::read(packed_page()).expect("the page was read before");
        let result = OldChromium::open(&program, &html).and_then(|mut browser| {
            assert!(browser.version()?.contains("/83."), "this is not Chromium 83");
            browser.wait("document.documentElement.dataset.ready === 'true'")?;
            assert_eq!(browser.eval("document.querySelectorAll('.boot-message, .boot-rescue').length")?, 0);
            assert_eq!(browser.eval("document.querySelectorAll('#app *').length > 0")?, true);
            let beside = "zhenggai.program.then((module) => module instanceof WebAssembly.Module)";
            assert_eq!(browser.eval(beside)?, true);
            // The second WebAssembly compiles in a worker there too.
            browser.eval("location.hash = '#/exchange'")?;
            let button = "Array.from(document.querySelectorAll('button')).find((one) => one.innerText === '导出台账（.xlsx）')";
            browser.wait(&format!("!!{button}"))?;
            browser.eval(&format!("{button}.click()"))?;
            browser.wait("document.querySelector('.news').innerText.includes('已交浏览器下载')")?;
            // It tells that it does not know this word of the policy; that is why the policy has another one too.
            let errors: Vec<String> =
                browser.errors()?.into_iter().filter(|error| !error.contains("'wasm-unsafe-eval'")).collect();
            assert_eq!(errors, [] as [&str; 0]);
            browser.eval("dispatchEvent(new Event('zhenggai-drill'))")?;
            browser.wait("document.querySelectorAll('dialog.boot-rescue[open] button').length === 2")
        });
        if let Err(message) = result {
            panic!("Chromium 83: {message}");
        }
        Verdict::Passed
    });
}
