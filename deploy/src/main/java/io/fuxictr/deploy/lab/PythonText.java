package io.fuxictr.deploy.lab;

import io.fuxictr.config.FieldGroup;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as Python writes them, since names of tuned experiments are digests of such texts and must
 * be the same as FuxiCTR gives.
 */
final class PythonText {
  private static final int LARGEST_EXPONENT = 16;
  private static final int SMALLEST_EXPONENT = -4;

  private PythonText() {}

  /** Returns what {@code str} gives: a text stays as it is. */
  static String str(@Nullable Object value) {
    return value instanceof String text ? text : repr(value);
  }

  /** Returns what {@code repr} gives: a text is in quotes. */
  static String repr(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case Double number -> repr(number.doubleValue());
      case String text -> quoted(text);
      case FieldGroup group -> tuple(group.fields());
      case List<?> list -> "[" + joined(list) + "]";
      case Map<?, ?> map -> "{" + entries(map) + "}";
      default -> value.toString();
    };
  }

  private static String tuple(List<String> fields) {
    return fields.size() == 1 ? "(" + joined(fields) + ",)" : "(" + joined(fields) + ")";
  }

  private static String joined(List<?> list) {
    var texts = new ArrayList<String>();
    for (Object each : list) {
      texts.add(repr(each));
    }
    return String.join(", ", texts);
  }

  private static String entries(Map<?, ?> map) {
    var texts = new ArrayList<String>();
    map.forEach((key, value) -> texts.add(repr(key) + ": " + repr(value)));
    return String.join(", ", texts);
  }

  /** The shortest digits that mean the number, with an exponent only where it is far from 1. */
  private static String repr(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= SMALLEST_EXPONENT && exponent < LARGEST_EXPONENT) {
      String plain = exact.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = exact.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return "%s%se%s%02d"
        .formatted(number < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String quoted(String text) {
    char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
    var quoted = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      quoted.append(
          switch (each) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> each == quote ? "\\" + quote : String.valueOf(each);
          });
    }
    return quoted.append(quote).toString();
  }
}
