package io.fuxictr.remote.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a file, as 64 lower-case hexadecimal digits. */
public final class Checksum {
  static final String ALGORITHM = "SHA-256";
  private static final int BUFFER_BYTES = 1 << 20;

  private Checksum() {}

  /**
   * Returns the checksum of a file's bytes.
   *
   * @throws FileException if the file cannot be read
   */
  public static String of(Path file) {
    MessageDigest digest = digest();
    var buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new FileException(FileException.Reason.DAMAGED, "Reading %s: %s".formatted(file, e), e);
    }
    return text(digest);
  }

  /** Returns the checksum of a text in UTF-8. */
  public static String ofText(String text) {
    MessageDigest digest = digest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return text(digest);
  }

  /** Returns an empty digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Returns the checksum that a digest has come to. */
  public static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
