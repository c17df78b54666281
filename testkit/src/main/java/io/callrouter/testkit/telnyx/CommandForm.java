package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields a command has, and what they must be.
 *
 * <p>A field that is not simulated is refused like one that the carrier does not know: a test must
 * not pass because of something that nobody did.
 */
final class CommandForm {
  private final Map<String, FieldRule> fields;
  private final Set<String> required;

  private CommandForm(Map<String, FieldRule> fields, Set<String> required) {
    this.fields = Map.copyOf(fields);
    this.required = Set.copyOf(required);
  }

  static Builder builder() {
    return new Builder()
        .optional("client_state", FieldRule.base64())
        .optional("command_id", FieldRule.text(255));
  }

  /**
   * Checks a body.
   *
   * @throws ApiRefusal with all that is wrong
   */
  void check(ObjectNode body) throws ApiRefusal {
    List<ApiError> faults = new ArrayList<>();
    for (String field : required) {
      if (!body.hasNonNull(field)) {
        faults.add(ApiError.missing(field));
      }
    }
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      checkField(field.getKey(), field.getValue(), faults);
    }
    if (!faults.isEmpty()) {
      throw new ApiRefusal(faults);
    }
  }

  private void checkField(String name, JsonNode value, List<ApiError> faults) {
    FieldRule rule = fields.get(name);
    if (rule == null) {
      faults.add(ApiError.badValue(name, "This field is unknown, or not simulated."));
    } else if (!value.isNull()) {
      ApiError fault = rule.fault(name, value);
      if (fault != null) {
        faults.add(fault);
      }
    }
  }

  /** Puts a form together; for use by one thread. */
  static final class Builder {
    private final Map<String, FieldRule> fields = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();

    Builder required(String field, FieldRule rule) {
      required.add(field);
      return optional(field, rule);
    }

    Builder optional(String field, FieldRule rule) {
      fields.put(field, rule);
      return this;
    }

    Builder optional(Map<String, FieldRule> more) {
      fields.putAll(more);
      return this;
    }

    CommandForm build() {
      return new CommandForm(fields, required);
    }
  }
}
