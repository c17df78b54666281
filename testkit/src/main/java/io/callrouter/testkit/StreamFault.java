package io.callrouter.testkit;

/** What goes wrong at the carrier when it is to open a media stream. */
enum StreamFault {
  NONE,
  NEVER_OPENS,
  NEVER_STARTS
}
