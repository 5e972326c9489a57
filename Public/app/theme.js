// Sets the kept colour theme before anything is drawn: a plain script, so that no frame is wrong.
"use strict";

(() => {
  const key = "isoscan.theme";
  let kept = null;
  try {
    kept = localStorage.getItem(key);
  } catch {
    // Without storage the system's theme holds.
  }
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
})();
