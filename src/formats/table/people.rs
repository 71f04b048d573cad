//! A column that names who answers twice over: 责任单位及责任人, with `办公室：张某` or `办公室（张某）` in its cells. Tells the units
//! from the people where every part of a cell is plainly one or the other, and parts a cell whose head names three fields.
//! Knows no ledger: the known names are handed in.

use super::cell_text;
use super::column_names::meaning;
use super::columns::Column;

/// The last signs of the names of offices.
const ENDS: [&str; 44] = [
    "办公室",
    "办",
    "局",
    "科",
    "处",
    "室",
    "部",
    "委",
    "中心",
    "站",
    "所",
    "大队",
    "支队",
    "中队",
    "队",
    "公司",
    "组",
    "会",
    "院",
    "学校",
    "中学",
    "小学",
    "大学",
    "镇",
    "乡",
    "街道",
    "村",
    "社区",
    "支部",
    "党组",
    "厅",
    "司",
    "股",
    "单位",
    "部门",
    "团",
    "厂",
    "车间",
    "企业",
    "集团",
    "政府",
    "银行",
    "馆",
    "园",
];

/// Whether a head names units and people at once: 责任单位及责任人, 责任部门/人, 责任单位（责任人）.
#[must_use]
pub fn names_both(head: &str) -> bool {
    let even: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    let units = ["单位", "部门", "科室", "处室", "股室"];
    let Some(behind) = units.into_iter().filter_map(|word| Some(even.find(word)? + word.len())).min() else {
        return false;
    };
    let rest = &even[behind..];
    let joined = rest.starts_with(['及', '和', '、', '/', '／', '与', '(', '（', '，', '-', '—', '|']);
    let person = ["责任人", "负责人", "人员", "联系人", "经办人"].iter().any(|word| rest.contains(word))
        || ["/人", "（人）", "(人)", "及人", "和人", "、人"].iter().any(|word| rest.starts_with(word));
    joined && person
}

/// The fields that a head names together, where who leads is among them: 责任领导/责任部门/责任人, 责任领导、责任单位及责任人.
#[must_use]
pub fn named_together(head: &str) -> Option<Vec<Column>> {
    let even: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    let parts = even.split(['/', '／', '、', '，', '及', '和', '与', '|']).filter(|part| !part.is_empty());
    let columns: Vec<Column> = parts.map(meaning).collect::<Option<_>>()?;
    let duties = [Column::Leader, Column::Lead, Column::Units, Column::Supporting, Column::Owner];
    let differ = columns.iter().enumerate().all(|(at, column)| !columns[..at].contains(column));
    let all = columns.len() >= 2 && columns.contains(&Column::Leader);
    (all && differ && columns.iter().all(|column| duties.contains(column))).then_some(columns)
}

/// A cell in so many parts, as `刘某/招商局/孙某` or a line each; `None` where it has more or fewer.
#[must_use]
pub fn parted(cell: &str, count: usize) -> Option<Vec<&str>> {
    let signs: [&[char]; 3] = [&['\n'], &['/', '／', '|'], &['；', ';']];
    signs.into_iter().find_map(|signs| {
        let parts: Vec<&str> = cell.split(signs).map(str::trim).filter(|part| !part.is_empty()).collect();
        (parts.len() == count).then_some(parts)
    })
}

fn is_unit(part: &str, known: &dyn Fn(&str) -> bool) -> bool {
    known(part)
        || part.chars().count() >= 2 && ENDS.iter().any(|end| part.ends_with(end))
        || part.starts_with('各')
}

/// 张某, 张某某, 欧阳某某, 13800000000, 010-0000000.
fn is_person(part: &str) -> bool {
    let count = part.chars().count();
    let name = (2..=4).contains(&count)
        && part.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || "×XxＸ*".contains(c));
    let number = count >= 6 && part.chars().all(|c| c.is_ascii_digit() || c == '-');
    name || number
}

/// The units and the people of a cell; `None` where a part is neither, or one of the two is not there.
#[must_use]
pub fn apart(cell: &str, known: &dyn Fn(&str) -> bool) -> Option<(String, String)> {
    let (mut units, mut people): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let signs = |c: char| c.is_whitespace() || "：:、，,；;/／（）()|—".contains(c);
    for part in cell.split(signs).map(cell_text::name).filter(|part| !part.is_empty()) {
        if is_unit(&part, known) {
            units.push(part);
        } else if is_person(&part) {
            people.push(part);
        } else {
            return None;
        }
    }
    units.dedup();
    (!units.is_empty() && !people.is_empty()).then(|| (units.join("、"), people.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_names_who_leads_and_others_together() {
        use Column::{Leader, Owner, Units};
        for (head, columns) in [
            ("责任领导/责任部门/责任人", Some(vec![Leader, Units, Owner])),
            ("责任领导、责任单位及 责任人", Some(vec![Leader, Units, Owner])),
            ("责任领导及责任单位", Some(vec![Leader, Units])),
            ("责任领导", None),
            ("责任单位及责任人", None),
            ("责任领导/分管领导", None),
            ("责任领导和整改时限", None),
            ("责任领导/意见", None),
            ("", None),
        ] {
            assert_eq!(named_together(head), columns, "{head}");
        }
        assert_eq!(parted("刘某/招商局/孙某", 3), Some(vec!["刘某", "招商局", "孙某"]));
        assert_eq!(parted("刘某\n招商局、发改局\n孙某", 3), Some(vec!["刘某", "招商局、发改局", "孙某"]));
        assert_eq!(parted("刘某/孙某", 3), None);
        assert_eq!(parted("刘某（副县长）", 2), None);
    }

    #[test]
    fn a_head_names_both_where_it_joins_them() {
        for head in [
            "责任单位及责任人",
            "责任部门/责任人",
            "责任单位（责任人）",
            "责任单位(人)",
            "责任部门、责任人",
            "责任科室和负责人",
            "责任单位\n及责任人",
        ] {
            assert!(names_both(head), "{head}");
        }
        for head in [
            "责任单位",
            "责任人",
            "责任单位（部门）",
            "责任(配合)部门",
            "单位负责人",
            "责任部门负责人",
            "责任单位及部门",
        ] {
            assert!(!names_both(head), "{head}");
        }
    }

    #[test]
    fn a_cell_is_told_apart_only_where_every_part_is_plain() {
        let known = |name: &str| name == "党建工作领导小组";
        for (cell, expected) in [
            ("办公室：张某某", Some(("办公室", "张某某"))),
            ("办公室\n张某", Some(("办公室", "张某"))),
            ("办公室（张某）", Some(("办公室", "张某"))),
            ("办公室/张某、李某", Some(("办公室", "张某、李某"))),
            ("张某（财务科）", Some(("财务科", "张某"))),
            ("办公室：张某；财务科：李某", Some(("办公室、财务科", "张某、李某"))),
            ("机关党委 王×× 13800000000", Some(("机关党委", "王××、13800000000"))),
            ("党建工作领导小组：张某", Some(("党建工作领导小组", "张某"))),
            ("办公室", None),
            ("张某", None),
            ("办公室主任张某同志", None),
            ("镇长：张三", None),
            ("", None),
        ] {
            let expected = expected.map(|(units, people)| (units.to_owned(), people.to_owned()));
            assert_eq!(apart(cell, &known), expected, "{cell}");
        }
    }
}
