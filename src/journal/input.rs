//! A field of an entity as a form enters it, whether the program or the ledger made it. Knows no form and no page.

use serde_json::Value;

use super::field_input::{self, Kind, UNIT_NAMES};
use ledger::custom::{self, CustomField, CustomKind};
use ledger::field::FieldKind;
use ledger::fields::custom_text;
use ledger::record::FieldSpec;
use ledger::{Id, Ledger};

/// A field of an entity as a form enters it: one of the kind of the entity, or one that the ledger added.
#[derive(Debug, Clone)]
pub struct Input {
    spec: &'static FieldSpec,
    custom: Option<CustomField>,
    label: String,
    hidden: bool,
}

impl Input {
    /// The field with this name: `note`, `inspection.round`, `custom.cf-1`. `None` where the entity has none.
    #[must_use]
    pub fn of(ledger: &Ledger, entity: &Id, field: &str) -> Option<Self> {
        let kind = ledger.kind(entity)?;
        let (spec, custom) = (kind.field(field)?, ledger.custom_field_of(field).cloned());
        let own = ledger.bundle().hidden_fields.value(&custom::key(kind, field)).is_some();
        let hidden = custom.as_ref().map_or(own, |custom| custom.hidden);
        Some(Self { spec, custom, label: ledger.field_label(kind, field), hidden })
    }

    /// Whether the ledger does not show it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// What people read.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The control.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.custom.as_ref().map(CustomField::value_kind) {
            Some(CustomKind::Choice | CustomKind::YesNo) => Kind::Choice,
            Some(_) => Kind::Typed,
            None => field_input::kind(self.spec),
        }
    }

    /// Whether several lines may be typed.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.custom.as_ref().is_some_and(|custom| custom.value_kind() == CustomKind::LongText)
    }

    fn names_units(&self) -> bool {
        self.custom.as_ref().is_some_and(|custom| custom.value_kind() == CustomKind::Unit)
    }

    /// Whether the text of the field holds names of other entities.
    #[must_use]
    pub fn names_others(&self) -> bool {
        self.names_units() || field_input::names_others(self.spec)
    }

    /// The `datalist` that helps typing.
    #[must_use]
    pub fn suggestions(&self) -> Option<&'static str> {
        if self.names_units() { Some(UNIT_NAMES) } else { field_input::suggestions(self.spec) }
    }

    /// The choices: what is stored, and what people read.
    #[must_use]
    pub fn options(&self, ledger: &Ledger) -> Vec<(String, String)> {
        let same = |text: &str| (text.to_owned(), text.to_owned());
        match &self.custom {
            None => field_input::options(ledger, self.spec),
            Some(custom) if custom.value_kind() == CustomKind::YesNo => {
                [custom::YES, custom::NO].map(same).into()
            }
            Some(custom) => custom.choices().map(same).collect(),
        }
    }

    /// A value as it stands in the box.
    #[must_use]
    pub fn text(&self, ledger: &Ledger, value: &Value) -> String {
        if self.spec.kind == FieldKind::Raw {
            return custom_text(ledger, Some(value).filter(|value| !value.is_null()));
        }
        field_input::text(ledger, self.spec, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ledger() -> Ledger {
        let bundle = serde_json::from_value(json!({
            "id": "b", "units": [{"id": "u1", "name": "办公室"}], "hidden_fields": {"measure.term": true},
            "custom_fields": [
                {"id": "c1", "label": "资金来源", "kind": "choice", "options": "上级\n自筹"},
                {"id": "c2", "label": "金额", "kind": "sum"}, {"id": "c3", "label": "督办", "kind": "unit"}],
            "findings": [{"id": "f", "measures": [{"id": "m", "custom": {"c1": "别的", "c3": ["u1", "lost"]}}]}]
        }));
        Ledger::new(bundle.unwrap()).unwrap()
    }

    #[test]
    fn a_form_shows_a_custom_field_by_its_kind() {
        let ledger = ledger();
        let m = Id::new("m").unwrap();
        for (field, kind, label, shown, options) in [
            ("custom.c1", Kind::Choice, "资金来源", "别的", "上级 自筹"),
            ("custom.c2", Kind::Typed, "金额", "", ""),
            ("custom.c3", Kind::Typed, "督办", "办公室、lost", ""),
            ("owner", Kind::Typed, "责任人", "", ""),
        ] {
            let input = Input::of(&ledger, &m, field).unwrap();
            let text = input.text(&ledger, &ledger.get(&m, field).unwrap());
            let choices: Vec<String> = input.options(&ledger).into_iter().map(|(code, _)| code).collect();
            assert_eq!((input.kind(), input.label(), text.as_str()), (kind, label, shown), "{field}");
            assert_eq!(choices.join(" "), options, "{field}");
        }
        assert!(Input::of(&ledger, &m, "nothing").is_none());
        let hidden = |field: &str| Input::of(&ledger, &m, field).unwrap().is_hidden();
        assert!(hidden("term") && !hidden("owner") && !hidden("custom.c1"));
    }
}
