package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Reads what a document says of a recording by the carrier.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml/record">Record</a>
 */
final class RecordTwiml {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "action",
          "method",
          "timeout",
          "finishOnKey",
          "maxLength",
          "playBeep",
          "trim",
          "recordingStatusCallback",
          "recordingStatusCallbackMethod",
          "recordingStatusCallbackEvent",
          "transcribe");

  private RecordTwiml() {}

  /** Reads the verb in a document of that address. */
  static Record record(Element element, URI document) throws TwimlFault {
    TwimlElement record = TwimlElement.of(element, ATTRIBUTES);
    record.mustBeEmpty();
    String finishOnKey = record.text("finishOnKey", "1234567890*#");
    if (!finishOnKey.matches("[0-9*#]*")) {
      throw record.fault("finishOnKey must be made of 0-9 * #, not \"" + finishOnKey + "\"");
    }
    if (record.flag("transcribe", false)) {
      throw record.fault("is simulated without transcription");
    }
    NextDocument action = record.next("action", "method", document);
    return new Record(
        record.seconds("maxLength", 3600, 2),
        record.seconds("timeout", 5, 1),
        finishOnKey,
        record.flag("playBeep", true),
        trim(record),
        RecordingStatus.of(record, document),
        action == null ? new NextDocument(record.method("method"), document, Map.of()) : action);
  }

  private static boolean trim(TwimlElement record) throws TwimlFault {
    return record
        .oneOf("trim", "trim-silence", Set.of("trim-silence", "do-not-trim"))
        .equals("trim-silence");
  }
}
