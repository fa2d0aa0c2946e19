/** Tests of the broker. */
@NullMarked
package io.fuxictr.broker;

import org.jspecify.annotations.NullMarked;
