package io.callrouter.testkit.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * An element of a TwiML document, read strictly: an attribute or a child it must not have, or a
 * value that is none of those allowed, is a fault.
 */
final class TwimlElement {
  private final Element element;

  private TwimlElement(Element element) {
    this.element = element;
  }

  /** An element that may have these attributes. */
  static TwimlElement of(Element element, Set<String> attributes) throws TwimlFault {
    TwimlElement strict = new TwimlElement(element);
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      String name = element.getAttributes().item(i).getNodeName();
      if (!attributes.contains(name)) {
        throw strict.fault("has no attribute " + name);
      }
    }
    return strict;
  }

  @Nullable String text(String attribute) {
    return element.hasAttribute(attribute) ? element.getAttribute(attribute) : null;
  }

  String text(String attribute, String otherwise) {
    return element.hasAttribute(attribute) ? element.getAttribute(attribute) : otherwise;
  }

  String oneOf(String attribute, String otherwise, Set<String> values) throws TwimlFault {
    String value = text(attribute, otherwise);
    if (!values.contains(value)) {
      throw fault(attribute + " must be one of " + values + ", not \"" + value + "\"");
    }
    return value;
  }

  boolean flag(String attribute, boolean otherwise) throws TwimlFault {
    return oneOf(attribute, Boolean.toString(otherwise), Set.of("true", "false")).equals("true");
  }

  int number(String attribute, int otherwise, int least) throws TwimlFault {
    String value = text(attribute, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Not a number: the same fault as a number that is too small.
    }
    throw fault(attribute + " must be a whole number from " + least + ", not \"" + value + "\"");
  }

  Duration seconds(String attribute, int otherwise, int least) throws TwimlFault {
    return Duration.ofSeconds(number(attribute, otherwise, least));
  }

  String method(String attribute) throws TwimlFault {
    return oneOf(attribute, "POST", Set.of("GET", "POST"));
  }

  /** An address, taken relative to that of the document; null if the attribute is absent. */
  @Nullable URI address(String attribute, URI document) throws TwimlFault {
    String value = text(attribute);
    return value == null ? null : address(value, document, attribute);
  }

  /** What is to be asked for there, by that method; null if the address is absent. */
  @Nullable NextDocument next(String attribute, String methodAttribute, URI document)
      throws TwimlFault {
    URI url = address(attribute, document);
    String how = method(methodAttribute);
    return url == null ? null : new NextDocument(how, url, Map.of());
  }

  /** The words in an attribute, each one of those allowed. */
  Set<String> words(String attribute, String otherwise, Set<String> allowed) throws TwimlFault {
    Set<String> words = new TreeSet<>(List.of(text(attribute, otherwise).split(" ")));
    words.remove("");
    if (!allowed.containsAll(words)) {
      throw fault(attribute + " must be made of " + allowed + ", not \"" + words + "\"");
    }
    return words;
  }

  /** The text inside, taken as an address. */
  URI content(URI document) throws TwimlFault {
    return address(content(), document, "its text");
  }

  /** The text inside, without the white space around it. */
  String content() {
    return element.getTextContent().strip();
  }

  private URI address(String value, URI document, String what) throws TwimlFault {
    try {
      URI address = document.resolve(value);
      if (!value.isEmpty() && address.getHost() != null && address.getScheme().startsWith("http")) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // No address: the same fault as one that cannot be asked.
    }
    throw fault(what + " must be an http or https address, not \"" + value + "\"");
  }

  /** The elements inside; text between them is a fault. */
  List<Element> children() throws TwimlFault {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        children.add(child);
      } else if (node.getNodeType() != Node.COMMENT_NODE && !node.getTextContent().isBlank()) {
        throw fault("must not hold text");
      }
    }
    return children;
  }

  boolean holdsElements() {
    return element.getElementsByTagName("*").getLength() > 0;
  }

  void mustBeEmpty() throws TwimlFault {
    if (!children().isEmpty()) {
      throw fault("must not hold <" + children().get(0).getTagName() + ">");
    }
  }

  void mustHoldOnlyText() throws TwimlFault {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        throw fault("must not hold <" + child.getTagName() + ">");
      }
    }
  }

  TwimlFault fault(String sentence) {
    return new TwimlFault(TwimlFault.SCHEMA, "<" + element.getTagName() + "> " + sentence);
  }
}
