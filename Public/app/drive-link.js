// What may be pasted as a place in Google Drive: the same forms that the server reads.

const hosts = new Set(["drive.google.com", "docs.google.com"]);
const idPattern = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * @param {string} text a link in any form Drive gives, or a bare id
 * @returns {{kind: "folder" | "file" | "id", id: string} | null} null for anything else
 */
export function readDriveLink(text) {
  const plain = text.replace(/\s+/g, "");
  if (!/[/?]/.test(plain)) return plain.length >= 10 && idPattern.test(plain) ? { kind: "id", id: plain } : null;
  const url = parse(plain);
  if (url === null || !hosts.has(url.host.toLowerCase())) return null;
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const mark = segments.findLastIndex((segment) => segment === "folders" || segment === "d");
  const id = segments[mark + 1] && mark >= 0 ? segments[mark + 1] : url.searchParams.get("id") ?? "";
  if (!idPattern.test(id)) return null;
  return { kind: mark < 0 ? "id" : segments[mark] === "folders" ? "folder" : "file", id };
}

function parse(text) {
  try {
    return new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
}

/** The token as it is sent, or null for what can be none. */
export function readToken(text) {
  const plain = text.trim().replace(/^Bearer\s+/i, "");
  return /^[\x21-\x7e]{1,8192}$/.test(plain) ? plain : null;
}
