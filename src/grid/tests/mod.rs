//! Tests of the machine as a whole: keys and what they come to, and laws that hold for any of them.

mod keys;
mod laws;
mod table;
