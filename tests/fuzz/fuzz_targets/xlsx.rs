//! The sheet, shared texts and looks of an .xlsx file in a good package.
#![no_main]

const PARTS: [&str; 3] = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"];
const OTHERS: [(&str, &str); 3] = [
    ("_rels/.rels", "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
    ("xl/workbook.xml", "<workbook><sheets><sheet name='a' r:id='a'/></sheets></workbook>"),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='b' Type='x/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='c' Type='x/styles' Target='styles.xml'/></Relationships>",
    ),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| office_fuzz::read(&office_fuzz::package(&PARTS, bytes, &OTHERS)));
