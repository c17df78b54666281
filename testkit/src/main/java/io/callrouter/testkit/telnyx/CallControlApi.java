package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface: finds out what a request wants, checks it, and has it done, whatever way it
 * came.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/sending-commands">
 *     Sending commands</a>
 */
final class CallControlApi {
  private static final String DIAL = "dial";
  private static final String STATUS = "status";
  private static final String ACTIVE_CALLS = "active_calls";
  private static final String UPDATE = "client_state_update";

  private final TelnyxAccount account;
  private final CallControl control;
  private final List<TelnyxCommand> commands = new ArrayList<>();

  CallControlApi(TelnyxAccount account, CallControl control) {
    this.account = account;
    this.control = control;
  }

  /**
   * What a request wants.
   *
   * @param id of a call or a connection; empty for a dial
   */
  private record Operation(String name, String id) {}

  /** All requests that were understood, in the order of their answers. */
  List<TelnyxCommand> commands() {
    synchronized (commands) {
      return List.copyOf(commands);
    }
  }

  /** What the request wants, as scripted faults name it; empty if that cannot be said. */
  static String nameOf(ApiRequest request) {
    Operation operation = operation(request);
    return operation == null ? "" : operation.name();
  }

  /** The caller whose call a request is about, or null if that cannot be said. */
  @Nullable Leg callerOf(ApiRequest request) {
    Operation operation = operation(request);
    if (operation == null || operation.name().equals(ACTIVE_CALLS)) {
      return null;
    }
    if (!operation.name().equals(DIAL)) {
      return control.callerOf(operation.id());
    }
    ObjectNode body = Json.object(request.body());
    return body == null ? null : control.callerOf(body);
  }

  ApiAnswer handle(ApiRequest request) {
    Operation operation = operation(request);
    if (operation == null) {
      return ApiAnswer.refused(List.of(ApiError.noSuchResource()));
    }
    Call call = new Call(operation, request);
    ApiAnswer answer = call.answer();
    synchronized (commands) {
      String body = new String(request.body(), StandardCharsets.UTF_8);
      String leg = operation.name().equals(ACTIVE_CALLS) ? "" : operation.id();
      commands.add(new TelnyxCommand(operation.name(), leg, body, answer.status(), call.repeated));
    }
    return answer;
  }

  private static @Nullable Operation operation(ApiRequest request) {
    List<String> path = request.path();
    if (path.isEmpty() || path.size() > 4) {
      return null;
    }
    String second = path.size() > 1 ? path.get(1) : "";
    if (request.method().equals("GET")) {
      return lookUp(path, second);
    }
    if (request.method().equals("POST") && path.equals(List.of("calls"))) {
      return new Operation(DIAL, "");
    }
    boolean action =
        path.size() == 4 && path.get(0).equals("calls") && path.get(2).equals("actions");
    if (!action || CommandForms.action(path.get(3)) == null) {
      return null;
    }
    String method = path.get(3).equals(UPDATE) ? "PUT" : "POST";
    return request.method().equals(method) ? new Operation(path.get(3), second) : null;
  }

  private static @Nullable Operation lookUp(List<String> path, String id) {
    if (path.size() == 2 && path.get(0).equals("calls")) {
      return new Operation(STATUS, id);
    }
    boolean active =
        path.size() == 3 && path.get(0).equals("connections") && path.get(2).equals(ACTIVE_CALLS);
    return active ? new Operation(ACTIVE_CALLS, id) : null;
  }

  /** One request as it is done. */
  private final class Call {
    private final Operation operation;
    private final ApiRequest request;
    private boolean repeated;

    Call(Operation operation, ApiRequest request) {
      this.operation = operation;
      this.request = request;
    }

    ApiAnswer answer() {
      try {
        if (!("Bearer " + account.apiKey()).equals(request.authorization())) {
          throw new ApiRefusal(ApiError.unauthenticated());
        }
        return switch (operation.name()) {
          case STATUS -> ApiAnswer.data(control.status(operation.id()));
          case ACTIVE_CALLS -> ApiAnswer.json(200, control.activeCalls(operation.id()));
          default -> ApiAnswer.data(command());
        };
      } catch (ApiRefusal refusal) {
        return ApiAnswer.refused(refusal.errors());
      }
    }

    private ObjectNode command() throws ApiRefusal {
      ObjectNode body = request.body().length == 0 ? Json.object() : Json.object(request.body());
      if (body == null) {
        throw new ApiRefusal(ApiError.badBody("The body is no JSON object."));
      }
      boolean dial = operation.name().equals(DIAL);
      CommandForm form = dial ? CommandForms.dial() : CommandForms.action(operation.name());
      if (form != null) {
        form.check(body);
      }
      return dial
          ? control.dial(body, () -> repeated = true)
          : control.command(operation.id(), operation.name(), body, () -> repeated = true);
    }
  }
}
