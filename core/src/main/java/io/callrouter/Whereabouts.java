package io.callrouter;

/** Where the action is that was decided for a call's present step. */
enum Whereabouts {
  /** Only the router knows of it. */
  DECIDED,
  /** Its commands are being sent: the carrier may have all of it, a part, or nothing. */
  SENDING,
  /** With the carrier, which tells how it comes out. */
  TAKEN,
  /** With the router, which does it itself. */
  WITH_ROUTER
}
