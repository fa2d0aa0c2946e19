package io.fuxictr.fetch;

import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.file.Transfer;
import io.fuxictr.remote.file.TransferWatch;
import io.fuxictr.worker.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
  public void prepare(String datasetId) {
    source.prepare(datasetId);
  }

  @Override
  public long export(String datasetId, RowSet rows, String sql, StageContext context)
      throws InterruptedException {
    long count = source.export(datasetId, rows, sql, context);
    exports.add(rows);
    return count;
  }

  @Override
  public Manifest list(String datasetId, RowSet rows) {
    return source.list(datasetId, rows);
  }

  @Override
  public Transfer.Result pull(
      String datasetId, RowSet rows, Manifest manifest, Path target, TransferWatch watch)
      throws InterruptedException {
    return source.pull(datasetId, rows, manifest, target, watch);
  }

  @Override
  public void clean(String datasetId) {
    source.clean(datasetId);
  }
}
