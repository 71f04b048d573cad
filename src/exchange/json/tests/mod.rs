//! Tests of reading and writing together.
