package io.callrouter.testkit.twilio;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries the call's audio over a media socket until that is closed.
 *
 * @param action what to ask for then, or null to go on with the next verb
 */
record Connect(Stream stream, @Nullable NextDocument action) implements Verb {
  /**
   * The media socket to open.
   *
   * @param url its {@code wss} address, without a query
   * @param name the stream's name, or null for the stream's id
   * @param parameters sent in the start message
   * @param status where the stream's callbacks go, or null for nowhere
   */
  record Stream(
      URI url,
      @Nullable String name,
      Map<String, String> parameters,
      @Nullable NextDocument status) {}

  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    call.answer();
    call.context().voice().occupy(true);
    try {
      call.carry(stream);
    } catch (CallOver over) {
      throw action != null && call.options().asksAfterHangUp() ? over.asking(action) : over;
    } finally {
      call.context().voice().occupy(false);
    }
    if (!call.options().asksAfterMedia()) {
      call.hang();
    }
    return action;
  }
}
