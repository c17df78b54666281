#!/usr/bin/env bash
# Makes the speech of the quickstart: what the agent says, and what the caller of the sample call
# says. Needs Debian's espeak-ng and sox: apt-get install espeak-ng sox
set -eu -o pipefail
cd "$(dirname "$0")"
agent=../src/main/resources/io/callrouter/examples/quickstart

# 8 kHz, mono, 16 bit, as a telephone needs it; no silence at either end, no click, no dither.
speak() { # file, voice, words per minute, text
  espeak-ng -v "$2" -s "$3" --stdout "$4" |
    sox -D -t wav - -r 8000 -c 1 -b 16 "$1" \
      silence 1 0.005 0.1% fade t 0.005 reverse silence 1 0.005 0.1% fade t 0.02 reverse norm -4
  printf '%5.1f s  %s\n' "$(soxi -D "$1")" "$1"
}

say() { speak "$agent/$1.wav" en-us+f3 155 "$2"; }

say greeting "Hello, and welcome to the Call Router quick start."
say menu     "Press 1 to hear yourself. Press 2 to hear what this is. Press 9 to say goodbye."
say echo     "Say something, and you will hear it. Press any key to stop."
say about    "This is a plain Java program. It has one route, one flow, and one script that plays and listens."
say pardon   "Sorry, that is not on the menu."
say goodbye  "Thank you for calling. Goodbye."

speak caller.wav en-gb 160 "Hello, this is a sample call. I can hear myself, loud and clear: one, two, three, four, five."
