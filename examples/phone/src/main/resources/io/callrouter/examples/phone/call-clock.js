/**
 * The call's own time in this page. Whatever comes from the server says when it happened; what was
 * on its way for the shortest time tells best what the time is there now.
 */
export class CallClock {
  #aheadMs = -Infinity;

  /** Something came that happened, or was complete, at that time of the call. */
  saw(atMs) {
    this.#aheadMs = Math.max(this.#aheadMs, atMs - performance.now());
  }

  /** Ms since the call's start, or 0 before anything is known. */
  now() {
    return Math.max(0, performance.now() + this.#aheadMs);
  }
}
