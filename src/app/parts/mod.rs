//! The parts that pages are made of: fields, lists of entries, windowed tables, marked text. Know no page.

pub mod asked;
pub mod closure;
pub mod custom;
pub mod deadline;
pub mod draft_box;
pub mod entries;
pub mod evidence;
pub mod field;
pub mod field_names;
pub mod file_input;
pub mod filter;
pub mod fold;
pub mod folded_fields;
pub mod marked;
pub mod new_text;
pub mod notice_read;
pub mod paper_rows;
pub mod person_card;
pub mod pressing;
pub mod reading;
pub mod recheck;
pub mod remind;
pub mod review_words;
pub mod sheets;
pub mod table_head;
pub mod window;
