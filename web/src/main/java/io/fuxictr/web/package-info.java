/**
 * The web server: history of all tasks, the interface for programs, and the page for people. Knows
 * the broker's events and commands, and nothing of how a stage does its work.
 *
 * <p>Start with {@link io.fuxictr.web.WebApplication}, which wires the rest.
 */
@NullMarked
package io.fuxictr.web;

import org.jspecify.annotations.NullMarked;
