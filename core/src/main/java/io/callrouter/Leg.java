package io.callrouter;

import io.callrouter.spi.StepReference;
import java.time.Duration;

/**
 * What makes a call the leg of another one.
 *
 * @param dialledFor the step whose dial it was dialled for
 * @param longest how long it may ring and be joined, at most
 */
record Leg(StepReference dialledFor, Duration longest) {}
