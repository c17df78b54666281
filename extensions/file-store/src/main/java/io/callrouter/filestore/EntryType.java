package io.callrouter.filestore;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * How an entry stands in the file: expiry as seconds since 1970 (8 bytes) and nanoseconds (4), the
 * value's length (1 to 5) and the value.
 */
final class EntryType extends BasicDataType<Entry> {
  /** An entry's objects without the value's bytes, about. */
  private static final int OVERHEAD_BYTES = 80;

  @Override
  public int getMemory(Entry entry) {
    return OVERHEAD_BYTES + entry.value().length;
  }

  @Override
  public void write(WriteBuffer out, Entry entry) {
    Instant expiresAt = entry.expiresAt();
    out.putLong(expiresAt.getEpochSecond())
        .putInt(expiresAt.getNano())
        .putVarInt(entry.value().length)
        .put(entry.value());
  }

  @Override
  public Entry read(ByteBuffer in) {
    Instant expiresAt = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int length = DataUtils.readVarInt(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a value of " + length + " bytes");
    }
    byte[] value = new byte[length];
    in.get(value);
    return new Entry(expiresAt, value);
  }

  @Override
  public Entry[] createStorage(int size) {
    return new Entry[size];
  }
}
