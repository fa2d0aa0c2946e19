package io.fuxictr.deploy.wiring;

import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.deploy.source.SourceServerParts;
import io.fuxictr.fetch.DuckSource;
import io.fuxictr.fetch.FeatureMode;
import io.fuxictr.fetch.FetchSettings;
import io.fuxictr.fetch.FetchStage;
import io.fuxictr.fetch.SourceServer;
import io.fuxictr.infer.InferStage;
import io.fuxictr.infer.InferStage.PredictionNames;
import io.fuxictr.monitor.MonitorStage;
import io.fuxictr.monitor.Staging;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.task.Stage;
import io.fuxictr.train.TrainStage;
import io.fuxictr.transport.DuckWarehouse;
import io.fuxictr.transport.TransportStage;
import io.fuxictr.transport.Warehouse;
import io.fuxictr.worker.StageWorker;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Makes the worker of each stage. */
final class Stages {
  private final Installation installation;
  private final WorkflowConfig config;
  private final Opened opened;

  /**
   * Creates the maker.
   *
   * @param opened takes what has to be closed with the worker
   */
  Stages(Installation installation, Opened opened) {
    this.installation = installation;
    this.opened = opened;
    this.config = installation.config();
  }

  StageWorker worker(Stage stage) {
    return switch (stage) {
      case DATA_FETCH -> fetch();
      case TRAIN -> train();
      case INFER ->
          new InferStage(
              installation.layout(),
              new InferStage.Settings(predictionNames(), config.training().threads()),
              installation.clock());
      case TRANSPORT ->
          new TransportStage(installation.layout(), warehouse(), installation.clock());
      case MONITOR -> new MonitorStage(installation.layout(), staging(), installation.clock());
    };
  }

  private FetchStage fetch() {
    FeatureMode mode = FeatureMode.ofWireName(config.featureMode());
    int threads = Runtime.getRuntime().availableProcessors();
    return new FetchStage(
        installation.layout(),
        source(),
        installation.experiments(),
        new FetchSettings(mode, ZoneId.systemDefault(), threads),
        installation.clock());
  }

  private TrainStage train() {
    WorkflowConfig.Training training = config.training();
    return new TrainStage(
        installation.layout(),
        installation.experiments(),
        new TrainStage.Settings(training.batchSize(), training.epochs(), training.threads()),
        installation.clock());
  }

  private PredictionNames predictionNames() {
    return config.predictionColumns().equals("label")
        ? PredictionNames.BY_LABEL
        : PredictionNames.BY_INDEX;
  }

  private List<Staging> staging() {
    if (!config.tasks().cleanupStaging()) {
      return List.of();
    }
    SourceServer source = source();
    Warehouse warehouse = warehouse();
    return List.of(
        Staging.of("the staging folder of " + source.name(), source::clean),
        Staging.of("the staging folder of " + warehouse.name(), warehouse::clean));
  }

  private SourceServer source() {
    return remote()
        .<SourceServer>map(parts -> parts.source(host(parts)))
        .orElseGet(this::duckSource);
  }

  private DuckSource duckSource() {
    WorkflowConfig.Source source = config.source();
    return new DuckSource(
        DuckSource.Settings.of(source.database(), source.staging()).reading(source.dataPaths()));
  }

  private Warehouse warehouse() {
    return remote()
        .<Warehouse>map(
            parts -> parts.warehouse(host(parts), installation.layout(), installation.clock()))
        .orElseGet(this::duckWarehouse);
  }

  private DuckWarehouse duckWarehouse() {
    WorkflowConfig.Warehouse warehouse = config.warehouse();
    return new DuckWarehouse(
        new DuckWarehouse.Settings(warehouse.database(), warehouse.staging()),
        installation.clock());
  }

  private Optional<SourceServerParts> remote() {
    return config.remote().map(remote -> new SourceServerParts(remote, config.tasks().timeout()));
  }

  private RemoteHost host(SourceServerParts parts) {
    return opened.add(new RemoteHost(parts.hostSettings()));
  }
}
