package io.callrouter;

import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.RateLimitedException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs commands that carriers did not take, a line each, with what to do. */
final class CommandFaults {
  private static final Logger log = LoggerFactory.getLogger(CommandFaults.class);

  private final Counters counters;

  CommandFaults(Counters counters) {
    this.counters = counters;
  }

  /** The carrier says that the call is over, as happens when it ends at that moment. */
  void gone(String call, String what) {
    counters.count("commands.call-ended");
    log.info("call {}: the carrier says that it is over, so it got no {} any more", call, what);
  }

  /** A command failed; the consequence is said in the log. */
  void failed(String call, String what, RuntimeException why, String consequence) {
    counters.count("commands.failed." + kindOf(why));
    if (isOfCarrier(why)) {
      log.warn(
          "call {}: the carrier did not take {}{}: {}; {}",
          call,
          what,
          consequence,
          why.getMessage(),
          remedyOf(why));
    } else {
      log.error("call {}: the provider could not send {}{}", call, what, consequence, why);
    }
  }

  /** A hang-up was tried for long enough. */
  void givenUp(String call, Duration tried) {
    log.error(
        "call {}: the carrier could not be told to hang up for {} s; the call is taken as ended,"
            + " whatever the carrier does. See whether it is still billed",
        call,
        tried.toSeconds());
  }

  private static boolean isOfCarrier(RuntimeException why) {
    return !kindOf(why).equals("error");
  }

  private static String kindOf(RuntimeException why) {
    if (why instanceof CarrierRefusedException) {
      return "refused";
    } else if (why instanceof RateLimitedException) {
      return "rate-limited";
    } else if (why instanceof CarrierUnreachableException) {
      return "unreachable";
    } else if (why instanceof OutcomeUnknownException) {
      return "unknown";
    }
    return "error";
  }

  private static String remedyOf(RuntimeException why) {
    return switch (kindOf(why)) {
      case "refused" -> "look at the action's arguments, and at the account's rights and balance";
      case "rate-limited" -> "have the carrier raise the account's limit, or take fewer calls";
      case "unreachable" -> "look at the network and at the carrier's status page";
      default -> "it may have taken effect: look at the carrier's log of the call";
    };
  }
}
