//! How many pages a PDF has. Knows just enough of the format (ISO 32000-1, 7.5.7) for what browsers and LibreOffice write.

/// How many page objects there are, also in streams of objects.
#[must_use]
pub fn pages(pdf: &[u8]) -> usize {
    let packed = find_all(pdf, b"/ObjStm").filter_map(|at| {
        let rest = pdf.get(at..)?;
        let start = find_all(rest, b"stream").next()? + b"stream".len();
        let data = rest.get(start..)?;
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n"))?;
        miniz_oxide::inflate::decompress_to_vec_zlib(data).ok()
    });
    count(pdf) + packed.map(|objects| count(&objects)).sum::<usize>()
}

fn find_all<'a>(bytes: &'a [u8], part: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    bytes.windows(part.len()).enumerate().filter(move |(_, at)| *at == part).map(|(at, _)| at)
}

/// `/Type /Page` and `/Type/Page`, but not `/Pages`.
fn count(bytes: &[u8]) -> usize {
    let is_page = |at: &usize| {
        let after = bytes.get(at + b"/Type".len()..).unwrap_or_default();
        let after = after.strip_prefix(b" ").unwrap_or(after);
        after.strip_prefix(b"/Page").is_some_and(|after| !after.first().is_some_and(u8::is_ascii_alphabetic))
    };
    find_all(bytes, b"/Type").filter(is_page).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_counted_wherever_they_stand() {
        assert_eq!(pages(b"<< /Type /Pages /Count 2 >> << /Type /Page >> << /Type/Page/Parent 1 0 R >>"), 2);
        let objects =
            miniz_oxide::deflate::compress_to_vec_zlib(b"1 0 << /Type /Page >> << /Type /Pages >>", 6);
        let packed = [b"<< /Type /ObjStm >>\nstream\n".as_slice(), &objects, b"\nendstream"].concat();
        assert_eq!(pages(&packed), 1);
        assert_eq!(pages(b""), 0);
    }
}
