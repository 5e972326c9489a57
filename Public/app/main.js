// Wires the parts: addresses, app, views, and when they are drawn.

import { addresses } from "./address.js";
import { Api } from "./api.js";
import { App } from "./app.js";
import { byId, setText } from "./dom.js";
import { number } from "./format.js";
import { recall } from "./memory.js";
import { isRunning } from "./session.js";
import { codesTable } from "./views/codes.js";
import { History } from "./views/history.js";
import { LinkState } from "./views/link-state.js";
import { logTable } from "./views/log.js";
import { nearTable } from "./views/near.js";
import { Overview } from "./views/overview.js";
import { problemsTable } from "./views/problems.js";
import { resultsTable } from "./views/results.js";
import { ScanForm } from "./views/scan-form.js";
import { tabs } from "./views/tabs.js";
import { themeSwitch } from "./views/theme-switch.js";
import { TokenForm } from "./views/token-form.js";

/** Shortest time between two drawings of the tables, in ms: as fast as one can read. */
const tableInterval = 120;

const address = addresses(location, sessionStorage);
const api = new Api(address.http);
const app = new App(api, () => schedule());

const form = new ScanForm({
  api,
  changed: () => schedule(),
  start: (request, codes) => app.start(request, codes),
  cancel: () => app.cancel(),
});
const overview = new Overview({ download, close: () => show(null) });
const tokenForm = new TokenForm((token) => app.renew(token));
const link = new LinkState(app.connection);
const history = new History(api, {
  open: (id) => show(id),
  deleting: (id) => app.settle(id),
  deleted: (id) => id === app.state.id && show(null),
});

const linkTo = (row) => app.linkTo(row);
const results = resultsTable(byId("panel-results"), { linkTo, emptyText: emptyResults });
const problems = problemsTable(byId("panel-problems"), { linkTo, emptyText: emptyProblems });
const near = nearTable(byId("panel-near"), { linkTo, emptyText: emptyNear });
const codes = codesTable(byId("panel-codes"), { emptyText: () => "No codes are known yet.", showCode });
const log = logTable(byId("panel-log"));

let openTab = "tab-results";
const selectTab = tabs(byId("detail-tabs"), (id) => {
  openTab = id;
  drawTables();
});
tabs(byId("side-tabs"), (id) => id === "tab-history" && history.refresh());

// MARK: Drawing

let scheduled = false;
let tablesAt = 0;
let later = null;
let shownId = null;
let shownStatus = null;
let shownError = null;

/** Draws in the next frame, once, however many messages came until then. */
function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame((time) => {
    scheduled = false;
    draw();
    if (time - tablesAt >= tableInterval) {
      tablesAt = time;
      drawTables();
    } else {
      clearTimeout(later);
      later = setTimeout(schedule, tableInterval);
    }
  });
}

function draw() {
  const now = Date.now();
  const { state, connection } = app;
  const figures = { matched: app.matched, problems: app.problemCount, rate: app.rate, now, connected: connection.connected };
  link.show(now);
  overview.show(state, figures);
  tokenForm.show(state);
  form.show(state, { running: app.running, connected: connection.connected });
  if (state.error?.stage === "start" && state.error !== shownError) form.refuse(state.error);
  shownError = state.error;
  setText(byId("count-results"), number(app.matched));
  setText(byId("count-problems"), number(app.problemCount));
  setText(byId("count-near"), number(app.nearCount));
  const asked = app.codes?.length ?? state.codeCount;
  const found = number(app.results.codesFound);
  setText(byId("count-codes"), asked === null ? found : `${found} / ${number(asked)}`);
  const unknown = app.codes === null && asked !== null && asked > app.results.codesFound;
  byId("codes-unknown").hidden = !unknown || isRunning(state);
  if (state.id !== shownId) sessionChanged(state.id);
  if (state.status !== shownStatus && !byId("panel-history").hidden) history.refresh();
  shownStatus = state.status;
}

/** Draws the table in sight; the others when they come into sight. */
function drawTables() {
  if (openTab === "tab-results") results.setRows(app.results.rows, app.results.generation);
  if (openTab === "tab-problems") problems.setRows(app.problems.rows, app.problems.generation);
  if (openTab === "tab-near") near.setRows(app.near.rows, app.near.generation);
  if (openTab === "tab-log") log.setRows(app.log.entries, app.log.generation);
  if (openTab === "tab-codes") drawCodes();
}

let codesDrawn = { size: -1, generation: -1, codes: null };

function drawCodes() {
  const { size, generation } = app.results;
  const drawn = codesDrawn;
  if (drawn.size === size && drawn.generation === generation && drawn.codes === app.codes) return;
  codesDrawn = { size, generation, codes: app.codes };
  codes.setRows(app.results.codeCounts(app.codes), generation);
}

function sessionChanged(id) {
  shownId = id;
  for (const table of [results, problems, near, codes, log]) table.reset();
  results.setFilter("");
  problems.setFilter("");
  near.setFilter("");
  history.setCurrent(id);
  const hash = id === null ? "" : `#session=${id}`;
  if (location.hash !== hash) window.history.replaceState(null, "", hash || location.pathname + location.search);
}

function emptyResults() {
  if (app.running) return "No codes found yet. Drawings appear here as soon as one holds a code.";
  if (app.state.syncing) return "Fetching the results…";
  return "None of these drawings holds one of the codes.";
}

function emptyProblems() {
  return app.running ? "No problems so far." : "Every drawing could be read.";
}

function emptyNear() {
  return app.nearCount > 0 ? "Fetching the near hits…" : "No code nearly stands on a drawing.";
}

// MARK: Acting

function showCode(code) {
  results.setFilter(`"${code}"`);
  selectTab("tab-results");
}

async function download() {
  try {
    const url = await app.freshDownload();
    if (url) location.assign(url);
  } catch (error) {
    app.fail(`The workbook can't be fetched: ${error.message}`);
  }
}

/** Brings a session into view, or none. */
function show(id) {
  if (id === null) app.close();
  else app.open(id);
}

function sessionInHash() {
  return new URLSearchParams(location.hash.slice(1)).get("session");
}

async function loadConfig() {
  try {
    const config = await api.config();
    form.setConfig(config);
    setText(byId("version"), config.version ?? "");
    app.connection.open(address.socket(config.websocket_path ?? "/ws"));
  } catch {
    setTimeout(loadConfig, 2_000);
  }
}

window.addEventListener("hashchange", () => {
  const id = sessionInHash();
  if (id !== app.state.id) show(id);
});
window.addEventListener("online", () => app.connection.retry());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && app.connection.state.phase === "waiting") app.connection.retry();
});
// A file dropped beside a drop zone must not replace the page.
for (const event of ["dragover", "drop"]) {
  window.addEventListener(event, (drop) => drop.preventDefault());
}
setInterval(() => {
  app.tick(Date.now());
  schedule();
}, 500);

themeSwitch();
const kept = sessionInHash() ?? recall("session")?.id ?? null;
if (kept !== null) app.open(kept);
loadConfig();
