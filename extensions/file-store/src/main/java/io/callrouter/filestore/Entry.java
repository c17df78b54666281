package io.callrouter.filestore;

import java.time.Instant;

/** A value and the moment from which on it is gone. */
@SuppressWarnings("ArrayRecordComponent") // Entries are never compared.
record Entry(Instant expiresAt, byte[] value) {
  boolean isLive(Instant now) {
    return now.isBefore(expiresAt);
  }
}
