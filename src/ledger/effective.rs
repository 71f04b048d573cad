//! Who answers for a measure, and by when: what a measure leaves open, its finding says for all of its measures, as
//! offices fill one merged cell. Counts, lists, letters and the gate of 销号 all ask here, so that they agree. What is
//! written in the measure itself (a form, an export) is read from the measure. Knows no count and no list.

use super::deadline::{Deadline, in_force};
use super::due::Due;
use super::finding::{Extension, Finding, Measure};
use super::id::Id;

/// What holds for a measure, field by field its own or its finding's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effective<'a> {
    /// 牵头部门.
    pub lead: Option<&'a Id>,
    /// 责任领导; empty where nobody is named.
    pub leader: &'a str,
    /// 责任人; empty where nobody is named.
    pub owner: &'a str,
    /// 责任部门.
    pub units: &'a [Id],
    /// 配合部门.
    pub supporting: &'a [Id],
    /// The first deadline, of that which the deadline in force is of.
    pub first: Option<&'a Due>,
    /// Its 延期.
    pub extensions: &'a [Extension],
    /// Whether the deadline is the finding's: there it is extended, too.
    pub due_of_finding: bool,
}

fn named<'a>(own: &'a str, above: &'a str) -> &'a str {
    [own, above].into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default()
}

fn listed<'a>(own: &'a [Id], above: &'a [Id]) -> &'a [Id] {
    if own.is_empty() { above } else { own }
}

fn answering<'a>(lead: Option<&'a Id>, units: &'a [Id], supporting: &'a [Id]) -> Option<&'a Id> {
    lead.or(units.first()).or(supporting.first())
}

impl Finding {
    /// The unit that answers for the finding as a whole: see [`Effective::responsible`].
    #[must_use]
    pub fn responsible(&self) -> Option<&Id> {
        answering(self.lead_unit.as_ref(), &self.units, &self.supporting_units)
    }
}

impl<'a> Effective<'a> {
    /// What holds for a measure of this finding.
    #[must_use]
    pub fn of(finding: &'a Finding, measure: &'a Measure) -> Self {
        let own_due = in_force(measure.due.as_ref(), &measure.extensions).is_some();
        let above_due = in_force(finding.due.as_ref(), &finding.extensions).is_some();
        let due_of_finding = !own_due && above_due;
        let (first, extensions) = if due_of_finding {
            (finding.due.as_ref(), &finding.extensions)
        } else {
            (measure.due.as_ref(), &measure.extensions)
        };
        Self {
            lead: measure.lead_unit.as_ref().or(finding.lead_unit.as_ref()),
            leader: named(&measure.leader, &finding.leader),
            owner: named(&measure.owner, &finding.owner),
            units: listed(&measure.units, &finding.units),
            supporting: listed(&measure.supporting_units, &finding.supporting_units),
            first,
            extensions,
            due_of_finding,
        }
    }

    /// The unit that answers, whatever column it stands in: the one that leads; where none does, the first of 责任部门; where
    /// there are none, the first of 配合部门. What counts, lists and letters go by.
    #[must_use]
    pub fn responsible(&self) -> Option<&'a Id> {
        answering(self.lead, self.units, self.supporting)
    }

    /// The deadline in force, as it is written.
    #[must_use]
    pub fn due(&self) -> Option<&'a Due> {
        in_force(self.first, self.extensions)
    }

    /// What the deadline in force amounts to.
    #[must_use]
    pub fn deadline(&self) -> Deadline {
        Deadline::from_due(self.due())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// What holds for a measure: lead, leader, owner, units, deadline and whose it is.
    fn told(finding: &Value, measure: &Value) -> [String; 6] {
        let mut finding: Finding = serde_json::from_value(finding.clone()).unwrap();
        finding.measures = vec![serde_json::from_value(measure.clone()).unwrap()];
        let all = Effective::of(&finding, &finding.measures[0]);
        let ids = |ids: &[Id]| ids.iter().map(Id::as_str).collect::<Vec<_>>().join("、");
        [
            all.lead.map(ToString::to_string).unwrap_or_default(),
            all.leader.to_owned(),
            all.owner.to_owned(),
            format!("{}/{}", ids(all.units), ids(all.supporting)),
            all.due().map(ToString::to_string).unwrap_or_default(),
            if all.due_of_finding { "问题" } else { "措施" }.to_owned(),
        ]
    }

    #[test]
    fn a_measure_has_what_it_says_and_else_what_its_finding_says() {
        let finding = json!({"id": "f", "lead_unit": "u1", "leader": "周明", "owner": "王敏", "units": ["u2"],
            "supporting_units": ["u3"], "due": "2024-06-30"});
        let bare = json!({"id": "m", "owner": "  ", "due": ""});
        assert_eq!(told(&finding, &bare), ["u1", "周明", "王敏", "u2/u3", "2024-06-30", "问题"]);
        let own =
            json!({"id": "m", "lead_unit": "u4", "owner": "李强", "units": ["u5", "u6"], "due": "长期坚持"});
        assert_eq!(told(&finding, &own), ["u4", "周明", "李强", "u5、u6/u3", "长期坚持", "措施"]);
        assert_eq!(told(&json!({"id": "f"}), &bare), ["", "", "", "/", "", "措施"]);
    }

    #[test]
    fn one_unit_answers_whatever_column_it_stands_in() {
        for (finding, measure, unit) in [
            (json!({"id": "f"}), json!({"id": "m", "units": ["u1", "u2"]}), Some("u1")),
            (json!({"id": "f"}), json!({"id": "m", "lead_unit": "u3", "units": ["u1"]}), Some("u3")),
            (json!({"id": "f"}), json!({"id": "m", "supporting_units": ["u1"]}), Some("u1")),
            (json!({"id": "f", "units": ["u4"]}), json!({"id": "m"}), Some("u4")),
            (json!({"id": "f", "lead_unit": "u5"}), json!({"id": "m", "units": ["u1"]}), Some("u5")),
            (json!({"id": "f"}), json!({"id": "m"}), None),
        ] {
            let mut whole: Finding = serde_json::from_value(finding.clone()).unwrap();
            whole.measures = vec![serde_json::from_value(measure.clone()).unwrap()];
            let told = Effective::of(&whole, &whole.measures[0]).responsible().map(Id::as_str);
            assert_eq!(told, unit, "{finding} {measure}");
        }
    }

    #[test]
    fn a_deadline_is_inherited_with_its_extensions() {
        let extended = json!({"id": "f", "due": "2024-06", "extensions": [{"id": "x", "due": "2024-09"}]});
        for (measure, due, whose) in [
            (json!({"id": "m"}), "2024-09", "问题"),
            (json!({"id": "m", "extensions": [{"id": "y", "reason": "待定"}]}), "2024-09", "问题"),
            (json!({"id": "m", "due": "2024-05"}), "2024-05", "措施"),
            (json!({"id": "m", "extensions": [{"id": "y", "due": "2024-12"}]}), "2024-12", "措施"),
        ] {
            let [.., found, of] = told(&extended, &measure);
            assert_eq!((found.as_str(), of.as_str()), (due, whose), "{measure}");
        }
    }
}
