package io.fuxictr.web;

import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.web.api.Api;
import io.fuxictr.web.api.Origins;
import io.fuxictr.web.api.ServerFacts;
import io.fuxictr.web.intake.Intake;
import io.fuxictr.web.socket.TaskSockets;
import io.fuxictr.web.store.Database;
import io.fuxictr.web.store.EventStore;
import io.fuxictr.web.store.TaskQueries;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server, wired: database, intake, sockets, and two listeners with the same interface, one
 * for programs and one for browsers, which also has the page.
 */
public final class WebApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebApplication.class);
  private static final String DASHBOARD = "dashboard";
  private static final long LARGEST_BODY = 10L << 20;
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Database database;
  private final Intake intake;
  private final TaskSockets sockets;
  private final WebServer server;

  private WebApplication(Database database, Intake intake, TaskSockets sockets, WebServer server) {
    this.database = database;
    this.intake = intake;
    this.sockets = sockets;
    this.server = server;
  }

  /**
   * Starts the web server; when the call returns, it takes requests. The broker may come later. The
   * link stays the caller's: close it after the web server.
   *
   * @throws io.fuxictr.web.store.StoreException if the database cannot be opened
   * @throws WebException if a port is taken
   */
  public static WebApplication start(
      WebSettings settings, BrokerLink link, ExperimentFiles experiments, StorageLayout layout) {
    checkPort(settings.host(), settings.apiPort());
    checkPort(settings.host(), settings.dashboardPort());
    Database database = Database.open(settings.database());
    Intake intake =
        Intake.start(
            database,
            link,
            experiments,
            new Intake.Places(layout, settings.staging()),
            limits(settings));
    var origins = new Origins(settings.allowedOrigins(), settings.host());
    var sockets =
        new TaskSockets(
            new EventStore(database, InstantSource.system()),
            new TaskQueries(database),
            origins::isAllowed,
            settings.heartbeatInterval());
    database.follow(sockets::tell);
    var api =
        new Api(
            database,
            intake,
            experiments,
            layout,
            origins,
            new Api.Installation(settings.facts(), settings.checklist()));
    WebServer server = server(settings, api, sockets);
    var application = new WebApplication(database, intake, sockets, server);
    application.listen(settings);
    return application;
  }

  private static Intake.Limits limits(WebSettings settings) {
    return new Intake.Limits(
        settings.limits().activePerUser(),
        settings.limits().activeTotal(),
        settings.limits().taskTimeout(),
        settings.heartbeatInterval(),
        settings.limits().silence(),
        settings.facts().servers().stream()
            .map(ServerFacts.Server::name)
            .collect(Collectors.toSet()),
        settings.limits().defaulted());
  }

  private static WebServer server(WebSettings settings, Api api, TaskSockets sockets) {
    return WebServer.builder()
        .shutdownHook(false)
        .update(
            listener ->
                listen(listener, settings.host(), settings.apiPort(), api.forPrograms(), sockets))
        .putSocket(
            DASHBOARD,
            listener ->
                listen(
                    listener,
                    settings.host(),
                    settings.dashboardPort(),
                    api.forBrowsers(),
                    sockets))
        .build();
  }

  private static void listen(
      ListenerConfig.BuilderBase<?, ?> listener,
      String host,
      int port,
      HttpRouting.Builder routes,
      TaskSockets sockets) {
    listener
        .host(host)
        .port(port)
        .maxPayloadSize(LARGEST_BODY)
        .shutdownGracePeriod(GRACE)
        .addRouting(routes)
        .addRouting(WsRouting.builder().endpoint(TaskSockets.PATH, sockets::listener));
  }

  private void listen(WebSettings settings) {
    server.start();
    if (!server.isRunning()) {
      close();
      throw new WebException(
          "Starting the web server on %s: it did not come up; its log says why"
              .formatted(settings.host()));
    }
    log.info(
        "Web server is ready: http://{}:{} for programs, http://{}:{} for browsers",
        settings.host(),
        apiPort(),
        settings.host(),
        dashboardPort());
  }

  /** The server itself only logs that a port is taken. */
  private static void checkPort(String host, int port) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new WebException(
          "Starting the web server on %s:%d: %s; if the port is taken, stop what listens there, or choose another"
              .formatted(host, port, e.getMessage()));
    }
  }

  /** Returns the port for programs. */
  public int apiPort() {
    return server.port();
  }

  /** Returns the port for browsers. */
  public int dashboardPort() {
    return server.port(DASHBOARD);
  }

  /** Stops: browsers are told, requests at hand finish, events stay with the broker. */
  @Override
  public void close() {
    sockets.close();
    if (server.isRunning()) {
      server.stop();
    }
    intake.close();
    database.close();
  }
}
