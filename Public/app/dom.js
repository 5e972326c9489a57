// Building elements without markup in strings: text from messages can only ever become text.

/**
 * An element with attributes, listeners and children.
 * @param {string} tag
 * @param {object} attributes `class`, `hidden`, `on` (listeners by event), `data` (dataset), or
 *   any attribute; null, undefined and false leave it out, true sets it empty
 * @param {...(Node | string | null)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else {
      setAttribute(element, name, value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Sets an attribute, or removes it for null, undefined and false. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Sets text where it differs, so that an unchanged value costs no layout. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The element of that id; a missing one is a mistake in index.html. */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** A symbol of icons.svg, hidden from assistive technology: the text beside it says the same. */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svgNamespace, "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** Text with every occurrence of one of `words` (case aside) in a `<mark>`. */
export function marked(text, words) {
  const wanted = words.filter((word) => word !== "").sort((a, b) => b.length - a.length);
  if (wanted.length === 0) return [text];
  const escaped = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${escaped.join("|")})`, "giu"));
  return parts
    .map((part, index) => (index % 2 === 1 ? h("mark", {}, part) : part))
    .filter((part) => part !== "");
}
