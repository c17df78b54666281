package io.callrouter.filestore;

import io.callrouter.call.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.StringDataType;

/** Opens files of our format, and says of others what is wrong with them and what to do. */
final class FileFormat {
  /** To be raised when an older version could not read what is written. */
  private static final int VERSION = 1;

  /** What stands before any content. */
  private static final int HEADER_BYTES = 8192;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final String ENTRIES = "callrouter.entries";
  private static final String NEWER =
      "it was written by a newer version. Run that version, or name another file";
  private static final String DAMAGED =
      "it is damaged or no file of this store. Put a copy in its place, or move it away to begin"
          + " with an empty one, without the calls and undelivered records in it";

  private FileFormat() {}

  /** Opens a file that is there, or makes a new one. */
  static MVStore open(Path path) {
    Path directory = path.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw fault(path, "there is no directory " + directory + ". Make it, or name another file");
    }
    makeForItsOwner(path);
    return new MVStore.Builder().fileName(path.toString()).autoCommitDisabled().open();
  }

  /** Callers' numbers are in it, and the mask of a process mostly lets everybody read. */
  private static void makeForItsOwner(Path path) {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } catch (FileAlreadyExistsException e) {
        return; // Whoever made it has decided.
      } catch (IOException e) {
        return; // Opening fails as well, and says why.
      }
    }
  }

  /** The entries in an open file, unless it is none of ours. */
  static MVMap<String, Entry> entries(MVStore store, Path path) {
    if (!isNew(store) && !store.getMapNames().equals(Set.of(ENTRIES))) {
      throw fault(path, DAMAGED);
    }
    if (store.getStoreVersion() > VERSION) {
      throw fault(path, NEWER);
    }
    if (store.getFileStore().isReadOnly()) {
      throw fault(path, "it cannot be written. Give this process the right to, or name another");
    }
    if (store.getStoreVersion() < VERSION) {
      store.setStoreVersion(VERSION);
    }
    return store.openMap(
        ENTRIES,
        new MVMap.Builder<String, Entry>()
            .keyType(StringDataType.INSTANCE)
            .valueType(new EntryType()));
  }

  /** Where all content is damaged, the library finds none and does not complain. */
  private static boolean isNew(MVStore store) {
    return store.getMapNames().isEmpty() && store.getFileStore().size() <= HEADER_BYTES;
  }

  /** What opening failed with, as the store's exception. */
  static StoreException fault(Path path, RuntimeException e) {
    if (e instanceof StoreException fault) {
      return fault;
    }
    return new StoreException(message(path, reason(e)), e);
  }

  private static String reason(RuntimeException e) {
    int code = e instanceof MVStoreException h2 ? h2.getErrorCode() : DataUtils.ERROR_INTERNAL;
    return switch (code) {
      case DataUtils.ERROR_FILE_LOCKED ->
          "it is open already, in another process or in this one. End the other, or name another"
              + " file: each serves one store";
      case DataUtils.ERROR_UNSUPPORTED_FORMAT -> NEWER;
      case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED ->
          e.getCause() instanceof EOFException
              ? DAMAGED
              : "it cannot be read or written. See that it is a file, that this process may read"
                  + " and write it, and that the disk has room";
      default -> DAMAGED;
    };
  }

  private static StoreException fault(Path path, String reason) {
    return new StoreException(message(path, reason));
  }

  private static String message(Path path, String reason) {
    return "file store " + path + ": " + reason;
  }
}
