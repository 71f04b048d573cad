//! 读表方式: how a table of another office was read once, so that the next file of the same layout is read the same. Written
//! and understood by the importer. Knows no table.

use super::record::record;

record! {
    /// How the tables of one layout are read.
    entity TableLayout = "读表方式" {
        fields {
            /// What tells the layout from others: the heads of its columns, one a line.
            heads: String = "表头",
            /// What each column means, in the order of the heads, one a line.
            columns: String = "列的含义",
            /// What words of 整改状态 mean, one a line: the word, a tab, the id of the status.
            words: String = "词语的含义",
            /// What words of other columns that hold one of a few mean, one a line: the place of the column from 0, the word
            /// and what it is taken for, with tabs between them.
            values: String = "选项的含义",
            /// Several measures in a cell stay one.
            whole: bool = "不拆分措施",
        }
    }
}
