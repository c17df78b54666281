package io.callrouter.openai;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the model says: each of its items is one item of the call's playback, so that the router's
 * account says to the millisecond how much of it was heard.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Speech {
  /** One item of the model's. */
  private static final class Said {
    final String response;
    final PlayItem play;
    final @Nullable Duration waited;
    long bytes;
    boolean generated;
    boolean known = true; // to the session in use

    Said(String response, PlayItem play, @Nullable Duration waited) {
      this.response = response;
      this.play = play;
      this.waited = waited;
    }

    void end() {
      if (!generated) {
        generated = true;
        play.end();
      }
    }

    AgentEvent.@Nullable Latency latency() {
      return waited == null
          ? null
          : new AgentEvent.Latency(
              response, waited, plus(waited, play.sentAfter()), plus(waited, play.heardAfter()));
    }

    private static @Nullable Duration plus(Duration before, @Nullable Duration after) {
      return after == null ? null : before.plus(after);
    }
  }

  /**
   * What the model must be told of an item that was cut.
   *
   * @param heard how much of it was heard; null if none, and it never was
   * @param response the answer it belongs to, if that is still being made
   */
  record Cut(String item, @Nullable Duration heard, @Nullable String response) {}

  private static final int ANSWERS_REMEMBERED = 16;

  private final EndpointContext context;
  private final AudioFormat format;
  private final Map<String, Said> items = new LinkedHashMap<>();
  private final Map<String, StringBuilder> words = new LinkedHashMap<>();
  private final Set<String> cutAnswers = new LinkedHashSet<>();
  private String lastAnswer = "";

  Speech(EndpointContext context) {
    this.context = context;
    this.format = context.format();
  }

  /**
   * Plays audio, after what was said before.
   *
   * @param waited how long the caller has waited for it
   * @return whether it is the first of its answer; nothing is played of an answer that was cut
   */
  boolean audio(String response, String item, byte[] audio, Duration waited) {
    if (cutAnswers.contains(response) || audio.length == 0) {
      return false;
    }
    Said said = items.get(item);
    boolean first = said == null && !response.equals(lastAnswer);
    if (said == null) {
      lastAnswer = response;
      said = new Said(response, context.item(item), first ? waited : null);
      items.put(item, said);
    }
    said.bytes += audio.length;
    said.play.send(audio);
    return first;
  }

  /** More of the words of an item, which may come before its audio. */
  void text(String item, String text) {
    words.computeIfAbsent(item, it -> new StringBuilder()).append(text);
    if (words.size() > ANSWERS_REMEMBERED) {
      words.remove(words.keySet().iterator().next());
    }
  }

  /** An item has no more audio. */
  void generated(String item) {
    Said said = items.get(item);
    if (said != null) {
      said.end();
    }
  }

  /** An answer has no more items. */
  void answered(String response) {
    List<String> its = new ArrayList<>();
    items.forEach(
        (item, said) -> {
          if (said.response.equals(response)) {
            its.add(item);
          }
        });
    its.forEach(this::generated);
  }

  /** Whether audio of an answer is being played, or waits for it. */
  boolean hasAudioOf(String response) {
    return items.values().stream().anyMatch(said -> said.response.equals(response));
  }

  /** No more audio comes of anything; what is there will be heard to its end. */
  void broken(BiConsumer<String, String> wordsOfItem) {
    items.forEach(
        (item, said) -> {
          said.end();
          said.known = false;
          wordsOfItem.accept(item, wordsOf(item));
        });
  }

  private String wordsOf(String item) {
    StringBuilder text = words.get(item);
    return text == null ? "" : text.toString();
  }

  /** Whether the caller has heard all that was said so far. */
  boolean isEmpty() {
    return items.isEmpty();
  }

  /**
   * Stops playback; nothing more is played of the answers that were heard or made.
   *
   * @param active the answer that is being made
   * @return what was cut, in the order of playing
   */
  List<Cut> interrupt(@Nullable String active) {
    List<Cut> cuts = new ArrayList<>();
    for (PlayedItem account : context.clear()) {
      Said said = items.get(account.name());
      if (said != null) {
        dropRestOf(said.response);
        if (said.known) {
          cuts.add(cut(account, said));
        }
      }
    }
    if (active != null) {
      dropRestOf(active);
    }
    return cuts;
  }

  /** The answer is not to be played, as far as it is not yet. */
  void dropRestOf(String response) {
    cutAnswers.add(response);
    if (cutAnswers.size() > ANSWERS_REMEMBERED) {
      cutAnswers.remove(cutAnswers.iterator().next());
    }
  }

  private Cut cut(PlayedItem account, Said said) {
    // A resampler may give out a moment more than it was given, and more than there is is refused.
    Duration there = format.durationOf(said.bytes);
    Duration heard = Collections.min(List.of(account.heard(), there));
    return new Cut(
        account.name(), heard.toMillis() > 0 ? heard : null, said.generated ? null : said.response);
  }

  /** An item is over: what there is to tell of it; nothing if it is none of the model's. */
  List<AgentEvent> played(PlayedItem account) {
    Said said = items.remove(account.name());
    String text = wordsOf(account.name());
    words.remove(account.name());
    if (said == null) {
      return List.of();
    }
    List<AgentEvent> events = new ArrayList<>();
    AgentEvent.Latency latency = said.latency();
    if (latency != null) {
      events.add(latency);
    }
    events.add(
        new AgentEvent.AgentSaid(
            account.name(),
            text,
            format.durationOf(said.bytes),
            account.heard(),
            !account.complete()));
    return events;
  }
}
