package io.callrouter.provider.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.callrouter.spi.CarrierRequest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  @Test
  void decodesPlusPercentAndUtf8() throws Refusal {
    Form form = Form.parse("a=1+2&b=%2B1%c3%A9&n%20ame=%F0%9F%98%80&empty=&bare&=x&&");
    assertEquals("1 2", form.text("a"));
    assertEquals("+1é", form.text("b"));
    assertEquals("😀", form.text("n ame"));
    assertEquals("", form.text("empty"));
    assertEquals("x", form.text(""));
    assertEquals("xa1 2b+1ébareemptyn ame😀", form.signedText());
  }

  @Test
  void whatTheEncoderOfTheJdkWritesIsReadAgain() throws Refusal {
    Random random = new Random(Seed.VALUE);
    for (int round = 0; round < 500; round++) {
      Map<String, String> parameters = TwilioRequests.randomParameters(random);
      Form form = Form.parse(TwilioRequests.encoded(parameters));
      for (Map.Entry<String, String> parameter : parameters.entrySet()) {
        assertEquals(parameter.getValue(), form.text(parameter.getKey()), Seed.named(round));
      }
    }
  }

  @Test
  void parameterWithTwoValuesHasNone() throws Refusal {
    Form form = Form.parse("CallSid=CA1&CallSid=CA2&To=1&To=1");
    assertEquals("", form.text("CallSid"));
    assertEquals("1", form.text("To"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%2",
        "a=%zz",
        "a=%+1",
        "a=b c",
        "a=b\n",
        "a=\u00e9",
        "a=\u0660%\u0661\u0662",
        "a=%ff",
        "a=%c3",
        "a=%c0%80",
        "a=%ed%a0%80",
        "%80=a"
      })
  void malformedFormsAreRefusedWith400(String encoded) {
    Refusal refusal = assertThrows(Refusal.class, () -> Form.parse(encoded));
    assertEquals(400, status(refusal));
  }

  @Test
  void tooManyParametersAreRefusedWith413() throws Refusal {
    assertEquals("1", Form.parse("a=1&".repeat(Form.MAX_PARAMETERS)).text("a"));
    Refusal refusal =
        assertThrows(Refusal.class, () -> Form.parse("a=1&".repeat(Form.MAX_PARAMETERS + 1)));
    assertEquals(413, status(refusal));
  }

  private static int status(Refusal refusal) {
    return assertInstanceOf(CarrierRequest.Refused.class, refusal.ofRequest()).status();
  }
}
