package io.callrouter.spi;

import io.callrouter.spi.Store.Subscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Named channels within one process; a message is told on the thread that publishes it. */
final class Channels {
  private static final Logger log = LoggerFactory.getLogger(Channels.class);

  /** Lists are replaced, never changed, so that telling their members needs no lock. */
  private final Map<String, List<Member>> members = new ConcurrentHashMap<>();

  Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    Member member = new Member(subscriber);
    members.merge(
        channel,
        List.of(member),
        (old, added) -> Stream.concat(old.stream(), added.stream()).toList());
    return () -> members.computeIfPresent(channel, (name, old) -> without(old, member));
  }

  void publish(String channel, byte[] message) {
    for (Member member : members.getOrDefault(channel, List.of())) {
      member.tell(channel, message.clone());
    }
  }

  void close() {
    members.clear();
  }

  /** Null for the last one, so that no empty channel stays. */
  private static @Nullable List<Member> without(List<Member> members, Member gone) {
    List<Member> rest = members.stream().filter(member -> member != gone).toList();
    return rest.isEmpty() ? null : rest;
  }

  /** One subscription; a subscriber may have several. */
  private static final class Member {
    private final Consumer<byte[]> subscriber;

    Member(Consumer<byte[]> subscriber) {
      this.subscriber = subscriber;
    }

    void tell(String channel, byte[] message) {
      try {
        subscriber.accept(message);
      } catch (RuntimeException e) {
        log.error("a subscriber of channel {} failed; the others are told", channel, e);
      }
    }
  }
}
