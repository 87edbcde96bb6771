/**
 * Turns configuration into migrators and hangs them into the application's life.
 */
@NullMarked
package dev.slipway.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
