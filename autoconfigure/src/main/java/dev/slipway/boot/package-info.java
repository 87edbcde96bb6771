/**
 * What an application may use of Slipway's part in Spring Boot: the events, and the
 * reports. What is below {@code dev.slipway.boot} is internal.
 */
@NullMarked
package dev.slipway.boot;

import org.jspecify.annotations.NullMarked;
