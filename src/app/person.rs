//! Who works at this browser: asked once, signed under every edit.

use serde::{Deserialize, Serialize};

/// A person's name and unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// 单位.
    pub unit: String,
}
