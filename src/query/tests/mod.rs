//! The lists against the plain meaning of a query: `plain` answers it row by row without any index, `laws`
//! holds both equal for any query and after any change, `lists` does so for what a page asks one after the other, `cases` tells the rules one by one.

mod asking;
mod cases;
mod laws;
mod lists;
mod plain;
