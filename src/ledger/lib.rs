#![doc = include_str!("README.md")]

pub mod achievements;
#[cfg(any(test, feature = "arbitrary"))]
pub mod arbitrary;
pub mod bundle;
pub mod checks;
pub mod closure;
pub mod closure_requirements;
pub mod counts;
pub mod custom;
pub mod date;
pub mod date_text;
pub mod deadline;
pub mod decimal;
pub mod demo;
pub mod document;
pub mod due;
pub mod due_reading;
pub mod effective;
pub mod evidence;
pub mod executive_summary;
mod extra;
pub mod field;
pub mod fields;
pub mod finding;
pub mod follow_up;
pub mod id;
pub mod id_map;
pub mod members;
pub mod month;
pub mod new_ledger;
pub mod order;
pub mod period;
pub mod record;
mod record_json;
pub mod register;
pub mod reminder;
pub mod review;
pub mod rounds;
pub mod table_layout;
pub mod template;
pub mod timeline;
pub mod validity;
pub mod vocabulary;

pub use bundle::Bundle;
pub use document::Ledger;
pub use id::Id;
