package io.callrouter.provider.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.peer.NodeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What Twilio's own library for Node writes. It is asked by rows, which say without XML what a
 * document of the official Java SDK says, so that both write the same documents.
 */
final class NodeDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> COMMITTED = byRow(committed());

  private NodeDocuments() {}

  /** The lines that {@code documents.cjs} printed when they were last committed. */
  static List<String> committed() {
    try {
      return NodeLibrary.TWILIO.committed("documents.jsonl").lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The committed document that says what this one says. */
  static String like(String xml) {
    String row = row(xml);
    String written = COMMITTED.get(row);
    if (written == null) {
      throw new AssertionError(
          "documents.jsonl lacks this row; give it to documents.cjs and commit what it prints:\n"
              + row);
    }
    return written;
  }

  /** What the library writes now. */
  static Map<String, String> write(List<String> rows) throws IOException, InterruptedException {
    return byRow(NodeLibrary.TWILIO.run("documents.cjs", List.of(), String.join("\n", rows)));
  }

  /** An element as {@code documents.cjs} takes it. */
  static String row(String xml) {
    try {
      return JSON.createObjectNode()
          .set("row", row(OfficialTwiml.parsed(xml).getDocumentElement()))
          .toString();
    } catch (Exception e) {
      throw new AssertionError(xml, e);
    }
  }

  private static ArrayNode row(Element element) {
    ObjectNode attributes = JSON.createObjectNode();
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      Node attribute = element.getAttributes().item(i);
      attributes.put(attribute.getNodeName(), attribute.getNodeValue());
    }
    String text = null;
    ArrayNode within = JSON.createArrayNode();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        within.add(row(child));
      } else {
        text = (text == null ? "" : text) + node.getTextContent();
      }
    }
    return JSON.createArrayNode().add(element.getTagName()).add(attributes).add(text).add(within);
  }

  private static Map<String, String> byRow(List<String> lines) {
    Map<String, String> documents = new HashMap<>();
    for (String line : lines) {
      try {
        JsonNode written = JSON.readTree(line);
        ObjectNode asked = JSON.createObjectNode().set("row", written.get("row"));
        documents.put(asked.toString(), written.get("xml").textValue());
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
    return documents;
  }
}
