/** Tests of the order of parts and of what is kept between attempts. */
@NullMarked
package io.fuxictr.infer;

import org.jspecify.annotations.NullMarked;
