/** Tests of the runtime. */
@NullMarked
package io.fuxictr.worker.order;

import org.jspecify.annotations.NullMarked;
