// Where the server is: this page's own origin, unless the query names another.

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const storedServer = "isoscan.server";
const storedSocket = "isoscan.ws";

/**
 * The addresses this page talks to.
 *
 * `?server=http://127.0.0.1:8080` serves a page that comes from another origin (a development
 * server), `?ws=ws://…` overrides the socket alone. Both are kept for the tab's life, and name
 * this machine or this page's host only: a link must not lead drawings to a stranger's server.
 * @param {Location} location
 * @param {Storage} storage the tab's session storage
 * @returns {{http: string, socket(path: string): string}} `http` ends in a slash; `socket` takes
 *   the path that the server's configuration names
 */
export function addresses(location, storage) {
  const server = chosen("server", storedServer, ["http:", "https:"], location, storage);
  const base = new URL("/", server ?? location.href);
  const override = chosen("ws", storedSocket, ["ws:", "wss:"], location, storage);
  return { http: base.href, socket: (path) => override ?? socketAddress(base, path) };
}

function socketAddress(base, path) {
  const url = new URL(path, base);
  url.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/** A query value that is a URL of one of `schemes`, or the one kept before; null for none. */
function chosen(name, key, schemes, location, storage) {
  const given = new URLSearchParams(location.search).get(name);
  if (given === "") storage.removeItem(key);
  const text = given === null ? storage.getItem(key) : given;
  if (!text || !URL.canParse(text)) return null;
  const { protocol, hostname } = new URL(text);
  const near = loopback.test(hostname) || hostname === new URL(location.href).hostname;
  if (!near || !schemes.includes(protocol)) return null;
  storage.setItem(key, text);
  return text;
}

/** A link from a message as an absolute http(s) URL, or null: a message can't bring another scheme. */
export function safeLink(link, base) {
  if (typeof link !== "string" || link === "" || !URL.canParse(link, base)) return null;
  const url = new URL(link, base);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}
