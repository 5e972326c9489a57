// The button that goes through the themes: as the system, light, dark.

import { byId, icon } from "../dom.js";

const key = "isoscan.theme";
const order = ["system", "light", "dark"];
const icons = { system: "contrast", light: "sun", dark: "moon" };

export function themeSwitch() {
  const button = byId("theme");
  const root = document.documentElement;
  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    button.replaceChildren(icon(icons[theme]));
    button.title = `Colours: ${theme}`;
    button.setAttribute("aria-label", `Colours: ${theme}. Change`);
  };
  let theme = root.dataset.theme ?? "system";
  show(theme);
  button.addEventListener("click", () => {
    theme = order[(order.indexOf(theme) + 1) % order.length];
    try {
      if (theme === "system") localStorage.removeItem(key);
      else localStorage.setItem(key, theme);
    } catch {
      // Kept for this visit only.
    }
    show(theme);
  });
}
