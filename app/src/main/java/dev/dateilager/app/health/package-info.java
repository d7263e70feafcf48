/** What a process answers by HTTP to those who look after it. */
@NullMarked
package dev.dateilager.app.health;

import org.jspecify.annotations.NullMarked;
