//! Heads of one to four rows are found, and data is not taken for them.

use super::super::raw::{MergedArea, of_csv};
use super::*;
use crate::csv;

fn sheet(text: &str) -> RawSheet {
    of_csv(csv::read(text)).sheets.remove(0)
}

fn told(text: &str) -> (usize, usize, Vec<String>) {
    let (heads, _) = Heads::find(&sheet(text)).unwrap();
    let name = |head: &Head| {
        head.meaning().map_or_else(|| format!("?{}", head.text()), |(column, _)| column.name().to_owned())
    };
    (heads.top, heads.last, heads.columns.iter().map(name).collect())
}

#[test]
fn heads_of_up_to_four_rows_are_read_leaf_first() {
    let three = "某单位整改台账,,,,,,,,,,\n序号,问题清单,问题清单,任务清单,责任清单,责任清单,责任清单,整改落实,整改落实,整改落实,整改落实\n\
        序号,问题类别,具体问题,整改措施,责任领导,责任部门,责任部门,时间,时间,进展情况,是否完成\n\
        序号,问题类别,具体问题,整改措施,责任领导,牵头,配合,计划完成,实际完成,进展情况,是否完成\n1,甲,乙,丙,丁,戊,己,2024-06-30,,庚,是\n";
    let names = [
        "序号",
        "问题类别",
        "反馈问题",
        "整改措施",
        "责任领导",
        "牵头部门",
        "配合部门",
        "整改时限",
        "实际完成日期",
        "整改进展及成效",
        "整改状态",
    ];
    assert_eq!(told(three), (1, 3, names.map(str::to_owned).to_vec()));
    // The same without merged cells.
    let bare = "某单位整改台账,,,,,,,,,,\n序号,问题清单,,任务清单,责任清单,,,整改落实,,,\n\
        ,问题类别,具体问题,整改措施,责任领导,责任部门,,时间,,进展情况,是否完成\n\
        ,,,,,牵头,配合,计划完成,实际完成,,\n1,甲,乙,丙,丁,戊,己,2024-06-30,,庚,是\n";
    assert_eq!(told(bare), (1, 3, names.map(str::to_owned).to_vec()));
}

#[test]
fn titles_notes_and_instructions_are_no_heads() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    for (text, top, last, columns) in [
        ("序号,反馈问题,整改措施\n1,甲,乙\n", 0, 0, names(&["序号", "反馈问题", "整改措施"])),
        (
            "台账,,\n单位：某局,,日期：2024年6月\n序号,反馈问题,整改措施\n1,甲,乙\n",
            2,
            2,
            names(&["序号", "反馈问题", "整改措施"]),
        ),
        (
            "台账,,\n①被汇总表引用,,引用审计报告D列信息的说明文字\n序号·,\"反馈问题\n（原文）\",整改措施\n1.按序号填写,1.按原文填写,1.分条\n1,甲,乙\n",
            2,
            2,
            names(&["序号", "反馈问题", "整改措施"]),
        ),
        (
            "序号,反馈问题,责任分工,,复查,\n,,责任领导,责任人,时间,人员\n1,甲,乙,丙,2024-06-30,丁\n",
            0,
            1,
            names(&["序号", "反馈问题", "责任领导", "责任人", "复查日期", "复查人"]),
        ),
    ] {
        let found = told(text);
        assert_eq!((found.0, found.1), (top, last), "{text}");
        assert_eq!(found.2[..columns.len().min(found.2.len())], columns, "{text}");
    }
    assert_eq!(Heads::find(&sheet("甲,乙\n丙,丁\n")), None);
}

#[test]
fn a_second_row_of_heads_is_known_by_its_place_whatever_it_says() {
    let names = |text: &str| told(text).2.into_iter().collect::<Vec<_>>().join("|");
    // Without merged cells: it stands under the names that go over several columns, and nowhere else.
    for (text, last, columns) in [
        (
            "序号,问题,整改措施,,整改责任,,整改时限,\n,,近期措施,长期措施,单位,个人,近期,长期\n1,甲,做甲,做乙,办公室,张某,2026年5月,长期坚持\n",
            1,
            "序号|反馈问题|整改措施|整改措施|责任(配合)部门|责任人|整改时限|整改时限",
        ),
        (
            "序号,问题,整改措施,工作进展,,,备注\n,,,4月,5月,6月,\n1,甲,做甲,招标,进场,完成,\n",
            1,
            "序号|反馈问题|整改措施|整改进展及成效|整改进展及成效|整改进展及成效|备注",
        ),
        // Data: 序号 is there, or a column of the group is empty, or a sentence stands under it.
        ("序号,问题,整改措施,,备注\n1,甲,做甲,做乙,\n", 0, "序号|反馈问题|整改措施|?|备注"),
        ("序号,问题,整改措施,,备注\n,,做甲,,\n", 0, "序号|反馈问题|整改措施|?|备注"),
        ("序号,问题,整改措施,,备注\n,,修订《办法》,开展培训,\n", 0, "序号|反馈问题|整改措施|?|备注"),
    ] {
        let found = told(text);
        assert_eq!((found.1, names(text).as_str()), (last, columns), "{text}");
    }
    // Merged: the names of other columns reach down into it.
    let text = "序号,问题,整改措施,整改状态,整改状态\n序号,问题,整改措施,已完成,未完成\n1,甲,做甲,√,\n";
    let mut merged = sheet(text);
    assert_eq!(Heads::find(&merged).unwrap().0.last, 0);
    for at in 0..3 {
        merged.merges.extend(MergedArea::new((1, at), (2, at)));
    }
    let heads = Heads::find(&merged).unwrap().0;
    assert_eq!((heads.last, heads.columns[3].text()), (1, "已完成".to_owned()));
    // A cell that is merged over the whole sheet tells nothing.
    merged.merges = MergedArea::new((1, 0), (9, 0)).into_iter().collect();
    assert_eq!(Heads::find(&merged).unwrap().0.last, 0);
}

#[test]
fn a_row_of_data_with_a_known_word_is_no_second_row_of_heads() {
    for text in [
        "反馈问题,整改措施,备注\n关于甲的问题,做丙,其他\n",
        "序号,反馈问题,整改措施,状态\n1,问题,措施,状态\n",
        "序号,反馈问题,整改措施\n,（续）,修订制度\n",
        "序号,反馈问题,整改措施\n,存在问题。,修订制度\n",
        "序号,反馈问题,整改措施,制度成果\n,具体问题,修订制度；开展培训,建立制度。\n",
    ] {
        let (heads, _) = Heads::find(&sheet(text)).unwrap();
        assert_eq!(heads.last, 0, "{text}");
    }
}
