package io.fuxictr.dataset.array;

import io.fuxictr.dataset.part.DatasetException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An archive of named arrays, as {@code numpy.savez} writes it. */
public final class NpzFile implements AutoCloseable {
  private static final String SUFFIX = ".npy";
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final ZipFile zip;

  private NpzFile(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens an archive.
   *
   * @throws DatasetException if it is missing or no archive
   */
  public static NpzFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DatasetException("Reading %s: there is no such file".formatted(file));
    }
    try {
      return new NpzFile(file, new ZipFile(file.toFile()));
    } catch (IOException e) {
      throw new DatasetException(
          "Reading %s: no complete archive of NumPy (%s); save it again with numpy.savez"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Returns the names of the arrays, in the order of the archive. */
  public List<String> names() {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  /**
   * Opens an array; the caller closes it. Several may be open at once.
   *
   * @throws DatasetException if it is missing, damaged or of a type that is not known
   */
  public NpyArray array(String name) {
    ZipEntry entry = zip.getEntry(name + SUFFIX);
    if (entry == null) {
      throw new DatasetException(
          "Reading %s: array '%s' is missing; arrays found: %s".formatted(file, name, names()));
    }
    try {
      return new NpyArray(
          file,
          name,
          new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), BUFFER)));
    } catch (IOException | ArithmeticException e) {
      throw new DatasetException(
          "Reading array '%s' of %s: %s".formatted(name, file, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new DatasetException("Closing %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
