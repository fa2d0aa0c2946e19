/**
 * Parts: the Parquet files of a table, read and written by columns as primitive arrays. The only
 * package that knows Parquet; it knows no feature and no objective.
 *
 * <p>Start with {@link io.fuxictr.dataset.part.PartReader}. Readers and writers belong to one
 * thread, except where {@link io.fuxictr.dataset.part.PartBlock} and {@link
 * io.fuxictr.dataset.part.ColumnOutput} say that columns may be worked on side by side.
 */
@NullMarked
package io.fuxictr.dataset.part;

import org.jspecify.annotations.NullMarked;
