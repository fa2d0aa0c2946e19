package io.fuxictr.dataset.array;

import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.NumberText;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One array of an archive, read from front to back. */
public final class NpyArray implements AutoCloseable {
  private final Path file;
  private final String name;
  private final DataInputStream in;
  private final NpyHeader header;
  private ByteBuffer buffer = ByteBuffer.allocate(0);

  NpyArray(Path file, String name, DataInputStream in) throws IOException {
    this.file = file;
    this.name = name;
    this.in = in;
    header = NpyHeader.read(in);
  }

  /** Returns the length of the first axis. */
  public long rows() {
    return header.rows();
  }

  /** Returns the number of values per row, 1 unless there are more axes. */
  public int width() {
    return header.width();
  }

  /** Tells whether there are rows of several values, or of one in a second axis. */
  public boolean isMatrix() {
    return header.axes() > 1;
  }

  /** Tells whether the values are texts. */
  public boolean isText() {
    return header.kind() == 'U' || header.kind() == 'S';
  }

  /** Tells whether the values are numbers that may have a fractional part. */
  public boolean isFractional() {
    return header.kind() == 'f';
  }

  /**
   * Reads the next values as numbers.
   *
   * @throws DatasetException if they are texts, or the file ends before them
   */
  public void read(double[] target, int count) {
    ByteBuffer values = bytes(count);
    for (int i = 0; i < count; i++) {
      target[i] =
          switch (header.kind()) {
            case 'f' -> fraction(values);
            case 'i', 'u', 'b' -> whole(values);
            default -> throw failure("its values are texts, numbers were expected");
          };
    }
  }

  /**
   * Reads the next values as whole numbers, exact.
   *
   * @throws DatasetException if they are none, or the file ends before them
   */
  public void read(long[] target, int count) {
    ByteBuffer values = bytes(count);
    for (int i = 0; i < count; i++) {
      target[i] =
          switch (header.kind()) {
            case 'i', 'u', 'b' -> whole(values);
            default -> throw failure("its values are no whole numbers");
          };
    }
  }

  /**
   * Reads the next values as texts, whole numbers without a point.
   *
   * @throws DatasetException if the file ends before them
   */
  public void read(String[] target, int count) {
    ByteBuffer values = bytes(count);
    for (int i = 0; i < count; i++) {
      target[i] =
          switch (header.kind()) {
            case 'U' -> unicode(values);
            case 'S' -> byteText(values);
            case 'u' -> Long.toUnsignedString(whole(values));
            case 'f' -> NumberText.text(fraction(values));
            default -> Long.toString(whole(values));
          };
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(e.toString());
    }
  }

  private ByteBuffer bytes(int count) {
    int length = Math.multiplyExact(count, header.bytes());
    if (buffer.capacity() < length) {
      buffer = ByteBuffer.allocate(length);
    }
    try {
      in.readFully(buffer.array(), 0, length);
    } catch (IOException e) {
      throw failure("its values end too early (%s)".formatted(e));
    }
    return buffer.clear().order(header.order());
  }

  private double fraction(ByteBuffer values) {
    return switch (header.bytes()) {
      case 2 -> Float.float16ToFloat(values.getShort());
      case 4 -> values.getFloat();
      default -> values.getDouble();
    };
  }

  private long whole(ByteBuffer values) {
    boolean isSigned = header.kind() == 'i';
    return switch (header.bytes()) {
      case 1 -> isSigned ? values.get() : Byte.toUnsignedLong(values.get());
      case 2 -> isSigned ? values.getShort() : Short.toUnsignedLong(values.getShort());
      case 4 -> isSigned ? values.getInt() : Integer.toUnsignedLong(values.getInt());
      default -> values.getLong();
    };
  }

  private String unicode(ByteBuffer values) {
    var text = new StringBuilder();
    int end = values.position() + header.bytes();
    while (values.position() < end) {
      int character = values.getInt();
      if (character != 0) {
        text.appendCodePoint(character);
      }
    }
    return text.toString();
  }

  private String byteText(ByteBuffer values) {
    var bytes = new byte[header.bytes()];
    values.get(bytes);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private DatasetException failure(String reason) {
    return new DatasetException(
        "Reading array '%s' of %s: %s; save the file again".formatted(name, file, reason));
  }
}
