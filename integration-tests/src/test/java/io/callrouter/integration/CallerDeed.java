package io.callrouter.integration;

import io.callrouter.testkit.SimulatedCaller;

/** What a caller does at any moment. */
enum CallerDeed {
  PRESSES_A_KEY,
  PRESSES_KEYS,
  SPEAKS,
  LOSES_HIS_MEDIA,
  HANGS_UP,
  DOES_NOTHING;

  /** Whether it needs a media stream. */
  boolean isInMedia() {
    return this == LOSES_HIS_MEDIA;
  }

  void by(SimulatedCaller caller) {
    switch (this) {
      case PRESSES_A_KEY -> caller.press("1");
      case PRESSES_KEYS -> caller.press("2#");
      case SPEAKS -> caller.speak(Tones.samples(1500));
      case LOSES_HIS_MEDIA -> caller.cutMedia();
      case HANGS_UP -> caller.hangUp();
      case DOES_NOTHING -> {}
    }
  }

  String title() {
    return "caller: " + Troubles.words(this);
  }
}
