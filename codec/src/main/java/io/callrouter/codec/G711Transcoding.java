package io.callrouter.codec;

/**
 * Conversion between the two laws without a detour over linear samples, as ITU-T G.711 tables 3 and
 * 4 give it. It is not quite what decoding and encoding give: the tables choose otherwise where the
 * level of one law falls on the edge of two intervals of the other.
 */
final class G711Transcoding {
  private static final int POSITIVE = 0x80;

  /** Table 3: the A-law value, counted from 1, for each &micro;-law value, counted from 0. */
  private static final short[] A_LAW_OF_MU_LAW = {
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8,
    9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
    25, 27, 29, 31, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44,
    46, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
    64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79,
    80, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96,
    97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112,
    113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128,
  };

  /** Table 4: the &micro;-law value, counted from 0, for each A-law value, counted from 1. */
  private static final short[] MU_LAW_OF_A_LAW = {
    1, 3, 5, 7, 9, 11, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23,
    24, 25, 26, 27, 28, 29, 30, 31, 32, 32, 33, 33, 34, 34, 35, 35,
    36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 48, 49, 49,
    50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 64,
    65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80,
    80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
    96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111,
    112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127,
  };

  private G711Transcoding() {}

  /** Codes of A-law by codes of &micro;-law. */
  static byte[] muLawToALaw() {
    byte[] codes = new byte[256];
    for (int value = 0; value < POSITIVE; value++) {
      put(codes, value ^ 0x7F, A_LAW_OF_MU_LAW[value] - 1 ^ 0x55);
    }
    return codes;
  }

  /** Codes of &micro;-law by codes of A-law. */
  static byte[] aLawToMuLaw() {
    byte[] codes = new byte[256];
    for (int value = 0; value < POSITIVE; value++) {
      put(codes, value ^ 0x55, MU_LAW_OF_A_LAW[value] ^ 0x7F);
    }
    return codes;
  }

  /** Both laws keep the sign in the top bit. */
  private static void put(byte[] codes, int from, int to) {
    codes[from] = (byte) to;
    codes[from | POSITIVE] = (byte) (to | POSITIVE);
  }
}
