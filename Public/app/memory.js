// What this browser keeps between visits. Storage may be full or forbidden: then it forgets.

const prefix = "isoscan.";
/** Longest list of codes kept, in characters: browsers give a page about 5 MB in all. */
const longestText = 300_000;

export function remember(name, value) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // Nothing depends on it.
  }
}

export function recall(name, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** A text, or nothing where it is too long to keep. */
export const keepable = (text) => (text.length <= longestText ? text : "");
