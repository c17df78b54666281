package io.callrouter;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.callrouter.call.Action;
import io.callrouter.call.StoreException;
import io.callrouter.call.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The bytes of calls and answers in the store: JSON, so that an operator can read them. */
final class CallJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(times())
          .addMixIn(Action.class, ByKind.class)
          .addMixIn(Target.class, TargetByKind.class)
          .build();

  private CallJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Action.Connect.class, name = "connect"),
    @JsonSubTypes.Type(value = Action.StartTap.class, name = "start-tap"),
    @JsonSubTypes.Type(value = Action.StopTap.class, name = "stop-tap"),
    @JsonSubTypes.Type(value = Action.Say.class, name = "say"),
    @JsonSubTypes.Type(value = Action.Play.class, name = "play"),
    @JsonSubTypes.Type(value = Action.Gather.class, name = "gather"),
    @JsonSubTypes.Type(value = Action.Record.class, name = "record"),
    @JsonSubTypes.Type(value = Action.Dial.class, name = "dial"),
    @JsonSubTypes.Type(value = Action.Conference.class, name = "conference"),
    @JsonSubTypes.Type(value = Action.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = Action.Reject.class, name = "reject"),
    @JsonSubTypes.Type(value = Action.Hangup.class, name = "hangup"),
    @JsonSubTypes.Type(value = Action.Custom.class, name = "custom")
  })
  private interface ByKind {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Phone.class, name = "phone"),
    @JsonSubTypes.Type(value = Target.Sip.class, name = "sip"),
    @JsonSubTypes.Type(value = Target.Client.class, name = "client")
  })
  private interface TargetByKind {}

  static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T read(byte[] bytes, Class<T> type) {
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value != null) {
        return value;
      }
    } catch (IOException e) {
      throw new StoreException(unreadable(type) + ": " + fault(e));
    }
    throw new StoreException(unreadable(type) + ": null");
  }

  private static String unreadable(Class<?> type) {
    return "the store holds a " + type.getSimpleName() + " that this version cannot read";
  }

  /** Its kind and its place, but nothing of what stands there: it may be a number or a name. */
  private static String fault(IOException e) {
    StringBuilder fault = new StringBuilder(e.getClass().getSimpleName());
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference reference : mapping.getPath()) {
        boolean isField = reference.getFieldName() != null && !(reference.getFrom() instanceof Map);
        fault.append(isField ? " " + reference.getFieldName() : " []");
      }
    }
    return fault.toString();
  }

  private static SimpleModule times() {
    return new SimpleModule()
        .addSerializer(Instant.class, ToStringSerializer.instance)
        .addSerializer(Duration.class, ToStringSerializer.instance)
        .addDeserializer(Instant.class, new Parsed<>(Instant.class, Instant::parse))
        .addDeserializer(Duration.class, new Parsed<>(Duration.class, Duration::parse));
  }

  private static final class Parsed<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient java.util.function.Function<String, T> parser;

    Parsed(Class<T> type, java.util.function.Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    protected T _deserialize(String text, DeserializationContext context) {
      return parser.apply(text);
    }
  }
}
