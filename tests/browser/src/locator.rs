//! A way to an element: looked up anew at each use, waited for, tried again while the page redraws.
//! It knows roles, names and what can be done to an element; what the elements mean is the tests' business.

use serde_json::{Value, json};

use crate::keys;
use crate::page::Page;
use crate::wire::{ELEMENT, WireError};

const FIND: &str = include_str!("find.js");

/// One step of the way, from the page or from the elements before it.
#[derive(Clone)]
pub enum Step {
    /// By role and accessible name.
    Role {
        /// The ARIA role.
        role: String,
        /// The accessible name, or a part of it.
        name: String,
        /// Whether `name` is the whole name.
        exact: bool,
    },
    /// By CSS selector.
    Css(String),
    /// The n-th of those found so far, from 0.
    Nth(usize),
}

impl Step {
    pub(crate) fn role(role: &str, name: &str, exact: bool) -> Self {
        Self::Role { role: role.to_owned(), name: name.to_owned(), exact }
    }

    fn json(&self) -> Value {
        match self {
            Self::Role { role, name, exact } => json!({ "role": role, "name": name, "exact": exact }),
            Self::Css(selector) => json!({ "css": selector }),
            Self::Nth(n) => json!({ "nth": n }),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Role { role, name, exact: true } => format!("{role} “{name}”"),
            Self::Role { role, name, exact: false } => format!("{role} with “{name}” in its name"),
            Self::Css(selector) => selector.clone(),
            Self::Nth(n) => format!("number {n}"),
        }
    }
}

/// A way to an element of a page.
#[derive(Clone)]
#[must_use = "nothing is looked for until something is done with it"]
pub struct Locator<'p> {
    page: &'p Page,
    steps: Vec<Step>,
}

impl<'p> Locator<'p> {
    pub(crate) fn new(page: &'p Page, step: Step) -> Self {
        Self { page, steps: vec![step] }
    }

    /// An element within this one.
    pub fn by_role(&self, role: &str, name: &str) -> Self {
        self.then(Step::role(role, name, true))
    }

    /// An element within this one whose name contains the text.
    pub fn by_role_containing(&self, role: &str, part: &str) -> Self {
        self.then(Step::role(role, part, false))
    }

    /// An element within this one, by CSS selector.
    pub fn by_css(&self, selector: &str) -> Self {
        self.then(Step::Css(selector.to_owned()))
    }

    /// The n-th of several, from 0.
    pub fn nth(&self, n: usize) -> Self {
        self.then(Step::Nth(n))
    }

    /// How many there are right now; nothing is waited for.
    pub fn count(&self) -> usize {
        self.find().map(|found| found.len()).unwrap_or_default()
    }

    /// Whether there is one right now; nothing is waited for.
    pub fn exists(&self) -> bool {
        self.count() > 0
    }

    /// Waits until there is exactly one.
    pub fn wait(&self) -> &Self {
        self.act(|_| Ok(()));
        self
    }

    /// Waits until there is none.
    pub fn wait_gone(&self) {
        self.page.wait_until(&format!("{} is gone", self.shown()), || self.count() == 0);
    }

    /// Clicks it.
    pub fn click(&self) {
        self.act(|element| self.page.element_command(element, "click", &json!({})).map(|_| ()));
    }

    /// Types at the end of what it holds.
    pub fn type_text(&self, text: &str) {
        self.send(text);
    }

    /// Replaces what it holds. A date is given as `2024-03-01`, whatever the browser's language shows.
    pub fn fill(&self, text: &str) {
        // The setter of the prototype is what a person's input reaches; a framework may have put its own over it.
        let script = "const [element, text] = arguments; element.focus(); \
            if (!['date', 'month', 'time', 'datetime-local', 'color', 'range'].includes(element.type)) { element.select && element.select(); return false; } \
            Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(element, text); \
            element.dispatchEvent(new Event('input', { bubbles: true })); element.dispatchEvent(new Event('change', { bubbles: true })); return true;";
        let done = self.act(|element| self.page.run(script, &[Page::reference(element), json!(text)]));
        if done == Value::Bool(false) {
            if text.is_empty() {
                self.send(&keys::key("Delete"));
            } else {
                self.send(text);
            }
        }
    }

    /// Presses keys while it has the focus.
    pub fn press(&self, keys: &str) {
        self.focus();
        self.page.press(keys);
    }

    /// Gives it the focus.
    pub fn focus(&self) {
        self.act(|element| self.page.run("arguments[0].focus()", &[Page::reference(element)]).map(|_| ()));
    }

    /// Whether it has the focus.
    pub fn has_focus(&self) -> bool {
        self.eval("return document.activeElement === arguments[0]") == Value::Bool(true)
    }

    /// Chooses the option with this text in a `<select>`.
    pub fn select(&self, option: &str) {
        let inner = self.by_role("option", option);
        inner.click();
    }

    /// The text that can be seen in it.
    pub fn text(&self) -> String {
        self.eval("return arguments[0].innerText").as_str().unwrap_or_default().to_owned()
    }

    /// What a field holds.
    pub fn value(&self) -> String {
        self.eval("return arguments[0].value").as_str().unwrap_or_default().to_owned()
    }

    /// An attribute, if it has it.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let script = "return arguments[0].getAttribute(arguments[1])";
        let value = self.act(|element| self.page.run(script, &[Page::reference(element), json!(name)]));
        value.as_str().map(str::to_owned)
    }

    /// Waits until its text contains this.
    pub fn wait_text(&self, text: &str) {
        self.page.wait_until(&format!("{} says “{text}”", self.shown()), || self.text().contains(text));
    }

    /// The role and the name as the browser itself computes them for its accessibility tree.
    pub fn computed(&self) -> (String, String) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let role = self.act(|element| self.page.element_get(element, "computedrole"));
        let label = self.act(|element| self.page.element_get(element, "computedlabel"));
        (text(&role), text(&label))
    }

    /// Runs a script with the element as `arguments[0]`.
    pub fn eval(&self, script: &str) -> Value {
        self.act(|element| self.page.run(script, &[Page::reference(element)]))
    }

    pub(crate) fn send(&self, text: &str) {
        self.act(|element| self.page.element_command(element, "value", &json!({ "text": text })).map(|_| ()));
    }

    fn then(&self, step: Step) -> Self {
        let mut longer = self.clone();
        longer.steps.push(step);
        longer
    }

    fn find(&self) -> Result<Vec<String>, WireError> {
        let steps: Vec<Value> = self.steps.iter().map(Step::json).collect();
        let found = self.page.run(FIND, &[Value::Array(steps)])?;
        let ids = found.as_array().into_iter().flatten().filter_map(|element| element[ELEMENT].as_str());
        Ok(ids.map(str::to_owned).collect())
    }

    /// Waits until there is exactly one and the work on it succeeds.
    fn act<T>(&self, work: impl Fn(&str) -> Result<T, WireError>) -> T {
        let mut last;
        let start = std::time::Instant::now();
        loop {
            match self.find() {
                Ok(found) if found.len() == 1 => match work(&found[0]) {
                    Ok(result) => return result,
                    Err(error) if error.may_pass() => last = error.to_string(),
                    Err(error) => self.page.fail(&format!("{}: {error}", self.shown())),
                },
                Ok(found) => last = format!("there are {}", found.len()),
                Err(error) => last = error.to_string(),
            }
            if start.elapsed() > crate::page::PATIENCE {
                self.page.fail(&format!("{}: {last}", self.shown()));
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    fn shown(&self) -> String {
        self.steps.iter().map(Step::shown).collect::<Vec<_>>().join(" › ")
    }
}
