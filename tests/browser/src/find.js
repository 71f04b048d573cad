// Finds elements the way a screen reader names them. Run by the harness as the body of a function:
// arguments[0] is a list of steps, each { role, name, exact } or { css } or { nth }; the result is a list of elements.
// It follows "Accessible Name and Description Computation" as far as the pages need it; a test compares it with
// what the browsers themselves compute.
const contentRoles = new Set(["button", "link", "heading", "option", "row", "cell", "gridcell", "columnheader",
  "rowheader", "tab", "menuitem", "checkbox", "radio", "switch"]);

function role(element) {
  const own = (element.getAttribute("role") || "").trim().split(/\s+/)[0];
  if (own) return own;
  const tag = element.localName;
  switch (tag) {
    case "a": return element.hasAttribute("href") ? "link" : "generic";
    case "input": return inputRole(element);
    case "select": return element.multiple || element.size > 1 ? "listbox" : "combobox";
    case "td": return element.closest("[role=grid]") ? "gridcell" : "cell";
    case "th": return element.getAttribute("scope") === "row" ? "rowheader" : "columnheader";
    case "section": return element.matches("[aria-label], [aria-labelledby]") ? "region" : "generic";
    case "form": return element.matches("[aria-label], [aria-labelledby]") ? "form" : "generic";
    case "header": case "footer":
      if (element.closest("article, aside, main, nav, section")) return "generic";
      return tag === "header" ? "banner" : "contentinfo";
    case "h1": case "h2": case "h3": case "h4": case "h5": case "h6": return "heading";
    default: return {
      button: "button", textarea: "textbox", table: "table", tr: "row", ul: "list", ol: "list", li: "listitem",
      nav: "navigation", main: "main", aside: "complementary", article: "article", dialog: "dialog",
      details: "group", fieldset: "group", output: "status", progress: "progressbar", meter: "meter",
      img: "img", option: "option", hr: "separator", search: "search", figure: "figure", summary: "button",
    }[tag] || "generic";
  }
}

function inputRole(element) {
  const list = element.hasAttribute("list");
  switch (element.type) {
    case "search": return list ? "combobox" : "searchbox";
    case "text": case "tel": case "url": case "email": return list ? "combobox" : "textbox";
    case "number": return "spinbutton";
    case "range": return "slider";
    case "checkbox": case "radio": return element.type;
    case "button": case "submit": case "reset": case "image": return "button";
    default: return element.type;
  }
}

function hidden(element) {
  return Boolean(element.closest("[aria-hidden=true], [hidden], [inert]"));
}

function contentOf(node, asker) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true" || node.hidden) return "";
  // A label around its control does not name the control after the control's own value.
  if (node === asker) return "";
  if (node !== asker && node.hasAttribute("aria-label")) return node.getAttribute("aria-label");
  if (node.localName === "img") return node.alt;
  if (node.localName === "select") return node.selectedOptions.length ? node.selectedOptions[0].text : "";
  if (node.localName === "input") return ["checkbox", "radio", "file"].includes(node.type) ? "" : node.value;
  if (node.localName === "style" || node.localName === "script") return "";
  return Array.from(node.childNodes, (child) => contentOf(child, asker)).join(" ");
}

function name(element) {
  const by = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
  if (by.length) {
    return by.map((id) => document.getElementById(id)).filter(Boolean)
      .map((other) => other.getAttribute("aria-label") || contentOf(other, element)).join(" ");
  }
  const label = element.getAttribute("aria-label");
  if (label && label.trim()) return label;
  if (element.labels && element.labels.length) {
    return Array.from(element.labels, (other) => contentOf(other, element)).join(" ");
  }
  if (element.localName === "input" && inputRole(element) === "button") return element.value;
  if (element.localName === "img") return element.alt;
  const titled = { table: "caption", fieldset: "legend", figure: "figcaption", svg: "title" }[element.localName];
  const inner = titled && Array.from(element.children).find((child) => child.localName === titled);
  if (inner) return contentOf(inner);
  if (contentRoles.has(role(element))) {
    const text = Array.from(element.childNodes, (child) => contentOf(child, element)).join(" ");
    if (text.trim()) return text;
  }
  return element.getAttribute("title") || element.getAttribute("placeholder") || "";
}

function shown(element) {
  if (hidden(element)) return false;
  if (element.localName === "option") return shown(element.closest("select") || element.parentElement);
  return element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
}

const plain = (text) => text.replace(/\s+/g, "");
// While a modal dialog is open the rest of the page is out of reach, for people and so for tests.
const modal = Array.from(document.querySelectorAll("dialog:modal")).pop();

function step(scopes, wanted) {
  if ("nth" in wanted) return scopes.slice(wanted.nth, wanted.nth + 1);
  const found = new Set();
  for (const scope of scopes) {
    for (const element of scope.querySelectorAll(wanted.css || "*")) {
      if (wanted.css) { found.add(element); continue; }
      if (modal && !modal.contains(element)) continue;
      if (role(element) !== wanted.role) continue;
      const text = plain(name(element));
      const right = wanted.exact ? wanted.name === "" || text === plain(wanted.name) : text.includes(plain(wanted.name));
      if (right && shown(element)) found.add(element);
    }
  }
  return Array.from(found);
}

return arguments[0].reduce(step, [document]);
