/** Tests of signs of life. */
@NullMarked
package io.fuxictr.worker.life;

import org.jspecify.annotations.NullMarked;
