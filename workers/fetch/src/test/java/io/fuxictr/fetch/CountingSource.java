package io.fuxictr.fetch;

import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.worker.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A source that counts the exports that it finishes. */
final class CountingSource implements SourceServer {
  final List<RowSet> exports = new ArrayList<>();

  private final SourceServer source;

  CountingSource(SourceServer source) {
    this.source = source;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public void prepare(String datasetId, StageContext context) throws InterruptedException {
    source.prepare(datasetId, context);
  }

  @Override
  public OptionalLong export(String datasetId, RowSet rows, String sql, StageContext context)
      throws InterruptedException {
    OptionalLong count = source.export(datasetId, rows, sql, context);
    exports.add(rows);
    return count;
  }

  @Override
  public boolean holds(String datasetId, RowSet rows, StageContext context)
      throws InterruptedException {
    return source.holds(datasetId, rows, context);
  }

  @Override
  public Manifest list(String datasetId, RowSet rows, StageContext context)
      throws InterruptedException {
    return source.list(datasetId, rows, context);
  }

  @Override
  public Transfer.Result pull(
      String datasetId, RowSet rows, Manifest manifest, Path target, TransferWatch watch)
      throws InterruptedException {
    return source.pull(datasetId, rows, manifest, target, watch);
  }

  @Override
  public void clean(String datasetId) throws InterruptedException {
    source.clean(datasetId);
  }
}
