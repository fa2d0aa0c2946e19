/**
 * Configuration files as typed records: all problems at once, each with its key and line. Reads
 * files; writes none.
 *
 * <p>Start with {@link io.fuxictr.config.YamlFile}. Everything read is immutable.
 */
@NullMarked
package io.fuxictr.config;

import org.jspecify.annotations.NullMarked;
