//! The lists against the plain meaning of a query: `plain` answers it row by row without any index, `laws`
//! holds both equal for any query and after any change, `cases` tells the rules one by one.

mod asking;
mod cases;
mod laws;
mod plain;
