package io.fuxictr.web.api;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.web.intake.Intake;
import io.fuxictr.web.intake.InvalidSubmissionException;
import io.fuxictr.web.intake.RefusedException;
import io.fuxictr.web.store.Database;
import io.fuxictr.web.store.EventStore;
import io.fuxictr.web.store.StoreException;
import io.fuxictr.web.store.TaskQueries;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.staticcontent.StaticContentService;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes, for programs and for the page, and what exceptions become on the way out. */
public final class Api {
  private static final Logger log = LoggerFactory.getLogger(Api.class);
  private static final String TASKS = "/api/workflow/tasks";

  private final TaskService tasks;
  private final HistoryService history;
  private final SystemService system;
  private final PreflightService preflight;
  private final RootService root;
  private final Gate gate;

  /**
   * What is known of the installation.
   *
   * @param facts what anybody may hear
   * @param checklist looks at it
   */
  public record Installation(ServerFacts facts, Checklist checklist) {}

  /** Wires the services. */
  public Api(
      Database database,
      Intake intake,
      ExperimentFiles experiments,
      StorageLayout layout,
      Origins origins,
      Installation installation) {
    var queries = new TaskQueries(database);
    var events = new EventStore(database, InstantSource.system());
    tasks = new TaskService(intake.desk(), intake.removal(), queries);
    history = new HistoryService(queries, events, new Artifacts(layout));
    system =
        new SystemService(
            queries,
            experiments,
            new Health(database, intake),
            installation.facts(),
            intake.board());
    preflight = new PreflightService(installation.checklist());
    root = new RootService();
    gate = new Gate(origins);
  }

  /** Returns the routes of the socket for programs. */
  public HttpRouting.Builder forPrograms() {
    return common().register("/", root).any(Api::unknownPath);
  }

  /** Returns the routes of the socket for browsers: the page beside the same interface. */
  public HttpRouting.Builder forBrowsers() {
    return common()
        .register(
            "/",
            StaticContentService.builder("io/fuxictr/web/browser")
                .welcomeFileName("index.html")
                .build())
        .any(Api::unknownPath);
  }

  private HttpRouting.Builder common() {
    HttpRouting.Builder routes = HttpRouting.builder();
    RootService.describe(routes);
    return routes
        .addFilter(gate)
        .error(InvalidSubmissionException.class, (_, response, e) -> invalid(response, e))
        .error(RefusedException.class, (_, response, e) -> refused(response, e))
        .error(
            InvalidConfigException.class,
            (_, response, e) -> Answers.error(response, Answers.INVALID, words(e)))
        .error(
            StoreException.class,
            (_, response, e) -> Answers.error(response, Status.SERVICE_UNAVAILABLE_503, words(e)))
        .error(HttpException.class, (_, response, e) -> http(response, e))
        .error(Throwable.class, Api::broken)
        .register(system)
        .register(preflight)
        .get("/api/v1/tasks", tasks::list)
        .any("/api/v1/tasks", Api::wrongMethod)
        .register(TASKS, history)
        .register(TASKS, tasks)
        .any("/api/*", Api::unknownPath);
  }

  private static void invalid(ServerResponse response, InvalidSubmissionException e) {
    Answers.invalid(response, e.errors());
  }

  private static void refused(ServerResponse response, RefusedException e) {
    Status status =
        switch (e.reason()) {
          case UNKNOWN_TASK -> Status.NOT_FOUND_404;
          case CONFLICT -> Status.CONFLICT_409;
          case BAD_REQUEST -> Status.BAD_REQUEST_400;
        };
    Answers.error(response, status, words(e));
  }

  /** The server's own refusals; those below 400 carry no body. */
  private static void http(ServerResponse response, HttpException e) {
    if (e.status().code() < Status.BAD_REQUEST_400.code()) {
      response.status(e.status()).send();
    } else if (e.status().equals(Status.NOT_FOUND_404)) {
      Answers.error(response, e.status(), "Not Found");
    } else {
      Answers.error(response, e.status(), e.status().reasonPhrase());
    }
  }

  private static void broken(ServerRequest request, ServerResponse response, Throwable e) {
    log.error("{} {}", request.prologue().method(), request.path().path(), e);
    Answers.error(response, Status.INTERNAL_SERVER_ERROR_500, "Internal Server Error");
  }

  private static String words(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static void unknownPath(ServerRequest request, ServerResponse response) {
    Answers.error(response, Status.NOT_FOUND_404, "Not Found");
  }

  static void wrongMethod(ServerRequest request, ServerResponse response) {
    Answers.error(response, Status.METHOD_NOT_ALLOWED_405, "Method Not Allowed");
  }
}
