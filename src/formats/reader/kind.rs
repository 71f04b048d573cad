//! What a file is, told by what it begins with and what it holds, never by its name; and for each kind that is not read, what
//! to do. Knows first bytes and names of parts, no format.

use super::compound::Compound;
use crate::zip;

/// A kind of file that is not read. Each says what it is and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// No bytes at all.
    #[error("文件是空的，里面没有内容。请检查文件是否传输完整，重新取得后再导入")]
    Empty,
    /// A password, or rights that a server keeps.
    #[error(
        "文件加了打开密码或权限保护。请在 WPS 或 Office 中打开它，去掉密码（文件—信息—保护，WPS 为“文档加密”），另存后再导入"
    )]
    Locked,
    /// Encrypted by a program of its own, as enterprises use.
    #[error("这是加密软件加密过的文件。请用单位的加密软件解密后再导入")]
    Ciphered,
    /// .pdf
    #[error(
        "这是 PDF 文件，不能直接读取。请向来文单位要 .xlsx 或 .docx 原件；没有原件的，在 WPS 中用“PDF 转 Excel”或“PDF 转 Word”转换，核对后再导入"
    )]
    Pdf,
    /// .rtf
    #[error("这是 RTF 文档。请在 WPS 或 Word 中打开它，另存为 .docx 后再导入")]
    Rtf,
    /// .ofd
    #[error(
        "这是 OFD 版式文件，不能直接读取。请向来文单位要 .xlsx 或 .docx 原件，或用 OFD 阅读器复制其中的文字，粘贴到页面里"
    )]
    Ofd,
    /// A picture.
    #[error(
        "这是图片（{0}）。请在 WPS 中用“图片转文字”或“图片转表格”识别，核对后另存为 .docx 或 .xlsx 再导入"
    )]
    Picture(&'static str),
    /// .xlsb
    #[error("这是二进制工作簿（.xlsb）。请在 WPS 或 Excel 中打开它，另存为 .xlsx 后再导入")]
    Xlsb,
    /// Excel 2 to 4.
    #[error("这是 Excel 4.0 或更早的表格。请在 WPS 或 Excel 中打开它，另存为 .xlsx 后再导入")]
    OldExcel,
    /// Word 2 to 95.
    #[error("这是 Word 95 或更早的文档。请在 WPS 或 Word 中打开它，另存为 .docx 后再导入")]
    OldWord,
    /// Microsoft Works.
    #[error("这是 Microsoft Works 文件。请用能打开它的程序另存为 .docx 或 .xlsx 后再导入")]
    Works,
    /// .ods, .odt
    #[error("这是 OpenDocument 文件（{0}）。请在 WPS、Office 或 LibreOffice 中打开它，另存为 {1} 后再导入")]
    OpenDocument(&'static str, &'static str),
    /// 标文通
    #[error("这是标文通（UOF）文件。请在 WPS 或永中 Office 中打开它，另存为 .docx 或 .xlsx 后再导入")]
    Uof,
    /// .ppt, .pptx, .dps
    #[error("这是演示文稿。请把其中的表格或文字复制到 .xlsx 或 .docx 中再导入")]
    Slides,
    /// .numbers, .pages
    #[error("这是苹果 iWork 文件。请在原程序中导出为 .xlsx 或 .docx 后再导入")]
    IWork,
    /// A package of another packer.
    #[error("这是 {0} 压缩包。请先解压，再导入里面的表格或文档")]
    Archive(&'static str),
    /// A ZIP without anything that is read.
    #[error("这是 ZIP 压缩包，不是表格或文档。请先解压，再导入里面的文件")]
    Zip,
    /// .mht
    #[error("这是网页归档（.mht）。请在 WPS、Word 或 Excel 中打开它，另存为 .docx 或 .xlsx 后再导入")]
    WebArchive,
    /// A page whose tables stand in files beside it.
    #[error(
        "这个网页的内容在旁边的文件夹里，单独一个文件读不到。请在 WPS 或 Excel 中打开它，另存为 .xlsx 后再导入"
    )]
    Frames,
    /// A container of the old kind with something else in it.
    #[error(
        "这个文件不是 Excel、Word 或 WPS 的表格和文档。请在建立它的程序中打开，另存为 .xlsx 或 .docx 后再导入"
    )]
    Container,
    /// A container of the old kind that cannot be opened.
    #[error(
        "这是旧格式的 Excel 或 Word 文件（.xls、.doc、.wps、.et），但已经损坏。请在 WPS 或 Office 中打开它，另存为 .xlsx 或 .docx 后再导入"
    )]
    Damaged,
    /// XML of something else.
    #[error("这是 XML 文件，但不是 Excel 或 Word 的。请在建立它的程序中打开，另存为 .xlsx 或 .docx 后再导入")]
    Xml,
    /// A program.
    #[error("这是程序文件，不是表格或文档，没有读取")]
    Program,
    /// Nothing that is known.
    #[error(
        "认不出这是什么文件：既不是表格、文档，也不是 UTF-8、UTF-16 或 GB 18030 编码的文字。请在 WPS 或 Office 中打开它，另存为 .xlsx 或 .docx 后再导入"
    )]
    Unknown,
}

/// Files that their first bytes tell.
const FIRST_BYTES: [(&[u8], Unread); 31] = [
    (b"%PDF", Unread::Pdf),
    (b"{\\rtf", Unread::Rtf),
    (b"\x89PNG", Unread::Picture("PNG")),
    (b"\xff\xd8\xff", Unread::Picture("JPEG")),
    (b"GIF8", Unread::Picture("GIF")),
    (b"BM", Unread::Picture("BMP")),
    (b"II*\0", Unread::Picture("TIFF")),
    (b"MM\0*", Unread::Picture("TIFF")),
    (b"\xd7\xcd\xc6\x9a", Unread::Picture("WMF")),
    (b"8BPS", Unread::Picture("PSD")),
    (b"AT&TFORM", Unread::Picture("DjVu")),
    (b"Rar!", Unread::Archive("RAR")),
    (b"7z\xbc\xaf\x27\x1c", Unread::Archive("7z")),
    (b"\x1f\x8b", Unread::Archive("gzip")),
    (b"BZh", Unread::Archive("bzip2")),
    (b"\xfd7zXZ", Unread::Archive("xz")),
    (b"MSCF", Unread::Archive("CAB")),
    (b"MZ", Unread::Program),
    (b"\x7fELF", Unread::Program),
    (b"\xdb\xa5", Unread::OldWord),
    (b"\x31\xbe\0\0", Unread::OldWord),
    (b"\xfe\x37\0\x23", Unread::OldWord),
    (b"\x09\0\x04\0", Unread::OldExcel),
    (b"\x09\x02\x06\0", Unread::OldExcel),
    (b"\x09\x04\x06\0", Unread::OldExcel),
    (b"\x09\x02\x08\0", Unread::OldExcel),
    (b"\xff\0\x02\0", Unread::Works),
    (b"MIME-Version:", Unread::WebArchive),
    (b"E-SafeNet", Unread::Ciphered),
    (b"%TSD-Header-###%", Unread::Ciphered),
    (b"b\x14#e", Unread::Ciphered),
];

/// What the first bytes of a file tell of it, where it is none that is read.
#[must_use]
pub fn by_first_bytes(bytes: &[u8]) -> Option<Unread> {
    let trimmed = bytes.trim_ascii_start();
    let trimmed = trimmed.strip_prefix(b"\xef\xbb\xbf").unwrap_or(trimmed).trim_ascii_start();
    if trimmed.is_empty() || bytes.iter().all(|byte| *byte == 0) {
        return Some(Unread::Empty);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(Unread::Picture("HEIC"));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Unread::Picture("WebP"));
    }
    let found = FIRST_BYTES.iter().find(|(first, _)| match *first {
        // Two letters begin many a text; a picture tells its own length behind them.
        b"BM" => bytes.starts_with(b"BM") && length_of(bytes) == Some(bytes.len()),
        b"MZ" => bytes.starts_with(b"MZ") && bytes.contains(&0),
        first if first[0] < 0x20 || first[0] > 0x7e => bytes.starts_with(first),
        first => trimmed.starts_with(first),
    });
    found.map(|(_, kind)| kind.clone())
}

fn length_of(bytes: &[u8]) -> Option<usize> {
    let four = bytes.get(2..6)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// What a ZIP package is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Packed {
    /// .xlsx, .xlsm.
    Workbook,
    /// .docx, .docm.
    Document,
    /// None that is read.
    Other(Unread),
}

/// What a package is, by the names of its parts and the address of its main part.
#[must_use]
pub fn of_package(package: &zip::Package<'_>, main: &str) -> Packed {
    let has = |name: &str| package.find(name).is_some();
    let under = |folder: &str| {
        package
            .names()
            .any(|name| name.replace('\\', "/").trim_start_matches('/').to_lowercase().starts_with(folder))
    };
    let main = main.to_lowercase();
    if has("mimetype") && has("content.xml") {
        let kind = package.file_within("mimetype", 200).ok().flatten().unwrap_or_default();
        let (kind, to) = match kind.as_slice() {
            kind if kind.ends_with(b"spreadsheet") => ("表格 .ods", ".xlsx"),
            kind if kind.ends_with(b"presentation") => return Packed::Other(Unread::Slides),
            _ => ("文档 .odt", ".docx"),
        };
        return Packed::Other(Unread::OpenDocument(kind, to));
    }
    match () {
        () if has("OFD.xml") => Packed::Other(Unread::Ofd),
        () if main.rsplit('.').next() == Some("bin") || has("xl/workbook.bin") => Packed::Other(Unread::Xlsb),
        () if main.starts_with("ppt/") || under("ppt/") => Packed::Other(Unread::Slides),
        () if under("index/") && (has("Index/Document.iwa") || has("Metadata/Properties.plist")) => {
            Packed::Other(Unread::IWork)
        }
        () if has("uof.xml") => Packed::Other(Unread::Uof),
        () if main.starts_with("word/") || under("word/") => Packed::Document,
        () if main.starts_with("xl/") || under("xl/") => Packed::Workbook,
        () => Packed::Other(Unread::Zip),
    }
}

/// What a container of the old kind holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// .xls, .et.
    Workbook,
    /// .doc, .wps.
    Document,
    /// None that is read.
    Other(Unread),
}

/// What a container holds, by the names of its streams.
#[must_use]
pub fn of_container(container: &Compound<'_>) -> Held {
    let any = |names: &[&str]| names.iter().any(|name| container.has(name));
    match () {
        () if any(&["EncryptedPackage", "EncryptionInfo", "\u{6}DataSpaces"]) => Held::Other(Unread::Locked),
        () if any(&["Workbook", "Book"]) => Held::Workbook,
        () if any(&["WordDocument"]) => Held::Document,
        () if any(&["PowerPoint Document", "PP40"]) => Held::Other(Unread::Slides),
        () if any(&["MatOST", "MM", "CONTENTS"]) => Held::Other(Unread::Works),
        () => Held::Other(Unread::Container),
    }
}
