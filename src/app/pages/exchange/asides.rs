//! What is said beside the grid of a table that is looked through: of the file as a whole, of the words in it, of the rows that
//! are no data.

use leptos::prelude::*;

use super::import::Importing;
use formats::table::value_words::{ColumnWords, ValueUse};
use formats::table::words::Taken;
use ledger::Id;
use ledger::vocabulary::UNFILLED;

/// What is said of the file as a whole.
#[component]
pub fn Told(
    /// What is shared.
    importing: Importing,
) -> impl IntoView {
    let told = move || {
        importing.judged.with(|preview| {
            let mut told = preview.0.told.clone();
            for (what, names) in [("单位", &preview.0.new_units), ("问题类别", &preview.0.new_aspects)]
            {
                if !names.is_empty() {
                    told.push(format!("将新增{what}：{}。", names.join("、")));
                }
            }
            told.into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>()
        })
    };
    view! { <ul class="told-list" aria-label="文件的情况">{told}</ul> }
}

/// The words of 整改状态 and what each is taken for.
#[component]
pub fn Words(
    /// What is shared.
    importing: Importing,
    /// The statuses of the ledger that it goes into: id and label.
    statuses: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let words = move || importing.judged.with(|preview| preview.0.words.clone());
    let one = move |used: formats::table::incoming::WordUse| {
        let word = used.word.clone();
        let (code, proposal) = match &used.taken {
            Taken::Known(Some(id)) | Taken::Likely(id) => (id.to_string(), None),
            Taken::Known(None) => ("-".to_owned(), None),
            Taken::Asked(likely) => ("?".to_owned(), likely.as_ref().map(ToString::to_string)),
        };
        let choose = move |event: leptos::ev::Event| {
            let value = event_target_value(&event);
            importing.choices.update(|choices| {
                if value == "?" {
                    choices.words.remove(&word);
                } else {
                    choices.words.insert(word.clone(), Id::new(&value).filter(|_| value != "-"));
                }
            });
        };
        let doubtful = !matches!(used.taken, Taken::Known(_));
        let options: Vec<_> =
            [("?".to_owned(), "（请选择，否则不导入）".to_owned()), ("-".to_owned(), UNFILLED.to_owned())]
                .into_iter()
                .chain(statuses.get())
                .map(|(value, label)| {
                    let likely = proposal.as_ref() == Some(&value);
                    let label = if likely { format!("{label}（可能）") } else { label };
                    let here = value == code;
                    view! { <option value=value selected=here>{label}</option> }
                })
                .collect();
        view! {
            <li class:doubtful=doubtful>
                <label>
                    {format!("{}（{} 行）", used.word, used.rows)}
                    <select aria-label=format!("{} 的含义", used.word) on:change=choose>{options}</select>
                </label>
            </li>
        }
    };
    view! {
        <div class="import-words" hidden=move || words().is_empty()>
            <h4>"词语对应：整改状态"</h4>
            <ul>{move || words().into_iter().map(one).collect::<Vec<_>>()}</ul>
        </div>
    }
}

/// The words of other columns that hold one of a few, where the ledger does not have them, and what each is taken for.
#[component]
pub fn ValueWords(
    /// What is shared.
    importing: Importing,
) -> impl IntoView {
    let columns = move || importing.judged.with(|preview| preview.0.values.clone());
    let one_column = move |words: ColumnWords| {
        let heading = format!("词语对应：{}", words.name);
        let lines: Vec<_> = words.values.iter().map(|used| value_line(importing, &words, used)).collect();
        view! {
            <h4>{heading}</h4>
            <ul>{lines}</ul>
        }
    };
    view! {
        <div class="import-words" hidden=move || columns().is_empty()>
            {move || columns().into_iter().map(one_column).collect::<Vec<_>>()}
        </div>
    }
}

/// A word with what it may mean.
fn value_line(importing: Importing, words: &ColumnWords, used: &ValueUse) -> AnyView {
    /// Stands for "asked": no word is like it, because words have no blanks around them.
    const ASKED: &str = " ";
    let taken = used.choice().unwrap_or(ASKED).to_owned();
    let at = (words.column, used.word.clone());
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        importing.choices.update(|choices| {
            if value == ASKED {
                choices.values.remove(&at);
            } else {
                choices.values.insert(at.clone(), value);
            }
        });
    };
    let likely = |option: &String| {
        let mark = if used.likely.as_ref() == Some(option) { "（可能）" } else { "" };
        (option.clone(), format!("{option}{mark}"))
    };
    let as_it_is = (words.takes_new && !words.options.contains(&used.word))
        .then(|| (used.word.clone(), format!("作为新的“{}”", used.word)));
    let fixed =
        [(ASKED.to_owned(), "（请选择，否则不导入）".to_owned()), (String::new(), "（留空）".to_owned())];
    let options: Vec<_> = fixed
        .into_iter()
        .chain(words.options.iter().map(likely))
        .chain(as_it_is)
        .map(|(value, label)| {
            let here = value == taken;
            view! { <option value=value selected=here>{label}</option> }
        })
        .collect();
    let is_doubtful = !used.is_chosen && (used.choice().is_none() || used.likely.is_some());
    view! {
        <li class:doubtful=is_doubtful>
            <label>
                {format!("{}（{} 行）", used.word, used.rows)}
                <select aria-label=format!("{}：{} 的含义", words.name, used.word) on:change=choose>
                    {options}
                </select>
            </label>
        </li>
    }
    .into_any()
}

/// The rows that are no data, each to be taken back.
#[component]
pub fn Asides(
    /// What is shared.
    importing: Importing,
) -> impl IntoView {
    let rows = move || {
        importing.judged.with(|preview| {
            let one = |aside: &formats::table::asides::Aside| {
                let place = aside.place;
                let taken_back = aside.taken_back;
                let toggle = move |event: leptos::ev::Event| {
                    let wanted = event_target_checked(&event);
                    importing.choices.update(|choices| {
                        if wanted {
                            choices.taken_back.insert(place);
                        } else {
                            choices.taken_back.remove(&place);
                        }
                    });
                };
                view! {
                    <li>
                        <label class="check">
                            <input type="checkbox" checked=taken_back on:change=toggle/>
                            {format!("第 {} 行（{}）：{}", place.row, aside.kind.label(), aside.text)}
                        </label>
                    </li>
                }
            };
            preview.0.asides.iter().map(one).collect::<Vec<_>>()
        })
    };
    let any = move || importing.judged.with(|preview| !preview.0.asides.is_empty());
    view! {
        <div class="import-asides" hidden=move || !any()>
            <h4>"不作数据的行（勾选则作为数据导入）"</h4>
            <ul aria-label="不作数据的行">{rows}</ul>
        </div>
    }
}
