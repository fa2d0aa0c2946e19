package io.fuxictr.remote.transfer;

import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.file.Manifest;
import java.nio.file.Path;
import java.time.Duration;

/** A pull in a process of its own, which says how far it is and may be killed. */
final class KillableTransfer {
  private KillableTransfer() {}

  /** Takes port, key, known hosts, folder there, folder here, manifest, chunk and limit. */
  public static void main(String[] arguments) throws InterruptedException {
    var settings =
        HostSettings.of(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                System.getProperty("user.name"),
                Path.of(arguments[1]),
                Path.of(arguments[2]))
            .trying(3);
    TransferOptions options =
        TransferOptions.DEFAULTS
            .by(TransferOptions.Method.SFTP)
            .cut(4, Long.parseLong(arguments[6]))
            .retrying(10, Duration.ofMillis(100))
            .limitedTo(Long.parseLong(arguments[7]));
    try (var host = new RemoteHost(settings)) {
      Transfer.Result result =
          new Transfer(Place.at(host, arguments[3]), Place.here(Path.of(arguments[4])), options)
              .run(Manifest.read(Path.of(arguments[5])), new Telling());
      System.out.printf(
          "end %d %d %d %d%n",
          result.chunks(), result.bytes(), result.reusedChunks(), result.reusedFiles());
    }
  }

  private static final class Telling implements TransferWatch {
    @Override
    public void moved(long done, long total) {
      System.out.printf("moved %d%n", done);
    }

    @Override
    public void retrying(String line) {
      System.out.printf("retry %s%n", line);
    }

    @Override
    public void checkStopped() {}
  }
}
