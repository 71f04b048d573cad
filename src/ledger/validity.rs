//! Whether a document that was issued is in force. Knows the register of documents, no page.

use super::register::{DocumentRole, Institution};

/// How a document of the register stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Validity {
    /// 现行有效: issued, and nothing replaced it.
    InForce,
    /// 已被替代: issued, and another document took its place.
    Replaced,
    /// Not issued by the office (studied, or produced and no rule): nothing that could be in force.
    NoRule,
}

impl Validity {
    /// Every answer, in the order in which a filter offers them.
    pub const ALL: [Self; 3] = [Self::InForce, Self::Replaced, Self::NoRule];

    /// How a document stands. One whose role is not filled in is taken for issued: the register is one of documents
    /// issued.
    #[must_use]
    pub fn of(document: &Institution) -> Self {
        match document.role {
            _ if !document.replaced_by.trim().is_empty() => Self::Replaced,
            Some(DocumentRole::Studied | DocumentRole::Produced) => Self::NoRule,
            Some(DocumentRole::Issued | DocumentRole::Other(_)) | None => Self::InForce,
        }
    }

    /// What a filter calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "现行有效",
            Self::Replaced => "已被替代",
            Self::NoRule => "非制度文件",
        }
    }

    /// Its name in an address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InForce => "in",
            Self::Replaced => "replaced",
            Self::NoRule => "none",
        }
    }

    /// The answer with this name in an address.
    #[must_use]
    pub fn coded(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|force| force.code() == code)
    }
}

/// How a document stands, in words: `现行有效`, `已被《…》替代`; nothing for what is no rule.
#[must_use]
pub fn words(document: &Institution) -> String {
    match Validity::of(document) {
        Validity::InForce => "现行有效".to_owned(),
        Validity::Replaced => {
            let by = document.replaced_by.trim();
            let titled = by.starts_with('《') || by.contains('《');
            if titled { format!("已被{by}替代") } else { format!("已被《{by}》替代") }
        }
        Validity::NoRule => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_in_force_until_another_takes_its_place() {
        use DocumentRole::{Issued, Produced, Studied};
        for (role, replaced_by, force, told) in [
            (Some(Issued), "", Validity::InForce, "现行有效"),
            (None, " ", Validity::InForce, "现行有效"),
            (Some(Issued), "财务管理办法（2025）", Validity::Replaced, "已被《财务管理办法（2025）》替代"),
            (Some(Issued), "《新办法》", Validity::Replaced, "已被《新办法》替代"),
            (Some(Produced), "《新手册》", Validity::Replaced, "已被《新手册》替代"),
            (Some(Studied), "", Validity::NoRule, ""),
        ] {
            let document =
                Institution { role, replaced_by: replaced_by.to_owned(), ..Institution::default() };
            assert_eq!((Validity::of(&document), words(&document).as_str()), (force, told), "{document:?}");
        }
        for force in Validity::ALL {
            assert_eq!(Validity::coded(force.code()), Some(force));
        }
    }
}
