package io.fuxictr.ctr.config;

/**
 * A hyper-parameter that somebody asked for.
 *
 * @param key its name
 * @param fallback what counts when it is absent; empty text if nothing does
 * @param allowed what it may be
 */
public record Question(String key, String fallback, String allowed) {}
