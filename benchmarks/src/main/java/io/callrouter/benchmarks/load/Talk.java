package io.callrouter.benchmarks.load;

/**
 * What is said on a call, and what is made of what is heard. Belongs to the carrier's thread, which
 * hands it what it has found so far.
 */
interface Talk {
  /**
   * Says the next frame.
   *
   * @param number of the frame, from 0
   * @param frame 160 bytes of PCMU to be written
   */
  void say(int number, byte[] frame, long now);

  /**
   * Takes in a message of audio.
   *
   * @param bytes has its base64
   * @param begins when it will be heard
   * @return how long it lasts, in ns; 0 if it is not what should have come
   */
  long hear(Findings findings, byte[] bytes, int from, int to, long begins, long now);

  /** What is not heard by now will not be. */
  void cleared(Findings findings, long now);

  /** How many frames were said that are to come back, and have not. */
  int outstanding();
}
