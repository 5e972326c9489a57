// Tabs with the keys of the ARIA authoring practices: arrows, Home, End.

import { setAttribute } from "../dom.js";

/**
 * Makes a tab list work; each tab names its panel with aria-controls.
 * @param {HTMLElement} list the element with role tablist
 * @param {(id: string) => void} selected called with the tab's id
 * @returns {(id: string) => void} selects a tab
 */
export function tabs(list, selected = () => {}) {
  const all = [...list.querySelectorAll('[role="tab"]')];
  const select = (tab, focus) => {
    for (const each of all) {
      const on = each === tab;
      setAttribute(each, "aria-selected", on ? "true" : "false");
      each.tabIndex = on ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !on;
    }
    if (focus) tab.focus();
    selected(tab.id);
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) select(tab, false);
  });
  list.addEventListener("keydown", (event) => {
    const at = all.indexOf(document.activeElement);
    const moves = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
    if (at < 0 || !(event.key in moves)) return;
    event.preventDefault();
    select(all[(moves[event.key] + all.length) % all.length], true);
  });
  return (id) => select(all.find((tab) => tab.id === id), false);
}
