package io.callrouter.internal.stream;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayedItem;
import io.callrouter.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Notes what it is told, does what a test wants it to, and throws where a test wants it to. */
class FakeEndpoint implements AudioEndpoint {
  final List<String> told = new ArrayList<>();
  final List<PlayedItem> played = new ArrayList<>();
  final List<Long> timestamps = new ArrayList<>();
  final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  Pace pace = Pace.AHEAD;
  Optional<AudioFormat> format = Optional.empty();
  String throwsIn = "";
  Throwable thrown = new IllegalStateException("out of order");
  String hangsIn = "";
  boolean ignoresInterrupts;
  final CompletableFuture<Void> letGo = new CompletableFuture<>();
  EndpointContext context;

  @Override
  public AudioFormat format(AudioFormat carrierFormat) {
    if (throwsIn.equals("format")) {
      throw new IllegalStateException("no such format");
    }
    return format.orElse(carrierFormat);
  }

  @Override
  public Pace pace() {
    return pace;
  }

  @Override
  public void onStart(EndpointContext context) throws Exception {
    this.context = context;
    tell("onStart");
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
    heard.write(frame.array(), frame.offset(), frame.length());
    timestamps.add(frame.timestampSamples());
    tell("onAudio");
  }

  @Override
  public void onDigit(EndpointContext context, char digit) throws Exception {
    tell("onDigit " + digit);
  }

  @Override
  public void onPlayed(EndpointContext context, PlayedItem item) throws Exception {
    played.add(item);
    tell("onPlayed " + item.name());
  }

  @Override
  public void onEnd(EndpointContext context) throws Exception {
    tell("onEnd");
  }

  @Override
  public void close() {
    told.add("close");
    if (throwsIn.equals("close")) {
      throw new IllegalStateException("cannot close");
    }
    if (hangsIn.equals("close")) {
      try {
        hang(context.timekeeper());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stays until it is let go or, unless it ignores that, interrupted. */
  void hang(Timekeeper timekeeper) throws InterruptedException {
    while (!letGo.isDone()) {
      try {
        timekeeper.await(letGo, Duration.ofDays(1));
      } catch (InterruptedException e) {
        if (!ignoresInterrupts) {
          throw e;
        }
      } catch (TimeoutException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void tell(String what) throws Exception {
    told.add(what);
    if (!hangsIn.isEmpty() && what.startsWith(hangsIn)) {
      hang(context.timekeeper());
    }
    if (!throwsIn.isEmpty() && what.startsWith(throwsIn)) {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }
}
