package io.callrouter.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers and addresses of any text: those that are dialled, and those that logs show. */
class AddressFuzzTest {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final String MASKED = "sips:***";
  private static final Pattern EXAMPLES =
      Pattern.compile("\\+14155550122|sip:sales@pbx\\.example\\.com");

  static Stream<byte[]> addresses() {
    return Stream.of(
            "+14155550122",
            "004155550122",
            "sip:sales@pbx.example.com;transport=tls?X-A=b",
            "sips:[2001:db8::1]:5061",
            "sip:user:password@pbx.example.com",
            "client:alice",
            "anonymous",
            "tel:+1-415-555-0122")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("addresses")
  @FuzzTest
  void whatIsShownOfAnAddressIsTwoDigitsAndASchemeAtMost(byte[] input) {
    String address = new String(input, StandardCharsets.UTF_8);
    String shown = PhoneNumbers.mask(address);
    if (address.isEmpty()) {
      assertEquals("anonymous", shown);
      return;
    }
    assertTrue(shown.matches("\\*\\*\\*[0-9]{2}|([A-Za-z]+:)?\\*\\*\\*"), shown);
    Matcher digits = DIGITS.matcher(shown);
    assertTrue(!digits.find() || address.endsWith(digits.group()));
  }

  @MethodSource("addresses")
  @FuzzTest
  void aTargetIsTakenWholeOrRefusedWithoutRepeatingIt(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Target.Phone phone = Target.phone(text);
      assertTrue(text.length() <= 16 && text.startsWith("+"));
      assertEquals(text, phone.number());
      assertFalse(phone.toString().contains(text));
    } catch (IllegalArgumentException e) {
      assertSilent(text, e);
    }
    try {
      Target.Sip sip = Target.sip(text);
      assertEquals(text, sip.address());
      assertTrue(text.chars().allMatch(c -> c > ' ' && c < 0x7f), "no character of a URI");
      assertTrue(text.chars().filter(c -> c == '@').count() <= 1);
      assertTrue(MASKED.contains(text) || !sip.toString().contains(text));
    } catch (IllegalArgumentException e) {
      assertSilent(text, e);
    }
  }

  /** A message may show what is right, but nothing of its own text. */
  private static void assertSilent(String text, IllegalArgumentException e) {
    String message = EXAMPLES.matcher(e.getMessage()).replaceAll("");
    assertFalse(text.length() > 12 && message.contains(text), e::getMessage);
  }
}
