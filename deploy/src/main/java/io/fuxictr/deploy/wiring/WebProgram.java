package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.config.RemoteSource;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.deploy.preflight.Preflight;
import io.fuxictr.deploy.preflight.Site;
import io.fuxictr.deploy.source.SourceServerParts;
import io.fuxictr.fetch.SparkSource;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.monitor.Staging;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.transport.HiveWarehouse;
import io.fuxictr.web.WebApplication;
import io.fuxictr.web.WebSettings;
import io.fuxictr.web.api.Checklist;
import io.fuxictr.web.api.ServerFacts;
import io.fuxictr.web.intake.StagedFiles;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The web server: history, REST, WebSocket and the page. */
final class WebProgram implements Program {
  private static final int LEAST_BEATS_OF_SILENCE = 3;

  /** How long one thing may take when a run's files are deleted at the source server. */
  private static final Duration PURGE = Duration.ofMinutes(1);

  private final Installation installation;
  private final Function<BrokerUser, BrokerAddress> broker;
  private final Opened opened = new Opened();
  private Optional<WebApplication> application = Optional.empty();

  WebProgram(Installation installation, Function<BrokerUser, BrokerAddress> broker) {
    this.installation = installation;
    this.broker = broker;
  }

  @Override
  public void start() {
    BrokerLink link = opened.add(new BrokerLink(broker.apply(BrokerUser.WEB)));
    application =
        Optional.of(
            opened.add(
                WebApplication.start(
                    settings(), link, installation.experiments(), installation.layout())));
  }

  private WebSettings settings() {
    WorkflowConfig config = installation.config();
    return new WebSettings(
        config.api().host(),
        config.api().port(),
        config.dashboard().port(),
        config.database().path(),
        stagedFiles(config),
        config.api().corsOrigins(),
        config.tasks().heartbeatInterval(),
        new WebSettings.Limits(
            config.tasks().timeout(),
            config.tasks().maxActivePerUser(),
            config.tasks().maxActiveTotal(),
            silence(config.tasks()),
            hasHdfsDefault(config) ? Set.of("hdfs_path") : Set.of()),
        new ServerFacts(Distribution.version(), servers(config), facts(config)),
        this::examine);
  }

  private List<Checklist.Row> examine() throws InterruptedException {
    var sockets = new Site.Sockets(apiUri(), dashboardUri());
    try (var preflight = Preflight.of(Programs.site(installation.input(), Optional.of(sockets)))) {
      return preflight.run(_ -> {}).stream()
          .map(
              row ->
                  new Checklist.Row(
                      row.id(),
                      row.title(),
                      row.finding().verdict().wireName(),
                      row.finding().detail(),
                      row.finding().remedy()))
          .toList();
    }
  }

  private List<StagedFiles> stagedFiles(WorkflowConfig config) {
    return config
        .remote()
        .map(remote -> new SourceServerParts(remote, PURGE))
        .map(
            parts -> remoteFiles(parts, opened.add(new RemoteHost(parts.hostSettings().trying(1)))))
        .orElseGet(
            () ->
                List.of(
                    StagedFiles.in(config.source().staging()),
                    StagedFiles.in(config.warehouse().staging())));
  }

  private List<StagedFiles> remoteFiles(SourceServerParts parts, RemoteHost host) {
    SparkSource source = parts.source(host);
    HiveWarehouse warehouse = parts.warehouse(host, installation.layout(), installation.clock());
    return List.of(deletedBy(source::clean), deletedBy(warehouse::clean));
  }

  /** What staged a run's files deletes them. */
  private static StagedFiles deletedBy(Staging.Clearing place) {
    return datasetId -> {
      try {
        place.clear(datasetId);
      } catch (StageException e) {
        throw new IOException(e.getMessage(), e);
      }
    };
  }

  private static boolean hasHdfsDefault(WorkflowConfig config) {
    return config.remote().flatMap(remote -> remote.staging().hdfs()).isPresent();
  }

  private static List<ServerFacts.Server> servers(WorkflowConfig config) {
    return config.remote().map(RemoteSource::server).stream()
        .map(
            server ->
                new ServerFacts.Server(
                    RemoteSource.NAME, server.host(), server.port(), server.username()))
        .toList();
  }

  /** Nobody is silent who may just be between two signs of life. */
  private static Duration silence(WorkflowConfig.Tasks tasks) {
    Duration least = tasks.heartbeatInterval().multipliedBy(LEAST_BEATS_OF_SILENCE);
    return least.compareTo(tasks.stalledAfter()) > 0 ? least : tasks.stalledAfter();
  }

  private static Map<String, Map<String, Object>> facts(WorkflowConfig config) {
    return Map.of(
        "storage",
        config.remote().map(WebProgram::storage).orElseGet(() -> embeddedStorage(config)),
        "transfer",
        config.remote().map(WebProgram::transfer).orElse(Map.of()),
        "fuxictr_paths",
        Map.of(
            "datasets_root", config.paths().datasetsRoot().toString(),
            "model_root", config.paths().modelRoot().toString(),
            "user_config_root", config.paths().userConfigRoot().toString()),
        "workflow",
        Map.of(
            "heartbeat_interval", config.tasks().heartbeatInterval().toSeconds(),
            "task_timeout", config.tasks().timeout().toSeconds(),
            "max_active_per_user", config.tasks().maxActivePerUser(),
            "max_active_total", config.tasks().maxActiveTotal(),
            "cleanup_staging", config.tasks().cleanupStaging(),
            "stalled_after", silence(config.tasks()).toSeconds()));
  }

  private static Map<String, Object> embeddedStorage(WorkflowConfig config) {
    return Map.of(
        "source", config.source().database().toString(),
        "warehouse", config.warehouse().database().toString());
  }

  private static Map<String, Object> storage(RemoteSource remote) {
    return Map.of(
        "server_21_staging", remote.staging().exports(),
        "server_21_result_staging", remote.staging().results(),
        "hdfs_staging", remote.staging().hdfs().orElse(""));
  }

  private static Map<String, Object> transfer(RemoteSource remote) {
    RemoteSource.Transfer transfer = remote.transfer();
    return Map.of(
        "method", transfer.method().wireName(),
        "chunk_size", transfer.chunkSize(),
        "max_retries", transfer.maxRetries(),
        "compression", transfer.compression(),
        "verify_checksum", transfer.verifyChecksum(),
        "parallel_workers", transfer.parallelWorkers(),
        "timeout", transfer.timeout().toSeconds(),
        "bandwidth_limit", transfer.bandwidthLimit().orElse(0));
  }

  /** Returns the address of the REST interface, once started. */
  URI apiUri() {
    return uri(running().apiPort());
  }

  /** Returns the address of the page, once started. */
  URI dashboardUri() {
    return uri(running().dashboardPort());
  }

  private WebApplication running() {
    return application.orElseThrow(
        () -> new IllegalStateException("the web server is not started"));
  }

  private URI uri(int port) {
    String host = installation.config().api().host();
    return URI.create("http://%s:%d".formatted(host.equals("0.0.0.0") ? "127.0.0.1" : host, port));
  }

  @Override
  public String description() {
    return "Web server: dashboard %s, interface %s".formatted(dashboardUri(), apiUri());
  }

  @Override
  public void close() {
    opened.close();
  }
}
