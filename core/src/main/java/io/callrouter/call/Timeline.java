package io.callrouter.call;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happened to a call on one node, in order and on one clock: its signalling, its media, what
 * became of each thing that was played, and what went wrong.
 *
 * <p>Digits and numbers are masked. There is no audio in it, and nothing is noted for a frame.
 * Immutable.
 *
 * @param call the call's facts
 * @param entries what happened, the earliest first; empty if this node has had no part in the call,
 *     or has forgotten it. Of a long call the middle is left out, where an entry of {@link
 *     Kind#LEFT_OUT} says how much
 * @since 0.1
 */
public record Timeline(CallFacts call, List<Entry> entries) {
  /** The kinds of entries, with the details that each can have; times are whole milliseconds. */
  public enum Kind {
    /** The call came in; {@code route}. */
    ARRIVED,
    /** The call was refused; {@code reason}. */
    REFUSED,
    /** The carrier sent a request; {@code events} are what it told, {@code step} what about. */
    REQUEST,
    /** The call moved to another state; {@code state}, {@code late}. */
    STATE,
    /** An action was handed to the carrier; {@code action}, {@code step}, {@code endpoint}. */
    ACTION,
    /** An action came out; {@code action}, {@code step}, {@code outcome}, {@code reason}. */
    OUTCOME,
    /** A leg that was dialled for the call is known; {@code leg} is our id of it. */
    LEG,
    /** The call's media stream began. */
    MEDIA_STARTED,
    /** The call's media stream is over. */
    MEDIA_ENDED,
    /** A tap's own stream began; {@code tap}. */
    TAP_STARTED,
    /** A tap's own stream is over; {@code tap}. */
    TAP_ENDED,
    /** The router closed the media socket for what came on it; {@code code}, {@code reason}. */
    SOCKET_CLOSED,
    /**
     * An endpoint is back from its start; {@code endpoint} is its class, {@code format} its audio,
     * {@code took-ms} what its factory and start took.
     */
    ENDPOINT_STARTED,
    /** An endpoint's part is over; {@code outcome}, and {@code broken} if that is why it failed. */
    ENDPOINT_ENDED,
    /**
     * The first frame of an item was sent; {@code item}, {@code after-ms} since it was opened,
     * {@code queued-ms} of audio behind it in the router, {@code carrier-ms} at the carrier.
     */
    ITEM_SENT,
    /**
     * A mark told that an item is being heard; {@code item}, and {@code after-ms} from its opening
     * until the caller heard the first of it.
     */
    ITEM_HEARD,
    /**
     * An item is over; {@code item}, {@code audio-ms} long, {@code heard-ms} of that, {@code
     * complete}.
     */
    ITEM_OVER,
    /**
     * An endpoint cleared what it played, mostly because the caller spoke; {@code items} were cut,
     * {@code heard-ms} and {@code discarded-ms} of them, the latter from {@code queued-ms} in the
     * router and {@code carrier-ms} at the carrier.
     */
    CLEARED,
    /** An endpoint plays no more; marks {@code sent}, {@code returned}, and {@code lag-ms}. */
    MARKS,
    /** The caller pressed a key. */
    DIGIT,
    /** Something was recorded; {@code recording}, {@code absent}. */
    RECORDING,
    /** The carrier told something that only it knows; {@code event}. */
    CARRIER,
    /** Something went wrong with the audio or an endpoint; {@code what}. */
    TROUBLE,
    /** A watchdog acted; {@code watchdog}. */
    WATCHDOG,
    /** Entries left out here; {@code entries} is how many. */
    LEFT_OUT,
    /** The record is closed; {@code cause}. */
    RECORD
  }

  /**
   * Something that happened.
   *
   * @param at when, by the wall clock at the first entry and the monotonic one from there
   * @param offsetMs how long after the first entry, in ms
   * @param kind what happened
   * @param details what is known of it, by plain names
   */
  public record Entry(Instant at, long offsetMs, Kind kind, Map<String, String> details) {
    /** Checks and copies. */
    public Entry {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(kind, "kind");
      details = Map.copyOf(details);
    }

    /** One line, such as {@code 1.240 s item sent after-ms=12 item=greeting}. */
    @Override
    public String toString() {
      String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String known =
          new TreeMap<>(details)
              .entrySet().stream()
                  .map(detail -> detail.getKey() + "=" + detail.getValue())
                  .collect(Collectors.joining(" "));
      return String.format(Locale.ROOT, "%9.3f s  %-16s  %s", offsetMs / 1e3, what, known)
          .stripTrailing();
    }
  }

  /** Copies the entries. */
  public Timeline {
    Objects.requireNonNull(call, "call");
    entries = List.copyOf(entries);
  }

  /** The timeline for a person: a line for the call, then one for each entry. */
  public String text() {
    String begun = entries.isEmpty() ? ", nothing is known here" : ", " + entries.get(0).at();
    return entries.stream()
        .map(Entry::toString)
        .collect(Collectors.joining("\n", call + begun + "\n", "\n"));
  }

  @Override
  public String toString() {
    return text();
  }
}
