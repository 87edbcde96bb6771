/**
 * Room 1: from the classpath to a {@link dev.slipway.engine.script.MigrationSet}. Finds,
 * names, reads, checks and splits files; knows no database.
 */
@NullMarked
package dev.slipway.engine.script;

import org.jspecify.annotations.NullMarked;
