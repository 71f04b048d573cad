//! A table as it goes over the clipboard into WPS, Excel and Word: as HTML, and as text with tabs for what takes no
//! HTML. Cells are text (`12-3` is no date) and never formulas. Knows no ledger.

use super::csv::neutral;

/// The two forms of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clip {
    /// `text/html`.
    pub html: String,
    /// `text/plain`: tabs and line breaks; a cell that holds one of them is quoted.
    pub text: String,
}

/// The table with these heads and rows.
#[must_use]
pub fn table<R>(heads: &[String], rows: R) -> Clip
where
    R: IntoIterator<Item = Vec<String>>,
{
    // What spreadsheets read as "this cell is text", in the HTML that they exchange themselves.
    const TEXT: &str = "<td style=\"mso-number-format:'\\@';vnd.ms-excel.numberformat:@\">";
    let mut clip =
        Clip { html: String::from("<meta charset=\"utf-8\"><table border=\"1\"><tr>"), text: String::new() };
    for head in heads {
        clip.html.push_str("<th>");
        escape(head, &mut clip.html);
        clip.html.push_str("</th>");
    }
    clip.html.push_str("</tr>");
    line(heads, &mut clip.text);
    for row in rows {
        clip.html.push_str("<tr>");
        for cell in &row {
            clip.html.push_str(TEXT);
            escape(&neutral(cell), &mut clip.html);
            clip.html.push_str("</td>");
        }
        clip.html.push_str("</tr>");
        line(&row, &mut clip.text);
    }
    clip.html.push_str("</table>");
    clip
}

fn line(cells: &[String], out: &mut String) {
    for (n, cell) in cells.iter().enumerate() {
        if n > 0 {
            out.push('\t');
        }
        let cell = neutral(cell);
        if cell.contains(['\t', '\n', '\r', '"']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<br>"),
            '\r' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_text_whatever_they_hold() {
        let rows =
            vec![vec!["12-3".to_owned(), "=1+1".to_owned()], vec!["<b>&".to_owned(), "两\n行\"".to_owned()]];
        let clip = table(&["序号".to_owned(), "备注".to_owned()], rows);
        assert_eq!(clip.text, "序号\t备注\r\n12-3\t'=1+1\r\n<b>&\t\"两\n行\"\"\"\r\n");
        assert!(clip.html.contains("<th>备注</th>"));
        for cell in [">12-3</td>", ">'=1+1</td>", ">&lt;b&gt;&amp;</td>", ">两<br>行&quot;</td>"] {
            assert!(clip.html.contains(cell), "{cell}: {}", clip.html);
        }
        assert_eq!(clip.html.matches("mso-number-format").count(), 4);
    }
}
