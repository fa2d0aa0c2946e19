package io.fuxictr.deploy.bench;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Place;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.remote.transfer.TransferWatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Files of random bytes, at both ends, to be carried over and over. The folder has the same name
 * here and there; where both are one host, the two ends are folders beside each other.
 */
final class TransferLoad {
  private static final int PIECE = 1 << 20;
  private static final String SUMS = "cd -- \"$1\" && openssl dgst -sha256 -r -- *";

  private final RemoteHost host;
  private final Path here;
  private final Path there;
  private final Manifest manifest;

  /** Which way. */
  enum Direction {
    /** From the other host to this one. */
    PULL("pull"),
    /** From this host to the other one. */
    PUSH("push");

    private final String words;

    Direction(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Makes the files here and brings them there. */
  TransferLoad(RemoteHost host, Path work, int files, long bytes) throws InterruptedException {
    this.host = host;
    this.here = work.resolve("here-" + files);
    this.there = work.resolve("there-" + files);
    fill(source(Direction.PUSH), files, bytes / files);
    this.manifest = Manifest.of(source(Direction.PUSH));
    var _ =
        new Transfer(
                Place.here(source(Direction.PUSH)),
                Place.at(host, source(Direction.PULL).toString()),
                TransferOptions.DEFAULTS)
            .run(manifest, TransferWatch.NONE);
  }

  private static void fill(Path folder, int files, long bytes) {
    var random = new SplittableRandom(files);
    var piece = new byte[PIECE];
    try {
      Files.createDirectories(folder);
      for (int file = 0; file < files; file++) {
        try (OutputStream out =
            Files.newOutputStream(folder.resolve("part-%05d.parquet".formatted(file)))) {
          for (long left = bytes; left > 0; left -= PIECE) {
            random.nextBytes(piece);
            out.write(piece, 0, (int) Math.min(left, PIECE));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Filling " + folder, e);
    }
  }

  /** Returns the folder with the files. */
  Path source(Direction direction) {
    return switch (direction) {
      case PULL -> there.resolve("source");
      case PUSH -> here.resolve("source");
    };
  }

  /** Returns the folder that they are carried to. */
  Path target(Direction direction) {
    return switch (direction) {
      case PULL -> here.resolve("target");
      case PUSH -> there.resolve("target");
    };
  }

  /** Empties the target, and lets no earlier work disturb the next. */
  void clear(Direction direction) throws InterruptedException {
    switch (direction) {
      case PULL -> {
        DataFiles.deleteFolder(target(direction));
        create(target(direction));
      }
      case PUSH -> {
        String target = target(direction).toString();
        onHost(Command.of("rm", "-rf", "--", target));
        onHost(Command.of("mkdir", "-p", "--", target));
      }
    }
    onHost(Command.of("sync"));
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Making " + folder, e);
    }
  }

  /** Checks that everything has arrived. */
  void check(Direction direction) throws InterruptedException {
    TransferOptions sizes = TransferOptions.DEFAULTS.sizesOnly();
    Place target =
        switch (direction) {
          case PULL -> Place.here(target(direction));
          case PUSH -> Place.at(host, target(direction).toString());
        };
    manifest.sizes().verify(target.list(sizes, TransferWatch.NONE), target.toString());
  }

  /** Works out the checksums of all files with OpenSSL, at both ends at once, and compares them. */
  void compare(Direction direction) throws InterruptedException {
    Path inside =
        switch (direction) {
          case PULL -> target(direction);
          case PUSH -> source(direction);
        };
    Path outside =
        switch (direction) {
          case PULL -> source(direction);
          case PUSH -> target(direction);
        };
    try {
      Process sums =
          new ProcessBuilder("sh", "-c", SUMS, "sh", inside.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String theirs =
          host.run(Command.script(SUMS, outside.toString()), RemoteWatch.NONE)
              .orFail("Working out checksums")
              .text();
      String ours = new String(sums.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (sums.waitFor() != 0 || !ours.strip().equals(theirs.strip())) {
        throw new IllegalStateException(
            "the checksums of %s and %s differ".formatted(inside, outside));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Working out checksums in " + inside, e);
    }
  }

  private void onHost(Command command) throws InterruptedException {
    var _ = host.run(command, RemoteWatch.NONE).orFail("Preparing the measurement");
  }

  /** Deletes it at both ends. */
  void delete() throws InterruptedException {
    onHost(Command.of("rm", "-rf", "--", there.toString()));
    DataFiles.deleteFolder(here);
  }
}
