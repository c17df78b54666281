package io.callrouter.filestore;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes in one file, for one process.
 *
 * <pre>{@code
 * FileStore store = FileStore.open(Path.of("/var/lib/office/calls"), InstantSource.system());
 * CallRouter router = builder.store(store).build();
 * ...
 * router.close();
 * store.close(); // the router does not close what it was given
 * }</pre>
 *
 * <p><b>What is safe.</b> A method returns when its change has been written and forced to the disk,
 * and nobody sees a change before. So what a caller was told survives the end of the process at any
 * moment, {@code kill -9} included, and a loss of power as far as the disk keeps what it says it
 * has written. Messages are not kept: there is no other process to hear them.
 *
 * <p><b>What it costs.</b> Every method but {@link #publish} and {@link #subscribe} blocks its
 * thread until a thread of the store's own, {@code callrouter-file-store}, has done the work; that
 * thread writes together what was asked while it wrote before. So a change takes about the time the
 * disk takes to force one write, however many threads ask, and a look-up may wait behind one. An
 * interrupt does not end the wait.
 *
 * <p><b>Space.</b> A value that has expired is dropped from the file by the next write of any key,
 * and on opening, which also compacts what is left. What is free is used again, and given back to
 * the file system where it lies at the end; so the file stays at some multiple of what is live.
 *
 * <p>Every method throws {@link StoreException} if the file cannot be read or written: the change
 * may then be there or not. The next call opens the file anew, so that the store works again when
 * the disk does. All do so after {@link #close}.
 *
 * @since 0.1
 */
public final class FileStore implements Store {
  private final InstantSource clock;
  private final GroupCommit file;
  // What one process says to itself needs no file.
  private final Store messages;

  private FileStore(GroupCommit file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.messages = Store.inMemory(clock);
  }

  /**
   * Opens a file, or makes one in a directory that is there; the store holds it until it is closed.
   * It holds callers' numbers as they are: one that is made here can be read by the process's own
   * user only, where the file system knows users.
   *
   * @param path of the file, on a disk of this machine
   * @param clock tells when a value has expired, also over restarts: the system's, or in a test in
   *     virtual time {@code timekeeper::now}
   * @throws StoreException if another process has it open, if it is damaged, written by a newer
   *     version or none of ours, or cannot be read or written; the message says what to do
   */
  public static FileStore open(Path path, InstantSource clock) {
    GroupCommit file = new GroupCommit(path.toAbsolutePath(), clock);
    try {
      file.open();
    } catch (StoreException e) {
      file.close();
      throw e;
    }
    return new FileStore(file, clock);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return file.<byte @Nullable []>ask(entries -> entries.get(key));
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    Entry entry = new Entry(clock.instant().plus(life), value);
    return file.ask(entries -> entries.putIfAbsent(key, entry));
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    Entry entry = new Entry(clock.instant().plus(life), update);
    return file.ask(entries -> entries.compareAndSet(key, expected, entry));
  }

  @Override
  public void remove(String key) {
    file.ask(entries -> entries.remove(key));
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    return file.ask(entries -> entries.list(prefix));
  }

  @Override
  public void publish(String channel, byte[] message) {
    messages.publish(channel, message);
  }

  @Override
  public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    return messages.subscribe(channel, subscriber);
  }

  /** Always: the file is locked while a process has it open. */
  @Override
  public boolean isExclusive() {
    return true;
  }

  /**
   * Finishes what was asked, and gives the file back; may be called more than once, by any thread.
   */
  @Override
  public void close() {
    messages.close();
    file.close();
  }
}
