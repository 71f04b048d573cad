//! 导出: the paper or table that leaves, and of which part of the ledger, as the page that led here has it chosen; both can be
//! chosen otherwise. What a page leads to is `query::leaving`'s.

use leptos::ev;
use leptos::prelude::*;

use super::house::{WEEK, hand_out_notice};
use crate::app::lists::Lists;
use crate::app::nav::Nav;
use crate::app::office::{Kind, Office};
use crate::app::papers::Papers;
use crate::app::workspace::Workspace;
use crate::app::worktable::take::{Format, ShownColumns, Take};
use formats::house::Paper;
use formats::table::ledger_book::Wanted;
use formats::template::wanted::Only;
use ledger::Id;
use ledger::date::Date;
use notice::Version;
use query::leaving::{Leaving, Matter, Part};
use query::{RecordKind, Row};

/// The paper of the house that a matter is.
fn paper(matter: Matter) -> Option<Paper> {
    Some(match matter {
        Matter::Plan => Paper::Plan,
        Matter::Lists => Paper::Lists,
        Matter::FindingNotice => Paper::FindingNotice,
        Matter::Reminder => Paper::Reminder,
        Matter::Supervision => Paper::Supervision,
        Matter::Weekly => Paper::Weekly,
        Matter::Progress => Paper::Progress,
        Matter::ClosureForm => Paper::ClosureForm,
        Matter::ClosureNotice => Paper::ClosureNotice,
        Matter::Evidence => Paper::Evidence,
        Matter::Summary => Paper::Summary,
        Matter::Table | Matter::Ledger | Matter::Notice | Matter::InternalNotice | Matter::Flat => {
            return None;
        }
    })
}

/// What people call it.
fn name(matter: Matter, of: RecordKind) -> &'static str {
    match (matter, of) {
        (Matter::Table, RecordKind::Measure) => "所示的措施表",
        (Matter::Table, RecordKind::Finding) => "所示的问题清单",
        (Matter::Ledger, _) => "台账",
        (Matter::Notice, _) => "通报（公开版）",
        (Matter::InternalNotice, _) => "通报（内部版）",
        (Matter::Flat, _) => "导出明细",
        (matter, _) => paper(matter).map_or("", Paper::name),
    }
}

/// What it can leave as; empty where there is no choice.
fn formats_of(matter: Matter) -> &'static [Format] {
    match matter {
        Matter::Table => &Format::ALL,
        Matter::Ledger => &[Format::Xlsx, Format::Csv],
        _ => &[],
    }
}

/// What is chosen, and what makes it.
#[derive(Clone, Copy)]
struct Choice {
    nav: Nav,
    workspace: Workspace,
    lists: Lists,
    leaving: Memo<Leaving>,
    /// A template of the ledger instead of what the address says.
    own: RwSignal<Option<Id>>,
    /// The part of the ledger that was chosen before the whole was.
    part: RwSignal<Option<Leaving>>,
    format: RwSignal<Format>,
    /// What a weekly report is compared with.
    since: RwSignal<Date>,
}

impl Choice {
    fn of_page() -> Self {
        let (nav, workspace) = (Nav::of_page(), Workspace::of_page());
        let leaving = Memo::new(move |_| {
            let chosen = nav.route.with(|route| Leaving::parse(&route.query));
            chosen.unwrap_or_else(|| Leaving::whole(Matter::Table))
        });
        let choice = Self {
            nav,
            workspace,
            lists: Lists::of_page(),
            leaving,
            own: RwSignal::new(None),
            part: RwSignal::new(None),
            format: RwSignal::new(Format::Xlsx),
            since: RwSignal::new(workspace.day().plus_days(-WEEK)),
        };
        Effect::new(move || {
            let now = leaving.get();
            if !now.is_whole() {
                choice.part.set(Some(now));
            }
        });
        choice
    }

    fn choose(self, change: impl FnOnce(Leaving) -> Leaving) {
        self.nav.set_query(change(self.leaving.get_untracked()).route().query);
    }

    fn matter(self, code: &str) {
        if let Some(id) = code.strip_prefix("own ") {
            return self.own.set(Id::new(id));
        }
        self.own.set(None);
        if let Some(matter) = Matter::ALL.into_iter().find(|matter| matter.code() == code) {
            self.choose(|leaving| Leaving { matter, ..leaving });
            if !formats_of(matter).contains(&self.format.get_untracked()) {
                self.format.set(Format::Xlsx);
            }
        }
    }

    fn range(self, value: &str) {
        let part = self.part.get_untracked();
        match part.filter(|_| value == "part") {
            Some(part) => self.choose(|leaving| Leaving { matter: leaving.matter, ..part }),
            None => self.choose(|leaving| leaving.of_whole()),
        }
    }

    /// The part of the ledger that is chosen; `None` for the whole.
    fn chosen_part(self) -> Option<Part> {
        let leaving = self.leaving.get_untracked();
        let today = self.workspace.day();
        self.lists.ask(leaving.of, &leaving.query);
        self.lists.look(|index, ledger| leaving.part(index, ledger, today)).flatten()
    }

    /// The rows of the table that is chosen, in its order.
    fn rows(self) -> Vec<Row> {
        let leaving = self.leaving.get_untracked();
        self.lists.ask(leaving.of, &leaving.query);
        let mut rows = untrack(|| self.lists.rows(leaving.of));
        if let Some(one) = &leaving.measure {
            let _ = self.lists.look(|index, _| {
                rows.retain(|row| matches!(row, Row::Measure(row) if index.measure_id(*row) == Some(one)));
            });
        }
        rows
    }

    fn only(self) -> Option<Only> {
        let Part { findings, measures } = self.chosen_part()?;
        Some(Only { findings: findings.into_iter().collect(), measures: measures.into_iter().collect() })
    }
}

/// The choice, and the button that makes it.
#[component]
pub fn Leave() -> impl IntoView {
    let choice = Choice::of_page();
    let (papers, office, take) = (Papers::of_page(), Office::of_page(), Take::of_page());
    let make = move |_| {
        let leaving = choice.leaving.get_untracked();
        let format = choice.format.get_untracked();
        if let Some(id) = choice.own.get_untracked() {
            return papers.make_own(&id, choice.only());
        }
        match leaving.matter {
            Matter::Table => {
                let columns = ShownColumns::kept(choice.workspace, leaving.of);
                take.export(columns, move || choice.rows(), format);
            }
            Matter::Ledger => {
                let part = choice.chosen_part();
                let measures = part.map(|part| choice.workspace.look(|ledger| part.all_measures(ledger)));
                let kind = if format == Format::Csv { Kind::Csv } else { Kind::Xlsx };
                office.hand_out(kind, Wanted { measures, ..Wanted::default() });
            }
            Matter::Notice => hand_out_notice(choice.workspace, office, Version::Public),
            Matter::InternalNotice => hand_out_notice(choice.workspace, office, Version::Internal),
            Matter::Flat => office.hand_out_flat(),
            matter => {
                if let Some(paper) = paper(matter) {
                    let since = (paper == Paper::Weekly).then(|| choice.since.get_untracked());
                    papers.make_house(paper, since, choice.only());
                }
            }
        }
    };
    view! {
        <section class="exchange-part" aria-labelledby="leave-title">
            <h2 id="leave-title">"导出"</h2>
            <div class="exchange-line">
                {matters(&choice)}
                {ranges(&choice)}
                {formats(&choice)}
                {period(&choice)}
                <button type="button" class="primary" on:click=make>"导出"</button>
            </div>
        </section>
    }
}

fn matters(choice: &Choice) -> impl IntoView {
    let choice = *choice;
    let Choice { leaving, own, workspace, .. } = choice;
    let is_chosen =
        move |matter: Matter| move || own.with(Option::is_none) && leaving.with(|now| now.matter == matter);
    let option = move |matter: Matter| {
        view! {
            <option value=matter.code() selected=is_chosen(matter)>
                {move || leaving.with(|now| name(matter, now.of))}
            </option>
        }
    };
    let templates = move || {
        let all = workspace.watch(|ledger| {
            ledger.bundle().templates.iter().map(|one| (one.id.clone(), one.name.clone())).collect::<Vec<_>>()
        });
        let option = |(id, name): (Id, String)| {
            let value = format!("own {id}");
            view! { <option value=value selected=move || own.with(|own| own.as_ref() == Some(&id))>{name}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    view! {
        <label>
            "内容"
            <select on:change=move |event: ev::Event| choice.matter(&event_target_value(&event))>
                {Matter::ALL.map(option).into_iter().collect_view()}
                {templates}
            </select>
        </label>
    }
}

fn ranges(choice: &Choice) -> impl IntoView {
    let choice = *choice;
    let Choice { leaving, part, workspace, .. } = choice;
    let told =
        move || part.with(|part| part.as_ref().map(|part| workspace.watch(|ledger| part.told(ledger))));
    let is_fixed = move || !leaving.with(|now| now.matter.is_of_part());
    view! {
        <label>
            "范围"
            <select
                disabled=move || is_fixed() || part.with(Option::is_none)
                on:change=move |event: ev::Event| choice.range(&event_target_value(&event))
            >
                <option value="all" selected=move || leaving.with(Leaving::is_whole)>"全部"</option>
                {move || told().map(|told| view! {
                    <option value="part" selected=move || !leaving.with(Leaving::is_whole)>{told}</option>
                })}
            </select>
        </label>
    }
}

fn formats(choice: &Choice) -> impl IntoView {
    let Choice { leaving, own, format, .. } = *choice;
    let offered = Memo::new(move |_| {
        let is_own = own.with(Option::is_some);
        if is_own { Vec::new() } else { leaving.with(|now| formats_of(now.matter).to_vec()) }
    });
    let choose = move |event: ev::Event| {
        let label = event_target_value(&event);
        format.set(Format::ALL.into_iter().find(|own| own.label() == label).unwrap_or(Format::Xlsx));
    };
    let option = move |one: Format| {
        view! { <option value=one.label() selected=move || format.get() == one>{one.label()}</option> }
    };
    view! {
        <label hidden=move || offered.with(Vec::is_empty)>
            "格式"
            <select on:change=choose>{move || offered.get().into_iter().map(option).collect_view()}</select>
        </label>
    }
}

fn period(choice: &Choice) -> impl IntoView {
    let Choice { leaving, own, since, .. } = *choice;
    let change = move |event: ev::Event| {
        if let Ok(day) = event_target_value(&event).parse::<Date>() {
            since.set(day);
        }
    };
    let is_weekly = move || own.with(Option::is_none) && leaving.with(|now| now.matter == Matter::Weekly);
    view! {
        <label hidden=move || !is_weekly()>
            "与这一天相比"
            <input type="date" prop:value=move || since.get().to_string() on:change=change/>
        </label>
    }
}
