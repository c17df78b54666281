package io.callrouter.media;

import io.callrouter.media.Script.Program;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program on a thread of its own and tells it what happens on the call. */
final class ScriptEndpoint implements AudioEndpoint {
  private static final Logger log = LoggerFactory.getLogger(ScriptEndpoint.class);

  private final Program program;
  private @Nullable LiveScript script;

  ScriptEndpoint(Program program) {
    this.program = program;
  }

  @Override
  public Pace pace() {
    return Pace.AHEAD;
  }

  @Override
  public void onStart(EndpointContext context) {
    LiveScript running = new LiveScript(context);
    script = running;
    context.timekeeper().executor("script").execute(() -> run(context, running));
  }

  @Override
  public void onAudio(EndpointContext context, AudioFrame frame) {
    if (script != null) {
      script.heard(frame);
    }
  }

  @Override
  public void onDigit(EndpointContext context, char digit) {
    if (script != null) {
      script.pressed(digit);
    }
  }

  @Override
  public void onPlayed(EndpointContext context, PlayedItem item) {
    if (script != null) {
      script.played(item);
    }
  }

  @Override
  public void onEnd(EndpointContext context) {
    if (script != null) {
      script.end();
    }
  }

  private void run(EndpointContext context, LiveScript running) {
    try {
      context.finish(program.run(running));
    } catch (Throwable cause) {
      if (!running.isOver()) {
        log.warn("a script threw; its call goes on without it", cause);
      }
      context.fail("the script threw " + cause);
      if (cause instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    }
  }
}
