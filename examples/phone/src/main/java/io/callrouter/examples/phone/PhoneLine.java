package io.callrouter.examples.phone;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page's WebSocket: takes what the page asks for and says, and tells it how its call goes.
 *
 * <p>The container's threads read it; what may take a while goes to the call's own queue.
 */
final class PhoneLine extends Endpoint {
  private static final int MOST_TEXT = 4 * 1024;
  private static final int MOST_AUDIO_BYTES = 16 * 1024;
  private static final int BAD_MESSAGE = 1008;
  private static final Pattern KEY = Pattern.compile("[0-9*#A-D]");

  private final Switchboard switchboard;
  private final Executor closer;
  private final Consumer<PhoneLine> free;
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile @Nullable Session session;
  private volatile @Nullable LineSender sender;
  private volatile @Nullable PhoneCall call;

  /**
   * A line that no page has taken yet.
   *
   * @param closer where closing may block
   * @param free told once, when the line is not in use any more
   */
  PhoneLine(Switchboard switchboard, Executor closer, Consumer<PhoneLine> free) {
    this.switchboard = switchboard;
    this.closer = closer;
    this.free = free;
  }

  @Override
  public void onOpen(Session opened, EndpointConfig config) {
    opened.setMaxTextMessageBufferSize(MOST_TEXT);
    opened.setMaxBinaryMessageBufferSize(MOST_AUDIO_BYTES);
    opened.setMaxIdleTimeout(0); // A page may lie open for days.
    session = opened;
    sender = new LineSender(opened.getAsyncRemote(), () -> close(BAD_MESSAGE, "reads too slowly"));
    opened.addMessageHandler(String.class, (MessageHandler.Whole<String>) this::onText);
    opened.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) this::onAudio);
    tell(switchboard.greeting());
  }

  @Override
  public void onClose(Session closed, CloseReason reason) {
    PhoneCall live = call;
    if (live != null) {
      live.hangUp();
    }
    release();
  }

  /** The line is not in use any more. */
  void release() {
    if (released.compareAndSet(false, true)) {
      free.accept(this);
    }
  }

  /** Tells the page something; a page that is gone is told nothing. */
  void tell(String message) {
    LineSender open = sender;
    if (open != null) {
      open.text(message);
    }
  }

  /** Tells the page of a call; of one before the one it has now it is told nothing. */
  void tell(PhoneCall of, String message) {
    if (mayHearOf(of)) {
      tell(message);
    }
  }

  /** Lets the page hear a frame that a call's caller heard. */
  void hear(PhoneCall of, long atMs, short[] frame) {
    LineSender open = sender;
    if (open != null && mayHearOf(of)) {
      open.audio(LineMessages.audio(atMs, frame));
    }
  }

  /** The page keeps one clock: what an earlier call still does would put it wrong. */
  private boolean mayHearOf(PhoneCall of) {
    PhoneCall live = call;
    return live == null || live == of;
  }

  /** A call is about to begin. */
  void callBegins(PhoneCall begins) {
    call = begins;
  }

  /** The call is over; the next one may be placed. */
  void callOver(String told) {
    call = null;
    tell(told);
  }

  /** Ends the line; the page sees the reason. */
  void close(int code, String reason) {
    Session open = session;
    if (open != null) {
      closer.execute(
          () -> closeNow(open, new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason)));
    }
  }

  private static void closeNow(Session open, CloseReason reason) {
    try {
      open.close(reason);
    } catch (IOException | IllegalStateException e) {
      // It is closed already.
    }
  }

  private void onText(String message) {
    try {
      LineRequest request = LineRequest.read(message);
      if (request instanceof LineRequest.PlaceCall order) {
        place(order);
      } else if (request instanceof LineRequest.PressKey press) {
        press(press.key());
      } else {
        hangUp();
      }
    } catch (LineRequest.Malformed e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void onAudio(ByteBuffer pcm) {
    if (pcm.remaining() % Short.BYTES != 0) {
      refuse("Audio is 16-bit samples: an even number of bytes.");
      return;
    }
    PhoneCall live = call;
    if (live != null) {
      live.say(pcm);
    }
  }

  private void place(LineRequest.PlaceCall order) {
    if (call != null) {
      problem("There is a call on this line already: hang up first.");
      return;
    }
    try {
      switchboard.place(order, this);
    } catch (Switchboard.Refused e) {
      problem(String.valueOf(e.getMessage()));
    }
  }

  private void press(String key) {
    PhoneCall live = call;
    if (!KEY.matcher(key).matches()) {
      problem("There is no such key: 0 to 9, *, #, A to D.");
    } else if (live == null) {
      problem("There is no call to press a key in.");
    } else {
      live.press(key);
    }
  }

  private void hangUp() {
    PhoneCall live = call;
    if (live == null) {
      problem("There is no call to hang up.");
    } else {
      live.hangUp();
    }
  }

  private void problem(String text) {
    tell(LineMessages.problem(text));
  }

  private void refuse(String text) {
    problem(text);
    close(BAD_MESSAGE, text);
  }
}
