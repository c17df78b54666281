package io.callrouter.examples.voiceagent.experts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** Adds up what a customer has to pay, and takes the payment by the means that he has on file. */
final class Checkout implements Expert {
  private final Bookings bookings;

  Checkout(Bookings bookings) {
    this.bookings = bookings;
  }

  @Override
  public String name() {
    return "checkout_expert";
  }

  @Override
  public String description() {
    return "Tells what a customer's open bookings cost in all; with confirm, takes the payment by"
        + " the card on file. Tell the caller the total before.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{
          "customerNumber":{"type":"string"},
          "confirm":{"type":"boolean","description":"true once the caller has agreed to the total"}},
         "required":["customerNumber"]}""";
  }

  @Override
  public JsonNode answer(Arguments arguments) throws ExpertException {
    List<Booking> open =
        bookings.of(arguments.required("customerNumber")).stream()
            .filter(booking -> booking.state() == Booking.State.BOOKED)
            .toList();
    if (open.isEmpty()) {
      return Answers.summary("There is nothing to pay.").put("totalEuros", 0);
    }
    int total = open.stream().mapToInt(Booking::euros).sum();
    boolean pays = arguments.optional("confirm").equals("true");
    if (pays) {
      for (Booking booking : open) {
        bookings.change(booking.number(), it -> it.with(Booking.State.PAID));
      }
    }
    String what = open.stream().map(Booking::what).collect(Collectors.joining("; "));
    String told = (pays ? "Paid: " : "To pay: ") + total + " euros for " + what + ".";
    return Answers.with(
        Answers.summary(told).put("totalEuros", total).put("paid", pays),
        "numbers",
        open.stream().map(Booking::number).toList());
  }
}
