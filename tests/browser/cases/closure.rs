//! 销号 from empty to closed by two people, deadlines that stay and are extended, and supervision letters.

use browser_tests::{Browser, Locator, Page, Suite};

use crate::access::read;
use crate::workspace::{alert, edits, enter, quiet, saved, sign, sign_in, unfold};

fn measure<'p>(page: &'p Page, name: &str) -> Locator<'p> {
    page.by_role("article", name)
}

fn closing<'p>(page: &'p Page, name: &str) -> Locator<'p> {
    measure(page, name).by_role("group", "销号")
}

/// Another person takes the chair.
fn sign_as(page: &Page, name: &str, unit: &str) {
    page.by_role("button", "更换署名").click();
    sign_in(page, name, unit);
}

fn due<'p>(page: &'p Page, name: &str) -> Locator<'p> {
    page.by_role("complementary", &format!("{name}的责任、时限与状态")).by_role("textbox", "整改时限")
}

/// The gate names what is missing, leads there, and opens once nothing is.
fn complete(page: &Page) {
    page.goto("#/findings/f12");
    let one = measure(page, "措施 12-1");
    closing(page, "措施 12-1").by_role("button", "申请销号").click();
    let told = alert(page, "不能申请销号，还缺 3 项");
    for part in ["整改状态是“未填报”", "整改进展及成效没有填写", "没有佐证材料"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert_eq!(edits(page).len(), 0, "a refused application left an edit");
    let mut found = read(page, "gate");
    page.by_role("link", "措施 12-1：整改进展及成效没有填写").click();
    let add = one.by_role("button", "新增进展");
    page.wait_until("the cursor is where it is mended", || add.has_focus());
    page.press("Enter");
    enter(
        &one.by_role("group", "整改进展及成效").by_role("textbox", "进展及成效"),
        page,
        "已印发办法，举办培训 2 次。",
    );
    one.by_role("button", "新增佐证材料").click();
    enter(&one.by_role("group", "佐证材料").by_role("textbox", "材料名称"), page, "办法.pdf");
    alert(page, "还缺 1 项");
    page.by_role("complementary", "措施 12-1的责任、时限与状态")
        .by_role("combobox", "整改状态")
        .select("● 已完成");
    page.by_role("alert", "").wait_gone();
    closing(page, "措施 12-1").by_role("button", "申请销号").click();
    closing(page, "措施 12-1").wait_text("已申请，待牵头部门初审");
    found.extend(read(page, "applied"));
    assert_eq!(found, [] as [&str; 0]);
}

/// One reviewer returns it by key, and reads of it in the rounds.
fn send_back(page: &Page) {
    page.goto("#/review");
    let progress = page.by_role("status", "审核进度");
    progress.wait_text("已审 0 / 1");
    let item = page.by_role("article", "措施 12-1");
    item.wait_text("办法.pdf");
    item.wait_text("已印发办法");
    assert_eq!(read(page, "review"), [] as [&str; 0]);
    page.press("r");
    let opinion = item.by_role("textbox", "意见");
    page.wait_until("the cursor is in the opinion", || opinion.has_focus());
    // Keys of the page are letters while one types.
    page.type_text("a r 缺签到表");
    page.press("Control+Enter");
    progress.wait_text("已审 1 / 1");
    page.wait_text("没有等您审核的事项");
    page.goto("#/findings/f12");
    let told = closing(page, "措施 12-1");
    told.wait_text("a r 缺签到表");
    told.wait_text("牵头部门初审：退回");
    told.by_role("button", "申请销号").click();
    told.wait_text("第 2 轮");
}

/// Two people accept; one alone cannot.
fn accept(page: &Page) {
    page.goto("#/review");
    page.by_role("article", "措施 12-1").wait();
    page.press("a");
    page.by_role("status", "审核进度").wait_text("已审 1 / 1");
    page.by_role("combobox", "范围").select("全部在审");
    page.by_role("article", "措施 12-1").wait_text("审核中，待整改办复核");
    page.press("a");
    alert(page, "双重审核须由另一人办理");
    sign_as(page, "李强", "整改办");
    page.by_role("combobox", "范围").select("等我审核");
    let item = page.by_role("article", "措施 12-1");
    item.by_role("combobox", "意见模板").select("同意：经现场核验，整改到位，同意销号。");
    assert_eq!(item.by_role("textbox", "意见").value(), "经现场核验，整改到位，同意销号。");
    item.by_role("button", "审核同意").click();
    page.wait_text("没有等您审核的事项");
    saved(page);
}

pub fn add(suite: &mut Suite) {
    suite.test("closure: what was lost since the application is not accepted", |page| {
        sign(page);
        complete(page);
        let status = || {
            let side = page.by_role("complementary", "措施 12-1的责任、时限与状态");
            side.by_role("combobox", "整改状态")
        };
        status().select("◔ 整改中");
        saved(page);
        page.goto("#/review");
        page.by_role("article", "措施 12-1").wait();
        page.press("a");
        let told = alert(page, "不能审核同意，还缺 1 项");
        assert!(told.contains("整改状态是“整改中”"), "{told}");
        page.goto("#/findings/f12");
        closing(page, "措施 12-1").wait_text("已申请，待牵头部门初审");
        status().select("● 已完成");
        saved(page);
        // Another unit cannot take the application back.
        page.goto("#/review");
        sign_as(page, "李强", "整改办");
        page.goto("#/findings/f12");
        closing(page, "措施 12-1").by_role("button", "撤回申请").click();
        alert(page, "只能由本人或其单位撤回");
        page.goto("#/review");
        page.by_role("article", "措施 12-1").by_role("button", "审核同意").click();
        page.by_role("status", "审核进度").wait_text("已审 1 / 1");
        quiet(page);
    });

    suite.test("closure: what is missing is led to, however late the browser tells of the address", |page| {
        sign(page);
        page.goto("#/findings/f12");
        closing(page, "措施 12-1").by_role("button", "申请销号").click();
        alert(page, "不能申请销号，还缺 3 项");
        page.script(
            "addEventListener('hashchange', () => { window.told = true; }); \
            document.addEventListener('click', (event) => { const link = event.target.closest('a'); if (!link) return; \
                event.preventDefault(); setTimeout(() => { location.hash = link.hash; }, 400); }, true)",
            &[],
        );
        page.by_role("link", "措施 12-1：整改进展及成效没有填写").click();
        page.wait_until("the address was told", || page.script("return window.told === true", &[]) == true);
        let add = measure(page, "措施 12-1").by_role("button", "新增进展");
        page.wait_until("the cursor is where it is mended", || add.has_focus());
        page.wait_timers();
        assert!(add.has_focus(), "the cursor went elsewhere");
        quiet(page);
    });

    suite.test("closure: from empty to closed by two people, with one return", |page| {
        sign(page);
        complete(page);
        send_back(page);
        accept(page);
        page.reload();
        page.goto("#/findings/f12");
        let told = closing(page, "措施 12-1");
        told.wait_text("已销号");
        unfold(&told);
        let text = told.text();
        for part in [
            "第 1 轮",
            "退回",
            "第 2 轮",
            "王敏（高新处）",
            "牵头部门初审：审核同意",
            "李强（整改办）",
            "整改办复核：销号",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        told.by_role("button", "重新打开").click();
        page.wait_text("请写明重新打开的原因");
        told.by_role("textbox", "意见").fill("复核发现同类问题");
        told.by_role("button", "重新打开").click();
        told.wait_text("已重新打开");
        page.press("Control+z");
        told.by_role("button", "重新打开").wait();
        page.goto("#/history");
        page.wait_text("退回：a r 缺签到表");
        quiet(page);
    });

    suite.test(
        "closure: whose items are shown is chosen by keyboard, and the choice keeps the focus",
        |page| {
            sign(page);
            complete(page);
            page.goto("#/review");
            page.by_role("article", "措施 12-1").wait();
            let whose = page.by_role("combobox", "范围");
            whose.focus();
            page.press("ArrowDown");
            page.wait_until("all that is under review is shown", || {
                page.script("return location.hash", &[]) == "#/review?who=all"
            });
            page.script(
                "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
                &[],
            );
            assert!(whose.has_focus(), "the list took the focus");
            page.press("ArrowUp");
            page.wait_until("those of the person are shown", || {
                page.script("return location.hash", &[]) == "#/review"
            });
            // Keys of the list go on from there.
            page.press("r");
            let opinion = page.by_role("article", "措施 12-1").by_role("textbox", "意见");
            page.wait_until("the cursor is in the opinion", || opinion.has_focus());
            quiet(page);
        },
    );

    suite.test("closure: a first deadline stays, and an extension needs its reason and approver", |page| {
        sign(page);
        page.goto("#/findings/f12");
        enter(&due(page, "措施 12-1"), page, "2026-06-30");
        enter(&due(page, "措施 12-1"), page, "2026-12-31");
        alert(page, "首次时限不能改写");
        page.press("Escape");
        assert_eq!(due(page, "措施 12-1").value(), "2026-06-30");
        let group = measure(page, "措施 12-1").by_role("group", "延期");
        group.by_role("button", "新增延期").click();
        let new = group.by_role("textbox", "新的时限");
        page.wait_until("the cursor is in the form", || new.has_focus());
        new.fill("2026-05-31");
        page.press("Enter");
        let told = alert(page, "没有登记");
        for part in ["新的时限应晚于现行时限 2026-06-30", "没有写明延期原因", "没有写明批准人"]
        {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        assert_eq!(new.attribute("aria-invalid").as_deref(), Some("true"));
        assert_eq!(read(page, "extension"), [] as [&str; 0]);
        new.fill("2030年12月底前");
        group.by_role("textbox", "延期原因").fill("验收未完");
        group.by_role("textbox", "批准人").fill("李局长");
        group.by_role("button", "登记延期").click();
        page.wait_text("现行时限 2030-12（已延期 1 次）");
        // Whoever moved or removed one would set another deadline.
        assert_eq!(group.by_role_containing("button", "删除").count(), 0);
        assert_eq!(group.by_role_containing("button", "上移").count(), 0);
        assert_eq!(edits(page).len(), 2);
        enter(&group.by_role("textbox", "延期原因"), page, "");
        alert(page, "延期原因，不能留空");
        page.press("Escape");
        saved(page);
        page.reload();
        assert_eq!(due(page, "措施 12-1").value(), "2026-06-30");
        unfold(&group);
        assert_eq!(group.by_role("textbox", "新的时限").value(), "2030-12");
        quiet(page);
    });

    suite.test(
        "closure: an opinion that was not given and an extension that was not entered are kept",
        |page| {
            sign(page);
            complete(page);
            let kept = || page.store().keys().filter(|key| key.contains("/draft/")).count();
            page.goto("#/review");
            let opinion = page.by_role("article", "措施 12-1").by_role("textbox", "意见");
            opinion.fill("请补培训签到表");
            page.goto("#/findings/f12");
            let group = measure(page, "措施 12-1").by_role("group", "延期");
            group.by_role("button", "新增延期").click();
            let reason = group.by_role("textbox", "延期原因");
            reason.fill("验收未完");
            assert_eq!(kept(), 2, "{:?}", page.store());
            page.reload();
            // The form is open again, with what was in it, and says so; given up, it is gone.
            assert_eq!(reason.value(), "验收未完");
            group.wait_text("上次没有输完的文字，还没有提交");
            group.by_role("button", "取消").click();
            reason.wait_gone();
            page.goto("#/review");
            assert_eq!(opinion.value(), "请补培训签到表");
            page.wait_text("上次没有输完的文字，还没有提交");
            assert_eq!(read(page, "opinion left"), [] as [&str; 0]);
            page.by_role("button", "放弃").click();
            page.by_role("button", "放弃").wait_gone();
            assert_eq!((opinion.value().as_str(), kept()), ("", 0));
            // What is entered is not kept beside the ledger.
            opinion.fill("仍缺签到表");
            page.by_role("article", "措施 12-1").by_role("button", "退回").click();
            page.by_role("status", "审核进度").wait_text("已审 1 / 1");
            assert_eq!(kept(), 0, "{:?}", page.store());
            quiet(page);
        },
    );

    suite.test("closure: a supervision letter is drafted, printed, listed and answered", letters);
}

fn letters(page: &Page) {
    sign(page);
    page.goto("#/findings/f12");
    measure(page, "措施 12-2").by_role("button", "拟督办单").click();
    let sheet = page.by_role("article", "督办函正文");
    sheet.wait_text("〕1号");
    sheet.wait_text("措施 12-2：");
    let fields = page.by_role("complementary", "督办函各项");
    enter(&fields.by_role("combobox", "收文单位"), page, "高新处");
    sheet.wait_text("高新处：");
    assert_eq!(read(page, "letter"), [] as [&str; 0]);
    if page.browser() == Browser::Chromium {
        page.emulate_print(true);
        let seen = page.text();
        assert!(seen.contains("督办单") && seen.contains("书面答复"), "{seen}");
        assert!(!page.by_role("button", "打印").exists(), "the bar is printed");
        assert!(!page.by_role("textbox", "编号").exists(), "the fields are printed");
        page.emulate_print(false);
    }
    enter(&fields.by_role("textbox", "答复期限"), page, "2020-01-01");
    page.goto("#/findings/f12");
    measure(page, "措施 12-2").by_role_containing("link", "逾期未答复").wait();
    page.by_css(".columns .remind").nth(0).by_role("button", "拟督办单").click();
    sheet.wait_text("〕2号");
    page.goto("#/reminders");
    let table = page.by_role("table", "督办提示");
    page.by_role("status", "命中").wait_text("共 2 件");
    let first = table.by_role("row", "").nth(1);
    assert!(first.text().contains("逾期未答复") && first.text().contains("12-2"), "{}", first.text());
    assert_eq!(read(page, "letters"), [] as [&str; 0]);
    first.by_role_containing("link", "〕1号").click();
    enter(&page.by_role("complementary", "督办函各项").by_role("textbox", "答复日期"), page, "2020-01-02");
    sheet.wait_text("答复情况（2020年1月2日）");
    page.goto("#/reminders");
    page.by_role("combobox", "答复情况").select("已答复");
    page.by_role("status", "命中").wait_text("符合 1 件");
    quiet(page);
}
