package io.fuxictr.deploy.preflight;

import io.fuxictr.config.WorkflowConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders of this host: whether they are there, can be written to, and do not collide. */
final class FolderRows implements Group {
  private static final double GIB = 1L << 30;
  private static final long ROOM_FOR_DATASETS = 10L << 30;

  private final Setup setup;

  FolderRows(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.of("B5", "storage.staging_dir", () -> unused("rows go to the datasets folder")),
        setup.check("B6", "data beside the source", FolderRows::data),
        setup.check("B7", "models", config -> writable(config.paths().modelRoot())),
        Check.of(
            "B8",
            "storage.checkpoint_dir",
            () -> unused("checkpoints lie beside datasets and models")),
        Check.of(
            "B9",
            "copies of the database",
            () -> Finding.skip("this version makes none by itself; copy database.path")),
        Check.of("B10", "home", () -> writable(setup.site().input().home())),
        setup.check("B10a", "datasets", FolderRows::datasets),
        setup.check("B15", "folders do not collide", FolderRows::places),
        setup.check("E3", "folders can be written to", FolderRows::writeTest));
  }

  private static Finding unused(String instead) {
    return Finding.skip("not used: %s".formatted(instead));
  }

  private static Finding data(WorkflowConfig config) {
    if (config.remote().isPresent()) {
      return Finding.skip("rows come from the source server; nobody uploads files here");
    }
    WorkflowConfig.Source source = config.source();
    Optional<Path> missing =
        source.dataPaths().stream().filter(path -> !Files.isReadable(path)).findFirst();
    if (missing.isPresent()) {
      return Finding.fail(
          missing.get() + " cannot be read", "correct source.data_paths, or its permissions");
    }
    if (!Files.isReadable(source.database())) {
      return Finding.warn(
          "%s is not there: queries find no table of their own".formatted(source.database()),
          "put the DuckDB file there, or name it in source.database");
    }
    return Finding.pass(
        "%s, %d further paths".formatted(source.database(), source.dataPaths().size()));
  }

  private static Finding writable(Path folder) {
    if (Files.isDirectory(folder)) {
      return Files.isWritable(folder)
          ? Finding.pass(folder.toString())
          : Finding.fail(
              folder + " cannot be written to", "give it to the user that runs the programs");
    }
    Path above = existing(folder);
    return Files.isDirectory(above) && Files.isWritable(above)
        ? Finding.warn(
            folder + " is not there yet", "nothing: the programs make it when they start")
        : Finding.fail(
            "%s is not there, and cannot be made in %s".formatted(folder, above),
            "make it and give it to the user that runs the programs, or name another one");
  }

  private static Path existing(Path folder) {
    Path above = folder.toAbsolutePath();
    while (!Files.exists(above) && above.getParent() != null) {
      above = above.getParent();
    }
    return above;
  }

  private static Finding datasets(WorkflowConfig config) {
    Path folder = config.paths().datasetsRoot();
    Finding there = writable(folder);
    if (there.verdict() == Finding.Verdict.FAIL) {
      return there;
    }
    long free = free(existing(folder));
    String found = "%s, %.1f GiB free".formatted(there.detail(), free / GIB);
    if (free < config.broker().minDiskFree()) {
      return Finding.fail(found, "make room: below broker.min_disk_free nothing goes on");
    }
    if (free < ROOM_FOR_DATASETS) {
      return Finding.warn(
          found, "make room: %.0f GiB hold some runs only".formatted(ROOM_FOR_DATASETS / GIB));
    }
    return new Finding(there.verdict(), found, there.remedy());
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("Asking for the space in %s: %s".formatted(folder, e), e);
    }
  }

  /** Folders by key whose contents belong to one owner. */
  private static Map<String, Path> owned(WorkflowConfig config) {
    var places = new LinkedHashMap<String, Path>();
    places.put("fuxictr_paths.datasets_root", config.paths().datasetsRoot());
    places.put("fuxictr_paths.model_root", config.paths().modelRoot());
    places.put("fuxictr_paths.user_config_root", config.paths().userConfigRoot());
    places.put("broker.data_folder", config.broker().dataFolder());
    places.put("broker.password_folder", config.broker().passwordFolder());
    return places;
  }

  private static Finding places(WorkflowConfig config) {
    Map<String, Path> places = owned(config);
    for (Map.Entry<String, Path> outer : places.entrySet()) {
      for (Map.Entry<String, Path> inner : places.entrySet()) {
        if (!outer.equals(inner) && inner.getValue().startsWith(outer.getValue())) {
          return Finding.fail(
              "%s, %s, lies in %s, %s"
                  .formatted(inner.getKey(), inner.getValue(), outer.getKey(), outer.getValue()),
              "give each a folder of its own");
        }
      }
    }
    return Finding.pass("%d folders, all absolute, none in another".formatted(places.size()));
  }

  private static Finding writeTest(WorkflowConfig config) {
    var failed = new ArrayList<String>();
    List<Path> there =
        Stream.concat(
                owned(config).values().stream(),
                Stream.of(config.database().path(), config.logging().file())
                    .map(file -> file.toAbsolutePath().getParent()))
            .distinct()
            .filter(Files::isDirectory)
            .toList();
    for (Path folder : there) {
      try {
        Files.delete(Files.createTempFile(folder, ".preflight", ".tmp"));
      } catch (IOException e) {
        failed.add("%s (%s)".formatted(folder, e.getClass().getSimpleName()));
      }
    }
    if (!failed.isEmpty()) {
      return Finding.fail(
          "no file can be made in " + String.join(", ", failed),
          "look at owner, permissions and free space");
    }
    return there.isEmpty()
        ? Finding.skip("none of them is there yet")
        : Finding.pass("a file was made and deleted in %d folders".formatted(there.size()));
  }
}
