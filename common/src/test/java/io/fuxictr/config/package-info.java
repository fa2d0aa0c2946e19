/** Tests of configuration files. */
@NullMarked
package io.fuxictr.config;

import org.jspecify.annotations.NullMarked;
