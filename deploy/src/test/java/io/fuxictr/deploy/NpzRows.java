package io.fuxictr.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive as {@code numpy.savez} does, column by column. */
final class NpzRows implements AutoCloseable {
  private final ZipOutputStream zip;
  private final int rows;

  NpzRows(Path file, int rows) throws IOException {
    Files.createDirectories(file.getParent());
    zip = new ZipOutputStream(Files.newOutputStream(file));
    this.rows = rows;
  }

  /** Writes a column of numbers (N) of 64 bits. */
  NpzRows numbers(String name, IntToDoubleFunction value) {
    var bytes = new byte[rows * Double.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      buffer.putDouble(value.applyAsDouble(row));
    }
    return array(name, "<f8", bytes);
  }

  /** Writes a column of whole numbers (N) of 64 bits. */
  NpzRows wholes(String name, IntToDoubleFunction value) {
    var bytes = new byte[rows * Long.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      buffer.putLong((long) value.applyAsDouble(row));
    }
    return array(name, "<i8", bytes);
  }

  private NpzRows array(String name, String type, byte[] values) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }".formatted(type, rows);
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    try {
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      zip.write(padded.length() & 0xff);
      zip.write(padded.length() >> 8);
      zip.write(padded.getBytes(StandardCharsets.ISO_8859_1));
      zip.write(values);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
