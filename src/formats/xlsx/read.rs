//! Reads the sheets of an .xlsx file as Excel, WPS, LibreOffice and openpyxl write them: shared and inline strings,
//! runs of rich text, the results of formulas, days by their number format, merged cells. Hidden rows, columns and sheets
//! are read too: what a filter hides is still data.

use std::collections::HashMap;

use crate::table::book::column_name;
use crate::table::dates::of_serial;
use crate::table::raw::{MAX_COLUMNS, MAX_ROWS, RawBook, RawRow, RawSheet};
use crate::xml::{self, Seen};
use crate::zip::{Package, ZipError};

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XlsxError {
    /// The format of Excel 97 to 2003.
    #[error("这是旧格式的 Excel 表格（.xls）。请在 WPS 或 Excel 中打开它，另存为 .xlsx 后再导入。")]
    Old,
    /// Encrypted by Excel or WPS: a container of the old kind with the new file in it.
    #[error("表格加了打开密码。请在 WPS 或 Excel 中去掉密码，另存后再导入。")]
    Password,
    /// The container cannot be read.
    #[error("表格打不开：{0}。")]
    Zip(#[from] ZipError),
    /// A container, but of something else.
    #[error("这个压缩包不是 Excel 表格，缺少“{0}”。")]
    Missing(&'static str),
    /// A part is no XML.
    #[error("表格内部的“{0}”已损坏。请在 WPS 或 Excel 中打开并另存一次再导入。")]
    Broken(String),
}

/// What the container of Excel 97 begins with.
const OLD: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The sheets of a file.
pub fn read(bytes: &[u8]) -> Result<RawBook, XlsxError> {
    if bytes.starts_with(&OLD) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|window| window == name);
        return Err(if locked { XlsxError::Password } else { XlsxError::Old });
    }
    let package = Package::open(bytes)?;
    let part = |path: &str| package.file(path.trim_start_matches('/')).map_err(XlsxError::from);
    let relations = part("_rels/.rels")?.ok_or(XlsxError::Missing("_rels/.rels"))?;
    let main = related(&relations, "").into_iter().find(|(_, kind, _)| kind.ends_with("/officeDocument"));
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |(_, _, path)| path);
    let workbook = part(&main)?.ok_or(XlsxError::Missing("xl/workbook.xml"))?;
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = part(&format!("{folder}/_rels/{name}.rels"))?.unwrap_or_default();
    let related = related(&relations, folder);
    let of_kind =
        |ending: &str| related.iter().find(|(_, kind, _)| kind.ends_with(ending)).map(|one| one.2.clone());

    let strings = of_kind("/sharedStrings").map(|path| part(&path)).transpose()?.flatten();
    let strings = strings.map(|bytes| shared(&bytes)).transpose()?.unwrap_or_default();
    let styles = of_kind("/styles").map(|path| part(&path)).transpose()?.flatten();
    let styles = styles.map(|bytes| number_styles(&bytes)).unwrap_or_default();
    let mut from_1904 = false;
    let mut listed: Vec<(String, bool, String)> = Vec::new();
    let whole = xml::read(&workbook, |seen| match seen {
        Seen::Open("workbookPr", all) => from_1904 = all.is("date1904"),
        Seen::Open("sheet", all) => listed.push((
            all.get("name").unwrap_or_default().to_owned(),
            all.get("state").is_some_and(|state| state != "visible"),
            all.get("id").unwrap_or_default().to_owned(),
        )),
        _ => {}
    });
    if !whole && listed.is_empty() {
        return Err(XlsxError::Broken(main));
    }
    let mut book = RawBook { sheets: Vec::new(), from_1904 };
    for (name, hidden, id) in listed {
        // A chart sheet or macro sheet has a relation of another kind and no cells.
        let path = related.iter().find(|(own, kind, _)| *own == id && kind.ends_with("/worksheet"));
        let Some(path) = path.map(|one| &one.2) else { continue };
        let Some(bytes) = part(path)? else { continue };
        let mut sheet = Reading { strings: &strings, styles: &styles, from_1904, ..Reading::default() };
        if !xml::read(&bytes, |seen| sheet.see(seen)) {
            return Err(XlsxError::Broken(path.clone()));
        }
        book.sheets.push(sheet.finish(name, hidden));
    }
    if book.sheets.is_empty() { Err(XlsxError::Missing("工作表")) } else { Ok(book) }
}

/// The relations of a part: id, kind, path from the top.
fn related(bytes: &[u8], folder: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    xml::read(bytes, |seen| {
        if let Seen::Open("Relationship", all) = seen {
            let get = |name| all.get(name).unwrap_or_default();
            let target = get("Target");
            let path = match target.strip_prefix('/') {
                Some(path) => path.to_owned(),
                None if folder.is_empty() => target.to_owned(),
                None => flat(&format!("{folder}/{target}")),
            };
            found.push((get("Id").to_owned(), get("Type").to_owned(), path));
        }
    });
    found
}

/// A path without `..`.
fn flat(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The shared strings: runs of rich text put together, the reading aids of East Asian text (`rPh`) left out.
fn shared(bytes: &[u8]) -> Result<Vec<String>, XlsxError> {
    let mut all: Vec<String> = Vec::new();
    let (mut in_text, mut aid) = (false, false);
    let whole = xml::read(bytes, |seen| match seen {
        Seen::Open("si", _) => all.push(String::new()),
        Seen::Open("rPh", _) => aid = true,
        Seen::Close("rPh") => aid = false,
        Seen::Open("t", _) => in_text = true,
        Seen::Close("t") => in_text = false,
        Seen::Text(text) if in_text && !aid => {
            if let Some(last) = all.last_mut() {
                last.push_str(text);
            }
        }
        _ => {}
    });
    let all = all.into_iter().map(|text| xml::plain_cell(&text)).collect();
    if whole { Ok(all) } else { Err(XlsxError::Broken("sharedStrings.xml".to_owned())) }
}

/// How a number is shown, as far as it is another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    /// As the number that it is.
    #[default]
    Plain,
    /// As a day.
    Day,
    /// As a hundredth, with at least and at most so many decimals.
    Percent(usize, usize),
}

/// How the looks of cells show a number.
fn number_styles(bytes: &[u8]) -> Vec<Shown> {
    let mut own: HashMap<String, Shown> = HashMap::new();
    let mut found = Vec::new();
    let mut in_cells = false;
    xml::read(bytes, |seen| match seen {
        Seen::Open("numFmt", all) => {
            let code = all.get("formatCode").unwrap_or_default();
            own.insert(all.get("numFmtId").unwrap_or_default().to_owned(), shown(code));
        }
        Seen::Open("cellXfs", _) => in_cells = true,
        Seen::Close("cellXfs") => in_cells = false,
        Seen::Open("xf", all) if in_cells => {
            let id = all.get("numFmtId").unwrap_or_default();
            let built_in = match id.parse::<u32>() {
                Ok(14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58) => Shown::Day,
                Ok(9) => Shown::Percent(0, 0),
                Ok(10) => Shown::Percent(2, 2),
                _ => Shown::Plain,
            };
            found.push(own.get(id).copied().unwrap_or(built_in));
        }
        _ => {}
    });
    found
}

/// What a number format shows: a day where it has a year or a day in it, outside quotes and brackets.
fn shown(code: &str) -> Shown {
    let bare = bare_format(code);
    let mut rest = bare.chars().peekable();
    while let Some(c) = rest.next() {
        // `e` is a year in East Asian formats and an exponent before a sign (`0.00E+00`).
        if matches!(c, 'y' | 'd') || (c == 'e' && !matches!(rest.peek(), Some('+' | '-'))) {
            return Shown::Day;
        }
    }
    let first = bare.split(';').next().unwrap_or_default();
    let Some((number, _)) = first.split_once('%') else { return Shown::Plain };
    let decimals = number.rsplit_once('.').map_or("", |(_, decimals)| decimals);
    let count = |signs: &[char]| decimals.chars().filter(|c| signs.contains(c)).count();
    Shown::Percent(count(&['0']), count(&['0', '#', '?']))
}

/// A number format in small letters, without what it shows word for word, without colours and locales, and without
/// `General`, which LibreOffice writes out, and whose letters mean nothing.
fn bare_format(code: &str) -> String {
    let mut kept = String::new();
    let mut closing = None;
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match (closing, c) {
            (Some(end), c) if c == end => closing = None,
            (Some(_), _) => {}
            (None, '"') => closing = Some('"'),
            (None, '[') => closing = Some(']'),
            (None, '\\' | '_' | '*') => drop(rest.next()),
            (None, c) => kept.push(c.to_ascii_lowercase()),
        }
    }
    kept.replace("general", "").replace("g/通用格式", "")
}

/// A share of one as hundredths.
fn percent(number: f64, least: usize, most: usize) -> String {
    let text = format!("{:.most$}", number * 100.0);
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let kept = decimals.trim_end_matches('0').len().max(least).min(decimals.len());
    if kept == 0 { format!("{whole}%") } else { format!("{whole}.{}%", &decimals[..kept]) }
}

/// A sheet while it is read.
#[derive(Default)]
struct Reading<'a> {
    strings: &'a [String],
    styles: &'a [Shown],
    from_1904: bool,
    rows: Vec<RawRow>,
    merges: Vec<[usize; 4]>,
    /// The row and column that come next where a file leaves them out.
    row: usize,
    column: usize,
    kind: String,
    style: usize,
    value: String,
    in_value: bool,
    aid: bool,
    beyond: usize,
}

impl Reading<'_> {
    fn see(&mut self, seen: Seen<'_>) {
        match seen {
            Seen::Open("row", all) => {
                let number = all.get("r").and_then(|r| r.parse().ok()).filter(|r| *r >= 1);
                self.row = number.unwrap_or(self.row + 1);
                self.column = 0;
            }
            Seen::Open("c", all) => {
                if let Some((column, row)) = all.get("r").and_then(place) {
                    (self.column, self.row) = (column, row + 1);
                }
                all.get("t").unwrap_or_default().clone_into(&mut self.kind);
                self.style = all.get("s").and_then(|s| s.parse().ok()).unwrap_or_default();
                self.value.clear();
            }
            Seen::Open("v" | "t", _) => self.in_value = true,
            Seen::Close("v" | "t") => self.in_value = false,
            Seen::Open("rPh", _) => self.aid = true,
            Seen::Close("rPh") => self.aid = false,
            Seen::Text(text) if self.in_value && !self.aid => self.value.push_str(text),
            Seen::Close("c") => {
                let text = self.text();
                self.put(text);
                self.column += 1;
            }
            Seen::Open("mergeCell", all) => {
                let corners = all.get("ref").and_then(|area| area.split_once(':'));
                let corners = corners.and_then(|(from, to)| Some((place(from)?, place(to)?)));
                if let Some(((left, top), (right, bottom))) = corners {
                    self.merges.push([top + 1, bottom + 1, left, right]);
                }
            }
            _ => {}
        }
    }

    /// What a person sees in the cell.
    fn text(&self) -> String {
        let value = self.value.as_str();
        match self.kind.as_str() {
            "s" => {
                let text = value.trim().parse::<usize>().ok().and_then(|at| self.strings.get(at));
                text.cloned().unwrap_or_default()
            }
            "str" | "inlineStr" => xml::plain_cell(value),
            "b" => if value.trim() == "1" { "是" } else { "否" }.to_owned(),
            "d" => value.trim().split('T').next().unwrap_or_default().to_owned(),
            "e" => value.to_owned(),
            _ => self.number(value.trim()),
        }
    }

    fn number(&self, value: &str) -> String {
        let Ok(number) = value.parse::<f64>() else { return value.to_owned() };
        let shown = self.styles.get(self.style).copied().unwrap_or_default();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates, and what is out of the calendar is no day"
        )]
        let day = (shown == Shown::Day).then(|| of_serial(number.floor() as i64, self.from_1904)).flatten();
        match (shown, day) {
            (_, Some(day)) => day.to_string(),
            (Shown::Percent(least, most), _) => percent(number, least, most),
            // Excel writes 0.1 + 0.2 with all 17 digits; the shortest text of the same number is what it shows.
            _ if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            _ => number.to_string(),
        }
    }

    fn put(&mut self, text: String) {
        if text.is_empty() {
            return;
        }
        let number = u32::try_from(self.row.max(1)).unwrap_or(u32::MAX);
        if self.column >= MAX_COLUMNS || self.rows.len() >= MAX_ROWS {
            self.beyond += 1;
            return;
        }
        // Rows come in order; one that does not is put where it belongs when all are there.
        if self.rows.last().is_none_or(|row| row.number != number) {
            self.rows.push(RawRow { number, cells: Vec::new() });
        }
        if let Some(row) = self.rows.last_mut() {
            if row.cells.len() <= self.column {
                row.cells.resize(self.column + 1, String::new());
            }
            row.cells[self.column] = text;
        }
    }

    fn finish(mut self, name: String, hidden: bool) -> RawSheet {
        self.rows.sort_by_key(|row| row.number);
        self.fill();
        let mut notes = Vec::new();
        if self.beyond > 0 {
            notes.push(format!(
                "{} 个单元格在第 {} 列以右或第 {MAX_ROWS} 行以下，没有读取。",
                self.beyond,
                column_name(MAX_COLUMNS - 1)
            ));
        }
        RawSheet { name, hidden, rows: self.rows, notes }
    }

    /// Gives every cell of a merged area the text of its first, in the rows that are there at all.
    fn fill(&mut self) {
        for [top, bottom, left, right] in std::mem::take(&mut self.merges) {
            let right = right.min(MAX_COLUMNS - 1);
            if left > right {
                continue;
            }
            let key = |row: &RawRow| usize::try_from(row.number).unwrap_or(usize::MAX);
            let from = self.rows.partition_point(|row| key(row) < top);
            let to = self.rows.partition_point(|row| key(row) <= bottom);
            let Some(rows) = self.rows.get_mut(from..to) else { continue };
            let first = rows.first().filter(|row| key(row) == top);
            let text = first.and_then(|row| row.cells.get(left)).cloned().unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            for row in rows {
                if row.cells.len() <= right {
                    row.cells.resize(right + 1, String::new());
                }
                for cell in row.cells.iter_mut().take(right + 1).skip(left) {
                    cell.clone_from(&text);
                }
            }
        }
    }
}

/// The column and row of `AB12`, from 0.
fn place(name: &str) -> Option<(usize, usize)> {
    let name = name.trim_start_matches('$');
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = name.split_at(letters);
    let row: usize = row.trim_start_matches('$').parse().ok()?;
    if letters == 0 || letters > 3 {
        return None;
    }
    let index = column.bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((index - 1, row.checked_sub(1)?))
}
