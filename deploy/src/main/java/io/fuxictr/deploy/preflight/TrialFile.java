package io.fuxictr.deploy.preflight;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

/** A file that is carried to see whether files can be: 256 KiB that do not compress. */
final class TrialFile {
  private static final int SIZE = 256 << 10;

  private final String path;
  private final byte[] content = new byte[SIZE];

  /** Makes one with a name that nobody else uses, in a folder. */
  TrialFile(String folder) {
    path = "%s/.fuxictr-preflight-%s".formatted(folder, UUID.randomUUID());
    new Random().nextBytes(content);
  }

  String path() {
    return path;
  }

  byte[] content() {
    return content.clone();
  }

  /** Returns its SHA-256 in hexadecimal digits. */
  String checksum() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
