package io.fuxictr.deploy.source;

import io.fuxictr.config.RemoteSource;
import io.fuxictr.fetch.SparkSource;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.HostSettings.HostKeyPolicy;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.ScratchFolder;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.transport.HiveWarehouse;
import java.time.Duration;
import java.time.InstantSource;

/** Makes what works with the source server out of its configuration. */
public final class SourceServerParts {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

  private final RemoteSource config;
  private final Duration timeLimit;

  /**
   * Creates the maker.
   *
   * @param timeLimit how long one thing at the server may take
   */
  public SourceServerParts(RemoteSource config, Duration timeLimit) {
    this.config = config;
    this.timeLimit = timeLimit;
  }

  /** Returns how the server is reached. */
  public HostSettings hostSettings() {
    return hostSettings(config.server()).compressing(config.transfer().compression());
  }

  /** Returns how a server is reached. */
  public static HostSettings hostSettings(RemoteSource.Server server) {
    HostKeyPolicy policy =
        switch (server.hostKeys()) {
          case STRICT -> HostKeyPolicy.STRICT;
          case ACCEPT_NEW -> HostKeyPolicy.ACCEPT_NEW;
        };
    return HostSettings.of(
            server.host(), server.port(), server.username(), server.keyPath(), server.knownHosts())
        .with(policy);
  }

  /** Returns the source of rows. */
  public SparkSource source(RemoteHost host) {
    return new SparkSource(
        host,
        new SparkSource.Settings(
            config.staging().exports(),
            mode(config.export().mode()),
            config.staging().hdfs(),
            config.export().command(),
            transfer()));
  }

  /** Returns the warehouse that takes results. */
  public HiveWarehouse warehouse(RemoteHost host, StorageLayout layout, InstantSource clock) {
    return new HiveWarehouse(
        host,
        new HiveWarehouse.Settings(
            config.staging().results(),
            layout::preparedForLoad,
            mode(config.load().mode()),
            config.staging().hdfs(),
            config.load().overwrite(),
            config.load().command(),
            transfer()),
        clock);
  }

  private static ScratchFolder.Mode mode(RemoteSource.Place place) {
    return switch (place) {
      case AUTO -> ScratchFolder.Mode.AUTO;
      case HDFS -> ScratchFolder.Mode.HDFS;
      case LOCAL -> ScratchFolder.Mode.LOCAL;
    };
  }

  private TransferOptions transfer() {
    RemoteSource.Transfer transfer = config.transfer();
    TransferOptions.Method method =
        switch (transfer.method()) {
          case AUTO -> TransferOptions.Method.AUTO;
          case SFTP -> TransferOptions.Method.SFTP;
          case RSYNC -> TransferOptions.Method.RSYNC;
        };
    return new TransferOptions(
        method,
        transfer.parallelWorkers(),
        transfer.chunkSize(),
        transfer.maxRetries(),
        FIRST_RETRY,
        transfer.bandwidthLimit(),
        transfer.verifyChecksum(),
        timeLimit,
        transfer.timeout());
  }
}
