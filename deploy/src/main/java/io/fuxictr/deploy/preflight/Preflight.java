package io.fuxictr.deploy.preflight;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A run through the checklist. A row that stands on another one is looked at after it, and not at
 * all if that one failed. What goes wrong while a row is looked at is that row's failure.
 */
public final class Preflight implements AutoCloseable {
  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final Map<String, Finding> findings = new HashMap<>();
  private final List<Group> groups;
  private final Predicate<String> wanted;

  private Preflight(List<Group> groups, Predicate<String> wanted) {
    this.groups = List.copyOf(groups);
    this.wanted = wanted;
    groups.stream()
        .flatMap(group -> group.checks().stream())
        .sorted(Check.ORDER)
        .forEach(check -> checks.put(check.id(), check));
  }

  /** Returns a run of rows that are no part of the checklist. */
  static Preflight of(Check... checks) {
    return new Preflight(List.of(() -> List.of(checks)), _ -> true);
  }

  /** Returns a run of all rows. */
  public static Preflight of(Site site) {
    return of(site, _ -> true);
  }

  /**
   * Returns a run of some rows. What they stand on is looked at as well, and not told.
   *
   * @param wanted says by its name whether a row is
   */
  public static Preflight of(Site site, Predicate<String> wanted) {
    Setup setup = Setup.of(site);
    return new Preflight(
        List.of(
            new SourceRows(setup),
            new HostRows(setup),
            new FolderRows(setup),
            new ConfigRows(setup),
            new ServiceRows(setup)),
        wanted);
  }

  /** Returns whether a row is about the source server, by its name. */
  public static boolean isAboutSource(String id) {
    return id.startsWith("A") || id.startsWith("Q");
  }

  /** Returns the length of the longest title. */
  public int widestTitle() {
    return shown().mapToInt(check -> check.title().length()).max().orElse(0);
  }

  /**
   * Looks at all rows, in the order of the checklist.
   *
   * @param each is told every row once it was looked at
   */
  public List<Row> run(Consumer<Row> each) throws InterruptedException {
    var rows = new ArrayList<Row>();
    for (Check check : shown().toList()) {
      var row = new Row(check.id(), check.title(), finding(check));
      each.accept(row);
      rows.add(row);
    }
    return List.copyOf(rows);
  }

  private Stream<Check> shown() {
    return checks.values().stream().filter(check -> wanted.test(check.id()));
  }

  /** Returns whether something does not work. */
  public static boolean hasFailed(List<Row> rows) {
    return rows.stream().anyMatch(row -> row.finding().verdict() == Verdict.FAIL);
  }

  private Finding finding(Check check) throws InterruptedException {
    Optional<Finding> known = Optional.ofNullable(findings.get(check.id()));
    if (known.isPresent()) {
      return known.get();
    }
    Optional<String> obstacle = obstacle(check);
    Finding found =
        obstacle.isPresent() ? Finding.skip("needs %s".formatted(obstacle.get())) : look(check);
    findings.put(check.id(), found);
    return found;
  }

  private Optional<String> obstacle(Check check) throws InterruptedException {
    for (String need : check.needs()) {
      Optional<Check> needed = Optional.ofNullable(checks.get(need));
      if (needed.isPresent() && !finding(needed.get()).isSound()) {
        return Optional.of(need);
      }
    }
    return Optional.empty();
  }

  private static Finding look(Check check) throws InterruptedException {
    try {
      return check.probe().run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Finding.fail(
          "cannot be found out: " + Optional.ofNullable(e.getMessage()).orElseGet(e::toString),
          "correct what the message names and run it again");
    }
  }

  /** Gives back what the rows held. */
  @Override
  public void close() {
    groups.forEach(Group::close);
  }
}
