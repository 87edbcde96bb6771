/**
 * The migration engine: {@link dev.slipway.engine.Migrator} is its door. It knows the
 * JDK, Spring's core and JDBC modules and pgjdbc, and nothing of Spring Boot.
 */
@NullMarked
package dev.slipway.engine;

import org.jspecify.annotations.NullMarked;
