//! `LibreOffice`: which of its programs are on this machine. It looks; it installs and starts nothing.
//! `soffice` alone says nothing: it starts whatever is there, and Writer and Calc are packages of their own.

use std::fs;
use std::path::Path;

use crate::process;

/// A program of `LibreOffice` that reads what the page hands out.
#[derive(Debug, PartialEq, Eq)]
pub struct Program {
    /// As the tests call it.
    pub name: &'static str,
    /// Debian's package of it, without a window.
    pub package: &'static str,
    /// The library that it lives in, without what each system puts before and behind.
    library: &'static str,
}

/// What the tests ask: Writer about the notice, Calc about the workbook.
pub const PROGRAMS: [Program; 2] = [
    Program { name: "writer", package: "libreoffice-writer-nogui", library: "swlo" },
    Program { name: "calc", package: "libreoffice-calc-nogui", library: "sclo" },
];

/// Those that are here, and those that are not.
pub fn look() -> (Vec<&'static Program>, Vec<&'static Program>) {
    // On PATH there is a link; the libraries lie where it points to.
    let folder = process::find("soffice").and_then(|program| fs::canonicalize(program).ok());
    let folder = folder.as_deref().and_then(Path::parent);
    PROGRAMS.iter().partition(|program| folder.is_some_and(|folder| program.is_in(folder)))
}

impl Program {
    /// Whether the program belongs to the `LibreOffice` whose `soffice` lies in this folder.
    fn is_in(&self, folder: &Path) -> bool {
        let name = self.library;
        let names = [format!("lib{name}.so"), format!("lib{name}.dylib"), format!("{name}.dll")];
        // On a Mac programs and libraries have folders of their own.
        [folder.to_path_buf(), folder.join("../Frameworks")]
            .iter()
            .any(|folder| names.iter().any(|name| folder.join(name).is_file()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writer_without_calc_is_told_from_both() {
        let folder = std::env::temp_dir().join(format!("zhenggai-office-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let here = || PROGRAMS.map(|program| program.is_in(&folder));
        assert_eq!(here(), [false, false], "an empty folder");
        fs::write(folder.join("libswlo.so"), "").unwrap();
        // Of a dialog of Calc; Calc itself is another one.
        fs::write(folder.join("libscdlo.so"), "").unwrap();
        assert_eq!(here(), [true, false]);
        fs::write(folder.join("sclo.dll"), "").unwrap();
        assert_eq!(here(), [true, true]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
