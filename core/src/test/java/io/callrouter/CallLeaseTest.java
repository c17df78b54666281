package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work on a call that only one node may do at a time. */
class CallLeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(30);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final List<NodeLease> nodes = new ArrayList<>();
  private final CallLease one = lease();
  private final CallLease other = lease();

  private CallLease lease() {
    NodeLease node = new NodeLease(store, false, "here", time, () -> {});
    node.hold();
    nodes.add(node);
    return new CallLease(store, node, "commands", LENGTH);
  }

  private void pass(Duration length) {
    time.advance(length);
    nodes.forEach(NodeLease::hold);
  }

  @Test
  void oneNodeHasItUntilItGivesItBack() {
    assertTrue(one.take("call"));
    assertFalse(other.take("call"));

    one.giveBack("call");
    assertTrue(other.take("call"));
    assertFalse(one.takeAgain("call"));
  }

  @Test
  void aLeaseThatLapsedAndIsAnothersIsNotGivenBackForHim() {
    one.take("call");
    pass(LENGTH.plusMillis(1));
    assertTrue(other.take("call"));

    one.giveBack("call");
    assertFalse(one.renew("call"));
    assertFalse(one.take("call"));
    assertTrue(other.renew("call"));
  }

  @Test
  void aLeaseThatIsRenewedOutlivesItsLength() {
    one.take("call");
    pass(Duration.ofSeconds(10));
    assertTrue(one.renew("call"));
    pass(Duration.ofSeconds(25));
    assertTrue(one.renew("call"));
  }
}
