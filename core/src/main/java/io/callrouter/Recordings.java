package io.callrouter;

import io.callrouter.call.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a carrier has told of a call's recordings. It tells of one more than once and in any order;
 * what comes out is the same.
 *
 * @param told the recordings it told of, by id
 * @param absent the ids of those of which it said that there is nothing in them
 */
record Recordings(List<Recording> told, Set<String> absent) {
  static final Recordings NONE = new Recordings(List.of(), Set.of());

  /** Of two words on the same recording the one that knows the longer duration counts. */
  private static final Comparator<Recording> KNOWLEDGE =
      Comparator.comparing(Recording::duration, Comparator.nullsFirst(Duration::compareTo))
          .thenComparing(Recording::uri);

  Recordings {
    told = List.copyOf(told);
    absent = Set.copyOf(absent);
  }

  Recordings with(Recording recording) {
    List<Recording> more = new ArrayList<>(told);
    more.add(recording);
    more.sort(Comparator.comparing(Recording::carrierId).thenComparing(KNOWLEDGE.reversed()));
    Set<String> ids = new HashSet<>();
    more.removeIf(one -> !ids.add(one.carrierId()));
    return new Recordings(more, absent);
  }

  Recordings without(String carrierId) {
    Set<String> more = new HashSet<>(absent);
    more.add(carrierId);
    return new Recordings(told, more);
  }

  /** Those that there are, by id. */
  List<Recording> present() {
    return told.stream().filter(one -> !absent.contains(one.carrierId())).toList();
  }
}
