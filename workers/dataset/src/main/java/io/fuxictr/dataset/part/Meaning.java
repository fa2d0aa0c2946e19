package io.fuxictr.dataset.part;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * How stored values are read as numbers and as texts.
 *
 * @param unsigned whether whole numbers have no sign
 * @param decimal whether they are decimal fractions
 * @param scale digits behind the point of a decimal fraction
 */
record Meaning(boolean unsigned, boolean decimal, int scale) {
  private static final double TWO_TO_64 = 0x1p64;

  static Meaning of(PrimitiveType type) {
    return switch (type.getLogicalTypeAnnotation()) {
      case IntLogicalTypeAnnotation whole -> new Meaning(!whole.isSigned(), false, 0);
      case DecimalLogicalTypeAnnotation fraction -> new Meaning(false, true, fraction.getScale());
      case null, default -> new Meaning(false, false, 0);
    };
  }

  long widen(int stored) {
    return unsigned ? Integer.toUnsignedLong(stored) : stored;
  }

  double number(long stored) {
    if (decimal) {
      return BigDecimal.valueOf(stored, scale).doubleValue();
    }
    return unsigned && stored < 0 ? stored + TWO_TO_64 : stored;
  }

  double number(Binary stored) {
    return new BigDecimal(new BigInteger(stored.getBytes()), scale).doubleValue();
  }

  String text(long stored) {
    if (decimal) {
      return NumberText.text(number(stored));
    }
    return unsigned ? Long.toUnsignedString(stored) : Long.toString(stored);
  }

  String text(Binary stored) {
    return decimal ? NumberText.text(number(stored)) : stored.toStringUsingUTF8();
  }
}
