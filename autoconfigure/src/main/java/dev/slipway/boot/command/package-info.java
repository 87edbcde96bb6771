/**
 * {@code --slipway.command}: run one thing and exit.
 */
@NullMarked
package dev.slipway.boot.command;

import org.jspecify.annotations.NullMarked;
