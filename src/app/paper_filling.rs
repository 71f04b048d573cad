//! A paper is filled: by which template, with what of the ledger, and what it leaves as.

use super::papers::{Papers, Which, assigned_of, each_of, file_word};
use formats::house::Paper;
use formats::office::Ask;
use formats::template::wanted::{Assignment, Changes, Each, Filled, Only, Wanted};
use journal::since::Since;
use platform::{clock, office};

impl Papers {
    /// The files of a paper, filled from the ledger as it is now, or from a part of it.
    ///
    /// # Errors
    /// A line for each thing that is wrong with the template; or that the office formats did not run.
    pub async fn filled(self, which: &Which, only: Option<Only>) -> Result<Filled, String> {
        let (template, wanted) = match which {
            Which::House(paper, since) => {
                let mut wanted = Self::wanted(
                    &file_word(paper.name()),
                    paper.each(),
                    paper.is_public(),
                    Assignment::new(),
                );
                wanted.since = since.map(|day| {
                    let since = self.workspace.look_journal(|journal| Since::of(journal, day, wanted.today));
                    let lists = since.lines().map(|(name, ids)| (name.to_owned(), ids.to_vec())).into();
                    Changes { since: day, lists }
                });
                let ask = Ask::HousePaper { paper: *paper, date: wanted.today };
                (office::file(&ask, &[]).await?, wanted)
            }
            Which::Own(id) => {
                let template = self.kept(id).ok_or("台账里已经没有这个模板。")?;
                let bytes = template
                    .file_bytes()
                    .ok_or_else(|| format!("模板“{}”在台账里的内容已经损坏。请重新添加。", template.name))?;
                let wanted =
                    Self::wanted(&template.name, each_of(&template), template.public, assigned_of(&template));
                let (wanted, looked) = self.inspected(wanted, bytes.len(), &self.with_ledger(&bytes)).await;
                // Stopped, or no template at all. What is wrong within one is told by whoever fills it.
                looked?;
                (bytes, wanted)
            }
        };
        let wanted = Wanted { only, ..wanted };
        let ask = Ask::FillTemplate { wanted, template: template.len() };
        office::filled(&ask, &self.with_ledger(&template)).await
    }

    /// The papers that are one file each, whatever the ledger holds: what a package of the archive may hold beside the rest.
    pub fn of_one_file(self) -> Vec<(Which, String)> {
        let house = Paper::ALL.into_iter().filter(|paper| {
            // A weekly report is of a week, not of the whole.
            matches!(paper.each(), Each::All) && *paper != Paper::Weekly
        });
        let mut all: Vec<(Which, String)> =
            house.map(|paper| (Which::House(paper, None), paper.name().to_owned())).collect();
        self.workspace.look(|ledger| {
            let own = ledger.bundle().templates.iter().filter(|one| matches!(each_of(one), Each::All));
            all.extend(own.map(|one| (Which::Own(one.id.clone()), one.name.clone())));
        });
        all
    }

    pub(super) async fn hand_out(self, name: &str, filled: &Filled) {
        match filled.files.as_slice() {
            [one] => self.office.save_file(&one.name, Ok(one.bytes.clone())),
            files => {
                let heads = files.iter().map(|file| (file.name.clone(), file.bytes.len())).collect();
                let all: Vec<u8> = files.iter().flat_map(|file| file.bytes.iter().copied()).collect();
                let ask = Ask::Pack { files: heads, date: clock::today() };
                let packed = office::file(&ask, &all).await;
                self.office.save_file(&self.office.file_name(name, "zip"), packed);
            }
        }
    }
}
