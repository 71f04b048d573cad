//! The JSON of a record, made through its names, and the values of its members, read.
//!
//! It is what the record's own serializer gives, for one function instead of one a kind of record: a law below says so.

use serde::de::{Deserialize, MapAccess};
use serde_json::{Map, Value};

use super::record::Node;

/// The record as JSON: empty fields, parts and lists are left out.
pub(crate) fn json(node: &dyn Node) -> Value {
    let spec = node.spec();
    let mut map = Map::new();
    if let Some(id) = node.id() {
        map.insert("id".to_owned(), id.as_str().into());
    }
    for field in spec.fields {
        if let Some(value) = node.get(field.name).filter(|value| !value.is_null()) {
            map.insert(field.name.to_owned(), value);
        }
    }
    for (name, _) in spec.parts {
        let part = node.part(name).map(Node::to_json);
        if let Some(value) = part.filter(|part| part.as_object().is_some_and(|members| !members.is_empty())) {
            map.insert((*name).to_owned(), value);
        }
    }
    for list in spec.lists {
        let Some(items) = node.list(list.name).filter(|items| !items.is_empty()) else { continue };
        let items = (0..items.len()).filter_map(|at| items.at(at)).map(Node::to_json);
        map.insert(list.name.to_owned(), items.collect());
    }
    map.extend(node.extra().iter().map(|(key, value)| (key.clone(), value.clone())));
    Value::Object(map)
}

/// The value of a member. One function a type, not a copy of it in each record that has such members: a browser compiles
/// each function when it is first called, and the reader of the bundle was the largest of all.
#[inline(never)]
pub(crate) fn value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(map: &mut A) -> Result<T, A::Error> {
    map.next_value()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::arbitrary::bundle;
    use crate::record::Node;

    proptest! {
        #[test]
        fn json_through_names_is_what_the_serializer_gives(bundle in bundle()) {
            prop_assert_eq!(bundle.to_json(), serde_json::to_value(&bundle).unwrap());
        }
    }

    #[test]
    fn the_demonstration_is_the_same_either_way() {
        let bundle = crate::demo::demo(3, 200);
        assert_eq!(bundle.to_json(), serde_json::to_value(&bundle).unwrap());
    }
}
