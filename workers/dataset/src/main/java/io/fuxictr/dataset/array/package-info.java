/**
 * NumPy's files: arrays one by one ({@code .npy}) inside a ZIP archive ({@code .npz}), read from
 * front to back in bounded memory. Knows no feature and no Parquet.
 *
 * <p>Start with {@link io.fuxictr.dataset.array.NpzFile}. What is open belongs to one thread.
 */
@NullMarked
package io.fuxictr.dataset.array;

import org.jspecify.annotations.NullMarked;
