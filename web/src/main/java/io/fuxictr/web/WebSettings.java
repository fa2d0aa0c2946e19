package io.fuxictr.web;

import io.fuxictr.web.api.Checklist;
import io.fuxictr.web.api.ServerFacts;
import io.fuxictr.web.intake.StagedFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the web server listens, what it keeps and what it allows.
 *
 * @param host interface of both sockets
 * @param apiPort socket for programs, 0 for any free one
 * @param dashboardPort socket for browsers, 0 for any free one
 * @param database SQLite file
 * @param staging what lies outside the shared storage while a task runs; a task's files there go
 *     when it is deleted with its files
 * @param allowedOrigins web pages of other origins that may call
 * @param heartbeatInterval time between two pings to a browser, and between two signs of life of a
 *     worker
 * @param limits limits of tasks
 * @param facts what the server tells about its installation
 * @param checklist looks at that installation when somebody asks
 */
public record WebSettings(
    String host,
    int apiPort,
    int dashboardPort,
    Path database,
    List<StagedFiles> staging,
    List<String> allowedOrigins,
    Duration heartbeatInterval,
    Limits limits,
    ServerFacts facts,
    Checklist checklist) {

  /**
   * Limits of tasks.
   *
   * @param taskTimeout longest time of one attempt
   * @param activePerUser tasks of one user at a time
   * @param activeTotal tasks of all users at a time
   * @param silence how long nothing may be heard from a task before it is looked for
   * @param defaulted fields of submissions that may be empty, for there is a default
   */
  public record Limits(
      Duration taskTimeout,
      int activePerUser,
      int activeTotal,
      Duration silence,
      Set<String> defaulted) {

    /** Longer than ten of a worker's signs of life are apart. */
    public static final Duration USUAL_SILENCE = Duration.ofMinutes(5);

    /** Takes a copy of the set. */
    public Limits {
      defaulted = Set.copyOf(defaulted);
    }

    /** Sets the usual silence, and no field that may be empty. */
    public Limits(Duration taskTimeout, int activePerUser, int activeTotal) {
      this(taskTimeout, activePerUser, activeTotal, USUAL_SILENCE, Set.of());
    }
  }

  /** Takes a copy of the list. */
  public WebSettings {
    staging = List.copyOf(staging);
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Returns the usual settings: loopback, the usual ports, a day per attempt. */
  public static WebSettings usual(Path database) {
    return new WebSettings(
        "127.0.0.1",
        8001,
        8501,
        database,
        List.of(),
        List.of(),
        Duration.ofSeconds(30),
        new Limits(Duration.ofDays(1), 3, 10),
        new ServerFacts("0.1.0", List.of(), Map.of()),
        List::of);
  }

  /** Returns the same on other ports. */
  public WebSettings onPorts(int api, int dashboard) {
    return new WebSettings(
        host,
        api,
        dashboard,
        database,
        staging,
        allowedOrigins,
        heartbeatInterval,
        limits,
        facts,
        checklist);
  }

  /** Returns the same with other folders in which files of runs lie for a while. */
  public WebSettings staging(List<StagedFiles> places) {
    return new WebSettings(
        host,
        apiPort,
        dashboardPort,
        database,
        places,
        allowedOrigins,
        heartbeatInterval,
        limits,
        facts,
        checklist);
  }

  /** Returns the same with other limits. */
  public WebSettings limitedTo(Limits other) {
    return new WebSettings(
        host,
        apiPort,
        dashboardPort,
        database,
        staging,
        allowedOrigins,
        heartbeatInterval,
        other,
        facts,
        checklist);
  }

  /** Returns the same with another time between two pings. */
  public WebSettings pinging(Duration every) {
    return new WebSettings(
        host,
        apiPort,
        dashboardPort,
        database,
        staging,
        allowedOrigins,
        every,
        limits,
        facts,
        checklist);
  }

  /** Returns the same with another checklist. */
  public WebSettings checking(Checklist other) {
    return new WebSettings(
        host,
        apiPort,
        dashboardPort,
        database,
        staging,
        allowedOrigins,
        heartbeatInterval,
        limits,
        facts,
        other);
  }
}
