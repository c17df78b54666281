package io.callrouter.integration;

import io.callrouter.web.Admission;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the callbacks of a dialled leg back until the carrier asks what is next, and then lets them
 * through together with that question in another order.
 *
 * @param order numbers from 0 on, the last of which is the question; each comes as often as it
 *     stands there
 */
record ShuffledDial(WebHandler web, List<Integer> order, List<WebRequest> held)
    implements WebHandler {
  ShuffledDial(WebHandler web, List<Integer> order) {
    this(web, order, new ArrayList<>());
  }

  @Override
  public boolean claims(String path) {
    return web.claims(path);
  }

  @Override
  public WebResponse handle(WebRequest request) {
    if (request.path().startsWith("/dial-status/")) {
      held.add(request);
      return WebResponse.noContent();
    }
    return request.path().endsWith("/dial") ? shuffle(request) : web.handle(request);
  }

  private WebResponse shuffle(WebRequest question) {
    List<WebRequest> all = new ArrayList<>(held);
    all.add(question);
    if (order.stream().distinct().count() != all.size()) {
      throw new AssertionError(all.size() + " requests, and an order of " + order);
    }
    WebResponse next = null;
    for (int number : order) {
      WebResponse answer = web.handle(all.get(number));
      if (answer.status() / 100 != 2) {
        throw new AssertionError("request " + number + " got " + answer.status());
      }
      if (number == held.size()) {
        if (next != null && !next.text().equals(answer.text())) {
          throw new AssertionError("the question got another answer when it was asked again");
        }
        next = answer;
      }
    }
    return next;
  }

  @Override
  public Admission admit(WebRequest handshake) {
    return web.admit(handshake);
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    return web.refuse(head, status, reason);
  }
}
