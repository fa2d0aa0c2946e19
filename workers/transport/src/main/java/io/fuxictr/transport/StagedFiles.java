package io.fuxictr.transport;

import io.fuxictr.remote.Hdfs;
import io.fuxictr.remote.RemoteWatch;
import java.util.List;

/**
 * The files of a result where LOAD DATA takes them from.
 *
 * @param hdfs the cluster's file system
 * @param folder staging folder of the dataset on the server's disk
 * @param hdfsFolder folder of the dataset in HDFS; empty if they are taken from the disk
 */
record StagedFiles(Hdfs hdfs, String folder, String hdfsFolder) {

  /**
   * Brings files to where they are loaded from.
   *
   * @param prefix how their names begin
   */
  void ready(String prefix, RemoteWatch watch) throws InterruptedException {
    if (!hdfsFolder.isEmpty()) {
      hdfs.delete(List.of(hdfsFolder), watch);
      hdfs.makeFolder(hdfsFolder, watch);
      hdfs.put(folder, prefix, hdfsFolder, watch);
    }
  }

  /** Returns what LOAD DATA is told about where the files are. */
  String source(String prefix) {
    return hdfsFolder.isEmpty()
        ? "LOCAL INPATH " + HiveSql.literal(folder + "/" + prefix + "*")
        : "INPATH " + HiveSql.literal(hdfsFolder);
  }
}
