/**
 * The native tensor engine: how it is started, and on which device a model runs. Knows no model.
 *
 * <p>Start with {@link io.fuxictr.ctr.engine.TorchEngine}. Thread-safe.
 */
@NullMarked
package io.fuxictr.ctr.engine;

import org.jspecify.annotations.NullMarked;
