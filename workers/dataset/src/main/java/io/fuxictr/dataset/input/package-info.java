/**
 * Raw data in other formats than Parquet: CSV and NumPy archives, turned into parts once, so that
 * everything else knows parts only. The only package that knows CSV.
 *
 * <p>Start with {@link io.fuxictr.dataset.input.RawFiles}, which finds files, and {@link
 * io.fuxictr.dataset.input.RawFormat}, which turns them into parts. Stateless.
 */
@NullMarked
package io.fuxictr.dataset.input;

import org.jspecify.annotations.NullMarked;
