package io.callrouter.integration;

import java.util.Arrays;
import java.util.List;

/** What a caller gets who dials a number. */
enum Scenario {
  MENU("+14155550100"),
  AGENT("+14155550101"),
  SALES("+14155550102"),
  MESSAGE("+14155550103"),
  ALL("+14155550104");

  private final String number;

  Scenario(String number) {
    this.number = number;
  }

  /** Those in which something can happen. */
  static List<Scenario> fit(boolean inMedia) {
    return Arrays.stream(values()).filter(one -> !inMedia || one == AGENT || one == ALL).toList();
  }

  String number() {
    return number;
  }

  /** The requests that a carrier gets for it which is told. */
  List<String> commands() {
    return switch (this) {
      case MENU -> List.of("answer", "gather_using_speak", "hangup");
      case AGENT -> List.of("answer", "streaming_start", "speak", "hangup");
      case SALES -> List.of("answer", "dial", "bridge", "hangup");
      case MESSAGE -> List.of("answer", "record_start", "hangup");
      case ALL -> List.of("answer", "playback_start", "streaming_start", "dial", "hangup");
    };
  }
}
