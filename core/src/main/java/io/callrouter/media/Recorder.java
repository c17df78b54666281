package io.callrouter.media;

import io.callrouter.call.NotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records both sides of calls, each stream into a WAV file of two channels: left what the caller
 * said, right what he heard.
 *
 * <pre>{@code
 * Recorder recorder = Recorder.into(Path.of("/var/spool/calls"));
 * builder.tap("recorder", recorder)
 *     .route("office", Match.any(), Action.connect("agent").tap("recorder"));
 * }</pre>
 *
 * <p>Both channels lie on the clock of the stream's taps, from its first frame to its last, without
 * a gap: see {@link AudioTap}. So a barge-in is heard as it was, and what it discarded is not in
 * the file. Samples are L16 at the carrier's rate: decoding the carrier's law loses nothing, and
 * every tool reads 16-bit PCM; an hour at 8 kHz has 115 MB.
 *
 * <p>A file is named after the call's id ({@code <id>.wav}, then {@code <id>-2.wav} for its next
 * stream) and never replaces one that is there. It grows while the call lasts, with 16 KiB of
 * memory and a header that is always true; a crash costs its last second. When the stream is over
 * the file is closed and put into the call's record ({@link
 * io.callrouter.call.CallRecord#recordings}). If that was closed before, which takes a disk that
 * hangs, the file stays and the log names it.
 *
 * <p>A file that cannot be written ends its recording and nothing else: one line in the log, and
 * {@code taps.failed} is counted. What was written until then stays and is in the record.
 *
 * <p>All methods may be called from any thread.
 *
 * @since 0.1
 */
public final class Recorder implements TapFactory {
  private final Path directory;
  private final Set<RecorderTap> recording = ConcurrentHashMap.newKeySet();

  private Recorder(Path directory) {
    this.directory = directory;
  }

  /**
   * A recorder for any number of calls.
   *
   * @param directory where the files go, on the default file system; made when it is needed. Who
   *     may read it may listen to the calls
   */
  public static Recorder into(Path directory) {
    return new Recorder(directory.toAbsolutePath());
  }

  /** Made by the router, once for each stream that names this tap. */
  @Override
  public AudioTap create(ConnectContext context) {
    return new RecorderTap(context.call().id(), directory, recording);
  }

  /**
   * Has silence recorded instead of both sides, from what is said and heard now on, until {@link
   * #resume} or the end of the recording; exact to a frame of 20 ms. A recording that is paused
   * stays so. It ends with its stream, and before that where a connect does not name this tap; the
   * next recording of the call is not paused. Does not block.
   *
   * @param callId our id of the call
   * @throws NotFoundException if this recorder does not record that call on this node now
   */
  public void pause(String callId) {
    of(callId).forEach(tap -> tap.pause(true));
  }

  /**
   * Has both sides recorded again, from what is said and heard now on. Does not block.
   *
   * @param callId our id of the call
   * @throws NotFoundException if this recorder does not record that call on this node now
   */
  public void resume(String callId) {
    of(callId).forEach(tap -> tap.pause(false));
  }

  private List<RecorderTap> of(String callId) {
    List<RecorderTap> found = recording.stream().filter(tap -> tap.isOf(callId)).toList();
    if (found.isEmpty()) {
      throw new NotFoundException("call " + callId + " is not recorded on this node now");
    }
    return found;
  }
}
