package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerSettings;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.config.ConfigInput;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.link.BrokerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What all programs of one home share: configuration, places of files, names, passwords. */
final class Installation {
  private final ConfigInput input;
  private final WorkflowConfig config;
  private final StorageLayout layout;
  private final BrokerPlace broker;

  private Installation(ConfigInput input) {
    this.input = input;
    this.config = WorkflowConfig.load(input);
    this.layout =
        new StorageLayout(
            config.paths().datasetsRoot(),
            config.paths().modelRoot(),
            config.home().resolve("workflow").resolve("config"));
    this.broker = new BrokerPlace(config);
  }

  /**
   * Reads the configuration and makes the folders that it names.
   *
   * @throws io.fuxictr.config.InvalidConfigException with all problems of the configuration
   */
  static Installation open(ProgramOptions options) {
    var installation = new Installation(options.input());
    installation.createFolders();
    return installation;
  }

  private void createFolders() {
    List<Path> folders =
        List.of(
            layout.datasetsRoot(),
            layout.modelRoot(),
            layout.mergedConfigRoot(),
            config.paths().userConfigRoot());
    for (Path folder : folders) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Creating %s: %s; make it writable or place it elsewhere in config.yaml"
                .formatted(folder, e),
            e);
      }
    }
  }

  /** Returns where the configuration came from. */
  ConfigInput input() {
    return input;
  }

  WorkflowConfig config() {
    return config;
  }

  StorageLayout layout() {
    return layout;
  }

  BrokerUsers brokerUsers() {
    return broker.users();
  }

  InstantSource clock() {
    return InstantSource.system();
  }

  /** Returns the experiments of users, of this home and of the distribution, in this order. */
  ExperimentFiles experiments() {
    return new ExperimentFiles(
        config.paths().userConfigRoot(),
        List.of(config.paths().modelZooRoot(), Distribution.locate().modelZoo()));
  }

  BrokerSettings brokerSettings() {
    return broker.settings();
  }

  /** Returns the way to the broker from another process. */
  BrokerAddress brokerAddress(BrokerUser user) {
    return broker.address(user, Optional.empty());
  }

  /** Returns the name that this host goes by in events. */
  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
