/**
 * The API of the migration engine: {@link dev.slipway.Migrator} is where to begin. It
 * knows the JDK, Spring's core and JDBC modules and pgjdbc, and nothing of Spring Boot.
 * What is below {@code dev.slipway.engine} is internal.
 */
@NullMarked
package dev.slipway;

import org.jspecify.annotations.NullMarked;
