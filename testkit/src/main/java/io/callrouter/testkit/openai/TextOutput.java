package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message of text, word by word. */
final class TextOutput implements OutputItem {
  private static final Duration EACH = Duration.ofMillis(20);

  private final OutputEvents events;
  private final Words words;

  TextOutput(OutputEvents events, String text) {
    this.events = events;
    this.words = new Words(text);
  }

  @Override
  public Item item() {
    return events.item();
  }

  @Override
  public void open() {
    item().json().put("role", "assistant").putArray("content");
    events.added();
    part("response.content_part.added");
  }

  @Override
  public @Nullable Duration next() {
    String word = words.next();
    if (word.isEmpty()) {
      return null;
    }
    events.send(events.aboutContent("response.output_text.delta").put("delta", word));
    return EACH;
  }

  @Override
  public void close(String status) {
    events.send(events.aboutContent("response.output_text.done").put("text", words.said()));
    part("response.content_part.done");
    item()
        .json()
        .putArray("content")
        .addObject()
        .put("type", "output_text")
        .put("text", words.said());
    events.done(status);
  }

  private void part(String type) {
    ObjectNode event = events.aboutContent(type);
    event.putObject("part").put("type", "text").put("text", words.said());
    events.send(event);
  }
}
