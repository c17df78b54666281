package io.callrouter;

import io.callrouter.call.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What carriers and taps have told of a call's recordings. A carrier tells of one more than once
 * and in any order; what comes out is the same.
 *
 * @param told the recordings they told of, by id
 * @param absent the ids of those of which a carrier said that there is nothing in them
 */
record Recordings(List<Recording> told, Set<String> absent) {
  static final Recordings NONE = new Recordings(List.of(), Set.of());

  /**
   * Of two words on the same recording the one that knows when it started counts: it is the word on
   * what is kept, while the other may have been said before silence was cut off. After that, the
   * one that knows the longer duration.
   */
  private static final Comparator<Recording> KNOWLEDGE =
      Comparator.comparing(Recording::startedAt, Comparator.nullsFirst(Instant::compareTo))
          .thenComparing(Recording::duration, Comparator.nullsFirst(Duration::compareTo))
          .thenComparing(Recording::uri);

  Recordings {
    told = List.copyOf(told);
    absent = Set.copyOf(absent);
  }

  Recordings with(Recording recording) {
    List<Recording> more = new ArrayList<>(told);
    more.add(recording);
    more.sort(Comparator.comparing(Recording::id).thenComparing(KNOWLEDGE.reversed()));
    Set<String> ids = new HashSet<>();
    more.removeIf(one -> !ids.add(one.id()));
    return new Recordings(more, absent);
  }

  Recordings without(String id) {
    Set<String> more = new HashSet<>(absent);
    more.add(id);
    return new Recordings(told, more);
  }

  /** Those that there are, by id. */
  List<Recording> present() {
    return told.stream().filter(one -> !absent.contains(one.id())).toList();
  }
}
