// The WebSocket to the server: opens, beats, and comes back by itself.
//
//   connecting ──open──▶ connected ──close, no pong──▶ waiting ──time, retry()──▶ connecting
//        └────────close─────────────────────────────────▲

/** Time between heartbeats, in ms: well under the shortest usual idle limit of proxies (60 s). */
const heartbeatInterval = 25_000;
/** How long the answer to a heartbeat may take, in ms, before the connection counts as dead. */
const heartbeatPatience = 10_000;
/** How long an opening handshake may take, in ms. */
const openPatience = 10_000;
/** First and longest wait before another attempt, in ms. */
const firstDelay = 400;
const longestDelay = 15_000;

/**
 * The wait before attempt `attempt` (from 0), in ms: doubled each time, then spread by half, so
 * that many pages do not all come back at the same instant after a restart.
 * @param {number} chance in 0..<1
 */
export function backoff(attempt, chance) {
  const full = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempt, 10));
  return Math.round(full * (0.5 + chance / 2));
}

const systemEnvironment = {
  socket: (url) => new WebSocket(url),
  after: (ms, action) => setTimeout(action, ms),
  cancel: (timer) => clearTimeout(timer),
  now: () => Date.now(),
  chance: () => Math.random(),
};

export class Connection {
  #url = null;
  #environment;
  #socket = null;
  #attempt = 0;
  #timer = null;
  #heartbeat = null;
  #listeners;

  /** `{phase: "connecting" | "connected" | "waiting", retryAt: ms since 1970 | null}` */
  state = { phase: "connecting", retryAt: null };

  /**
   * @param {{message(object), state(object), open(), close(code: number)}} listeners
   * @param {object} environment socket, timers, clock and chance, for tests
   */
  constructor(listeners, environment = systemEnvironment) {
    this.#listeners = listeners;
    this.#environment = environment;
  }

  get connected() {
    return this.state.phase === "connected";
  }

  /** Opens for the first time. */
  open(url) {
    this.#url = url;
    this.retry();
  }

  /** Opens now; also what "Retry now" does. No effect while a socket is open or opening. */
  retry() {
    if (this.#socket || this.#url === null) return;
    this.#environment.cancel(this.#timer);
    this.#enter("connecting");
    this.#open();
  }

  /** Sends one JSON object; false when there is no open connection. */
  send(message) {
    if (!this.connected) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #open() {
    const socket = this.#environment.socket(this.#url);
    this.#socket = socket;
    this.#timer = this.#environment.after(openPatience, () => this.#drop(socket, 0));
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#drop(socket, event.code);
  }

  #opened(socket) {
    if (socket !== this.#socket) return;
    this.#environment.cancel(this.#timer);
    this.#attempt = 0;
    this.#enter("connected");
    this.#scheduleBeat(socket);
    this.#listeners.open();
  }

  #scheduleBeat(socket) {
    this.#heartbeat = this.#environment.after(heartbeatInterval, () => {
      socket.send("ping");
      this.#heartbeat = this.#environment.after(heartbeatPatience, () => this.#drop(socket, 0));
    });
  }

  #received(socket, data) {
    if (socket !== this.#socket || typeof data !== "string") return;
    if (data === "pong") {
      this.#environment.cancel(this.#heartbeat);
      this.#scheduleBeat(socket);
      return;
    }
    const message = parsed(data);
    if (message) this.#listeners.message(message);
  }

  /** Lets go of a socket that closed, or of one that no longer answers, and plans the next. */
  #drop(socket, code) {
    if (socket !== this.#socket) return;
    const wasConnected = this.connected;
    this.#socket = null;
    this.#environment.cancel(this.#timer);
    this.#environment.cancel(this.#heartbeat);
    socket.close();
    const delay = backoff(this.#attempt, this.#environment.chance());
    this.#attempt += 1;
    this.#timer = this.#environment.after(delay, () => this.retry());
    this.#enter("waiting", this.#environment.now() + delay);
    if (wasConnected) this.#listeners.close(code);
  }

  #enter(phase, retryAt = null) {
    this.state = { phase, retryAt };
    this.#listeners.state(this.state);
  }
}

/** A message as an object, or null for what is not JSON or no object. */
function parsed(data) {
  try {
    const value = JSON.parse(data);
    return value !== null && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
