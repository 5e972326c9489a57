// Codes as people paste them: split, trimmed, and counted as the server will.

/** Longest code the server takes, in characters (contract §3). */
export const longestCode = 1024;

/** Folds a code for comparison (contract §5): what folds alike is one code. */
export function foldCode(code) {
  return code
    .normalize("NFKC")
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, "")
    .replace(/[\u2010-\u2015\u2212\u00AD]/g, "-")
    .replace(/[\s\u00A0]+/g, " ")
    .trim()
    .toLowerCase();
}

/**
 * The codes of a pasted text: one a line, or separated by comma, semicolon or tab.
 * @returns {{codes: string[], duplicates: string[], tooLong: string | null}}
 *   `codes` in their order and spelling, each once; `duplicates` what was left out
 */
export function readCodes(text) {
  const seen = new Set();
  const codes = [];
  const duplicates = [];
  let tooLong = null;
  for (const part of text.split(/[\n\r,;\t\u2028\u2029]+/)) {
    const code = part.trim();
    const folded = foldCode(code);
    if (folded === "") continue;
    if (code.length > longestCode) tooLong ??= code;
    if (seen.has(folded)) {
      duplicates.push(code);
    } else {
      seen.add(folded);
      codes.push(code);
    }
  }
  return { codes, duplicates, tooLong };
}
