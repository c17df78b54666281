package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Reads what a document says of media streams.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/stream">Stream</a>
 */
final class StreamTwiml {
  private static final int MOST_PARAMETER_CHARS = 500;
  private static final String BOTH_TRACKS = "both_tracks";
  private static final Set<String> ATTRIBUTES =
      Set.of("url", "name", "track", "statusCallback", "statusCallbackMethod");

  private final URI document;

  /** For a document of that address. */
  StreamTwiml(URI document) {
    this.document = document;
  }

  Connect connect(Element element) throws TwimlFault {
    TwimlElement connect = TwimlElement.of(element, Set.of("action", "method"));
    TwimlElement stream = onlyStream(connect, ATTRIBUTES);
    stream.oneOf("track", "inbound_track", Set.of("inbound_track"));
    return new Connect(stream(stream), connect.next("action", "method", document));
  }

  /** One with a single track is not simulated. */
  Start start(Element element) throws TwimlFault {
    TwimlElement stream = onlyStream(TwimlElement.of(element, Set.of()), ATTRIBUTES);
    stream.oneOf("track", "inbound_track", Set.of(BOTH_TRACKS));
    return new Start(stream(stream));
  }

  static Stop stop(Element element) throws TwimlFault {
    TwimlElement stream = onlyStream(TwimlElement.of(element, Set.of()), Set.of("name"));
    stream.mustBeEmpty();
    String name = stream.text("name", "");
    if (name.isEmpty()) {
      throw stream.fault("must have the name of the stream to stop");
    }
    return new Stop(name);
  }

  private static TwimlElement onlyStream(TwimlElement parent, Set<String> attributes)
      throws TwimlFault {
    List<Element> nouns = parent.children();
    if (nouns.size() != 1 || !nouns.get(0).getTagName().equals("Stream")) {
      throw parent.fault("must hold one <Stream> and nothing else");
    }
    return TwimlElement.of(nouns.get(0), attributes);
  }

  private Connect.Stream stream(TwimlElement stream) throws TwimlFault {
    return new Connect.Stream(
        mediaUrl(stream),
        stream.text("name"),
        parameters(stream),
        stream.next("statusCallback", "statusCallbackMethod", document));
  }

  private static URI mediaUrl(TwimlElement stream) throws TwimlFault {
    String value = stream.text("url", "");
    try {
      URI url = URI.create(value);
      if (!"wss".equals(url.getScheme())) {
        throw new TwimlFault(TwimlFault.STREAM_SCHEME, "a stream's url must be wss: " + value);
      }
      if (url.getRawQuery() != null) {
        throw new TwimlFault(
            TwimlFault.STREAM_QUERY, "a stream's url must not have a query: " + value);
      }
      if (url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // No address: the same fault as one without a host.
    }
    throw new TwimlFault(TwimlFault.STREAM_URL, "a stream's url is malformed: " + value);
  }

  private static Map<String, String> parameters(TwimlElement stream) throws TwimlFault {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Element child : stream.children()) {
      if (!child.getTagName().equals("Parameter")) {
        throw stream.fault("must not hold <" + child.getTagName() + ">");
      }
      TwimlElement parameter = TwimlElement.of(child, Set.of("name", "value"));
      parameter.mustBeEmpty();
      String name = parameter.text("name", "");
      String value = parameter.text("value", "");
      if (name.isEmpty() || name.length() + value.length() > MOST_PARAMETER_CHARS) {
        throw parameter.fault("must have a name, and 500 characters at most with its value");
      }
      parameters.put(name, value);
    }
    return Map.copyOf(parameters);
  }
}
