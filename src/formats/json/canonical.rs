//! JSON as RFC 8785 (JCS) wants it, so that equal content is equal bytes. Knows no ledger.
//!
//! One deviation: a number that a double would change (`12345678901234567890123`, `1e400`) keeps its source
//! text, since losing digits of somebody's file is worse than a second spelling of a number. All numbers
//! that a double holds are in ECMAScript's form.

use std::cmp::Ordering;
use std::fmt::{self, Display};
use std::ops::Range;

use serde::Serialize;
use serde::ser::{self, Impossible, SerializeMap, SerializeSeq, SerializeStruct};
use serde_json::Value;

use super::number::number;

/// The name under which serde_json hands on a number as text (its feature `arbitrary_precision`).
const NUMBER: &str = "$serde_json::private::Number";

/// The canonical text of a JSON value, without a line end.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut writer = Writer::default();
    writer.write(value);
    writer.out
}

/// A member of an object in [`Writer::out`].
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The key as JSON text, with its quotes.
    pub key: Range<usize>,
    /// The value; empty where it was held back.
    pub value: Range<usize>,
}

/// Writes anything that serializes as canonical JSON.
///
/// Members are written as they come and put in order when their object ends: one copy a level, and only
/// where the order was not right already.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// What was written.
    pub out: String,
    /// The members of the objects that are open, outermost first. With `hold`, those of the root stay here.
    pub members: Vec<Member>,
    /// Members of the root whose values are not written, only named.
    hold: &'static [&'static str],
    depth: usize,
    scratch: String,
}

impl Writer {
    /// A writer that names these members of the root and leaves their values out.
    pub(super) fn holding(hold: &'static [&'static str]) -> Self {
        Self { hold, ..Self::default() }
    }

    /// Appends a value.
    pub(super) fn write<T: Serialize + ?Sized>(&mut self, value: &T) {
        let written = value.serialize(&mut *self);
        // cannot fail: ledgers and JSON values have no keys but texts, no bytes, no tuples and no NaN.
        debug_assert!(written.is_ok(), "{written:?}");
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.out.push_str(&text[from..at]);
            from = at + 1;
            match byte {
                b'"' => self.out.push_str("\\\""),
                b'\\' => self.out.push_str("\\\\"),
                0x08 => self.out.push_str("\\b"),
                b'\t' => self.out.push_str("\\t"),
                b'\n' => self.out.push_str("\\n"),
                0x0c => self.out.push_str("\\f"),
                b'\r' => self.out.push_str("\\r"),
                _ => {
                    let hex = |digit: u8| char::from(if digit < 10 { b'0' } else { b'a' - 10 } + digit);
                    self.out.push_str("\\u00");
                    self.out.push(hex(byte >> 4));
                    self.out.push(hex(byte & 15));
                }
            }
        }
        self.out.push_str(&text[from..]);
        self.out.push('"');
    }

    /// Puts the members from `first` on in order; what lies before `start` is not theirs.
    fn sort(&mut self, first: usize, start: usize) {
        let (out, members) = (&self.out, &mut self.members[first..]);
        let order = |a: &Member, b: &Member| key_order(&out[a.key.clone()], &out[b.key.clone()]);
        if members.is_sorted_by(|a, b| order(a, b).is_le()) {
            return;
        }
        members.sort_by(order);
        if self.depth == 0 && !self.hold.is_empty() {
            return;
        }
        self.scratch.clear();
        for (n, member) in members.iter().enumerate() {
            if n > 0 {
                self.scratch.push(',');
            }
            self.scratch.push_str(&out[member.key.start..member.value.end]);
        }
        self.out.truncate(start);
        self.out.push_str(&self.scratch);
    }
}

/// The order of two keys, given as JSON text: by UTF-16 code units (RFC 8785, 3.2.3).
fn key_order(a: &str, b: &str) -> Ordering {
    // Two ASCII keys without escapes, as all of ours are, are in the order of their bytes; the quotes
    // that end them sort before all that a longer key can go on with but a blank and `!`, so they are cut off.
    let plain = |key: &str| key.is_ascii() && !key.contains('\\');
    let inner = |key: &str| key.get(1..key.len().saturating_sub(1)).unwrap_or_default().to_owned();
    if plain(a) && plain(b) {
        return a[1..a.len() - 1].cmp(&b[1..b.len() - 1]);
    }
    let read = |key: &str| serde_json::from_str::<String>(key).unwrap_or_else(|_| inner(key));
    read(a).encode_utf16().cmp(read(b).encode_utf16())
}

/// A thing that JSON, or this ledger, does not have.
#[derive(Debug)]
pub(super) struct NotJson(String);

impl Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for NotJson {}
impl ser::Error for NotJson {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Integers and floats, each through its decimal text.
macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, v: $type) -> Result<(), NotJson> {
            self.out.push_str(&number(&v.to_string()));
            Ok(())
        })*
    };
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = NotJson;
    type SerializeSeq = Items<'w>;
    type SerializeTuple = Impossible<(), NotJson>;
    type SerializeTupleStruct = Impossible<(), NotJson>;
    type SerializeTupleVariant = Impossible<(), NotJson>;
    type SerializeMap = Object<'w>;
    type SerializeStruct = Object<'w>;
    type SerializeStructVariant = Impossible<(), NotJson>;

    numbers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_bool(self, v: bool) -> Result<(), NotJson> {
        self.out.push_str(if v { "true" } else { "false" });
        Ok(())
    }
    fn serialize_f32(self, v: f32) -> Result<(), NotJson> {
        self.serialize_f64(v.into())
    }
    fn serialize_f64(self, v: f64) -> Result<(), NotJson> {
        if !v.is_finite() {
            return Err(NotJson(v.to_string()));
        }
        self.out.push_str(ryu_js::Buffer::new().format_finite(v));
        Ok(())
    }
    fn serialize_char(self, v: char) -> Result<(), NotJson> {
        self.string(v.encode_utf8(&mut [0; 4]));
        Ok(())
    }
    fn serialize_str(self, v: &str) -> Result<(), NotJson> {
        self.string(v);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), NotJson> {
        Err(NotJson("bytes".to_owned()))
    }
    fn serialize_none(self) -> Result<(), NotJson> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotJson> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), NotJson> {
        self.out.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotJson> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotJson> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), NotJson> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NotJson> {
        Err(NotJson(name.to_owned()))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w>, NotJson> {
        self.out.push('[');
        self.depth += 1;
        Ok(Items { writer: self, first: true })
    }
    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NotJson> {
        Err(NotJson("tuple".to_owned()))
    }
    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, NotJson> {
        Err(NotJson(name.to_owned()))
    }
    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NotJson> {
        Err(NotJson(name.to_owned()))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Object<'w>, NotJson> {
        self.out.push('{');
        let (start, first) = (self.out.len(), self.members.len());
        self.depth += 1;
        Ok(Object { writer: self, start, first, number: false })
    }
    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Object<'w>, NotJson> {
        if name != NUMBER {
            return self.serialize_map(Some(len));
        }
        Ok(Object { start: self.out.len(), first: self.members.len(), writer: self, number: true })
    }
    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NotJson> {
        Err(NotJson(name.to_owned()))
    }
}

/// An array that is being written.
#[derive(Debug)]
pub(super) struct Items<'w> {
    writer: &'w mut Writer,
    first: bool,
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = NotJson;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        if !std::mem::take(&mut self.first) {
            self.writer.out.push(',');
        }
        value.serialize(&mut *self.writer)
    }
    fn end(self) -> Result<(), NotJson> {
        self.writer.out.push(']');
        self.writer.depth -= 1;
        Ok(())
    }
}

/// An object that is being written, or a number that serde_json dressed as one.
#[derive(Debug)]
pub(super) struct Object<'w> {
    writer: &'w mut Writer,
    start: usize,
    first: usize,
    number: bool,
}

impl SerializeMap for Object<'_> {
    type Ok = ();
    type Error = NotJson;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotJson> {
        if self.writer.members.len() > self.first {
            self.writer.out.push(',');
        }
        let start = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        let end = self.writer.out.len();
        self.writer.out.push(':');
        self.writer.members.push(Member { key: start..end, value: end + 1..end + 1 });
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotJson> {
        let at = self.writer.members.len() - 1;
        let key = self.writer.members[at].key.clone();
        let held = |name: &&str| self.writer.out[key.start + 1..key.end - 1] == **name;
        if self.writer.depth == 1 && self.writer.hold.iter().any(held) {
            return Ok(());
        }
        value.serialize(&mut *self.writer)?;
        self.writer.members[at].value.end = self.writer.out.len();
        Ok(())
    }
    fn end(self) -> Result<(), NotJson> {
        self.writer.depth -= 1;
        self.writer.sort(self.first, self.start);
        if self.writer.depth > 0 || self.writer.hold.is_empty() {
            self.writer.members.truncate(self.first);
        }
        self.writer.out.push('}');
        Ok(())
    }
}

impl SerializeStruct for Object<'_> {
    type Ok = ();
    type Error = NotJson;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NotJson> {
        if !self.number {
            return self.serialize_entry(key, value);
        }
        // The number's digits come as a text: written as one, then taken out of its quotes.
        value.serialize(&mut *self.writer)?;
        let text = self.writer.out.split_off(self.start);
        self.writer.out.push_str(&number(text.trim_matches('"')));
        Ok(())
    }
    fn end(self) -> Result<(), NotJson> {
        if self.number { Ok(()) } else { SerializeMap::end(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        canonical(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn the_examples_of_rfc_8785_come_out_as_it_prints_them() {
        // 3.2.2 and 3.2.4.
        let given = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        // 333333333.33333329 is no double: it keeps its digits here, where the RFC writes 333333333.3333333.
        let expected = r#"{"literals":[null,true,false],"numbers":[333333333.33333329,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(of(given), expected);
        // 3.2.3: by UTF-16 code units, so that 😂 (D83D…) comes before U+FB33.
        let given = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",
            "1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        let values: Vec<String> = of(given).split("\":\"").skip(1).map(|v| v[..3].to_owned()).collect();
        assert_eq!(values, ["Car", "One", "Con", "Lat", "Eur", "Emo", "Heb"]);
    }

    #[test]
    fn keys_are_sorted_where_one_begins_the_other() {
        assert_eq!(of(r#"{"a!":1,"a":2,"a ":3,"":4,"a\n":5}"#), r#"{"":4,"a":2,"a\n":5,"a ":3,"a!":1}"#);
        assert_eq!(
            of(r#"{"b":{"d":1,"c":[{"z":1,"y":{}}]},"a":{}}"#),
            r#"{"a":{},"b":{"c":[{"y":{},"z":1}],"d":1}}"#
        );
    }
}
