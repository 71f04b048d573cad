//! Packages that colleagues packed again, and metadata that are proposed.

use super::super::metadata::metadata;
use super::super::package::parts;
use super::super::verify;
use super::{Files, day, faults, files, journal, made, packed};
use crate::json;
use journal::Journal;

#[test]
fn what_the_ledger_says_is_proposed_and_in_no_package() {
    let mut bundle = journal().ledger().bundle().clone();
    bundle.archive = ledger::bundle::Archive::default();
    let proposed = |bundle: &ledger::Bundle| -> Vec<(&'static str, String, &'static str)> {
        let elements = metadata(bundle, 9, 9);
        let proposed = elements.into_iter().filter_map(|element| {
            assert!(element.value.is_empty() || element.proposal.is_none(), "{element:?}");
            let proposal = element.proposal?;
            Some((element.name, proposal.value, proposal.from))
        });
        proposed.collect()
    };
    let own = |name, value: &str, from| (name, value.to_owned(), from);
    bundle.notice.title = "中共某局党组\n关于巡察整改进展情况的通报".into();
    bundle.notice.signatory = "\n 中共某局党组 \n".into();
    assert_eq!(
        proposed(&bundle),
        [
            own("年度", "2024", "通报的成文日期"),
            own("题名", "中共某局党组关于巡察整改进展情况的通报", "通报的标题"),
            own("责任者", "中共某局党组", "通报的落款"),
            own("日期", "2024-06-18", "通报的成文日期"),
        ]
    );
    // Nothing of it counts before a person took it.
    let mut journal = Journal::open(bundle.clone()).unwrap();
    let text = journal.sealed(json::export);
    let found = faults(&files(parts(&journal, text, made(), day())));
    assert!(found[0].contains("必填而没有填：立档单位名称、全宗号、年度"), "{found:?}");
    bundle.archive.title = "另一个".into();
    bundle.notice = ledger::bundle::Notice::default();
    bundle.inspection.feedback = "2023-11-02".parse().ok();
    (bundle.title, bundle.organization) = ("台账".into(), "中共某局党组".into());
    assert_eq!(
        proposed(&bundle),
        [own("年度", "2023", "巡察反馈日期"), own("责任者", "中共某局党组", "被巡察党组织")]
    );
    bundle.archive.title.clear();
    assert_eq!(proposed(&bundle)[1], own("题名", "台账", "台账的名称"));
    assert_eq!(proposed(&ledger::Bundle::default()), []);
}

/// What is told of the form of a package that verifies.
fn form(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let report = verify::package(files, &|_| None);
    assert!(report.is_good(), "{:?}", report.findings);
    report.findings.into_iter().filter(|found| found.what == "包的形式").map(|found| found.found).collect()
}

#[test]
fn a_package_that_was_packed_again_verifies_by_its_content() {
    let whole = files(packed());
    let changed = |work: &dyn Fn(&mut Files)| {
        let mut files = whole.clone();
        work(&mut files);
        files
    };
    let within = |folder: &str| {
        changed(&|files| files.iter_mut().for_each(|(name, _)| *name = format!("{folder}{name}")))
    };
    assert_eq!(form(&whole), [] as [&str; 0]);
    assert_eq!(form(&within("某局归档/2024/")), ["所有文件放在文件夹“某局归档/2024”里；不影响内容"]);
    assert_eq!(form(&within("./")), [] as [&str; 0]);
    assert_eq!(
        form(&within("归档\\")),
        ["文件夹用“\\”分隔；不影响内容", "所有文件放在文件夹“归档”里；不影响内容"]
    );
    let of_mac = changed(&|files| {
        files.push((".DS_Store".into(), vec![1]));
        files.push(("__MACOSX/._通报.docx".into(), vec![2]));
        files.push(("Thumbs.db".into(), vec![3]));
        files.reverse();
    });
    assert_eq!(
        form(&of_mac),
        ["多出操作系统附带的文件“Thumbs.db”“__MACOSX/._通报.docx”“.DS_Store”，已略过；不影响内容"]
    );
    let renamed = changed(&|files| {
        let one = files.iter_mut().find(|file| file.0 == "通报.docx").unwrap();
        one.0 = "ͨ\u{fffd}\u{fffd}.docx".into();
    });
    assert_eq!(
        form(&renamed),
        ["文件的名称变了，按内容认出：ͨ\u{fffd}\u{fffd}.docx（原名“通报.docx”）；不影响内容"]
    );
    assert!(super::super::inside::ledger(&within("归档/")).is_ok());
    // What is other in content is told as ever, whatever the form.
    let faults_of = |work: &dyn Fn(&mut Files)| {
        let mut files = within("归档/");
        work(&mut files);
        faults(&files)
    };
    assert_eq!(faults_of(&|files| files.push(("归档/a.exe".into(), vec![1]))), ["a.exe：包内有，清单中没有"]);
    assert_eq!(
        faults_of(&|files| files.push(("__MACOSX/a.exe".into(), vec![1]))),
        ["__MACOSX/a.exe：包内有，清单中没有"]
    );
    let other = faults_of(&|files| {
        let one = files.iter_mut().find(|file| file.0.ends_with("通报.docx")).unwrap();
        *one = ("归档/另一个.docx".into(), b"PK other".to_vec());
    });
    assert!(other.contains(&"通报.docx：清单中有，包内没有".to_owned()), "{other:?}");
    assert!(other.contains(&"另一个.docx：包内有，清单中没有".to_owned()), "{other:?}");
    let two = changed(&|files| {
        let again: Files =
            files.iter().map(|(name, bytes)| (format!("副本/{name}"), bytes.clone())).collect();
        for (name, _) in files.iter_mut() {
            *name = format!("原件/{name}");
        }
        files.extend(again);
    });
    assert!(!verify::package(&two, &|_| None).is_good(), "which of two packages is meant is not guessed");
}

#[cfg(feature = "office")]
mod packed_by_others {
    use super::*;
    use crate::zip;

    /// A file as it is packed: name, extra field, content.
    type Raw = (Vec<u8>, Vec<u8>, Vec<u8>);

    /// The name and the extra field of a file.
    type Named<'a> = dyn Fn(&str) -> (Vec<u8>, Vec<u8>) + 'a;

    /// A ZIP file without compression: names as bytes, each with an extra field.
    fn stored(files: &[Raw]) -> Vec<u8> {
        let (mut out, mut list) = (Vec::new(), Vec::new());
        for (name, extra, bytes) in files {
            let at = u32::try_from(out.len()).unwrap();
            let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
            let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap().to_le_bytes();
            let head = [
                &[20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0][..],
                &crc32fast::hash(bytes).to_le_bytes(),
                &size,
                &size,
                &length(name),
            ];
            let head = head.concat();
            out.extend([b"PK\x03\x04", head.as_slice(), &length(&[]), name, bytes].concat());
            let rest = [&length(extra)[..], &[0; 10], &at.to_le_bytes(), name, extra];
            list.extend([b"PK\x01\x02\x14\x00", head.as_slice(), &rest.concat()].concat());
        }
        let count = u16::try_from(files.len()).unwrap().to_le_bytes();
        let place =
            [u32::try_from(list.len()).unwrap(), u32::try_from(out.len()).unwrap()].map(u32::to_le_bytes);
        let end = [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &place[0], &place[1], &[0, 0]].concat();
        [out, list, end].concat()
    }

    fn unpacked(bytes: &[u8]) -> Files {
        zip::read(bytes).unwrap().into_iter().map(|entry| (entry.name, entry.bytes)).collect()
    }

    #[test]
    fn names_of_another_encoding_a_folder_and_no_compression_do_not_harm() {
        let gbk = |name: &str| encoding_rs::GBK.encode(name).0.into_owned();
        let own = |name: &str| name.as_bytes().to_vec();
        let beside = |name: &[u8], full: &str| {
            let inner = [&[1][..], &crc32fast::hash(name).to_le_bytes(), full.as_bytes()].concat();
            [&0x7075_u16.to_le_bytes()[..], &u16::try_from(inner.len()).unwrap().to_le_bytes(), &inner]
                .concat()
        };
        let all = |named: &Named<'_>| {
            let files = files(packed()).into_iter().map(|(name, bytes)| {
                let (name, extra) = named(&name);
                (name, extra, bytes)
            });
            unpacked(&stored(&files.collect::<Vec<_>>()))
        };
        assert_eq!(form(&all(&|name| (own(name), vec![]))), [] as [&str; 0]);
        let told = form(&all(&|name| (gbk(name), vec![])));
        assert!(
            told.len() == 1 && told[0].contains("按内容认出") && told[0].contains("原名“佐证材料清单.csv”"),
            "{told:?}"
        );
        assert_eq!(form(&all(&|name| (gbk(name), beside(&gbk(name), name)))), [] as [&str; 0]);
        let told = form(&all(&|name| (gbk(&format!("归档/{name}")), vec![])));
        assert!(told.len() == 2 && told[0].starts_with("所有文件放在文件夹"), "{told:?}");
        // A name beside that is of another one does not count.
        let told = form(&all(&|name| (gbk(name), beside(b"other", name))));
        assert!(told[0].contains("按内容认出"), "{told:?}");
    }
}
