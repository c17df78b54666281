package io.callrouter.call;

/**
 * Takes call records, at least once each.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface RecordSink {
  /**
   * Takes one record. Called on a thread of the router that may block.
   *
   * @throws Exception if it could not be taken: it is offered again later
   */
  void accept(CallRecord record) throws Exception;
}
