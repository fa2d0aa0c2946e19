package io.fuxictr.broker;

import io.fuxictr.link.BrokerAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker in this process, with its journal on disk. It is reached from within the process, and
 * from others if it listens on a port.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int JOURNAL_FILE_BYTES = 10 << 20;
  private static final int SYNC_WAIT_NANOS = 100_000;
  private static final int EXPIRY_SCAN_MILLIS = 1000;

  private final BrokerSettings settings;
  private final Map<BrokerUser, String> passwords;
  private final FileChannel lockFile;
  private final EmbeddedActiveMQ server;

  private EmbeddedBroker(
      BrokerSettings settings,
      Map<BrokerUser, String> passwords,
      FileChannel lockFile,
      EmbeddedActiveMQ server) {
    this.settings = settings;
    this.passwords = passwords;
    this.lockFile = lockFile;
    this.server = server;
  }

  /**
   * Starts a broker; when the call returns, it takes connections.
   *
   * @throws BrokerException if the port or the data directory is taken or cannot be used
   */
  public static EmbeddedBroker start(BrokerSettings settings, BrokerUsers users) {
    var passwords = new EnumMap<BrokerUser, String>(BrokerUser.class);
    BrokerUser.ALL.forEach(user -> passwords.put(user, users.password(user)));
    FileChannel lockFile = lock(settings.dataDirectory());
    try {
      Door.check(settings.listening());
      var server = new EmbeddedActiveMQ();
      server.setConfiguration(configuration(settings));
      server.setSecurityManager(new UserSecurity(passwords));
      start(server, settings);
      return new EmbeddedBroker(settings, passwords, lockFile, server);
    } catch (RuntimeException e) {
      unlock(lockFile);
      throw e;
    }
  }

  /** Artemis itself would wait without a word until the other broker is gone. */
  private static FileChannel lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(
              directory.resolve("broker.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(file);
      if (lock != null) {
        return file;
      }
      file.close();
    } catch (OverlappingFileLockException e) {
      throw taken(directory);
    } catch (IOException e) {
      throw new BrokerException(
          "Starting the broker in %s: %s; the directory must be writable".formatted(directory, e),
          e);
    }
    throw taken(directory);
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      file.close();
      throw e;
    }
  }

  private static BrokerException taken(Path directory) {
    return new BrokerException(
        "Starting the broker in %s: another broker is running there; stop it, or choose another directory"
            .formatted(directory));
  }

  private static void unlock(FileChannel lockFile) {
    try {
      lockFile.close();
    } catch (IOException e) {
      log.warn("Releasing the broker's data directory", e);
    }
  }

  private static Configuration configuration(BrokerSettings settings) {
    Path data = settings.dataDirectory();
    Configuration configuration =
        new ConfigurationImpl()
            .setName("fuxictr")
            .setPersistenceEnabled(true)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .setJournalDirectory(data.resolve("journal").toString())
            .setBindingsDirectory(data.resolve("bindings").toString())
            .setLargeMessagesDirectory(data.resolve("large").toString())
            .setPagingDirectory(data.resolve("paging").toString())
            .setJournalType(JournalType.NIO)
            .setJournalFileSize(JOURNAL_FILE_BYTES)
            .setJournalMinFiles(2)
            .setJournalPoolFiles(10)
            .setJournalDatasync(true)
            .setJournalBufferTimeout_NIO(SYNC_WAIT_NANOS)
            .setGlobalMaxSize(settings.memoryBytes())
            .setMinDiskFree(settings.minDiskFreeBytes())
            .setIDCacheSize(20_000)
            .setPersistIDCache(true)
            .setMessageExpiryScanPeriod(EXPIRY_SCAN_MILLIS);
    configuration.registerBrokerPlugin(new SizeLimit());
    configuration.registerBrokerPlugin(new DeadClientDetector());
    addAcceptors(configuration, settings);
    BrokerPlan.applyTo(configuration, settings.deliveries());
    return configuration;
  }

  private static void addAcceptors(Configuration configuration, BrokerSettings settings) {
    try {
      configuration.addAcceptorConfiguration("within", "vm://" + settings.inVmId());
    } catch (Exception e) {
      throw new BrokerException("Listening within this process: %s".formatted(e), e);
    }
    for (Door door : Door.open(settings.listening())) {
      configuration.addAcceptorConfiguration(door.acceptor(settings.listening()));
    }
  }

  private static void start(EmbeddedActiveMQ server, BrokerSettings settings) {
    try {
      server.start();
    } catch (Exception e) {
      throw new BrokerException(
          "Starting the broker in %s: %s".formatted(settings.dataDirectory(), e), e);
    }
    if (!server.getActiveMQServer().isActive()) {
      throw new BrokerException(
          "Starting the broker in %s: it did not become active; its log says why"
              .formatted(settings.dataDirectory()));
    }
    log.info("Broker is ready, data in {}", settings.dataDirectory());
  }

  /** Returns where a part of this very process reaches the broker, and as whom. */
  public BrokerAddress addressWithin(BrokerUser user) {
    return new BrokerAddress("vm://" + settings.inVmId(), user.login(), password(user));
  }

  /**
   * Returns where other processes of this host reach the broker, and as whom.
   *
   * @throws IllegalStateException if it does not listen
   */
  public BrokerAddress address(BrokerUser user) {
    if (!settings.isListening()) {
      throw new IllegalStateException("the broker is reached only from within its process");
    }
    String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    return new BrokerAddress(
        "tcp://%s:%d".formatted(host, settings.port()), user.login(), password(user));
  }

  private String password(BrokerUser user) {
    return passwords.getOrDefault(user, "");
  }

  /** Stops the broker. Messages stay in the journal; clients wait for the next start. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("Stopping the broker", e);
    } finally {
      unlock(lockFile);
    }
  }
}
