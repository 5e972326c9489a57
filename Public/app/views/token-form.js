// Asks for a new token where a scan waits for one.

import { byId } from "../dom.js";
import { readToken } from "../drive-link.js";

export class TokenForm {
  /** @param {(token: string) => boolean} renew sends it; false without a connection */
  constructor(renew) {
    const field = byId("new-token");
    byId("token-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const token = readToken(field.value);
      field.toggleAttribute("aria-invalid", token === null);
      if (token === null) return field.focus();
      if (renew(token)) field.value = "";
    });
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"));
  }

  show(state) {
    const isWanted = state.status === "PAUSED" && state.driveLink !== null && /token/i.test(state.reason);
    byId("token-form").hidden = !isWanted;
  }
}
