#!/usr/bin/env bash
# Makes the speech of the simulated model. Needs Debian's espeak-ng and sox: apt-get install espeak-ng sox
set -eu -o pipefail
cd "$(dirname "$0")/../src/main/resources/io/callrouter/examples/voiceagent/speech"

# 8 kHz, mono, 16 bit, as a telephone needs it; no silence at either end, no click, no dither.
# The index has the text of each file, one a line: what the model says is looked up in it.
: >index.tsv
say() { # file, voice, text
  espeak-ng -v "$2" -s 155 --stdout "$3" |
    sox -D -t wav - -r 8000 -c 1 -b 16 "$1.wav" \
      silence 1 0.005 0.1% fade t 0.005 reverse silence 1 0.005 0.1% fade t 0.02 reverse norm -4
  printf '%s\t%s\n' "$1" "$3" >>index.tsv
  printf '%5.1f s  %s\n' "$(soxi -D "$1.wav")" "$1"
}

say greeting-en en-us+f3 "Good day, Harbour Travel, how can I help you?"
say greeting-de de+f3    "Guten Tag, Harbour Travel, wie kann ich Ihnen helfen?"
say greeting-es es+f3    "Buenos días, Harbour Travel, ¿en qué puedo ayudarle?"
say nobody      en-us+f3 "No colleague is free just now. Shall I go on helping you myself?"
say search      en-us+f3 "One moment, I am looking for hotels in Lisbon."
say found       en-us+f3 "I found 3 hotels in Lisbon, from 96 euros a night. Shall I book the cheapest?"
say book        en-us+f3 "One moment, I book Tejo House for you."
say booked      en-us+f3 "It is booked, for 288 euros. Shall I take the payment?"
say pay         en-us+f3 "One moment, I take the payment."
say paid        en-us+f3 "I have taken 288 euros. Is there anything else?"
say transfer    en-us+f3 "I am putting you through to a colleague."
say cannot      en-us+f3 "I cannot do that just now. Shall I put you through to a colleague?"
