package dev.dateilager.adapters.grpc;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** The handful of DER values that a certificate is made of (X.690 §8, §10). */
final class Der {
  private static final int BOOLEAN = 0x01;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int FIRST_YEAR_OF_GENERALIZED_TIME = 2050; // RFC 5280 §4.1.2.5

  private Der() {}

  /** A value with any tag. */
  static byte[] tagged(int tag, byte[]... contents) {
    int length = 0;
    for (byte[] content : contents) {
      length += content.length;
    }
    var out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = unsigned(length);
      out.write(0x80 | digits.length);
      out.writeBytes(digits);
    }
    for (byte[] content : contents) {
      out.writeBytes(content);
    }
    return out.toByteArray();
  }

  private static byte[] unsigned(int value) {
    byte[] digits = BigInteger.valueOf(value).toByteArray();
    return digits[0] == 0 ? Arrays.copyOfRange(digits, 1, digits.length) : digits;
  }

  static byte[] sequence(byte[]... members) {
    return tagged(SEQUENCE, members);
  }

  static byte[] setOf(byte[] member) {
    return tagged(SET, member);
  }

  /** Only {@code true}: DER leaves out a false that is the default. */
  static byte[] yes() {
    return tagged(BOOLEAN, new byte[] {(byte) 0xff});
  }

  static byte[] integer(BigInteger value) {
    return tagged(INTEGER, value.toByteArray());
  }

  static byte[] octets(byte[] content) {
    return tagged(OCTET_STRING, content);
  }

  /** Whole bytes of bits. */
  static byte[] bits(byte[] content) {
    return tagged(BIT_STRING, new byte[] {0}, content);
  }

  /** Named bits in one byte, as in a key usage; the lowest {@code unused} ones are left out. */
  static byte[] namedBits(int bits, int unused) {
    return tagged(BIT_STRING, new byte[] {(byte) unused, (byte) bits});
  }

  static byte[] text(String value) {
    return tagged(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
  }

  /** An object identifier in dotted form. */
  static byte[] identifier(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    var out = new ByteArrayOutputStream();
    out.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      writeBase128(out, Integer.parseInt(arcs[i]));
    }
    return tagged(OBJECT_IDENTIFIER, out.toByteArray());
  }

  private static void writeBase128(ByteArrayOutputStream out, int arc) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (arc >>> shift != 0) {
        out.write(0x80 | (arc >>> shift & 0x7f));
      }
    }
    out.write(arc & 0x7f);
  }

  /** A time, to the second. */
  static byte[] time(Instant instant) {
    ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
    boolean isLate = utc.getYear() >= FIRST_YEAR_OF_GENERALIZED_TIME;
    String pattern = isLate ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'";
    String digits = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(utc);
    return tagged(isLate ? GENERALIZED_TIME : UTC_TIME, digits.getBytes(StandardCharsets.US_ASCII));
  }
}
