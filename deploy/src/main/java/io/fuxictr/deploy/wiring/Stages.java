package io.fuxictr.deploy.wiring;

import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.fetch.DuckSource;
import io.fuxictr.fetch.FeatureMode;
import io.fuxictr.fetch.FetchSettings;
import io.fuxictr.fetch.FetchStage;
import io.fuxictr.infer.InferStage;
import io.fuxictr.infer.InferStage.PredictionNames;
import io.fuxictr.monitor.MonitorStage;
import io.fuxictr.monitor.Staging;
import io.fuxictr.task.Stage;
import io.fuxictr.train.TrainStage;
import io.fuxictr.transport.DuckWarehouse;
import io.fuxictr.transport.TransportStage;
import io.fuxictr.worker.StageWorker;
import java.time.ZoneId;
import java.util.List;

/** Makes the worker of each stage. */
final class Stages {
  private final Installation installation;
  private final WorkflowConfig config;

  Stages(Installation installation) {
    this.installation = installation;
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
    DuckSource source = source();
    DuckWarehouse warehouse = warehouse();
    return List.of(
        Staging.of("the staging folder of " + source.name(), source::clean),
        Staging.of("the staging folder of " + warehouse.name(), warehouse::clean));
  }

  private DuckSource source() {
    WorkflowConfig.Source source = config.source();
    return new DuckSource(
        DuckSource.Settings.of(source.database(), source.staging()).reading(source.dataPaths()));
  }

  private DuckWarehouse warehouse() {
    WorkflowConfig.Warehouse warehouse = config.warehouse();
    return new DuckWarehouse(
        new DuckWarehouse.Settings(warehouse.database(), warehouse.staging()),
        installation.clock());
  }
}
