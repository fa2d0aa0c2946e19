/**
 * Single-objective models around a perceptron: alone, beside a factorization machine, on products
 * of fields, in two towers.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.deep.DeepFm}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.deep;

import org.jspecify.annotations.NullMarked;
