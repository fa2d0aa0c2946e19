package io.fuxictr.deploy.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The eight characters that tell variants of one section apart: the beginning of the MD5 digest
 * over the sorted characters of the section as JSON, keys sorted, values as Python's texts,
 * indented by four blanks. The same as FuxiCTR's, so that its results and ours can be laid side by
 * side.
 */
final class GridHash {
  private static final JsonMapper TEXTS =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int LENGTH = 8;

  private GridHash() {}

  static String of(Map<String, ? extends @Nullable Object> section) {
    char[] characters = json(section).toCharArray();
    Arrays.sort(characters);
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5")
              .digest(new String(characters).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static String json(Map<String, ? extends @Nullable Object> section) {
    var lines = new ArrayList<String>();
    new TreeMap<>(section)
        .forEach(
            (key, value) -> lines.add("    " + text(key) + ": " + text(PythonText.str(value))));
    return lines.isEmpty() ? "{}" : "{\n" + String.join(",\n", lines) + "\n}";
  }

  /** JSON as Python writes it has small letters in its escapes. */
  private static String text(String value) {
    try {
      return Pattern.compile("\\\\u[0-9A-F]{4}")
          .matcher(TEXTS.writeValueAsString(value))
          .replaceAll(match -> "\\\\" + match.group().substring(1).toLowerCase(Locale.ROOT));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text is JSON", e);
    }
  }
}
