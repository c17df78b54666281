const FRAME_MS = 20;

/** Beyond this the microphone has paused or the page was held up: what follows is put anew. */
const LOST_MS = 120;

const FOLLOW = 0.02;

/**
 * Puts the microphone's frames on the call's time without a gap, although the page gets them now a
 * little early and now a little late.
 */
export class SaidClock {
  #nextMs = 0;

  /** Where the frame stands that was complete at that time of the call. */
  place(completeMs) {
    const error = completeMs - FRAME_MS - this.#nextMs;
    this.#nextMs += Math.abs(error) > LOST_MS ? error : FOLLOW * error;
    const at = this.#nextMs;
    this.#nextMs += FRAME_MS;
    return at;
  }
}
