package io.callrouter.examples.phone;

import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Timeline;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.Handset;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from a page: the live handset of the simulated caller, and who tells the page what
 * happens to the call on both sides of the socket.
 *
 * <p>Audio goes straight through. Everything else is a task of the call's own queue, one after
 * another, so the page hears of things in their order and nobody waits for it.
 */
final class PhoneCall implements Handset {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int LOOKS_PER_REPORT = 5;
  private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

  /** The router gives a record within this time after a call's end, or has never heard of it. */
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(60);

  /** The carrier's side ends within this time after the record, or hangs. */
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(PhoneCall.class);

  private final PhoneLine line;
  private final Timekeeper time;
  private final CallArchive archive;
  private final Consumer<PhoneCall> over;
  private final Executor queue;
  private final MicrophoneQueue microphone = new MicrophoneQueue();
  private final TimelineNews news = new TimelineNews();

  // All below is used by tasks of the queue only.
  private @Nullable SimulatedCaller caller;
  private @Nullable Call call;
  private Timekeeper.@Nullable Timer limit;
  private Instant startedAt = Instant.EPOCH;
  private int looks;
  private int looksSinceEnd;
  private boolean ended;

  /**
   * A call that is not placed yet.
   *
   * @param over told once, when nothing is to come of it any more
   */
  PhoneCall(PhoneLine line, Timekeeper time, CallArchive archive, Consumer<PhoneCall> over) {
    this.line = line;
    this.time = time;
    this.archive = archive;
    this.over = over;
    this.queue = new SerialExecutor(time.executor("phone"));
  }

  /** Places it. */
  void begin(
      CallSetup setup,
      BiFunction<PhoneCall, Supplier<? extends SimulatedCaller>, SimulatedCaller> starter) {
    queue.execute(
        () -> {
          startedAt = time.now();
          SimulatedCaller begun;
          try {
            begun = starter.apply(this, setup::start);
          } catch (RuntimeException e) {
            notPlaced(e);
            return;
          }
          caller = begun;
          tell(LineMessages.placed(begun.carrierId()));
          time.schedule(LOOK, this::lookLater);
          limit = time.schedule(LONGEST_CALL, () -> queue.execute(this::tooLong));
        });
  }

  private void notPlaced(RuntimeException why) {
    log.error("a call of the phone could not be placed", why);
    tell(LineMessages.problem("The call could not be placed: see what the program wrote."));
    end(null);
  }

  /** What the page's microphone heard. */
  void say(ByteBuffer pcm) {
    microphone.write(pcm);
  }

  void press(String key) {
    queue.execute(
        () -> {
          if (caller != null) {
            caller.press(key);
          }
        });
  }

  void hangUp() {
    queue.execute(
        () -> {
          if (caller != null) {
            caller.hangUp();
          }
        });
  }

  @Override
  public void speak(short[] frame) {
    microphone.read(frame);
  }

  @Override
  public void hear(Duration at, short[] frame) {
    line.hear(this, at.toMillis(), frame);
  }

  /** Something happened at the carrier. */
  void onCarrier(TimelineEvent event) {
    switch (event.kind()) {
      case STREAM_START -> microphone.open();
      case STREAM_STOP, SOCKET_CLOSED -> microphone.close();
      default -> {}
    }
    queue.execute(() -> tell(LineMessages.carrier(event)));
  }

  /** Something happened in the router. */
  void onRouter(Call known, CallEvent event) {
    queue.execute(
        () -> {
          call = known;
          tellNews(known);
          if (event.kind() == CallEvent.Kind.STATE && !event.late()) {
            tell(LineMessages.state(event.details().getOrDefault("state", "")));
          } else if (event.kind() == CallEvent.Kind.RECORD) {
            end(known.record().orElse(null));
          }
        });
  }

  /** What the call's agent did. */
  void onAgent(Map<String, ?> news) {
    Instant at = time.now();
    queue.execute(() -> tell(LineMessages.agent(Duration.between(startedAt, at).toMillis(), news)));
  }

  private void tell(String message) {
    line.tell(this, message);
  }

  private void lookLater() {
    queue.execute(this::look);
  }

  /** What happens with audio is in the timeline and no event: it is looked for. */
  private void look() {
    if (ended) {
      return;
    }
    Call known = call;
    if (known != null) {
      tellNews(known);
    }
    looks++;
    if (microphone.isOpen() && looks % LOOKS_PER_REPORT == 0) {
      tell(LineMessages.microphone(microphone));
    }
    looksSinceEnd += caller != null && caller.isOver() ? 1 : 0;
    if (LOOK.multipliedBy(looksSinceEnd).compareTo(LONGEST_CLOSING) > 0) {
      tell(LineMessages.problem("The router never gave a record of this call."));
      end(null);
      return;
    }
    time.schedule(LOOK, this::lookLater);
  }

  private void tellNews(Call known) {
    for (Timeline.Entry entry : news.of(known.timeline())) {
      long at = Duration.between(startedAt, entry.at()).toMillis();
      tell(LineMessages.timeline(at, entry));
    }
  }

  private void tooLong() {
    if (!ended && caller != null) {
      tell(
          LineMessages.problem(
              "A call from this page lasts at most " + LONGEST_CALL.toMinutes() + " minutes."));
      caller.hangUp();
    }
  }

  private void end(@Nullable CallRecord record) {
    if (ended) {
      return;
    }
    ended = true;
    if (limit != null) {
      limit.cancel();
    }
    time.schedule(LONGEST_END, this::hangUp); // Of a carrier that hangs a thread would be left.
    over.accept(this);
    line.callOver(record == null ? LineMessages.unknown() : archive.keep(record));
  }
}
