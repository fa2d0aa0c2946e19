package io.fuxictr.dataset.array;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the values of an array: their type and its shape.
 *
 * <p>Source: <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy,
 * numpy.lib.format</a>, versions 1.0 to 3.0.
 *
 * @param kind what a value is: {@code f}, {@code i}, {@code u}, {@code b}, {@code U} or {@code S}
 * @param bytes bytes of a value
 * @param order order of the bytes of a number
 * @param rows length of the first axis; 1 if there is none
 * @param width values per row: the product of all other axes
 * @param axes number of axes
 */
record NpyHeader(char kind, int bytes, ByteOrder order, long rows, int width, int axes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCRIPTION =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");
  private static final int LARGEST = 1 << 20;

  static NpyHeader read(DataInputStream in) throws IOException {
    var magic = new byte[MAGIC.length];
    in.readFully(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("it is no array of NumPy");
    }
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    if (version < 1 || version > 3) {
      throw new IOException("version %d of the format is not known".formatted(version));
    }
    int length =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (length < 0 || length > LARGEST) {
      throw new IOException("its header of %d bytes is damaged".formatted(length));
    }
    var text = new byte[length];
    in.readFully(text);
    return parse(new String(text, StandardCharsets.UTF_8).strip());
  }

  private static NpyHeader parse(String text) throws IOException {
    Matcher description = found(DESCRIPTION, text);
    Matcher order = found(ORDER, text);
    Matcher shape = found(SHAPE, text);
    long[] axes =
        Arrays.stream(shape.group(1).split("[,\\sL]+"))
            .filter(axis -> !axis.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    if (order.group(1).equals("True") && axes.length > 1) {
      throw new IOException(
          "its values stand column by column; save it through numpy.ascontiguousarray");
    }
    long width = 1;
    for (int i = 1; i < axes.length; i++) {
      width = Math.multiplyExact(width, axes[i]);
    }
    char kind = description.group(2).charAt(0);
    int bytes = bytes(kind, Integer.parseInt(description.group(3)), text);
    ByteOrder bytesOrder =
        description.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(
        kind,
        bytes,
        bytesOrder,
        axes.length == 0 ? 1 : axes[0],
        Math.toIntExact(width),
        axes.length);
  }

  private static int bytes(char kind, int number, String text) throws IOException {
    boolean isKnown =
        switch (kind) {
          case 'f' -> number == 2 || number == 4 || number == 8;
          case 'i', 'u' -> number == 1 || number == 2 || number == 4 || number == 8;
          case 'b' -> number == 1;
          case 'U', 'S' -> true;
          default -> false;
        };
    if (!isKnown) {
      throw unknown(text);
    }
    return kind == 'U' ? number * Integer.BYTES : number;
  }

  private static Matcher found(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw unknown(text);
    }
    return matcher;
  }

  private static IOException unknown(String text) {
    return new IOException(
        "its header is %s; known are arrays of numbers, truth values, unicode and byte texts, not of"
                .formatted(text)
            + " objects");
  }
}
