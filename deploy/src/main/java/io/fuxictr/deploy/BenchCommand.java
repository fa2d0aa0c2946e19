package io.fuxictr.deploy;

import io.fuxictr.deploy.bench.QueueBench;
import io.fuxictr.deploy.bench.TransferBench;
import io.fuxictr.remote.loopback.SshServer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this machine, each figure beside something else in the same run. */
@Command(
    name = "bench",
    description = "Measure this machine, each figure beside something else in the same run.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to measure: queue or transfer.");
  }

  @Command(
      name = "queue",
      description =
          "Submissions and stage transitions through the broker, beside the broker alone.",
      mixinStandardHelpOptions = true)
  int queue(
      @Option(
              names = "--submissions",
              paramLabel = "N",
              defaultValue = "20000",
              description = "submissions of each run (default: ${DEFAULT-VALUE})")
          int submissions,
      @Option(
              names = "--tasks",
              paramLabel = "N",
              defaultValue = "8000",
              description = "tasks that pass through all stages (default: ${DEFAULT-VALUE})")
          int tasks)
      throws InterruptedException {
    if (submissions < 1 || tasks < 1) {
      throw new ParameterException(
          spec.commandLine(), "--submissions and --tasks are counts of at least 1.");
    }
    return new QueueBench(submissions, tasks).run(spec.commandLine().getOut()) ? 0 : 1;
  }

  @Command(
      name = "transfer",
      description = "Files over SSH, beside scp and rsync with the same cipher.",
      mixinStandardHelpOptions = true)
  int transfer(
      @Option(
              names = "--size",
              paramLabel = "MIB",
              defaultValue = "1024",
              description =
                  "size of one file, and of 64 together, in MiB (default: ${DEFAULT-VALUE})")
          int megabytes,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "3",
              description = "measurements of each; the median counts (default: ${DEFAULT-VALUE})")
          int rounds,
      @Option(
              names = "--workers",
              paramLabel = "N",
              defaultValue = "4",
              description = "connections of ours (default: ${DEFAULT-VALUE})")
          int workers,
      @Option(
              names = "--folder",
              paramLabel = "DIR",
              defaultValue = "${sys:java.io.tmpdir}",
              description = "where files are made, here and there (default: ${DEFAULT-VALUE})")
          Path folder,
      @ArgGroup(exclusive = false) @Nullable BenchHost host)
      throws InterruptedException {
    if (megabytes < BenchHost.LEAST_MEGABYTES || rounds < 1 || workers < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--size is at least %d, --rounds and --workers at least 1."
              .formatted(BenchHost.LEAST_MEGABYTES));
    }
    if (host == null && !SshServer.isInstalled()) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no sshd on this host to measure with: apt-get install openssh-server, or name"
              + " one with --host, --user, --key and --known-hosts.");
    }
    var settings =
        new TransferBench.Settings(
            Optional.ofNullable(host).map(BenchHost::settings),
            folder.toAbsolutePath(),
            megabytes,
            rounds,
            workers);
    return new TransferBench(settings).run(spec.commandLine().getOut()) ? 0 : 1;
  }
}
