package io.fuxictr.remote.transfer;

import io.fuxictr.remote.WireText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Names of files of another host, which are bytes, as names of this one, which are text.
 *
 * <p>UTF-8 stays as it is. In a name that is none, each byte of another kind is written {@code
 * %XX}, and so is each percent sign, so that the bytes can be told from the text.
 */
final class RemoteNames {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int ESCAPE_LENGTH = 3;
  private static final int LONGEST_CHARACTER = 4;

  private RemoteNames() {}

  /** Returns the name here of bytes that are a name there. */
  static String local(byte[] bytes, int start, int end) {
    String whole = decoded(bytes, start, end - start);
    if (!whole.isEmpty() || start == end) {
      return whole;
    }
    var name = new StringBuilder();
    int i = start;
    while (i < end) {
      String character = character(bytes, i, end);
      if (character.isEmpty() || character.equals("%")) {
        name.append('%').append(HEX.toHexDigits(bytes[i]));
        i++;
      } else {
        name.append(character);
        i += character.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return name.toString();
  }

  private static String character(byte[] bytes, int start, int end) {
    for (int length = 1; length <= LONGEST_CHARACTER && start + length <= end; length++) {
      String text = decoded(bytes, start, length);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** Returns the text of bytes; none if they are not UTF-8. */
  private static String decoded(byte[] bytes, int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException _) {
      return "";
    }
  }

  /** Returns what a name here may be called there, for SFTP, the likeliest first. */
  static List<String> wire(String name) {
    String plain = WireText.encode(name);
    String bytes = unescaped(plain);
    return bytes.equals(plain) ? List.of(plain) : List.of(plain, bytes);
  }

  private static String unescaped(String wire) {
    var bytes = new StringBuilder();
    int i = 0;
    while (i < wire.length()) {
      boolean escape = isEscape(wire, i);
      bytes.append(
          escape ? (char) HexFormat.fromHexDigits(wire, i + 1, i + ESCAPE_LENGTH) : wire.charAt(i));
      i += escape ? ESCAPE_LENGTH : 1;
    }
    return bytes.toString();
  }

  private static boolean isEscape(String wire, int at) {
    return wire.charAt(at) == '%'
        && at + ESCAPE_LENGTH <= wire.length()
        && HexFormat.isHexDigit(wire.charAt(at + 1))
        && HexFormat.isHexDigit(wire.charAt(at + 2));
  }
}
