package io.callrouter.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneNumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                          | anonymous
          +14155550100                | ***00
          14155550123                 | ***23
          12345                       | ***45
          1234                        | ***
          7                           | ***
          sip:alice@example.com       | sip:***
          sips:+14155550100@sip.host  | sips:***
          client:alice                | client:***
          tel:+14155550100            | tel:***
          alice@example.com:5060      | ***
          +14155550100:5060           | ***
          14155550100:x               | ***
          Restricted                  | ***
          +1 (415) 555-0100           | ***
          """)
  void showsTwoDigitsOfANumberTheSchemeOfAnAddressAndNothingElse(String number, String masked) {
    assertEquals(masked, PhoneNumbers.mask(number));
  }
}
