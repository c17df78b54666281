/*
 * Times the C libraries that do what the codec does, on the same input: soxr and speexdsp from
 * 48 to 8 kHz and back in blocks of 20 ms, and G.711 by table. A line "name nanoseconds" for each:
 * the median of the rounds, in CPU time of the thread, for a block of 20 ms.
 *
 * Reads a second of 16-bit samples at 48 kHz from standard input. The argument is the rounds.
 */
#include <soxr.h>
#include <speex/speex_resampler.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WIDE = 960, NARROW = 160, BLOCKS = 50, SECOND = WIDE * BLOCKS };

static int16_t wide[SECOND], narrow[NARROW * BLOCKS], out[2 * WIDE];
static uint8_t codes[NARROW];
static uint8_t encoding[1 << 16];
static int16_t decoding[1 << 8];

static soxr_t soxr;
static SpeexResamplerState *speex;

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void soxr_down(int block) {
  size_t done;
  soxr_process(soxr, wide + block * WIDE, WIDE, NULL, out, 2 * WIDE, &done);
}

static void soxr_up(int block) {
  size_t done;
  soxr_process(soxr, narrow + block * NARROW, NARROW, NULL, out, 2 * WIDE, &done);
}

static void speex_down(int block) {
  spx_uint32_t in = WIDE, got = 2 * WIDE;
  speex_resampler_process_int(speex, 0, wide + block * WIDE, &in, out, &got);
}

static void speex_up(int block) {
  spx_uint32_t in = NARROW, got = 2 * WIDE;
  speex_resampler_process_int(speex, 0, narrow + block * NARROW, &in, out, &got);
}

static void encode_block(int block) {
  const int16_t *from = narrow + block * NARROW;
  for (int i = 0; i < NARROW; i++) codes[i] = encoding[(uint16_t)from[i]];
  __asm__ volatile("" ::: "memory");
}

static void decode_block(int block) {
  (void)block;
  for (int i = 0; i < NARROW; i++) out[i] = decoding[codes[i]];
  __asm__ volatile("" ::: "memory");
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void measure(const char *name, void (*work)(int), int rounds, int seconds) {
  double times[rounds];
  for (int s = 0; s < seconds * BLOCKS; s++) work(s % BLOCKS);
  for (int r = 0; r < rounds; r++) {
    double begin = now_ns();
    for (int s = 0; s < seconds * BLOCKS; s++) work(s % BLOCKS);
    times[r] = (now_ns() - begin) / (seconds * BLOCKS);
  }
  qsort(times, rounds, sizeof *times, ascending);
  printf("%s %.1f\n", name, times[rounds / 2]);
}

static void resamplers(const char *direction, double from, double to, int rounds,
                       void (*by_soxr)(int), void (*by_speex)(int)) {
  char name[64];
  soxr_io_spec_t io = soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
  soxr_quality_spec_t hq = soxr_quality_spec(SOXR_HQ, 0);
  soxr = soxr_create(from, to, 1, NULL, &io, &hq, NULL);
  snprintf(name, sizeof name, "soxr-hq-%s", direction);
  measure(name, by_soxr, rounds, 40);
  soxr_delete(soxr);
  int error = 0;
  speex = speex_resampler_init(1, (spx_uint32_t)from, (spx_uint32_t)to, 5, &error);
  snprintf(name, sizeof name, "speexdsp-q5-%s", direction);
  measure(name, by_speex, rounds, 20);
  speex_resampler_destroy(speex);
}

int main(int count, char **words) {
  int rounds = count > 1 ? atoi(words[1]) : 5;
  if (rounds < 1 || fread(wide, sizeof *wide, SECOND, stdin) != SECOND) {
    fprintf(stderr, "usage: peers ROUNDS < a second of 16-bit samples at 48 kHz\n");
    return 2;
  }
  memcpy(narrow, wide, sizeof narrow);
  for (int i = 0; i < 1 << 16; i++) encoding[i] = (uint8_t)(i * 31 >> 8);
  for (int i = 0; i < 1 << 8; i++) decoding[i] = (int16_t)(i * 255 - 32640);
  resamplers("48-8", 48000, 8000, rounds, soxr_down, speex_down);
  resamplers("8-48", 8000, 48000, rounds, soxr_up, speex_up);
  measure("table-encode", encode_block, rounds, 4000);
  measure("table-decode", decode_block, rounds, 4000);
  return 0;
}
