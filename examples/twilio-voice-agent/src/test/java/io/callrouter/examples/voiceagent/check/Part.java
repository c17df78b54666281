package io.callrouter.examples.voiceagent.check;

import java.nio.file.Path;

/** A part of the check: one desk, some calls, some rows. */
@FunctionalInterface
interface Part {
  /**
   * Looks.
   *
   * @param folder empty, for this part alone
   */
  void check(Path jar, Path folder, Rows rows) throws Exception;
}
