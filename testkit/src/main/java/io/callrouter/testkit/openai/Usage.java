package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.codec.WavAudio;
import java.util.List;

/** What a response cost: a token is 100 ms heard, 50 ms said, or four characters. */
final class Usage {
  private Usage() {}

  static ObjectNode of(Turn turn, List<Item> output) {
    WavAudio heard = turn.heard();
    int inAudio = heard == null ? 0 : heard.samples().length / (heard.sampleRateHz() / 10);
    int inText = (turn.instructions().length() + turn.text().length()) / 4;
    long outAudio = output.stream().mapToLong(Item::generatedMs).sum() / 50;
    long outText = output.stream().mapToLong(item -> item.text().length()).sum() / 4;
    ObjectNode usage =
        Json.object()
            .put("total_tokens", inAudio + inText + outAudio + outText)
            .put("input_tokens", inAudio + inText)
            .put("output_tokens", outAudio + outText);
    usage
        .putObject("input_token_details")
        .put("text_tokens", inText)
        .put("audio_tokens", inAudio)
        .put("cached_tokens", 0);
    usage
        .putObject("output_token_details")
        .put("text_tokens", outText)
        .put("audio_tokens", outAudio);
    return usage;
  }
}
