package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.OfficialTwiml.STEP;
import static io.callrouter.provider.twilio.OfficialTwiml.canonical;
import static io.callrouter.provider.twilio.OfficialTwiml.words;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.Target;
import io.callrouter.peer.NodeLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Twilio's own library for Node, where Node is there. */
class NodeDocumentsTest {
  private final TwilioProvider provider = TwilioRequests.provider();

  @Test
  void theCommittedDocumentsAreWhatTheLibraryWrites() throws Exception {
    List<String> committed = NodeDocuments.committed();
    String rows = String.join("\n", committed);
    assertEquals(committed, NodeLibrary.TWILIO.run("documents.cjs", List.of(), rows));
  }

  @Test
  void theLibraryWritesAnyTextAsWeDo() throws Exception {
    Random random = new Random(Seed.VALUE);
    List<String> ours = new ArrayList<>();
    for (int round = 0; round < 300; round++) {
      String text = "x" + TwilioRequests.randomText(random);
      Target client = Target.client(text).with("a", TwilioRequests.randomText(random));
      ours.add(words(provider.say(Action.say(text).voice(text), STEP)).text());
      ours.add(words(provider.dial(Action.dial(client), STEP)).text());
    }
    Map<String, String> theirs =
        NodeDocuments.write(ours.stream().map(NodeDocuments::row).toList());
    for (String document : ours) {
      assertEquals(
          canonical(theirs.get(NodeDocuments.row(document))),
          canonical(document),
          "-Dcallrouter.seed=" + Seed.VALUE);
    }
  }
}
